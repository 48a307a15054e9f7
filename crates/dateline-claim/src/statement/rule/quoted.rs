//! `The agency quoted the governor as saying that the dam was safe.`

use std::ops::Range;

use dateline_syntax::TokenId;

use super::verb_passive::agent;
use crate::statement::clause::{VerbForm, VerbGroup, is_comma, subject_before};
use crate::statement::content::Scene;
use crate::statement::draft::{Draft, whole};
use crate::statement::lexicon::LISTS;
use crate::statement::noun_phrase::starts_phrase;
use crate::statement::{Act, Attitude};

/// Id of the statement of the one who quotes.
pub(in crate::statement) const QUOTING: &str = "verb_quoting";

/// Id of the statement of the one who is quoted.
pub(in crate::statement) const QUOTED: &str = "verb_quoted";

/// Someone's words that another relays.
pub(in crate::statement) struct Relayed<'g> {
    /// The verb group that quotes.
    quoting: &'g VerbGroup,
    /// Whether who is quoted stands before that verb, who quotes behind `by`, if at all.
    is_passive: bool,
    /// Whose words they are.
    pub(in crate::statement) speaker: Range<TokenId>,
    /// The token `as`.
    link: TokenId,
}

/// Tells whose words a gerund after `as` reports, where a verb before it quotes someone.
pub(in crate::statement) fn relayed<'g>(scene: &Scene<'g, '_>, at: usize) -> Option<Relayed<'g>> {
    const NEAR_GROUPS: usize = 4;
    // Tokens between `was quoted` and `as`: `by the state agency Orm Wire on Friday`.
    const AGENT_MAX_TOKENS: usize = 20;
    let page = scene.page;
    let group = scene.groups.get(at).filter(|group| group.form == VerbForm::Gerund)?;
    let link = group.tokens.start.checked_sub(1).filter(|&link| page.is_word(link, &["as"]))?;
    let governs =
        |near: usize| near + 1 == at || page.head_of(group.head) == Some(scene.groups[near].head);
    let near = (at.saturating_sub(NEAR_GROUPS)..at).rev().find(|&near| {
        let verb = scene.groups[near].head;
        LISTS.holds("relaying", page.lemma(verb)) && scene.is_level(verb) && governs(near)
    })?;
    let quoting = &scene.groups[near];
    let start = quoting.tokens.end;
    // `an official quoted by the Herald as saying`: what looks finite is a participle.
    let is_participle = quoting.form == VerbForm::Participle
        || quoting.form == VerbForm::Finite && agent(scene, start).is_some();
    let is_passive = is_participle || quoting.form == VerbForm::Passive;
    let speaker = if is_participle {
        let end = quoting.tokens.start;
        let end = if end > scene.bounds.start && is_comma(page, end - 1) { end - 1 } else { end };
        subject_before(page, end, scene.bounds.start)?
    } else if is_passive {
        let is_near = link.saturating_sub(start) <= AGENT_MAX_TOKENS;
        quoting.subject.clone().filter(|_| is_near)?
    } else {
        let end = if is_comma(page, link - 1) { link - 1 } else { link };
        (start < end && starts_phrase(page, start)).then_some(start..end)?
    };
    Some(Relayed { quoting, is_passive, speaker, link })
}

impl Relayed<'_> {
    /// Returns the words that stand before: `“…,” the agency quoted Hale as saying`.
    fn words_before(&self, scene: &Scene<'_, '_>) -> Option<Range<TokenId>> {
        let subject = self.quoting.subject.as_ref().filter(|_| self.quoting.own_subject)?;
        let goes_on = !scene.page.starts_sentence(subject.start);
        scene.quotation_until(subject.start).filter(|_| goes_on)
    }

    /// Returns the statement of the gerund where all its words stand before.
    pub(in crate::statement) fn told_before(
        &self,
        scene: &Scene<'_, '_>,
        at: usize,
    ) -> Option<Draft> {
        let words = self.words_before(scene)?;
        Some(said(None, scene.groups[at].tokens.clone(), whole(words)))
    }

    /// Returns the statements of both, the outer one first; `saying` is the one of the gerund. Where no
    /// one is told who quotes there is one: `Hale was quoted as saying`.
    pub(in crate::statement) fn told(self, scene: &Scene<'_, '_>, saying: Draft) -> Vec<Draft> {
        let mut saying = Draft { rule: QUOTED, source: Some(self.speaker.clone()), ..saying };
        let before = self.words_before(scene);
        saying.content.splice(0..0, before.clone().filter(|words| !saying.holds(words.start)));
        let Self { quoting, is_passive, speaker, link } = self;
        let end = saying.content.last().map_or(0, |part| part.end).max(saying.cue.end);
        let (source, mut content) = if is_passive {
            let Some(agent) = agent(scene, quoting.tokens.end) else {
                return vec![Draft { cue: quoting.tokens.start..saying.cue.end, ..saying }];
            };
            (Some(agent), vec![speaker, link..end])
        } else {
            (quoting.subject.clone(), whole(speaker.start..end))
        };
        content.splice(0..0, before);
        vec![said(source, quoting.tokens.clone(), content), saying]
    }
}

fn said(
    source: Option<Range<TokenId>>,
    cue: Range<TokenId>,
    content: Vec<Range<TokenId>>,
) -> Draft {
    Draft {
        rule: QUOTING,
        attitude: Attitude::Said,
        act: Act::Says,
        source,
        cue,
        content,
        addressee: None,
        learned: None,
    }
}
