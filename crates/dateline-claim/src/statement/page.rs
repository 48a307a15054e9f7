//! A dispatch as the rules look at it: words, quotations and the units that hold statements.

use std::borrow::Cow;
use std::ops::Range;

use dateline_mention::{Name, Parsed};
use dateline_syntax::{Segmentation, Token, TokenId, Upos, Word, antecedent};
use dateline_text::{Span, inner_quotations, quotations};

use super::tagging::{Tagged, tag};

/// A run of sentences that no quotation leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) tokens: Range<TokenId>,
    /// Position of its block in `Dispatch::blocks`.
    pub(super) block: usize,
}

/// Words between quotation marks, as tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Marks included.
    pub(super) tokens: Range<TokenId>,
    pub(super) closed: bool,
}

/// The words, quotations and units of a dispatch.
pub(super) struct Page<'d> {
    pub(super) text: &'d str,
    tokens: &'d [Token],
    segmentation: &'d Segmentation,
    words: Vec<Tagged<'d>>,
    parsed: &'d [Word],
    starts: Vec<bool>,
    lower: Vec<Cow<'d, str>>,
    pub(super) quotations: Vec<Quoted>,
    // For each token, 1 + the position of its innermost quotation; 0 outside.
    quotation_of: Vec<u32>,
    // Likewise of its outermost.
    outermost_of: Vec<u32>,
    pub(super) units: Vec<Unit>,
}

// Longest unit: a sentence past it is cut, so that the work at each cue is bounded.
const UNIT_MAX_TOKENS: usize = 600;

impl<'d> Page<'d> {
    /// Lays out the parts of a dispatch that claims are read from.
    pub(super) fn new(parsed: Parsed<'d>, names: &[Name]) -> Self {
        let text = parsed.dispatch.text.as_str();
        let tokens = parsed.segmentation.tokens.as_slice();
        let mut page = Self {
            text,
            tokens,
            segmentation: parsed.segmentation,
            words: tag(parsed, names),
            parsed: &parsed.parse.words,
            starts: vec![false; tokens.len()],
            lower: tokens.iter().map(|token| lower_case(token.span.of(text))).collect(),
            quotations: Vec::new(),
            quotation_of: vec![0; tokens.len()],
            outermost_of: Vec::new(),
            units: Vec::new(),
        };
        page.find_quotations(parsed);
        page.find_units(parsed);
        page
    }

    fn find_quotations(&mut self, parsed: Parsed<'d>) {
        let mut outer = Vec::new();
        for block in parsed.dispatch.blocks.iter().filter(|block| block.kind.is_read()) {
            for quotation in quotations(self.text, block.span) {
                let tokens = parsed.segmentation.tokens_in(quotation.span);
                if tokens.is_empty() || self.quotation_of[tokens.start] != 0 {
                    continue;
                }
                self.add_quotation(tokens, quotation.closed);
                outer.push(quotation);
            }
        }
        self.outermost_of.clone_from(&self.quotation_of);
        for quotation in outer.into_iter().flat_map(|outer| inner_quotations(self.text, outer)) {
            let tokens = parsed.segmentation.tokens_in(quotation.span);
            if tokens.len() > 2 {
                self.add_quotation(tokens, quotation.closed);
            }
        }
    }

    fn add_quotation(&mut self, tokens: Range<TokenId>, closed: bool) {
        self.quotations.push(Quoted { tokens: tokens.clone(), closed });
        self.quotation_of[tokens].fill(self.quotations.len() as u32);
    }

    fn find_units(&mut self, parsed: Parsed<'d>) {
        for sentence in &parsed.segmentation.sentences {
            if let Some(starts) = self.starts.get_mut(sentence.tokens.start) {
                *starts = true;
            }
            if !sentence.kind.is_read() || sentence.tokens.is_empty() {
                continue;
            }
            let tokens = sentence.tokens.clone();
            let joins = self.units.last().is_some_and(|last: &Unit| {
                last.block == sentence.block
                    && tokens.end - last.tokens.start <= UNIT_MAX_TOKENS
                    && self.is_joined(last.tokens.end, tokens.start)
            });
            if joins && let Some(last) = self.units.last_mut() {
                last.tokens.end = tokens.end;
                continue;
            }
            self.push_pieces(tokens, sentence.block);
        }
    }

    fn push_pieces(&mut self, tokens: Range<TokenId>, block: usize) {
        let mut start = tokens.start;
        while start < tokens.end {
            let end = tokens.end.min(start + UNIT_MAX_TOKENS);
            self.units.push(Unit { tokens: start..end, block });
            start = end;
        }
    }

    /// Tells whether one quotation holds the tokens on both sides of a sentence boundary, or a
    /// quotation that ends there goes on in the sentence: `“Why?” she asked.`
    fn is_joined(&self, before: TokenId, after: TokenId) -> bool {
        let Some(last) = before.checked_sub(1) else { return false };
        let quotation = self.outermost_of[last];
        if quotation == 0 {
            return false;
        }
        if quotation == self.outermost_of[after] {
            return true;
        }
        let starts_low = self.form(after).starts_with(char::is_lowercase);
        starts_low && self.outermost_of[after] == 0
    }

    pub(super) fn form(&self, at: TokenId) -> &'d str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Tells whether a token is the hyphen of one word: `state-run`.
    pub(super) fn is_hyphened(&self, at: TokenId) -> bool {
        dateline_syntax::is_hyphen(self.tokens, self.text, at)
    }

