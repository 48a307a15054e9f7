//! What is shown on a terminal while a command works.

use std::time::Duration;

use dateline::{Ledger, pulse};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::column::grouped;
use crate::screen;

/// Time between two drawings.
const TICK: Duration = Duration::from_millis(200);

/// Makes a bar that is drawn from now on; hidden where standard error is no terminal, or where
/// nobody is to be told.
fn drawn(bar: ProgressBar, template: &str, is_quiet: bool) -> ProgressBar {
    bar.set_draw_target(if is_quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    let n_read = |_: &ProgressState, out: &mut dyn std::fmt::Write| {
        // A string takes all.
        let _ = out.write_str(&grouped(&pulse::n_read().into()));
    };
    let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_spinner());
    bar.set_style(style.with_key("n_read", n_read));
    bar.enable_steady_tick(TICK);
    bar
}

/// Shows how far into `n_bytes` of input the reading is, and how many dispatches were read.
pub(crate) fn of_input(n_bytes: u64, is_quiet: bool) -> ProgressBar {
    let template = "{bar:30} {percent:>3} %  {n_read} dispatches read  {elapsed}, {eta} left";
    drawn(ProgressBar::new(n_bytes), template, is_quiet)
}

/// Shows how many dispatches are done, of how many where that is known.
pub(crate) fn of_dispatches(n_all: Option<u64>, is_quiet: bool) -> ProgressBar {
    if let Some(n_all) = n_all {
        let template = "{bar:30} {human_pos} of {human_len} dispatches  {elapsed}, {eta} left";
        drawn(ProgressBar::new(n_all), template, is_quiet)
    } else {
        let template = "{spinner} {human_pos} dispatches  {elapsed}";
        drawn(ProgressBar::new_spinner(), template, is_quiet)
    }
}

/// Makes the views across outlets, and tells that it does.
pub(crate) fn make_views(ledger: &mut Ledger, is_quiet: bool) -> anyhow::Result<()> {
    if !ledger.has_stale_views()? {
        return Ok(());
    }
    let n_dispatches = grouped(&ledger.counts()?.dispatches.into());
    let bar = drawn(ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}", is_quiet);
    bar.set_message(format!("making views of {n_dispatches} dispatches …"));
    ledger.refresh_views()?;
    bar.finish_and_clear();
    Ok(())
}

/// Tells where what is listed was made before the newest dispatches were stored.
pub(crate) fn tell_stale_views(ledger: &Ledger) -> anyhow::Result<()> {
    if ledger.has_stale_views()? {
        screen::tell(
            "dateline: stories and figures side by side are older than the newest dispatches; the \
             next `dateline ingest` makes them anew",
        );
    }
    Ok(())
}
