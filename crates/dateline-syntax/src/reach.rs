//! How far into a dispatch the work of reading may go.

use dateline_text::{Dispatch, Span};

use crate::boundary::sentence_ends;
use crate::encoder::piece::Pieces;
use crate::tokenizer::tokenize;
use crate::{Engine, Segmentation};

/// A word costs as much as its pieces, and at least this part of its bytes: what is told of a long
/// word is as long as the word.
const BYTES_A_PIECE: usize = 8;

impl Engine {
    /// Returns where an engine has to stop so as to read no more than so many pieces of words;
    /// `None` where the whole dispatch is within that.
    ///
    /// # Notes
    /// It stops before a sentence, unless the first sentence of a block is too long by itself. The
    /// engines share their pieces, so they stop at the same place.
    ///
    /// # Example
    /// ```
    /// use dateline_syntax::Engine;
    /// use dateline_text::Dispatch;
    ///
    /// let dispatch = Dispatch::from_text("Rain fell on Orm. The river rose.");
    /// assert_eq!(Engine::reach(&dispatch, 100), None);
    /// assert_eq!(Engine::reach(&dispatch, 7), Some(18));
    /// ```
    pub fn reach(dispatch: &Dispatch, most_pieces: usize) -> Option<u32> {
        let n_bytes: usize = dispatch.blocks.iter().map(|block| block.span.len()).sum();
        if n_bytes <= most_pieces {
            return None; // no piece is shorter than a byte
        }
        let mut n_left = most_pieces;
        dispatch.blocks.iter().find_map(|block| stop_in(&dispatch.text, block.span, &mut n_left))
    }
}

/// Spends what is left on a block; returns where it runs out.
fn stop_in(text: &str, block: Span, n_left: &mut usize) -> Option<u32> {
    let start = block.start as usize;
    // White space costs as well, so no more of the block than this can be read.
    let most = start.saturating_add((*n_left + 1) * BYTES_A_PIECE);
    let end = text.ceil_char_boundary(most.min(block.end as usize));
    let mut segmentation = Segmentation::default();
    tokenize(text, Span::new(start, end), &mut segmentation);
    let tokens = segmentation.tokens;
    let vocabulary = &Pieces::own().vocabulary;
    let mut pieces = Vec::new();
    let mut before = start;
    for (at, token) in tokens.iter().enumerate() {
        pieces.clear();
        vocabulary.cut(token.span.of(text), &mut pieces);
        let cost = pieces.len().max((token.span.end as usize - before) / BYTES_A_PIECE);
        if cost > *n_left {
            *n_left = 0;
            let starts = sentence_ends(text, &tokens);
            let of_sentence = starts.into_iter().take_while(|&start| start <= at).last();
            return Some(tokens[of_sentence.unwrap_or(at)].span.start);
        }
        *n_left -= cost;
        before = token.span.end as usize;
    }
    (end < block.end as usize).then_some(end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, most_pieces: usize, expected: Option<u32>) {
        assert_eq!(Engine::reach(&Dispatch::from_text(text), most_pieces), expected);
    }

    #[test]
    fn reading_stops_before_the_sentence_that_is_too_much() {
        let sentence = "Rain fell on Orm and Sarn. "; // 27 bytes
        let text = sentence.repeat(3);
        let is_read = |most: &usize| Engine::reach(&Dispatch::from_text(&text), *most).is_none();
        let whole = (1..text.len()).find(is_read).expect("no more pieces than bytes");
        assert!(whole % 3 == 0 && whole >= 3 * 7, "{whole}");
        check(&text, whole - 1, Some(54));
        check(&text, whole / 3 * 2, Some(54));
        check(&text, whole / 3 * 2 - 1, Some(27));
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_at_a_word() {
        check("rain and rain and rain and rain", 3, Some(14));
    }

    #[test]
    fn long_words_and_long_gaps_cost_what_they_measure() {
        check(&format!("{} b", "a".repeat(1000)), 100, Some(0));
        check(&format!("{} b", "a".repeat(1000)), 130, None);
        check(&format!("a{}b", " ".repeat(1000)), 100, Some(808));
    }
}
