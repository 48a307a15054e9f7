//! What the dependency tree tells of the verbs of a sentence.

use std::ops::Range;

use dateline_mention::Parsed;
use dateline_syntax::TokenId;
use rustc_hash::{FxHashMap, FxHashSet};

/// What the tree tells of the verbs of a sentence.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Subjects by their verbs.
    subjects: FxHashMap<TokenId, TokenId>,
    /// Verbs in the passive.
    passives: FxHashSet<TokenId>,
}

impl Tree {
    /// Reads the tree over some tokens of one sentence.
    pub(super) fn new(parsed: Parsed<'_>, tokens: Range<TokenId>) -> Self {
        let mut tree = Self::default();
        for token in tokens {
            let word = &parsed.parse.words[token];
            let Some(head) = word.head else { continue };
            let relation = word.deprel;
            if relation.starts_with("nsubj") || relation == "csubj" {
                tree.subjects.entry(head).or_insert(token);
            }
            if matches!(relation, "nsubj:pass" | "aux:pass") {
                tree.passives.insert(head);
            }
        }
        tree
    }

    /// Returns the subject of a verb.
    pub(super) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        self.subjects.get(&verb).copied()
    }

    /// Tells whether a verb is in the passive.
    pub(super) fn is_passive(&self, verb: TokenId) -> bool {
        self.passives.contains(&verb)
    }
}
