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
    // `neither confirmed nor denied`
    let is_neither = draft.cue.clone().any(|at| page.is_word(at, &["neither"]));
    let verb = draft.cue.clone().rev().find(|&at| page.is(at, &[Upos::Verb]));
    let is_left = |verb: TokenId| has_not(page, verb) || is_left_undone(page, verb);
    is_neither || withholds_words(page, draft) || verb.is_some_and(is_left)
}

/// Words before a verb among which its "not", or the word that leaves it undone, is sought.
const REACH: usize = 8;

/// Tells whether a verb has a "not" before it: in `promised not to leave` the promise has none.
fn has_not(page: &Page<'_>, verb: TokenId) -> bool {
    let is_its = |at: TokenId| page.head_of(at) == Some(verb) && page.same_level(at, verb);
    (verb.saturating_sub(REACH)..verb).any(|at| is_not(page, at) && is_its(at))
}

/// `declined to say`, `has been unable to confirm`, `did not want to comment`
fn is_left_undone(page: &Page<'_>, verb: TokenId) -> bool {
    let governor = page.head_of(verb).filter(|_| page.relation(verb) == "xcomp");
    governor.is_some_and(|at| {
        (verb.saturating_sub(REACH)..verb).contains(&at)
            && page.same_level(at, verb)
            && page.is_word(verb - 1, &["to"])
            && (LISTS.holds("undone", page.lemma(at)) || has_not(page, at))
    })
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
            cue.class == CueClass::Verb
                && cue.attitude == Attitude::Said
                && matches!(cue.act, Act::Says | Act::Claims)
        });
        says || matches!(lemma, "answer" | "confirm" | "respond")
    };
    is_undone && page.is_word(start, &["to"]) && is_said()
}

fn is_not(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["not", "n't", "never"]) && !page.is_word(at + 1, &["only", "just"])
        || page.is_word(at, &["longer"]) && at > 0 && page.is_word(at - 1, &["no"])
}
