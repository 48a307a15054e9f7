//! Positions in a dispatch's text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of a dispatch's text.
///
/// # Units
/// Bytes of `Dispatch::text`, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    // Invariant: start <= end.
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span; `end` is raised to `start` if it lies before it.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// Returns the span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the words that the span stands for.
    ///
    /// A span that does not fit `text` gives the empty string, so that a foreign span cannot panic.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Returns the number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Tells whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Tells whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span without white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start as usize + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Converts between byte offsets and code-point offsets of one text.
///
/// # Notes
/// A table of one entry per 64 bytes; a look-up counts at most 64 bytes.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    // points_before[i] = code points that start before byte 64 * i.
    points_before: Vec<u32>,
}

const STRIDE_BYTES: usize = 64;

impl<'t> CodePoints<'t> {
    /// Counts through `text` once.
    pub fn new(text: &'t str) -> Self {
        let mut points_before = Vec::with_capacity(text.len() / STRIDE_BYTES + 1);
        let mut n_points = 0;
        for chunk in text.as_bytes().chunks(STRIDE_BYTES) {
            points_before.push(n_points);
            n_points += count_starts(chunk);
        }
        points_before.push(n_points);
        Self { text, points_before }
    }

    /// Returns the code-point offset of a byte offset.
    pub fn of_byte(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        let stride = byte / STRIDE_BYTES;
        let from = stride * STRIDE_BYTES;
        self.points_before[stride] + count_starts(&self.text.as_bytes()[from..byte])
    }

    /// Returns the byte offset of a code-point offset; past the end, the text's length.
    pub fn to_byte(&self, point: u32) -> u32 {
        let stride = self.points_before.partition_point(|&n| n <= point).saturating_sub(1);
        let mut left = point - self.points_before[stride];
        let from = stride * STRIDE_BYTES;
        for (at, byte) in self.text.as_bytes().iter().enumerate().skip(from) {
            if is_start(*byte) {
                if left == 0 {
                    return at as u32;
                }
                left -= 1;
            }
        }
        self.text.len() as u32
    }

    /// Returns `(start, end)` in code points.
    pub fn of_span(&self, span: Span) -> (u32, u32) {
        (self.of_byte(span.start), self.of_byte(span.end))
    }

    /// Returns the byte span of a half-open range of code points.
    pub fn to_span(&self, start: u32, end: u32) -> Span {
        Span::new(self.to_byte(start) as usize, self.to_byte(end) as usize)
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| is_start(**byte)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_chars() {
        let text = "“Time is in favour”, they stressed — ".repeat(9) + "é";
        let points = CodePoints::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.of_byte(byte as u32), point as u32);
            assert_eq!(points.to_byte(point as u32), byte as u32);
        }
        let end = text.chars().count() as u32;
        assert_eq!(points.of_byte(text.len() as u32), end);
        assert_eq!(points.to_byte(end), text.len() as u32);
        assert_eq!(points.to_byte(end + 9), text.len() as u32);
    }

    #[test]
    fn a_foreign_span_has_no_words() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(0, 9).of("abc"), "");
    }

    #[test]
    fn trim_keeps_the_words() {
        let text = "  two words \n";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "two words");
    }
}
