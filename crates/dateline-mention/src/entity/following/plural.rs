//! One phrase for several: "the leaders", "the three", "the council and the assembly".

use std::collections::BTreeSet;
use std::ops::Range;

use dateline_syntax::{TokenId, Upos};
use dateline_text::Evidence;

use super::nominal::LATELY;
use super::{MAX_ROLES, Walk};
use crate::entity::coordination::Coordination;
use crate::entity::memory::{Known, Looking, Referent};
use crate::entity::nominal_lexicon::Nominal;
use crate::entity::phrase::{Noun, Phrase, body_fits, is_trade};
use crate::entity::{EntityId, EntityKind, EntityMention, MentionForm};

impl Walk<'_, '_> {
    /// "the three", "the trio", "all three", "both": how many are taken up.
    pub(super) fn count_at(&self, token: TokenId) -> Option<usize> {
        let scene = self.scene;
        let lower = scene.lower(token);
        let before = token.checked_sub(1).map_or("", |at| scene.lower(at));
        let n_members = match lower {
            "both" | "two" | "pair" | "duo" | "couple" => 2,
            "three" | "trio" => 3,
            "four" | "quartet" => 4,
            "five" => 5,
            _ => return None,
        };
        let opens = lower == "both" || matches!(before, "the" | "all");
        let stands_alone = self.is_sides(token + 1)
            || scene.is_speech(token + 1)
            || matches!(scene.tag(token + 1), Some(Upos::Verb | Upos::Aux))
            || scene.sentence(token).end <= token + 1
            || scene.lower(token + 1) == ",";
        (opens && stands_alone).then_some(n_members)
    }

    /// "sides" of "the two sides": anyone's.
    fn is_sides(&self, token: TokenId) -> bool {
        matches!(self.scene.lower(token), "sides" | "parties" | "camps")
    }

    /// "Most say …", "two others say …": the group that this sentence or the one before tells of.
    pub(super) fn read_part(&mut self, token: TokenId) -> Option<TokenId> {
        const PARTS: [&str; 8] =
            ["most", "many", "some", "others", "few", "several", "all", "half"];
        let scene = self.scene;
        let is_share =
            || matches!(scene.lower(token), "percent" | "%" | "quarters" | "thirds" | "majority");
        let is_part =
            (PARTS.contains(&scene.lower(token)) || is_share()) && !scene.modifies(token + 1);
        if !is_part || scene.lower(token + 1) == "of" || !scene.is_source(&(token..token + 1)) {
            return None;
        }
        let looking = Looking::from(scene, token);
        let is_group = |referent| {
            matches!(referent, Referent::One(id) if {
                let member = self.cast.get(id);
                member.kind == EntityKind::Group && member.members.is_empty()
            })
        };
        let best = self.memory.best(looking, is_group, |_| Known::default());
        let Some(Referent::One(id)) = self.memory.last_near(looking, 1, |one| Some(one) == best)
        else {
            return None;
        };
        self.take_up(id, token..token + 1, "nominal_by_part");
        Some(token + 1)
    }

    pub(super) fn read_count(&mut self, token: TokenId, n_members: usize) -> Option<TokenId> {
        let are_sides = self.is_sides(token + 1);
        // Sides are bodies or states that were told of together, not any two persons or towns.
        let may_be_sides = |referent| {
            let is_body = |id: &EntityId| self.cast.get(*id).kind != EntityKind::Person;
            let is_group = match referent {
                Referent::One(_) => true,
                Referent::Listed(list) => self.lists[list].group.is_some(),
            };
            is_group && self.members_of(referent).iter().all(is_body)
        };
        let referent = self.memory.last(|referent| {
            self.members_of(referent).len() == n_members && (!are_sides || may_be_sides(referent))
        });
        let start = token - usize::from(self.scene.lower(token) != "both");
        let end = token + 1 + usize::from(are_sides);
        let pair = || self.pair_before(token).filter(|_| n_members == 2 && !are_sides);
        let near =
            self.memory.last_near(Looking::from(self.scene, token), 2, |one| Some(one) == referent);
        let referent = match near.map_or_else(pair, |_| None) {
            Some(pair) => self.new_list(pair, start..end),
            None => referent?,
        };
        let id = self.entity_of(referent);
        self.take_up(id, start..end, "nominal_by_count");
        Some(end)
    }

