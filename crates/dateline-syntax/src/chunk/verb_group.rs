//! Verb groups.

use std::ops::Range;

use dateline_text::Dispatch;

use super::{MAX_BETWEEN, Words};
use crate::lemma::{VerbForm, verb_form};
use crate::{Parse, Segmentation, TokenId, Upos};

/// When, as the form of the verb tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// "met", "had met", "was meeting".
    Past,
    /// "meets", "has met", "is meeting".
    Present,
    /// "will meet", "is going to meet".
    Future,
    /// An infinitive or a participle has none of its own.
    Untensed,
}

/// Auxiliaries, negation and the main verb: "has not been seen", "to meet", "killing".
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent features of the form")]
pub struct VerbGroup {
    /// Its words, adverbs between them included.
    pub tokens: Range<TokenId>,
    /// The main verb; a lone auxiliary where there is none ("is ready").
    pub head: TokenId,
    /// What its first verb tells.
    pub tense: Tense,
    /// With "not", "n't", "never", "no longer".
    pub negated: bool,
    /// "was hit", "been hit"; also a participle with its agent: "hit by".
    pub passive: bool,
    /// With "will", "shall", "going to".
    pub future: bool,
    /// With "have" before a participle.
    pub perfect: bool,
    /// "is meeting".
    pub progressive: bool,
    /// "to meet".
    pub infinitive: bool,
    /// A participle alone: "killing five", "backed by".
    pub participle: bool,
    /// The modal verb, if there is one: "would", "must".
    pub modal: Option<TokenId>,
}

/// Returns the verb groups of a dispatch, in text order.
pub fn verb_groups(
    dispatch: &Dispatch,
    parse: &Parse,
    segmentation: &Segmentation,
) -> Vec<VerbGroup> {
    let words = Words { dispatch, parse, segmentation };
    let mut groups = Vec::new();
    for sentence in &segmentation.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let group = words.verb_group(at, sentence.tokens.clone());
            at = group.as_ref().map_or(at + 1, |group| group.tokens.end);
            groups.extend(group);
        }
    }
    groups
}

const MODALS: [&str; 12] = [
    "can", "could", "may", "might", "must", "shall", "should", "will", "would", "'d", "ought", "’d",
];

