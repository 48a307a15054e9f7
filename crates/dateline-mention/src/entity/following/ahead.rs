//! Told before the name: "three union leaders" whom the next sentences name.

use dateline_syntax::TokenId;

use super::Walk;
use super::described::holds_office;
use crate::entity::memory::Referent;
use crate::entity::nominal_lexicon::Nominal;
use crate::entity::phrase::{Noun, Phrase, is_determiner, is_modifier};
use crate::entity::{EntityId, EntityKind};

/// The last sentence that may speak of someone before the name.
pub(super) const LEAD_SENTENCES: usize = 1;
/// Sentences within which the name then follows.
const NAMED_WITHIN_SENTENCES: usize = 2;
/// Sentences within which the text names a source of the headline.
const SOURCE_WITHIN_SENTENCES: usize = 8;
/// Most names or lists looked at for it.
const MAX_NAMED_SOON: usize = 40;

impl Walk<'_, '_> {
    /// In the first sentences, "three union leaders" or "a visiting minister" whom the next
    /// sentences name with their offices.
    pub(super) fn named_soon(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let is_anyone = noun.nominal.classes == ["*"];
        if sentence > LEAD_SENTENCES {
            return None;
        }
        if is_anyone {
            return self.source_named_soon(noun, phrase);
        }
        let is_near = |at: TokenId| {
            let other = self.scene.sentence_of[at];
            other > sentence && other <= sentence + NAMED_WITHIN_SENTENCES
        };
        match noun.nominal.kind {
            EntityKind::Person if noun.nominal.is_plural => {
                self.list_named_soon(noun, phrase, is_near)
            }
            EntityKind::Person => self
                .one_named_soon(noun, phrase, is_near)
                .or_else(|| self.source_named_soon(noun, phrase)),
            EntityKind::Organization if noun.nominal.is_plural => {
                self.bodies_named_soon(noun, phrase, is_near)
            }
            EntityKind::Organization => self.body_named_soon(noun, phrase, is_near),
            _ => None,
        }
    }

    /// "Water engineer warns of …", in the headline: whom the text then names first as a source.
    pub(super) fn headlined(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let scene = self.scene;
        let is_one = !noun.nominal.is_plural
            && matches!(noun.nominal.kind, EntityKind::Person | EntityKind::Organization);
        if !is_one
            || scene.sentence_of[noun.tokens.start] > LEAD_SENTENCES
            || phrase.has_owner(scene)
            || !self.is_bare(phrase)
            || !scene.is_source(&phrase.tokens)
        {
            return None;
        }
        let sentence = scene.sentence_of[noun.tokens.start];
        let is_headline = |at: TokenId| scene.sentence_of[at] <= sentence;
        let told = self.placed.iter().take_while(|mention| is_headline(mention.tokens.start));
        let told: Vec<EntityId> = told.map(|mention| mention.id).collect();
        let after = self.placed[told.len()..].iter().take(MAX_NAMED_SOON).take_while(|mention| {
            scene.sentence_of[mention.tokens.start] <= SOURCE_WITHIN_SENTENCES
        });
        let mut sources = after.filter(|mention| {
            self.cast.get(mention.id).kind == noun.nominal.kind
                && !told.contains(&mention.id)
                && scene.is_source(&mention.tokens)
        });
        let is_led = phrase.has_name(scene);
        let found = sources.find(|mention| match noun.nominal.kind {
            EntityKind::Person if is_led => self.fits(mention.id, &noun.nominal, ""),
            EntityKind::Person => self.may_be(mention.id, noun, phrase),
            _ => self.is_body_of(mention.id, noun),
        })?;
        Some(Referent::One(found.id))
    }

