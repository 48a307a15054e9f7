//! Units of money and measure.

use std::sync::LazyLock;

use super::{Line, Phrases, QuantityKind, rows};

/// A unit, as it is written to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: QuantityKind,
    pub(super) name: &'static str,
}

struct Units {
    signs: Phrases<&'static str>,
    currencies: Phrases<&'static str>,
    measures: Phrases<&'static str>,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let currencies = |place: &'static str| {
        rows(include_str!("../../../../lexicons/quantities/currencies.tsv"))
            .filter(move |row| row.get(2) == Some(&place))
            .map(|row| (row[0].to_owned(), row[1]))
            .collect()
    };
    let measures = rows(include_str!("../../../../lexicons/quantities/measures.tsv"));
    Units {
        signs: currencies("before"),
        currencies: currencies("after"),
        measures: measures.map(|row| (row[0].to_owned(), row[1])).collect(),
    }
});

/// Reads `$`, `US$`, `Rs.` before a number.
pub(super) fn money_before(line: &Line<'_>, at: usize) -> Option<(Unit, usize)> {
    let (name, end) = UNITS.signs.find(line, at)?;
    // A code in lower case is a word: `cad`, `inr`.
    let is_word = line.raw(at).bytes().all(|byte| byte.is_ascii_lowercase());
    let end = if line.low(at) == "rs" && line.is_sign(end, ".") { end + 1 } else { end };
    (!is_word).then_some((Unit { kind: QuantityKind::Money, name }, end))
}

/// Reads `dollars`, `percent`, `km` after a number, joined by a hyphen or not.
pub(super) fn unit_after(line: &Line<'_>, at: usize) -> Option<(Unit, usize)> {
    let start = if line.is_hyphen(at) { at + 1 } else { at };
    if let Some((name, end)) = UNITS.currencies.find(line, start) {
        return Some((Unit { kind: QuantityKind::Money, name }, end));
    }
    let (name, end) = UNITS.measures.find(line, start)?;
    let kind = if name == "%" { QuantityKind::Percent } else { QuantityKind::Measure };
    Some((Unit { kind, name }, end))
}
