//! Mentions without a name: pronouns, nouns that take a name up again, sources that have none.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};
use dateline_text::Evidence;

use super::cast::{Cast, Placed, country_of};
use super::coordination::{Coordination, coordinations};
use super::memory::{Looking, Memory, Referent};
use super::nominal_lexicon::{self, Nominal};
use super::phrase::{Noun, Phrase, body_fits, is_aged, is_determiner, is_modifier};
use super::role::FoundRole;
use super::scene::Scene;
use super::{EntityId, EntityKind, EntityMention, MentionForm, Role};
use crate::name::lexicon::{self, Gender, fold};
use crate::{Name, NameLabel};

/// Most words left of a noun that belong to it.
const MAX_MODIFIERS: usize = 6;
/// Most tokens of a phrase with "of" or "for" that belongs to a noun.
const MAX_COMPLEMENT: usize = 8;

/// The last sentence that may speak of someone before the name.
const LEAD_SENTENCES: usize = 1;
/// Sentences within which the name then follows.
const NAMED_WITHIN_SENTENCES: usize = 2;
/// Most offices of a person, or bodies of a list, that are looked at.
const MAX_ROLES: usize = 12;
/// Most names or lists looked at for it.
const MAX_NAMED_SOON: usize = 40;

/// Walks through a dispatch and gives every pronoun and noun for a person or body its entity.
pub(crate) fn follow(scene: &Scene<'_>, names: &[Name], placed: &[Placed], cast: &mut Cast) {
    let mut walk = Walk {
        placed,
        scene,
        names,
        memory: Memory::default(),
        lists: coordinations(scene, placed, cast),
        cast,
        last_possessive: None,
        last_body: None,
    };
    walk.name_groups();
    let mut next_name = 0;
    let mut next_list = 0;
    let mut from = 0;
    for token in 0..scene.len() {
        while let Some(mention) =
            placed.get(next_name).filter(|mention| mention.tokens.start <= token)
        {
            walk.memory.add(scene, Referent::One(mention.id), &mention.tokens);
            from = from.max(mention.tokens.end);
            next_name += 1;
        }
        while walk.lists.get(next_list).is_some_and(|list| list.tokens.end <= token) {
            let tokens = walk.lists[next_list].tokens.clone();
            walk.memory.add(scene, Referent::Listed(next_list), &tokens);
            next_list += 1;
        }
        if token >= from {
            from = walk.read(token, from).unwrap_or(from);
        }
    }
}

struct Walk<'w, 'p> {
    placed: &'w [Placed],
    scene: &'w Scene<'p>,
    names: &'w [Name],
    cast: &'w mut Cast,
    memory: Memory,
    lists: Vec<Coordination>,
    /// The last "her" or "their" and whose it is.
    last_possessive: Option<(TokenId, EntityId)>,
    /// The last body taken up by a noun, for "the council and the assembly".
    last_body: Option<(EntityId, Range<TokenId>)>,
}

impl Walk<'_, '_> {
    /// Reads the mention that starts or has its noun at `token`; returns where the next may start.
    fn read(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        if self.scene.name_of[token].is_none() {
            if let Some(pronoun) = pronoun(self.scene.lower(token)) {
                self.read_pronoun(token, pronoun);
                return None;
            }
            if let Some(n_members) = self.count_at(token) {
                return self.read_count(token, n_members);
            }
            if is_aged(self.scene, token) {
                return self.read_aged(token, from);
            }
            return self.read_noun(token, from);
        }
        None
    }

    fn read_pronoun(&mut self, token: TokenId, pronoun: Pronoun) {
        let looking = Looking::from(self.scene, token);
        let found = match pronoun {
            Pronoun::Person(gender) => {
                self.memory.best(looking, |referent| self.is_person(referent, gender))
            }
            Pronoun::They if self.speaks(token) => self
                .memory
                .best(looking, |referent| self.is_plural(referent) && !self.is_crowd(referent))
                .or_else(|| self.memory.best(looking, |referent| self.is_plural(referent)))
                .or_else(|| {
                    self.memory
                        .best(looking, |referent| self.is_kind(referent, EntityKind::Organization))
                }),
            Pronoun::They => {
                self.memory.best(looking, |referent| self.is_plural(referent)).or_else(|| {
                    self.memory
                        .best(looking, |referent| self.is_kind(referent, EntityKind::Organization))
                })
            }
            Pronoun::It if self.scene.is_speech(token + 1) => self
                .memory
                .best(looking, |referent| self.is_kind(referent, EntityKind::Organization)),
            Pronoun::It => None,
        };
        let Some(referent) = found else { return };
        let id = self.entity_of(referent);
        let tokens = token..token + 1;
        if matches!(self.scene.lower(token), "his" | "her" | "their") {
            self.last_possessive = Some((token, id));
        }
        self.cast.mention(id, self.scene.span(tokens.clone()), MentionForm::Pronoun, "pronoun");
        self.memory.add(self.scene, Referent::One(id), &tokens);
    }

