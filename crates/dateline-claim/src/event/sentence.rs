//! A sentence as a row of chunks: noun phrases, verb groups and the words between them.

use std::ops::Range;

use dateline_mention::{Mentions, Parsed, Quantity, QuantityKind};
use dateline_syntax::{self as syntax, TokenId, Upos};
use dateline_text::Span;
use jiff::civil::Date;

use super::chunk::{Chunk, ChunkKind, VerbForm, VerbGroup};
use super::tree::Tree;
use crate::statement::Contents;

/// A sentence as a row of chunks.
#[derive(Debug)]
pub(crate) struct Row<'d> {
    parsed: Parsed<'d>,
    mentions: &'d Mentions,
    /// The chunks, in text order; they make up the sentence.
    pub(crate) chunks: Vec<Chunk>,
    /// Lower-cased forms of the sentence's tokens.
    forms: Vec<String>,
    tree: Tree,
    first: TokenId,
    contents: Option<&'d Contents<'d>>,
}

// A sentence is a row of its first tokens; the rest of a longer one (a table, a crawl's debris) tells no claim.
const MAX_TOKENS: usize = 400;

// A longer parenthesis is a clause of its own.
const MAX_ASIDE_TOKENS: usize = 8;

impl<'d> Row<'d> {
    /// Cuts some tokens of one sentence into chunks.
    pub(crate) fn new(
        parsed: Parsed<'d>,
        mentions: &'d Mentions,
        phrases: &Phrases,
        tokens: Range<TokenId>,
    ) -> Self {
        let end = tokens.end.min(parsed.parse.words.len()).min(tokens.start + MAX_TOKENS);
        let tokens = tokens.start..end.max(tokens.start);
        let forms = tokens.clone().map(|token| {
            parsed.segmentation.tokens[token].span.of(&parsed.dispatch.text).to_lowercase()
        });
        let forms = forms.collect();
        let tree = Tree::new(parsed, tokens.clone());
        let chunks = Vec::new();
        let first = tokens.start;
        let mut row = Self { parsed, mentions, chunks, forms, tree, first, contents: None };
        let mut at = tokens.start;
        while at < tokens.end {
            let mut chunk = row.chunk_from(phrases, at, tokens.end);
            if chunk.is_noun() {
                row.cut_time(&mut chunk);
            }
            at = chunk.tokens.end;
            row.chunks.push(chunk);
        }
        row
    }

    /// Knows what is said: who says it takes no part in it.
    pub(crate) fn with_statements(self, contents: &'d Contents<'d>) -> Self {
        Self { contents: Some(contents), ..self }
    }

    /// Returns the chunk behind another with which the words begin that attribute it: `officials` in
    /// `rebels attacked on Sunday, officials said`.
    pub(crate) fn attributed_from(&self, chunk: usize) -> Option<usize> {
        let span = self.span(self.chunks[chunk].tokens.clone());
        let start = self.contents?.attributed_behind(span)?;
        let is_behind = |one: &Chunk| self.span(one.tokens.clone()).end > start;
        Some(self.chunks.partition_point(|one| !is_behind(one)))
    }

    /// Returns the lower-cased form of a token.
    pub(crate) fn form(&self, token: TokenId) -> &str {
        token.checked_sub(self.first).and_then(|at| self.forms.get(at)).map_or("", String::as_str)
    }

    /// Returns the lemma of a token.
    pub(crate) fn lemma(&self, token: TokenId) -> &str {
        self.parsed.parse.words.get(token).map_or("", |word| word.lemma.as_str())
    }

    /// Returns the part of speech of a token.
    pub(crate) fn upos(&self, token: TokenId) -> Upos {
        self.parsed.parse.words.get(token).map_or(Upos::X, |word| word.upos)
    }

    /// Returns the token that the tree gives as the subject of a verb.
    pub(crate) fn tree_subject(&self, verb: TokenId) -> Option<TokenId> {
        self.tree.subject(verb)
    }

    /// Returns head and relation of a token in the tree.
    pub(crate) fn relation(&self, token: TokenId) -> Option<(TokenId, &'static str)> {
        let word = self.parsed.parse.words.get(token)?;
        word.head.map(|head| (head, word.deprel))
    }

    /// Tells whether a verb has a past tense of its own: `threatened`, but not `was threatened`.
    pub(crate) fn is_past_tense(&self, token: TokenId) -> bool {
        let feats = self.parsed.parse.words.get(token).map_or("", |word| word.feats);
        feats.contains("VerbForm=Fin") && feats.contains("Tense=Past")
    }

