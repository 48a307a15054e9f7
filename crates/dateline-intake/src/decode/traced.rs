//! Text that knows its bytes, and the step that every decoder of the stack is made of.

use std::ops::Range;

use dateline_text::{OriginMap, Span};
use encoding_rs::{DecoderResult, Encoding, UTF_8};

/// Text with the map to the item's bytes.
///
/// A decoder (JSON string, CSV cell, XML, HTML) reads one `Traced` and writes the next with
/// [`copy`](Traced::copy), [`put`](Traced::put) and [`insert`](Traced::insert), so that maps
/// compose by themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traced {
    pub(crate) text: String,
    pub(crate) origin: OriginMap,
    /// Whether text was left off at its end, here or where this was copied from, because the map
    /// would have grown too large.
    pub(crate) is_cut: bool,
    /// Characters beyond ASCII in linear runs: where code points are counted, each is a run.
    pub(crate) n_wide: usize,
}

/// Most runs of one map, in code points: beyond, no more text is taken in. A character beyond ASCII
/// makes a run, and so does one whose bytes are not its own (a reference, an escape).
pub(crate) const MOST_RUNS: usize = 1 << 20;

impl Traced {
    /// Decodes bytes; returns also the number of sequences that the charset does not have.
    pub(crate) fn of_bytes(bytes: &[u8], charset: &'static Encoding, skip: usize) -> (Self, usize) {
        if charset == UTF_8 { of_utf8(bytes, skip) } else { of_legacy(bytes, charset, skip) }
    }

    /// Appends a range of the parent as it is.
    pub(crate) fn copy(&mut self, parent: &Traced, range: Range<usize>) {
        self.is_cut |= parent.is_cut;
        let runs = parent.origin.runs();
        let first = runs.partition_point(|run| run.text.end as usize <= range.start);
        for run in runs[first..].iter().take_while(|run| (run.text.start as usize) < range.end) {
            let from = range.start.max(run.text.start as usize);
            let to = range.end.min(run.text.end as usize);
            let (start, end) = if run.is_linear() {
                let start = run.start_byte + (from as u32 - run.text.start);
                (start, start + (to - from) as u32)
            } else {
                (run.start_byte, run.end_byte)
            };
            self.push(&parent.text[from..to], start, end);
        }
    }

    /// Appends text that stands for a whole range of the parent: an escape, folded white space.
    pub(crate) fn put(&mut self, text: &str, parent: &Traced, range: Range<usize>) {
        let (start, end) = parent.cover(range);
        self.put_bytes(text, start, end);
    }

    /// Appends a separator that stands for no bytes.
    pub(crate) fn insert(&mut self, text: &str) {
        let at = self.origin.runs().last().map_or(0, |run| run.end_byte);
        self.push(text, at, at);
    }

    /// Returns the item's bytes from the first to the last that a range came from.
    pub(crate) fn cover(&self, range: Range<usize>) -> (u32, u32) {
        let ranges = self.origin.bytes_of(Span::new(range.start, range.end));
        let start = ranges.iter().map(|&(start, _)| start).min().unwrap_or(0);
        (start, ranges.iter().map(|&(_, end)| end).max().unwrap_or(start))
    }

    fn put_bytes(&mut self, text: &str, start: u32, end: u32) {
        let first_len = text.chars().next().map_or(0, char::len_utf8);
        if text.len() == (end - start) as usize && first_len < text.len() {
            // Several characters as long as their bytes would look linear, though none of them has
            // bytes of its own: the first answers for all.
            self.push(&text[..first_len], start, end);
            self.push(&text[first_len..], end, end);
        } else {
            self.push(text, start, end);
        }
    }

