//! The rules, one kind of attribution each.

mod according_to;
mod adjective_cue;
mod citing;
mod noun_cue;
mod quoted;
mod running_quotation;
mod speaker_label;
mod verb_after_content;
mod verb_before_content;
mod verb_passive;

pub(super) use according_to::according_to;
pub(super) use adjective_cue::adjective_cue;
pub(super) use citing::{CITING, citing, give_up};
pub(super) use noun_cue::noun_cue;
pub(super) use quoted::{QUOTED, QUOTING, relayed};
pub(super) use running_quotation::running_quotation;
pub(super) use speaker_label::speaker_label;
pub(super) use verb_after_content::{follows_quotation, verb_after_content};
pub(super) use verb_before_content::verb_before_content;
pub(super) use verb_passive::verb_passive;

use std::ops::Range;

use dateline_syntax::TokenId;

use super::clause::{VerbForm, VerbGroup};
use super::content::Scene;
use super::lexicon::{CUES, Cue, CueClass, LISTS};
use super::page::Page;

/// A verb group that may be a cue.
#[derive(Clone)]
pub(super) struct VerbCue<'c> {
    pub(super) cue: &'c Cue,
    /// The cue's words, auxiliaries, adverbs and particles included.
    pub(super) tokens: Range<TokenId>,
    /// Form of the group that governs it: finite for `declined to say`.
    pub(super) form: VerbForm,
    pub(super) subject: Option<Range<TokenId>>,
    pub(super) own_subject: bool,
}

/// Returns the cues of a verb group, the longest words first.
pub(super) fn verb_cues(scene: &Scene<'_, '_>, at: usize) -> Vec<VerbCue<'static>> {
    let group = &scene.groups[at];
    let governor = governor_of(scene, at);
    let speaker = relayed(scene, at).map(|relayed| relayed.speaker);
    CUES.starting_with(scene.page.lemma(group.head))
        .iter()
        .filter(|cue| cue.class == CueClass::Verb)
        .filter_map(|cue| {
            let end = with_manner(scene, words_end(scene.page, cue, group.head)?);
            Some(VerbCue {
                cue,
                tokens: governor.tokens.start..end,
                form: governor.form,
                subject: speaker.clone().or_else(|| governor.subject.clone()),
                own_subject: governor.own_subject || speaker.is_some(),
            })
        })
        .collect()
}

/// Returns the end of a cue's words, where all of them stand there.
pub(super) fn words_end(page: &Page<'_>, cue: &Cue, first: TokenId) -> Option<TokenId> {
    let fits = cue.words.iter().enumerate().skip(1).all(|(n, word)| page.low(first + n) == &**word);
    fits.then(|| first + cue.words.len())
}

fn governor_of<'g>(scene: &'g Scene<'_, '_>, at: usize) -> &'g VerbGroup {
    let page = scene.page;
    if at > 0 && scene.groups[at].form == VerbForm::Gerund {
        return governor_of_gerund(scene, at);
    }
    let mut at = at;
    while at > 0 && scene.groups[at].form == VerbForm::Infinitive {
        let before = &scene.groups[at - 1];
        let start = scene.groups[at].tokens.start;
        let joins = before.tokens.end == start
            || (before.tokens.end + 1 == start && page.is_word(start - 1, &["on"]));
        if !joins || !LISTS.holds("chain", page.lemma(before.head)) {
            break;
        }
        at -= 1;
    }
    &scene.groups[at]
}

/// `responded by saying`, `issued a statement saying`: the words before join the cue.
fn governor_of_gerund<'g>(scene: &'g Scene<'_, '_>, at: usize) -> &'g VerbGroup {
    const MAX_TOKENS: usize = 8;
    let page = scene.page;
    let (before, group) = (&scene.groups[at - 1], &scene.groups[at]);
    let start = group.tokens.start;
    let by = before.tokens.end + 1 == start && page.is_word(start - 1, &["by"]);
    let artifact = start - before.tokens.end <= MAX_TOKENS
        && start > before.tokens.end
        && LISTS.holds("artifact", page.lemma(start - 1))
        && page.is_word(before.tokens.end, &["a", "an", "the", "statements", "letters"]);
    if (by || artifact) && before.form == VerbForm::Finite { before } else { group }
}

/// Takes in adverbs of manner: `argued emphatically`, `said again`.
fn with_manner(scene: &Scene<'_, '_>, end: TokenId) -> TokenId {
    let page = scene.page;
    let mut end = end;
    while end < scene.bounds.end
        && page.is(end, &[dateline_syntax::Upos::Adv])
        && (page.low(end).ends_with("ly") || page.is_word(end, &["again", "recently", "back"]))
        && !page.is_word(end, &["only", "nearly", "early", "roughly", "really"])
    {
        end += 1;
    }
    end
}
