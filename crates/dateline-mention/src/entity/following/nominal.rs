//! One noun for one person or body: "the diplomat", "her league", "the 45-year-old".

use dateline_syntax::TokenId;
use dateline_text::Evidence;

use super::ahead::LEAD_SENTENCES;
use super::{MAX_ROLES, Walk};
use crate::NameLabel;
use crate::entity::cast::{Placed, country_of};
use crate::entity::memory::{Known, Looking, Referent};
use crate::entity::phrase::{Noun, Phrase, body_fits};
use crate::entity::role::FoundRole;
use crate::entity::{EntityId, EntityKind, EntityMention, MentionForm, Role};
use crate::name::lexicon::{self, fold};

/// Sentences after which someone without a name is mostly not meant again.
pub(super) const LATELY: usize = 6;

/// Words between a noun and the name that stands for the same.
const MAX_APART: usize = 30;

impl Walk<'_, '_> {
    /// "the 45-year-old": the last person.
    pub(super) fn read_aged(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        let start = (from..token).rev().take(5).find(|&at| self.scene.lower(at) == "the")?;
        let looking = Looking::from(self.scene, token);
        let id = match self.memory.best(
            looking,
            |referent| self.is_person(referent, None),
            |_| Known::default(),
        )? {
            Referent::One(id) => id,
            Referent::Listed(_) => return None,
        };
        self.take_up(id, start..token + 1, "nominal_by_age");
        Some(token + 1)
    }

    pub(super) fn read_noun(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        let noun = self.noun_at(token)?;
        let phrase = self.with_owner(&noun, self.phrase(&noun, from));
        // "the campaign" is a body where it speaks, and mostly none where not.
        let owner = self.owner_of(&noun, &phrase);
        let is_no_body = noun.nominal.must_speak
            && noun.nominal.kind == EntityKind::Organization
            && owner.is_none()
            && !self.scene.is_source(&phrase.tokens);
        if is_no_body || self.is_predicate(&noun, phrase.tokens.start) {
            return None;
        }
        let owned = owner.and_then(|owner| self.cast.owned(owner, &noun.nominal));
        let found = if let Some(owned) = owned {
            Some(Referent::One(owned))
        } else if owner.is_some() {
            None
        } else if noun.nominal.kind == EntityKind::Other && self.own_name(&phrase) {
            self.document_named(&noun, &phrase)
        } else if phrase.is_definite() {
            let found = self.counted(&noun, &phrase).or_else(|| self.antecedent(&noun, &phrase));
            let is_weak = found.is_some_and(|referent| self.is_weak(referent, &noun));
            found
                .filter(|_| !is_weak)
                .or_else(|| self.of_place(&noun, &phrase))
                .or_else(|| self.named_soon(&noun, &phrase))
                .or_else(|| self.described_again(&noun, &phrase))
                .or_else(|| self.main_person(&noun, &phrase))
                .or(found)
                .or_else(|| self.source_named_soon(&noun, &phrase))
                .or_else(|| self.holder_ahead(&noun, &phrase))
        } else {
            self.owned_body(&noun, &phrase)
                .or_else(|| self.named_soon(&noun, &phrase))
                .or_else(|| self.headlined(&noun, &phrase))
                .or_else(|| self.told_again(&noun, &phrase))
                .or_else(|| self.owned_again(&noun, &phrase))
        };
        let is_person = noun.nominal.kind == EntityKind::Person;
        let quoting = if is_person { self.quoting(noun.tokens.start) } else { Vec::new() };
        let mut phrase = phrase;
        let mut found = found.filter(|&referent| !self.is_among(referent, &quoting));
        if found.is_none()
            && let Some((holder, start)) = self.leader_of(&noun, &phrase)
        {
            phrase.tokens.start = start;
            found = Some(holder);
        }
        let is_bodies = noun.nominal.kind == EntityKind::Organization
            && noun.nominal.is_plural
            && phrase.is_definite()
            && !phrase.has_complement
            && phrase.modifiers.is_empty();
        let listed = self.listed_after(&noun, phrase.tokens.end);
        found = listed.or(found);
        if found.is_none() && is_bodies {
            found = self.bodies_of_list(&noun, &phrase);
        }
        let end = phrase.tokens.end;
        if let Some(id) = self.named_after(&noun, end) {
            if noun.nominal.kind == EntityKind::Person {
                self.cast.add_role(id, self.office(&noun, &phrase));
            }
            self.take_up(id, phrase.tokens, "office_before_name");
        } else if let Some(referent) = found.or_else(|| self.document_of_headline(&noun, &phrase)) {
            let id = self.entity_of(referent);
            self.remember_bodies(id, &noun);
            self.remember_headline(id, &noun, &phrase);
            self.take_up(id, phrase.tokens, "nominal");
        } else {
            self.introduce(&noun, &phrase, owner);
        }
        Some(end)
    }

