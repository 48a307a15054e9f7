//! Multisets of word 4-grams, as page extraction is scored.

use std::collections::BTreeMap;

use super::Tally;

const WORDS_PER_SHINGLE: usize = 4;

/// Compares two texts by their multisets of word 4-grams.
///
/// # Notes
/// A word is a run of letters, digits and underscores. A text of fewer than four words is one
/// shingle of all its words; a text without words has none. Two texts without words agree fully:
/// that one case is told by `n_gold == 0 && n_found == 0`.
///
/// # Source
/// `string_shingle_matching` of scrapinghub's article-extraction-benchmark.
pub fn shingle_tally(gold: &str, found: &str) -> Tally {
    let (gold, found) = (shingles(gold), shingles(found));
    let n_right = found.iter().map(|(s, n)| (*n).min(gold.get(s).copied().unwrap_or(0))).sum();
    Tally { n_right, n_found: found.values().sum(), n_gold: gold.values().sum() }
}

fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let mut counts = BTreeMap::new();
    if words.is_empty() {
        return counts;
    }
    let width = WORDS_PER_SHINGLE.min(words.len());
    for shingle in words.windows(width) {
        *counts.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_grams_count_as_often_as_they_stand() {
        // Gold "a b c d e": abcd, bcde = 2. Found "a b c d a b c d": abcd, bcda, cdab, dabc, abcd
        // = 5, of which abcd counts once.
        let tally = shingle_tally("a b, c d. e", "a b c d a b c d");
        assert_eq!(tally, Tally { n_right: 1, n_found: 5, n_gold: 2 });
        assert_eq!(shingle_tally("Two words", "two words").n_right, 0);
        assert_eq!(shingle_tally("two words", "two - words").n_right, 1);
    }
}
