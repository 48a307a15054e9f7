//! Base phrases read off the tags: noun phrases and verb groups.
//!
//! A shallow reading for rules that need "the thing named" and "what is done to it" without a tree.
//! Phrases do not overlap, stand in text order, and stay inside one sentence.

mod noun_phrase;
mod verb_group;

use dateline_text::Dispatch;

use crate::{Parse, Segmentation, TokenId, Upos};

pub use noun_phrase::{NounPhrase, noun_phrases};
pub use verb_group::{Tense, VerbGroup, verb_groups};

/// The words of a dispatch with their tags.
struct Words<'d> {
    dispatch: &'d Dispatch,
    parse: &'d Parse,
    segmentation: &'d Segmentation,
}

// Longer rows of adverbs or quotes are no part of a phrase.
const MAX_BETWEEN: usize = 3;

impl<'d> Words<'d> {
    fn form(&self, at: TokenId) -> &'d str {
        self.segmentation.tokens.get(at).map_or("", |token| token.span.of(&self.dispatch.text))
    }

    fn upos(&self, at: TokenId) -> Upos {
        self.parse.words.get(at).map_or(Upos::X, |word| word.upos)
    }

    fn lemma(&self, at: TokenId) -> &'d str {
        self.parse.words.get(at).map_or("", |word| word.lemma.as_str())
    }

    fn is(&self, at: TokenId, words: &[&str]) -> bool {
        words.iter().any(|word| self.form(at).eq_ignore_ascii_case(word))
    }

    fn touches_next(&self, at: TokenId) -> bool {
        let tokens = &self.segmentation.tokens;
        matches!((tokens.get(at), tokens.get(at + 1)), (Some(a), Some(b)) if a.span.end == b.span.start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Analysis, Engine};

    pub(super) fn read(text: &str) -> (Dispatch, Segmentation, Parse) {
        let dispatch = Dispatch::from_text(text);
        let Analysis { segmentation, parse } = Engine::Swift.analyse(&dispatch);
        (dispatch, segmentation, parse)
    }

    fn assert_laws(text: &str) {
        let (dispatch, segmentation, parse) = read(text);
        let phrases = noun_phrases(&dispatch, &parse, &segmentation);
        assert!(phrases.is_sorted_by(|a, b| a.tokens.end <= b.tokens.start), "{text}");
        assert!(phrases.iter().all(|phrase| phrase.tokens.contains(&phrase.head)), "{text}");
        let groups = verb_groups(&dispatch, &parse, &segmentation);
        assert!(groups.is_sorted_by(|a, b| a.tokens.end <= b.tokens.start), "{text}");
        assert!(groups.iter().all(|group| group.tokens.contains(&group.head)), "{text}");
    }

    #[test]
    fn long_runs_take_linear_time() {
        for piece in
            ["the ", "$ ", "to ", "not ", "is ", "'s ", "a \"", "very ", "of the ", "going to "]
        {
            assert_laws(&piece.repeat(2_000));
        }
    }

    proptest! {
        #[test]
        fn laws_hold(text in "((the|a|his|12|city|Orn|'s|-|\"|is|not|to|hit|going|very|by|,|\\$|met|killing)( |)){0,30}") {
            assert_laws(&text);
        }
    }
}
