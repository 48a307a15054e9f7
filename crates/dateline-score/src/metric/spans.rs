//! Matching what was found with the gold.

use std::collections::BTreeMap;

use dateline::text::Span;

use super::points::{PointSet, iou};

/// Counts how many members two lists have in common, each member used once.
pub fn count_equal<T: Ord>(gold: &[T], found: &[T]) -> usize {
    let mut left: BTreeMap<&T, usize> = BTreeMap::new();
    for one in gold {
        *left.entry(one).or_default() += 1;
    }
    let mut n_equal = 0;
    for one in found {
        if let Some(n) = left.get_mut(one).filter(|n| **n > 0) {
            *n -= 1;
            n_equal += 1;
        }
    }
    n_equal
}

/// Pairs gold and found sets one to one whose intersection over union is at least `least`: the best
/// pair first, ties in the order of gold, then of found.
///
/// # Notes
/// Gold sets that do not overlap one another can each have at most one partner above one half, so
/// that the greedy choice is also the largest.
pub fn match_by_iou(gold: &[PointSet], found: &[PointSet], least: f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at_gold, one) in gold.iter().enumerate() {
        for (at_found, other) in found.iter().enumerate() {
            let value = iou(one, other);
            if value >= least && value > 0.0 {
                pairs.push((value, at_gold, at_found));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    take_once(pairs.into_iter().map(|(_, at_gold, at_found)| (at_gold, at_found)))
}

/// Pairs gold and found spans one to one that share at least one byte: equal spans first, then in
/// the order of the text.
pub fn match_overlapping(gold: &[Span], found: &[Span]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(bool, usize, usize)> = Vec::new();
    for (at_gold, one) in gold.iter().enumerate() {
        for (at_found, other) in found.iter().enumerate() {
            if one.overlaps(*other) {
                pairs.push((one != other, at_gold, at_found));
            }
        }
    }
    pairs.sort_unstable();
    take_once(pairs.into_iter().map(|(_, at_gold, at_found)| (at_gold, at_found)))
}

/// Keeps the pairs neither side of which was taken before; sorted by the gold side.
fn take_once(pairs: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut by_gold = BTreeMap::new();
    let mut taken = std::collections::BTreeSet::new();
    for (at_gold, at_found) in pairs {
        if !by_gold.contains_key(&at_gold) && taken.insert(at_found) {
            by_gold.insert(at_gold, at_found);
        }
    }
    by_gold.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_members_are_used_once() {
        // Gold a a b, found a b b c: one a and one b are common.
        assert_eq!(count_equal(&["a", "a", "b"], &["a", "b", "b", "c"]), 2);
    }

    #[test]
    fn the_best_pair_goes_first() {
        // Text of ten letters. Gold: 0-6, 6-10. Found: 0-4 (IoU with gold 0 = 4/6),
        // 0-5 (5/6), 7-10 (3/4 with gold 1), 5-7 (1/7 and 1/5).
        let text = "abcdefghij";
        let set = |start, end| PointSet::new(text, [Span::new(start, end)]);
        let gold = [set(0, 6), set(6, 10)];
        let found = [set(0, 4), set(0, 5), set(7, 10), set(5, 7)];
        assert_eq!(match_by_iou(&gold, &found, 0.5), [(0, 1), (1, 2)]);
    }

    #[test]
    fn a_found_span_serves_one_gold_span() {
        // Found 2-9 overlaps gold 0-4 and gold 6-9, but counts for one: the first in the text.
        // Found 6-9 equals gold 6-9.
        let gold = [Span::new(0, 4), Span::new(6, 9)];
        assert_eq!(match_overlapping(&gold, &[Span::new(2, 9)]), [(0, 0)]);
        let both = [Span::new(2, 9), Span::new(6, 9)];
        assert_eq!(match_overlapping(&gold, &both), [(0, 0), (1, 1)]);
    }
}