    /// Returns the form in lower case, with a straight apostrophe.
    pub(super) fn low(&self, at: TokenId) -> &str {
        self.lower.get(at).map_or("", |form| form)
    }

    pub(super) fn lemma(&self, at: TokenId) -> &'d str {
        self.words.get(at).map_or("", |word| word.1)
    }

    pub(super) fn upos(&self, at: TokenId) -> Upos {
        self.words.get(at).map_or(Upos::X, |word| word.0)
    }

    pub(super) fn is(&self, at: TokenId, tags: &[Upos]) -> bool {
        at < self.tokens.len() && tags.contains(&self.upos(at))
    }

    pub(super) fn is_word(&self, at: TokenId, words: &[&str]) -> bool {
        words.contains(&self.low(at))
    }

    /// Tells whether a token is the first of its sentence.
    pub(super) fn starts_sentence(&self, at: TokenId) -> bool {
        self.starts.get(at).is_some_and(|starts| *starts)
    }

    /// Tells whether the tree makes a token a dependent of another by one of some relations.
    pub(super) fn depends(&self, at: TokenId, head: TokenId, relations: &[&str]) -> bool {
        self.parsed
            .get(at)
            .is_some_and(|word| word.head == Some(head) && relations.contains(&word.deprel))
    }

    /// Returns the head of a token in the tree.
    pub(super) fn head_of(&self, at: TokenId) -> Option<TokenId> {
        self.parsed.get(at)?.head
    }

    /// Returns the noun that a relative pronoun stands for.
    pub(super) fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        antecedent(self.parsed, pronoun)
    }

    /// Returns the subject of a noun that is said to be something: of `envoy` in `Hale is an envoy`, `Hale`.
    pub(super) fn subject_of(&self, noun: TokenId) -> Option<TokenId> {
        let joined = self.parsed.get(noun).filter(|word| word.deprel == "conj");
        let noun = joined.and_then(|word| word.head).unwrap_or(noun);
        let of = |relation: &str, at: TokenId| {
            self.parsed
                .get(at)
                .is_some_and(|word| word.head == Some(noun) && word.deprel == relation)
        };
        let first = noun.saturating_sub(UNIT_MAX_TOKENS);
        (first..noun).find(|&at| of("cop", at))?;
        (first..noun).find(|&at| of("nsubj", at))
    }

    /// Returns the first member that a conjunction joins a later one to: in `came and said`, `came`.
    pub(super) fn joined_to(&self, conjunction: TokenId) -> Option<TokenId> {
        let word = self.parsed.get(conjunction).filter(|word| word.deprel == "cc")?;
        let member = self.parsed.get(word.head?).filter(|member| member.deprel == "conj")?;
        member.head
    }

    /// Cuts a run of tokens where blocks end, and leaves out those that are not read.
    pub(super) fn read_parts(&self, tokens: &Range<TokenId>) -> Vec<Range<TokenId>> {
        let first = self.units.partition_point(|unit| unit.tokens.end <= tokens.start);
        let mut parts: Vec<Range<TokenId>> = Vec::new();
        let mut block = None;
        for unit in self.units[first..].iter().take_while(|unit| unit.tokens.start < tokens.end) {
            let part = unit.tokens.start.max(tokens.start)..unit.tokens.end.min(tokens.end);
            match parts.last_mut() {
                Some(last) if last.end == part.start && block == Some(unit.block) => {
                    last.end = part.end;
                }
                _ => parts.push(part),
            }
            block = Some(unit.block);
        }
        parts
    }

    /// Returns the position of the quotation that a token stands in.
    pub(super) fn quotation_at(&self, at: TokenId) -> Option<usize> {
        self.quotation_of.get(at).and_then(|&number| number.checked_sub(1)).map(|n| n as usize)
    }

    pub(super) fn quoted(&self, at: TokenId) -> Option<&Quoted> {
        self.quotation_at(at).map(|quotation| &self.quotations[quotation])
    }

    /// Tells whether a token stands in a quotation that closes, or one that opens a sentence and runs on over its
    /// paragraph: not behind a lone mark.
    pub(super) fn is_speech(&self, at: TokenId) -> bool {
        self.quoted(at).is_some_and(|quoted| {
            let unit = self.units.partition_point(|unit| unit.tokens.end <= quoted.tokens.start);
            let opens = |unit: &Unit| unit.tokens.start == quoted.tokens.start;
            quoted.closed || self.units.get(unit).is_some_and(opens)
        })
    }

    /// Tells whether two tokens stand in the same quotation, or both in none.
    pub(super) fn same_level(&self, one: TokenId, other: TokenId) -> bool {
        self.quotation_at(one) == self.quotation_at(other)
    }

    /// Tells whether white space stands before a token.
    pub(super) fn is_spaced(&self, at: TokenId) -> bool {
        match (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at)) {
            (Some(before), Some(token)) => before.span.end < token.span.start,
            _ => true,
        }
    }

    /// Returns how a token hangs on its head in the tree.
    pub(super) fn relation(&self, at: TokenId) -> &'d str {
        self.parsed.get(at).map_or("", |word| word.deprel)
    }

    /// Returns the tokens that a span holds or cuts.
    pub(super) fn tokens_in(&self, span: Span) -> Range<TokenId> {
        self.segmentation.tokens_in(span)
    }

    pub(super) fn span(&self, tokens: &Range<TokenId>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }
}

fn lower_case(form: &str) -> Cow<'_, str> {
    if form.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(form)
    } else {
        Cow::Owned(form.to_lowercase().replace('’', "'"))
    }
}
