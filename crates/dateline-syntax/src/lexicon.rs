//! The word lists under `lexicons/syntax`, compiled in and read once.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// When an abbreviation keeps its full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Before a name; no sentence ends here.
    Title,
    /// Before a number; no sentence ends here.
    Number,
    /// Month or weekday.
    Date,
    /// State, after a comma.
    Place,
    /// Any other.
    Common,
    /// Inside a sentence alone.
    Inside,
}

/// What the segmenter knows of words.
pub(crate) struct Words {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    contractions: FxHashMap<&'static str, usize>,
    pub(crate) prefixes: FxHashSet<&'static str>,
    pub(crate) starters: FxHashSet<&'static str>,
    pub(crate) reporting: FxHashSet<&'static str>,
    pub(crate) units: FxHashSet<&'static str>,
}

/// The word lists of the segmenter.
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    abbreviations: abbreviations(include_str!("../../../lexicons/syntax/abbreviations.tsv")),
    contractions: contractions(include_str!("../../../lexicons/syntax/contractions.tsv")),
    prefixes: words(include_str!("../../../lexicons/syntax/prefixes.txt")),
    starters: words(include_str!("../../../lexicons/syntax/starters.txt")),
    reporting: words(include_str!("../../../lexicons/syntax/reporting.txt")),
    units: words(include_str!("../../../lexicons/syntax/units.txt")),
});

// No word of any list is longer; a longer form is not worth folding.
const MAX_LEN_BYTES: usize = 24;

impl Words {
    /// Returns the kind of an abbreviation written without its full stop.
    pub(crate) fn abbreviation(&self, form: &str) -> Option<Abbreviation> {
        if form.len() > MAX_LEN_BYTES {
            return None;
        }
        let capital = form.starts_with(|c: char| c.is_ascii_uppercase());
        if capital && let Some(kind) = self.abbreviations.get(title_case(form).as_str()) {
            return Some(*kind);
        }
        self.abbreviations.get(form.to_ascii_lowercase().as_str()).copied()
    }

    /// Returns the length in bytes of the first part of a contraction.
    pub(crate) fn contraction(&self, form: &str) -> Option<usize> {
        self.contractions.get(fold(form)?.as_str()).copied()
    }
}

/// Tells whether a list holds a form, letter case aside.
pub(crate) fn holds(list: &FxHashSet<&'static str>, form: &str) -> bool {
    fold(form).is_some_and(|form| list.contains(form.as_str()))
}

/// Returns the lines of a word list that are not comments.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(text: &'static str) -> FxHashSet<&'static str> {
    rows(text).flat_map(str::split_whitespace).collect()
}

fn abbreviations(text: &'static str) -> FxHashMap<&'static str, Abbreviation> {
    let mut kinds = FxHashMap::default();
    for (name, list) in rows(text).filter_map(|row| row.split_once('\t')) {
        let kind = match name {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            "date" => Abbreviation::Date,
            "place" => Abbreviation::Place,
            "inside" => Abbreviation::Inside,
            _ => Abbreviation::Common,
        };
        for word in list.split_whitespace() {
            kinds.entry(word).or_insert(kind);
        }
    }
    kinds
}

fn contractions(text: &'static str) -> FxHashMap<&'static str, usize> {
    rows(text)
        .filter_map(|row| row.split_once('\t'))
        .filter_map(|(form, parts)| Some((form, parts.find('|')?)))
        .collect()
}

fn fold(form: &str) -> Option<String> {
    (form.len() <= MAX_LEN_BYTES).then(|| form.to_lowercase())
}

fn title_case(form: &str) -> String {
    let mut folded = form.to_ascii_lowercase();
    if let Some(first) = folded.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_matter_where_the_list_says() {
        assert_eq!(WORDS.abbreviation("GEN"), Some(Abbreviation::Title));
        assert_eq!(WORDS.abbreviation("gen"), None);
        assert_eq!(WORDS.abbreviation("Etc"), Some(Abbreviation::Inside));
        assert_eq!(WORDS.contraction("Cannot"), Some(3));
    }

    #[test]
    fn no_listed_word_is_too_long() {
        let longest = WORDS.starters.iter().chain(&WORDS.reporting).map(|word| word.len()).max();
        assert!(longest.is_some_and(|len| len <= MAX_LEN_BYTES));
    }
}
