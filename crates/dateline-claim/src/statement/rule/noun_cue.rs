//! `The ministry's warning that the dam may fail.`

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::words_end;
use crate::statement::content::{Scene, noun_content_end, starts_relative};
use crate::statement::draft::{Draft, whole};
use crate::statement::lexicon::{CUES, Cue, CueClass, Frame};
use crate::statement::noun_phrase::{base_end, base_start, starts_phrase, with_prepositions};

/// Reads a noun that has content, at a token.
pub(in crate::statement) fn noun_cue(scene: &Scene<'_, '_>, at: TokenId) -> Option<Draft> {
    let page = scene.page;
    if !page.is(at, &[Upos::Noun]) || !scene.is_level(at) {
        return None;
    }
    CUES.starting_with(page.lemma(at))
        .iter()
        .filter(|cue| cue.class == CueClass::Noun)
        .find_map(|cue| read(scene, at, cue))
}

fn read(scene: &Scene<'_, '_>, at: TokenId, cue: &Cue) -> Option<Draft> {
    let noun_end = words_end(scene.page, cue, at)?;
    let agent = agent_after(scene, noun_end);
    let from = agent.as_ref().map_or(noun_end, |agent| agent.end);
    let (start, linked) = cue.frames.iter().find_map(|frame| find(scene, frame, from))?;
    let cue_end = if linked && agent.is_none() { start } else { noun_end };
    let cue_tokens = at..cue_end;
    let end = noun_content_end(scene, &cue_tokens, start);
    (end > start).then(|| Draft {
        rule: "noun_cue",
        attitude: cue.attitude,
        act: cue.act,
        source: owner_before(scene, at).or(agent),
        cue: cue_tokens,
        content: whole(start..end),
        addressee: None,
        learned: None,
    })
}

/// Returns where content starts, and whether a preposition links it to the cue.
fn find(scene: &Scene<'_, '_>, frame: &Frame, at: TokenId) -> Option<(TokenId, bool)> {
    let page = scene.page;
    if at >= scene.bounds.end {
        return None;
    }
    match frame {
        Frame::Clause => {
            (page.is_word(at, &["that"]) && !starts_relative(scene, at)).then_some((at, false))
        }
        Frame::Infinitive => {
            (page.is_word(at, &["to"]) && scene.group_from(at).is_some()).then_some((at, false))
        }
        Frame::Preposition(link) => {
            let follows = page.is_word(at, &[link])
                && (starts_phrase(page, at + 1) || page.is(at + 1, &[Upos::Verb]));
            follows.then_some((at + 1, true))
        }
        _ => None,
    }
}

/// `calls by deputies for`, `support among voters for`.
fn agent_after(scene: &Scene<'_, '_>, at: TokenId) -> Option<Range<TokenId>> {
    let page = scene.page;
    if !page.is_word(at, &["by", "from", "among"]) {
        return None;
    }
    let base = base_end(page, at + 1, scene.bounds.end)?;
    let end = if page.is_word(base, &["of"]) {
        with_prepositions(page, base, scene.bounds.end)
    } else {
        base
    };
    Some(at + 1..end)
}

/// `the ministry's warning`, `their demand`.
fn owner_before(scene: &Scene<'_, '_>, at: TokenId) -> Option<Range<TokenId>> {
    let page = scene.page;
    let mut start = at;
    while start > scene.bounds.start && page.is(start - 1, &[Upos::Adj, Upos::Num, Upos::Noun]) {
        start -= 1;
    }
    let before = start.checked_sub(1).filter(|&before| before >= scene.bounds.start)?;
    if page.is_word(before, &["his", "her", "their", "its", "our", "my", "your", "whose"]) {
        return Some(before..start);
    }
    if page.is_word(before, &["'s", "'"]) {
        return base_start(page, before, scene.bounds.start).map(|first| first..start);
    }
    None
}