    /// "Orm's foreign ministry": the name that owns a body is part of its own.
    fn with_owner(&self, noun: &Noun, phrase: Phrase) -> Phrase {
        let scene = self.scene;
        let start = phrase.tokens.start;
        let is_body = noun.nominal.kind == EntityKind::Organization
            && !noun.nominal.is_plural
            && phrase.determiner.is_none();
        let mark = start
            .checked_sub(1)
            .filter(|&at| is_body && matches!(scene.lower(at), "'s" | "’s" | "'" | "’"));
        let owner = mark.and_then(|mark| self.placed_until(mark));
        // "Sarn Oil, Orm's biggest firm," is Sarn Oil.
        let head = scene.parsed.parse.words.get(noun.tokens.end - 1);
        let is_told = head.is_some_and(|word| word.deprel == "appos");
        let is_owned = owner.is_some();
        let owner = owner.or_else(|| self.companion_of(noun, start).filter(|_| is_body));
        let Some(owner) = owner.filter(|_| !is_told) else { return phrase };
        let has_article = owner.tokens.start > scene.sentence(start).start
            && scene.lower(owner.tokens.start - 1) == "the";
        let first = owner.tokens.start - usize::from(has_article);
        let tokens = first..phrase.tokens.end;
        // "the Sarn firm" is the firm that was told of.
        let is_firm = noun.nominal.classes.iter().any(|class| matches!(*class, "company" | "bank"));
        if is_firm && !is_owned {
            let determiner = has_article.then(|| "the".to_owned());
            return Phrase { tokens, determiner, ..phrase };
        }
        Phrase { tokens, modifiers: first..phrase.modifiers.end, ..phrase }
    }

    /// "the Sarn-based government", "the Sarn government", "the UN mission": the name before a noun that is
    /// another than it.
    fn companion_of(&self, noun: &Noun, start: TokenId) -> Option<&Placed> {
        const ARMS: [&str; 6] =
            ["mission", "delegation", "office", "embassy", "secretariat", "directorate"];
        let scene = self.scene;
        let based = Some(start).filter(|&at| scene.lower(at) == "based");
        let end = match based {
            Some(at) => at.checked_sub(1).filter(|&mark| scene.lower(mark) == "-")?,
            None => start,
        };
        let owner = self.placed_until(end)?;
        match self.cast.get(owner.id).kind {
            EntityKind::Place => Some(owner),
            EntityKind::Organization => {
                ARMS.contains(&scene.lower(noun.tokens.end - 1)).then_some(owner)
            }
            _ => None,
        }
    }

    /// Returns the name that ends right before a token.
    fn placed_until(&self, end: TokenId) -> Option<&Placed> {
        let at = self.placed.partition_point(|one| one.tokens.end < end);
        self.placed.get(at).filter(|one| one.tokens.end == end)
    }

    /// "Orm's foreign ministry", told of before in the same words.
    fn owned_again(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        if noun.nominal.kind != EntityKind::Organization || !phrase.has_owner(self.scene) {
            return None;
        }
        let own = self.own_words(noun, phrase);
        self.memory.last(|referent| {
            matches!(referent, Referent::One(id) if self.cast.get(id).folded.contains(&own))
        })
    }

    /// "union strategists say …": "strategists", soon after, are the same.
    fn told_again(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let is_group = noun.nominal.kind == EntityKind::Person && noun.nominal.is_plural;
        if !is_group || phrase.tokens != noun.tokens || !self.scene.is_source(&phrase.tokens) {
            return None;
        }
        let word = self.scene.lower(noun.tokens.end - 1);
        let looking = Looking::from(self.scene, noun.tokens.start);
        self.memory.last_near(looking, LATELY, |referent| {
            matches!(referent, Referent::One(id) if {
                let member = self.cast.get(id);
                member.is_plural && member.folded.iter().any(|name| name.rsplit(' ').next() == Some(word))
            })
        })
    }

    /// "her league": the body that its owner holds an office in.
    fn owned_body(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let (token, owner) = self.last_possessive?;
        let is_body = noun.nominal.kind == EntityKind::Organization && !noun.nominal.is_plural;
        if token != phrase.tokens.start || !is_body {
            return None;
        }
        let word = self.scene.lower(noun.tokens.end - 1);
        let roles = self.cast.get(owner).roles.iter().take(MAX_ROLES);
        roles.filter_map(|role| self.cast.body(role.organization.as_deref()?)).find_map(|id| {
            body_fits(&self.cast.get(id).folded, &noun.nominal.classes, word)
                .then_some(Referent::One(id))
        })
    }

