//! Whether a bare date lies before or after the dispatch.

use super::lexicon::LEXICON;
use crate::quantity::Line;

/// The side of the dispatch's date on which a bare date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaning {
    /// A verb in the past tense governs it.
    Past,
    /// `will`, `due`, `scheduled` governs it.
    Future,
    /// No verb tells.
    Unsaid,
}

/// Finds the nearest word that tells the tense: before the expression, else after it.
pub(super) fn leaning(line: &Line<'_>, start: usize, end: usize) -> Leaning {
    if matches!(line.before(start, 2), "early" | "soon") && line.before(start, 1) == "as" {
        return Leaning::Future;
    }
    let before = (start.saturating_sub(REACH)..start).rev();
    let after = end..line.len().min(end + REACH);
    before.chain(after).find_map(|at| read_cue(line, at)).unwrap_or(Leaning::Unsaid)
}

fn read_cue(line: &Line<'_>, at: usize) -> Option<Leaning> {
    let word = line.low(at);
    // `United`, `Limited` and other names.
    if line.is_capital(at) && at > 0 || word == "until" && at == 0 {
        return None;
    }
    let leaning = |is_future| if is_future { Leaning::Future } else { Leaning::Past };
    if word == "set" && matches!(line.low(at + 1), "to" | "for" | "by") {
        return Some(Leaning::Future);
    }
    if let Some(is_future) = LEXICON.cues.get(word) {
        return Some(leaning(*is_future));
    }
    let is_past_verb = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    // `would be called off on Friday`
    let is_ahead = line.before(at, 1) == "be"
        && matches!(line.before(at, 2), "will" | "would" | "shall" | "to" | "must" | "should");
    is_past_verb.then(|| leaning(is_ahead))
}

/// How many words away a cue may stand.
const REACH: usize = 30;
