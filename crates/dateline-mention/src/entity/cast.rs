//! The persons, bodies, groups and places of a dispatch, gathered mention by mention.

use std::ops::Range;

use dateline_syntax::TokenId;
use dateline_text::{Evidence, Span};

use super::nominal_lexicon::Nominal;
use super::role::FoundRole;
use super::same_name::{
    ends_as_body, ends_with_words, is_fuller, is_part_of_name, is_short_form, is_shortened,
    same_ends, same_words, stands_within, starts_with_words, without_article, without_suffix,
};
use super::{Actor, Entity, EntityId, EntityKind, EntityMention, MentionForm, Role};
use crate::name::lexicon::{self, Gender, first_name, fold};
use crate::place::gazetteer::{country_named, country_of_demonym};

/// An entity while its mentions are being gathered.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not hang on one another")]
pub(crate) struct Member {
    /// What it is.
    pub(crate) kind: EntityKind,
    /// Its fullest name so far.
    pub(crate) name: String,
    /// Folded words of every name it has been given.
    pub(crate) folded: Vec<String>,
    /// What can take it up again.
    pub(crate) classes: Vec<&'static str>,
    /// The gender told so far.
    pub(crate) gender: Option<Gender>,
    /// Offices.
    pub(crate) roles: Vec<Role>,
    /// Mentions in the order found.
    pub(crate) mentions: Vec<EntityMention>,
    /// Members of a group named one by one.
    pub(crate) members: Vec<EntityId>,
    /// Country it belongs to or is.
    pub(crate) country: Option<&'static str>,
    /// PLOVER sectors of a known body.
    pub(crate) sectors: Vec<&'static str>,
    /// Whether it is more than one person.
    pub(crate) is_plural: bool,
    /// Whether it has a name of its own.
    pub(crate) is_named: bool,
    /// Whose it is: of `Hale's campaign`, Hale.
    pub(crate) owner: Option<EntityId>,
    /// Whether a name tells it from others of its kind: "the Orm Ledger poll".
    pub(crate) has_own_name: bool,
    /// Whether it is left out again: a document or the like that says nothing.
    pub(crate) is_silent: bool,
}

impl Member {
    /// Tells whether a noun may stand for it by what is known of it.
    pub(crate) fn has_class(&self, nominal: &Nominal) -> bool {
        nominal.classes.iter().any(|class| self.classes.contains(class))
    }
}

/// Words that newspapers are called by alone.
const MEDIA_TITLES: [&str; 18] = [
    "chronicle",
    "courier",
    "economist",
    "examiner",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "mirror",
    "monitor",
    "observer",
    "post",
    "telegraph",
    "times",
    "tribune",
];

/// Entities that a look for the same name goes back over, so that long input stays linear.
const WINDOW_ENTITIES: usize = 600;

/// All entities of a dispatch so far.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// In order of first mention found.
    pub(crate) all: Vec<Member>,
}

impl Cast {
    /// Adds an entity with its first mention.
    pub(crate) fn add(&mut self, kind: EntityKind, name: &str, mention: EntityMention) -> EntityId {
        let id = EntityId::from(self.all.len());
        self.all.push(Member {
            kind,
            name: name.to_owned(),
            folded: vec![fold(name)],
            classes: Vec::new(),
            gender: None,
            roles: Vec::new(),
            mentions: vec![mention],
            members: Vec::new(),
            country: None,
            sectors: Vec::new(),
            is_plural: false,
            is_named: mention.form == MentionForm::Name,
            owner: None,
            has_own_name: false,
            is_silent: false,
        });
        id
    }

    /// Returns an entity.
    pub(crate) fn get(&self, id: EntityId) -> &Member {
        &self.all[id.index()]
    }

    /// Adds a mention to an entity.
    pub(crate) fn mention(
        &mut self,
        id: EntityId,
        span: Span,
        form: MentionForm,
        rule: &'static str,
    ) {
        let mention = EntityMention { span, form, evidence: Evidence::unmeasured(rule) };
        self.all[id.index()].mentions.push(mention);
    }

