//! What speaks for others: documents by their names and headlines, campaigns by their owners.

use dateline_syntax::TokenId;

use super::Walk;
use super::ahead::LEAD_SENTENCES;
use crate::entity::memory::{Looking, Referent};
use crate::entity::phrase::{Noun, Phrase};
use crate::entity::{EntityId, EntityKind};
/// Sentences within which the text tells more of the headline's "poll".
const TOLD_WITHIN_SENTENCES: usize = 8;

impl Walk<'_, '_> {
    /// Tells whether a name tells a document from others: "the Orm Ledger poll", "a poll by Orm".
    pub(super) fn own_name(&self, phrase: &Phrase) -> bool {
        phrase.tokens.clone().any(|at| self.scene.name_of[at].is_some())
    }

    /// "a new poll …", then "the Orm Ledger poll": the same, if told of lately and not by another name;
    /// so is "an Orm Ledger poll" after the lead. "The Orm poll" is the one of the Orm Ledger.
    pub(super) fn document_named(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let own = self.own_words(noun, phrase);
        let looking = Looking::from(self.scene, noun.tokens.start);
        let same = |referent| matches!(referent, Referent::One(id) if self.cast.get(id).folded.contains(&own));
        let is_it = |referent| {
            matches!(referent, Referent::One(id) if {
                let member = self.cast.get(id);
                member.kind == EntityKind::Other
                    && !member.has_own_name
                    && member.is_plural == noun.nominal.is_plural
                    && member.has_class(&noun.nominal)
            })
        };
        let word = self.scene.lower(noun.tokens.end - 1);
        let is_called = |name: &String| name.rsplit(' ').next() == Some(word);
        let is_led = |referent: &Referent| {
            matches!(referent, Referent::One(id) if self.cast.get(*id).folded.iter().any(is_called)
                && self.cast.get(*id).mentions.first().is_some_and(|first| {
                let at = self.scene.tokens(first.span).start;
                self.scene.sentence_of[at] <= LEAD_SENTENCES
            }))
        };
        let names = phrase.tokens.clone().filter(|&at| self.scene.name_of[at].is_some());
        let names: Vec<&str> =
            names.map(|at| self.scene.lower(at)).filter(|name| *name != "the").collect();
        let is_named_so = |referent| {
            matches!(referent, Referent::One(id) if {
                let member = self.cast.get(id);
                member.kind == EntityKind::Other
                    && member.has_own_name
                    && member.is_plural == noun.nominal.is_plural
                    && member.folded.iter().any(|known| {
                        is_called(known) && names.iter().all(|name| known.split(' ').any(|word| word == *name))
                    })
            })
        };
        let found = self
            .memory
            .last(same)
            .or_else(|| self.memory.last(is_named_so).filter(|_| phrase.is_definite()))
            .or_else(|| {
                self.memory
                    .last_near(looking, TOLD_WITHIN_SENTENCES, is_it)
                    .filter(|led| phrase.is_definite() || is_led(led))
            })?;
        if let Referent::One(id) = found {
            let member = &mut self.cast.all[id.index()];
            if !member.has_own_name {
                member.has_own_name = true;
                member.folded.push(own);
                self.scene.words(phrase.tokens.clone()).clone_into(&mut member.name);
            }
        }
        Some(found)
    }

    /// "Poll: …" in the headline, then "a poll of the Orm Institute".
    pub(super) fn document_of_headline(
        &mut self,
        noun: &Noun,
        phrase: &Phrase,
    ) -> Option<Referent> {
        let (id, sentence) = self.headline_document?;
        let member = self.cast.get(id);
        let is_near = self.scene.sentence_of[noun.tokens.start] <= sentence + TOLD_WITHIN_SENTENCES;
        let is_it = noun.nominal.kind == EntityKind::Other
            && member.is_plural == noun.nominal.is_plural
            && member.has_class(&noun.nominal);
        if !is_it || !is_near {
            return None;
        }
        self.headline_document = None;
        let member = &mut self.cast.all[id.index()];
        self.scene.words(phrase.tokens.clone()).clone_into(&mut member.name);
        Some(Referent::One(id))
    }

    /// Returns whose campaign a phrase tells of: "his campaign", "Hale's campaign", "the Hale camp".
    pub(super) fn owner_of(&self, noun: &Noun, phrase: &Phrase) -> Option<EntityId> {
        if noun.nominal.kind != EntityKind::Organization || !noun.nominal.must_speak {
            return None;
        }
        let first = phrase.tokens.start;
        let of_pronoun = self.last_possessive.filter(|(token, _)| *token == first);
        if let Some((_, owner)) = of_pronoun {
            return Some(owner);
        }
        if phrase.is_definite() && phrase.modifiers.is_empty() && !phrase.has_complement {
            return self.owner_told(noun);
        }
        let mark = |at: TokenId| matches!(self.scene.lower(at), "'s" | "’s" | "'" | "’");
        let end = self.placed.partition_point(|mention| mention.tokens.end <= noun.tokens.start);
        let last = self.placed[..end].last()?;
        let is_within = last.tokens.end > first;
        let is_before = last.tokens.end + 1 == first && mark(last.tokens.end);
        let may_own = self.cast.get(last.id).kind == EntityKind::Person;
        ((is_within || is_before) && may_own).then_some(last.id)
    }

    /// "the campaign", where none is told of yet: of whom the sentences before tell.
    pub(super) fn owner_told(&self, noun: &Noun) -> Option<EntityId> {
        let is_known = self.memory.last(|referent| {
            matches!(referent, Referent::One(id) if self.cast.get(id).has_class(&noun.nominal))
        });
        let at = noun.tokens.end - 1;
        if is_known.is_some() || !self.scene.is_source(&(at..at + 1)) {
            return None;
        }
        let is_one = |id: EntityId| {
            let member = self.cast.get(id);
            member.kind == EntityKind::Person && member.is_named
        };
        let looking = Looking::from(self.scene, at);
        match self.memory.leading_before(looking, is_one) {
            Some(Referent::One(id)) => Some(id),
            _ => self.memory.most_told(is_one),
        }
    }
}