    /// "the 45-year-old": the last person.
    fn read_aged(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        let start = (from..token).rev().take(5).find(|&at| self.scene.lower(at) == "the")?;
        let looking = Looking::from(self.scene, token);
        let id = match self.memory.best(looking, |referent| self.is_person(referent, None))? {
            Referent::One(id) => id,
            Referent::Listed(_) => return None,
        };
        self.take_up(id, start..token + 1, "nominal_by_age");
        Some(token + 1)
    }

    fn read_noun(&mut self, token: TokenId, from: TokenId) -> Option<TokenId> {
        let noun = self.noun_at(token)?;
        let phrase = self.phrase(&noun, from);
        if self.is_predicate(phrase.tokens.start) {
            return None;
        }
        let found = if phrase.is_definite() {
            self.antecedent(&noun, &phrase).or_else(|| self.named_soon(&noun, &phrase))
        } else {
            self.owned_body(&noun, &phrase).or_else(|| self.named_soon(&noun, &phrase))
        };
        let mut phrase = phrase;
        let mut found = found;
        if found.is_none()
            && let Some((holder, start)) = self.leader_of(&noun, &phrase)
        {
            phrase.tokens.start = start.max(from);
            found = Some(holder);
        }
        let is_bodies = noun.nominal.kind == EntityKind::Organization
            && noun.nominal.is_plural
            && phrase.is_definite()
            && !phrase.has_complement
            && phrase.modifiers.is_empty();
        if found.is_none() && is_bodies {
            found = self.bodies_of_list(&noun, &phrase);
        }
        let end = phrase.tokens.end;
        if let Some(id) = self.named_after(&noun, end) {
            self.cast.add_role(id, self.office(&noun, &phrase));
            self.take_up(id, phrase.tokens, "office_before_name");
        } else if let Some(referent) = found {
            let id = self.entity_of(referent);
            self.take_up(id, phrase.tokens, "nominal");
        } else {
            self.introduce(&noun, &phrase);
        }
        Some(end)
    }

    /// "the three", "the trio", "all three", "both": how many are taken up.
    fn count_at(&self, token: TokenId) -> Option<usize> {
        let scene = self.scene;
        let lower = scene.lower(token);
        let before = token.checked_sub(1).map_or("", |at| scene.lower(at));
        let n_members = match lower {
            "both" | "two" | "pair" | "duo" => 2,
            "three" | "trio" => 3,
            "four" | "quartet" => 4,
            "five" => 5,
            _ => return None,
        };
        let opens = lower == "both" || matches!(before, "the" | "all");
        let stands_alone = scene.is_speech(token + 1)
            || matches!(scene.tag(token + 1), Some(Upos::Verb | Upos::Aux))
            || scene.sentence(token).end <= token + 1
            || scene.lower(token + 1) == ",";
        (opens && stands_alone).then_some(n_members)
    }

    fn read_count(&mut self, token: TokenId, n_members: usize) -> Option<TokenId> {
        let referent = self.memory.last(|referent| self.members_of(referent).len() == n_members)?;
        let id = self.entity_of(referent);
        let start = token - usize::from(self.scene.lower(token) != "both");
        self.take_up(id, start..token + 1, "nominal_by_count");
        Some(token + 1)
    }

