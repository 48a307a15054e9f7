//! Dispatches into a ledger: read by all cores, appended by one writer, in the order of the input.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::mpsc::SyncSender;

use dateline_intake::Found;
use dateline_ledger::record::{Difference, Record};
use dateline_ledger::{Ledger, Sighted};
use dateline_text::{Item, ItemId, Note, Sighting};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::pipeline::{self, IN_FLIGHT, next_batch};
use crate::{Error, Reader, pulse};

/// What became of one thing found in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Read, and now in the ledger.
    Stored,
    /// In the ledger already, as read by this reader version.
    Known,
    /// Known, but read by another reader version since; that reading is the one that is shown.
    Older,
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
            State::Older => "older",
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
    /// Whether this reading says other than the one before it; `None` where there was none.
    pub changed: Option<bool>,
    /// The first thing that was met on the way, if anything.
    pub note: Option<String>,
}

/// Reads what is found and appends it to the ledger at `path`, which is made if it does not exist.
///
/// `observe` sees each batch after it is safe. An item that this reader version has read before is
/// not read again; a new sighting of it is added. One that was read with other options, or by
/// another version of the program, is read again, and this reading is the newest.
///
/// ```
/// use dateline::intake::{Config, open_reader};
/// use dateline::{Ledger, Reader, ingest};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("dateline.db");
/// let found = open_reader("Rain fell on Orm.".as_bytes(), "rain.txt", &Config::default());
/// ingest(&Reader::default(), &path, found, |batch| {
///     for one in batch {
///         println!("{:?} {}", one.sighting.path, one.state.as_str());
///     }
/// })?;
/// Ledger::open(&path)?.refresh_views()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    pipeline::run(
        move |sender| read_batches(reader, &known, found, sender),
        |mut batch: Batch| {
            batch.write(&mut ledger)?;
            observe(&batch.ingested);
            Ok(())
        },
    )
}

/// One batch, read but not yet written.
#[derive(Default)]
struct Batch {
    sighted: Vec<Sighted>,
    seen: Vec<(ItemId, Sighting)>,
    /// Reader versions of `seen`, where their readings tell the outlet that was given for all.
    seen_by: Vec<Option<String>>,
    refused: Vec<(Sighting, Note)>,
    /// What became of all of them; those of `sighted` stand last.
    ingested: Vec<Ingested>,
}

fn read_batches(
    reader: &Reader,
    known: &Ledger,
    mut found: impl Iterator<Item = Found>,
    sender: &SyncSender<Batch>,
) -> Result<(), Error> {
    let mut begun = Begun::default();
    loop {
        let n_bytes_of = |found: &Found| found.item.as_ref().map_or(0, |item| item.bytes.len());
        let chunk = next_batch(&mut found, n_bytes_of);
        if chunk.is_empty() {
            return Ok(());
        }
        let (mut batch, unread) = sort(reader, known, chunk, &mut begun)?;
        let read = |found| pulse::beat(|| reader.read(found)).flatten();
        let records: Vec<_> = unread.par_iter().map(read).collect();
        for (found, record) in unread.into_iter().zip(records) {
            if let (Some(item), Some(record)) = (found.item, record) {
                batch.add_sighted(sight(reader, item, found.sighting, record));
            }
        }
        if sender.send(batch).is_err() {
            return Ok(()); // the writing has failed and tells why
        }
    }
}

/// Begins a batch with what is not to be read, and returns what is.
fn sort(
    reader: &Reader,
    known: &Ledger,
    chunk: Vec<Found>,
    begun: &mut Begun,
) -> Result<(Batch, Vec<Found>), Error> {
    let gives_outlet = reader.config().given.outlet.is_some();
    let version_of = |found: &Found| found.item.as_ref().map(|item| reader.version_of(item));
    let versions: Vec<_> = chunk.par_iter().map(version_of).collect();
    begun.next_batch();
    let (mut batch, mut unread) = (Batch::default(), Vec::new());
    for (found, version) in chunk.into_iter().zip(versions) {
        let (Some(item), Some(version)) = (&found.item, version) else {
            batch.add_refused(found);
            continue;
        };
        let state = if begun.has(item.id, &version) {
            Some(State::Known)
        } else {
            standing(known, reader, item, &version)?
        };
        if let Some(state) = state {
            batch.add_known(found, state, gives_outlet.then_some(version));
        } else {
            begun.add(item.id, version);
            unread.push(found);
        }
    }
    Ok((batch, unread))
}

