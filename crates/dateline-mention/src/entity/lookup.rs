//! From words back to the entity or place they stand for.

use dateline_text::{Span, SpanIndex};

use crate::{Entity, EntityId, Mentions, Place, PlaceId};

impl Mentions {
    /// Returns the entity that some words stand for.
    ///
    /// A mention with exactly these words comes first, then the smallest mention that holds them,
    /// then the largest mention inside them, then the mention that shares most of them. Between
    /// equals the leftmost wins: the head of a subject or source stands before what qualifies it.
    pub fn entity_at(&self, span: Span) -> Option<EntityId> {
        best_overlap(self.by_span.overlapping(span).map(|(at, id)| (id, at)), span)
    }

    /// Returns an entity; `None` for an id of another dispatch.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }

    /// Returns a place; `None` for an id of another dispatch.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.index())
    }
}

/// Sorts the mentions of all entities by where they stand.
pub(crate) fn by_span(entities: &[Entity]) -> SpanIndex<EntityId> {
    SpanIndex::new(entities.iter().enumerate().flat_map(|(id, entity)| {
        entity.mentions.iter().map(move |mention| (mention.span, EntityId::from(id)))
    }))
}

/// Picks the candidate that fits `span` best; candidates that share nothing are passed over.
fn best_overlap<I: Ord + Copy>(
    candidates: impl Iterator<Item = (I, Span)>,
    span: Span,
) -> Option<I> {
    candidates
        .filter(|(_, candidate)| candidate.overlaps(span))
        .min_by_key(|(id, candidate)| (fit(*candidate, span), *id))
        .map(|(id, _)| id)
}

/// Orders candidates, best first: exact, covering (small first), inside (large first), crossing.
fn fit(candidate: Span, span: Span) -> (u8, usize, u32) {
    let shared = candidate.end.min(span.end) - candidate.start.max(span.start);
    if candidate == span {
        (0, 0, candidate.start)
    } else if candidate.contains(span) {
        (1, candidate.len(), candidate.start)
    } else if span.contains(candidate) {
        (2, span.len() - candidate.len(), candidate.start)
    } else {
        (3, span.len().saturating_sub(shared as usize), candidate.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spans: &[(u32, u32)], words: (u32, u32), expected: Option<usize>) {
        let candidates =
            spans.iter().enumerate().map(|(id, &(start, end))| (id, Span { start, end }));
        let words = Span { start: words.0, end: words.1 };
        assert_eq!(best_overlap(candidates, words), expected, "{spans:?} at {words:?}");
    }

    #[test]
    fn exact_before_covering_before_inside() {
        check(&[(0, 20), (4, 9), (5, 8)], (4, 9), Some(1));
        check(&[(0, 30), (0, 20), (5, 8)], (4, 9), Some(1));
        check(&[(0, 4), (6, 14), (15, 18)], (0, 18), Some(1));
        check(&[(0, 6)], (4, 9), Some(0));
        check(&[(0, 4)], (4, 9), None);
    }
}