    /// Returns the day of the dispatch.
    pub(crate) fn reference_date(&self) -> Option<Date> {
        self.parsed.dispatch.reference_date()
    }

    /// Returns where some tokens stand.
    pub(crate) fn span(&self, tokens: Range<TokenId>) -> Span {
        self.parsed.segmentation.span_of(tokens)
    }

    /// Returns the tokens of the sentence.
    pub(crate) fn tokens(&self) -> Range<TokenId> {
        self.first..self.chunks.last().map_or(self.first, |chunk| chunk.tokens.end)
    }

    /// Returns the tokens that overlap a span, in this sentence.
    pub(crate) fn tokens_in(&self, span: Span) -> Range<TokenId> {
        let tokens = self.parsed.segmentation.tokens_in(span);
        let own = self.tokens();
        let start = tokens.start.max(own.start);
        start..tokens.end.min(own.end).max(start)
    }

    /// Returns the chunk that a token stands in.
    pub(crate) fn chunk_of(&self, token: TokenId) -> usize {
        self.chunks.partition_point(|chunk| chunk.tokens.end <= token)
    }

    /// Returns the preposition right before a chunk.
    pub(crate) fn preposition_before(&self, chunk: usize) -> Option<&str> {
        let before = self.chunks.get(chunk.checked_sub(1)?)?;
        matches!(before.kind, ChunkKind::Preposition).then(|| self.form(before.head()))
    }

    /// Cuts a noun phrase where an expression of time starts or ends: `the rebels | next week`.
    fn cut_time(&self, chunk: &mut Chunk) {
        let span = self.span(chunk.tokens.clone());
        let times = &self.mentions.times;
        let from = times.partition_point(|time| time.span.end <= span.start);
        let Some(time) = times.get(from).filter(|time| time.span.overlaps(span)) else { return };
        let tokens = self.parsed.segmentation.tokens_in(time.span);
        let owns = (chunk.tokens.clone()).any(|token| matches!(self.form(token), "'s" | "’s"));
        if tokens.start > chunk.tokens.start {
            // `the 1998 flood` stays one phrase
            if tokens.end >= chunk.tokens.end {
                *chunk =
                    Chunk::new(chunk.tokens.start..tokens.start, tokens.start - 1, ChunkKind::Noun);
            }
        } else if tokens.end >= chunk.tokens.end || !owns && self.is_verb_inside(tokens.end, chunk)
        {
            let end = tokens.end.min(chunk.tokens.end);
            *chunk = Chunk::new(chunk.tokens.start..end, end - 1, ChunkKind::Time);
        } else if !owns {
            *chunk = Chunk::new(chunk.tokens.start..tokens.end, tokens.end - 1, ChunkKind::Time);
        }
    }

    fn is_verb_inside(&self, at: TokenId, chunk: &Chunk) -> bool {
        chunk.tokens.contains(&at) && self.upos(at) == Upos::Verb
    }

    /// Returns the end of the number that starts at a token: its hedge belongs to the phrase.
    fn number_end(&self, at: TokenId, end: TokenId) -> Option<TokenId> {
        let quantity = self.quantity_from(at)?;
        let counts = matches!(quantity.kind, QuantityKind::Count | QuantityKind::Money);
        let stop = self.parsed.segmentation.tokens_in(quantity.span).end;
        (counts && stop > at).then_some(stop.min(end))
    }

