//! What a proof found.

use std::fmt;

/// Most differences that are kept; all are counted.
const MOST_KEPT: usize = 100;

/// Most characters of a value that are kept.
const MOST_SHOWN: usize = 200;

/// Which part of a ledger differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// An item's bytes, which no longer have the hash that is its id.
    Bytes,
    /// A reading's record.
    Record,
    /// A row of a table.
    Table,
    /// A row of a view across outlets.
    View,
    /// The database file or the definition of a table.
    File,
    /// A seal.
    Seal,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Bytes => "the bytes",
            Part::Record => "the record",
            Part::Table => "the table",
            Part::View => "the view",
            Part::File => "the file",
            Part::Seal => "the seal",
        })
    }
}

/// Something that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub part: Part,
    /// The dispatch, or the record in it, such as `3fa9b2c4d5e6f708/s2`; `None` where it is of none.
    pub id: Option<String>,
    /// Where: a table and column, or a field of the record.
    pub place: String,
    /// What must be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Difference {
    /// Tells of a difference that belongs to no dispatch.
    pub fn new(
        part: Part,
        place: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let (place, expected, found) = (place.into(), expected.into(), found.into());
        Self { part, id: None, place, expected: shorten(expected), found: shorten(found) }
    }

    /// Adds the id of the dispatch or record.
    #[must_use]
    pub fn of(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

fn shorten(words: String) -> String {
    match words.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// What a proof looked at and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Readings whose record was looked at.
    pub n_readings: u64,
    /// Spans proved or not.
    pub n_spans: u64,
    /// Readings that were read again.
    pub n_again: u64,
    /// Seals.
    pub n_seals: u64,
    /// The newest seal, in hexadecimal: who keeps it can tell later that nothing was cut off.
    pub sealed: Option<String>,
    /// Whether the views across outlets were made before the newest append; they are not proved then.
    pub is_stale: bool,
    /// Differences.
    pub n_differences: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
}

impl Proof {
    /// Adds a difference.
    pub fn add(&mut self, difference: Difference) {
        self.n_differences += 1;
        if self.differences.len() < MOST_KEPT {
            self.differences.push(difference);
        }
    }

    /// Adds that a part could not be read to its end.
    pub(super) fn add_unread(&mut self, part: Part, place: &str, why: &dyn fmt::Display) {
        self.add(Difference::new(part, place, "rows that can be read", why.to_string()));
    }
}
