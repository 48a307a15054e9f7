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
            "conj" | "advcl" => at = governor,
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

/// Returns the words around a noun that belong to it, as far as no mark and no clause stands between.
pub(super) fn phrase(page: &Page<'_>, noun: TokenId, within: &Range<TokenId>) -> Range<TokenId> {
    let start = first_word(page, noun, within.start);
    let mut end = noun + 1;
    let last = within.end.min(noun + PHRASE_REACH);
    while end < last
        && belongs(page, end, noun)
        && !page.is(end, &[Upos::Punct, Upos::Verb, Upos::Aux])
        && page.same_level(end, noun)
    {
        end += 1;
    }
    start..end
}

/// Returns where the words before a noun begin that belong to it.
pub(super) fn first_word(page: &Page<'_>, noun: TokenId, limit: TokenId) -> TokenId {
    let limit = limit.max(noun.saturating_sub(PHRASE_REACH));
    (limit..noun).find(|&at| belongs(page, at, noun) && page.same_level(at, noun)).unwrap_or(noun)
}

/// Tells whether a word hangs on a noun, or on one that does.
fn belongs(page: &Page<'_>, at: TokenId, noun: TokenId) -> bool {
    const MAX_DEPTH: usize = 8;
    let heads = std::iter::successors(page.head_of(at), |&head| page.head_of(head));
    heads.take(MAX_DEPTH).any(|head| head == noun)
}
