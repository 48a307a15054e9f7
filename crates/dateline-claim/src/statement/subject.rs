//! Subjects that the tree tells.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::page::Page;

/// Words around a verb among which its subject is sought, and around a noun those that belong to it.
const REACH: usize = 60;
const PHRASE_REACH: usize = 14;

/// Returns the noun that is a verb's subject: its own, or that of the verb which it is joined to, governed by or hangs
/// on: `Hale came and spoke`, `Hale promised to come`, `they forced Hale to come`.
pub(super) fn subject_by_tree(
    page: &Page<'_>,
    verb: TokenId,
    within: &Range<TokenId>,
) -> Option<TokenId> {
    const MAX_STEPS: usize = 6;
    let mut at = verb;
    for _ in 0..MAX_STEPS {
        if let Some(noun) = own_noun(page, at, within) {
            return Some(noun);
        }
        let governor = page.head_of(at)?;
        match page.relation(at) {
            // `accused Hale of lying`: Hale lied, by that account.
            "advcl" if page.is_word(at.saturating_sub(1), &["of", "for"]) => {
                let object = child(page, governor, &["obj"], within).filter(|&noun| noun < at);
                return object.or_else(|| own_noun(page, governor, within));
            }
            "conj" | "advcl" => at = governor,
            "xcomp" if page.lemma(governor) == "promise" => at = governor,
            "xcomp" => {
                match child(page, governor, &["obj", "iobj"], within).filter(|&noun| noun < at) {
                    Some(noun) => return Some(noun),
                    None => at = governor,
                }
            }
            _ => return None,
        }
    }
    None
}

/// Returns the noun that a verb's own subject is.
pub(super) fn own_noun(page: &Page<'_>, verb: TokenId, within: &Range<TokenId>) -> Option<TokenId> {
    child(page, verb, &["nsubj", "nsubj:pass"], within)
}

fn child(
    page: &Page<'_>,
    head: TokenId,
    relations: &[&str],
    within: &Range<TokenId>,
) -> Option<TokenId> {
    let near = within.start.max(head.saturating_sub(REACH))..within.end.min(head + REACH);
    near.into_iter().find(|&at| page.depends(at, head, relations) && page.same_level(at, head))
}

/// Returns the words around a noun that belong to it, as far as no mark, verb or clause stands between.
pub(super) fn phrase(page: &Page<'_>, noun: TokenId, within: &Range<TokenId>) -> Range<TokenId> {
    const ENDS: &[Upos] = &[Upos::Punct, Upos::Verb, Upos::Aux, Upos::Sconj, Upos::Part];
    let is_relative = |at| page.is_word(at, &["who", "whom", "whose", "which", "that"]);
    let start = first_word(page, noun, within.start);
    let last = within.end.min(noun + PHRASE_REACH);
    let goes_on = |&at: &TokenId| {
        belongs(page, at, noun)
            && !page.is(at, ENDS)
            && !is_relative(at)
            && page.same_level(at, noun)
    };
    start..(noun + 1..last).find(|at| !goes_on(at)).unwrap_or(last.max(noun + 1))
}

/// Returns the first of the words before a noun that belong to it; `as` and `and` ahead of it do not.
pub(super) fn first_word(page: &Page<'_>, noun: TokenId, limit: TokenId) -> TokenId {
    const LINKS: &[Upos] = &[Upos::Adp, Upos::Sconj, Upos::Cconj, Upos::Punct];
    let limit = limit.max(noun.saturating_sub(PHRASE_REACH));
    let is_first =
        |&at: &TokenId| belongs(page, at, noun) && !page.is(at, LINKS) && page.same_level(at, noun);
    (limit..noun).find(is_first).unwrap_or(noun)
}

/// Tells whether a word hangs on a noun, or on one that does.
fn belongs(page: &Page<'_>, at: TokenId, noun: TokenId) -> bool {
    const MAX_DEPTH: usize = 8;
    let heads = std::iter::successors(page.head_of(at), |&head| page.head_of(head));
    heads.take(MAX_DEPTH).any(|head| head == noun)
}