impl Words<'_> {
    fn verb_group(&self, start: TokenId, sentence: Range<TokenId>) -> Option<VerbGroup> {
        let infinitive = self.is_to(start);
        let first = if infinitive { self.skip_between(start + 1, sentence.end) } else { start };
        if !self.is_verb(first) || first >= sentence.end {
            return None;
        }
        let (verbs, end) = self.chain(first, sentence.end);
        let head = *verbs.last()?;
        Some(self.describe(start..end, &verbs, head, infinitive))
    }

    fn is_to(&self, at: TokenId) -> bool {
        self.upos(at) == Upos::Part && self.is(at, &["to", "na", "ta"])
    }

    fn is_verb(&self, at: TokenId) -> bool {
        matches!(self.upos(at), Upos::Verb | Upos::Aux)
    }

    // Collects auxiliaries up to the main verb. Returns the verbs and the end of the group.
    fn chain(&self, first: TokenId, limit: TokenId) -> (Vec<TokenId>, TokenId) {
        let mut verbs = vec![first];
        let mut end = first + 1;
        while self.goes_on(&verbs) {
            let next = self.skip_between(end, limit);
            let to_verb = self.going_to(&verbs, next, limit);
            let next = to_verb.unwrap_or(next);
            if next >= limit || !self.is_verb(next) {
                end = self.after_negation(end, limit);
                break;
            }
            verbs.push(next);
            end = next + 1;
        }
        (verbs, end)
    }

    // "is going to meet": the infinitive belongs to the group.
    fn going_to(&self, verbs: &[TokenId], to: TokenId, limit: TokenId) -> Option<TokenId> {
        let going = verbs.last().is_some_and(|last| self.is(*last, &["going", "gon"]));
        let verb = self.skip_between(to + 1, limit);
        (going && verbs.len() > 1 && self.is_to(to) && verb < limit && self.is_verb(verb))
            .then_some(verb)
    }

    fn goes_on(&self, verbs: &[TokenId]) -> bool {
        let Some(last) = verbs.last() else { return false };
        self.upos(*last) == Upos::Aux || (verbs.len() > 1 && self.is(*last, &["going", "gon"]))
    }

    // Adverbs and negation between the parts of a group.
    fn skip_between(&self, from: TokenId, limit: TokenId) -> TokenId {
        let limit = limit.min(from + MAX_BETWEEN);
        (from..limit).find(|at| !self.is_between(*at)).unwrap_or(limit)
    }

    fn is_between(&self, at: TokenId) -> bool {
        self.upos(at) == Upos::Adv || self.is_negation(at)
    }

    fn is_negation(&self, at: TokenId) -> bool {
        self.is(at, &["not", "n't", "n’t", "never", "nt"])
    }

    // "is not | ready": a lone auxiliary keeps its negation.
    fn after_negation(&self, end: TokenId, limit: TokenId) -> TokenId {
        if end < limit && self.is_negation(end) { end + 1 } else { end }
    }

    fn describe(
        &self,
        tokens: Range<TokenId>,
        verbs: &[TokenId],
        head: TokenId,
        infinitive: bool,
    ) -> VerbGroup {
        let modal = verbs.iter().copied().find(|at| self.is_modal(*at));
        let going = verbs.len() > 2 && verbs[1..].iter().any(|at| self.is(*at, &["going", "gon"]));
        let future = going || modal.is_some_and(|at| self.is_future_modal(at));
        let passive = self.is_passive(verbs, head, tokens.end);
        let participle = verbs.len() == 1 && !infinitive && self.is_participle(head, passive);
        let helped =
            |lemma: &str| verbs[..verbs.len() - 1].iter().any(|at| self.lemma(*at) == lemma);
        VerbGroup {
            head,
            tense: self.tense(verbs[0], future, infinitive || participle),
            negated: tokens.clone().any(|at| self.is_negation(at)) || self.no_longer(&tokens),
            passive,
            future,
            perfect: helped("have"),
            progressive: helped("be") && !going && verb_form(self.form(head)) == VerbForm::Ing,
            infinitive,
            participle,
            modal,
            tokens,
        }
    }

    fn is_modal(&self, at: TokenId) -> bool {
        self.upos(at) == Upos::Aux && MODALS.contains(&self.lemma(at))
    }

    fn is_future_modal(&self, at: TokenId) -> bool {
        matches!(self.lemma(at), "will" | "shall")
    }

    fn no_longer(&self, tokens: &Range<TokenId>) -> bool {
        tokens.clone().any(|at| self.is(at, &["no"]) && self.is(at + 1, &["longer"]))
    }

    fn is_passive(&self, verbs: &[TokenId], head: TokenId, end: TokenId) -> bool {
        let form = verb_form(self.form(head));
        let done = matches!(form, VerbForm::Participle | VerbForm::PastOrParticiple);
        let helper = verbs.len().checked_sub(2).map(|at| self.lemma(verbs[at]));
        match helper {
            // "is run", "was overcome": after "be" a base form is a participle too.
            Some("be" | "get") => (done || form == VerbForm::Base) && self.upos(head) == Upos::Verb,
            Some(_) => false,
            None => done && self.is(end, &["by"]) && self.upos(head) == Upos::Verb,
        }
    }

    fn is_participle(&self, verb: TokenId, passive: bool) -> bool {
        let form = verb_form(self.form(verb));
        passive || matches!(form, VerbForm::Ing | VerbForm::Participle)
    }

    fn tense(&self, first: TokenId, future: bool, untensed: bool) -> Tense {
        match verb_form(self.form(first)) {
            _ if future => Tense::Future,
            _ if untensed => Tense::Untensed,
            VerbForm::Past | VerbForm::PastOrParticiple => Tense::Past,
            _ => Tense::Present,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    // One group a line, with its features.
    fn check_verbs(text: &str, expected: &[&str]) {
        let (dispatch, segmentation, parse) = read(text);
        let found: Vec<String> = verb_groups(&dispatch, &parse, &segmentation)
            .into_iter()
            .map(|group| {
                let words = segmentation.span_of(group.tokens.clone()).of(&dispatch.text);
                format!("{words}: {}", features(&group))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    fn features(group: &VerbGroup) -> String {
        let mut names = vec![format!("{:?}", group.tense).to_lowercase()];
        for (holds, name) in [
            (group.negated, "negated"),
            (group.passive, "passive"),
            (group.perfect, "perfect"),
            (group.progressive, "progressive"),
            (group.infinitive, "infinitive"),
            (group.participle, "participle"),
            (group.modal.is_some(), "modal"),
        ] {
            names.extend(holds.then(|| name.to_owned()));
        }
        names.join(" ")
    }

    #[test]
    fn verb_groups_tell_their_features() {
        check_verbs(
            "The bridge has not been repaired.",
            &["has not been repaired: present negated passive perfect"],
        );
        check_verbs("They will meet on Friday.", &["will meet: future modal"]);
        check_verbs("She is going to resign.", &["is going to resign: future"]);
        check_verbs(
            "He did n't want to leave.",
            &["did n't want: past negated", "to leave: untensed infinitive"],
        );
        check_verbs("Troops are advancing.", &["are advancing: present progressive"]);
        check_verbs(
            "The storm hit the coast, killing five people.",
            &["hit: past", "killing: untensed participle"],
        );
        check_verbs("The plan is not ready.", &["is not: present negated"]);
        check_verbs("The port is run by a firm.", &["is run: present passive"]);
        check_verbs("Rebels cut the road.", &["cut: past"]);
    }
}
