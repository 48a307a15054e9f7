//! Noun phrases.

use std::ops::Range;

use dateline_text::Dispatch;

use super::{MAX_BETWEEN, Words};
use crate::lemma::{VerbForm, verb_form};
use crate::{Parse, Segmentation, TokenId, Upos};

/// A noun with what stands before it: "the besieged city's last two bridges", or a pronoun.
///
/// # Notes
/// A chain of possessives is one phrase, its head the last noun ("Loria's | envoy" → "envoy"). What
/// follows the noun ("of the city") is a phrase of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NounPhrase {
    /// Its words.
    pub tokens: Range<TokenId>,
    /// Its main word: the last noun, name, number or pronoun.
    pub head: TokenId,
}

/// Returns the base noun phrases of a dispatch, in text order.
pub fn noun_phrases(
    dispatch: &Dispatch,
    parse: &Parse,
    segmentation: &Segmentation,
) -> Vec<NounPhrase> {
    let words = Words { dispatch, parse, segmentation };
    let mut phrases = Vec::new();
    for sentence in &segmentation.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let (phrase, next) = words.noun_phrase(at, sentence.tokens.end);
            phrases.extend(phrase);
            at = next;
        }
    }
    phrases
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    // Opens a phrase: determiner, possessive pronoun.
    Opener,
    // Stands before a noun: adjective, number, participle, sign.
    Modifier,
    Noun,
    // A pronoun, which is a phrase by itself.
    Pronoun,
    // 's
    Possessive,
    // A hyphen inside a compound.
    Joint,
}

impl Words<'_> {
    // Returns the phrase that starts at `start`, if one does, and where to look for the next.
    fn noun_phrase(&self, start: TokenId, end: TokenId) -> (Option<NounPhrase>, TokenId) {
        let Some(mut at) = self.after_leading_adverbs(start, end) else { return (None, start + 1) };
        let (mut head, mut last) = (None, None);
        while at < end {
            let Some(part) = self.part(at, end, last).filter(|part| !breaks(last, *part)) else {
                break;
            };
            if matches!(part, Part::Noun | Part::Pronoun) || self.heads_alone(at, head) {
                head = Some(at);
            }
            last = Some(part);
            at += 1;
            if part == Part::Pronoun {
                break;
            }
        }
        let next = at.max(start + 1);
        let Some(head) = head else { return (None, next) };
        // A hyphen that joins nothing is left out.
        let end = if last == Some(Part::Joint) { at - 1 } else { at };
        (Some(NounPhrase { tokens: start..end.max(head + 1), head }), next)
    }

    // "nearly 68,000 others", "very large fires".
    fn after_leading_adverbs(&self, start: TokenId, end: TokenId) -> Option<TokenId> {
        let limit = end.min(start + MAX_BETWEEN);
        let first = (start..limit).find(|at| self.upos(*at) != Upos::Adv)?;
        let modifies = matches!(self.upos(first), Upos::Adj | Upos::Num | Upos::Det | Upos::Sym);
        (first == start || modifies).then_some(first)
    }

    // A number or adjective heads a phrase that has no noun: "12 died", "the injured".
    fn heads_alone(&self, at: TokenId, head: Option<TokenId>) -> bool {
        match self.upos(at) {
            Upos::Num => head.is_none_or(|head| self.upos(head) != Upos::Propn),
            Upos::Adj => head.is_none(),
            Upos::Sym => self.is(at, &["%"]),
            Upos::Det => head.is_none() && !self.is(at, &["the", "a", "an", "no", "every"]),
            _ => false,
        }
    }

    fn part(&self, at: TokenId, end: TokenId, last: Option<Part>) -> Option<Part> {
        match self.upos(at) {
            Upos::Det => Some(Part::Opener),
            Upos::Pron if self.is_possessive_pronoun(at) => Some(Part::Opener),
            Upos::Pron => Some(Part::Pronoun),
            Upos::Noun | Upos::Propn => Some(Part::Noun),
            Upos::Adj | Upos::Num => Some(Part::Modifier),
            Upos::Sym => Some(Part::Modifier).filter(|_| self.is_amount_sign(at)),
            Upos::Part if matches!(self.form(at), "'s" | "’s" | "'" | "’" | "'S" | "’S") => {
                Some(Part::Possessive)
            }
            Upos::Punct if self.is_joint(at, last) => Some(Part::Joint),
            Upos::Punct if self.is_inner_quote(at, end, last) => Some(Part::Modifier),
            Upos::Verb if self.is_inner_participle(at, end, last) => Some(Part::Modifier),
            Upos::Adv if last.is_some() && self.is_inner_adverb(at, end) => Some(Part::Modifier),
            _ => None,
        }
    }

    fn is_possessive_pronoun(&self, at: TokenId) -> bool {
        self.is(at, &["his", "its", "their", "our", "my", "your", "whose"])
            || self.is(at, &["her"]) && self.opens_noun(at + 1)
    }

    fn is_amount_sign(&self, at: TokenId) -> bool {
        self.form(at).ends_with(['$', '€', '£', '¥', '₹', '₪', '₽', '₺', '%', '#', '+'])
    }

    fn is_joint(&self, at: TokenId, last: Option<Part>) -> bool {
        let inside = matches!(last, Some(Part::Noun | Part::Modifier));
        inside
            && matches!(self.form(at), "-" | "–" | "/")
            && self.touches_next(at)
            && at > 0
            && self.touches_next(at - 1)
    }

    // `a "complete siege"`: a quotation mark between modifiers and noun.
    fn is_inner_quote(&self, at: TokenId, end: TokenId, last: Option<Part>) -> bool {
        let opens = matches!(self.form(at), "\"" | "“" | "‘" | "'");
        opens
            && matches!(last, Some(Part::Opener | Part::Modifier))
            && at + 1 < end
            && self.opens_noun(at + 1)
    }

    // "the besieged city", "war-torn towns", "two wounded men".
    fn is_inner_participle(&self, at: TokenId, end: TokenId, last: Option<Part>) -> bool {
        let participle = matches!(
            verb_form(self.form(at)),
            VerbForm::Ing | VerbForm::Participle | VerbForm::PastOrParticiple
        );
        let inside =
            matches!(last, Some(Part::Opener | Part::Modifier | Part::Joint | Part::Possessive));
        participle && inside && at + 1 < end && self.opens_noun(at + 1)
    }

    fn is_inner_adverb(&self, at: TokenId, end: TokenId) -> bool {
        at + 1 < end
            && matches!(self.upos(at + 1), Upos::Adj | Upos::Num)
            && self.opens_noun(at + 1)
    }

    fn opens_noun(&self, at: TokenId) -> bool {
        matches!(self.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
    }
}

