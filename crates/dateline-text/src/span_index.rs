//! Spans by where they stand.

use crate::Span;

/// Values by their spans, so that looking up what overlaps some words is short.
///
/// # Notes
/// A look-up walks back from the words to where no earlier span reaches them: short where spans are
/// short, as mentions and statements are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanIndex<T> {
    // By start, then end.
    entries: Vec<(Span, T)>,
    // reach[i] = greatest end of entries[..=i].
    reach: Vec<u32>,
}

impl<T> Default for SpanIndex<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), reach: Vec::new() }
    }
}

impl<T: Copy + Ord> SpanIndex<T> {
    /// Sorts the values by their spans.
    pub fn new(entries: impl IntoIterator<Item = (Span, T)>) -> Self {
        let mut entries: Vec<(Span, T)> = entries.into_iter().collect();
        entries.sort_unstable();
        let reach = entries.iter().scan(0, |most, (span, _)| {
            *most = span.end.max(*most);
            Some(*most)
        });
        Self { reach: reach.collect(), entries }
    }

    /// Returns the values whose spans share a byte with `span`, the last first.
    pub fn overlapping(&self, span: Span) -> impl Iterator<Item = (Span, T)> {
        let end = self.entries.partition_point(|(other, _)| other.start < span.end);
        (0..end)
            .rev()
            .take_while(move |&at| self.reach[at] > span.start)
            .map(|at| self.entries[at])
            .filter(move |(other, _)| other.overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_scan_finds() {
        let spans: Vec<(Span, usize)> =
            (0..60).map(|n| (Span::new(n * 7 % 50, n * 7 % 50 + n % 9), n)).collect();
        let index = SpanIndex::new(spans.clone());
        for start in 0..60 {
            let words = Span::new(start, start + 4);
            let mut found: Vec<usize> = index.overlapping(words).map(|(_, n)| n).collect();
            found.sort_unstable();
            let scan = spans.iter().filter(|(span, _)| span.overlaps(words)).map(|&(_, n)| n);
            assert_eq!(found, scan.collect::<Vec<_>>());
        }
    }
}
