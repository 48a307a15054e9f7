//! Sets of code points that are not white space.

use dateline::text::Span;

/// The code points of a text that some spans cover, white space left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PointSet {
    // Byte offsets of first bytes of code points, sorted, each once.
    starts: Vec<u32>,
}

impl PointSet {
    /// Collects the code points of `text` that at least one span covers.
    pub fn new(text: &str, spans: impl IntoIterator<Item = Span>) -> Self {
        let mut starts: Vec<u32> = Vec::new();
        for span in spans {
            let inside = span.of(text).char_indices().filter(|(_, c)| !c.is_whitespace());
            starts.extend(inside.map(|(at, _)| span.start + at as u32));
        }
        starts.sort_unstable();
        starts.dedup();
        Self { starts }
    }

    /// Returns the number of code points.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Tells whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the number of code points in both sets.
    pub fn count_shared(&self, other: &Self) -> usize {
        let (mut left, mut right) = (self.starts.iter().peekable(), other.starts.iter().peekable());
        let mut n_shared = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    n_shared += 1;
                    left.next();
                    right.next();
                }
            }
        }
        n_shared
    }
}

/// Returns intersection over union; 0 where both sets are empty.
pub fn iou(a: &PointSet, b: &PointSet) -> f64 {
    let n_shared = a.count_shared(b);
    super::tally::share(n_shared, a.len() + b.len() - n_shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_double_cover_do_not_count() {
        // "ab çd ef": a b ç d e f = 6 points. First set covers "ab ç" and "ç": a b ç = 3.
        // Second covers "çd ef" = 4. Shared: ç = 1. IoU = 1 / (3 + 4 - 1) = 1/6.
        let text = "ab çd ef";
        let first = PointSet::new(text, [Span::new(0, 5), Span::new(3, 5)]);
        let second = PointSet::new(text, [Span::new(3, text.len())]);
        assert_eq!((first.len(), second.len()), (3, 4));
        assert_eq!(first.count_shared(&second), 1);
        assert!((iou(&first, &second) - 1.0 / 6.0).abs() < 1e-12);
    }
}
