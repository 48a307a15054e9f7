//! Bytes that come in, with a look at the first of them, and never more than a limit at once.

use std::io::{self, BufRead, ErrorKind, Read};

use dateline_text::{Note, NoteKind, Stage};

use super::Source;

/// The form of a stream shows in this many bytes.
pub(crate) const HEAD_BYTES: usize = 16 << 10;

/// A stream whose first bytes can be looked at before they are read, and whose last bytes can be
/// put back.
pub(crate) struct Stream {
    // What is read before `rest`: the head, or what was put back.
    head: Vec<u8>,
    at: usize,
    rest: Source,
    // An error met while the head was filled; it is given once the head has been read.
    error: Option<io::Error>,
    n_read: u64,
}

impl Stream {
    pub(crate) fn new(rest: Source) -> Self {
        Self { head: Vec::new(), at: 0, rest, error: None, n_read: 0 }
    }

    /// Returns the first bytes.
    pub(crate) fn head(&mut self) -> io::Result<&[u8]> {
        if self.head.is_empty() {
            self.fill_head(HEAD_BYTES)?;
        }
        Ok(&self.head)
    }

    /// Returns the first bytes, up to a line end and some way beyond it, but not much more than
    /// `limit`.
    ///
    /// # Notes
    /// The head is looked at before it is read.
    pub(crate) fn head_with_line(&mut self, limit: usize) -> io::Result<&[u8]> {
        let (mut from, mut has_line) = (self.head.len(), false);
        while !has_line && self.head.len() <= limit {
            self.fill_head(self.head.len().max(HEAD_BYTES))?;
            if self.head.len() == from {
                break;
            }
            has_line = memchr::memchr(b'\n', &self.head[from..]).is_some();
            from = self.head.len();
        }
        if has_line {
            self.fill_head(HEAD_BYTES)?;
        }
        Ok(&self.head)
    }

    fn fill_head(&mut self, n_bytes: usize) -> io::Result<()> {
        if self.error.is_some() {
            return Ok(());
        }
        let result = (&mut self.rest).take(n_bytes as u64).read_to_end(&mut self.head);
        match result {
            Err(error) if self.head.is_empty() => return Err(error),
            Err(error) => self.error = Some(error),
            Ok(_) => {}
        }
        Ok(())
    }

    /// Tells whether there is more than the head.
    pub(crate) fn goes_beyond_head(&mut self) -> bool {
        if self.error.is_some() {
            return false;
        }
        match self.rest.fill_buf() {
            Ok(more) => !more.is_empty(),
            Err(error) => {
                self.defer(error);
                false
            }
        }
    }

    /// Returns how many bytes have been read.
    pub(crate) fn position(&self) -> u64 {
        self.n_read
    }

    /// Reads everything, up to a limit; of a stream that breaks off, what came before.
    pub(crate) fn read_whole(mut self, limit: usize) -> (Option<Vec<u8>>, Option<Note>) {
        let mut bytes = Vec::new();
        if self.at == 0 {
            bytes = std::mem::take(&mut self.head);
        }
        let n_more = (limit + 1).saturating_sub(bytes.len());
        let result = (&mut self).take(n_more as u64).read_to_end(&mut bytes);
        if bytes.len() > limit {
            return (None, Some(over_limit(limit)));
        }
        (Some(bytes), result.err().map(|error| note_of(&error)))
    }

