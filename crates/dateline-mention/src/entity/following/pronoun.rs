//! "she", "they", "it".

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::Walk;
use crate::entity::memory::{Known, Looking, Referent};
use crate::entity::{EntityId, EntityKind, MentionForm};
use crate::name::lexicon::{Gender, is_network};

impl Walk<'_, '_> {
    pub(super) fn read_pronoun(&mut self, token: TokenId, pronoun: Pronoun) {
        let Some(referent) = self.referent_of(token, pronoun) else { return };
        let id = self.entity_of(referent);
        let tokens = token..token + 1;
        if matches!(self.scene.lower(token), "his" | "her" | "their") {
            self.last_possessive = Some((token, id));
        }
        self.cast.mention(id, self.scene.span(tokens.clone()), MentionForm::Pronoun, "pronoun");
        self.learn_gender(token, id, pronoun);
        self.hear(id, &tokens);
        self.memory.add(self.scene, Referent::One(id), &tokens);
    }

    /// Whoever was "he", and no one else could be, is "he" again.
    fn learn_gender(&mut self, token: TokenId, id: EntityId, pronoun: Pronoun) {
        const LATELY: usize = 2;
        let Pronoun::Person(gender) = pronoun else { return };
        let looking = Looking::from(self.scene, token);
        let is_other = |referent| referent != Referent::One(id) && self.is_person(referent, gender);
        if self.memory.last_near(looking, LATELY, is_other).is_none() {
            let member = &mut self.cast.all[id.index()];
            member.gender = member.gender.or(gender);
        }
    }

    fn referent_of(&self, token: TokenId, pronoun: Pronoun) -> Option<Referent> {
        let looking = Looking::from(self.scene, token);
        let mut doers = self.doers_to(token);
        doers.extend(self.quoting(token));
        doers.extend(self.told_in_opening(token));
        doers.extend(self.said_in(token));
        let best = |fits: &dyn Fn(Referent) -> bool| {
            let fits = |referent| fits(referent) && !self.is_among(referent, &doers);
            self.memory.best(looking, fits, |referent| self.known(referent, pronoun))
        };
        let is_body = |referent| {
            self.is_kind(referent, EntityKind::Organization)
                && !matches!(referent, Referent::One(id) if self.cast.get(id).folded.iter().any(|name| is_network(name)))
        };
        match pronoun {
            Pronoun::Person(gender) => self
                .subject_ahead(token)
                .filter(|&referent| self.is_person(referent, gender))
                .filter(|&referent| !self.is_among(referent, &doers))
                .or_else(|| best(&|referent| self.is_person(referent, gender))),
            Pronoun::They => {
                let talks = self.speaks(token);
                best(&|referent| self.is_plural(referent) && talks && !self.is_crowd(referent))
                    .or_else(|| best(&|referent| self.is_plural(referent)))
                    .or_else(|| best(&is_body).filter(|_| self.scene.lower(token) != "them"))
            }
            Pronoun::It
                if self.is_telling(token + 1) || self.scene.is_source(&(token..token + 1)) =>
            {
                best(&|referent| is_body(referent) || self.is_kind(referent, EntityKind::Other))
                    .or_else(|| best(&|referent| self.is_kind(referent, EntityKind::Place)))
            }
            Pronoun::It => None,
        }
    }

    fn known(&self, referent: Referent, pronoun: Pronoun) -> Known {
        let Referent::One(id) = referent else { return Known::default() };
        let member = self.cast.get(id);
        let has_gender = matches!(pronoun, Pronoun::Person(gender) if gender.is_some() && gender == member.gender);
        Known { is_named: member.is_named, has_gender }
    }

    /// "it said", "it had also said".
    fn is_telling(&self, token: TokenId) -> bool {
        let is_between = |lower: &str| matches!(lower, "has" | "had" | "also" | "later" | "then");
        let verb = (token..token + 3).find(|&at| !is_between(self.scene.lower(at)));
        verb.is_some_and(|verb| self.scene.is_speech(verb))
    }

    /// Whoever does to "him" or "them" what the verb before tells: another than they themselves.
    fn doers_to(&self, token: TokenId) -> Vec<EntityId> {
        let scene = self.scene;
        let sentence = scene.sentence(token);
        let is_verb = |at: TokenId| scene.tag(at) == Some(Upos::Verb);
        let Some(verb) = token.checked_sub(1).filter(|&at| at >= sentence.start && is_verb(at))
        else {
            return Vec::new();
        };
        let is_object = matches!(scene.lower(token), "him" | "them")
            || scene.lower(token) == "her" && !scene.modifies(token + 1);
        if !is_object {
            return Vec::new();
        }
        let mut start = verb;
        while start > sentence.start
            && matches!(scene.tag(start - 1), Some(Upos::Aux | Upos::Adv | Upos::Part))
        {
            start -= 1;
        }
        // "X met Y and told him": the doer is the sentence's subject.
        let is_joined = start > sentence.start && matches!(scene.lower(start - 1), "and" | "but");
        let is_doer = |tokens: &Range<TokenId>| {
            tokens.start >= sentence.start
                && (tokens.end == start || is_joined && scene.is_early(tokens))
        };
        let ids = self.memory.recent_in(is_doer);
        ids.flat_map(|referent| match referent {
            Referent::One(id) => {
                std::iter::once(id).chain(self.cast.get(id).members.clone()).collect::<Vec<_>>()
            }
            Referent::Listed(list) => self.lists[list].members.clone(),
        })
        .collect()
    }

    pub(super) fn is_among(&self, referent: Referent, ids: &[EntityId]) -> bool {
        match referent {
            Referent::One(id) => ids.contains(&id),
            Referent::Listed(list) => self.lists[list].members.iter().all(|id| ids.contains(id)),
        }
    }

    /// "they said", "said they".
    fn speaks(&self, token: TokenId) -> bool {
        self.scene.speaks(&(token..token + 1)) || self.scene.lower(token + 1) == "have"
    }

    /// "600 people", "strikers": told of, but never asked.
    fn is_crowd(&self, referent: Referent) -> bool {
        let Referent::One(id) = referent else { return false };
        let member = self.cast.get(id);
        member.members.is_empty()
            && member.kind == EntityKind::Group
            && !member.is_named
            && (member.name.starts_with(|letter: char| letter.is_ascii_digit())
                || matches!(member.name.to_lowercase().as_str(), "people" | "men" | "women"))
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Pronoun {
    Person(Option<Gender>),
    They,
    It,
}

pub(super) fn pronoun(lower: &str) -> Option<Pronoun> {
    match lower {
        "he" | "him" | "his" => Some(Pronoun::Person(Some(Gender::Male))),
        "she" | "her" | "hers" => Some(Pronoun::Person(Some(Gender::Female))),
        "they" | "them" | "their" => Some(Pronoun::They),
        "it" => Some(Pronoun::It),
        _ => None,
    }
}
