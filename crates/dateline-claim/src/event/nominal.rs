//! Events told by a noun alone: `the attack on Beltown`, `Orland's air strikes`.

use std::ops::Range;

use dateline_mention::{EntityKind, Mentions};
use dateline_syntax::TokenId;

use super::clause::Phrase;
use super::sentence::{ChunkKind, Row};
use super::verbal::{Reading, event_noun};

// These types need an actor or a recipient: their nouns (`call`, `visit`) tell too little alone.
const NEEDS_PARTICIPANT: &[&str] = &[
    "ACCUSE",
    "AGREE",
    "AID",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
];

// Phrases behind the noun that still belong to it.
const MAX_CHUNKS_BEHIND: usize = 6;

/// Reads the noun phrase at a chunk.
pub(super) fn read_noun(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<Reading> {
    let (tokens, line) = event_noun(row, chunk)?;
    let mut actors = owner(row, mentions, chunk, tokens.start);
    let mut recipients = behind(row, chunk, &line.recipient);
    if actors.is_empty() {
        actors = behind(row, chunk, &line.actor);
        actors.retain(|actor| !recipients.contains(actor));
    }
    if line.recipient.contains(&"=") && actors.is_empty() {
        actors = behind(row, chunk, &["between"]);
    }
    recipients.retain(|recipient| !actors.contains(recipient));
    let told = !actors.is_empty() || !recipients.is_empty();
    if !told && NEEDS_PARTICIPANT.contains(&line.coding.kind) {
        return None;
    }
    Some(Reading {
        coding: line.coding.clone(),
        trigger: row.span(tokens),
        actors,
        recipients,
        used: vec![chunk],
        rule: "nominal",
    })
}

/// Returns the possessor or the name before the noun: `Orland's`, `Orlandian`.
fn owner(row: &Row<'_>, mentions: &Mentions, chunk: usize, noun: TokenId) -> Vec<Phrase> {
    let start = row.chunks[chunk].tokens.start;
    let possessor = (start..noun)
        .rev()
        .find(|&token| row.form(token).ends_with("'s") || row.form(token) == "’s");
    let end = possessor.unwrap_or(noun);
    let before = start..end;
    if before.is_empty() {
        return Vec::new();
    }
    let names = before.clone().rev().find(|&token| is_actor(row, mentions, token));
    match (possessor, names) {
        // `Wednesday's attack`: a time owns nothing
        (Some(_), _) if is_time(row, mentions, before.clone()) => Vec::new(),
        (Some(_), _) => vec![Phrase { chunk, tokens: before }],
        (None, Some(token)) => vec![Phrase { chunk, tokens: token..token + 1 }],
        (None, None) => Vec::new(),
    }
}

fn is_time(row: &Row<'_>, mentions: &Mentions, tokens: Range<TokenId>) -> bool {
    let span = row.span(tokens);
    let from = mentions.times.partition_point(|time| time.span.end <= span.start);
    mentions.times.get(from).is_some_and(|time| time.span.overlaps(span))
}

fn is_actor(row: &Row<'_>, mentions: &Mentions, token: TokenId) -> bool {
    let entity = mentions.entity_at(row.span(token..token + 1));
    entity.and_then(|id| mentions.entity(id)).is_some_and(|entity| {
        matches!(entity.kind, EntityKind::Organization | EntityKind::Group | EntityKind::Person)
    })
}

/// Returns the phrases behind a noun under the first of some prepositions.
fn behind(row: &Row<'_>, chunk: usize, prepositions: &[&str]) -> Vec<Phrase> {
    let end = row.chunks.len().min(chunk + 1 + MAX_CHUNKS_BEHIND);
    let end = (chunk + 1..end)
        .find(|&at| {
            matches!(
                row.chunks[at].kind,
                ChunkKind::Verb(_) | ChunkKind::Boundary | ChunkKind::Relative | ChunkKind::Comma
            )
        })
        .unwrap_or(end);
    let governed = |preposition: &str| {
        (chunk + 1..end.saturating_sub(1)).find(|&at| {
            matches!(row.chunks[at].kind, ChunkKind::Preposition)
                && row.form_at(at) == preposition
                && row.chunks[at + 1].is_noun()
        })
    };
    let found = prepositions.iter().find_map(|preposition| governed(preposition));
    found.map_or(Vec::new(), |at| row.joined(at + 1, end))
}
