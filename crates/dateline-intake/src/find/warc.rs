//! Records of web archives.

use std::io::{self, BufRead, Read};

use dateline_text::{NoteKind, Sighting};

use super::response::{self, Header};
use super::stream::{self, Part, Stream};
use super::{gzip, note};
use crate::{Config, Found};

/// Longest header of a record or a response.
pub(crate) const MOST_HEADER_BYTES: usize = 64 << 10;
/// Lengths that do not hold make an archive be read again by this many bytes in all; then it ends.
const MOST_AGAIN_BYTES: u64 = 1 << 30;

/// Yields the payloads of an archive's response and resource records.
///
/// # Notes
/// What is no record, and a record whose header, length or packing is damaged, gets a note; then the
/// archive is read on from the next header.
///
/// # Source
/// ISO 28500 (WARC/1.1), with more patience for line ends than it asks for.
pub(crate) struct Records {
    stream: Stream,
    sighting: Sighting,
    config: Config,
    n_read: usize,
    // Where the last fault was met, until the next record begins.
    lost_at: Option<u64>,
    // How many bytes have been read again for lengths that did not hold.
    n_again: u64,
    is_done: bool,
}

/// What a record's block turned out to be.
enum Block {
    Whole(Vec<u8>),
    /// The archive ends inside it.
    Cut(Vec<u8>),
    /// Longer than the limit.
    Over,
    /// Its length does not lead to the end of a record.
    Unsure,
}

impl Records {
    pub(crate) fn new(stream: Stream, sighting: Sighting, config: Config) -> Self {
        Self { stream, sighting, config, n_read: 0, lost_at: None, n_again: 0, is_done: false }
    }

    /// Reads the next record; `Ok(None)` where it holds no page.
    fn record(&mut self) -> io::Result<Option<Found>> {
        self.stream.skip_line_ends()?;
        if self.stream.fill_buf()?.is_empty() {
            self.is_done = true;
            return Ok(None);
        }
        let start = self.stream.position();
        if !self.stream.starts_with(b"WARC/") {
            return self.foreign(start);
        }
        self.n_read += 1;
        self.lost_at = None;
        let Some(header) = self.header()? else {
            return self.bad(start, "the record's header cannot be read");
        };
        let length = header.get("content-length").unwrap_or_default();
        let Ok(n_bytes) = length.parse::<u64>() else {
            return self.bad(start, &format!("the record's length is `{length}`"));
        };
        let sighting = self.sight(&header);
        let has_page = response::is_one(&header);
        match self.block(n_bytes)? {
            Block::Whole(block) if has_page => {
                Ok(response::payload(&header, block, sighting, &self.config))
            }
            Block::Cut(block) if has_page => {
                let mut found = response::payload(&header, block, sighting, &self.config);
                if let Some(found) = &mut found {
                    let message = "the archive ends inside this record";
                    found.notes.push(note(NoteKind::Truncated, message));
                }
                Ok(found)
            }
            Block::Over if has_page => {
                let notes = vec![stream::over_limit(self.config.limits.item_bytes)];
                Ok(Some(Found { sighting, item: None, notes }))
            }
            Block::Whole(_) | Block::Over => Ok(None),
            Block::Cut(_) => Err(io::ErrorKind::UnexpectedEof.into()),
            Block::Unsure => {
                self.bad(start, &format!("no record ends where the length {n_bytes} leads"))
            }
        }
    }

    /// Skips what is no record.
    fn foreign(&mut self, start: u64) -> io::Result<Option<Found>> {
        // A fault that has been told of may leave the rest of its record behind.
        let is_known = self.lost_at.is_some();
        self.skip_to_header()?;
        let n_bytes = self.stream.position() - start;
        let message = format!("{n_bytes} bytes from byte {start} are no WARC record");
        Ok((!is_known).then(|| self.refuse(NoteKind::Malformed, message)))
    }

    /// Skips the rest of a record that cannot be read.
    fn bad(&mut self, start: u64, why: &str) -> io::Result<Option<Found>> {
        let message = format!("{why}; the record at byte {start} is left out");
        if self.is_done {
            let message = format!("{message}, and so are those behind it: too many are damaged");
            return Ok(Some(self.refuse(NoteKind::Limit, message)));
        }
        self.skip_to_header()?;
        Ok(Some(self.refuse(NoteKind::Malformed, message)))
    }

