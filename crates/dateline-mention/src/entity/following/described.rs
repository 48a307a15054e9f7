//! Someone by a description: "the former judge", "the Orsk senator", "the businessman".

use super::nominal::LATELY;
use super::{MAX_ROLES, Walk};
use crate::NameLabel;
use crate::entity::memory::{Looking, Referent};
use crate::entity::phrase::{Noun, Phrase};
use crate::entity::{EntityId, EntityKind};

/// Classes of those whom a dispatch is about; of others, as officials and witnesses, it tells without a name.
const LEADS: [&str; 15] = [
    "actor",
    "artist",
    "author",
    "candidate",
    "coach",
    "executive",
    "governor",
    "legislator",
    "mayor",
    "minister",
    "player",
    "politician",
    "premier",
    "president",
    "senator",
];
/// Words after a name within which "of Orsk" belongs to it.
const OF_PLACE: usize = 3;

impl Walk<'_, '_> {
    /// "the Orsk senator": the senator who is told to be of Orsk, else the one just told of.
    pub(super) fn of_place(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let is_one = noun.nominal.kind == EntityKind::Person && !noun.nominal.is_plural;
        let is_place = |at| {
            matches!(self.scene.label(self.names, at), Some(NameLabel::Location | NameLabel::Norp))
        };
        let place = phrase.modifiers.clone().find(|&at| is_place(at))?;
        if !is_one || phrase.has_complement || phrase.has_owner(self.scene) {
            return None;
        }
        let word = self.scene.lower(place);
        let text = self.scene.parsed.dispatch.text.as_str();
        // "Orsk Senator Mira Hale", "Mira Hale of Orsk"
        let is_of = |id: EntityId| {
            let mut mentions = self.cast.get(id).mentions.iter().take(MAX_ROLES);
            mentions.any(|mention| {
                let after = self.scene.tokens(mention.span).end;
                let is_linked = matches!(self.scene.lower(after), "of" | "from" | "," | "(");
                let told = (after..after + OF_PLACE).any(|at| self.scene.lower(at) == word);
                let mut words = mention.span.of(text).split_whitespace();
                is_linked && told || words.any(|one| one.to_lowercase() == word)
            })
        };
        let holds = |id: EntityId| {
            self.cast.get(id).is_named
                && noun.nominal.classes != ["*"]
                && self.fits(id, &noun.nominal, "")
        };
        // "Orm Senator Jan Orn" is not the Orsk senator.
        let is_of_other = |id: EntityId| {
            let mut mentions = self.cast.get(id).mentions.iter().take(MAX_ROLES);
            mentions.any(|mention| {
                let mut tokens = self.scene.tokens(mention.span);
                tokens.start = tokens.start.saturating_sub(1);
                tokens.any(is_place)
            })
        };
        let is = |referent, fits: &dyn Fn(EntityId) -> bool| matches!(referent, Referent::One(id) if fits(id));
        let told = self.memory.last(|referent| is(referent, &|id| holds(id) && is_of(id)));
        let looking = Looking::from(self.scene, noun.tokens.end - 1);
        told.or_else(|| {
            self.memory
                .last_near(looking, 2, |referent| is(referent, &|id| holds(id) && !is_of_other(id)))
        })
    }

    /// "the businessman said": whom the dispatch speaks of most, where nothing known speaks against it.
    pub(super) fn main_person(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        if !may_lead(noun)
            || !self.may_describe(noun, phrase)
            || !self.scene.is_source(&phrase.tokens)
        {
            return None;
        }
        let is_told = |id| !holds_office(&noun.nominal.classes) || self.fits(id, &noun.nominal, "");
        let fits = |id| is_told(id) && self.may_be(id, noun, phrase);
        self.memory.most_told(fits).map(Referent::One)
    }

