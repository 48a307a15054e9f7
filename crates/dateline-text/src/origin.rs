//! From the text of a dispatch back to the bytes of its item.

use crate::Span;

/// One stretch of text and the bytes it came from.
///
/// A run with as many text bytes as item bytes is *linear*: its n-th text byte is its n-th item
/// byte. Any other run is *atomic*: the whole text (an entity, an escape, a character of another
/// charset) comes from the whole byte range. An inserted separator has an empty byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Stretch of `Dispatch::text`.
    pub text: Span,
    /// First byte of the item.
    pub start_byte: u32,
    /// One past the last byte of the item.
    pub end_byte: u32,
}

impl Run {
    /// Tells whether text bytes and item bytes correspond one to one.
    pub fn is_linear(&self) -> bool {
        self.text.len() == (self.end_byte - self.start_byte) as usize
    }
}

/// A run-length map from text to item bytes.
///
/// # Notes
/// Runs are sorted, do not overlap, and together cover the whole text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OriginMap {
    runs: Vec<Run>,
}

impl OriginMap {
    /// Makes an empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the runs in text order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Appends `len_bytes` bytes of text that came from `start_byte..end_byte`.
    ///
    /// Neighbouring linear runs are joined.
    pub fn push(&mut self, len_bytes: usize, start_byte: u32, end_byte: u32) {
        if len_bytes == 0 {
            return;
        }
        let at = self.runs.last().map_or(0, |run| run.text.end as usize);
        let run = Run { text: Span::new(at, at + len_bytes), start_byte, end_byte };
        if let Some(last) = self.runs.last_mut()
            && last.is_linear()
            && run.is_linear()
            && last.end_byte == run.start_byte
        {
            last.text.end = run.text.end;
            last.end_byte = run.end_byte;
            return;
        }
        self.runs.push(run);
    }

    /// Returns the item's bytes that the span came from: sorted, joined where they touch, without
    /// inserted separators.
    pub fn bytes_of(&self, span: Span) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let first = self.runs.partition_point(|run| run.text.end <= span.start);
        for run in self.runs[first..].iter().take_while(|run| run.text.start < span.end) {
            let (start, end) = if run.is_linear() {
                let from = span.start.max(run.text.start) - run.text.start;
                let to = span.end.min(run.text.end) - run.text.start;
                (run.start_byte + from, run.start_byte + to)
            } else {
                (run.start_byte, run.end_byte)
            };
            match ranges.last_mut() {
                _ if start == end => {}
                Some(last) if last.1 == start => last.1 = end,
                _ => ranges.push((start, end)),
            }
        }
        ranges
    }
}

impl FromIterator<Run> for OriginMap {
    fn from_iter<I: IntoIterator<Item = Run>>(runs: I) -> Self {
        Self { runs: runs.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_runs_join_and_cut() {
        let mut map = OriginMap::new();
        map.push(3, 10, 13);
        map.push(2, 13, 15);
        map.push(1, 15, 20); // an entity of five bytes
        map.push(2, 20, 20); // an inserted separator
        map.push(4, 30, 34);
        assert_eq!(map.runs().len(), 4);
        assert_eq!(map.bytes_of(Span::new(1, 4)), [(11, 14)]);
        assert_eq!(map.bytes_of(Span::new(4, 6)), [(14, 20)]);
        assert_eq!(map.bytes_of(Span::new(5, 10)), [(15, 20), (30, 32)]);
        assert_eq!(map.bytes_of(Span::new(6, 8)), []);
    }
}
