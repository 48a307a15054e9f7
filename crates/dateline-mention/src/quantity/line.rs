//! The words, numbers and signs of one sentence, as the rules for times and quantities read them.
//!
//! Finer than the tokens of syntax: `three-day`, `10:30` and `a.m.` fall into their parts, so that
//! a rule does not depend on how a tokeniser joins them.

use dateline_syntax::Upos;
use dateline_text::Span;

use super::{digits::measure_number, trap::is_label_word};
use crate::{Parsed, name::lexicon::is_calendar};

/// What a [`Lexeme`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    /// Letters.
    Word,
    /// Digits with their separators: `28,000`, `12 000`, `6.4`.
    Number,
    /// One other character.
    Sign,
}

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: LexemeKind,
    /// Tells whether no white space stands before it.
    pub(crate) is_glued: bool,
}

/// One sentence cut into lexemes.
///
/// # Notes
/// Positions past the end are allowed everywhere: they have no words.
#[derive(Debug, Clone)]
pub(crate) struct Line<'t> {
    text: &'t str,
    lower: &'t str,
    /// In text order.
    pub(crate) lexemes: Vec<Lexeme>,
    /// The part of speech of the token that each lexeme begins in; empty where nothing was parsed.
    tags: Vec<Upos>,
}

impl<'t> Line<'t> {
    /// Cuts `span` of `text`; `lower` is the text in ASCII lower case.
    pub(crate) fn new(text: &'t str, lower: &'t str, span: Span) -> Self {
        let mut lexemes: Vec<Lexeme> = Vec::new();
        let (mut at, end) = (span.start as usize, span.end as usize);
        let mut is_glued = false;
        while at < end {
            let rest = &text[at..end];
            let first = rest.chars().next().expect("at lies before the end of the span");
            if first.is_whitespace() {
                is_glued = false;
                at += first.len_utf8();
                continue;
            }
            let (kind, len) = measure(rest, first, || takes_spaced_groups(text, &lexemes));
            lexemes.push(Lexeme { span: Span::new(at, at + len), kind, is_glued });
            at += len;
            is_glued = true;
        }
        Self { text, lower, lexemes, tags: Vec::new() }
    }

    /// Adds the parts of speech.
    pub(crate) fn tagged(mut self, parsed: Parsed<'_>) -> Self {
        let tokens = &parsed.segmentation.tokens;
        let mut at = self
            .lexemes
            .first()
            .map_or(0, |first| tokens.partition_point(|token| token.span.end <= first.span.start));
        for lexeme in &self.lexemes {
            while tokens.get(at).is_some_and(|token| token.span.end <= lexeme.span.start) {
                at += 1;
            }
            self.tags.push(parsed.parse.words.get(at).map_or(Upos::X, |word| word.upos));
        }
        self
    }

    /// Returns the part of speech of what stands there.
    pub(crate) fn tag(&self, at: usize) -> Option<Upos> {
        self.tags.get(at).copied()
    }

