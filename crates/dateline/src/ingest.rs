//! Dispatches into a ledger: read by all cores, appended by one writer, in the order of the input.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use dateline_intake::Found;
use dateline_ledger::{Ledger, Sighted};
use dateline_text::{ItemId, Note, Sighting};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::{Error, ErrorKind, Reader};

/// Most items that are read together and appended in one transaction.
const BATCH_ITEMS: usize = 256;
/// Most bytes of items in a batch; one item more may be begun before it is noticed.
const BATCH_BYTES: usize = 8 << 20;

/// What became of one thing found in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Read, and now in the ledger.
    Stored,
    /// In the ledger already, as read by this reader version.
    Known,
    /// Kept with the reason why it cannot be read.
    Unreadable,
    /// No item: a missing file, a refused member; the note is kept.
    Refused,
}

impl State {
    /// Returns the word printed for it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Stored => "stored",
            State::Known => "known",
            State::Unreadable => "unreadable",
            State::Refused => "refused",
        }
    }
}

/// One thing found in the input, once it is safe in the ledger.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// The item; `None` where there was none.
    pub item: Option<ItemId>,
    /// Length of the item.
    pub n_bytes: usize,
    /// Where it was met.
    pub sighting: Sighting,
    /// What became of it.
    pub state: State,
    /// The first thing that was met on the way, if anything.
    pub note: Option<String>,
}

/// Reads what is found and appends it to the ledger at `path`, which is made if it does not exist.
///
/// `observe` sees each batch after it is safe. An item that this reader version has read before is
/// not read again; a new sighting of it is added.
///
/// # Notes
/// At most three batches are in memory: one being read, one waiting, one being written.
///
/// # Errors
/// The ledger cannot be opened or written. Nothing that `observe` has seen is lost.
pub fn ingest(
    reader: &Reader,
    path: &Path,
    found: impl Iterator<Item = Found> + Send,
    mut observe: impl FnMut(&[Ingested]),
) -> Result<(), Error> {
    let mut ledger = Ledger::open(path)?;
    let known = Ledger::open_readonly(path)?;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let reading = scope.spawn(move || read_batches(reader, &known, found, &sender));
        let written = write_batches(&mut ledger, &receiver, &mut observe);
        drop(receiver); // stops the reading if the writing failed
        let read = reading.join();
        written?;
        read.unwrap_or_else(|_| Err(Error::new(ErrorKind::Reader, "the reading thread panicked")))
    })
}

/// One batch, read but not yet written.
#[derive(Default)]
struct Batch {
    sighted: Vec<Sighted>,
    seen: Vec<(ItemId, Sighting)>,
    refused: Vec<(Sighting, Note)>,
    ingested: Vec<Ingested>,
}

fn read_batches(
    reader: &Reader,
    known: &Ledger,
    mut found: impl Iterator<Item = Found>,
    sender: &SyncSender<Batch>,
) -> Result<(), Error> {
    let version = reader.version();
    loop {
        let chunk = next_chunk(&mut found);
        if chunk.is_empty() {
            return Ok(());
        }
        let mut batch = Batch::default();
        let mut unread = Vec::new();
        for found in chunk {
            match &found.item {
                Some(item) if known.has(item.id, &version)? => batch.add_known(found),
                Some(_) => unread.push(found),
                None => batch.add_refused(found),
            }
        }
        let records: Vec<_> = unread.par_iter().map(|found| reader.read(found)).collect();
        for (found, record) in unread.into_iter().zip(records) {
            if let (Some(item), Some(record)) = (found.item, record) {
                batch.add_sighted(Sighted { item, sighting: found.sighting, record });
            }
        }
        if sender.send(batch).is_err() {
            return Ok(()); // the writing has failed and tells why
        }
    }
}

fn next_chunk(found: &mut impl Iterator<Item = Found>) -> Vec<Found> {
    let (mut chunk, mut n_bytes) = (Vec::new(), 0);
    while chunk.len() < BATCH_ITEMS && n_bytes < BATCH_BYTES {
        let Some(found) = found.next() else { break };
        n_bytes += found.item.as_ref().map_or(0, |item| item.bytes.len());
        chunk.push(found);
    }
    chunk
}

fn write_batches(
    ledger: &mut Ledger,
    batches: &Receiver<Batch>,
    observe: &mut impl FnMut(&[Ingested]),
) -> Result<(), Error> {
    for batch in batches {
        if !batch.sighted.is_empty() {
            ledger.append(&batch.sighted)?;
        }
        if !batch.seen.is_empty() {
            ledger.see(&batch.seen)?;
        }
        if !batch.refused.is_empty() {
            ledger.append_notes(&batch.refused)?;
        }
        observe(&batch.ingested);
    }
    Ok(())
}

impl Batch {
    fn add_known(&mut self, found: Found) {
        let Some(item) = found.item else { return };
        self.ingested.push(Ingested {
            item: Some(item.id),
            n_bytes: item.bytes.len(),
            sighting: found.sighting.clone(),
            state: State::Known,
            note: None,
        });
        self.seen.push((item.id, found.sighting));
    }

    fn add_refused(&mut self, found: Found) {
        self.ingested.push(Ingested {
            item: None,
            n_bytes: 0,
            sighting: found.sighting.clone(),
            state: State::Refused,
            note: found.notes.first().map(|note| note.message.clone()),
        });
        let notes = found.notes.into_iter();
        self.refused.extend(notes.map(|note| (found.sighting.clone(), note)));
    }

    fn add_sighted(&mut self, sighted: Sighted) {
        let is_read = sighted.record.body.is_some();
        self.ingested.push(Ingested {
            item: Some(sighted.item.id),
            n_bytes: sighted.item.bytes.len(),
            sighting: sighted.sighting.clone(),
            state: if is_read { State::Stored } else { State::Unreadable },
            note: sighted.record.notes.first().map(|note| note.message.clone()),
        });
        self.sighted.push(sighted);
    }
}
