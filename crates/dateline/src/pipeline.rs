//! Batches that one thread makes, with all cores, while another writes them, in order.

use std::sync::mpsc::{SyncSender, sync_channel};

use crate::{Error, ErrorKind, pulse};

/// Most items that are read together and appended in one transaction.
const BATCH_ITEMS: usize = 256;
/// Most bytes of items in a batch; one item more may be begun before it is noticed.
const BATCH_BYTES: usize = 8 << 20;
/// Batches that have been sent and may not be in the ledger yet: one waiting, one being written.
pub(crate) const IN_FLIGHT: usize = 2;

/// Makes batches and writes them.
///
/// # Notes
/// At most three batches are in memory: one being made, one waiting, one being written.
///
/// # Errors
/// The first error of either side; that of writing before that of making.
pub(crate) fn run<B: Send>(
    make: impl FnOnce(&SyncSender<B>) -> Result<(), Error> + Send,
    write: impl FnMut(B) -> Result<(), Error>,
) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(IN_FLIGHT - 1);
        let making = scope.spawn(move || make(&sender));
        let written = receiver.iter().try_for_each(write);
        drop(receiver); // stops the making if the writing failed
        let made = making.join();
        written?;
        made.unwrap_or_else(|_| Err(Error::new(ErrorKind::Reader, "the reading thread panicked")))
    })
}

/// Takes the next members of a batch; none once the process is to stop.
pub(crate) fn next_batch<T>(
    members: &mut impl Iterator<Item = T>,
    n_bytes_of: impl Fn(&T) -> usize,
) -> Vec<T> {
    let (mut batch, mut n_bytes) = (Vec::new(), 0);
    while batch.len() < BATCH_ITEMS && n_bytes < BATCH_BYTES && !pulse::is_stopped() {
        let Some(member) = members.next() else { break };
        n_bytes += n_bytes_of(&member);
        batch.push(member);
    }
    batch
}
