//! A statement under construction, in tokens.

use std::ops::Range;

use dateline_syntax::TokenId;
use dateline_text::Confidence;

use super::{Act, Attitude};

/// A statement as a rule found it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Id of the rule.
    pub(super) rule: &'static str,
    pub(super) attitude: Attitude,
    pub(super) act: Act,
    pub(super) source: Option<Range<TokenId>>,
    pub(super) cue: Range<TokenId>,
    /// In text order; never empty.
    pub(super) content: Vec<Range<TokenId>>,
    pub(super) addressee: Option<Range<TokenId>>,
    /// What speaks for it where the engine found it.
    pub(super) learned: Option<Learned>,
}

/// What speaks for a statement of the engine's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Learned {
    /// How probable the words of its content are to the engine.
    pub(super) chance: Confidence,
    /// A rule found a statement by the same cue.
    pub(super) has_rule: bool,
}

/// Makes content of one part.
pub(super) fn whole(part: Range<TokenId>) -> Vec<Range<TokenId>> {
    std::iter::once(part).collect()
}

impl Draft {
    /// Tells whether the content holds a token.
    pub(super) fn holds(&self, at: TokenId) -> bool {
        self.content.iter().any(|part| part.contains(&at))
    }

    /// Tells whether two have words of their cues in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.cue.start < other.cue.end && other.cue.start < self.cue.end
    }

    /// Returns the first token of the statement.
    pub(super) fn first(&self) -> TokenId {
        let source = self.source.as_ref().map_or(usize::MAX, |source| source.start);
        let content = self.content.first().map_or(usize::MAX, |part| part.start);
        self.cue.start.min(source).min(content)
    }
}
