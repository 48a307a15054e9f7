//! Reading again what is in a ledger, from its own bytes.

use std::path::Path;
use std::sync::mpsc::SyncSender;

use dateline_intake::Found;
use dateline_ledger::query::Which;
use dateline_ledger::record::{Difference, Include, Note, Record};
use dateline_ledger::{Content, Ledger, Sighted};
use dateline_syntax::Engine;
use dateline_text::{Item, ItemId, Sighting, Stage};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::ingest::sight;
use crate::options::{Asked, as_found};
use crate::pipeline::{self, next_batch};
use crate::{Error, ErrorKind, Reader, pulse};

/// One item of the ledger, once its new reading is safe.
#[derive(Debug, Clone)]
pub struct Reread {
    /// The item.
    pub item: ItemId,
    /// Version of the reader that read it last.
    pub was: String,
    /// Version of the reader that it is read by now.
    pub now: String,
    /// How the readings differ; `None` where it is read by this version already.
    pub difference: Option<Difference>,
}

/// Reads items of the ledger at `path` again, with this version of the program and what is asked,
/// else as each was read last; the new readings become the newest.
///
/// `observe` sees each batch after it is safe; of a dry run, nothing is stored. What was read so
/// already is left alone, so that a reading that was cut off goes on where it was. Options that an
/// item was read with before, and not last, are returned to by a reading of their own
/// (`Options::returned`).
///
/// ```
/// use dateline::ledger::query::Which;
/// use dateline::syntax::Engine;
/// use dateline::{Asked, reread};
/// # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
///
/// let asked = Asked { engine: Some(Engine::Careful), ..Asked::default() };
/// let mut n_changed = 0;
/// reread(&asked, &path, &Which::default(), true, |batch| {
///     n_changed += batch.iter().filter(|one| one.difference.is_some()).count();
/// })?;
/// assert!(n_changed > 0); // and nothing is stored: it is a dry run
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// There is no ledger; it cannot be read or written; nothing has an id that is asked for; names of
/// fields that are none. Nothing that `observe` has seen is lost.
pub fn reread(
    asked: &Asked,
    path: &Path,
    which: &Which,
    is_dry: bool,
    mut observe: impl FnMut(&[Reread]),
) -> Result<(), Error> {
    let is_written = !is_dry && path.is_file();
    let mut ledger = is_written.then(|| Ledger::open(path)).transpose()?;
    let known = Ledger::open_readonly(path)?;
    let ids = known.items(which)?;
    pipeline::run(
        move |sender| read_batches(asked, &known, ids, sender),
        |batch: Batch| {
            if let Some(ledger) = &mut ledger
                && !batch.sighted.is_empty()
            {
                ledger.append(&batch.sighted)?;
            }
            observe(&batch.reread);
            Ok(())
        },
    )
}

/// One batch, read but not yet written.
#[derive(Default)]
struct Batch {
    sighted: Vec<Sighted>,
    reread: Vec<Reread>,
}

/// An item, how it was read last, and what reads it now.
struct Task {
    reader: Reader,
    item: Item,
    sighting: Sighting,
    newest: Record,
}

fn read_batches(
    asked: &Asked,
    known: &Ledger,
    ids: Vec<ItemId>,
    sender: &SyncSender<Batch>,
) -> Result<(), Error> {
    let mut contents = ids.into_iter().filter_map(|id| known.content(id).transpose());
    loop {
        let n_bytes_of = |content: &Result<Content, _>| {
            content.as_ref().map_or(0, |content| content.item.bytes.len())
        };
        let chunk = next_batch(&mut contents, n_bytes_of);
        if chunk.is_empty() {
            return Ok(());
        }
        let (mut batch, mut tasks) = (Batch::default(), Vec::new());
        for content in chunk {
            let mut task = Task::of(asked, content?)?;
            if task.is_done() {
                batch.reread.push(task.told(None));
            } else {
                task.renew(known)?;
                tasks.push(task);
            }
        }
        let read = |task: Task| pulse::beat(|| task.read()).flatten();
        let read: Vec<_> = tasks.into_par_iter().filter_map(read).collect();
        for (reread, sighted) in read {
            batch.reread.push(reread);
            batch.sighted.push(sighted);
        }
        if sender.send(batch).is_err() {
            return Ok(()); // the writing has failed and tells why
        }
    }
}

impl Task {
    fn of(asked: &Asked, content: Content) -> Result<Self, Error> {
        let Content { item, sighting, record: newest } = content;
        let options = &newest.reader.options;
        let config = asked.config(options).map_err(|why| Error::new(ErrorKind::Options, why))?;
        let last = newest.reader.engine.parse().ok().filter(|_| !asked.is_anew);
        let engine: Engine = asked.engine.or(last).unwrap_or_default();
        let sighting = as_found(sighting, options);
        let include = Include { origin: true, ..Include::default() };
        let reader = Reader::new(config).engine(engine).with(include).returned(options.returned);
        Ok(Self { reader, item, sighting, newest })
    }

    /// Tells whether this version read the item last.
    fn is_done(&self) -> bool {
        self.reader.version_of(&self.item) == self.newest.reader.version
    }

    /// Takes a version that has not read the item: one that has, and not last, is returned to.
    fn renew(&mut self, known: &Ledger) -> Result<(), Error> {
        for n_times in 0.. {
            let reader = self.reader.clone().returned(n_times);
            if !known.has(self.item.id, &reader.version_of(&self.item))? {
                self.reader = reader;
                break;
            }
        }
        Ok(())
    }

    fn told(&self, difference: Option<Difference>) -> Reread {
        Reread {
            item: self.item.id,
            was: self.newest.reader.version.clone(),
            now: self.reader.version_of(&self.item),
            difference,
        }
    }

    fn read(self) -> Option<(Reread, Sighted)> {
        let found = Found {
            sighting: self.sighting.clone(),
            item: Some(self.item.clone()),
            notes: Vec::new(),
        };
        let mut record = self.reader.read(&found)?;
        // The file is not opened again: what was met on the way to the item still holds.
        let of_intake = |note: &&Note| note.stage == Stage::Intake.as_str();
        record.notes.splice(0..0, self.newest.notes.iter().filter(of_intake).cloned());
        let reread = self.told(Some(Difference::between(&self.newest, &record)));
        Some((reread, sight(&self.reader, self.item, self.sighting, record)))
    }
}