    fn chunk_from(&self, phrases: &Phrases, at: TokenId, end: TokenId) -> Chunk {
        if let Some(stop) = self.aside_end(at, end) {
            return Chunk::new(at..stop, at, ChunkKind::Aside);
        }
        if self.form(at) == "no" && self.form(at + 1) == "one" && at + 2 <= end {
            return Chunk::new(at..at + 2, at + 1, ChunkKind::Noun);
        }
        if let Some(stop) = self.compound_end(at, end) {
            let (noun_end, head) = phrases.noun(stop).max((stop, stop - 1));
            return Chunk::new(at..noun_end.min(end), head, ChunkKind::Noun);
        }
        if let Some(stop) = self.number_end(at, end) {
            let (noun_end, head) = phrases.noun(stop - 1).max(phrases.noun(stop));
            let tokens = at..noun_end.max(stop).min(end);
            let head = if noun_end > stop { head } else { stop - 1 };
            return Chunk::new(tokens, head, ChunkKind::Noun);
        }
        let verb = phrases.verb_at(at).filter(|_| self.name_end(at) == at);
        if let Some(group) = verb.filter(|group| !self.is_modifier(group)) {
            let tokens = at..group.tokens.end.min(end);
            return Chunk::new(tokens, group.head, ChunkKind::Verb(self.verb(group)));
        }
        let (noun_end, head) = phrases.noun(at).max(match phrases.verb_at(at) {
            Some(_) => phrases.noun(at + 1),
            None => (at, at),
        });
        // a word of a name is never a verb, whatever its tag
        let noun_end = noun_end.max(self.name_end(noun_end.max(at + 1) - 1)).min(end);
        let noun_end = self.cut_verb(at, noun_end);
        // `when 177 miners` is no phrase of its own
        let opens = BOUNDARIES.contains(&self.form(at)) || RELATIVES.contains(&self.form(at));
        if noun_end > at && !opens {
            let tokens = at..self.noun_with_numbers(at, noun_end, end);
            return Chunk::new(tokens, head, ChunkKind::Noun);
        }
        Chunk::new(at..at + 1, at, self.kind_of_word(at))
    }

    /// Cuts a noun phrase before a verb with a tense: `the 61-year-old | pledged 400 tonnes`.
    fn cut_verb(&self, at: TokenId, noun_end: TokenId) -> TokenId {
        let finite = |token: &TokenId| {
            self.upos(*token) == Upos::Verb
                && self.is_past_tense(*token)
                && self.tree_subject(*token).is_some_and(|subject| (at..*token).contains(&subject))
        };
        (at + 1..noun_end).find(finite).unwrap_or(noun_end)
    }

    /// Returns the end of a noun made of a noun, a hyphen and a gerund: `stone-throwing`.
    fn compound_end(&self, at: TokenId, end: TokenId) -> Option<TokenId> {
        let stop = at + 3;
        let joined = stop <= end
            && self.form(at + 1) == "-"
            && self.upos(at) == Upos::Noun
            && self.form(at + 2).ends_with("ing")
            && self.span(at..stop).len()
                == (at..stop).map(|t| self.span(t..t + 1).len()).sum::<usize>();
        joined.then_some(stop)
    }

    fn aside_end(&self, at: TokenId, end: TokenId) -> Option<TokenId> {
        let open = self.form(at) == "(";
        let close = (at..end.min(at + MAX_ASIDE_TOKENS)).find(|&token| self.form(token) == ")");
        close.filter(|_| open).map(|close| close + 1)
    }

    /// Returns the end of the name that a token stands in; the token itself where there is none.
    fn name_end(&self, token: TokenId) -> TokenId {
        let names = &self.mentions.names;
        let span = self.span(token..token + 1);
        let at = names.partition_point(|name| name.span.end <= span.start);
        let name = names.get(at).filter(|name| name.span.contains(span));
        name.map_or(token, |name| self.parsed.segmentation.tokens_in(name.span).end)
    }

    /// Stretches a noun phrase over a number that starts inside it: `the more than 40 miners`.
    fn noun_with_numbers(&self, at: TokenId, noun_end: TokenId, end: TokenId) -> TokenId {
        // `pay every family | 2 million shillings`
        let amount = (at + 1..noun_end)
            .find(|&token| self.upos(token - 1) == Upos::Noun && self.starts_amount(token));
        if let Some(amount) = amount {
            return amount;
        }
        let number_ends = (at + 1..noun_end).filter_map(|token| self.number_end(token, end));
        number_ends.max().map_or(noun_end, |number_end| number_end.max(noun_end))
    }

    /// Tells whether a number starts at a token: `dozens`, `two`.
    pub(super) fn starts_quantity(&self, at: TokenId) -> bool {
        self.quantity_from(at).is_some()
    }

    fn starts_amount(&self, at: TokenId) -> bool {
        self.quantity_from(at).is_some_and(|quantity| quantity.kind == QuantityKind::Money)
    }

    /// Returns the quantity that starts at a token.
    fn quantity_from(&self, at: TokenId) -> Option<&Quantity> {
        let start = self.span(at..at + 1).start;
        let quantities = &self.mentions.quantities;
        let from = quantities.partition_point(|quantity| quantity.span.start < start);
        quantities.get(from).filter(|quantity| quantity.span.start == start)
    }

