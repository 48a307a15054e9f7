//! `The road was closed, according to the mayor.`

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use crate::statement::clause::is_comma;
use crate::statement::content::{Scene, content_end, starts_relative, trim_end};
use crate::statement::draft::{Draft, whole};
use crate::statement::noun_phrase::{base_end, with_prepositions};
use crate::statement::{Act, Attitude};

/// Reads `according to` at a token.
pub(in crate::statement) fn according_to(scene: &Scene<'_, '_>, at: TokenId) -> Option<Draft> {
    let cue = cue_at(scene, at)?;
    let source = source_after(scene, cue.end)?;
    let fronted = at <= scene.bounds.start + 1
        || scene.page.is_word(at - 1, &["that", "but", "and", "because"]);
    let content = if fronted {
        after_source(scene, &cue, source.end)
    } else {
        before_cue(scene, at, source.end)
    }?;
    Some(Draft {
        rule: "according_to",
        attitude: Attitude::Said,
        act: Act::Says,
        source: Some(source),
        cue,
        content,
        addressee: None,
        learned: None,
    })
}

fn cue_at(scene: &Scene<'_, '_>, at: TokenId) -> Option<Range<TokenId>> {
    let page = scene.page;
    if !scene.is_level(at) {
        return None;
    }
    let according = page.is_word(at, &["according"]) && page.is_word(at + 1, &["to"]);
    according.then_some(at..at + 2)
}

/// `and the shops were shut`: a clause of its own follows.
fn starts_sibling(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let is_own = || {
        let group = scene.groups.get(scene.group_after(at + 1));
        group.is_some_and(|group| {
            let subject = group.subject.as_ref().filter(|_| group.own_subject);
            subject.is_some_and(|subject| subject.start == at + 1)
        })
    };
    scene.page.is_word(at, &["and", "but", "while"]) && is_own()
}

fn source_after(scene: &Scene<'_, '_>, start: TokenId) -> Option<Range<TokenId>> {
    let page = scene.page;
    let base = base_end(page, start, scene.bounds.end)?;
    let mut end = with_prepositions(page, base, scene.bounds.end);
    // A source may go on in a reduced clause: `a report released on Friday by the ministry`.
    while end < scene.bounds.end
        && scene.is_level(end)
        && !is_comma(page, end)
        && !matches!(page.form(end), "." | ";" | ":" | ")")
        && !page.is_word(end, &["when", "as", "but", "because"])
        && (!page.is_word(end, &["that"]) || starts_relative(scene, end))
        && !starts_sibling(scene, end)
    {
        end += 1;
    }
    Some(start..participle_end(scene, end).unwrap_or(end))
}

/// `a letter, obtained by this paper, the …`: a participle between commas belongs to the source.
fn participle_end(scene: &Scene<'_, '_>, comma: TokenId) -> Option<TokenId> {
    const MAX_TOKENS: usize = 15;
    let page = scene.page;
    let verb = comma + 1;
    let is_participle = page.is(verb, &[Upos::Verb])
        && (page.low(verb).ends_with("ed") || page.is_word(verb, &["seen", "made"]));
    if !is_comma(page, comma)
        || !is_participle
        || !page.is_word(verb + 1, &["by", "on", "in", "to"])
    {
        return None;
    }
    let last = scene.bounds.end.min(verb + MAX_TOKENS);
    (verb..last).find(|&at| is_comma(page, at) && scene.is_level(at))
}

fn after_source(
    scene: &Scene<'_, '_>,
    cue: &Range<TokenId>,
    source_end: TokenId,
) -> Option<Vec<Range<TokenId>>> {
    let start = source_end + usize::from(is_comma(scene.page, source_end));
    if start >= scene.bounds.end || start == source_end {
        return None;
    }
    Some(whole(start..content_end(scene, cue, start)))
}

fn before_cue(
    scene: &Scene<'_, '_>,
    at: TokenId,
    source_end: TokenId,
) -> Option<Vec<Range<TokenId>>> {
    let page = scene.page;
    let mut start = scene.bounds.start;
    while page.is_word(start, &["but", "and", "still", "however", "meanwhile", ","]) {
        start += 1;
    }
    if start >= at {
        return None;
    }
    let mut content = whole(start..trim_end(page, start, at));
    let next = source_end + 1;
    if is_comma(page, source_end) && next < scene.bounds.end && interrupts(scene, at) {
        content.push(next..trim_end(page, next, scene.bounds.end));
    }
    Some(content)
}

/// `The convoy, according to aides, left at noon`: no verb before the cue.
fn interrupts(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    scene.groups.get(scene.group_after(scene.bounds.start)).is_none_or(|group| group.head > at)
}
