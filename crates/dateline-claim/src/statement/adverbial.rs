//! Times, places and occasions between a cue and its content.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::clause::is_comma;
use super::content::Scene;
use super::noun_phrase::{base_end, is_day, is_time, with_prepositions};
use super::page::Page;

/// What stands after a cue, before its content.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// End of the cue, occasions that belong to it included: `said in a statement`.
    pub(super) cue_end: TokenId,
    /// Where the content, a mark or the end of the sentence follows.
    pub(super) end: TokenId,
    /// The hearer: `to reporters`.
    pub(super) addressee: Option<Range<TokenId>>,
}

/// Steps over the adverbials that follow a cue.
pub(super) fn step_over(scene: &Scene<'_, '_>, cue_end: TokenId) -> Gap {
    let mut gap = Gap { cue_end, end: cue_end, addressee: None };
    while gap.end < scene.bounds.end {
        let at = gap.end;
        let Some(end) = step(scene, at, &mut gap) else { break };
        gap.end = end;
    }
    gap
}

fn step(scene: &Scene<'_, '_>, at: TokenId, gap: &mut Gap) -> Option<TokenId> {
    let page = scene.page;
    if !scene.is_level(at) {
        return None;
    }
    if let Some(end) = time_end(scene, at) {
        if at == gap.cue_end && is_day(page, at) {
            gap.cue_end = end;
        }
        return Some(end);
    }
    if page.is(at, &[Upos::Adp]) && !page.is_word(at, &["that", "because", "as", "if", "than"]) {
        return preposition_end(scene, at, gap);
    }
    if page.is(at, &[Upos::Adv]) && !page.is_word(at, &["why", "how", "when", "where", "so"]) {
        return Some(at + 1);
    }
    if is_comma(page, at) {
        return parenthesis_end(scene, at);
    }
    None
}

/// `Monday`, `last week`, `on Tuesday morning`, `late Friday`.
pub(super) fn time_end(scene: &Scene<'_, '_>, at: TokenId) -> Option<TokenId> {
    let page = scene.page;
    let mut end = at;
    if page.is_word(end, &["on", "in", "since", "by", "late", "early", "during", "for"]) {
        end += 1;
    }
    while page.is_word(end, &["late", "early", "last", "this", "next", "the", "a", "earlier"])
        || page.is(end, &[Upos::Num])
    {
        end += 1;
    }
    if end >= scene.bounds.end || !is_time(page, end) || is_told_of(page, end) {
        return None;
    }
    end += 1;
    while end < scene.bounds.end
        && (is_time(page, end)
            || page.is(end, &[Upos::Num])
            || page.is_word(end, &["ago", "later"]))
    {
        end += 1;
    }
    Some(end)
}

/// `said last year was hot`, `said Monday's attack failed`: the time is no adverbial.
fn is_told_of(page: &Page<'_>, at: TokenId) -> bool {
    matches!(page.relation(at), "nsubj" | "nsubj:pass" | "nmod:poss")
}

fn preposition_end(scene: &Scene<'_, '_>, at: TokenId, gap: &mut Gap) -> Option<TokenId> {
    let page = scene.page;
    let limit = scene.bounds.end;
    let base = base_end(page, at + 1, limit)?;
    let end = with_prepositions(page, base, limit);
    if page.is_word(at, &["to"]) && gap.addressee.is_none() {
        gap.addressee = Some(at + 1..end);
    }
    let statement = page.is_word(base - 1, &["statement", "release"]);
    if at == gap.cue_end && page.is_word(at, &["in"]) && statement {
        gap.cue_end = base;
    }
    Some(end)
}

/// `, speaking on Friday,` or `, however,`: only where content follows the second comma.
fn parenthesis_end(scene: &Scene<'_, '_>, open: TokenId) -> Option<TokenId> {
    const MAX_TOKENS: usize = 25;
    let page = scene.page;
    let last = scene.bounds.end.min(open + MAX_TOKENS);
    let close = (open + 1..last).find(|&at| is_comma(page, at) && scene.is_level(at))?;
    let follows = page.is_word(close + 1, &["that"]) || scene.quotation_from(close + 1).is_some();
    let is_level = (open + 1..close).all(|at| scene.is_level(at));
    (follows && is_level && close > open + 1).then_some(close + 1)
}