    /// Adds what the words beside a name tell.
    pub(crate) fn add_role(&mut self, id: EntityId, found: FoundRole) {
        let member = &mut self.all[id.index()];
        member.gender = member.gender.or(found.gender);
        for class in found.classes.into_iter().filter(|class| *class != "form") {
            if !member.classes.contains(&class) {
                member.classes.push(class);
            }
        }
        let in_union =
            found.role.as_ref().and_then(|role| role.organization.as_deref()).is_some_and(|body| {
                body.to_lowercase().split(' ').any(|w| matches!(w, "union" | "guild" | "syndicate"))
            });
        if in_union && !member.classes.contains(&"unionist") {
            member.classes.push("unionist");
        }
        if let Some(role) = found.role {
            let is_new =
                |known: &Role| known.title != role.title || known.organization != role.organization;
            if member.roles.iter().all(is_new) {
                member.roles.push(role);
            }
        }
    }

    /// Finds the person of a name: the same name, its end, or a fuller form of it.
    pub(crate) fn person(&self, name: &str, gender: Option<Gender>) -> Option<EntityId> {
        let folded = fold(name);
        let fits = |member: &Member| {
            member.kind == EntityKind::Person
                && member.is_named
                && (gender.is_none() || member.gender.is_none() || gender == member.gender)
        };
        let find = |test: &dyn Fn(&str) -> bool| {
            self.last(|m| fits(m) && m.folded.iter().any(|known| test(known)))
        };
        let bare = without_suffix(&folded);
        find(&|known| without_suffix(known) == bare)
            .or_else(|| {
                // "Hale", of two: the one told of more, or last.
                self.most_told(|m| {
                    let ends = |known: &String| ends_with_words(without_suffix(known), bare);
                    fits(m) && m.folded.iter().any(ends)
                })
            })
            .or_else(|| self.last(|m| fits(m) && is_fuller(bare, &m.folded)))
            .or_else(|| find(&|known| starts_with_words(known, &folded) && !folded.contains(' ')))
            .or_else(|| {
                // "Mira" of the title, then "Mira Hale".
                let first = name.split(' ').next().filter(|first| first_name(first).is_some())?;
                let first = fold(first);
                find(&|known| known == first && known != folded)
            })
            .or_else(|| find(&|known| same_ends(known, &folded)))
            // "Weld" for "Mira Weld Orsk", of two surnames.
            .or_else(|| find(&|known| !folded.contains(' ') && stands_within(known, &folded)))
    }

    /// Finds the body of a name: the same name, its short form, or its words in another order.
    pub(crate) fn body(&self, name: &str) -> Option<EntityId> {
        let folded = fold(name);
        let folded = without_article(&folded).to_owned();
        let known = lexicon::known_body(name).map(|body| fold(body.name));
        let find = |test: &dyn Fn(&str) -> bool| {
            self.last(|member| {
                member.kind == EntityKind::Organization
                    && member.is_named
                    && member.folded.iter().any(|known| test(without_article(known)))
            })
        };
        find(&|other| other == folded || known.as_deref() == Some(other))
            .or_else(|| find(&|other| is_short_form(name, other)))
            .or_else(|| find(&|other| same_words(other, &folded)))
            .or_else(|| find(&|other| is_shortened(&folded, other) || is_shortened(other, &folded)))
            .or_else(|| {
                folded
                    .contains(' ')
                    .then(|| find(&|other| ends_with_words(other, &folded)))
                    .flatten()
            })
            .or_else(|| self.only_body_with(&folded))
            .or_else(|| {
                // "the Times" for "the Orm Times".
                MEDIA_TITLES.iter().find(|title| **title == folded)?;
                find(&|other| ends_with_words(other, &folded))
            })
    }

