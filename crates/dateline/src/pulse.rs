//! How far this process has read, and whether it is to stop.
//!
//! Both are of the process as an interrupt is, and no part of what is read.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static N_READ: AtomicU64 = AtomicU64::new(0);
static IS_STOPPED: AtomicBool = AtomicBool::new(false);

/// Returns how many items this process has read for a ledger so far, appended or not.
pub fn n_read() -> u64 {
    N_READ.load(Ordering::Relaxed)
}

/// Ends every ingest and reread of this process after the items that are being read: those are
/// appended, the rest is left.
pub fn stop() {
    IS_STOPPED.store(true, Ordering::Relaxed);
}

/// Tells whether [`stop`] was called.
pub fn is_stopped() -> bool {
    IS_STOPPED.load(Ordering::Relaxed)
}

/// Reads and counts an item; `None` once the process is to stop.
pub(crate) fn beat<T>(read: impl FnOnce() -> T) -> Option<T> {
    (!is_stopped()).then(|| {
        let read = read();
        N_READ.fetch_add(1, Ordering::Relaxed);
        read
    })
}
