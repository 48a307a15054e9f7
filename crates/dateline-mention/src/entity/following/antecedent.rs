//! Whom a definite phrase takes up: "the union", "the treasurer", "the poll", "the leaders".

use super::{MAX_ROLES, Walk};
use crate::entity::memory::{Looking, Referent};
use crate::entity::phrase::{Noun, Phrase};
use crate::entity::{EntityId, EntityKind};
use crate::name::lexicon::fold;

impl Walk<'_, '_> {
    /// Finds whom a definite phrase takes up: the last mentioned in the same words or of a fitting
    /// kind; for a plural, also those just named one by one.
    pub(super) fn antecedent(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let scene = self.scene;
        let own = self.own_words(noun, phrase);
        let word = scene.lower(noun.tokens.end - 1);
        // A document's complement without a name, "of 1,000 voters", tells it from no other.
        let has_complement = phrase.has_complement && noun.nominal.kind != EntityKind::Other;
        let is_open = !has_complement && !phrase.has_name(scene) && !phrase.has_owner(scene);
        let by_kind = || {
            if !is_open {
                return None;
            }
            self.body_called(noun, phrase)
                .or_else(|| self.holder_of(noun))
                .or_else(|| self.document_heard(noun))
        };
        let by_words = || {
            self.memory.last(|referent| match referent {
                Referent::Listed(list) => {
                    is_open && noun.nominal.is_plural && self.list_fits(list, &noun.nominal)
                }
                Referent::One(id) => {
                    self.cast.get(id).folded.contains(&own)
                        || (is_open && self.fits(id, &noun.nominal, word))
                }
            })
        };
        self.officers_listed(noun, phrase)
            .or_else(by_kind)
            .or_else(by_words)
            .or_else(|| self.travelling_minister(noun).filter(|_| is_open))
    }

    /// "the leaders": those named one by one with their offices.
    fn officers_listed(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let is_group = noun.nominal.kind == EntityKind::Person
            && noun.nominal.is_plural
            && noun.nominal.classes != ["*"]
            && !phrase.has_complement;
        self.memory.last(|referent| {
            matches!(referent, Referent::Listed(list) if is_group
                && self.list_of_offices(list)
                && self.list_fits(list, &noun.nominal))
        })
    }

    /// "Orm Metals said … for Sarn Oil. The company said …": the body that speaks, or is so called.
    fn body_called(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        if noun.nominal.kind != EntityKind::Organization || noun.nominal.is_plural {
            return None;
        }
        let word = self.scene.lower(noun.tokens.end - 1);
        let looking = Looking::from(self.scene, noun.tokens.end - 1);
        let is_it = |id: EntityId| self.cast.get(id).is_named && self.fits(id, &noun.nominal, word);
        let says = self.scene.is_attributed(&phrase.tokens);
        let body = |fits: &dyn Fn(EntityId) -> bool| {
            self.memory.last(|referent| {
                matches!(referent, Referent::One(id)
                    if self.is_kind(referent, EntityKind::Organization) && fits(id))
            })
        };
        // "the federation" is the Orm Federation before it is "the bloc".
        let has_word = |id: EntityId| {
            let member = self.cast.get(id);
            let mut names = member.folded.iter();
            member.is_named && names.any(|name| name.split(' ').any(|part| part == word))
        };
        self.memory
            .here_or_speaking_before(looking, says, is_it)
            .or_else(|| body(&has_word))
            .or_else(|| body(&|id| self.cast.get(id).has_class(&noun.nominal)))
    }

    /// "the treasurer": the last mentioned of those who hold that very office.
    fn holder_of(&self, noun: &Noun) -> Option<Referent> {
        if noun.nominal.kind != EntityKind::Person || noun.nominal.is_plural {
            return None;
        }
        let word = self.scene.lower(noun.tokens.end - 1);
        let own = fold(self.scene.words(noun.tokens.clone()));
        let holds = |id: EntityId| {
            let mut roles = self.cast.get(id).roles.iter().take(MAX_ROLES);
            roles.any(|role| {
                role.title.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == word)
            })
        };
        self.memory.last(|referent| {
            let Referent::One(id) = referent else { return false };
            self.cast.get(id).folded.contains(&own) || self.fits(id, &noun.nominal, "") && holds(id)
        })
    }

    /// "the poll": one that was heard before one that was just told of.
    fn document_heard(&self, noun: &Noun) -> Option<Referent> {
        if noun.nominal.kind != EntityKind::Other {
            return None;
        }
        let word = self.scene.lower(noun.tokens.end - 1);
        let is_heard = |referent| {
            matches!(referent, Referent::One(id)
                if self.is_kind(referent, EntityKind::Other)
                    && !self.cast.get(id).is_silent
                    && self.fits(id, &noun.nominal, word))
        };
        let is_called = |referent| {
            matches!(referent, Referent::One(id) if {
                let mut names = self.cast.get(id).folded.iter();
                names.any(|name| name.rsplit(' ').next() == Some(word))
            })
        };
        self.memory
            .last(|referent| is_heard(referent) && is_called(referent))
            .or_else(|| self.memory.last(is_heard))
    }

    /// "the diplomat", where none is told of: the minister of another state or body.
    fn travelling_minister(&self, noun: &Noun) -> Option<Referent> {
        let is_diplomat = noun.nominal.kind == EntityKind::Person
            && !noun.nominal.is_plural
            && noun.nominal.classes.contains(&"envoy");
        let is_sent = |id: EntityId| {
            let member = self.cast.get(id);
            let mut roles = member.roles.iter().take(MAX_ROLES);
            member.is_named
                && member.classes.contains(&"minister")
                && roles.any(|role| role.country.is_some() || role.organization.is_some())
        };
        self.memory
            .last(|referent| matches!(referent, Referent::One(id) if is_diplomat && is_sent(id)))
    }
}