    /// Reads up to and with the byte that `ends` the record; of a longer record, little more than
    /// `limit` bytes.
    pub(crate) fn read_record(
        &mut self,
        limit: usize,
        mut ends: impl FnMut(u8) -> bool,
    ) -> io::Result<Part> {
        let mut record = Vec::new();
        loop {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(if record.is_empty() { Part::End } else { Part::Record(record) });
            }
            let end = buffer.iter().position(|&byte| ends(byte));
            let n_bytes = end.map_or(buffer.len(), |at| at + 1);
            record.extend_from_slice(&buffer[..n_bytes]);
            self.consume(n_bytes);
            if record.len() > limit {
                return Ok(Part::Over { start: record, has_ended: end.is_some() });
            }
            if end.is_some() {
                return Ok(Part::Record(record));
            }
        }
    }

    /// Reads a line.
    pub(crate) fn read_line(&mut self, limit: usize) -> io::Result<Part> {
        self.read_record(limit, |byte| byte == b'\n')
    }

    /// Skips up to and with the byte that `ends` a record.
    pub(crate) fn skip_record(&mut self, mut ends: impl FnMut(u8) -> bool) -> io::Result<()> {
        loop {
            let buffer = self.fill_buf()?;
            let end = buffer.iter().position(|&byte| ends(byte));
            let n_bytes = end.map_or(buffer.len(), |at| at + 1);
            self.consume(n_bytes);
            if end.is_some() || n_bytes == 0 {
                return Ok(());
            }
        }
    }

    /// Tells whether the next bytes are these, without reading them.
    pub(crate) fn starts_with(&mut self, magic: &[u8]) -> bool {
        let mut first = Vec::new();
        let result = self.by_ref().take(magic.len() as u64).read_to_end(&mut first);
        let is_same = first == magic;
        self.unread(first);
        if let Err(error) = result {
            self.defer(error);
        }
        is_same
    }

    /// Tells whether bytes come next, and not the end or an error.
    pub(crate) fn has_more(&mut self) -> bool {
        match self.fill_buf() {
            Ok(buffer) => !buffer.is_empty(),
            Err(error) => {
                self.defer(error);
                false
            }
        }
    }

    /// Keeps an error that was met, to come again where the bytes before it have been read.
    pub(crate) fn defer(&mut self, error: io::Error) {
        self.error = Some(error);
    }

    /// Skips line ends; returns how many there were.
    pub(crate) fn skip_line_ends(&mut self) -> io::Result<usize> {
        let mut n_lines = 0;
        loop {
            let buffer = self.fill_buf()?;
            let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
            let n_bytes = buffer.iter().take_while(is_end).count();
            n_lines += memchr::memchr_iter(b'\n', &buffer[..n_bytes]).count();
            let goes_on = n_bytes > 0 && n_bytes == buffer.len();
            self.consume(n_bytes);
            if !goes_on {
                return Ok(n_lines);
            }
        }
    }

    /// Puts back bytes that were read last, to be read again.
    pub(crate) fn unread(&mut self, mut bytes: Vec<u8>) {
        self.n_read -= bytes.len() as u64;
        if self.at >= bytes.len() {
            self.at -= bytes.len();
        } else {
            // They are not all of the head, which was dropped when it had been read to its end.
            bytes.extend_from_slice(&self.head[self.at..]);
            (self.head, self.at) = (bytes, 0);
        }
    }

    /// Tells whether lines end with carriage returns alone, by the first line's end.
    pub(crate) fn ends_lines_with_returns(&self) -> bool {
        let end = memchr::memchr2(b'\n', b'\r', &self.head);
        let is_return = |at: usize| self.head[at] == b'\r';
        end.is_some_and(|at| is_return(at) && self.head.get(at + 1).is_some_and(|&b| b != b'\n'))
    }
}

/// One record of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its bytes, the end mark included.
    Record(Vec<u8>),
    /// It is longer than the limit: how it starts, and whether it has been read to its end.
    Over { start: Vec<u8>, has_ended: bool },
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
        // What was read from here on cannot be found in the head again.
        (self.head, self.at) = (Vec::new(), 0);
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, n_bytes: usize) {
        self.n_read += n_bytes as u64;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_back_is_read_again() {
        let bytes: Vec<u8> = (0..40_000_u32).map(|n| n as u8).collect();
        let mut stream = Stream::new(Box::new(io::Cursor::new(bytes.clone())));
        assert_eq!(stream.head().unwrap().len(), HEAD_BYTES);
        let mut read = Vec::new();
        for n_bytes in [10, HEAD_BYTES, 3000] {
            let mut some = vec![0; n_bytes];
            stream.read_exact(&mut some).unwrap();
            let kept = some.len() - n_bytes / 3;
            stream.unread(some.split_off(kept));
            read.extend(some);
            assert_eq!(stream.position(), read.len() as u64);
        }
        stream.read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }
}