    /// "Orm" for "Orm Metals Ltd", or the other way round: where one body alone has a name that begins
    /// like this, or holds several of its words in a row.
    fn only_body_with(&self, folded: &str) -> Option<EntityId> {
        let from = self.all.len().saturating_sub(WINDOW_ENTITIES);
        let fitting = self.all[from..].iter().enumerate().filter(|(_, member)| {
            member.kind == EntityKind::Organization
                && member.is_named
                && member
                    .folded
                    .iter()
                    .any(|known| is_part_of_name(known, folded) || is_part_of_name(folded, known))
        });
        let fitting: Vec<_> = fitting.collect();
        // "Orm", where both "Orm Metals Ltd" and its "Orm Ledger 2" are told of: the company.
        let mut bodies = fitting
            .iter()
            .filter(|(_, member)| member.folded.iter().any(|name| ends_as_body(name)));
        let only = match &fitting[..] {
            [only] => Some(only),
            _ => bodies.next().filter(|_| bodies.next().is_none()),
        };
        only.map(|(at, _)| EntityId::from(from + at))
    }

    /// Finds the entity of a kind with the same folded name.
    pub(crate) fn same(&self, kind: EntityKind, name: &str) -> Option<EntityId> {
        let folded = fold(name);
        let is_same = |member: &Member| member.kind == kind && member.folded.contains(&folded);
        self.last(is_same)
    }

    /// Finds the body of someone: "his campaign" for "Hale's campaign".
    pub(crate) fn owned(&self, owner: EntityId, nominal: &Nominal) -> Option<EntityId> {
        self.last(|member| member.owner == Some(owner) && member.has_class(nominal))
    }

    /// Finds the entity of a kind that stands for a country.
    pub(crate) fn of_country(&self, kind: EntityKind, country: &str) -> Option<EntityId> {
        let is_same = |m: &Member| {
            m.kind == kind && m.is_named && m.country == Some(country) && m.sectors.is_empty()
        };
        self.last(is_same)
    }

    fn most_told(&self, test: impl Fn(&Member) -> bool) -> Option<EntityId> {
        let from = self.all.len().saturating_sub(WINDOW_ENTITIES);
        let fitting = self.all[from..].iter().enumerate().filter(|(_, member)| test(member));
        let last = |member: &Member| member.mentions.last().map(|mention| mention.span);
        let most = fitting.max_by_key(|(_, member)| (member.mentions.len(), last(member)));
        most.map(|(at, _)| EntityId::from(from + at))
    }

    fn last(&self, test: impl Fn(&Member) -> bool) -> Option<EntityId> {
        let from = self.all.len().saturating_sub(WINDOW_ENTITIES);
        self.all[from..].iter().rposition(test).map(|at| EntityId::from(from + at))
    }

    /// Adds a name to an entity, and makes it the entity's name where it is fuller.
    pub(crate) fn rename(&mut self, id: EntityId, name: &str) {
        let member = &mut self.all[id.index()];
        let folded = fold(name);
        let n_words = |name: &str| name.split_whitespace().count();
        if !member.is_named || n_words(name) > n_words(&member.name) {
            name.clone_into(&mut member.name);
            member.is_named = true;
        }
        if !member.folded.contains(&folded) {
            member.folded.push(folded);
        }
    }

