//! Sentences and tokens.

use std::ops::Range;

use dateline_text::{BlockKind, Dispatch, Span};

use crate::boundary::sentence_ends;
use crate::tokenizer::tokenize;

/// Position of a token in [`Segmentation::tokens`].
pub type TokenId = usize;

/// A dispatch cut into sentences and tokens.
///
/// # Notes
/// Tokens and gaps of white space make up the text of every block; no token crosses a sentence,
/// no sentence a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Syntactic words in text order (`don't` is two: `do`, `n't`).
    pub tokens: Vec<Token>,
    /// Surface tokens that hold several syntactic words.
    pub multiword: Vec<MultiwordToken>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without white space at its ends.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// Position of its block in `Dispatch::blocks`.
    pub block: usize,
    /// What its block is.
    pub kind: BlockKind,
}

/// One syntactic word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
}

/// A surface token that holds several syntactic words, as in Universal Dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiwordToken {
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub tokens: Range<TokenId>,
}

impl Segmentation {
    /// Returns the sentence that a token stands in.
    pub fn sentence_of(&self, token: TokenId) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// Returns the tokens that overlap a span.
    pub fn tokens_in(&self, span: Span) -> Range<TokenId> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let last = self.tokens.partition_point(|token| token.span.start < span.end);
        first..last.max(first)
    }

    /// Returns the span from the first to the last of some tokens.
    pub fn span_of(&self, tokens: Range<TokenId>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }
}

/// Tells whether a token is the hyphen within one word: `state-run`.
pub fn is_hyphen(tokens: &[Token], text: &str, at: TokenId) -> bool {
    let (Some(before), Some(hyphen), Some(after)) =
        (at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at), tokens.get(at + 1))
    else {
        return false;
    };
    hyphen.span.of(text) == "-"
        && before.span.end == hyphen.span.start
        && hyphen.span.end == after.span.start
}

/// Cuts the blocks of a dispatch into sentences and tokens.
///
/// # Notes
/// A title, a header and a dateline are one sentence each. Every block is cut, also what is not
/// story; [`Sentence::kind`] tells them apart.
pub fn segment(dispatch: &Dispatch) -> Segmentation {
    let mut segmentation = Segmentation::default();
    segment_from(dispatch, 0, &mut segmentation);
    segmentation
}

/// Most tokens of a dispatch.
const MOST_TOKENS: usize = 4 << 20;
/// Most sentences of a dispatch.
const MOST_SENTENCES: usize = 500_000;
/// A block is cut in slices of so many bytes, so that a long one does not pass the bounds by much.
const SLICE_BYTES: usize = 64 << 10;

/// Appends the sentences and tokens of a dispatch's blocks from one of them on.
///
/// Returns where it stopped, if it came to more than four million tokens or half a million
/// sentences.
pub fn segment_from(
    dispatch: &Dispatch,
    first_block: usize,
    segmentation: &mut Segmentation,
) -> Option<u32> {
    for (at, block) in dispatch.blocks.iter().enumerate().skip(first_block) {
        for slice in slices(&dispatch.text, block.span) {
            if segmentation.tokens.len() >= MOST_TOKENS
                || segmentation.sentences.len() >= MOST_SENTENCES
            {
                return Some(slice.start);
            }
            let first = segmentation.tokens.len();
            tokenize(&dispatch.text, slice, segmentation);
            let tokens = first..segmentation.tokens.len();
            let starts = if is_one_sentence(block.kind) {
                Vec::new()
            } else {
                sentence_ends(&dispatch.text, &segmentation.tokens[tokens.clone()])
            };
            cut_sentences(dispatch, at, tokens, starts, segmentation);
        }
    }
    None
}

/// Cuts a block at white space into slices.
fn slices(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let end = block.end as usize;
    let mut start = block.start as usize;
    std::iter::from_fn(move || {
        let rest = text.get(start..end).filter(|rest| !rest.is_empty())?;
        let from = rest.ceil_char_boundary(SLICE_BYTES.min(rest.len()));
        let n_bytes = rest[from..].find(char::is_whitespace).map_or(rest.len(), |at| from + at);
        let slice = Span::new(start, start + n_bytes);
        start += n_bytes;
        Some(slice)
    })
}

/// Tells whether a block of a kind is one sentence, whatever marks stand in it.
pub(crate) fn is_one_sentence(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Title | BlockKind::Header | BlockKind::Dateline)
}

/// Appends the tokens of every block, and returns which block has which.
pub(crate) fn tokens_of_blocks(
    dispatch: &Dispatch,
    segmentation: &mut Segmentation,
) -> Vec<(usize, Range<TokenId>)> {
    let mut blocks = Vec::with_capacity(dispatch.blocks.len());
    for (position, block) in dispatch.blocks.iter().enumerate() {
        let first = segmentation.tokens.len();
        tokenize(&dispatch.text, block.span, segmentation);
        blocks.push((position, first..segmentation.tokens.len()));
    }
    blocks
}