    /// "the two men, Mira Hale and Otto Orn,": those named one by one right after.
    pub(super) fn listed_after(&self, noun: &Noun, end: TokenId) -> Option<Referent> {
        let is_group = noun.nominal.is_plural
            && matches!(noun.nominal.kind, EntityKind::Person | EntityKind::Organization);
        if !is_group || self.scene.lower(end) != "," {
            return None;
        }
        let told = &self.lists[..self.n_lists];
        let list = told.partition_point(|list| list.tokens.start <= end);
        let list_fits = |list: &Coordination| {
            let is_kind = |id: &EntityId| self.cast.get(*id).kind == noun.nominal.kind;
            list.tokens.start == end + 1 && list.members.iter().all(is_kind)
        };
        told.get(list).filter(|list| list_fits(list)).map(|_| Referent::Listed(list))
    }

    /// "the two voters": as many as were just named, where nobody was called so before.
    pub(super) fn counted(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let n_members = self.count_of(phrase)?;
        let is_joint = noun.nominal.is_plural
            && matches!(noun.nominal.kind, EntityKind::Person | EntityKind::Organization)
            && !phrase.has_complement
            && !phrase.has_name(self.scene);
        let own = self.own_words(noun, phrase);
        let is_called = |referent| matches!(referent, Referent::One(id) if self.cast.get(id).folded.contains(&own));
        if !is_joint || self.memory.last(is_called).is_some() {
            return None;
        }
        let looking = Looking::from(self.scene, noun.tokens.start);
        let is_many = |referent| {
            let members = self.members_of(referent);
            members.len() == n_members
                && members.iter().all(|&id| self.cast.get(id).kind == noun.nominal.kind)
        };
        let listed = self.memory.last_near(looking, LATELY, is_many);
        let is_pair = n_members == 2 && noun.nominal.kind == EntityKind::Person;
        listed.or_else(|| {
            let pair = self.pair_before(noun.tokens.start).filter(|_| is_pair)?;
            Some(self.new_list(pair, phrase.tokens.clone()))
        })
    }

    /// "Hale met Orn. The two …": the only two whom the sentence before names.
    fn pair_before(&self, token: TokenId) -> Option<Vec<EntityId>> {
        let is_named = |id: EntityId| {
            let member = self.cast.get(id);
            member.kind == EntityKind::Person && member.is_named
        };
        let pair = self.memory.named_before(Looking::from(self.scene, token), is_named);
        (pair.len() == 2).then_some(pair)
    }

    fn members_of(&self, referent: Referent) -> &[EntityId] {
        match referent {
            Referent::One(id) => &self.cast.get(id).members,
            Referent::Listed(list) => &self.lists[list].members,
        }
    }

    /// "the unions", after officers of several: the bodies that they hold their offices in.
    pub(super) fn bodies_of_list(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let listed = self.memory.last(|referent| {
            let members = self.members_of(referent);
            members.len() > 1
                && members.iter().all(|&id| self.cast.get(id).kind == EntityKind::Person)
        })?;
        let mut bodies: Vec<EntityId> = Vec::new();
        let mut all_hold = true;
        for &member in self.members_of(listed).iter().take(MAX_ROLES) {
            let mut roles = self.cast.get(member).roles.iter();
            match roles.find_map(|role| self.cast.body(role.organization.as_deref()?)) {
                Some(body) if !bodies.contains(&body) => bodies.push(body),
                held => all_hold &= held.is_some(),
            }
        }
        // Where one of them holds no office, the phrase may leave others out too.
        if !all_hold {
            bodies.retain(|&id| self.is_body_of(id, noun));
        }
        if bodies.len() < 2 || !bodies.iter().any(|&id| self.is_body_of(id, noun)) {
            return None;
        }
        Some(self.new_list(bodies, phrase.tokens.clone()))
    }

    /// Tells whether a body is one of "the unions", by its name or by the trade it is named for.
    pub(super) fn is_body_of(&self, id: EntityId, noun: &Noun) -> bool {
        let member = self.cast.get(id);
        let classes = &noun.nominal.classes;
        body_fits(&member.folded, classes, self.scene.lower(noun.tokens.start))
            || classes.contains(&"union") && is_trade(&member.name)
    }

    pub(super) fn new_list(&mut self, members: Vec<EntityId>, tokens: Range<TokenId>) -> Referent {
        self.lists.push(Coordination { members, tokens, group: None });
        Referent::Listed(self.lists.len() - 1)
    }

    pub(super) fn list_of_offices(&self, list: usize) -> bool {
        let members = &self.lists[list].members;
        let n_offices = members.iter().filter(|&&id| !self.cast.get(id).roles.is_empty()).count();
        2 * n_offices > members.len()
    }