    /// Names a group by its members: "Mira Hale, Dana Weld and Otto Kell".
    fn names_of(&self, members: &[EntityId]) -> String {
        let names: Vec<&str> = members.iter().map(|&id| self.get(id).name.as_str()).collect();
        match names.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => names.concat(),
        }
    }

    /// "His campaign" is called "Mira Hale campaign"; "the Hale campaign" as it is.
    fn name_of_owned(&self, name: &str, owner: EntityId) -> String {
        let words: Vec<&str> = name.split(' ').collect();
        let is_pronoun = |word: &str| {
            matches!(
                word.to_lowercase().as_str(),
                "the" | "his" | "her" | "its" | "their" | "campaign" | "camp"
            )
        };
        if words.len() < 3 && words.first().is_some_and(|word| is_pronoun(word)) {
            let noun = words[words.len() - 1].to_lowercase();
            return format!("{} {noun}", self.get(owner).name);
        }
        name.to_owned()
    }

    /// Gives out the entities, their mentions in text order.
    pub(crate) fn finish(mut self) -> Vec<Entity> {
        for at in 0..self.all.len() {
            if !self.all[at].members.is_empty() {
                self.all[at].name = self.names_of(&self.all[at].members);
            } else if let Some(owner) = self.all[at].owner {
                self.all[at].name = self.name_of_owned(&self.all[at].name, owner);
            }
        }
        let first = |member: &Member| member.mentions.iter().map(|mention| mention.span).min();
        let mut order: Vec<usize> =
            (0..self.all.len()).filter(|&at| !self.all[at].is_silent).collect();
        order.sort_by_key(|&at| (first(&self.all[at]), at));
        let mut place = vec![None; self.all.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = Some(new);
        }
        let mut entities: Vec<(usize, Entity)> = self
            .all
            .into_iter()
            .enumerate()
            .filter_map(|(old, m)| Some((place[old]?, entity(m, &place))))
            .collect();
        entities.sort_by_key(|(new, _)| *new);
        entities.into_iter().map(|(_, entity)| entity).collect()
    }
}

fn entity(mut member: Member, place: &[Option<usize>]) -> Entity {
    member.mentions.sort_by_key(|mention| (mention.span, mention.form));
    member.mentions.dedup_by_key(|mention| mention.span);
    let actor = actor(&member);
    Entity {
        kind: member.kind,
        name: member.name,
        actor,
        roles: member.roles,
        mentions: member.mentions,
        members: member
            .members
            .into_iter()
            .filter_map(|id| place[id.index()].map(EntityId::from))
            .collect(),
    }
}

/// Codes an entity from its country and what it is.
fn actor(member: &Member) -> Option<Actor> {
    let of_role = member.roles.iter().find_map(|role| role.country.clone());
    let country = member.country.map(str::to_owned).or(of_role);
    let mut sectors: Vec<String> = member.sectors.iter().map(|&sector| sector.to_owned()).collect();
    if sectors.is_empty() {
        sectors.extend(member.classes.iter().find_map(|class| sector_of(class)).map(str::to_owned));
    }
    if country.is_none() && sectors.is_empty() {
        return None;
    }
    let code = country.iter().chain(sectors.first()).map(String::as_str).collect();
    Some(Actor { code, country, sectors })
}

/// Returns the PLOVER sector of a class of offices.
///
/// # Source
/// PLOVER manual, table of primary and secondary actor codes.
fn sector_of(class: &str) -> Option<&'static str> {
    match class {
        "president" | "minister" | "premier" | "governor" | "mayor" | "diplomat" | "monarch" => {
            Some("GOV")
        }
        "military" => Some("MIL"),
        "police" => Some("COP"),
        "legislator" => Some("LEG"),
        "judge" | "prosecutor" => Some("JUD"),
        "opposition" => Some("OPP"),
        "rebel" | "fighter" => Some("REB"),
        "journalist" | "media" => Some("JRN"),
        "doctor" | "nurse" => Some("MED"),
        "executive" => Some("BUS"),
        "academic" => Some("EDU"),
        "unionist" => Some("LAB"),
        "resident" | "witness" | "farmer" | "refugee" => Some("CVL"),
        _ => None,
    }
}

/// Returns the country that a name stands for, as place or people.
pub(crate) fn country_of(name: &str) -> Option<&'static str> {
    country_named(name).and_then(|place| place.country).or_else(|| country_of_demonym(name))
}

/// A mention with its tokens, in text order, for those who come after the names.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Whose mention it is.
    pub(crate) id: EntityId,
    /// Where it stands, title included.
    pub(crate) tokens: Range<TokenId>,
}
