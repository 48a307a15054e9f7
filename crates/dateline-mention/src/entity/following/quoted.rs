//! Who says the quotation that a mention stands in: whoever speaks is "I" there, not "he" or "the captain".

use std::ops::Range;

use dateline_syntax::TokenId;

use super::Walk;
use crate::entity::EntityId;
use crate::entity::memory::Referent;

impl Walk<'_, '_> {
    /// Returns whoever says the quotation that a token stands in.
    pub(super) fn quoting(&self, token: TokenId) -> Vec<EntityId> {
        if !self.scene.quoted[token] {
            return Vec::new();
        }
        self.speaker_before(token).into_iter().chain(self.source_of(token)).collect()
    }

    /// Returns whom the engine has for the source of the words at a token: "“He lied,” Hale said".
    fn source_of(&self, token: TokenId) -> Option<EntityId> {
        const REACH: usize = 100;
        let statements = &self.scene.parsed.parse.statements;
        let first = statements.partition_point(|one| one.cue.end + REACH < token);
        let near = statements[first..].iter().take_while(|one| one.cue.start < token + REACH);
        // Of those that hold the token the outermost: one within the quotation has a source there.
        let holds = |part: &Range<TokenId>| part.contains(&token);
        let source = near
            .filter(|one| one.content.iter().any(holds))
            .filter_map(|one| one.source.as_ref())
            .find(|source| !self.scene.quoted[source.start])?;
        // "a spokesman for Hale" is not Hale.
        let is_in_source = |tokens: &Range<TokenId>| {
            source.start <= tokens.start
                && tokens.end <= source.end
                && self.scene.heads(tokens, source)
        };
        if source.end <= token {
            return self.memory.recent_in(is_in_source).find_map(one);
        }
        let at = self.placed.partition_point(|named| named.tokens.start < source.start);
        let mut named =
            self.placed[at..].iter().take_while(|named| named.tokens.start < source.end);
        named.find(|named| is_in_source(&named.tokens)).map(|named| named.id)
    }

    /// Returns who speaks in the words before a quotation.
    fn speaker_before(&self, token: TokenId) -> Option<EntityId> {
        let scene = self.scene;
        let sentence = scene.sentence(token);
        let open = (sentence.start..token).find(|&at| scene.quoted[at])?;
        let is_speaker = |tokens: &Range<TokenId>| {
            tokens.start >= sentence.start && tokens.end <= open && scene.speaks(tokens)
        };
        self.memory.recent_in(is_speaker).next().and_then(one)
    }
}

fn one(referent: Referent) -> Option<EntityId> {
    if let Referent::One(id) = referent { Some(id) } else { None }
}
