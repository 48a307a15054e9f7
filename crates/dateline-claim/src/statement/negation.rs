//! `did not confirm that …`, `refused to say …`, `no group has claimed …`: cues that are told not to be done.

use dateline_syntax::{TokenId, Upos};

use super::draft::Draft;
use super::lexicon::{CUES, CueClass, LISTS};
use super::page::Page;
use super::{Act, Attitude};

/// Tells whether the text says that the source did not do what the cue tells.
pub(super) fn is_negated(page: &Page<'_>, draft: &Draft) -> bool {
    let by_no_one = draft.source.as_ref().is_some_and(|source| {
        page.is_word(source.start, &["no", "nobody", "none", "neither", "nothing"])
    });
    by_no_one || is_not_done(page, draft)
}

fn is_not_done(page: &Page<'_>, draft: &Draft) -> bool {
    // Words before a verb among which its "not" is sought.
    const REACH: usize = 8;
    let Some(verb) = draft.cue.clone().rev().find(|&at| page.is(at, &[Upos::Verb])) else {
        return false;
    };
    // `promised not to leave`: what is promised is negated, not the promise.
    let is_before = |at: TokenId, verb: TokenId| {
        let first = verb.saturating_sub(REACH);
        (first..verb).contains(&at) && page.same_level(at, verb)
    };
    let denies = |verb: TokenId| {
        let mut near = verb.saturating_sub(REACH)..verb;
        near.any(|at| is_not(page, at) && page.head_of(at) == Some(verb) && is_before(at, verb))
    };
    // `declined to say`, `has been unable to confirm`
    let governor = page.head_of(verb).filter(|_| page.relation(verb) == "xcomp");
    let is_left = |at: TokenId| is_before(at, verb) && page.is_word(verb - 1, &["to"]);
    withholds_words(page, draft)
        || denies(verb)
        || governor
            .is_some_and(|at| is_left(at) && (LISTS.holds("undone", page.lemma(at)) || denies(at)))
}

/// Tells whether all of a statement is that something is not said: `declined | to comment`, `refused | to say
/// where`.
pub(super) fn withholds_words(page: &Page<'_>, draft: &Draft) -> bool {
    let Some(start) = draft.content.first().map(|part| part.start) else { return false };
    let is_undone = draft.cue.clone().any(|at| LISTS.holds("undone", page.lemma(at)));
    let is_said = || {
        let lemma = page.lemma(start + 1);
        let mut entries = CUES.starting_with(lemma).iter();
        let says = entries.any(|cue| {
            cue.class == CueClass::Verb && cue.attitude == Attitude::Said && cue.act == Act::Claims
        });
        says || matches!(lemma, "answer" | "confirm" | "respond")
    };
    is_undone && page.is_word(start, &["to"]) && is_said()
}

fn is_not(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["not", "n't", "never"]) && !page.is_word(at + 1, &["only", "just"])
        || page.is_word(at, &["longer"]) && at > 0 && page.is_word(at - 1, &["no"])
}