    /// "a nominee" before "the candidate", or "a judge" long ago before "the judge": someone without a
    /// name, by another noun or not told of lately.
    pub(super) fn is_weak(&self, referent: Referent, noun: &Noun) -> bool {
        let Referent::One(id) = referent else { return false };
        let member = self.cast.get(id);
        let word = self.scene.lower(noun.tokens.end - 1);
        let has_word = |name: &String| name.split(' ').any(|one| one == word);
        let looking = Looking::from(self.scene, noun.tokens.start);
        let is_far = || {
            may_lead(noun)
                && self.memory.last_near(looking, LATELY, |one| one == referent).is_none()
        };
        matches!(member.kind, EntityKind::Person | EntityKind::Organization)
            && !member.is_named
            && !member.is_plural
            && member.owner.is_none()
            && (!member.folded.iter().any(has_word) || is_far())
    }

    /// "Mira Hale came home. The former judge said …": whom the sentence before leads with, or alone
    /// tells of, where nothing known of them speaks against it.
    pub(super) fn described_again(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let looking = Looking::from(self.scene, noun.tokens.end - 1);
        if self.may_describe(noun, phrase) {
            return self.memory.leading_before(looking, |id| self.may_be(id, noun, phrase));
        }
        let is_firm = noun.nominal.kind == EntityKind::Organization
            && noun.nominal.classes.contains(&"company")
            && phrase.determiner.as_deref() == Some("the")
            && !phrase.has_complement
            && !phrase.has_owner(self.scene)
            && !phrase.has_name(self.scene);
        // "Orm Metals fell. The mining company said …"
        let is_free = |id| {
            let member = self.cast.get(id);
            member.kind == EntityKind::Organization
                && member.is_named
                && member.country.is_none()
                && member.sectors.is_empty()
        };
        is_firm.then(|| self.memory.leading_before(looking, is_free)).flatten()
    }

    /// Tells whether a phrase may stand for any person: "the former judge", not "the judge of Orm".
    pub(super) fn may_describe(&self, noun: &Noun, phrase: &Phrase) -> bool {
        noun.nominal.kind == EntityKind::Person
            && !noun.nominal.is_plural
            && !phrase.has_owner(self.scene)
            && phrase.determiner.as_deref() == Some("the")
            && (!phrase.has_complement || self.is_former(phrase))
    }

    pub(super) fn is_former(&self, phrase: &Phrase) -> bool {
        let mut words = phrase.modifiers.clone().map(|at| self.scene.lower(at));
        words.any(|word| matches!(word, "former" | "onetime"))
    }

    /// "The 57-year-old judge", "the Orsk senator": words that introduce someone who was told of, more than an office.
    fn is_described(&self, phrase: &Phrase) -> bool {
        phrase.modifiers.clone().any(|at| {
            self.scene.label(self.names, at) == Some(NameLabel::Location)
                || self.scene.lower(at).contains("year")
        })
    }

    /// Tells whether a person may be meant by a description: nothing known speaks against it, and where it is an
    /// office something tells that they hold it. "The mayor" is not whoever speaks next.
    pub(super) fn may_be(&self, id: EntityId, noun: &Noun, phrase: &Phrase) -> bool {
        let member = self.cast.get(id);
        let is_free = self.is_former(phrase)
            || self.fits(id, &noun.nominal, "")
            || !holds_office(&noun.nominal.classes)
            || self.is_described(phrase) && !holds_office(&member.classes);
        member.is_named && is_free && self.is_person(Referent::One(id), noun.nominal.gender)
    }
}

fn may_lead(noun: &Noun) -> bool {
    noun.nominal.classes.iter().any(|class| LEADS.contains(class))
}

/// Tells whether classes hold one of an office: who holds another is not called by it.
pub(super) fn holds_office(classes: &[&str]) -> bool {
    const OFFICES: [&str; 17] = [
        "ambassador",
        "cleric",
        "commander",
        "general",
        "governor",
        "judge",
        "legislator",
        "mayor",
        "minister",
        "monarch",
        "police",
        "premier",
        "president",
        "prosecutor",
        "secretary",
        "senator",
        "spokesperson",
    ];
    classes.iter().any(|class| OFFICES.contains(class))
}
