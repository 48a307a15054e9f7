//! Entities by name: full name, surname, short form and office lead to one entity.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};
use dateline_text::Evidence;

use super::cast::{Cast, Member, Placed, country_of};
use super::role::{FoundRole, role_after, role_before, role_before_comma, title_starting};
use super::scene::Scene;
use super::{EntityId, EntityKind, EntityMention, MentionForm, nominal_lexicon};
use crate::name::lexicon::{self, Gender};
use crate::place::gazetteer::places_named;
use crate::{Name, NameLabel};

/// Groups the names of a dispatch; returns their mentions in text order, titles included.
pub(crate) fn group_names(scene: &Scene<'_>, names: &[Name], cast: &mut Cast) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(names.len());
    let mut last_body: Option<(EntityId, TokenId)> = None;
    for name in names {
        let tokens = scene.tokens(name.span);
        if tokens.is_empty() {
            continue;
        }
        match name.label {
            NameLabel::Person => group_person(scene, names, &tokens, cast, &mut placed),
            NameLabel::Organization => {
                let bracketed =
                    last_body.filter(|(_, end)| is_in_bracket_after(scene, &tokens, *end));
                let id = group_body(scene, &tokens, bracketed.map(|(id, _)| id), cast, &mut placed);
                last_body = Some((id, tokens.end));
            }
            NameLabel::Location => {
                group_place(scene, &tokens, EntityKind::Place, cast, &mut placed);
            }
            NameLabel::Facility => {
                group_place(scene, &tokens, EntityKind::Facility, cast, &mut placed);
            }
            NameLabel::Norp => group_people(scene, &tokens, cast, &mut placed),
        }
    }
    placed.sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    placed
}

fn group_person(
    scene: &Scene<'_>,
    names: &[Name],
    tokens: &Range<TokenId>,
    cast: &mut Cast,
    placed: &mut Vec<Placed>,
) {
    let tokens = &without_title(scene, tokens);
    let before = role_before(scene, names, tokens);
    let words = scene.words(tokens.clone());
    let gender = before.as_ref().and_then(|role| role.gender).or_else(|| gender_of(words));
    let start = before.as_ref().map_or(tokens.start, |role| role.tokens.start.min(tokens.start));
    let whole = start..tokens.end;
    let mention = EntityMention {
        span: scene.span(whole.clone()),
        form: MentionForm::Name,
        evidence: Evidence::unmeasured("same_person"),
    };
    let id = match cast.person(words, gender) {
        Some(id) => {
            cast.mention(id, mention.span, MentionForm::Name, "same_person");
            id
        }
        None => cast.add(EntityKind::Person, words, mention),
    };
    cast.rename(id, words);
    let member = &mut cast.all[id.index()];
    member.gender = member.gender.or(gender);
    placed.push(Placed { id, tokens: whole });
    match before {
        Some(before) => cast.add_role(id, before),
        None => {
            if let Some(before) = role_before_comma(scene, names, tokens) {
                add_apposition(scene, id, before, cast, placed);
            }
        }
    }
    if let Some(after) = role_after(scene, names, tokens) {
        add_apposition(scene, id, after, cast, placed);
    }
}

/// "Pres. Hale": the title that was taken into a name stands before it.
fn without_title(scene: &Scene<'_>, tokens: &Range<TokenId>) -> Range<TokenId> {
    let title = title_starting(scene, tokens.start, tokens.end).map(|(title, _)| title);
    let is_title = |title: &Range<TokenId>| {
        title.end < tokens.end && lexicon::first_name(scene.forms[title.start]).is_none()
    };
    title.filter(is_title).map_or(tokens.clone(), |title| title.end..tokens.end)
}

fn add_apposition(
    scene: &Scene<'_>,
    id: EntityId,
    role: FoundRole,
    cast: &mut Cast,
    placed: &mut Vec<Placed>,
) {
    let tokens = role.tokens.clone();
    cast.mention(id, scene.span(tokens.clone()), MentionForm::Nominal, "apposition");
    cast.add_role(id, role);
    placed.push(Placed { id, tokens });
}