// Where one phrase ends although the next word could stand in one.
fn breaks(last: Option<Part>, part: Part) -> bool {
    use Part::{Joint, Modifier, Noun, Opener, Possessive, Pronoun};
    matches!(
        (last, part),
        (None, Possessive | Joint)
            | (Some(Noun | Modifier), Opener)
            | (Some(Possessive), Opener | Possessive)
            | (Some(_), Pronoun)
            | (Some(Opener | Joint), Possessive)
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    // One phrase a line, its head in brackets.
    fn check_nouns(text: &str, expected: &[&str]) {
        let (dispatch, segmentation, parse) = read(text);
        let of = |tokens| segmentation.span_of(tokens).of(&dispatch.text);
        let found: Vec<String> = noun_phrases(&dispatch, &parse, &segmentation)
            .into_iter()
            .map(|phrase| format!("{} [{}]", of(phrase.tokens), of(phrase.head..phrase.head + 1)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn noun_phrases_end_at_their_noun() {
        check_nouns(
            "The besieged city's last two bridges fell on Monday, and nearly 300 people left their homes.",
            &[
                "The besieged city's last two bridges [bridges]",
                "Monday [Monday]",
                "nearly 300 people [people]",
                "their homes [homes]",
            ],
        );
    }

    #[test]
    fn names_with_titles_are_one_phrase() {
        check_nouns(
            "Lorian Foreign Minister Pavel Al-Orn met him in Sarn.",
            &["Lorian Foreign Minister Pavel Al-Orn [Orn]", "him [him]", "Sarn [Sarn]"],
        );
    }

    #[test]
    fn quotes_inside_a_phrase() {
        check_nouns(
            "The council imposed a \"complete ban\".",
            &["The council [council]", "a \"complete ban [ban]"],
        );
    }
}