    /// Appends text and where it came from, as long as the map has room.
    fn push(&mut self, text: &str, start: u32, end: u32) {
        let n_left = MOST_RUNS.saturating_sub(self.origin.runs().len() + self.n_wide);
        let is_linear = text.len() == (end - start) as usize;
        let text = if is_linear { with_most_wide(text, n_left) } else { text };
        if n_left == 0 || is_linear && text.len() < (end - start) as usize {
            self.is_cut = true;
        }
        if n_left == 0 {
            return;
        }
        self.text.push_str(text);
        if is_linear {
            self.n_wide += n_wide(text);
            self.origin.push(text.len(), start, start + text.len() as u32);
        } else {
            self.origin.push(text.len(), start, end);
        }
    }
}

/// Returns the head of a text that has no more than so many characters beyond ASCII.
fn with_most_wide(text: &str, most: usize) -> &str {
    if text.len() <= most || n_wide(text) <= most {
        return text;
    }
    let mut wide = text.char_indices().filter(|(_, c)| !c.is_ascii());
    wide.nth(most).map_or(text, |(at, _)| &text[..at])
}

fn n_wide(text: &str) -> usize {
    text.bytes().filter(|byte| *byte >= 0xC0).count()
}

/// Folds each run of white space to one space and trims both ends.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_utf8(bytes: &[u8], skip: usize) -> (Traced, usize) {
    let mut out = Traced::default();
    let mut n_bad = 0;
    let mut at = skip as u32;
    for chunk in bytes[skip..].utf8_chunks() {
        let valid = chunk.valid();
        out.put_linear(valid, at as usize);
        at += valid.len() as u32;
        let n_invalid = chunk.invalid().len() as u32;
        if n_invalid > 0 {
            n_bad += 1;
            out.put_bytes("\u{FFFD}", at, at + n_invalid);
            at += n_invalid;
        }
    }
    (out, n_bad)
}

/// Decodes byte by byte, which shows where each character begins and ends; stretches of ASCII at
/// once where the charset allows.
fn of_legacy(bytes: &[u8], charset: &'static Encoding, skip: usize) -> (Traced, usize) {
    let mut decoder = charset.new_decoder_without_bom_handling();
    let has_ascii = charset.is_ascii_compatible();
    let (mut out, mut n_bad) = (Traced::default(), 0);
    let (mut start, mut at) = (skip, skip);
    let mut buffer = [0_u8; 16];
    while at < bytes.len() && !out.is_cut {
        if has_ascii && start == at {
            let n_ascii = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            let ascii = str::from_utf8(&bytes[at..at + n_ascii]).expect("ASCII is UTF-8");
            out.put_linear(ascii, at);
            at += n_ascii;
            start = at;
            if at == bytes.len() {
                break;
            }
        }
        let last = at + 1 == bytes.len();
        let (result, n_read, n_written) =
            decoder.decode_to_utf8_without_replacement(&bytes[at..=at], &mut buffer, last);
        at += n_read;
        if n_written > 0 {
            let text = str::from_utf8(&buffer[..n_written]).expect("the decoder writes UTF-8");
            out.put_bytes(text, start as u32, at as u32);
            start = at;
        }
        if let DecoderResult::Malformed(n_malformed, n_after) = result {
            n_bad += 1;
            let end = at.saturating_sub(n_after as usize).max(start);
            let from = end.saturating_sub(n_malformed as usize).max(start);
            out.put_bytes("\u{FFFD}", from as u32, end as u32);
            start = end;
            // What was read after it is written before another byte is: its own bytes alone are its.
            let (_, _, n_written) =
                decoder.decode_to_utf8_without_replacement(&[], &mut buffer, false);
            if n_written > 0 {
                let text = str::from_utf8(&buffer[..n_written]).expect("the decoder writes UTF-8");
                out.put_bytes(text, start as u32, at as u32);
                start = at;
            }
        }
        if n_read == 0 && n_written == 0 && result == DecoderResult::InputEmpty {
            break;
        }
    }
    (out, n_bad)
}

impl Traced {
    fn put_linear(&mut self, text: &str, at: usize) {
        self.push(text, at as u32, (at + text.len()) as u32);
    }
}
