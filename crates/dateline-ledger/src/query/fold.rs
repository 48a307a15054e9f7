//! The same words in copies of one text, as one row.

use std::collections::BTreeMap;

use super::rows::{EventRow, FigureRow, StatementRow};

/// A row that may stand in several copies of one text.
pub(super) trait Foldable {
    /// Returns what tells it from other rows of the same text.
    fn words(&self) -> [&str; 4];

    /// Returns the text that its dispatch is a copy of, else the dispatch itself.
    fn origin(&self) -> &str;

    fn dispatch(&self) -> &str;

    fn day(&self) -> Option<&str>;

    fn set_copies(&mut self, n_copies: u32);
}

/// Folds rows, newest first, into one for each text: the one of the earliest copy, with how many
/// dispatches have it.
pub(super) fn fold<R: Foldable>(rows: Vec<R>) -> Vec<R> {
    let mut known: BTreeMap<(String, [String; 4]), Copies> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let key = (row.origin().to_owned(), row.words().map(letters));
        let copies = known.entry(key).or_default();
        if copies.last.is_none_or(|last| rows[last].dispatch() != row.dispatch()) {
            copies.n_dispatches += 1;
            // The undated come last, and may be of any time.
            if copies.last.is_none() || row.day().is_some() {
                copies.last = Some(at);
            }
        }
    }
    let kept: BTreeMap<usize, u32> = known
        .into_values()
        .filter_map(|copies| Some((copies.last?, copies.n_dispatches)))
        .collect();
    let keep = |(at, mut row): (usize, R)| {
        row.set_copies(*kept.get(&at)?);
        Some(row)
    };
    rows.into_iter().enumerate().filter_map(keep).collect()
}

#[derive(Default)]
struct Copies {
    /// Position of the first row of the dispatch that was met last, which is the earliest.
    last: Option<usize>,
    n_dispatches: u32,
}

/// Keeps letters and digits alone: copies differ in quotation marks and white space.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

macro_rules! foldable {
    ($row:ident, $($field:ident),+) => {
        impl Foldable for $row {
            fn words(&self) -> [&str; 4] {
                [$(Words::words(&self.$field)),+]
            }

            fn origin(&self) -> &str {
                self.origin.as_deref().unwrap_or(&self.dispatch)
            }

            fn dispatch(&self) -> &str {
                &self.dispatch
            }

            fn day(&self) -> Option<&str> {
                self.day.as_deref()
            }

            fn set_copies(&mut self, n_copies: u32) {
                self.copies = Some(n_copies);
            }
        }
    };
}

foldable!(StatementRow, act, source, cue, content);
foldable!(EventRow, r#type, trigger, mode, sentence);
foldable!(FigureRow, measure, text, population, sentence);

trait Words {
    fn words(&self) -> &str;
}

impl Words for String {
    fn words(&self) -> &str {
        self
    }
}

impl Words for Option<String> {
    fn words(&self) -> &str {
        self.as_deref().unwrap_or_default()
    }
}
