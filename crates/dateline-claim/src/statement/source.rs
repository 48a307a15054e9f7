//! What a source is and whom it stands for.

use std::ops::Range;

use dateline_mention::{EntityId, EntityKind, MentionForm, Mentions, NameLabel};
use dateline_syntax::{TokenId, Upos};
use dateline_text::Span;

use super::SourceKind;
use super::lexicon::SOURCE_KINDS;
use super::noun_phrase::base_end;
use super::page::Page;

/// Tells what a source is, from its head noun, the names in it and, for a pronoun, its entity.
pub(super) fn kind_of(
    page: &Page<'_>,
    mentions: &Mentions,
    source: &Range<TokenId>,
    entity: Option<EntityId>,
) -> SourceKind {
    let head_end = base_end(page, source.start, source.end).unwrap_or(source.end);
    let head = source.start..head_end;
    let proper = page.is(head.end - 1, &[Upos::Propn]);
    match listed_kind(page, &head, proper) {
        Some(kind @ (SourceKind::Document | SourceKind::Media)) => kind,
        Some(kind) if head.len() == 1 => kind,
        _ if is_named(page, mentions, &head) => SourceKind::Named,
        Some(kind) => kind,
        None if proper => SourceKind::Named,
        None => entity.map_or(SourceKind::Unknown, |entity| kind_of_entity(mentions, entity)),
    }
}

/// A pronoun stands for a name where its entity is a person or body with one.
fn kind_of_entity(mentions: &Mentions, entity: EntityId) -> SourceKind {
    let Some(entity) = mentions.entity(entity) else { return SourceKind::Unknown };
    let named = entity.mentions.iter().any(|mention| mention.form == MentionForm::Name);
    match entity.kind {
        EntityKind::Person | EntityKind::Organization if named => SourceKind::Named,
        EntityKind::Group => SourceKind::Unnamed,
        _ => SourceKind::Unknown,
    }
}

/// Looks the longest tail of a phrase up: `prime minister` before `minister`.
fn listed_kind(page: &Page<'_>, head: &Range<TokenId>, proper: bool) -> Option<SourceKind> {
    const MAX_WORDS: usize = 3;
    let first = head.start.max(head.end.saturating_sub(MAX_WORDS));
    for start in first..head.end {
        if proper && start + 1 == head.end && head.len() > 1 {
            break;
        }
        let words: Vec<&str> = (start..head.end).map(|at| page.low(at)).collect();
        if let Some(&kind) = SOURCE_KINDS.get(words.join(" ").as_str()) {
            return Some(kind);
        }
    }
    if proper {
        // The last word of a name says little: `the Washington Post` is no post. A lone plural is
        // a noun with a capital: `Witnesses`.
        let low = page.low(head.end - 1);
        let singular = [low.strip_suffix("es"), low.strip_suffix('s')];
        return singular
            .into_iter()
            .flatten()
            .filter(|_| head.len() == 1)
            .find_map(|word| SOURCE_KINDS.get(word).copied());
    }
    SOURCE_KINDS.get(page.lemma(head.end - 1).to_lowercase().as_str()).copied()
}

/// Tells whether a phrase holds the name of a person or body (not of a nation) at its end.
fn is_named(page: &Page<'_>, mentions: &Mentions, head: &Range<TokenId>) -> bool {
    let span = page.span(head);
    let first = mentions.names.partition_point(|name| name.span.end <= span.start);
    mentions.names[first..].iter().take_while(|name| name.span.start < span.end).any(|name| {
        matches!(name.label, NameLabel::Person | NameLabel::Organization)
            && name.span.end >= span.end
    })
}

/// The mentions of a dispatch by where they stand, so that each look-up is short.
pub(super) struct MentionIndex {
    // By start.
    mentions: Vec<(Span, EntityId)>,
    // Those of entities with members.
    groups: Vec<(Span, EntityId)>,
    max_bytes: u32,
}

impl MentionIndex {
    pub(super) fn new(mentions: &Mentions) -> Self {
        let mut all: Vec<(Span, EntityId)> = mentions
            .entities
            .iter()
            .enumerate()
            .flat_map(|(at, entity)| {
                entity.mentions.iter().map(move |mention| (mention.span, EntityId::from(at)))
            })
            .collect();
        all.sort();
        let max_bytes = all.iter().map(|(span, _)| span.end - span.start).max().unwrap_or(0);
        let has_members =
            |id: EntityId| mentions.entity(id).is_some_and(|entity| !entity.members.is_empty());
        let groups = all.iter().copied().filter(|(_, id)| has_members(*id)).collect();
        Self { mentions: all, groups, max_bytes }
    }

    /// Returns the group that a source names one by one: it starts with the source and goes past
    /// the first noun phrase.
    fn group_of(&self, source: Span, head: Span) -> Option<EntityId> {
        let from = self.groups.partition_point(|(span, _)| span.start < source.start);
        self.groups[from..]
            .iter()
            .take_while(|(span, _)| span.start == source.start)
            .find(|(span, _)| span.end >= head.end && span.end <= source.end)
            .map(|&(_, entity)| entity)
    }

    /// Returns the entity that a source stands for, by the mention that shares most of its head.
    ///
    /// The head is the first noun phrase: in `Hale, mayor of Orsk` not the town.
    pub(super) fn entity_of(&self, page: &Page<'_>, source: &Range<TokenId>) -> Option<EntityId> {
        let head_end = base_end(page, source.start, source.end).unwrap_or(source.end);
        let head = page.span(&(source.start..head_end));
        let whole = page.span(source);
        if let Some(group) = self.group_of(whole, head) {
            return Some(group);
        }
        let first = head.start.saturating_sub(self.max_bytes);
        let from = self.mentions.partition_point(|(span, _)| span.start < first);
        self.mentions[from..]
            .iter()
            .take_while(|(span, _)| span.start < head.end)
            .filter(|(span, _)| span.overlaps(head) && !owns_head(page, *span, head))
            .min_by_key(|(span, _)| unlike(*span, head))
            .map(|&(_, entity)| entity)
    }
}

/// Tells whether a mention is but the owner of what a head names: `the assembly` in
/// `the assembly's relief office`.
fn owns_head(page: &Page<'_>, mention: Span, head: Span) -> bool {
    let rest = page.text.get(mention.end as usize..head.end as usize).unwrap_or_default();
    let is_mark = rest.starts_with(['\'', '’']);
    is_mark && rest.split_whitespace().nth(1).is_some()
}

/// Counts the bytes that only one of two spans holds; a mention that ends with the head comes first.
fn unlike(mention: Span, head: Span) -> (u32, bool) {
    let apart = mention.start.abs_diff(head.start) + mention.end.abs_diff(head.end);
    (apart, mention.end != head.end)
}