/// Items, and reader versions of them, that are being read and cannot be seen in the ledger yet:
/// of this batch and of those in flight.
#[derive(Default)]
struct Begun(VecDeque<BTreeSet<(ItemId, String)>>);

impl Begun {
    fn next_batch(&mut self) {
        self.0.truncate(IN_FLIGHT);
        self.0.push_front(BTreeSet::new());
    }

    fn add(&mut self, item: ItemId, version: String) {
        if let Some(batch) = self.0.front_mut() {
            batch.insert((item, version));
        }
    }

    fn has(&self, item: ItemId, version: &str) -> bool {
        self.0.iter().any(|batch| batch.contains(&(item, version.to_owned())))
    }
}

/// Tells how an item stands in the ledger; `None` where this version has not read it.
fn standing(
    known: &Ledger,
    reader: &Reader,
    item: &Item,
    version: &str,
) -> Result<Option<State>, Error> {
    if !known.has(item.id, version)? {
        return Ok(None);
    }
    // What was forgotten has no reading, and stays as it is.
    let is_newest = known.newest_reader(item.id)?.is_none_or(|(newest, options)| {
        newest == version || reader.clone().returned(options.returned).version_of(item) == newest
    });
    Ok(Some(if is_newest { State::Known } else { State::Older }))
}

/// Joins an item and its reading. A dispatch that tells no outlet is sighted under the one that was
/// given for all, so that its copies under two such outlets are two appearances.
pub(crate) fn sight(
    reader: &Reader,
    item: Item,
    mut sighting: Sighting,
    record: Record,
) -> Sighted {
    if sighting.outlet.is_none() && reader.config().given.outlet.is_some() {
        sighting.outlet = record.body.as_ref().and_then(|body| body.outlet.clone());
    }
    Sighted { item, sighting, record }
}

impl Batch {
    fn write(&mut self, ledger: &mut Ledger) -> Result<(), Error> {
        self.compare(ledger)?;
        if !self.sighted.is_empty() {
            ledger.append(&self.sighted)?;
        }
        for ((id, sighting), version) in self.seen.iter_mut().zip(&self.seen_by) {
            if let (None, Some(version)) = (&sighting.outlet, version) {
                sighting.outlet = ledger.outlet_of(*id, version)?;
            }
        }
        if !self.seen.is_empty() {
            ledger.see(&self.seen)?;
        }
        if !self.refused.is_empty() {
            ledger.append_notes(&self.refused)?;
        }
        Ok(())
    }

    /// Tells which readings say other than those before them, in the ledger or in this batch.
    fn compare(&mut self, ledger: &Ledger) -> Result<(), Error> {
        let n_others = self.ingested.len() - self.sighted.len();
        for (at, ingested) in self.ingested[n_others..].iter_mut().enumerate() {
            let (before, one) = (&self.sighted[..at], &self.sighted[at]);
            let differs = |older| !Difference::between(older, &one.record).is_empty();
            let earlier = before.iter().rfind(|other| other.item.id == one.item.id);
            ingested.changed = match earlier {
                Some(other) => Some(differs(&other.record)),
                None => match ledger.record(one.item.id) {
                    // What does not read back is no reason to keep what does from being stored.
                    Err(dateline_ledger::Error::Damaged(_)) => Some(true),
                    stored => stored?.as_ref().map(differs),
                },
            };
        }
        Ok(())
    }

    fn add_known(&mut self, found: Found, state: State, version: Option<String>) {
        let Some(item) = found.item else { return };
        self.ingested.push(Ingested {
            item: Some(item.id),
            n_bytes: item.bytes.len(),
            sighting: found.sighting.clone(),
            state,
            changed: None,
            note: None,
        });
        self.seen.push((item.id, found.sighting));
        self.seen_by.push(version);
    }

    fn add_refused(&mut self, found: Found) {
        self.ingested.push(Ingested {
            item: None,
            n_bytes: 0,
            sighting: found.sighting.clone(),
            state: State::Refused,
            changed: None,
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
            changed: None,
            note: sighted.record.notes.first().map(|note| note.message.clone()),
        });
        self.sighted.push(sighted);
    }
}