    fn members_of(&self, referent: Referent) -> &[EntityId] {
        match referent {
            Referent::One(id) => &self.cast.get(id).members,
            Referent::Listed(list) => &self.lists[list].members,
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

    /// In the first sentences, "three union leaders" or "a visiting minister" whom the next
    /// sentences name with their offices.
    fn named_soon(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let sentence = self.scene.sentence_of[noun.tokens.start];
        let is_anyone = noun.nominal.classes == ["*"];
        if sentence > LEAD_SENTENCES || noun.nominal.kind != EntityKind::Person || is_anyone {
            return None;
        }
        let is_near = |at: TokenId| {
            let other = self.scene.sentence_of[at];
            other > sentence && other <= sentence + NAMED_WITHIN_SENTENCES
        };
        if noun.nominal.is_plural {
            let mut count = phrase.modifiers.clone().chain(std::iter::once(phrase.tokens.start));
            let n_told = count.find_map(|at| small_number(self.scene.lower(at)));
            let list = self.lists.iter().take(MAX_NAMED_SOON).position(|list| {
                is_near(list.tokens.start)
                    && n_told.is_none_or(|n_told| n_told == list.members.len())
            })?;
            return (self.list_of_offices(list) && self.list_fits(list, &noun.nominal))
                .then_some(Referent::Listed(list));
        }
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

    /// "the miners' leader": the holder of a fitting office in a body with that word in its name.
    fn leader_of(&self, noun: &Noun, phrase: &Phrase) -> Option<(Referent, TokenId)> {
        let scene = self.scene;
        let first = phrase.tokens.start;
        let is_person = noun.nominal.kind == EntityKind::Person && !noun.nominal.is_plural;
        let mark = (first.saturating_sub(1)..noun.tokens.start)
            .rev()
            .find(|&at| matches!(scene.lower(at), "'s" | "’s" | "'" | "’"))?;
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

    /// "the unions", after officers of several: the bodies that they hold their offices in.
    fn bodies_of_list(&mut self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let listed = self.memory.last(|referent| {
            let members = self.members_of(referent);
            members.len() > 1
                && members.iter().all(|&id| self.cast.get(id).kind == EntityKind::Person)
        })?;
        let mut bodies: Vec<EntityId> = Vec::new();
        for &member in self.members_of(listed).iter().take(MAX_ROLES) {
            let mut roles = self.cast.get(member).roles.iter();
            let body = roles.find_map(|role| self.cast.body(role.organization.as_deref()?))?;
            if !bodies.contains(&body) {
                bodies.push(body);
            }
        }
        let fits = |id: &EntityId| {
            let folded = &self.cast.get(*id).folded;
            body_fits(folded, &noun.nominal.classes, self.scene.lower(noun.tokens.start))
        };
        if bodies.len() < 2 || !bodies.iter().any(fits) {
            return None;
        }
        let list = self.lists.len();
        let tokens = phrase.tokens.clone();
        self.lists.push(Coordination { members: bodies, tokens, group: None });
        Some(Referent::Listed(list))
    }

    fn list_of_offices(&self, list: usize) -> bool {
        let members = &self.lists[list].members;
        let n_offices = members.iter().filter(|&&id| !self.cast.get(id).roles.is_empty()).count();
        2 * n_offices > members.len()
    }

    /// Makes a group of every list of persons or bodies, so that what they do together is theirs.
    fn name_groups(&mut self) {
        for list in 0..self.lists.len() {
            let kind = |id: &EntityId| self.cast.get(*id).kind;
            let members = &self.lists[list].members;
            let is_joint = [EntityKind::Person, EntityKind::Organization]
                .iter()
                .any(|one| members.iter().all(|id| kind(id) == *one));
            if is_joint {
                self.entity_of(Referent::Listed(list));
            }
        }
    }

    /// "the council and the assembly": two bodies taken up side by side are a group.
    fn join_bodies(&mut self, id: EntityId, tokens: &Range<TokenId>) {
        if self.cast.get(id).kind != EntityKind::Organization {
            return;
        }
        let before = self.last_body.replace((id, tokens.clone()));
        let Some((other, first)) = before else { return };
        if other == id || first.end + 1 != tokens.start || self.scene.lower(first.end) != "and" {
            return;
        }
        let list = self.lists.len();
        let tokens = first.start..tokens.end;
        self.lists.push(Coordination {
            members: vec![other, id],
            tokens: tokens.clone(),
            group: None,
        });
        let group = self.entity_of(Referent::Listed(list));
        self.memory.add(self.scene, Referent::One(group), &tokens);
    }

    /// Returns the noun at a token, unless a longer phrase goes on to another noun.
    fn noun_at(&self, token: TokenId) -> Option<Noun> {
        let scene = self.scene;
        let sentence = scene.sentence(token);
        let last = sentence.end.min(token + nominal_lexicon::MAX_WORDS);
        let (end, nominal) = (token + 1..=last).rev().find_map(|end| {
            let words = scene.words(token..end).to_lowercase();
            nominal_lexicon::nominal(&words).map(|nominal| (end, nominal))
        })?;
        // Before another verb, what looks like a verb is a noun: "witnesses had left".
        let before_verb =
            matches!(scene.tag(end), Some(Upos::Aux | Upos::Verb)) || scene.is_speech(end);
        let is_other = match scene.tag(end - 1) {
            Some(Upos::Verb) => !before_verb,
            Some(tag) => matches!(tag, Upos::Adj | Upos::Adv | Upos::Aux) && !before_verb,
            None => false,
        };
        if is_other {
            return None;
        }
        let next = |at: usize| scene.lower(at);
        let goes_on = end < sentence.end
            && (nominal_lexicon::nominal(next(end)).is_some()
                || scene.label(self.names, end) == Some(NameLabel::Person)
                || (scene.tag(end) == Some(Upos::Noun)
                    && !scene.is_speech(end)
                    && !next(end).ends_with("ed")));
        let starts_in_hyphen = next(end) == "-" || (token > 0 && next(token - 1) == "-");
        (!goes_on && !starts_in_hyphen).then_some(Noun { tokens: token..end, nominal })
    }

    /// Draws the whole phrase around a noun.
    fn phrase(&self, noun: &Noun, from: TokenId) -> Phrase {
        let scene = self.scene;
        let sentence = scene.sentence(noun.tokens.start);
        let limit = from.max(sentence.start).max(noun.tokens.start.saturating_sub(MAX_MODIFIERS));
        let mut start = noun.tokens.start;
        while start > limit && is_modifier(scene, start - 1) {
            start -= 1;
        }
        while start < noun.tokens.start
            && matches!(scene.lower(start), "'s" | "’s" | "'" | "’" | "-")
        {
            start += 1;
        }
        // Before a plural, "that" joins clauses.
        let is_joint = |lower: &str| lower == "that" && noun.nominal.is_plural;
        let determiner = start.checked_sub(1).filter(|&at| {
            at >= limit && is_determiner(scene.lower(at)) && !is_joint(scene.lower(at))
        });
        let end = self.complement_end(noun.tokens.end, sentence.end);
        Phrase {
            tokens: determiner.unwrap_or(start)..end,
            determiner: determiner.map(|at| scene.lower(at).to_owned()),
            modifiers: start..noun.tokens.start,
            has_complement: end > noun.tokens.end,
        }
    }

    /// "of the Orm Ministry", "in Sarn", "for the rebels": up to its last name or noun.
    fn complement_end(&self, start: TokenId, limit: TokenId) -> TokenId {
        let scene = self.scene;
        if start >= limit
            || !matches!(scene.lower(start), "of" | "for" | "from" | "in" | "at" | "with")
        {
            return start;
        }
        let strict = !matches!(scene.lower(start), "of" | "for");
        let mut end = start;
        for token in start + 1..limit.min(start + MAX_COMPLEMENT) {
            // After "in" and the like only a body belongs to the noun; a place is where it was done.
            let is_name = match scene.label(self.names, token) {
                Some(label) => !strict || label == NameLabel::Organization,
                None => false,
            };
            let is_noun = !strict
                && scene.tag(token).is_some_and(|tag| matches!(tag, Upos::Noun | Upos::Propn));
            if is_name || is_noun {
                end = token + 1;
            } else if !is_determiner(scene.lower(token)) && !is_modifier(scene, token) {
                break;
            }
        }
        end.max(start)
    }

    /// "is a lawyer", "as governor": says what someone is and mentions nobody new.
    fn is_predicate(&self, start: TokenId) -> bool {
        let before = start.checked_sub(1).map_or("", |at| self.scene.lower(at));
        matches!(
            before,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "as" | "become" | "became"
        )
    }

    /// "a spokeswoman for the ministry, X": the person named right after the comma.
    fn named_after(&self, noun: &Noun, end: TokenId) -> Option<EntityId> {
        let is_person = noun.nominal.kind == EntityKind::Person && !noun.nominal.is_plural;
        let at_comma = self.scene.lower(end) == ","
            && self.scene.sentence_of[end] == self.scene.sentence_of[end - 1];
        let label = self.scene.label(self.names, end + 1);
        if !is_person || !at_comma || label != Some(NameLabel::Person) {
            return None;
        }
        let at = self.placed.partition_point(|mention| mention.tokens.start <= end);
        let person = self.placed.get(at).filter(|mention| mention.tokens.start == end + 1)?;
        Some(person.id)
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

    /// Finds whom a definite phrase takes up: the last mentioned in the same words or of a fitting
    /// kind; for a plural, also those just named one by one.
    fn antecedent(&self, noun: &Noun, phrase: &Phrase) -> Option<Referent> {
        let end = if phrase.has_complement { phrase.tokens.end } else { noun.tokens.end };
        let own = fold(self.scene.words(phrase.modifiers.start..end));
        let is_narrowed = phrase.has_complement || phrase.has_name(self.scene);
        let word = self.scene.lower(noun.tokens.end - 1);
        let is_person = noun.nominal.kind == EntityKind::Person;
        let is_anyone = noun.nominal.classes == ["*"];
        if noun.nominal.is_plural && is_person && !is_anyone && !phrase.has_complement {
            let listed = self.memory.last(|referent| {
                matches!(referent, Referent::Listed(list)
                    if self.list_of_offices(list) && self.list_fits(list, &noun.nominal))
            });
            if listed.is_some() {
                return listed;
            }
        }
        if noun.nominal.kind == EntityKind::Organization && !is_narrowed {
            let called = self.memory.last(|referent| {
                matches!(referent, Referent::One(id) if self.is_kind(referent, EntityKind::Organization)
                    && noun.nominal.classes.iter().any(|class| self.cast.get(id).classes.contains(class)))
            });
            if called.is_some() && !noun.nominal.is_plural {
                return called;
            }
        }
        self.memory.last(|referent| match referent {
            Referent::Listed(list) => {
                !is_narrowed && noun.nominal.is_plural && self.list_fits(list, &noun.nominal)
            }
            Referent::One(id) => {
                self.cast.get(id).folded.contains(&own)
                    || (!is_narrowed && self.fits(id, &noun.nominal, word))
            }
        })
    }

    fn fits(&self, id: EntityId, nominal: &Nominal, noun: &str) -> bool {
        let member = self.cast.get(id);
        let gender_fits =
            nominal.gender.is_none() || member.gender.is_none() || member.gender == nominal.gender;
        let class_fits = nominal.classes.iter().any(|class| member.classes.contains(class));
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
            _ => false,
        }
    }

    fn take_up(&mut self, id: EntityId, tokens: Range<TokenId>, rule: &'static str) {
        self.cast.mention(id, self.scene.span(tokens.clone()), MentionForm::Nominal, rule);
        self.memory.add(self.scene, Referent::One(id), &tokens);
        self.join_bodies(id, &tokens);
    }

    /// Makes an entity of words that take nobody up: "officials", "the interior ministry".
    fn introduce(&mut self, noun: &Noun, phrase: &Phrase) {
        let kind = match noun.nominal.kind {
            EntityKind::Person if noun.nominal.is_plural => EntityKind::Group,
            EntityKind::Organization
                if noun.nominal.is_plural || !phrase.names_body(self.scene) =>
            {
                return;
            }
            EntityKind::Place | EntityKind::Facility | EntityKind::Other => return,
            kind => kind,
        };
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
        member.is_plural = kind == EntityKind::Group;
        member.gender = noun.nominal.gender;
        member.country = country;
        member.classes =
            noun.nominal.classes.iter().copied().filter(|class| *class != "*").collect();
        self.memory.add(self.scene, Referent::One(id), &phrase.tokens);
    }

    fn list_fits(&self, list: usize, nominal: &Nominal) -> bool {
        let members = self.lists[list].members.iter().map(|&id| self.cast.get(id));
        let mut any_class = false;
        for member in members {
            if member.kind != nominal.kind {
                return false;
            }
            any_class |= match nominal.kind {
                EntityKind::Person => {
                    (nominal.classes == ["*"]
                        && (nominal.gender.is_none() || nominal.gender == member.gender))
                        || nominal.classes.iter().any(|class| member.classes.contains(class))
                        || (nominal.classes.contains(&"official") && !member.roles.is_empty())
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

    /// Returns the entity of a referent; a list becomes a group at its first plural mention.
    fn entity_of(&mut self, referent: Referent) -> EntityId {
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
}

/// "Orm Grain Merchants": a body whose name speaks of its people.
fn is_trade(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    name.contains(' ') && ["ers", "ants", "ists", "men"].iter().any(|end| last.ends_with(end))
}

fn small_number(lower: &str) -> Option<usize> {
    ["two", "three", "four", "five"].iter().position(|word| *word == lower).map(|at| at + 2)
}

/// An envoy may be any officer of a state that one is sent by.
fn is_sent(nominal: &Nominal, classes: &[&str]) -> bool {
    nominal.classes.contains(&"envoy")
        && classes.iter().any(|class| matches!(*class, "minister" | "diplomat" | "official"))
}

#[derive(Debug, Clone, Copy)]
enum Pronoun {
    Person(Option<Gender>),
    They,
    It,
}

fn pronoun(lower: &str) -> Option<Pronoun> {
    match lower {
        "he" | "him" | "his" => Some(Pronoun::Person(Some(Gender::Male))),
        "she" | "her" | "hers" => Some(Pronoun::Person(Some(Gender::Female))),
        "they" | "them" | "their" => Some(Pronoun::They),
        "it" => Some(Pronoun::It),
        _ => None,
    }
}