/// Appends the sentences of a block (or of a part of it), told where they start.
///
/// `starts` are counted from the first of the tokens; the first sentence starts there in any case.
pub(crate) fn cut_sentences(
    dispatch: &Dispatch,
    block: usize,
    tokens: Range<TokenId>,
    starts: Vec<usize>,
    segmentation: &mut Segmentation,
) {
    let kind = dispatch.blocks[block].kind;
    let mut start = tokens.start;
    for end in starts.into_iter().map(|start| tokens.start + start).chain([tokens.end]) {
        if end > start {
            let span = segmentation.span_of(start..end);
            segmentation.sentences.push(Sentence { span, tokens: start..end, block, kind });
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use dateline_text::{Block, Dispatch};
    use proptest::prelude::*;

    use super::*;

    // One sentence a line, tokens separated by one space.
    fn check(text: &str, expected: &[&str]) {
        let dispatch = Dispatch::from_text(text);
        let segmentation = segment(&dispatch);
        assert_laws(&dispatch, &segmentation);
        let found: Vec<String> = segmentation
            .sentences
            .iter()
            .map(|sentence| forms(&dispatch, &segmentation, sentence.tokens.clone()).join(" "))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    fn forms<'t>(
        dispatch: &'t Dispatch,
        segmentation: &Segmentation,
        tokens: Range<TokenId>,
    ) -> Vec<&'t str> {
        segmentation.tokens[tokens].iter().map(|token| token.span.of(&dispatch.text)).collect()
    }

    fn assert_laws(dispatch: &Dispatch, segmentation: &Segmentation) {
        let text = &dispatch.text;
        let mut rebuilt = vec![false; text.len()];
        for token in &segmentation.tokens {
            assert!(!token.span.is_empty());
            assert!(text.get(token.span.range()).is_some(), "not on a character boundary");
            assert!(!rebuilt[token.span.range()].contains(&true), "two tokens share a byte");
            rebuilt[token.span.range()].fill(true);
        }
        for block in &dispatch.blocks {
            for (at, c) in block.span.of(text).char_indices() {
                let covered = rebuilt[block.span.start as usize + at];
                assert!(covered || c.is_whitespace(), "{c:?} is in no token");
            }
        }
        assert!(segmentation.tokens.is_sorted_by_key(|token| token.span.start));
        let mut next = 0;
        for sentence in &segmentation.sentences {
            assert_eq!(sentence.tokens.start, next);
            assert_eq!(sentence.span, segmentation.span_of(sentence.tokens.clone()));
            assert!(dispatch.blocks[sentence.block].span.contains(sentence.span));
            next = sentence.tokens.end;
        }
        assert_eq!(next, segmentation.tokens.len());
        for multiword in &segmentation.multiword {
            assert_eq!(multiword.span, segmentation.span_of(multiword.tokens.clone()));
        }
    }

    #[test]
    fn missing_spaces() {
        check(
            "Rain fell on Loria.As a result, “roads closed.”Time is short.\"It is late.\"He left.",
            &[
                "Rain fell on Loria .",
                "As a result , “ roads closed . ”",
                "Time is short .",
                "\" It is late . \"",
                "He left .",
            ],
        );
    }

    #[test]
    fn abbreviations() {
        check(
            "Gen. J. R. Dale met Mr. Orn at 5 p.m. He left the U.S. on Feb. 10. No. 4 stayed.",
            &[
                "Gen. J. R. Dale met Mr. Orn at 5 p.m.",
                "He left the U.S. on Feb. 10 .",
                "No. 4 stayed .",
            ],
        );
        check("He said no. They left at 3.5 km.", &["He said no .", "They left at 3.5 km ."]);
    }

    #[test]
    fn clitics() {
        check(
            "Israel's envoy can't say it’s over; leaders' talks cannot end. O'Brien: 'No.'",
            &[
                "Israel 's envoy ca n't say it ’s over ; leaders ' talks can not end .",
                "O'Brien : ' No . '",
            ],
        );
    }

    #[test]
    fn words_and_signs() {
        check(
            "The US$5m anti-war Al-Dar e-mail, 10am: $3.2bn (5%) to desk@example.org...",
            &[
                "The US$ 5 m anti-war Al - Dar e-mail , 10 am : $ 3.2 bn ( 5 % ) to desk@example.org ...",
            ],
        );
    }

    #[test]
    fn a_title_is_one_sentence() {
        let mut dispatch = Dispatch::from_text("Ferry sinks. Dozens missing");
        let span = dispatch.blocks[0].span;
        dispatch.blocks = vec![Block { span, kind: BlockKind::Title }];
        assert_eq!(segment(&dispatch).sentences.len(), 1);
    }

    #[test]
    fn long_runs_take_linear_time() {
        for piece in [
            "a", ".", "'", "’", "-", "(", "1", "1-", "a.", "A. ", "I. ", " ", "\n", "@a", "www.",
            "n't", "\"", "é", "a'", "1,", "Mr. ", "?” ", "( ", "\u{301}", "-5", "a@", "#", "co-",
            ".\n\n",
        ] {
            let text = piece.repeat((1 << 20) / piece.len());
            let dispatch = Dispatch::from_text(&text);
            assert_laws(&dispatch, &segment(&dispatch));
        }
    }

    #[test]
    fn a_hyphen_stands_within_a_word() {
        let dispatch = Dispatch::from_text("The state-run paper - it is old - closed.");
        let segmentation = segment(&dispatch);
        let hyphens = (0..segmentation.tokens.len())
            .filter(|&at| is_hyphen(&segmentation.tokens, &dispatch.text, at));
        assert_eq!(hyphens.collect::<Vec<_>>(), [2]);
    }

    proptest! {
        #[test]
        fn laws_hold_on_any_text(text in any::<String>()) {
            let dispatch = Dispatch::from_text(&text);
            assert_laws(&dispatch, &segment(&dispatch));
        }

        #[test]
        fn laws_hold_on_news_like_text(text in r#"([A-Z]?[a-zé]{0,5}|[0-9]{1,4}|U\.S\.|n't|[-.,:'’“”"‘()\[\]?!$%&@#/…]|[ \n]{1,2}){0,60}"#) {
            let dispatch = Dispatch::from_text(&text);
            assert_laws(&dispatch, &segment(&dispatch));
        }
    }
}