fn gender_of(name: &str) -> Option<Gender> {
    let first = name.split_whitespace().next()?;
    let is_full = name.split_whitespace().count() > 1;
    lexicon::first_name(first).filter(|_| is_full).and_then(|first_name| first_name.gender)
}

fn is_in_bracket_after(scene: &Scene<'_>, tokens: &Range<TokenId>, body_end: TokenId) -> bool {
    tokens.start == body_end + 1 && scene.forms[body_end] == "(" && scene.lower(tokens.end) == ")"
}

fn group_body(
    scene: &Scene<'_>,
    tokens: &Range<TokenId>,
    bracketed: Option<EntityId>,
    cast: &mut Cast,
    placed: &mut Vec<Placed>,
) -> EntityId {
    let words = scene.words(tokens.clone());
    let whole = with_article_and_noun(scene, tokens);
    let span = scene.span(whole.clone());
    let (known, rule) = match bracketed {
        Some(id) => (Some(id), "short_form_in_brackets"),
        None => (cast.body(words), "same_body"),
    };
    let id = known.unwrap_or_else(|| {
        let mention =
            EntityMention { span, form: MentionForm::Name, evidence: Evidence::unmeasured(rule) };
        cast.add(EntityKind::Organization, words, mention)
    });
    if known.is_some() {
        cast.mention(id, span, MentionForm::Name, rule);
    }
    cast.rename(id, words);
    add_called(scene, id, tokens, cast);
    if let Some(body) = lexicon::known_body(words) {
        let member = &mut cast.all[id.index()];
        member.country = member.country.or(body.country);
        member.sectors.clone_from(&body.sectors);
        let folded = lexicon::fold(body.name);
        if !member.folded.contains(&folded) {
            member.folded.push(folded);
        }
    }
    placed.push(Placed { id, tokens: whole });
    id
}

/// "Orm Metals, a firm", "the boat builder Orm": the noun takes the body up again.
fn add_called(scene: &Scene<'_>, id: EntityId, tokens: &Range<TokenId>, cast: &mut Cast) {
    let comma = tokens.end;
    let is_told = scene.lower(comma) == "," && matches!(scene.lower(comma + 1), "a" | "an" | "the");
    let after = if is_told { comma + 2..comma + 5 } else { comma..comma };
    let before =
        tokens.start.saturating_sub(1).max(scene.sentence(tokens.start).start)..tokens.start;
    let body = |mut words: Range<TokenId>| {
        let (at, noun) =
            words.find_map(|at| Some((at, nominal_lexicon::nominal(scene.lower(at))?)))?;
        let is_body = noun.kind == EntityKind::Organization && !scene.is_subject(at..at + 1);
        is_body.then_some(noun)
    };
    let Some(noun) = body(before).or_else(|| body(after)) else { return };
    let member = &mut cast.all[id.index()];
    for class in noun.classes.into_iter().filter(|class| *class != "*") {
        if !member.classes.contains(&class) {
            member.classes.push(class);
        }
    }
}

/// "the Orm movement": the article before and the noun after belong to the mention.
fn with_article_and_noun(scene: &Scene<'_>, tokens: &Range<TokenId>) -> Range<TokenId> {
    let sentence = scene.sentence(tokens.start);
    // "the agency NLW"
    let is_called = tokens.start > sentence.start + 1
        && scene.lower(tokens.start - 2) == "the"
        && nominal_lexicon::nominal(scene.lower(tokens.start - 1))
            .is_some_and(|noun| noun.kind == EntityKind::Organization && !noun.is_plural);
    if is_called {
        return tokens.start - 2..tokens.end;
    }
    let has_article = tokens.start > sentence.start && scene.lower(tokens.start - 1) == "the";
    let is_noun = tokens.end < sentence.end
        && matches!(
            scene.lower(tokens.end),
            "movement"
                | "group"
                | "party"
                | "militia"
                | "organization"
                | "organisation"
                | "agency"
                | "company"
                | "union"
        )
        && scene.name_of[tokens.end].is_none();
    tokens.start - usize::from(has_article)..tokens.end + usize::from(is_noun)
}

