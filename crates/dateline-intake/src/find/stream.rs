//! Bytes that come in, with a look at the first of them, and never more than a limit at once.

use std::io::{self, BufRead, ErrorKind, Read};

use dateline_text::{Note, NoteKind, Stage};

use super::Source;

/// The form of a stream shows in this many bytes.
pub(crate) const HEAD_BYTES: usize = 16 << 10;

/// A stream whose first bytes can be looked at before they are read.
pub(crate) struct Stream {
    head: Vec<u8>,
    at: usize,
    rest: Source,
    // An error met while the head was filled; it is given once the head has been read.
    error: Option<io::Error>,
}

impl Stream {
    pub(crate) fn new(rest: Source) -> Self {
        Self { head: Vec::new(), at: 0, rest, error: None }
    }

    /// Returns the first bytes.
    pub(crate) fn head(&mut self) -> io::Result<&[u8]> {
        if self.head.is_empty() {
            let result = (&mut self.rest).take(HEAD_BYTES as u64).read_to_end(&mut self.head);
            match result {
                Err(error) if self.head.is_empty() => return Err(error),
                Err(error) => self.error = Some(error),
                Ok(_) => {}
            }
        }
        Ok(&self.head)
    }

    /// Reads everything, up to a limit; of a stream that breaks off, what came before.
    pub(crate) fn read_whole(mut self, limit: usize) -> (Option<Vec<u8>>, Option<Note>) {
        let mut bytes = Vec::new();
        let result = (&mut self).take(limit as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > limit {
            return (None, Some(over_limit(limit)));
        }
        (Some(bytes), result.err().map(|error| note_of(&error)))
    }

    /// Reads up to and with `end`, but keeps no more than `limit` bytes.
    ///
    /// # Errors
    /// As the stream below; [`Part::Over`] says that the record was longer and has been skipped.
    pub(crate) fn read_record(
        &mut self,
        limit: usize,
        mut ends: impl FnMut(u8) -> bool,
    ) -> io::Result<Part> {
        let mut record = Vec::new();
        let mut is_over = false;
        loop {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(match (is_over, record.is_empty()) {
                    (true, _) => Part::Over,
                    (false, true) => Part::End,
                    (false, false) => Part::Record(record),
                });
            }
            let end = buffer.iter().position(|&byte| ends(byte));
            let n_bytes = end.map_or(buffer.len(), |at| at + 1);
            if record.len() + n_bytes > limit {
                is_over = true;
                record = Vec::new();
            } else if !is_over {
                record.extend_from_slice(&buffer[..n_bytes]);
            }
            self.consume(n_bytes);
            if end.is_some() {
                return Ok(if is_over { Part::Over } else { Part::Record(record) });
            }
        }
    }

    /// Reads a line.
    pub(crate) fn read_line(&mut self, limit: usize) -> io::Result<Part> {
        self.read_record(limit, |byte| byte == b'\n')
    }

    /// Skips bytes; returns how many there were.
    pub(crate) fn skip(&mut self, n_bytes: u64) -> io::Result<u64> {
        io::copy(&mut self.take(n_bytes), &mut io::sink())
    }
}

/// One record of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its bytes, the end mark included.
    Record(Vec<u8>),
    /// It was longer than the limit.
    Over,
    /// There is none.
    End,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n_bytes = available.len().min(buffer.len());
        buffer[..n_bytes].copy_from_slice(&available[..n_bytes]);
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, n_bytes: usize) {
        if self.at < self.head.len() {
            self.at += n_bytes;
        } else {
            self.rest.consume(n_bytes);
        }
    }
}

/// Says that something is longer than the item limit, and what to do.
pub(crate) fn over_limit(limit: usize) -> Note {
    let message = format!("longer than the item limit of {limit} bytes; raise it to read this");
    Note::new(Stage::Intake, NoteKind::Limit, message)
}

/// Says what went wrong with a stream.
pub(crate) fn note_of(error: &io::Error) -> Note {
    let (kind, message) = match error.kind() {
        ErrorKind::UnexpectedEof => {
            (NoteKind::Truncated, "the data ends before its own end mark".to_owned())
        }
        ErrorKind::QuotaExceeded => (NoteKind::Limit, error.to_string()),
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Other => {
            (NoteKind::Malformed, format!("the data is damaged: {error}"))
        }
        _ => (NoteKind::Unreadable, error.to_string()),
    };
    Note::new(Stage::Intake, kind, message)
}
