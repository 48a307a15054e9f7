//! `The mayor was confident that the dam would hold.`

use dateline_syntax::{TokenId, Upos};

use super::words_end;
use crate::statement::clause::VerbForm;
use crate::statement::content::{Scene, content_end};
use crate::statement::draft::Draft;
use crate::statement::lexicon::{CUES, Cue, CueClass, Frame};

/// Reads an adjective (or a participle used as one) after a form of `be` or `feel`.
pub(in crate::statement) fn adjective_cue(scene: &Scene<'_, '_>, at: TokenId) -> Option<Draft> {
    let page = scene.page;
    if !page.is(at, &[Upos::Adj, Upos::Verb]) || !scene.is_level(at) {
        return None;
    }
    let lemma = page.lemma(at);
    let low = page.low(at);
    CUES.starting_with(low)
        .iter()
        .chain(if lemma == low { &[] } else { CUES.starting_with(lemma) })
        .filter(|cue| cue.class == CueClass::Adjective)
        .find_map(|cue| read(scene, at, cue))
}

fn read(scene: &Scene<'_, '_>, at: TokenId, cue: &Cue) -> Option<Draft> {
    let page = scene.page;
    let end = words_end(page, cue, at)?;
    let group = copula_before(scene, at)?;
    let start = cue.frames.iter().find_map(|frame| match frame {
        Frame::Clause => page.is_word(end, &["that", "whether", "if"]).then_some(end),
        Frame::Infinitive => {
            (page.is_word(end, &["to"]) && scene.group_from(end).is_some()).then_some(end)
        }
        Frame::Preposition(link) => page.is_word(end, &[link]).then_some(end + 1),
        _ => None,
    })?;
    let tokens = scene.groups[group].tokens.start..start;
    let content = start..content_end(scene, &tokens, start);
    (content.start < scene.bounds.end && !content.is_empty()).then(|| Draft {
        rule: "adjective_cue",
        attitude: cue.attitude,
        act: cue.act,
        source: scene.groups[group].subject.clone(),
        cue: tokens,
        content: vec![content],
        addressee: None,
        learned: None,
    })
}

/// Returns the group of the copula that an adjective follows, adverbs between left out.
fn copula_before(scene: &Scene<'_, '_>, at: TokenId) -> Option<usize> {
    let page = scene.page;
    let mut end = at;
    while end > scene.bounds.start && page.is(end - 1, &[Upos::Adv]) {
        end -= 1;
    }
    let group = scene.groups.iter().position(|group| {
        group.tokens.contains(&at) || group.tokens.end == end || group.tokens.end == at
    })?;
    let found = &scene.groups[group];
    let copula = match page.lemma(found.head) {
        "be" | "feel" | "seem" | "appear" | "remain" | "become" | "sound" => true,
        _ => found.head == at && found.form == VerbForm::Passive,
    };
    copula.then_some(group)
}