    /// Tells whether a participle stands between a preposition and its noun: `to displaced families`.
    fn is_modifier(&self, group: &syntax::VerbGroup) -> bool {
        let governed = self.chunks.last().is_some_and(|c| matches!(c.kind, ChunkKind::Preposition));
        let past =
            group.participle || group.tokens.len() == 1 && !self.form(group.head).ends_with("ing");
        let noun = matches!(self.upos(group.tokens.end), Upos::Noun | Upos::Propn | Upos::Adj);
        governed && past && !group.infinitive && noun && !self.form(group.head).ends_with("ing")
    }

    fn verb(&self, group: &syntax::VerbGroup) -> VerbGroup {
        let gerund = self.form(group.head).ends_with("ing");
        // `will start work`
        let bare = group.tokens.len() == 1
            && matches!(self.relation(group.head), Some((_, "xcomp")))
            && self.parsed.parse.words[group.head].feats.contains("VerbForm=Inf");
        let form = match (group.infinitive || bare, group.participle) {
            (true, _) => VerbForm::Infinitive,
            (_, true) if gerund => VerbForm::Gerund,
            (_, true) => VerbForm::Participle,
            _ => VerbForm::Finite,
        };
        let modal = group.modal.and_then(|token| {
            MODALS.iter().find(|(word, _)| *word == self.form(token)).map(|(_, modal)| *modal)
        });
        VerbGroup {
            form,
            passive: group.passive
                || self.is_invariant_passive(group)
                || self.shares_passive(group),
            negated: group.negated,
            modal: modal.or(group.future.then_some("will")),
        }
    }

    fn kind_of_word(&self, at: TokenId) -> ChunkKind {
        let after_noun = self.chunks.last().is_some_and(Chunk::is_noun);
        match (self.form(at), self.upos(at)) {
            (",", _) => ChunkKind::Comma,
            ("and" | "or" | "but" | "&" | "nor", _) => ChunkKind::Conjunction,
            (form, _) if RELATIVES[..4].contains(&form) => ChunkKind::Relative,
            ("that", _) if after_noun && self.starts_verb(at + 1) => ChunkKind::Relative,
            // `blocked that road`, whatever its tag
            ("that", _) if self.points_at(at) => ChunkKind::Other,
            // `a "complete siege" on the town`: the marks stand around a noun
            ("\"" | "”" | "''", _) if after_noun && self.upos(at + 1) == Upos::Adp => {
                ChunkKind::Other
            }
            _ if self.marks_words(at) => ChunkKind::Other,
            (form, _) if BOUNDARIES.contains(&form) => ChunkKind::Boundary,
            // `since early June`
            (_, Upos::Sconj) if self.tells_time(at + 1) => ChunkKind::Preposition,
            (_, Upos::Sconj) => ChunkKind::Boundary,
            // `carried out an attack`: part of the verb
            (_, Upos::Adp) if self.is_particle(at) => ChunkKind::Other,
            (_, Upos::Adp) | ("to", Upos::Part) => ChunkKind::Preposition,
            _ => ChunkKind::Other,
        }
    }

    fn is_particle(&self, at: TokenId) -> bool {
        // "held off Jolo": before a name the tree is too seldom right.
        let word = self.parsed.parse.words.get(at).filter(|_| self.upos(at + 1) != Upos::Propn);
        word.is_some_and(|word| word.deprel == "compound:prt")
    }

    /// Tells whether an expression of time starts at a token.
    fn tells_time(&self, at: TokenId) -> bool {
        let start = self.span(at..at + 1).start;
        let from = self.mentions.times.partition_point(|time| time.span.start < start);
        self.mentions.times.get(from).is_some_and(|time| time.span.start == start)
    }

    /// Tells whether `that` behind a verb points at one thing: `blocked that road`.
    fn points_at(&self, at: TokenId) -> bool {
        let takes_clause = self.chunks.last().is_none_or(|chunk| {
            chunk.verb().is_none() || super::clause::is_reporting(self.lemma(chunk.head()))
        });
        let singular = self.upos(at + 1) == Upos::Noun && self.form(at + 1) == self.lemma(at + 1);
        !takes_clause
            && singular
            && !matches!(self.upos(at + 2), Upos::Verb | Upos::Aux | Upos::Noun | Upos::Adv)
    }

    /// Tells whether a quotation mark opens or closes a few quoted words that are no clause.
    fn marks_words(&self, at: TokenId) -> bool {
        self.quoted_words(at).is_some()
            || (at.saturating_sub(MAX_QUOTED_TOKENS)..at)
                .rev()
                .any(|open| self.quoted_words(open) == Some(at))
    }

