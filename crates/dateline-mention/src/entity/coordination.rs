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

/// Returns what joins two members: "and" or ","; `None` where anything else stands between.
fn joint(scene: &Scene<'_>, between: Range<TokenId>) -> Option<&'static str> {
    let words: Vec<&str> = between.clone().take(4).map(|token| scene.lower(token)).collect();
    let same_sentence = scene.sentence_of.get(between.start) == scene.sentence_of.get(between.end);
    match words.as_slice() {
        _ if !same_sentence => None,
        ["and" | "&"] | [",", "and"] => Some("and"),
        [","] => Some(","),
        _ => None,
    }
}
