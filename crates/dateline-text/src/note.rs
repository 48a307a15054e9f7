//! What a stage met on its way.

use crate::Span;

/// The stage that met something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding items in files.
    Intake,
    /// Bytes to dispatch.
    Decode,
    /// Sentences and tokens.
    Segment,
    /// Tags, lemmas, trees.
    Parse,
    /// Mentions.
    Find,
    /// Claims.
    Extract,
    /// The store.
    Ledger,
}

impl Stage {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Intake => "intake",
            Stage::Decode => "decode",
            Stage::Segment => "segment",
            Stage::Parse => "parse",
            Stage::Find => "find",
            Stage::Extract => "extract",
            Stage::Ledger => "ledger",
        }
    }
}

/// What kind of thing was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Nothing in it.
    Empty,
    /// Not text.
    Binary,
    /// Needs a key or a password.
    Encrypted,
    /// Ends before its own format says so.
    Truncated,
    /// Breaks its own format.
    Malformed,
    /// Over one of the limits.
    Limit,
    /// A byte sequence that its charset does not have; U+FFFD stands for it.
    BadSequence,
    /// Written in a language that is not read for claims.
    Language,
    /// A part of the source that could not be found again and was left out.
    Dropped,
    /// A value that could not be worked out; the message says why.
    Unresolved,
    /// A value that the text does not tell and that was taken from elsewhere; the message says whence.
    Assumed,
    /// The operating system refused (missing file, no permission).
    Unreadable,
    /// Left out on purpose: no dispatch is looked for in it.
    Skipped,
}

impl NoteKind {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::Empty => "empty",
            NoteKind::Binary => "binary",
            NoteKind::Encrypted => "encrypted",
            NoteKind::Truncated => "truncated",
            NoteKind::Malformed => "malformed",
            NoteKind::Limit => "limit",
            NoteKind::BadSequence => "bad_sequence",
            NoteKind::Language => "language",
            NoteKind::Dropped => "dropped",
            NoteKind::Unresolved => "unresolved",
            NoteKind::Assumed => "assumed",
            NoteKind::Unreadable => "unreadable",
            NoteKind::Skipped => "skipped",
        }
    }
}

/// Something a reader of the output should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it was met.
    pub stage: Stage,
    /// What it is.
    pub kind: NoteKind,
    /// The place in the text, where there is one.
    pub span: Option<Span>,
    /// What is wrong and, where it helps, what to do.
    pub message: String,
}

impl Note {
    /// Makes a note without a place.
    pub fn new(stage: Stage, kind: NoteKind, message: impl Into<String>) -> Self {
        Self { stage, kind, span: None, message: message.into() }
    }

    /// Adds the place in the text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}