fn group_place(
    scene: &Scene<'_>,
    tokens: &Range<TokenId>,
    kind: EntityKind,
    cast: &mut Cast,
    placed: &mut Vec<Placed>,
) {
    let words = scene.words(tokens.clone());
    let country = if kind == EntityKind::Place { country_of(words) } else { None };
    let by_region = || {
        let region = places_named(words).into_iter().find(|place| place.geonames_id.is_none())?;
        cast.same(kind, &region.name)
    };
    let known = country
        .and_then(|country| cast.of_country(kind, country))
        .or_else(|| cast.same(kind, words))
        .or_else(by_region);
    let span = scene.span(tokens.clone());
    let id = known.unwrap_or_else(|| {
        let mention = EntityMention {
            span,
            form: MentionForm::Name,
            evidence: Evidence::unmeasured("same_place"),
        };
        cast.add(kind, words, mention)
    });
    if known.is_some() {
        cast.mention(id, span, MentionForm::Name, "same_place");
    }
    let member = &mut cast.all[id.index()];
    member.country = country;
    if kind == EntityKind::Place && member.classes.is_empty() {
        add_place_classes(member, words);
    }
    placed.push(Placed { id, tokens: tokens.clone() });
}

/// Notes what nouns can take a place up, and the gazetteer's name where it is a region's only one.
fn add_place_classes(member: &mut Member, words: &str) {
    for place in places_named(words) {
        let class = match place.feature {
            "PCLI" => "country",
            "ADM1" | "ADM2" => "admin",
            "ISL" | "ISLS" => "island",
            feature if feature.starts_with("PPL") => "city",
            _ => "region",
        };
        if !member.classes.contains(&class) {
            member.classes.push(class);
        }
        if place.geonames_id.is_none() {
            member.folded.push(lexicon::fold(&place.name));
        }
    }
}

/// A people as a noun: "Palestinians", "the French"; a nation's adjective is no one's mention.
fn group_people(
    scene: &Scene<'_>,
    tokens: &Range<TokenId>,
    cast: &mut Cast,
    placed: &mut Vec<Placed>,
) {
    if is_adjective(scene, tokens) {
        return;
    }
    let words = scene.words(tokens.clone());
    let country = country_of(words);
    let known = cast.same(EntityKind::Group, words);
    let span = scene.span(tokens.clone());
    let id = known.unwrap_or_else(|| {
        let mention = EntityMention {
            span,
            form: MentionForm::Name,
            evidence: Evidence::unmeasured("people"),
        };
        cast.add(EntityKind::Group, words, mention)
    });
    if known.is_some() {
        cast.mention(id, span, MentionForm::Name, "people");
    }
    let member = &mut cast.all[id.index()];
    member.country = country;
    member.is_plural = words.ends_with('s') || words.ends_with("men");
    placed.push(Placed { id, tokens: tokens.clone() });
}

fn is_adjective(scene: &Scene<'_>, tokens: &Range<TokenId>) -> bool {
    let next = tokens.end;
    if scene.sentence(tokens.start).end <= next {
        return false;
    }
    let is_plural = scene.lower(tokens.end - 1).ends_with('s')
        && !matches!(scene.lower(tokens.end - 1), "swiss" | "les");
    let before_noun = match scene.tag(next) {
        Some(tag) => matches!(tag, Upos::Noun | Upos::Propn | Upos::Adj),
        None => {
            scene.name_of[next].is_some() || nominal_lexicon::nominal(scene.lower(next)).is_some()
        }
    };
    !is_plural && (before_noun || matches!(scene.lower(next), "-" | "and"))
}
