//! Tables of the lexicons, and phrases looked up in a line.

use dateline_text::Span;
use rustc_hash::FxHashMap;

use super::Line;

/// Phrases by their first lexeme, the longest first; case is folded.
pub(crate) struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T: Copy> Phrases<T> {
    /// Returns the number of phrases.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.by_first.values().map(Vec::len).sum()
    }

    /// Finds the longest phrase at `at`; returns its value and the place after it.
    pub(crate) fn find(&self, line: &Line<'_>, at: usize) -> Option<(T, usize)> {
        let phrases = self.by_first.get(line.low(at))?;
        phrases.iter().find_map(|(words, value)| {
            let is_here = words.iter().enumerate().all(|(n, word)| is_word(line, at + n, word));
            is_here.then_some((*value, at + words.len()))
        })
    }
}

fn is_word(line: &Line<'_>, at: usize, word: &str) -> bool {
    line.low(at) == word || word == "'" && line.is_apostrophe(at)
}

impl<T> FromIterator<(String, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(phrases: I) -> Self {
        let mut by_first: FxHashMap<String, Vec<(Vec<String>, T)>> = FxHashMap::default();
        for (phrase, value) in phrases {
            let phrase = phrase.to_ascii_lowercase();
            let line = Line::new(&phrase, &phrase, Span::new(0, phrase.len()));
            let words: Vec<String> = (0..line.len()).map(|at| line.low(at).to_owned()).collect();
            let bucket = by_first.entry(line.low(0).to_owned()).or_default();
            let place = bucket.partition_point(|(other, _)| other.len() >= words.len());
            bucket.insert(place, (words, value));
        }
        Self { by_first }
    }
}

/// Returns the cells of each row of a table; lines that begin with `#` are comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .map(|row| row.split('\t').collect())
}

/// Parses one cell of a row.
pub(crate) fn cell<T: std::str::FromStr>(row: &[&str], at: usize) -> Option<T> {
    row.get(at)?.parse().ok()
}
