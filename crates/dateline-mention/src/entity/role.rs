//! Offices that stand beside a person's name.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::Role;
use super::scene::Scene;
use crate::name::lexicon::{self, Gender, Title};
use crate::place::gazetteer::{country_named, country_of_demonym};
use crate::{Name, NameLabel};

/// What the words beside a name tell of its bearer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundRole {
    /// The office; `None` for a mere form of address.
    pub(crate) role: Option<Role>,
    /// What can take the bearer up again.
    pub(crate) classes: Vec<&'static str>,
    /// The gender that the words tell.
    pub(crate) gender: Option<Gender>,
    /// The tokens of the office, with article, nation and body.
    pub(crate) tokens: Range<TokenId>,
}

/// Most tokens between an office and the name of its holder ("leader of the Orm movement X").
const MAX_BODY_TOKENS: usize = 16;
/// Most tokens of an office's title.
const MAX_TITLE_TOKENS: usize = 6;

/// Finds the office before a name: "Iranian Foreign Minister X", "head of the Orm Council X".
pub(crate) fn role_before(
    scene: &Scene<'_>,
    names: &[Name],
    name: &Range<TokenId>,
) -> Option<FoundRole> {
    let sentence = scene.sentence(name.start);
    let direct = title_ending(scene, sentence.start, name.start);
    if let Some((tokens, title)) = direct {
        // "the envoy Sir X": the office stands before the form of address.
        let office = title_ending(scene, sentence.start, tokens.start).filter(|_| title.is_form());
        if let Some((office, its)) = office {
            let mut found = with_qualifiers(scene, names, office, its, tokens.end);
            found.gender = found.gender.or(title.gender);
            return Some(found);
        }
        return Some(with_qualifiers(scene, names, tokens.clone(), title, tokens.end));
    }
    let body = body_before(scene, names, sentence.start, name.start)?;
    let joint = body.start.checked_sub(1).filter(|&at| at > sentence.start)?;
    let (joint, body_start) = if scene.lower(joint) == "the" {
        (joint.checked_sub(1)?, body.start)
    } else {
        (joint, body.start)
    };
    if !matches!(scene.lower(joint), "of" | "for" | "at" | "in") {
        return None;
    }
    let (tokens, title) = title_ending(scene, sentence.start, joint)?;
    let mut found = with_qualifiers(scene, names, tokens, title, body.end);
    set_body(scene, names, &mut found, body_start..body.end);
    Some(found)
}

/// Finds the office before a comma and a name: "the pastor of the Orm Mission, X".
pub(crate) fn role_before_comma(
    scene: &Scene<'_>,
    names: &[Name],
    name: &Range<TokenId>,
) -> Option<FoundRole> {
    let comma = name.start.checked_sub(1).filter(|&at| scene.lower(at) == ",")?;
    let sentence = scene.sentence(name.start);
    if comma <= sentence.start || !closes_apposition(scene, name.end, sentence.end) {
        return None;
    }
    let found = role_before(scene, names, &(comma..comma))?;
    // "the Isles' supply minister, X": the article or owner may stand a word or two before.
    let is_opening = |at: TokenId| matches!(scene.lower(at), "the" | "'s" | "’s" | "'" | "’");
    let first = found.tokens.start;
    let mut at = first;
    while at > sentence.start && first - at < 3 && !is_opening(at) && scene.modifies(at - 1) {
        at -= 1;
    }
    let is_definite = is_opening(at) || at > sentence.start && is_opening(at - 1);
    is_definite.then_some(found)
}

fn closes_apposition(scene: &Scene<'_>, end: TokenId, limit: TokenId) -> bool {
    end >= limit
        || matches!(scene.lower(end), "," | "." | ";" | "and")
        || matches!(scene.tag(end), Some(Upos::Verb | Upos::Aux))
}

