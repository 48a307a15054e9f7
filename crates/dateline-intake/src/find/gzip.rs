//! Members of a gzip file, one after another, also beyond a damaged one.

use std::io::{self, BufRead, ErrorKind, Read};

use flate2::bufread::GzDecoder;

/// Unpacks the members of a gzip file.
///
/// # Errors
/// Once for each damaged stretch; [`concerns_next`] tells whether what was read before is part of it.
/// To read on is to read from the next member that unpacks; where there is none, that is the end.
///
/// # Source
/// RFC 1952. That each record is a member of its own is what ISO 28500, annex D, asks of WARC.
pub(crate) struct Members<S: BufRead> {
    // Nothing once the end has been reached.
    member: Option<GzDecoder<Rewind<S>>>,
    // Whether something of the member has been given.
    has_begun: bool,
    // Whether a member is looked for whose beginning is not known.
    is_lost: bool,
}

impl<S: BufRead> Members<S> {
    pub(crate) fn new(source: S) -> Self {
        let source = Rewind { source, again: Vec::new(), at: 0, passed: Vec::new() };
        Self { member: Some(GzDecoder::new(source)), has_begun: false, is_lost: false }
    }

    /// Goes to the member behind the one that has been read.
    fn advance(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut source = member.into_inner();
        source.passed.clear();
        if !source.fill_buf()?.is_empty() {
            self.member = Some(GzDecoder::new(source));
        }
        Ok(())
    }

    /// Goes to what looks like the next member behind a damaged one's beginning.
    fn resume(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut source = member.into_inner();
        if source.find_member()? {
            self.member = Some(GzDecoder::new(source));
        }
        Ok(())
    }
}

impl<S: BufRead> Read for Members<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            match member.read(buffer) {
                Ok(0) if buffer.is_empty() => return Ok(0),
                Ok(0) => {
                    self.has_begun = false;
                    self.advance()?;
                }
                Ok(n_bytes) => {
                    (self.has_begun, self.is_lost) = (true, false);
                    return Ok(n_bytes);
                }
                Err(error) if !is_damage(&error) => return Err(error),
                Err(error) => {
                    self.resume()?;
                    // Of a stretch in which nothing unpacks the first error tells enough.
                    let has_begun = std::mem::replace(&mut self.has_begun, false);
                    if !std::mem::replace(&mut self.is_lost, true) {
                        return Err(if has_begun { error } else { next_is_damaged(error) });
                    }
                }
            }
        }
        Ok(0)
    }
}

/// Tells whether an error is one of the packed data and not of what it is read from.
pub(crate) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidData
            | ErrorKind::InvalidInput
            | ErrorKind::UnexpectedEof
            | ErrorKind::Other
    )
}

/// Tells whether damage begins with a member, so that all that was read before is whole.
pub(crate) fn concerns_next(error: &io::Error) -> bool {
    error.kind() == ErrorKind::InvalidData
}

fn next_is_damaged(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => error,
        _ => io::Error::new(ErrorKind::InvalidData, error),
    }
}

/// A damaged member may have taken in the beginning of the next before it was noticed: of what was
/// read, this much at least can be read again.
const REWIND_BYTES: usize = 1 << 20;
/// Length of a member's header without its optional fields.
const HEADER_BYTES: usize = 10;

/// A source that keeps the last bytes that were read of the open member.
struct Rewind<S> {
    source: S,
    // Bytes to be read before those of the source, and how many have been.
    again: Vec<u8>,
    at: usize,
    passed: Vec<u8>,
}

impl<S: BufRead> Rewind<S> {
    /// Goes to the next header of a member behind the first byte that is kept.
    fn find_member(&mut self) -> io::Result<bool> {
        let mut pool = std::mem::take(&mut self.passed);
        pool.extend_from_slice(&self.again[self.at..]);
        pool.drain(..pool.len().min(1));
        loop {
            if let Some(at) = find_header(&pool) {
                (self.again, self.at) = (pool.split_off(at), 0);
                return Ok(true);
            }
            // A header may stand across the border.
            pool.drain(..pool.len().saturating_sub(HEADER_BYTES - 1));
            let more = self.source.fill_buf()?;
            let n_more = more.len();
            if n_more == 0 {
                return Ok(false);
            }
            pool.extend_from_slice(more);
            self.source.consume(n_more);
        }
    }
}

/// # Source
/// RFC 1952, 2.3: magic number, deflate, no reserved flag; how it was packed; on which system.
fn find_header(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"\x1f\x8b\x08").find(|&at| {
        let header = bytes.get(at..at + HEADER_BYTES);
        header.is_some_and(|header| {
            header[3] & 0xE0 == 0
                && matches!(header[8], 0 | 2 | 4)
                && matches!(header[9], 0..=13 | 255)
        })
    })
}

impl<S: BufRead> Read for Rewind<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n_bytes = available.len().min(buffer.len());
        buffer[..n_bytes].copy_from_slice(&available[..n_bytes]);
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}

impl<S: BufRead> BufRead for Rewind<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.again.len() {
            return Ok(&self.again[self.at..]);
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        if self.passed.len() > 2 * REWIND_BYTES {
            self.passed.drain(..self.passed.len() - REWIND_BYTES);
        }
        if self.at < self.again.len() {
            self.passed.extend_from_slice(&self.again[self.at..self.at + n_bytes]);
            self.at += n_bytes;
            return;
        }
        // What is consumed is in the buffer still, so that asking for it again is no reading.
        if let Ok(buffer) = self.source.fill_buf() {
            self.passed.extend_from_slice(&buffer[..n_bytes]);
        }
        self.source.consume(n_bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn member(words: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(words.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads to the end, through errors.
    fn read_all(packed: &[u8]) -> (String, usize) {
        let mut members = Members::new(packed);
        let (mut bytes, mut n_errors) = (Vec::new(), 0);
        while members.read_to_end(&mut bytes).is_err() {
            n_errors += 1;
        }
        (String::from_utf8_lossy(&bytes).into_owned(), n_errors)
    }

    proptest! {
        #[test]
        fn a_damaged_member_costs_itself(
            damaged in 0_usize..3,
            place in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
            byte in any::<u8>(),
        ) {
            let words = ["First words. ".repeat(9), "Second. ".repeat(70), "Third ones. ".repeat(5)];
            let mut members: Vec<Vec<u8>> = words.iter().map(|words| member(words)).collect();
            let one = &mut members[damaged];
            let at = place.index(one.len());
            prop_assume!(is_cut || one[at] != byte);
            if is_cut {
                one.truncate(at);
            } else {
                one[at] = byte;
            }
            let (read, n_errors) = read_all(&members.concat());
            prop_assert!(n_errors <= 2);
            for (at, words) in words.iter().enumerate() {
                prop_assert!(at == damaged || read.contains(words.as_str()), "{at} of {read}");
            }
        }
    }
}