    /// "the miners' leader": the holder of a fitting office in a body with that word in its name.
    fn leader_of(&self, noun: &Noun, phrase: &Phrase) -> Option<(Referent, TokenId)> {
        let scene = self.scene;
        let first = phrase.tokens.start;
        let is_person = noun.nominal.kind == EntityKind::Person && !noun.nominal.is_plural;
        let mark = (first.saturating_sub(1)..noun.tokens.start)
            .rev()
            .find(|&at| matches!(scene.lower(at), "'s" | "’s" | "'" | "’"))?;
        if let Some((body, tokens)) = self.last_body.as_ref().filter(|(_, b)| b.end == mark) {
            let holder = self.officer_of(*body, noun).filter(|_| is_person)?;
            return Some((holder, tokens.start));
        }
        let owner = mark.checked_sub(1).filter(|&at| scene.name_of[at].is_none())?;
        let start = owner.checked_sub(1).filter(|&at| scene.lower(at) == "the")?;
        let word = scene.lower(owner);
        let holds = |id: EntityId| {
            let roles = self.cast.get(id).roles.iter().take(MAX_ROLES);
            roles.filter_map(|role| role.organization.as_deref()).any(|body| {
                fold(body)
                    .split(' ')
                    .any(|part| part == word || part.trim_end_matches(['\'', '’']) == word)
            })
        };
        let found = self.memory.last(|referent| {
            matches!(referent, Referent::One(id)
                if is_person && self.fits(id, &noun.nominal, "") && holds(id))
        })?;
        Some((found, start))
    }

    /// "a spokeswoman for the ministry, X", "the head of the union that runs the port, X", "a striker
    /// named X": who is named right after, or told by the tree to be the same.
    fn named_after(&self, noun: &Noun, end: TokenId) -> Option<EntityId> {
        let scene = self.scene;
        let label = match noun.nominal.kind {
            EntityKind::Person => NameLabel::Person,
            EntityKind::Organization => NameLabel::Organization,
            _ => return None,
        };
        if noun.nominal.is_plural {
            return None;
        }
        let is_labelled = |at: TokenId| scene.label(self.names, at) == Some(label);
        let words = &scene.parsed.parse.words;
        let head = noun.tokens.end - 1;
        let is_told = |at: &TokenId| {
            words[*at].head == Some(head) && words[*at].deprel == "appos" && is_labelled(*at)
        };
        let at_comma = matches!(scene.lower(end), "," | "named" | "called")
            && scene.sentence_of[end] == scene.sentence_of[end - 1]
            && label == NameLabel::Person
            && is_labelled(end + 1);
        let sentence = scene.sentence(head);
        let told = if at_comma {
            Some(end + 1)
        } else {
            (end..sentence.end.min(end + MAX_APART)).find(is_told)
        }?;
        let at = self.placed.partition_point(|mention| mention.tokens.end <= told);
        let named = self.placed.get(at).filter(|mention| mention.tokens.contains(&told))?;
        (!at_comma || named.tokens.start == told).then_some(named.id)
    }

    /// "the unions" takes up again whom "two miners' unions" stood for.
    fn remember_bodies(&mut self, id: EntityId, noun: &Noun) {
        if noun.nominal.is_plural && noun.nominal.kind == EntityKind::Organization {
            let word = fold(self.scene.words(noun.tokens.clone()));
            let group = &mut self.cast.all[id.index()];
            if !group.members.is_empty() && !group.folded.contains(&word) {
                group.folded.push(word);
            }
        }
    }

    /// Returns the words of a phrase without its article, folded.
    pub(super) fn own_words(&self, noun: &Noun, phrase: &Phrase) -> String {
        let end = if phrase.has_complement { phrase.tokens.end } else { noun.tokens.end };
        fold(self.scene.words(phrase.modifiers.start..end))
    }

    /// "the mediator" takes up again whom "mediator" of the headline stood for.
    fn remember_headline(&mut self, id: EntityId, noun: &Noun, phrase: &Phrase) {
        if noun.nominal.kind != EntityKind::Person || phrase.is_definite() || noun.nominal.is_plural
        {
            return;
        }
        let member = &mut self.cast.all[id.index()];
        for class in noun.nominal.classes.iter().filter(|class| **class != "*") {
            if !member.classes.contains(class) {
                member.classes.push(class);
            }
        }
    }

