//! Finding items in files, folders and streams.

mod feed;
mod form;
mod lines;
mod packed;
mod stream;
mod table;
mod walk;
mod warc;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use dateline_text::{Item, Media, Note, NoteKind, Sighting, Stage};

use crate::{Config, Found};
use form::Form;
pub(crate) use form::media_of;
use stream::Stream;

/// Yields what is found, one after another, reading no further than asked.
pub struct Finder {
    inner: Box<dyn Iterator<Item = Found> + Send>,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Finder")
    }
}

impl Iterator for Finder {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.inner.next()
    }
}

/// Walks files, folders and standard input (`-`) and yields the items in them.
///
/// Folders are walked in the order of their names; hidden files are left out. Files of records
/// (JSON lines, CSV, WARC) are read record by record, so that memory is bounded by
/// [`Limits::item_bytes`](crate::Limits) and not by the file. Bytes say which form a file has; its
/// name only helps where they cannot.
///
/// # Notes
/// `unreadable`, `limit`, `truncated`, `malformed`, `encrypted`, `binary`, `empty`.
///
/// # Example
/// ```
/// use dateline_intake::{Config, open_reader};
///
/// let lines = b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n";
/// let found: Vec<_> = open_reader(&lines[..], "two.jsonl", &Config::default()).collect();
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1].sighting.member.as_deref(), Some("line 2"));
/// ```
pub fn open(paths: &[PathBuf], config: &Config) -> Finder {
    let (paths, config) = (paths.to_vec(), config.clone());
    let inner = paths.into_iter().flat_map(walk::files).flat_map(move |file| match file {
        Ok(path) => open_file(&path, &config),
        Err((path, error)) => one(unreadable(&path, &error)),
    });
    Finder { inner: Box::new(inner) }
}

/// Yields the items of one stream that goes by `name`.
pub fn open_reader(reader: impl Read + Send + 'static, name: &str, config: &Config) -> Finder {
    let sighting = Sighting { path: Some(name.to_owned()), ..Sighting::default() };
    Finder { inner: members(Box::new(BufReader::new(reader)), sighting, config.clone(), 0) }
}

/// Found things, one after another.
type Members = Box<dyn Iterator<Item = Found> + Send>;
/// A source of bytes.
type Source = Box<dyn BufRead + Send>;

#[expect(clippy::disallowed_methods, reason = "files are read here and nowhere else")]
fn open_file(path: &Path, config: &Config) -> Members {
    let sighting = Sighting { path: Some(path.display().to_string()), ..Sighting::default() };
    let source: Source = if path == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        match std::fs::File::open(path) {
            Ok(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
            Err(error) => return one(unreadable(path, &error)),
        }
    };
    members(source, sighting, config.clone(), 0)
}

/// Yields the members of a stream by the form that its first bytes show.
fn members(source: Source, sighting: Sighting, config: Config, n_layers: usize) -> Members {
    let mut stream = Stream::new(source);
    let name = sighting.path.clone().unwrap_or_default();
    let head = match stream.head() {
        Ok(head) => head,
        Err(error) => return one(failed(sighting, &error)),
    };
    match form::sniff(head, packed::inner_name(&name, n_layers), &config.fields) {
        Form::Packed(packing) => packed::members_of(stream, packing, sighting, config, n_layers),
        Form::JsonLines => Box::new(lines::Lines::new(stream, sighting, config)),
        Form::Csv(delimiter) => Box::new(table::Rows::new(stream, delimiter, sighting, config)),
        Form::Warc => Box::new(warc::Records::new(stream, sighting, config)),
        Form::Json => lines::document(stream, sighting, &config),
        Form::Feed => feed::entries(stream, sighting, &config),
        Form::Item(media) => one(whole(stream, media, sighting, &config)),
        Form::Unread(kind, why) => {
            let mut found = whole(stream, Media::Other, sighting, &config);
            found.notes.push(Note::new(Stage::Intake, kind, why));
            one(found)
        }
    }
}

/// Reads a stream as one item.
fn whole(stream: Stream, media: Media, sighting: Sighting, config: &Config) -> Found {
    let (bytes, note) = stream.read_whole(config.limits.item_bytes);
    Found {
        sighting,
        item: bytes.map(|bytes| Item::new(bytes, media)),
        notes: note.into_iter().collect(),
    }
}

fn one(found: Found) -> Members {
    Box::new(std::iter::once(found))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Found {
    let sighting = Sighting { path: Some(path.display().to_string()), ..Sighting::default() };
    failed(sighting, error)
}

/// Says what the operating system, a decompressor or a limit refused.
fn failed(sighting: Sighting, error: &std::io::Error) -> Found {
    Found { sighting, item: None, notes: vec![stream::note_of(error)] }
}

fn note(kind: NoteKind, message: impl Into<String>) -> Note {
    Note::new(Stage::Intake, kind, message)
}
