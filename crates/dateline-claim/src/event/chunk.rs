//! The chunks that a sentence is cut into.

use std::ops::Range;

use dateline_syntax::TokenId;

/// How a verb group is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerbForm {
    /// With a tense of its own: `attacked`, `has attacked`, `will attack`.
    Finite,
    /// `to attack`.
    Infinitive,
    /// `attacking` without an auxiliary.
    Gerund,
    /// `attacked` after a noun, without an auxiliary: `the town attacked by rebels`.
    Participle,
}

/// Verb with its auxiliaries.
#[derive(Debug, Clone)]
pub(crate) struct VerbGroup {
    /// How it is built.
    pub(crate) form: VerbForm,
    /// Whether the subject undergoes the act.
    pub(crate) passive: bool,
    /// Whether `not`, `never` or the like stands in it.
    pub(crate) negated: bool,
    /// Lemma of its modal: `will`, `would`, `could`; `to` of `is to meet` counts as `will`.
    pub(crate) modal: Option<&'static str>,
}

/// What a chunk is.
#[derive(Debug, Clone)]
pub(crate) enum ChunkKind {
    /// A noun phrase without what follows its head.
    Noun,
    /// A noun phrase that tells a time.
    Time,
    /// A verb group.
    Verb(VerbGroup),
    /// A preposition.
    Preposition,
    /// `and`, `or`, `but`, `&`.
    Conjunction,
    /// A comma.
    Comma,
    /// `that`, `if`, `while`; a semicolon, colon, dash or quotation mark.
    Boundary,
    /// A short parenthesis: `(PFLP)`.
    Aside,
    /// `who`, `which`, `that` behind a noun.
    Relative,
    /// Anything else.
    Other,
}

/// A stretch of tokens that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    /// Its tokens.
    pub(crate) tokens: Range<TokenId>,
    /// The token that carries the meaning: the head of a noun phrase, the main verb.
    head: TokenId,
    /// What it is.
    pub(crate) kind: ChunkKind,
}

impl Chunk {
    pub(super) fn new(tokens: Range<TokenId>, head: TokenId, kind: ChunkKind) -> Self {
        let head = head.clamp(tokens.start, tokens.end - 1);
        Self { tokens, head, kind }
    }

    /// Returns the token that carries the meaning: the head of a noun phrase, the main verb.
    pub(crate) fn head(&self) -> TokenId {
        self.head
    }

    /// Tells whether it is a noun phrase.
    pub(crate) fn is_noun(&self) -> bool {
        matches!(self.kind, ChunkKind::Noun)
    }

    /// Returns its verb group.
    pub(crate) fn verb(&self) -> Option<&VerbGroup> {
        match &self.kind {
            ChunkKind::Verb(group) => Some(group),
            _ => None,
        }
    }
}
