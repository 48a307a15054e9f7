//! Persons, bodies or countries named one by one: "A, B and C".

use std::ops::Range;

use dateline_syntax::TokenId;

use super::cast::{Cast, Placed};
use super::scene::Scene;
use super::{EntityId, EntityKind};

/// Persons, bodies or countries that one phrase names one by one.
pub(crate) struct Coordination {
    /// In text order, each once.
    pub(crate) members: Vec<EntityId>,
    /// From the first member to the last.
    pub(crate) tokens: Range<TokenId>,
    /// The group, once a plural has taken it up.
    pub(crate) group: Option<EntityId>,
}

/// Most members of a list, so that long input stays linear.
const MAX_MEMBERS: usize = 40;

/// Finds "A, B and C" among the mentions: nothing but commas and "and" between.
pub(crate) fn coordinations(
    scene: &Scene<'_>,
    placed: &[Placed],
    cast: &Cast,
) -> Vec<Coordination> {
    let is_place =
        |id: EntityId| matches!(cast.get(id).kind, EntityKind::Place | EntityKind::Facility);
    let mut lists: Vec<Coordination> = Vec::new();
    let mut open: Option<(Coordination, bool)> = None;
    let close = |open: Option<(Coordination, bool)>, lists: &mut Vec<Coordination>| {
        lists.extend(
            open.filter(|(list, has_and)| *has_and && list.members.len() > 1).map(|(list, _)| list),
        );
    };
    for mention in placed {
        if open.as_ref().is_some_and(|(list, _)| mention.tokens.end <= list.tokens.end) {
            continue;
        }
        let joint = open
            .as_ref()
            .filter(|(list, _)| list.members.len() < MAX_MEMBERS)
            .filter(|(list, _)| is_place(list.members[0]) == is_place(mention.id))
            .and_then(|(list, _)| joint(scene, list.tokens.end..mention.tokens.start));
        if let (Some(joint), Some((list, has_and))) = (joint, &mut open) {
            list.tokens.end = mention.tokens.end;
            if !list.members.contains(&mention.id) {
                list.members.push(mention.id);
                *has_and |= joint == "and";
            }
            continue;
        }
        close(open.take(), &mut lists);
        let list =
            Coordination { members: vec![mention.id], tokens: mention.tokens.clone(), group: None };
        open = Some((list, false));
    }
    close(open, &mut lists);
    lists
}

/// Returns what joins two members: "and" or ","; `None` where anything else stands between than an age behind the
/// first and whose the second is: "Colm Raddle, 54, and his son Dane Raddle".
fn joint(scene: &Scene<'_>, between: Range<TokenId>) -> Option<&'static str> {
    let between = without_companion(scene, without_age(scene, between));
    let words: Vec<&str> = between.clone().take(4).map(|token| scene.lower(token)).collect();
    let same_sentence = scene.sentence_of.get(between.start) == scene.sentence_of.get(between.end);
    match words.as_slice() {
        _ if !same_sentence => None,
        ["and" | "&"] | [",", "and"] => Some("and"),
        [","] => Some(","),
        _ => None,
    }
}

/// Takes the age off the words behind a name: ", 54".
fn without_age(scene: &Scene<'_>, words: Range<TokenId>) -> Range<TokenId> {
    let age = scene.lower(words.start + 1);
    let is_age = (1..=3).contains(&age.len()) && age.bytes().all(|byte| byte.is_ascii_digit());
    let has_age = words.len() > 2 && scene.lower(words.start) == "," && is_age;
    if has_age { words.start + 2..words.end } else { words }
}

/// Takes off what stands behind "and" before the name of one who belongs to the first: "his son".
fn without_companion(scene: &Scene<'_>, words: Range<TokenId>) -> Range<TokenId> {
    const MAX_WORDS: usize = 4;
    let first = words.start.max(words.end.saturating_sub(MAX_WORDS));
    let is_owner = |at: &TokenId| matches!(scene.lower(*at), "his" | "her" | "their");
    let Some(owner) = (first..words.end).rev().find(is_owner) else { return words };
    let is_joined = owner > words.start && scene.lower(owner - 1) == "and";
    let is_noun = owner + 1 < words.end && (owner + 1..words.end).all(|at| scene.modifies(at));
    if is_joined && is_noun { words.start..owner } else { words }
}