    /// Returns the number of lexemes.
    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// Returns the words as written.
    pub(crate) fn raw(&self, at: usize) -> &'t str {
        self.lexemes.get(at).map_or("", |lexeme| lexeme.span.of(self.text))
    }

    /// Returns the words in ASCII lower case.
    pub(crate) fn low(&self, at: usize) -> &'t str {
        self.lexemes.get(at).map_or("", |lexeme| lexeme.span.of(self.lower))
    }

    /// Returns the lower-case words `back` places before `at`.
    pub(crate) fn before(&self, at: usize, back: usize) -> &'t str {
        at.checked_sub(back).map_or("", |at| self.low(at))
    }

    /// Tells what stands there.
    pub(crate) fn kind(&self, at: usize) -> Option<LexemeKind> {
        self.lexemes.get(at).map(|lexeme| lexeme.kind)
    }

    /// Tells whether something stands there with no white space before it.
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.is_glued)
    }

    /// Tells whether a word with a capital first letter stands there.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Tells whether `sign` stands there, glued to what is before it.
    pub(crate) fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.is_glued(at) && self.raw(at) == sign
    }

    /// Tells whether a hyphen or short dash joins what is before and what is after.
    pub(crate) fn is_hyphen(&self, at: usize) -> bool {
        self.is_glued(at)
            && self.is_glued(at + 1)
            && matches!(self.raw(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }

    /// Tells whether an apostrophe stands there.
    pub(crate) fn is_apostrophe(&self, at: usize) -> bool {
        matches!(self.raw(at), "'" | "\u{2019}" | "\u{2018}" | "`")
    }

    /// Returns the place after the words of `phrase`, where they stand at `at`.
    pub(crate) fn skip(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for word in phrase.split(' ') {
            if self.low(next) != word {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// Returns the place after one of the `words`, or `at` where none of them stands there.
    pub(crate) fn skip_any(&self, at: usize, words: &[&str]) -> usize {
        if words.contains(&self.low(at)) { at + 1 } else { at }
    }

    /// Returns a whole number written with plain digits (no separators).
    pub(crate) fn integer(&self, at: usize) -> Option<u32> {
        let digits = self.raw(at);
        let is_plain = digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_plain { digits.parse().ok() } else { None }
    }

    /// Returns the span of some lexemes; empty where there are none.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match (self.lexemes.get(start), end.checked_sub(1).and_then(|at| self.lexemes.get(at))) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }
}

fn measure(rest: &str, first: char, is_spaced: impl Fn() -> bool) -> (LexemeKind, usize) {
    if first.is_alphabetic() {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        (LexemeKind::Word, end)
    } else if first.is_ascii_digit() {
        (LexemeKind::Number, measure_number(rest, is_spaced))
    } else {
        (LexemeKind::Sign, first.len_utf8())
    }
}

/// Tells whether white space may part the groups of a number that stands behind some lexemes: not
/// behind a month, a label, another number, or a sign that joins codes and times of day.
fn takes_spaced_groups(text: &str, before: &[Lexeme]) -> bool {
    let mut back = before.iter().rev().map(|lexeme| (lexeme.kind, lexeme.span.of(text)));
    let is_mark = |word: &str| is_calendar(word) || is_label_word(word);
    match back.next() {
        None => true,
        // `in 2019 12 000 people`, but `0800 123 456`
        Some((LexemeKind::Number, before)) => is_year(before),
        Some((LexemeKind::Word, word)) => !is_mark(word),
        Some((LexemeKind::Sign, ".")) => back.next().is_none_or(|(_, word)| !is_mark(word)),
        // `2015-16 300 people`, but `10 000-12 000`
        Some((LexemeKind::Sign, "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")) => {
            back.next().is_none_or(|(_, before)| !is_year(before))
        }
        Some((LexemeKind::Sign, sign)) => !matches!(sign, "+" | "/" | ":" | "#" | "_" | "="),
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4
        && digits.starts_with(['1', '2'])
        && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let lower = text.to_ascii_lowercase();
        let line = Line::new(text, &lower, Span::new(0, text.len()));
        let words: Vec<_> = (0..line.len()).map(|at| line.raw(at)).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("28,000 of 1,234,567.5", "28,000 of 1,234,567.5");
        check("Feb. 10,2024", "Feb . 10 , 2024");
        check("6.4-magnitude", "6.4 - magnitude");
        check("10.2.2024", "10 . 2.2024");
        check("in 2024.", "in 2024 .");
    }

    /// Checks the numbers of a text, `|` between them.
    fn check_numbers(text: &str, expected: &str) {
        let lower = text.to_ascii_lowercase();
        let line = Line::new(text, &lower, Span::new(0, text.len()));
        let numbers = (0..line.len()).filter(|&at| line.kind(at) == Some(LexemeKind::Number));
        let numbers: Vec<_> = numbers.map(|at| line.raw(at)).collect();
        assert_eq!(numbers.join("|"), expected, "{text}");
    }

    #[test]
    fn groups_of_three_make_one_number() {
        check_numbers("Some 12 000 of 1 250 000 people", "12 000|1 250 000");
        check_numbers(
            "12\u{a0}000, 12\u{202f}000 or 12\u{2009}000",
            "12\u{a0}000|12\u{202f}000|12\u{2009}000",
        );
        check_numbers("1.250.000 and 1'204 and 1\u{2019}204", "1.250.000|1'204|1\u{2019}204");
        check_numbers("Rs 12,50,000 or 1,5 million", "12,50,000|1,5");
        check_numbers("10 000-12 000 cows", "10 000|12 000");
        check_numbers("in 2019 12 000 cows", "2019|12 000");
    }

    #[test]
    fn numbers_side_by_side_stay_apart() {
        check_numbers("in 2015 300 people", "2015|300");
        check_numbers("On April 5 300 people and on Feb. 12 400", "5|300|12|400");
        check_numbers("Route 12 400 people, page 7 300", "12|400|7|300");
        check_numbers("0800 123 456, +44 123 456", "0800|123|456|44|123|456");
        check_numbers("12 0000 or 12 00 or 007 123", "12|0000|12|00|007|123");
        check_numbers("1,5 and 7", "1|5|7");
        check_numbers("1.250 and 192.168.0.1", "1.250|192|168|0.1");
        check_numbers("5'11 and ’05 300", "5|11|05|300");
    }

    #[test]
    fn words_and_signs_fall_apart() {
        check("5 p.m.—Friday’s “café”", "5 p . m . — Friday ’ s “ café ”");
    }
}
