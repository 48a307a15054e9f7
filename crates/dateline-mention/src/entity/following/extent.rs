//! How far the phrase around a noun reaches.

use dateline_syntax::{TokenId, Upos};

use super::Walk;
use crate::NameLabel;
use crate::entity::phrase::{Noun, Phrase, age_before, is_determiner, is_modifier};
use crate::entity::{EntityKind, nominal_lexicon};

/// Most words left of a noun that belong to it.
const MAX_MODIFIERS: usize = 6;
/// Most tokens of a phrase with "of" or "for" that belongs to a noun.
const MAX_COMPLEMENT: usize = 8;

impl Walk<'_, '_> {
    /// Returns the noun at a token, unless a longer phrase goes on to another noun.
    pub(super) fn noun_at(&self, token: TokenId) -> Option<Noun> {
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
                || nominal.kind == EntityKind::Organization && scene.name_of[end].is_some()
                || (scene.tag(end) == Some(Upos::Noun)
                    && !scene.is_speech(end)
                    && !matches!(next(end), "today" | "yesterday" | "tomorrow" | "tonight")
                    && !next(end).ends_with("ed")));
        // "the miners' union"
        let is_owner = matches!(next(end), "'" | "’" | "'s" | "’s")
            && end + 1 < sentence.end
            && nominal_lexicon::nominal(next(end + 1)).is_some();
        // "government-run", not "the government - …"
        let starts_in_hyphen = next(end) == "-" && scene.is_hyphened(end);
        (!goes_on && !is_owner && !starts_in_hyphen).then_some(Noun { tokens: token..end, nominal })
    }

    /// Draws the whole phrase around a noun.
    pub(super) fn phrase(&self, noun: &Noun, from: TokenId) -> Phrase {
        let scene = self.scene;
        let sentence = scene.sentence(noun.tokens.start);
        let from = if self.is_led_by_name(noun) { sentence.start } else { from };
        let limit = from.max(sentence.start).max(noun.tokens.start.saturating_sub(MAX_MODIFIERS));
        // "two in three voters" are not three.
        let is_share = |at: TokenId| {
            let is_number = |at: TokenId| scene.tag(at) == Some(Upos::Num);
            at > 1 && is_number(at) && scene.lower(at - 1) == "in" && is_number(at - 2)
        };
        let mut start = noun.tokens.start;
        loop {
            if start > limit && is_modifier(scene, start - 1) && !is_share(start - 1) {
                start -= 1;
            } else if start > limit + 1
                && scene.lower(start - 1) == ","
                && scene.tag(start - 2) == Some(Upos::Adj)
                && is_modifier(scene, start - 2)
            {
                // "the stern, white-haired judge"
                start -= 2;
            } else if let Some(age) = age_before(scene, start).filter(|&age| age >= limit) {
                start = age;
            } else {
                break;
            }
        }
        while start < noun.tokens.start
            && matches!(scene.lower(start), "'s" | "’s" | "'" | "’" | "-" | ",")
        {
            start += 1;
        }
        // Before a plural, "that" joins clauses.
        let is_joint = |lower: &str| lower == "that" && noun.nominal.is_plural;
        let determiner = start.checked_sub(1).filter(|&at| {
            let lower = scene.lower(at);
            at >= limit && is_determiner(lower) && !is_joint(lower) && !is_share(at)
        });
        let first = determiner.unwrap_or(start);
        let end = if self.verb_takes_complement(first) || self.goes_on_before(first, noun) {
            noun.tokens.end
        } else {
            self.complement_end(noun.tokens.end, sentence.end)
        };
        Phrase {
            tokens: first..end,
            determiner: determiner.map(|at| scene.lower(at).to_owned()),
            modifiers: start..noun.tokens.start,
            has_complement: end > noun.tokens.end,
        }
    }

    /// "the Hale campaign" is another than Hale, "the Orsk senator" no town, "the Orm Ledger poll" no paper.
    fn is_led_by_name(&self, noun: &Noun) -> bool {
        let before = noun.tokens.start.checked_sub(1);
        let label = before.and_then(|at| self.scene.label(self.names, at));
        let speaks_for_one = noun
            .nominal
            .classes
            .iter()
            .any(|class| matches!(*class, "campaign" | "administration"));
        let is_person = noun.nominal.kind == EntityKind::Person && !noun.nominal.is_plural;
        if noun.nominal.kind == EntityKind::Other {
            return label.is_some();
        }
        match label {
            Some(NameLabel::Location | NameLabel::Norp | NameLabel::Organization) => {
                speaks_for_one || is_person
            }
            Some(_) => speaks_for_one,
            None => false,
        }
    }

    /// "asked the envoy for nets", "accused the police of theft": what follows belongs to the verb.
    fn verb_takes_complement(&self, start: TokenId) -> bool {
        const STEMS: [&str; 10] = [
            "accus", "ask", "assur", "blam", "inform", "prais", "remind", "suspect", "thank",
            "warn",
        ];
        let before = start.checked_sub(1).map_or("", |at| self.scene.lower(at));
        let is_form = |stem: &&str| {
            before
                .strip_prefix(*stem)
                .is_some_and(|end| matches!(end, "" | "e" | "s" | "es" | "d" | "ed" | "ing"))
        };
        STEMS.iter().any(is_form)
    }

    /// "a call by the union for talks": what follows belongs to a noun or verb before.
    fn goes_on_before(&self, start: TokenId, noun: &Noun) -> bool {
        let words = &self.scene.parsed.parse.words;
        let next = noun.tokens.end;
        let governor =
            words.get(next).filter(|link| link.deprel == "case").and_then(|link| link.head);
        let governor = governor.and_then(|inner| words[inner].head);
        self.scene.lower(next) != "of" && governor.is_some_and(|governor| governor < start)
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
                && !matches!(scene.lower(token), "week" | "month" | "year" | "night")
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
    pub(super) fn is_predicate(&self, noun: &Noun, start: TokenId) -> bool {
        let words = &self.scene.parsed.parse.words;
        // "As the paper noted"
        let is_subject = words.get(noun.tokens.end - 1).is_some_and(|word| word.deprel == "nsubj");
        let before = start.checked_sub(1).map_or("", |at| self.scene.lower(at));
        before == "as" && !is_subject
            || matches!(
                before,
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "become" | "became"
            )
    }
}
