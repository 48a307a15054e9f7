//! What opens a sentence, ahead of its subject: "Despite her plan, …", "Asked about Hale, …".

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::Walk;
use crate::entity::memory::Referent;
use crate::entity::{EntityId, EntityKind};

impl Walk<'_, '_> {
    /// "Despite her plan, Hale stayed": whom the sentence that a pronoun opens then tells of.
    pub(super) fn subject_ahead(&self, token: TokenId) -> Option<Referent> {
        let words = &self.scene.parsed.parse.words;
        let is_subject_or_owner = match words.get(token)?.deprel {
            "nmod:poss" => true,
            relation => relation.starts_with("nsubj") && !self.scene.is_source(&(token..token + 1)),
        };
        if !is_subject_or_owner {
            return None;
        }
        let root = self.scene.sentence(token).find(|&at| words[at].head.is_none())?;
        let is_subject =
            |at: &TokenId| words[*at].head == Some(root) && words[*at].deprel.starts_with("nsubj");
        let subject = (token + 1..root).find(is_subject)?;
        let is_opening = (token..subject).any(|at| self.scene.lower(at) == ",");
        let at = self.placed.partition_point(|one| one.tokens.end <= subject);
        let named = self.placed.get(at).filter(|one| one.tokens.contains(&subject))?;
        is_opening.then_some(Referent::One(named.id))
    }

    /// "In a statement on Friday, it said": what the words stand in does not say them.
    pub(super) fn said_in(&self, token: TokenId) -> Vec<EntityId> {
        let sentence = self.scene.sentence(token);
        let opens = |tokens: &Range<TokenId>| {
            tokens.start > sentence.start
                && tokens.end <= token
                && matches!(self.scene.lower(tokens.start - 1), "in" | "on")
        };
        let is_document = |id: &EntityId| self.cast.get(*id).kind == EntityKind::Other;
        self.ids_in(opens).filter(is_document).collect()
    }

    /// Returns the entities of the last mentions whose words fit.
    fn ids_in(&self, fits: impl Fn(&Range<TokenId>) -> bool) -> impl Iterator<Item = EntityId> {
        let told = self.memory.recent_in(fits);
        told.filter_map(|one| if let Referent::One(id) = one { Some(id) } else { None })
    }

    /// "Asked about Hale, she said": whom the opening clause tells of, whose subject the pronoun is.
    pub(super) fn told_in_opening(&self, token: TokenId) -> Vec<EntityId> {
        let words = &self.scene.parsed.parse.words;
        let Some(pronoun) = words.get(token).filter(|word| word.deprel.starts_with("nsubj")) else {
            return Vec::new();
        };
        let sentence = self.scene.sentence(token);
        let opens = |verb: &TokenId| {
            let feats = words[*verb].feats;
            let is_participle = feats.contains("VerbForm=Part") || feats.contains("VerbForm=Ger");
            is_participle && words[*verb].deprel == "advcl" && words[*verb].head == pronoun.head
        };
        let has_subject = |verb: TokenId| {
            let mut words = words[sentence.clone()].iter();
            words.any(|word| word.head == Some(verb) && word.deprel.contains("subj"))
        };
        let first = (sentence.start..token).find(|&at| words[at].upos == Upos::Verb);
        let Some(verb) = first.filter(opens).filter(|&verb| !has_subject(verb)) else {
            return Vec::new();
        };
        let is_told = |tokens: &Range<TokenId>| {
            tokens.start > verb
                && tokens.end < token
                && self.scene.tag(tokens.start) != Some(Upos::Pron)
        };
        self.ids_in(is_told).collect()
    }
}