    pub(super) fn list_fits(&self, list: usize, nominal: &Nominal) -> bool {
        let members = self.lists[list].members.iter().map(|&id| self.cast.get(id));
        let mut any_class = false;
        for member in members {
            let is_other_gender = nominal.gender.is_some()
                && nominal.gender != member.gender
                && nominal.classes == ["*"];
            if member.kind != nominal.kind || is_other_gender {
                return false;
            }
            any_class |= match nominal.kind {
                EntityKind::Person => {
                    nominal.classes == ["*"]
                        || nominal.classes.iter().any(|class| member.classes.contains(class))
                        || (is_sent_for(nominal) && !member.roles.is_empty())
                }
                EntityKind::Organization => body_fits(&member.folded, &nominal.classes, ""),
                EntityKind::Place => {
                    member.country.is_some() == nominal.classes.contains(&"country")
                }
                _ => false,
            };
        }
        any_class
    }

    /// Makes a group of every list of persons or bodies, so that what they do together is theirs.
    pub(super) fn name_groups(&mut self) {
        for list in 0..self.lists.len() {
            let kind = |id: &EntityId| self.cast.get(*id).kind;
            let members = &self.lists[list].members;
            let is_joint = [EntityKind::Person, EntityKind::Organization]
                .iter()
                .any(|one| members.iter().all(|id| kind(id) == *one));
            // "Orm and Sarn said": states that speak.
            let are_speaking = members.iter().all(|id| kind(id) == EntityKind::Place)
                && self.scene.is_attributed(&self.lists[list].tokens);
            if is_joint || are_speaking {
                self.entity_of(Referent::Listed(list));
            }
        }
    }

    /// "the council and the assembly": two bodies taken up side by side are a group.
    pub(super) fn join_bodies(&mut self, id: EntityId, tokens: &Range<TokenId>) {
        if self.bodies_of(id).is_empty() {
            return;
        }
        let before = self.last_body.replace((id, tokens.clone()));
        let Some((other, first)) = before else { return };
        if other == id || first.end + 1 != tokens.start || self.scene.lower(first.end) != "and" {
            return;
        }
        let tokens = first.start..tokens.end;
        let mut members = self.bodies_of(other);
        members.extend(self.bodies_of(id));
        let mut seen = BTreeSet::new();
        members.retain(|member| seen.insert(*member));
        if members.len() < 2 {
            return;
        }
        let list = self.new_list(members, tokens.clone());
        let group = self.entity_of(list);
        self.memory.add(self.scene, Referent::One(group), &tokens);
    }

    /// Returns a body, or the bodies that a group is made of; nothing for persons.
    fn bodies_of(&self, id: EntityId) -> Vec<EntityId> {
        let is_body = |id: &EntityId| self.cast.get(*id).kind == EntityKind::Organization;
        let members = &self.cast.get(id).members;
        if is_body(&id) {
            vec![id]
        } else if members.iter().all(is_body) {
            members.iter().copied().take(MAX_ROLES).collect()
        } else {
            Vec::new()
        }
    }

    /// Returns the entity of a referent; a list becomes a group at its first plural mention.
    pub(super) fn entity_of(&mut self, referent: Referent) -> EntityId {
        let list = match referent {
            Referent::One(id) => return id,
            Referent::Listed(list) => list,
        };
        if let Some(group) = self.lists[list].group {
            return group;
        }
        let span = self.scene.span(self.lists[list].tokens.clone());
        let name = span.of(&self.scene.parsed.dispatch.text).to_owned();
        let evidence = Evidence::unmeasured("coordination");
        let has_name =
            self.lists[list].tokens.clone().any(|token| self.scene.name_of[token].is_some());
        let form = if has_name { MentionForm::Name } else { MentionForm::Nominal };
        let id = self.cast.add(EntityKind::Group, &name, EntityMention { span, form, evidence });
        let members = self.lists[list].members.clone();
        let classes =
            members.iter().flat_map(|&member| self.cast.get(member).classes.clone()).collect();
        let group = &mut self.cast.all[id.index()];
        group.members = members;
        group.is_plural = true;
        group.classes = classes;
        self.lists[list].group = Some(id);
        id
    }
}

/// "officials", "envoys", "representatives": those who hold any office may be meant.
fn is_sent_for(nominal: &Nominal) -> bool {
    nominal.classes.iter().any(|class| matches!(*class, "official" | "envoy"))
}