    /// Tells of damaged data, behind which the archive may go on.
    fn broken(&mut self, error: &io::Error) -> Option<Found> {
        let at = self.stream.position();
        let is_damage = gzip::is_damage(error);
        let is_known = is_damage && self.lost_at.is_some();
        // No data between two errors: there is nothing to be read on.
        self.is_done = !is_damage || self.lost_at == Some(at);
        self.lost_at = Some(at);
        self.n_read += usize::from(gzip::concerns_next(error));
        let note = stream::note_of(error);
        let message = format!("in record {} at byte {at}: {}", self.n_read, note.message);
        (!is_known).then(|| self.refuse(note.kind, message))
    }

    fn refuse(&self, kind: NoteKind, message: String) -> Found {
        Found { sighting: self.sighting_here(), item: None, notes: vec![note(kind, message)] }
    }

    /// Reads the block of a record and makes sure that it is one.
    fn block(&mut self, n_bytes: u64) -> io::Result<Block> {
        let limit = self.config.limits.item_bytes + MOST_HEADER_BYTES;
        if n_bytes > limit as u64 {
            let start = self.stream.position();
            self.skip_to_header()?;
            return match self.stream.position() - start {
                n_skipped if n_skipped >= n_bytes => Ok(Block::Over),
                _ if self.stream.fill_buf()?.is_empty() => Err(io::ErrorKind::UnexpectedEof.into()),
                _ => Ok(Block::Unsure),
            };
        }
        let mut block = Vec::new();
        self.stream.by_ref().take(n_bytes).read_to_end(&mut block)?;
        if (block.len() as u64) < n_bytes {
            if !holds_header(&block) {
                return Ok(Block::Cut(block));
            }
        } else if self.ends_record()? {
            return Ok(Block::Whole(block));
        }
        self.n_again += block.len() as u64;
        self.is_done = self.n_again > MOST_AGAIN_BYTES;
        self.stream.unread(block);
        Ok(Block::Unsure)
    }

    /// Tells whether a record ends here: with its two line ends, or before another one or the end.
    ///
    /// # Errors
    /// Damage behind its last byte that is its own.
    fn ends_record(&mut self) -> io::Result<bool> {
        match self.stream.skip_line_ends() {
            Ok(n_lines) => {
                Ok(n_lines >= 2 || self.stream.starts_with(b"WARC/") || !self.stream.has_more())
            }
            Err(error) if gzip::concerns_next(&error) || is_end(&error) => {
                self.stream.defer(error);
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// Goes to the next line that opens a record, or to the end.
    fn skip_to_header(&mut self) -> io::Result<()> {
        loop {
            match self.stream.read_line(MOST_HEADER_BYTES)? {
                Part::End => return Ok(()),
                Part::Record(line) if opens_record(&line) => {
                    self.stream.unread(line);
                    return Ok(());
                }
                Part::Over { has_ended: false, .. } => {
                    self.stream.skip_record(|byte| byte == b'\n')?;
                }
                Part::Record(_) | Part::Over { .. } => {}
            }
        }
    }

    /// Reads a record's header; `None` where it is too long or another begins within it.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::default();
        let mut n_bytes = 0;
        loop {
            let line = match self.stream.read_line(MOST_HEADER_BYTES)? {
                Part::Record(line) => line,
                Part::End => return Err(io::ErrorKind::UnexpectedEof.into()),
                Part::Over { .. } => return Ok(None),
            };
            if n_bytes > 0 && opens_record(&line) {
                self.stream.unread(line);
                return Ok(None);
            }
            n_bytes += line.len();
            let line = String::from_utf8_lossy(&line);
            match line.trim_end() {
                "" => return Ok(Some(header)),
                _ if n_bytes > MOST_HEADER_BYTES => return Ok(None),
                line => header.push(line),
            }
        }
    }

    fn sight(&self, header: &Header) -> Sighting {
        let address = header.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']));
        Sighting {
            url: address.map(str::to_owned),
            retrieved: header.get("warc-date").map(str::to_owned),
            ..self.sighting_here()
        }
    }

    fn sighting_here(&self) -> Sighting {
        Sighting { member: Some(format!("record {}", self.n_read)), ..self.sighting.clone() }
    }
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            let found = self.record().unwrap_or_else(|error| self.broken(&error));
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

fn is_end(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof
}

/// Tells the line that opens a record.
fn opens_record(line: &[u8]) -> bool {
    line.strip_prefix(b"WARC/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Tells whether a line within a block opens a record.
fn holds_header(block: &[u8]) -> bool {
    memchr::memmem::find_iter(block, b"\nWARC/").any(|at| opens_record(&block[at + 1..]))
}
