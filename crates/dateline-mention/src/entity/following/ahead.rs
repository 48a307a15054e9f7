//! Told before the name: "three union leaders" whom the next sentences name.

use dateline_syntax::TokenId;

use super::Walk;
use crate::entity::memory::Referent;
use crate::entity::nominal_lexicon::Nominal;
use crate::entity::phrase::{Noun, Phrase};
use crate::entity::{EntityId, EntityKind};

/// The last sentence that may speak of someone before the name.
const LEAD_SENTENCES: usize = 1;
/// Sentences within which the name then follows.
const NAMED_WITHIN_SENTENCES: usize = 2;
/// Most names or lists looked at for it.
const MAX_NAMED_SOON: usize = 40;

impl Walk<'_, '_> {
    /// In the first sentences, "three union leaders" or "a visiting minister" whom the next
    /// sentences name with their offices.
    pub(super) fn named_soon(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let is_anyone = noun.nominal.classes == ["*"];
        if sentence > LEAD_SENTENCES || is_anyone {
            return None;
        }
        let is_near = |at: TokenId| {
            let other = self.scene.sentence_of[at];
            other > sentence && other <= sentence + NAMED_WITHIN_SENTENCES
        };
        match noun.nominal.kind {
            EntityKind::Person if noun.nominal.is_plural => {
                self.list_named_soon(noun, phrase, is_near)
            }
            EntityKind::Person => self.one_named_soon(noun, phrase, is_near),
            EntityKind::Organization if noun.nominal.is_plural => {
                self.bodies_named_soon(noun, phrase, is_near)
            }
            _ => None,
        }
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

    /// The number that a phrase tells.
    fn count_of(&self, phrase: &Phrase) -> Option<usize> {
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
