//! `The agency quoted the governor as saying that the dam was safe.`

use std::ops::Range;

use dateline_syntax::TokenId;

use super::verb_passive::agent;
use crate::statement::clause::{VerbForm, VerbGroup, is_comma, subject_before};
use crate::statement::content::Scene;
use crate::statement::draft::{Draft, whole};
use crate::statement::noun_phrase::starts_phrase;
use crate::statement::{Act, Attitude};

/// Id of the statement of the one who quotes.
pub(in crate::statement) const QUOTING: &str = "verb_quoting";

/// Id of the statement of the one who is quoted.
pub(in crate::statement) const QUOTED: &str = "verb_quoted";

/// Someone's words that another quotes.
pub(in crate::statement) struct Quoted<'g> {
    /// The verb group that quotes.
    quoting: &'g VerbGroup,
    /// Whose words they are.
    pub(in crate::statement) speaker: Range<TokenId>,
    /// The token `as`.
    link: TokenId,
}

/// Tells whose words a gerund after `as` reports, where a verb before it quotes someone.
pub(in crate::statement) fn quoted<'g>(scene: &Scene<'g, '_>, at: usize) -> Option<Quoted<'g>> {
    const NEAR_GROUPS: usize = 4;
    // Tokens between `was quoted` and `as`: `by the state agency`.
    const AGENT_MAX_TOKENS: usize = 8;
    let page = scene.page;
    let group = &scene.groups[at];
    let link = group.tokens.start.checked_sub(1).filter(|&link| page.is_word(link, &["as"]))?;
    let is_governor =
        |near: usize| near + 1 == at || page.head_of(group.head) == Some(scene.groups[near].head);
    let quoting = (at.saturating_sub(NEAR_GROUPS)..at).rev().find(|&near| {
        let quoting = &scene.groups[near];
        VERBS.contains(&page.lemma(quoting.head))
            && scene.is_level(quoting.head)
            && is_governor(near)
    })?;
    let quoting = &scene.groups[quoting];
    let start = quoting.tokens.end;
    let speaker = match quoting.form {
        VerbForm::Passive => {
            quoting.subject.clone().filter(|_| link - start <= AGENT_MAX_TOKENS)?
        }
        VerbForm::Finite | VerbForm::Gerund => {
            let end = if is_comma(page, link - 1) { link - 1 } else { link };
            (start < end && starts_phrase(page, start)).then_some(start..end)?
        }
        // `two officers, quoted by the Tarn Herald as saying …,`
        VerbForm::Participle => {
            let end = quoting.tokens.start;
            let end =
                if end > scene.bounds.start && is_comma(page, end - 1) { end - 1 } else { end };
            subject_before(page, end, scene.bounds.start)?
        }
        VerbForm::Infinitive => return None,
    };
    (group.form == VerbForm::Gerund).then_some(Quoted { quoting, speaker, link })
}

impl Quoted<'_> {
    /// Returns the statement of the one who is quoted where the words stand before: `“…,” the agency quoted Hale
    /// as saying`.
    pub(in crate::statement) fn told_before(
        &self,
        scene: &Scene<'_, '_>,
        at: usize,
    ) -> Option<Draft> {
        let subject = self.quoting.subject.as_ref().filter(|_| self.quoting.own_subject)?;
        let words = scene.quotation_until(subject.start)?;
        Some(said(None, scene.groups[at].tokens.clone(), whole(words)))
    }

    /// Returns the statements of both, the outer one first; `saying` is the one of the gerund. Where no one is named
    /// who quotes there is one: `Hale was quoted as saying`.
    pub(in crate::statement) fn told(self, scene: &Scene<'_, '_>, saying: Draft) -> Vec<Draft> {
        let Self { quoting, speaker, link } = self;
        let first = speaker.start;
        let saying = Draft { rule: QUOTED, source: Some(speaker.clone()), ..saying };
        let end = saying.content.last().map_or(0, |part| part.end).max(saying.cue.end);
        let is_told_of = matches!(quoting.form, VerbForm::Passive | VerbForm::Participle);
        let (source, mut content) = if is_told_of {
            let Some(agent) = agent(scene, quoting.tokens.end) else {
                return vec![Draft { cue: quoting.tokens.start..saying.cue.end, ..saying }];
            };
            (Some(agent), vec![speaker, link..end])
        } else {
            (quoting.subject.clone(), whole(speaker.start..end))
        };
        let before = saying.content.iter().filter(|part| part.end <= first);
        content.splice(0..0, before.cloned());
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
        act: Act::Claims,
        source,
        cue,
        content,
        addressee: None,
        learned: None,
    }
}

const VERBS: &[&str] = &["quote", "cite", "describe", "report"];
