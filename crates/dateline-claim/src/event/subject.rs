//! What a dispatch is about, where that is neither politics nor violence.

use std::collections::BTreeSet;

use dateline_mention::{Mentions, Parsed};
use dateline_syntax::Upos;

use super::clause::Phrase;
use super::lexicon::LEXICON;
use super::participant::entity_of;
use super::sentence::Row;
use super::verbal::Reading;

/// A subject under which words of conflict and accord mostly mean something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// Games: `attack`, `beat`, `shot`, `clash`.
    Sport,
    /// Business and markets: `agree`, `support`, `hit`, `back`.
    Trade,
    /// Arts, media, gadgets: `shoot`, `strike`, `support`.
    Show,
}

// A dispatch has a subject if this share of its words, this many different ones and this many in all
// belong to it.
const MIN_PERCENT: usize = 3;
const MIN_DISTINCT: usize = 4;
const MIN_WORDS: usize = 8;

// And if it has so many times more of them than words for public offices and for those who fight.
const MIN_TO_PUBLIC: usize = 2;

impl Subject {
    /// Reads the subject of a dispatch off its words; `None` for public affairs and all else.
    pub(super) fn of(parsed: Parsed<'_>) -> Option<Self> {
        let subjects = [Self::Sport, Self::Trade, Self::Show];
        let mut n_words = [0_usize; 3];
        let mut distinct = [const { BTreeSet::new() }; 3];
        let (mut n_all, mut n_public) = (0_usize, 0_usize);
        for word in parsed.parse.words.iter().filter(|word| word.upos != Upos::Punct) {
            n_all += 1;
            let lemma = word.lemma.to_lowercase();
            n_public += usize::from(LEXICON.is_public(&lemma));
            let Some(subject) = LEXICON.subject(&lemma) else { continue };
            let at = subjects.iter().position(|other| other.word() == subject).unwrap_or(0);
            n_words[at] += 1;
            distinct[at].insert(lemma);
        }
        let at = (0..3).max_by_key(|at| n_words[*at])?;
        let many = n_words[at] >= MIN_WORDS
            && n_words[at] * 100 >= n_all * MIN_PERCENT
            && n_words[at] > n_public * MIN_TO_PUBLIC
            && distinct[at].len() >= MIN_DISTINCT;
        many.then_some(subjects[at])
    }

    fn word(self) -> &'static str {
        match self {
            Self::Sport => "sport",
            Self::Trade => "trade",
            Self::Show => "show",
        }
    }

    /// Tells whether a reading is an event all the same: someone public does it, or suffers it where
    /// no one is told to do it.
    pub(super) fn lets(self, row: &Row<'_>, mentions: &Mentions, reading: &Reading) -> bool {
        if matches!(reading.coding.mode, Some("arrest" | "convict")) {
            return true;
        }
        let public = |phrase: &Phrase| self.is_public(row, mentions, phrase);
        let told = if reading.actors.is_empty() { &reading.recipients } else { &reading.actors };
        told.iter().any(public)
    }

    fn is_public(self, row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> bool {
        let head = row.chunks[phrase.chunk].head();
        if LEXICON.is_public(&row.lemma(head).to_lowercase()) {
            return true;
        }
        let entity = entity_of(row, mentions, phrase).and_then(|id| mentions.entity(id));
        let Some(actor) = entity.and_then(|entity| entity.actor.as_ref()) else { return false };
        let office = actor.sectors.iter().any(|sector| PUBLIC.contains(&sector.as_str()));
        // a country is a team in sport
        office || actor.sectors.is_empty() && actor.country.is_some() && self == Self::Trade
    }
}

const PUBLIC: &[&str] =
    &["COP", "GOV", "IGO", "JUD", "LEG", "MIL", "NGO", "OPP", "PRM", "PTY", "REB", "SPY", "UAF"];
