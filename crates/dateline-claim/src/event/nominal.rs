//! Events told by a noun alone: `the attack on Beltown`, `Orland's air strikes`.

use std::ops::Range;

use dateline_mention::{EntityKind, Mentions};
use dateline_syntax::{TokenId, Upos};

use super::chunk::ChunkKind;
use super::clause::Phrase;
use super::lexicon::{LEXICON, NounLine};
use super::sentence::{CLOSING, Row};
use super::setting::is_locality;
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
    recipients.retain(|recipient| {
        row.preposition_before(recipient.chunk) != Some("in") || may_be_hit(row, recipient)
    });
    if recipients.is_empty() && suffers(line) {
        recipients = std::mem::take(&mut actors);
    }
    if actors.is_empty() {
        actors = behind(row, chunk, &line.actor);
        actors.retain(|actor| !recipients.contains(actor));
    }
    if line.recipient.contains(&"=") && actors.is_empty() {
        actors = behind(row, chunk, &["between"]);
    }
    if recipients.is_empty() && line.coding.kind == "COERCE" {
        recipients = held(row, chunk);
    }
    if actors.is_empty() {
        actors = set_by(row, chunk).map_or(Vec::new(), |(_, setters)| setters);
    }
    recipients.retain(|recipient| !actors.contains(recipient));
    let told = !actors.is_empty() || !recipients.is_empty();
    let joint = row.form(tokens.start) == "joint";
    if !told && !joint && NEEDS_PARTICIPANT.contains(&line.coding.kind) {
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

/// Tells whether what stands behind `in` may be the target: `the attack in Beltown`, but not `in a
/// message`.
fn may_be_hit(row: &Row<'_>, recipient: &Phrase) -> bool {
    let head = row.chunks[recipient.chunk].head();
    let named = recipient.tokens.clone().any(|token| row.upos(token) == Upos::Propn);
    named || LEXICON.agent(row.lemma(head)).is_some() || is_locality(row.lemma(head))
}

/// Returns those who are told to be in what a noun tells: `four men have been in custody`.
fn held(row: &Row<'_>, chunk: usize) -> Vec<Phrase> {
    let inside = matches!(row.preposition_before(chunk), Some("in" | "under"));
    let Some(verb) = chunk.checked_sub(2).filter(|_| inside) else { return Vec::new() };
    let lasts = matches!(row.lemma(row.chunks[verb].head()), "be" | "remain" | "stay");
    if lasts && row.chunks[verb].verb().is_some() {
        row.arguments(verb).subjects
    } else {
        Vec::new()
    }
}

/// Tells whether the owner of a noun is the one to whom it is done: `his arrest`, `their rescue`.
fn suffers(line: &NounLine) -> bool {
    let done_to = line.recipient.first() == Some(&"of")
        && line.recipient.iter().all(|word| ["of", "against", "from"].contains(word));
    let harms = matches!(line.coding.kind, "ASSAULT" | "COERCE" | "SANCTION" | "AID");
    done_to && harms && !line.actor.contains(&"of")
}

/// Returns the verb behind a noun that tells who brought its event about, and who:
/// `a blockade, which the navy declared`, `a blockade imposed by the navy`.
pub(super) fn set_by(row: &Row<'_>, chunk: usize) -> Option<(usize, Vec<Phrase>)> {
    let last = row.chunk_of(row.phrase(chunk).tokens.end - 1);
    let mut at = last + 1;
    let kind = |at: usize| row.chunks.get(at).map(|chunk| &chunk.kind);
    while matches!(kind(at), Some(ChunkKind::Comma)) || CLOSING.contains(&row.form_at(at)) {
        at += 1;
    }
    let relative = matches!(kind(at), Some(ChunkKind::Relative | ChunkKind::Boundary))
        && ["which", "that"].contains(&row.form_at(at));
    let mut behind = at + 1..row.chunks.len().min(at + MAX_CHUNKS_BEHIND);
    let verb = if relative { behind.find(|&at| row.chunks[at].verb().is_some())? } else { at };
    row.chunks.get(verb)?.verb()?;
    if !LEXICON.is_light(row.lemma(row.chunks[verb].head())) {
        return None;
    }
    let arguments = row.arguments(verb);
    let setters = match row.governed(&arguments, "by") {
        Some(by) => by.to_vec(),
        None if relative && verb > at + 1 => arguments.subjects,
        None => return None,
    };
    Some((verb, setters))
}

/// Returns the verb by which a noun's event takes place or does harm: `a patrol will start`.
pub(super) fn occurrence(row: &Row<'_>, chunk: usize) -> Option<usize> {
    let open =
        |at: &usize| !matches!(row.chunks[*at].kind, ChunkKind::Boundary | ChunkKind::Relative);
    let mut behind = (chunk + 1..row.chunks.len()).take_while(open);
    let verb = behind.find(|&at| row.chunks[at].verb().is_some())?;
    let lemma = row.lemma(row.chunks[verb].head());
    let occurs = OCCURRENCE.contains(&lemma) || LEXICON.is_harm(lemma);
    let arguments = row.arguments(verb);
    let subject = row.tree_subject(row.chunks[verb].head());
    let told = arguments.subjects.iter().any(|subject| subject.chunk == chunk)
        || subject == Some(row.chunks[chunk].head());
    (occurs && told).then_some(verb)
}

const OCCURRENCE: &[&str] = &[
    "begin", "start", "happen", "occur", "erupt", "continue", "resume", "last", "follow", "end",
    "take", "leave", "come", "break", "drive", "uproot", "spread", "rage",
];

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
    // `a “total blockade” of Orland`
    let beside = chunk + 1 + usize::from(CLOSING.contains(&row.form_at(chunk + 1)));
    let governed = |preposition: &str| {
        (chunk + 1..end.saturating_sub(1)).find(|&at| {
            matches!(row.chunks[at].kind, ChunkKind::Preposition)
                && row.form_at(at) == preposition
                && row.chunks[at + 1].is_noun()
                && (preposition != "of" || at == beside)
        })
    };
    let found = prepositions.iter().find_map(|preposition| governed(preposition));
    found.map_or(Vec::new(), |at| row.joined(at + 1, end))
}
