//! Expressions with a word before them that bounds or cuts them.

use super::{
    expression::{Clock, Found, Meaning},
    lexicon::LEXICON,
    rules::longest_plain,
    stretch::Unit,
};
use crate::quantity::Line;

/// Reads `early October`, `the end of last week`, `later this year`, `early Monday morning`.
pub(super) fn edge(line: &Line<'_>, at: usize) -> Option<Found> {
    // `the early 1990s`
    let the = line.skip_any(at, &["the"]);
    let (edge, end) = LEXICON.edges.find(line, at).or_else(|| LEXICON.edges.find(line, the))?;
    let start = if line.is_hyphen(end) { end + 1 } else { end };
    let inner = longest_plain(line, start)?;
    let is_decade =
        matches!(inner.meaning, Meaning::Fixed(stretch) if stretch.unit == Unit::Decade);
    if LEXICON.edges.find(line, at).is_none() && !is_decade {
        return None;
    }
    let is_cut = match inner.meaning {
        Meaning::Fixed(_) | Meaning::OneOf(..) | Meaning::Away { .. } | Meaning::Same(_) => true,
        Meaning::Clock => matches!(inner.clock, Some(Clock::Part(_))),
        _ => false,
    };
    is_cut.then_some(Found { edge: Some(edge), ..inner })
}

/// Reads `about three weeks`, `nearly two years ago`, `more than four decades`.
pub(super) fn approximation(line: &Line<'_>, at: usize) -> Option<Found> {
    let ((), start) = LEXICON.approximations.find(line, at)?;
    // `over the past year` has a preposition.
    let is_preposition = line.low(at) == "over"
        && (line.low(at + 1) == "the" || !matches!(line.before(at, 1), "for" | ""));
    let inner = longest_plain(line, start).filter(|_| !is_preposition)?;
    let is_length = matches!(inner.meaning, Meaning::Length(_)) || inner.rule == "time.ago";
    is_length.then_some(inner)
}
