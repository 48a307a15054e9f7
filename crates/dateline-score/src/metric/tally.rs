//! Precision, recall and F1.

use std::collections::BTreeMap;
use std::ops::{Add, AddAssign};

/// How many were right, how many were found, how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and in the gold.
    pub n_right: usize,
    /// Found.
    pub n_found: usize,
    /// In the gold.
    pub n_gold: usize,
}

impl Tally {
    /// Returns the share of what was found that is right; 0 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.n_right, self.n_found)
    }

    /// Returns the share of the gold that was found; 0 where there is no gold.
    pub fn recall(self) -> f64 {
        share(self.n_right, self.n_gold)
    }

    /// Returns the harmonic mean of precision and recall: `2 right / (found + gold)`.
    pub fn f1(self) -> f64 {
        share(2 * self.n_right, self.n_found + self.n_gold)
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            n_right: self.n_right + other.n_right,
            n_found: self.n_found + other.n_found,
            n_gold: self.n_gold + other.n_gold,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

/// Returns the mean of the F1 of every class that the gold has.
///
/// # Notes
/// A class that is only ever predicted lowers the precision of no other class, and is not counted.
pub fn macro_f1<'c>(pairs: impl IntoIterator<Item = (&'c str, Option<&'c str>)>) -> f64 {
    let mut classes: BTreeMap<&str, Tally> = BTreeMap::new();
    for (gold, found) in pairs {
        let tally = classes.entry(gold).or_default();
        tally.n_gold += 1;
        tally.n_right += usize::from(found == Some(gold));
        if let Some(found) = found {
            classes.entry(found).or_default().n_found += 1;
        }
    }
    let of_gold: Vec<f64> =
        classes.values().filter(|tally| tally.n_gold > 0).map(|tally| tally.f1()).collect();
    of_gold.iter().sum::<f64>() / (of_gold.len().max(1) as f64)
}

/// Returns `part / whole`, 0 where there is no whole.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_the_harmonic_mean() {
        // 3 right of 4 found of 6 there: P = 3/4, R = 3/6, F1 = 2·3 / (4 + 6) = 0.6.
        let tally = Tally { n_right: 3, n_found: 4, n_gold: 6 };
        assert!((tally.precision() - 0.75).abs() < 1e-12);
        assert!((tally.recall() - 0.5).abs() < 1e-12);
        assert!((tally.f1() - 0.6).abs() < 1e-12);
        assert!(Tally::default().f1().abs() < 1e-12);
    }

    #[test]
    fn macro_f1_counts_every_gold_class_once() {
        // AID: gold 2, found 2, right 1: F1 = 2·1 / 4 = 0.5.
        // CONSULT: gold 1, found 1, right 1: F1 = 1.
        // PROTEST: gold 1, never found: F1 = 0.  THREATEN: found only, not counted.
        // Mean of three = 0.5.
        let pairs = [
            ("AID", Some("AID")),
            ("AID", Some("THREATEN")),
            ("CONSULT", Some("CONSULT")),
            ("PROTEST", Some("AID")),
        ];
        assert!((macro_f1(pairs) - 0.5).abs() < 1e-12);
    }
}