    /// Returns the closing mark of the few quoted words that a mark opens: `men “close to the front”`.
    pub(super) fn quoted_words(&self, open: TokenId) -> Option<TokenId> {
        let touches = |token: TokenId| {
            self.span(token..token + 1).end == self.span(token + 1..token + 2).start
        };
        let tokens = self.first..self.first + self.forms.len();
        if !OPENING.contains(&self.form(open)) || !tokens.contains(&(open + 1)) || !touches(open) {
            return None;
        }
        let inside = |token: &TokenId| {
            !matches!(self.upos(*token), Upos::Verb | Upos::Aux)
                && !matches!(self.form(*token), "," | "." | ";" | ":" | "!" | "?")
        };
        let end = tokens.end.min(open + 2 + MAX_QUOTED_TOKENS);
        let close = (open + 1..end).find(|token| CLOSING.contains(&self.form(*token)))?;
        (close > open + 1 && touches(close - 1) && (open + 1..close).all(|token| inside(&token)))
            .then_some(close)
    }

    /// Tells whether a form that never changes stands behind `be`: `were hurt`.
    fn is_invariant_passive(&self, group: &syntax::VerbGroup) -> bool {
        let bare =
            self.upos(group.head) == Upos::Verb && self.form(group.head) == self.lemma(group.head);
        let mut before = group.tokens.start..group.head;
        bare && group.modal.is_none() && before.any(|token| self.lemma(token) == "be")
    }

    /// Tells whether a participle is joined to a passive: `were detained and released`.
    fn shares_passive(&self, group: &syntax::VerbGroup) -> bool {
        let Some((first, "conj")) = self.relation(group.head) else { return false };
        group.tokens.len() == 1
            && self.tree.is_passive(first)
            && self.tree_subject(group.head).is_none()
            && !self.is_past_tense(group.head)
            && !self.form(group.head).ends_with("ing")
    }

    fn starts_verb(&self, at: TokenId) -> bool {
        let skip = usize::from(self.upos(at) == Upos::Adv);
        matches!(self.upos(at + skip), Upos::Verb | Upos::Aux)
    }
}

// More quoted words than these are something said.
const MAX_QUOTED_TOKENS: usize = 6;

const OPENING: &[&str] = &["\"", "“", "``", "„"];

pub(super) const CLOSING: &[&str] = &["\"", "”", "''"];

/// The phrases of a dispatch, in text order.
#[derive(Debug)]
pub(crate) struct Phrases {
    nouns: Vec<syntax::NounPhrase>,
    verbs: Vec<syntax::VerbGroup>,
}

impl Phrases {
    /// Reads the phrases of a dispatch.
    pub(crate) fn new(parsed: Parsed<'_>) -> Self {
        let Parsed { dispatch, segmentation, parse } = parsed;
        Self {
            nouns: syntax::noun_phrases(dispatch, parse, segmentation),
            verbs: syntax::verb_groups(dispatch, parse, segmentation),
        }
    }

    /// Returns end and head of the noun phrase that a token stands in; the token itself for none.
    fn noun(&self, token: TokenId) -> (TokenId, TokenId) {
        let at = self.nouns.partition_point(|noun| noun.tokens.end <= token);
        let noun = self.nouns.get(at).filter(|noun| noun.tokens.contains(&token));
        noun.map_or((token, token), |noun| (noun.tokens.end, noun.head))
    }

    fn verb_at(&self, token: TokenId) -> Option<&syntax::VerbGroup> {
        let at = self.verbs.partition_point(|group| group.tokens.start < token);
        self.verbs.get(at).filter(|group| group.tokens.start == token)
    }
}

const RELATIVES: &[&str] = &["who", "which", "whom", "whose", "that", "what"];

const MODALS: &[(&str, &str)] = &[
    ("will", "will"),
    ("'ll", "will"),
    ("’ll", "will"),
    ("wo", "will"),
    ("shall", "will"),
    ("would", "would"),
    ("could", "could"),
    ("can", "can"),
    ("ca", "can"),
    ("may", "may"),
    ("might", "may"),
    ("must", "must"),
    ("should", "must"),
    ("ought", "must"),
];

const BOUNDARIES: &[&str] = &[
    ";", ":", "--", "—", "–", "\"", "“", "”", "(", ")", "if", "unless", "whether", "because",
    "while", "although", "though", "when", "where", "that", "…", "whereas", "once", "?", "!", "''",
    "``",
];
