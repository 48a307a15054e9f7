//! Phrases around nouns that mention someone.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::nominal_lexicon::Nominal;
use super::scene::{Scene, is_function_word};
use crate::name::lexicon::{head_label, is_network};

/// A noun for a person, body, group or place.
pub(crate) struct Noun {
    /// The noun alone.
    pub(crate) tokens: Range<TokenId>,
    /// What it can stand for.
    pub(crate) nominal: Nominal,
}

/// The phrase around a noun.
pub(crate) struct Phrase {
    /// All of it.
    pub(crate) tokens: Range<TokenId>,
    /// Its first word, where that is an article or the like.
    pub(crate) determiner: Option<String>,
    /// The words between determiner and noun.
    pub(crate) modifiers: Range<TokenId>,
    /// Whether "of …" or the like follows the noun.
    pub(crate) has_complement: bool,
}

impl Phrase {
    /// Tells whether it speaks of someone already known.
    pub(crate) fn is_definite(&self) -> bool {
        matches!(
            self.determiner.as_deref(),
            Some("the" | "this" | "that" | "these" | "those" | "both")
        )
    }

    /// Tells whether an owner stands before its noun: "the miners’ leader".
    pub(crate) fn has_owner(&self, scene: &Scene<'_>) -> bool {
        self.modifiers.clone().any(|token| matches!(scene.lower(token), "'" | "’" | "'s" | "’s"))
    }

    /// Tells whether a name stands before its noun.
    pub(crate) fn has_name(&self, scene: &Scene<'_>) -> bool {
        self.modifiers.clone().any(|token| scene.name_of[token].is_some())
    }

    /// "the interior ministry", "Orm's government": enough to tell one body from another.
    pub(crate) fn names_body(&self, scene: &Scene<'_>) -> bool {
        (self.is_definite() || self.has_name(scene))
            && !matches!(self.determiner.as_deref(), Some("a" | "an"))
    }
}

/// Tells whether a word opens a phrase: article, pointing word, small number, owner.
pub(crate) fn is_determiner(lower: &str) -> bool {
    matches!(
        lower,
        "the"
            | "this"
            | "that"
            | "these"
            | "those"
            | "both"
            | "a"
            | "an"
            | "some"
            | "several"
            | "many"
            | "other"
            | "two"
            | "three"
            | "four"
            | "five"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "one"
            | "another"
    )
}

/// Tells whether a token stands before a noun and belongs to it.
pub(crate) fn is_modifier(scene: &Scene<'_>, token: TokenId) -> bool {
    let lower = scene.lower(token);
    let is_word = lower.chars().any(char::is_alphanumeric);
    let is_told = matches!(scene.tag(token), Some(Upos::Noun | Upos::Propn | Upos::Adj));
    is_word
        && !is_determiner(lower)
        && (is_told || !is_function_word(lower))
        && scene.modifies(token)
        || matches!(lower, "senior" | "former" | "local" | "two" | "three" | "other" | "deputy")
        || (matches!(lower, "'s" | "’s" | "-") && token > 0 && scene.name_of[token - 1].is_some())
        || is_plural_owner(scene, token)
        || goes_on_in_name(scene, token)
        || scene.is_hyphened(token)
}

/// "New" of "the New Orsk governor": within a name whatever it is otherwise.
fn goes_on_in_name(scene: &Scene<'_>, token: TokenId) -> bool {
    let name = scene.name_of[token];
    name.is_some() && scene.name_of.get(token + 1) == Some(&name)
}

/// The mark of "miners’ unions".
fn is_plural_owner(scene: &Scene<'_>, token: TokenId) -> bool {
    matches!(scene.lower(token), "'" | "’")
        && token > 0
        && scene.name_of[token - 1].is_none()
        && scene.tag(token - 1) == Some(Upos::Noun)
        && scene.lower(token - 1).ends_with('s')
}

/// Tells whether "year-old" ends here and no noun follows.
pub(crate) fn is_aged(scene: &Scene<'_>, token: TokenId) -> bool {
    ends_age(scene, token) && (!scene.modifies(token + 1) || scene.is_speech(token + 1))
}

/// Returns where the age that ends before a noun starts: "the 45-year-old judge".
pub(crate) fn age_before(scene: &Scene<'_>, end: TokenId) -> Option<TokenId> {
    let last = end.checked_sub(1).filter(|&last| ends_age(scene, last))?;
    if scene.lower(last).ends_with("-year-old") {
        return Some(last);
    }
    last.checked_sub(4).filter(|&first| scene.lower(first + 1) == "-")
}

fn ends_age(scene: &Scene<'_>, token: TokenId) -> bool {
    let lower = scene.lower(token);
    lower.ends_with("year-old")
        || (lower == "old"
            && token > 2
            && scene.lower(token - 1) == "-"
            && scene.lower(token - 2) == "year")
}

/// Tells whether a noun can stand for a body: by a word of its name, or for want of any head.
pub(crate) fn body_fits(folded: &[String], classes: &[&str], noun: &str) -> bool {
    let has_class = folded
        .iter()
        .any(|name| name.split(' ').any(|word| is_kind(word, noun) || classes.contains(&word)));
    let no_head = folded
        .iter()
        .all(|name| !is_network(name) && name.split(' ').all(|word| head_label(word).is_none()));
    has_class
        || (no_head
            && matches!(
                noun,
                "group"
                    | "movement"
                    | "organisation"
                    | "organization"
                    | "company"
                    | "firm"
                    | "agency"
                    | "bloc"
                    | "alliance"
            ))
}

/// "Creditbank" and "bank": a word of a body's name that is the noun, or ends with it.
fn is_kind(word: &str, noun: &str) -> bool {
    word == noun || noun.len() >= 4 && word.ends_with(noun)
}

/// "Orm Grain Merchants": a body whose name speaks of its people.
pub(crate) fn is_trade(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    name.contains(' ') && ["ers", "ants", "ists", "men"].iter().any(|end| last.ends_with(end))
}