    /// Reads a phrase such as "the head of the Orm Council" as an office.
    fn office(&self, noun: &Noun, phrase: &Phrase) -> FoundRole {
        let scene = self.scene;
        let end = noun.tokens.end;
        let first = end + 1 + usize::from(scene.lower(end + 1) == "the");
        let organization = (phrase.has_complement && first < phrase.tokens.end)
            .then(|| scene.words(first..phrase.tokens.end).to_owned());
        let title = scene.words(noun.tokens.clone()).to_owned();
        let known = lexicon::title(&title).map_or_else(Vec::new, |title| title.classes.clone());
        let listed = noun.nominal.classes.iter().copied().filter(|class| *class != "*");
        let role =
            Role { title, organization, country: None, span: scene.span(phrase.tokens.clone()) };
        FoundRole {
            role: Some(role),
            classes: known.into_iter().chain(listed).collect(),
            gender: noun.nominal.gender,
            tokens: phrase.tokens.clone(),
        }
    }

    /// "the boat company's chairwoman": who holds a fitting office in that very body.
    fn officer_of(&self, body: EntityId, noun: &Noun) -> Option<Referent> {
        let folded = &self.cast.get(body).folded;
        let holds = |id: EntityId| {
            let roles = self.cast.get(id).roles.iter().take(MAX_ROLES);
            roles
                .filter_map(|role| role.organization.as_deref())
                .any(|of| folded.contains(&fold(of)))
        };
        self.memory.last(|referent| {
            matches!(referent, Referent::One(id) if self.fits(id, &noun.nominal, "") && holds(id))
        })
    }

    /// "a newspaper said": a body without a name that speaks, not "Orm Wire, a newspaper, said".
    fn is_described_source(&self, noun: &Noun, phrase: &Phrase) -> bool {
        let word = self.scene.parsed.parse.words.get(noun.tokens.end - 1);
        let stands_alone =
            |relation: &str| relation.starts_with("nsubj") || relation.starts_with("obl");
        matches!(phrase.determiner.as_deref(), Some("a" | "an" | "one" | "another"))
            && word.is_some_and(|word| stands_alone(word.deprel))
            && self.scene.is_source(&phrase.tokens)
    }

    /// Makes an entity of words that take nobody up: "officials", "the interior ministry".
    fn introduce(&mut self, noun: &Noun, phrase: &Phrase, owner: Option<EntityId>) {
        let kind = match noun.nominal.kind {
            EntityKind::Person if noun.nominal.is_plural => EntityKind::Group,
            EntityKind::Organization if noun.nominal.is_plural => {
                if !self.scene.is_source(&phrase.tokens) {
                    return;
                }
                EntityKind::Group
            }
            EntityKind::Organization
                if owner.is_none()
                    && !phrase.names_body(self.scene)
                    && !self.is_described_source(noun, phrase) =>
            {
                return;
            }
            EntityKind::Place | EntityKind::Facility => return,
            kind => kind,
        };
        let has_own_name = self.own_name(phrase);
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let is_headline =
            kind == EntityKind::Other && sentence <= LEAD_SENTENCES && self.is_bare(phrase);
        let span = self.scene.span(phrase.tokens.clone());
        let evidence = Evidence::unmeasured("described");
        let name = self.scene.words(phrase.tokens.clone());
        let id =
            self.cast.add(kind, name, EntityMention { span, form: MentionForm::Nominal, evidence });
        let country =
            phrase.modifiers.clone().filter_map(|t| self.scene.name_of[t]).find_map(|name| {
                country_of(self.names[name].span.of(&self.scene.parsed.dispatch.text))
            });
        let ends = [noun.tokens.end, phrase.tokens.end];
        let folded = ends.map(|end| fold(self.scene.words(phrase.modifiers.start..end)));
        let member = &mut self.cast.all[id.index()];
        member.folded.extend(folded);
        member.owner = owner;
        member.has_own_name = has_own_name;
        member.is_plural = noun.nominal.is_plural;
        member.is_silent = noun.nominal.must_speak;
        member.gender = noun.nominal.gender;
        member.country = country;
        member.classes =
            noun.nominal.classes.iter().copied().filter(|class| *class != "*").collect();
        if is_headline {
            self.headline_document = Some((id, sentence));
        }
        self.hear(id, &phrase.tokens);
        // "the earlier poll" is not what "the poll" goes on with.
        let is_aside = |at| {
            matches!(
                self.scene.lower(at),
                "earlier" | "previous" | "other" | "another" | "separate"
            )
        };
        if kind != EntityKind::Other || !phrase.tokens.clone().any(is_aside) {
            self.memory.add(self.scene, Referent::One(id), &phrase.tokens);
        }
    }
}
