//! Mentions without a name: pronouns, nouns that take a name up again, sources that have none.

mod ahead;
mod antecedent;
mod body_tail;
mod described;
mod document;
mod extent;
mod nominal;
mod opening;
mod plural;
mod pronoun;
mod quoted;

use std::ops::Range;

use dateline_syntax::TokenId;
use dateline_text::BlockKind;

use self::body_tail::BodyTails;
use self::pronoun::pronoun;
use super::cast::{Cast, Placed};
use super::coordination::{Coordination, coordinations};
use super::memory::{Memory, Referent};
use super::nominal_lexicon::Nominal;
use super::phrase::{body_fits, is_aged, is_trade};
use super::scene::Scene;
use super::{EntityId, EntityKind, MentionForm};
use crate::Name;
use crate::name::lexicon::Gender;

/// Most offices of a person, or bodies of a list, that are looked at.
const MAX_ROLES: usize = 12;

/// Walks through a dispatch and gives every pronoun and noun for a person or body its entity.
pub(crate) fn follow(
    scene: &Scene<'_>,
    names: &[Name],
    placed: &[Placed],
    cast: &mut Cast,
    memory: Memory,
) -> Memory {
    let mut walk = Walk {
        placed,
        scene,
        names,
        memory,
        lists: coordinations(scene, placed, cast),
        n_lists: 0,
        tails: BodyTails::new(cast),
        cast,
        last_possessive: None,
        last_body: None,
        headline_document: None,
    };
    walk.name_groups();
    let mut next_name = 0;
    let mut next_list = 0;
    let n_lists = walk.lists.len();
    walk.n_lists = n_lists;
    let mut from = 0;
    for token in 0..scene.len() {
        while let Some(mention) =
            placed.get(next_name).filter(|mention| mention.tokens.start <= token)
        {
            let list = walk.lists[..n_lists].get(next_list);
            if is_sender(scene, mention) {
                // "the agency" is not the one that sends the dispatch, "it" no place that it is sent from.
            } else if list.is_some_and(|list| list.tokens.contains(&mention.tokens.start)) {
                walk.memory.add_listed(scene, mention.id, &mention.tokens);
            } else {
                walk.memory.add(scene, Referent::One(mention.id), &mention.tokens);
            }
            from = from.max(mention.tokens.end);
            next_name += 1;
        }
        while next_list < n_lists && walk.lists[next_list].tokens.end <= token {
            let tokens = walk.lists[next_list].tokens.clone();
            walk.memory.add(scene, Referent::Listed(next_list), &tokens);
            next_list += 1;
        }
        if token >= from {
            from = walk.read(token, from).unwrap_or(from);
        }
    }
    walk.memory
}

/// Tells whether a mention stands in what opens a dispatch: outlet, dateline.
fn is_sender(scene: &Scene<'_>, mention: &Placed) -> bool {
    let blocks = &scene.parsed.dispatch.blocks;
    let start = scene.span(mention.tokens.clone()).start;
    let at = blocks.partition_point(|block| block.span.end <= start);
    blocks
        .get(at)
        .is_some_and(|block| matches!(block.kind, BlockKind::Dateline | BlockKind::Header))
}

struct Walk<'w, 'p> {
    placed: &'w [Placed],
    scene: &'w Scene<'p>,
    names: &'w [Name],
    cast: &'w mut Cast,
    memory: Memory,
    /// In text order those that the dispatch tells, then those made on the way, which are taken in where they are.
    lists: Vec<Coordination>,
    /// How many lists the dispatch tells.
    n_lists: usize,
    tails: BodyTails,
    /// The last "her" or "their" and whose it is.
    last_possessive: Option<(TokenId, EntityId)>,
    /// The last body taken up by a noun, for "the council and the assembly".
    last_body: Option<(EntityId, Range<TokenId>)>,
    /// The headline's "poll" or "report", and its sentence, until the text tells more of it.
    headline_document: Option<(EntityId, usize)>,
}

impl Walk<'_, '_> {
    /// Reads the mention that starts or has its noun at `token`; returns where the next may start.
    fn read(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        if self.scene.name_of[token].is_none() {
            if let Some(pronoun) = pronoun(self.scene.lower(token)) {
                self.read_pronoun(token, pronoun);
                return None;
            }
            if let Some((id, end)) = self.tails.body_at(self.scene, token) {
                self.take_up(id, token..end, "nominal_by_name");
                return Some(end);
            }
            if let Some(n_members) = self.count_at(token) {
                return self.read_count(token, n_members);
            }
            if let Some(end) = self.read_part(token) {
                return Some(end);
            }
            if is_aged(self.scene, token) {
                return self.read_aged(token, from);
            }
            return self.read_noun(token, from);
        }
        None
    }

    fn take_up(&mut self, id: EntityId, tokens: Range<TokenId>, rule: &'static str) {
        self.cast.mention(id, self.scene.span(tokens.clone()), MentionForm::Nominal, rule);
        self.hear(id, &tokens);
        self.memory.add(self.scene, Referent::One(id), &tokens);
        self.join_bodies(id, &tokens);
    }

    /// A document that says something is kept.
    fn hear(&mut self, id: EntityId, tokens: &Range<TokenId>) {
        let is_silent = self.cast.get(id).is_silent && !self.scene.is_source(tokens);
        self.cast.all[id.index()].is_silent = is_silent;
    }

    fn is_person(&self, referent: Referent, gender: Option<Gender>) -> bool {
        let Referent::One(id) = referent else { return false };
        let member = self.cast.get(id);
        member.kind == EntityKind::Person
            && (gender.is_none() || member.gender.is_none() || member.gender == gender)
    }

    fn is_plural(&self, referent: Referent) -> bool {
        match referent {
            Referent::One(id) => {
                let member = self.cast.get(id);
                member.is_plural
                    || member.kind == EntityKind::Organization && is_trade(&member.name)
            }
            Referent::Listed(list) => self.lists[list].members.iter().all(|&id| {
                matches!(self.cast.get(id).kind, EntityKind::Person | EntityKind::Organization)
            }),
        }
    }

    fn is_kind(&self, referent: Referent, kind: EntityKind) -> bool {
        matches!(referent, Referent::One(id) if self.cast.get(id).kind == kind)
    }

    fn fits(&self, id: EntityId, nominal: &Nominal, noun: &str) -> bool {
        let member = self.cast.get(id);
        let gender_fits =
            nominal.gender.is_none() || member.gender.is_none() || member.gender == nominal.gender;
        let class_fits = member.has_class(nominal);
        match nominal.kind {
            EntityKind::Person if nominal.is_plural => member.is_plural && class_fits,
            EntityKind::Person => {
                member.kind == EntityKind::Person
                    && gender_fits
                    && !member.is_plural
                    && (class_fits || (nominal.classes == ["*"] && member.is_named))
            }
            EntityKind::Organization if !nominal.is_plural => {
                member.kind == EntityKind::Organization
                    && body_fits(&member.folded, &nominal.classes, noun)
            }
            EntityKind::Place if !nominal.is_plural => {
                member.kind == EntityKind::Place && class_fits
            }
            // "the survey" may be the Geological Survey.
            EntityKind::Other if member.kind == EntityKind::Organization => {
                let is_last = |name: &String| name.rsplit(' ').next() == Some(noun);
                member.folded.iter().any(is_last)
            }
            EntityKind::Other => {
                member.kind == EntityKind::Other
                    && class_fits
                    && member.is_plural == nominal.is_plural
            }
            _ => false,
        }
    }
}
