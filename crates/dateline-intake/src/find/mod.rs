//! Finding items in files, folders and streams.

mod document;
mod feed;
mod form;
mod gzip;
mod lines;
mod packed;
mod response;
mod run;
mod sqlite;
mod stream;
mod table;
mod vote;
mod walk;
mod warc;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use dateline_text::{Item, Media, Note, NoteKind, Sighting, Stage};

use crate::{Config, Found, short};
use form::Form;
pub(crate) use form::media_of;
use stream::Stream;
use walk::Met;

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
        self.inner.next().map(short::found)
    }
}

/// Walks files, folders and standard input (`-`) and yields the items in them.
///
/// Folders are walked in the order of their names; see [`files`] for what is left out. Files of records
/// (JSON lines, CSV, WARC) are read record by record, so that memory is bounded by
/// [`Limits::item_bytes`](crate::Limits) and not by the file. Bytes say which form a file has; its
/// name only helps where they cannot.
///
/// # Notes
/// `unreadable`, `skipped`, `limit`, `truncated`, `malformed`, `encrypted`, `binary`, `empty`. A record
/// that is broken costs itself: its note tells where it stands, and those behind it are read.
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
    let met = met(paths, config);
    let config = config.clone();
    let inner = met.flat_map(move |met| match met {
        Met::File(path) => open_file(&path, &config),
        Met::Skipped(path, why) => one(skipped(sighted(&path), why)),
        Met::Failed(path, error) => one(failed(sighted(&path), &error)),
    });
    Finder { inner: Box::new(inner) }
}

/// Yields the files that [`open`] reads, without opening them.
///
/// # Notes
/// Within a folder it leaves out hidden files, `README` and `LICENSE`, pipes, sockets and devices,
/// and links that lead out of the folder unless [`Config::follow_links`]; it enters no folder twice.
pub fn files(paths: &[PathBuf], config: &Config) -> impl Iterator<Item = PathBuf> + use<> {
    met(paths, config).filter_map(|met| match met {
        Met::File(path) => Some(path),
        Met::Skipped(..) | Met::Failed(..) => None,
    })
}

fn met(paths: &[PathBuf], config: &Config) -> impl Iterator<Item = Met> + use<> {
    let (paths, follows_links) = (paths.to_vec(), config.follow_links);
    paths.into_iter().flat_map(move |path| walk::below(path, follows_links))
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
    let sighting = sighted(path);
    if sqlite::is_beside_database(path) {
        return one(skipped(sighting, "a file of a database of SQLite"));
    }
    let source: Source = if path == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        match std::fs::File::open(path) {
            Ok(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
            Err(error) => return one(failed(sighting, &error)),
        }
    };
    members(source, sighting, config.clone(), 0)
}

/// Yields the members of a stream by the form that its first bytes show.
fn members(source: Source, sighting: Sighting, config: Config, n_layers: usize) -> Members {
    let mut stream = Stream::new(source);
    let name = sighting.path.clone().unwrap_or_default();
    let form = match form_of(&mut stream, packed::inner_name(&name, n_layers), &config) {
        Ok(form) => form,
        Err(error) => return one(failed(sighting, &error)),
    };
    match form {
        Form::Packed(packing) => packed::members_of(stream, packing, sighting, config, n_layers),
        Form::JsonLines => run::join(Box::new(lines::Lines::new(stream, sighting, config))),
        Form::Csv(delimiter) => Box::new(table::Rows::new(stream, delimiter, sighting, config)),
        Form::Warc => Box::new(warc::Records::new(stream, sighting, config)),
        Form::Json => run::join(document::of_json(stream, sighting, &config)),
        Form::Feed => run::join(feed::entries(stream, sighting, &config)),
        Form::Skipped(why) => one(skipped(sighting, why)),
        Form::Item(media) => one(whole(stream, media, sighting, &config)),
        Form::Unread(kind, why) => {
            let mut found = whole(stream, Media::Other, sighting, &config);
            found.notes.push(Note::new(Stage::Intake, kind, why));
            one(found)
        }
    }
}

/// Tells the form of a stream. A first line of JSON that is longer than the head is looked at to its
/// end: records look like a document there.
fn form_of(stream: &mut Stream, name: &str, config: &Config) -> std::io::Result<Form> {
    let limit = config.limits.item_bytes;
    if vote::needs_line(stream.head()?) {
        let head = stream.head_with_line(limit)?;
        // No document is as long; of records the others may be shorter.
        if head.len() > limit && memchr::memchr(b'\n', head).is_none() {
            return Ok(Form::JsonLines);
        }
    }
    let is_cut = stream.goes_beyond_head();
    Ok(form::sniff(stream.head()?, is_cut, name, &config.fields))
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

fn sighted(path: &Path) -> Sighting {
    Sighting { path: Some(path.display().to_string()), ..Sighting::default() }
}

fn skipped(sighting: Sighting, why: &str) -> Found {
    Found { sighting, item: None, notes: vec![note(NoteKind::Skipped, why)] }
}

/// Says what the operating system, a decompressor or a limit refused.
fn failed(sighting: Sighting, error: &std::io::Error) -> Found {
    Found { sighting, item: None, notes: vec![stream::note_of(error)] }
}

fn note(kind: NoteKind, message: impl Into<String>) -> Note {
    Note::new(Stage::Intake, kind, message)
}
