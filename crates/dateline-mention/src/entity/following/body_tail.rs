//! The last words of a body's name, without capitals: "the water house" for "Orm Water House".

use std::collections::BTreeMap;

use dateline_syntax::TokenId;

use crate::entity::cast::Cast;
use crate::entity::nominal_lexicon;
use crate::entity::scene::Scene;
use crate::entity::{EntityId, EntityKind};
use crate::name::lexicon::fold;

/// Most words of a tail.
const MAX_WORDS: usize = 4;

/// The bodies of a dispatch by the last words of their names.
pub(super) struct BodyTails {
    // `None` where two bodies end in the same words.
    by_words: BTreeMap<String, Option<EntityId>>,
}

impl BodyTails {
    pub(super) fn new(cast: &Cast) -> Self {
        let mut tails = Self { by_words: BTreeMap::new() };
        for (at, member) in cast.all.iter().enumerate() {
            if member.kind == EntityKind::Organization && member.is_named {
                tails.add(&member.name, EntityId::from(at));
            }
        }
        tails
    }

    fn add(&mut self, name: &str, id: EntityId) {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').collect();
        for n_words in 1..=MAX_WORDS.min(words.len()) {
            let first = words[words.len() - n_words];
            if matches!(first, "of" | "for" | "and" | "the") {
                continue;
            }
            let tail = words[words.len() - n_words..].join(" ");
            let known = self.by_words.entry(tail).or_insert(Some(id));
            *known = known.filter(|other| *other == id);
        }
    }

    /// Returns the body that "the …" from a token on takes up, and where its words end.
    pub(super) fn body_at(&self, scene: &Scene<'_>, token: TokenId) -> Option<(EntityId, TokenId)> {
        let first = token + 1;
        let is_low = |at: TokenId| scene.forms[at].starts_with(char::is_lowercase);
        let limit = scene.sentence(token).end.min(first + MAX_WORDS);
        if self.by_words.is_empty()
            || scene.lower(token) != "the"
            || limit <= first
            || !is_low(first)
            || scene.name_of[first].is_some()
        {
            return None;
        }
        let goes_on = |at: TokenId| {
            at < scene.sentence(token).end && scene.modifies(at) && !scene.is_speech(at)
        };
        let ends_word = |end: TokenId| scene.forms[end - 1].ends_with(char::is_alphanumeric);
        // One word alone is a noun like any other, if a known one; else it is taken up where it speaks.
        let is_enough = |end: TokenId| {
            end > first + 1
                || nominal_lexicon::nominal(scene.lower(first)).is_none()
                    && scene.is_source(&(token..end))
        };
        let ends = (first + 1..=limit).rev().filter(|&end| ends_word(end) && is_enough(end));
        ends.into_iter().find_map(|end| {
            let id = (*self.by_words.get(&fold(scene.words(first..end)))?)?;
            (!goes_on(end)).then_some((id, end))
        })
    }
}