    /// "the president", before "President Hale": who holds that office in the sentences that follow.
    pub(super) fn holder_ahead(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let is_bare = noun.nominal.kind == EntityKind::Person
            && !noun.nominal.is_plural
            && phrase.modifiers.is_empty()
            && !phrase.has_complement
            && holds_office(&noun.nominal.classes);
        if !is_bare {
            return None;
        }
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let at = self.placed.partition_point(|mention| mention.tokens.start < noun.tokens.end);
        let mut soon = self.placed[at..].iter().take(MAX_NAMED_SOON).take_while(|mention| {
            self.scene.sentence_of[mention.tokens.start] <= sentence + SOURCE_WITHIN_SENTENCES
        });
        let found = soon.find(|mention| self.fits(mention.id, &noun.nominal, ""))?;
        Some(Referent::One(found.id))
    }

    /// "A woman said …": whom the next two sentences name first, as a source, and not the lead.
    pub(super) fn source_named_soon(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let scene = self.scene;
        let is_told = scene.sentence_of[noun.tokens.start] <= LEAD_SENTENCES
            && matches!(phrase.determiner.as_deref(), Some("a" | "an" | "the"))
            && noun.nominal.kind == EntityKind::Person
            && !noun.nominal.is_plural
            && !phrase.has_owner(scene)
            && scene.is_source(&phrase.tokens);
        if !is_told {
            return None;
        }
        let sentence = scene.sentence_of[noun.tokens.start];
        let told =
            self.placed.partition_point(|one| scene.sentence_of[one.tokens.start] <= sentence);
        let is_known = |id| self.placed[..told].iter().any(|one| one.id == id);
        let next = self.placed[told..].iter().take(MAX_NAMED_SOON).take_while(|one| {
            scene.sentence_of[one.tokens.start] <= sentence + NAMED_WITHIN_SENTENCES
        });
        let mut persons = next.filter(|one| self.cast.get(one.id).kind == EntityKind::Person);
        let first = persons.find(|one| !is_known(one.id))?;
        (scene.is_source(&first.tokens) && self.may_be(first.id, noun, phrase))
            .then_some(Referent::One(first.id))
    }

    /// Tells whether a phrase has no article, as in headlines: "…, analyst says", "Orm's lawyer wants …".
    pub(super) fn is_bare(&self, phrase: &Phrase) -> bool {
        let scene = self.scene;
        let sentence = scene.sentence(phrase.tokens.start);
        let goes_on = |at: TokenId| {
            scene.name_of[at].is_some()
                || is_modifier(scene, at)
                || matches!(scene.lower(at), "'" | "’")
        };
        let mut first = phrase.tokens.start;
        while first > sentence.start && goes_on(first - 1) {
            first -= 1;
        }
        let is_open = first == sentence.start || !is_determiner(scene.lower(first - 1));
        phrase.determiner.is_none() && is_open
    }

    fn list_named_soon(
        &self,
        noun: &Noun,
        phrase: &Phrase,
        is_near: impl Fn(TokenId) -> bool,
    ) -> Option<Referent> {
        let n_told = self.count_of(phrase);
        let list = self.lists.iter().take(MAX_NAMED_SOON).position(|list| {
            is_near(list.tokens.start) && n_told.is_none_or(|n_told| n_told == list.members.len())
        })?;
        (self.list_of_offices(list) && self.list_fits(list, &noun.nominal))
            .then_some(Referent::Listed(list))
    }

    /// "two miners' unions": as many bodies of that kind as the next sentences name.
    fn bodies_named_soon(
        &mut self,
        noun: &Noun,
        phrase: &Phrase,
        is_near: impl Fn(TokenId) -> bool,
    ) -> Option<Referent> {
        let n_told = self.count_of(phrase)?;
        let at = self.placed.partition_point(|mention| mention.tokens.start < noun.tokens.end);
        let mut bodies: Vec<EntityId> = Vec::new();
        for mention in self.placed[at..].iter().take(MAX_NAMED_SOON) {
            let is_body = is_near(mention.tokens.start)
                && self.cast.get(mention.id).kind == EntityKind::Organization
                && self.is_body_of(mention.id, noun);
            if is_body && !bodies.contains(&mention.id) {
                bodies.push(mention.id);
            }
        }
        (bodies.len() == n_told).then(|| self.new_list(bodies, phrase.tokens.clone()))
    }

