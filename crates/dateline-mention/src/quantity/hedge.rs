//! Words that hedge a number, and what they do to its bounds.

use std::sync::LazyLock;

use super::{Line, Phrases, QuantityKind, rows};

/// What a hedge does to the bounds of a number; the table in `lexicons/quantities/hedges.tsv` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// No bounds.
    About,
    /// At most the number.
    Almost,
    /// The number or more.
    AtLeast,
    /// The number or fewer.
    AtMost,
    /// More than the number.
    More,
    /// Fewer than the number.
    Fewer,
}

/// Inclusive bounds; `None` where unbounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

/// The hedges of `lexicons/quantities/hedges.tsv`.
struct Hedges {
    before: Phrases<Effect>,
    after: Phrases<Effect>,
}

static HEDGES: LazyLock<Hedges> = LazyLock::new(|| {
    let table = || rows(include_str!("../../../../lexicons/quantities/hedges.tsv"));
    let at = move |place: &'static str| {
        let rows = table().filter(move |row| row.get(2) == Some(&place));
        rows.filter_map(|row| Some((row[0].to_owned(), read_effect(row[1])?))).collect()
    };
    Hedges { before: at("before"), after: at("after") }
});

impl Effect {
    /// Returns the bounds that the hedge leaves to a number.
    pub(super) fn bound(self, n: f64, kind: QuantityKind) -> Bounds {
        let is_whole = kind == QuantityKind::Count && n.fract() == 0.0;
        let step = if is_whole { 1.0 } else { 0.0 };
        let (low, high) = match self {
            Effect::About => (None, None),
            Effect::Almost | Effect::AtMost => (None, Some(n)),
            Effect::AtLeast => (Some(n), None),
            Effect::More => (Some(n + step), None),
            Effect::Fewer => (None, Some(n - step)),
        };
        Bounds { low, high }
    }

    /// Returns the bounds that the hedge leaves to a range.
    pub(super) fn bound_range(self, bounds: Bounds) -> Bounds {
        match self {
            Effect::About => bounds,
            Effect::Almost | Effect::AtMost | Effect::Fewer => Bounds { low: None, ..bounds },
            Effect::AtLeast | Effect::More => Bounds { high: None, ..bounds },
        }
    }
}

/// Finds the hedge that begins at `at` and stands before a number.
pub(super) fn hedge_before(line: &Line<'_>, at: usize) -> Option<(Effect, usize)> {
    HEDGES.before.find(line, at)
}

/// Finds the hedge that stands at `at`, after a number: `or more`, `-plus`, `+`.
pub(super) fn hedge_after(line: &Line<'_>, at: usize) -> Option<(Effect, usize)> {
    if line.is_sign(at, "+") {
        return Some((Effect::AtLeast, at + 1));
    }
    if line.is_hyphen(at) && line.low(at + 1) == "plus" {
        return Some((Effect::AtLeast, at + 2));
    }
    HEDGES.after.find(line, at)
}

fn read_effect(word: &str) -> Option<Effect> {
    Some(match word {
        "about" => Effect::About,
        "almost" => Effect::Almost,
        "at_least" => Effect::AtLeast,
        "at_most" => Effect::AtMost,
        "more" => Effect::More,
        "fewer" => Effect::Fewer,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hedge_is_read() {
        let n_rows = rows(include_str!("../../../../lexicons/quantities/hedges.tsv")).count();
        assert_eq!(HEDGES.before.len() + HEDGES.after.len(), n_rows);
    }
}