/// Finds the office after a name: "X, the governor of Orm,".
pub(crate) fn role_after(
    scene: &Scene<'_>,
    names: &[Name],
    name: &Range<TokenId>,
) -> Option<FoundRole> {
    let sentence = scene.sentence(name.start);
    let mut at = name.end;
    if !matches!(scene.lower(at), "," | "(" | "–" | "—") || at >= sentence.end {
        return None;
    }
    at += 1;
    let start = at;
    while at < sentence.end
        && at < start + MAX_TITLE_TOKENS
        && !starts_title(scene, at, sentence.end)
    {
        let qualifies =
            matches!(scene.lower(at), "a" | "an" | "the" | "who" | "'s" | "’s" | "'" | "’" | "of")
                || (scene.modifies(at)
                    && !scene.forms[at]
                        .chars()
                        .any(|c| c.is_ascii_punctuation() && c != '-' && c != '.'));
        if !qualifies || scene.lower(at) == "of" && at == start {
            return None;
        }
        at += 1;
    }
    let (tokens, title) = title_starting(scene, at, sentence.end)?;
    let mut found = with_qualifiers(scene, names, tokens.clone(), title, tokens.end);
    found.tokens.start = found.tokens.start.max(start);
    if matches!(scene.lower(tokens.end), "of" | "for" | "at" | "in") {
        let first = tokens.end + 1 + usize::from(scene.lower(tokens.end + 1) == "the");
        let last = body_after(scene, names, first, sentence.end);
        if last > first {
            set_body(scene, names, &mut found, first..last);
            found.tokens.end = last;
            if let Some(role) = &mut found.role {
                role.span = scene.span(found.tokens.clone());
            }
        }
    }
    // What stands right before another person's name is that person's office, and what does something of its own
    // is no apposition: "After the talks with X, the governor said …".
    let is_other = scene.label(names, found.tokens.end) == Some(NameLabel::Person);
    (!is_other && !scene.is_subject(tokens)).then_some(found)
}

/// Returns the longest title that ends before `end`.
fn title_ending(
    scene: &Scene<'_>,
    limit: TokenId,
    end: TokenId,
) -> Option<(Range<TokenId>, &'static Title)> {
    let first = limit.max(end.saturating_sub(MAX_TITLE_TOKENS));
    (first..end).find_map(|start| title_of(scene, start..end).map(|title| (start..end, title)))
}

/// Returns the longest title that starts at `start`.
pub(crate) fn title_starting(
    scene: &Scene<'_>,
    start: TokenId,
    limit: TokenId,
) -> Option<(Range<TokenId>, &'static Title)> {
    let last = limit.min(start + MAX_TITLE_TOKENS);
    (start + 1..=last)
        .rev()
        .find_map(|end| title_of(scene, start..end).map(|title| (start..end, title)))
}

fn starts_title(scene: &Scene<'_>, at: TokenId, limit: TokenId) -> bool {
    title_starting(scene, at, limit).is_some()
}

