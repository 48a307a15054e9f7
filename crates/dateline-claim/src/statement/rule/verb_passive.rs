//! `It was reported that the road was closed.` `The mayor is expected to resign.`

use std::ops::Range;

use dateline_syntax::TokenId;

use super::VerbCue;
use crate::statement::clause::VerbForm;
use crate::statement::content::{Scene, content_end};
use crate::statement::draft::{Draft, whole};
use crate::statement::lexicon::Frame;
use crate::statement::noun_phrase::{base_end, is_time, with_prepositions};

/// Reads a passive cue; its source is named with `by`, or not at all.
pub(in crate::statement) fn verb_passive(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
) -> Option<Draft> {
    if verb.form != VerbForm::Passive {
        return None;
    }
    let (content, cue_end) = verb.cue.frames.iter().find_map(|frame| find(scene, frame, verb))?;
    let source = agent(scene, verb.tokens.end);
    Some(Draft {
        rule: "verb_passive",
        attitude: verb.cue.attitude,
        act: verb.cue.act,
        source,
        cue: verb.tokens.start..cue_end,
        content,
        addressee: None,
        learned: None,
    })
}

fn find(
    scene: &Scene<'_, '_>,
    frame: &Frame,
    verb: &VerbCue<'_>,
) -> Option<(Vec<Range<TokenId>>, TokenId)> {
    let page = scene.page;
    let at = verb.tokens.end;
    let subject = verb.subject.clone()?;
    let follows = match frame {
        Frame::Clause | Frame::That if page.is_word(at, &["that"]) => {
            let rest = at..content_end(scene, &verb.tokens, at);
            return Some((vec![rest], at));
        }
        Frame::Infinitive | Frame::NounInfinitive => page.is_word(at, &["to"]),
        Frame::NounThen(link) => page.is_word(at, &[link]),
        Frame::NounPredicate => scene.quotation_from(at).is_some(),
        Frame::Noun => return by_agent(scene, verb, subject),
        Frame::Hearer(inner) => return hearer(scene, inner, verb),
        _ => false,
    };
    if !follows || at >= scene.bounds.end {
        return None;
    }
    let rest = at..content_end(scene, &verb.tokens, at);
    let empty = page.is_word(subject.start, &["it", "there"]) && subject.len() == 1;
    Some((if empty { vec![rest] } else { vec![subject, rest] }, at))
}

/// `The plan was rejected by the council`: the subject is the content.
fn by_agent(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
    subject: Range<TokenId>,
) -> Option<(Vec<Range<TokenId>>, TokenId)> {
    agent(scene, verb.tokens.end)?;
    Some((whole(subject), verb.tokens.end))
}

/// `She was told that …`: the subject is the hearer.
fn hearer(
    scene: &Scene<'_, '_>,
    inner: &Frame,
    verb: &VerbCue<'_>,
) -> Option<(Vec<Range<TokenId>>, TokenId)> {
    let page = scene.page;
    let at = verb.tokens.end;
    let (start, cue_end) = match inner {
        Frame::Clause | Frame::That
            if page.is_word(at, &["that", "whether", "if", "why", "how"]) =>
        {
            (at, at)
        }
        Frame::Infinitive if page.is_word(at, &["to"]) => (at, at),
        Frame::Preposition(link) if page.is_word(at, &[link]) => (at + 1, at + 1),
        _ => return None,
    };
    let end = content_end(scene, &verb.tokens, start);
    (start < scene.bounds.end).then(|| (whole(start..end), cue_end))
}

/// Returns who does it: `by the council`.
pub(super) fn agent(scene: &Scene<'_, '_>, at: TokenId) -> Option<Range<TokenId>> {
    if !scene.page.is_word(at, &["by"]) || is_time(scene.page, at + 1) {
        return None;
    }
    let base = base_end(scene.page, at + 1, scene.bounds.end)?;
    Some(at + 1..with_prepositions(scene.page, base, scene.bounds.end))
}
