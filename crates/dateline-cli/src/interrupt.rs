//! Interrupts of what writes a ledger: the first stops the reading, the second everything.

use std::sync::atomic::{AtomicBool, Ordering};

use dateline::pulse;

use crate::screen;

/// How a shell tells of a program that an interrupt ended.
const EXIT_CODE: u8 = 130;

static IS_MET: AtomicBool = AtomicBool::new(false);

/// Lets the first interrupt stop the reading, so that what is read is kept and the views are made
/// of it; the second ends the program at once.
pub(crate) fn watch() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if IS_MET.swap(true, Ordering::SeqCst) {
            screen::tell(
                "dateline: stopped at once; what was stored is safe, but stories and figures side \
                 by side are as they were before: the next ingest makes them anew",
            );
            std::process::exit(EXIT_CODE.into());
        }
        pulse::stop();
        screen::tell(
            "dateline: interrupted; keeps what was read and makes the views of it (again: stops at once)",
        );
    })?;
    Ok(())
}

/// Returns the exit code of a program that was interrupted; `None` where it was not.
pub(crate) fn exit_code() -> Option<u8> {
    IS_MET.load(Ordering::SeqCst).then_some(EXIT_CODE)
}
