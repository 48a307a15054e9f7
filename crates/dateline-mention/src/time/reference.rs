//! Vague references: now, recently, in the future.

use super::{
    expression::{Found, Meaning},
    lexicon::LEXICON,
    tense::{Leaning, leaning},
};
use crate::quantity::Line;

/// Reads `now`, `recently`, `the near future`.
pub(super) fn reference(line: &Line<'_>, at: usize) -> Option<Found> {
    let ((value, needs_preposition), end) = LEXICON.references.find(line, at)?;
    let is_free = !needs_preposition
        || matches!(line.before(at, 1), "in" | "of" | "for" | "from" | "at" | "until" | "to");
    let is_joined = line.is_hyphen(end) || at > 0 && line.is_hyphen(at - 1);
    // `as soon as` compares, `soon after` counts from something else.
    // and `soon` in a story of the past is no time to come.
    let is_other = line.low(at) == "soon"
        && (line.before(at, 1) == "as"
            || line.low(end) == "after"
            || leaning(line, at, end) == Leaning::Past);
    let is_name = line.is_capital(at) && at > 0 && line.is_capital(at - 1);
    (is_free && !is_joined && !is_name && !is_other)
        .then(|| Found::new("time.reference", end, Meaning::Vague(value)))
}
