//! Actors and recipients: from phrases to entities and codes.

use dateline_mention::{EntityId, Mentions};
use dateline_syntax::{TokenId, Upos};
use dateline_text::Span;

use super::Participant;
use super::clause::Phrase;
use super::lexicon::LEXICON;
use super::sentence::Row;

/// Makes participants of phrases.
pub(super) fn participants(
    row: &Row<'_>,
    mentions: &Mentions,
    phrases: &[Phrase],
) -> Vec<Participant> {
    let mut participants: Vec<Participant> = Vec::new();
    for phrase in phrases {
        let one = participant(row, mentions, phrase);
        for participant in named_with(row, mentions, &one).unwrap_or_else(|| vec![one]) {
            let is_new = |other: &Participant| {
                !other.span.overlaps(participant.span)
                    && (other.entity.is_none() || other.entity != participant.entity)
            };
            if participants.iter().all(is_new) {
                participants.push(participant);
            }
        }
    }
    participants
}

/// Returns all who are named in one list with a participant: `A, B and C met with D`.
fn named_with(row: &Row<'_>, mentions: &Mentions, one: &Participant) -> Option<Vec<Participant>> {
    let sentence = row.span(row.tokens());
    let lists = mentions.by_span.overlapping(one.span).filter_map(|(span, id)| {
        let list = mentions.entity(id).filter(|entity| entity.members.len() > 1)?;
        (sentence.contains(span) && span.contains(one.span)).then_some((list, span))
    });
    let (list, span) = lists.min_by_key(|(_, span)| span.len())?;
    let inside: Vec<(Span, EntityId)> = mentions.by_span.overlapping(span).collect();
    let member = |&id: &EntityId| {
        let named = |(at, other): &&(Span, EntityId)| *other == id && span.contains(*at);
        let (at, _) = inside.iter().filter(named).min()?;
        let actor = mentions.entity(id)?.actor.as_ref();
        let code = actor.map(|actor| actor.code.clone());
        Some(Participant { span: *at, entity: Some(id), code })
    };
    let members: Vec<Participant> = list.members.iter().filter_map(member).collect();
    (members.len() > 1).then_some(members)
}

/// Tells whether a phrase may stand for someone who acts.
///
/// A name, a pronoun, a common noun for people or bodies; for violence also what it is done with.
pub(super) fn can_act(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase, kind: &str) -> bool {
    let head = row.chunks[phrase.chunk].head();
    let lemma = row.lemma(head).to_lowercase();
    let two = format!("{} {lemma}", row.lemma(head.saturating_sub(1)).to_lowercase());
    let tokens = phrase.tokens.clone();
    let is_agent = |token: TokenId| LEXICON.agent(row.lemma(token)).is_some();
    let named = tokens.clone().any(|token| row.upos(token) == Upos::Propn)
        && !LEXICON.is_accident(&lemma)
        && (row.upos(head) == Upos::Propn
            || mentions.entity_at(row.span(tokens.clone())).is_some());
    // `dozens of protesters`
    let group = row.form(head + 1) == "of" && tokens.into_iter().any(is_agent);
    !NEEDS_ACTOR.contains(&kind)
        || matches!(row.upos(head), Upos::Pron | Upos::Num | Upos::Adj | Upos::Det)
        || LEXICON.agent(&lemma).is_some()
        || LEXICON.agent(&two).is_some()
        || kind == "ASSAULT" && LEXICON.is_instrument(&lemma)
        || named
        || group
}

// Types that only people and bodies do. "The report condemned" and "the plan offers" are let be.
const NEEDS_ACTOR: &[&str] = &[
    "AGREE",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REQUEST",
    "RETREAT",
    "THREATEN",
];

fn participant(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Participant {
    let span = row.span(phrase.tokens.clone());
    let head = row.chunks[phrase.chunk].head();
    let entity = entity_of(row, mentions, phrase);
    let code = entity
        .and_then(|id| mentions.entity(id))
        .and_then(|entity| entity.actor.as_ref())
        .map(|actor| actor.code.clone())
        .or_else(|| LEXICON.agent(row.lemma(head)).map(str::to_owned));
    Participant { span, entity, code }
}

/// Returns the entity that a phrase stands for: the one whose mention holds its head. Never the owner
/// alone: `the assembly's commissioner` is not the assembly.
fn entity_of(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Option<EntityId> {
    let last = phrase.tokens.end.checked_sub(1)?;
    let head = Some(row.chunks[phrase.chunk].head()).filter(|head| phrase.tokens.contains(head));
    let head = head.unwrap_or(last);
    let named = |token: TokenId, id: EntityId| {
        mentions.by_span.overlapping(row.span(token..token + 1)).any(|(_, other)| other == id)
    };
    let entity = mentions.entity_at(row.span(phrase.tokens.clone()));
    let entity = entity.filter(|&id| named(head, id) || named(last, id));
    entity.or_else(|| mentions.entity_at(row.span(head..head + 1)))
}