    /// "A fishing union is …", in the lead: the body of that kind that the next sentences name first.
    fn body_named_soon(
        &self,
        noun: &Noun,
        phrase: &Phrase,
        is_near: impl Fn(TokenId) -> bool,
    ) -> Option<Referent> {
        let is_new = matches!(phrase.determiner.as_deref(), Some("a" | "an"))
            && self.scene.is_source(&phrase.tokens)
            && !phrase.has_owner(self.scene);
        let told = self.placed.partition_point(|one| one.tokens.start < noun.tokens.end);
        let is_known = |id| self.placed[..told].iter().any(|one| one.id == id);
        let mut soon = self.placed[told..].iter().take(MAX_NAMED_SOON).filter(|mention| {
            is_near(mention.tokens.start)
                && self.cast.get(mention.id).kind == EntityKind::Organization
        });
        let first = soon.find(|mention| !is_known(mention.id)).filter(|_| is_new)?;
        self.is_body_of(first.id, noun).then_some(Referent::One(first.id))
    }

    /// The number that a phrase tells.
    pub(super) fn count_of(&self, phrase: &Phrase) -> Option<usize> {
        let mut words = phrase.modifiers.clone().chain(std::iter::once(phrase.tokens.start));
        words.find_map(|at| small_number(self.scene.lower(at)))
    }

    fn one_named_soon(
        &self,
        noun: &Noun,
        phrase: &Phrase,
        is_near: impl Fn(TokenId) -> bool,
    ) -> Option<Referent> {
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let at = self.placed.partition_point(|mention| mention.tokens.start < noun.tokens.end);
        let soon = self.placed[at..]
            .iter()
            .filter(|mention| mention.tokens.start > noun.tokens.end)
            .take(MAX_NAMED_SOON)
            .take_while(|mention| {
                self.scene.sentence_of[mention.tokens.start] <= sentence + NAMED_WITHIN_SENTENCES
            });
        let listed: Vec<EntityId> = self
            .lists
            .iter()
            .take(MAX_NAMED_SOON)
            .take_while(|list| self.scene.sentence_of[list.tokens.start] <= sentence + 2)
            .flat_map(|list| list.members.iter().copied())
            .collect();
        let indefinite = matches!(phrase.determiner.as_deref(), Some("a" | "an"))
            || phrase.determiner.is_none() && self.is_after_participle(phrase.tokens.start);
        let mut fitting = soon.filter(|mention| {
            let member = self.cast.get(mention.id);
            let is_office = member.kind == EntityKind::Person && !member.roles.is_empty();
            is_office
                && is_near(mention.tokens.start)
                && !listed.contains(&mention.id)
                && (self.fits(mention.id, &noun.nominal, "")
                    || is_sent(&noun.nominal, &member.classes))
        });
        let found = fitting.next().filter(|_| indefinite)?;
        Some(Referent::One(found.id))
    }

    /// "a visiting …": an article and a participle before a noun.
    fn is_after_participle(&self, start: TokenId) -> bool {
        start >= 2
            && matches!(self.scene.lower(start - 2), "a" | "an")
            && self.scene.lower(start - 1).ends_with("ing")
    }
}

fn small_number(lower: &str) -> Option<usize> {
    ["two", "three", "four", "five"].iter().position(|word| *word == lower).map(|at| at + 2)
}

/// An envoy may be any officer of a state that one is sent by.
fn is_sent(nominal: &Nominal, classes: &[&str]) -> bool {
    nominal.classes.contains(&"envoy")
        && classes.iter().any(|class| matches!(*class, "minister" | "diplomat" | "official"))
}