/// Returns the title that some tokens are, written together or with hyphens cut off as tokens.
fn title_of(scene: &Scene<'_>, tokens: Range<TokenId>) -> Option<&'static Title> {
    let words = scene.words(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
    lexicon::title(&words)
}

/// Takes in what stands before a title: "the former Iranian", "Orm's", "Orm Party".
fn with_qualifiers(
    scene: &Scene<'_>,
    names: &[Name],
    title_tokens: Range<TokenId>,
    title: &'static Title,
    end: TokenId,
) -> FoundRole {
    let limit = scene.sentence(title_tokens.start).start;
    let mut start = title_tokens.start;
    let mut country = None;
    let mut organization = None;
    while start > limit {
        let before = start - 1;
        let is_possessive = matches!(scene.lower(before), "'s" | "’s" | "'" | "’");
        let owner = if is_possessive && before > limit { before - 1 } else { before };
        match scene.name_of[owner].map(|name| &names[name]) {
            Some(name) if name.label != NameLabel::Person && name.label != NameLabel::Facility => {
                let tokens = scene.tokens(name.span);
                let words = scene.words(tokens.clone());
                country = country.or_else(|| country_of(words, name.label));
                if name.label == NameLabel::Organization {
                    organization = Some(words.to_owned());
                }
                start = tokens.start;
            }
            None if !is_possessive && is_qualifier(scene, before) => start = before,
            _ => break,
        }
    }
    if start > limit
        && matches!(scene.lower(start - 1), "the" | "a" | "an" | "its" | "their" | "his" | "her")
    {
        start -= 1;
    }
    let tokens = start..end;
    let written = scene.words(title_tokens);
    let role = (!title.is_form()).then(|| Role {
        title: written.to_owned(),
        organization,
        country: country.map(str::to_owned),
        span: scene.span(tokens.clone()),
    });
    FoundRole { role, classes: title.classes.clone(), gender: title.gender, tokens }
}

fn is_qualifier(scene: &Scene<'_>, token: TokenId) -> bool {
    matches!(
        scene.lower(token),
        "former"
            | "senior"
            | "deputy"
            | "acting"
            | "interim"
            | "late"
            | "veteran"
            | "top"
            | "chief"
            | "regional"
            | "local"
            | "provincial"
            | "national"
            | "federal"
            | "state"
            | "district"
            | "outgoing"
            | "new"
            | "newly"
            | "appointed"
            | "then"
            | "military"
            | "political"
            | "party"
            | "opposition"
            | "police"
            | "government"
            | "ministry"
            | "movement"
            | "group"
            | "assistant"
            | "vice"
            | "junior"
            | "prominent"
            | "independent"
            | "election"
            | "union"
            | "company"
    )
}

/// Finds the body between "of" and the holder's name, with its noun: "the Orm movement", "Orm's politburo".
fn body_before(
    scene: &Scene<'_>,
    names: &[Name],
    limit: TokenId,
    end: TokenId,
) -> Option<Range<TokenId>> {
    let mut start = end;
    let mut has_name = false;
    while start > limit && end - start < MAX_BODY_TOKENS {
        let before = start - 1;
        match scene.name_of[before].map(|name| &names[name]) {
            Some(name) if name.label != NameLabel::Person => {
                start = scene.tokens(name.span).start;
                has_name = true;
            }
            None if is_body_noun(scene.lower(before)) => start = before,
            _ => break,
        }
    }
    (has_name && start < end).then_some(start..end)
}

fn is_body_noun(lower: &str) -> bool {
    matches!(
        lower,
        "movement"
            | "group"
            | "party"
            | "politburo"
            | "bureau"
            | "committee"
            | "council"
            | "faction"
            | "militia"
            | "organization"
            | "organisation"
            | "union"
            | "company"
            | "agency"
            | "province"
            | "state"
            | "city"
            | "district"
            | "region"
            | "army"
            | "parliament"
            | "government"
            | "'s"
            | "’s"
            | "'"
            | "’"
            | "("
            | ")"
            | "political"
            | "central"
            | "foreign"
            | "affairs"
            | "military"
            | "wing"
            | "ministry"
    )
}

fn body_after(scene: &Scene<'_>, names: &[Name], first: TokenId, limit: TokenId) -> TokenId {
    let mut end = first;
    while end < limit {
        let is_name = scene.label(names, end).is_some_and(|label| label != NameLabel::Person);
        let is_noun =
            end > first && is_body_noun(scene.lower(end)) && !matches!(scene.lower(end), "(" | ")");
        if !is_name && !is_noun {
            break;
        }
        end += 1;
    }
    end
}

fn set_body(scene: &Scene<'_>, names: &[Name], found: &mut FoundRole, body: Range<TokenId>) {
    let Some(role) = &mut found.role else { return };
    let mut inside = body.clone().filter_map(|token| scene.name_of[token]).map(|name| &names[name]);
    let first = inside.next();
    let words = without_bracket(scene.words(body));
    match first {
        Some(name) if name.label == NameLabel::Location && is_whole(scene, name, words) => {
            role.country = role
                .country
                .take()
                .or(country_named(words).and_then(|place| place.country).map(str::to_owned));
            role.organization = Some(words.to_owned());
        }
        _ => role.organization = Some(words.to_owned()),
    }
}

fn is_whole(scene: &Scene<'_>, name: &Name, words: &str) -> bool {
    scene.words(scene.tokens(name.span)) == words
}

/// Leaves a bracketed short form at the end out: "the Orm Front (OF)".
fn without_bracket(words: &str) -> &str {
    match words.rfind('(') {
        Some(open) if words.ends_with(')') => words[..open].trim_end(),
        _ => words.trim_end_matches(['(', ')']).trim(),
    }
}

fn country_of(words: &str, label: NameLabel) -> Option<&'static str> {
    match label {
        NameLabel::Norp => country_of_demonym(words),
        NameLabel::Location => country_named(words).and_then(|place| place.country),
        _ => lexicon::known_body(words).and_then(|body| body.country),
    }
}
