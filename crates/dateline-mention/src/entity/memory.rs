//! Who was spoken of lately, and who fits a pronoun or a noun best.

use std::ops::Range;

use dateline_syntax::TokenId;

use super::EntityId;
use super::scene::Scene;

/// Mentions that a look back goes over.
const WINDOW_MENTIONS: usize = 80;
/// Sentences that a pronoun's referent lies back at most.
const PRONOUN_SENTENCES: usize = 5;

/// One entity, or several named one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Referent {
    /// An entity.
    One(EntityId),
    /// A coordination that no plural has taken up yet: its position in the list of coordinations.
    Listed(usize),
}

/// One mention as later ones look back at it.
#[derive(Debug, Clone)]
pub(crate) struct Recent {
    /// Who was mentioned.
    pub(crate) referent: Referent,
    tokens: Range<TokenId>,
    sentence: usize,
    is_early: bool,
    speaks: bool,
    is_quoted: bool,
}

/// Mentions in text order up to the point reached.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    recent: Vec<Recent>,
}

/// The pronoun or noun that looks back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looking {
    sentence: usize,
    is_quoted: bool,
    speaks: bool,
}

impl Looking {
    /// Looks back from a token.
    pub(crate) fn from(scene: &Scene<'_>, token: TokenId) -> Self {
        Self {
            sentence: scene.sentence_of[token],
            is_quoted: scene.quoted[token],
            speaks: scene.speaks(&(token..token + 1)),
        }
    }
}

impl Memory {
    /// Takes a mention in.
    pub(crate) fn add(&mut self, scene: &Scene<'_>, referent: Referent, tokens: &Range<TokenId>) {
        self.recent.push(Recent {
            referent,
            tokens: tokens.clone(),
            sentence: scene.sentence_of[tokens.start],
            is_early: scene.is_early(tokens),
            speaks: scene.speaks(tokens),
            is_quoted: scene.quoted[tokens.start],
        });
    }

    /// Takes one of a list in: what "A, B and C" do together makes none of them the one spoken of.
    pub(crate) fn add_listed(&mut self, scene: &Scene<'_>, id: EntityId, tokens: &Range<TokenId>) {
        self.add(scene, Referent::One(id), tokens);
        if let Some(recent) = self.recent.last_mut() {
            recent.is_early = false;
            recent.speaks = false;
        }
    }

    /// Returns the best referent of a pronoun among those that fit.
    pub(crate) fn best(
        &self,
        looking: Looking,
        fits: impl Fn(Referent) -> bool,
    ) -> Option<Referent> {
        let near = |recent: &&Recent| {
            looking.sentence.saturating_sub(recent.sentence) <= PRONOUN_SENTENCES
        };
        self.window()
            .take_while(near)
            .enumerate()
            .filter(|(_, recent)| fits(recent.referent))
            .max_by_key(|(back, recent)| (salience(recent, looking), std::cmp::Reverse(*back)))
            .map(|(_, recent)| recent.referent)
    }

    /// Returns the last mentioned among those that fit.
    pub(crate) fn last(&self, fits: impl Fn(Referent) -> bool) -> Option<Referent> {
        self.window().map(|recent| recent.referent).find(|&referent| fits(referent))
    }

    /// Returns those of the last mentioned whose words fit, the last first.
    pub(crate) fn recent_in(
        &self,
        fits: impl Fn(&Range<TokenId>) -> bool,
    ) -> impl Iterator<Item = Referent> {
        self.window().filter(move |recent| fits(&recent.tokens)).map(|recent| recent.referent)
    }

    fn window(&self) -> impl Iterator<Item = &Recent> {
        self.recent.iter().rev().take(WINDOW_MENTIONS)
    }
}

/// Near before far, subjects and speakers before others; a quotation's "he" is mostly not its speaker.
fn salience(recent: &Recent, looking: Looking) -> i32 {
    let back =
        i32::try_from(looking.sentence.saturating_sub(recent.sentence)).unwrap_or(i32::MAX / 4);
    let told = 3 * i32::from(recent.is_early) + 2 * i32::from(recent.speaks);
    let own_words = looking.is_quoted && recent.speaks && !recent.is_quoted && back <= 1;
    let across_quotes = !looking.is_quoted && recent.is_quoted;
    // “Hale is ill”, he said: hardly Hale.
    let of_own_words = across_quotes && looking.speaks && back == 0;
    told - 2 * back - 6 * i32::from(own_words || of_own_words) - 2 * i32::from(across_quotes)
}
