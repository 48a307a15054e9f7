//! Actors and recipients: from phrases to entities and codes.

use std::ops::Range;

use dateline_mention::{Entity, EntityId, EntityKind, MentionForm, Mentions, QuantityKind};
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
        let several = named_with(row, mentions, &one).or_else(|| members(mentions, &one));
        let earlier = participants.len();
        for participant in several.unwrap_or_else(|| vec![one]) {
            let differs =
                |other: &Participant| other.entity.is_none() || other.entity != participant.entity;
            let apart = |other: &Participant| !other.span.overlaps(participant.span);
            if participants.iter().all(differs) && participants[..earlier].iter().all(apart) {
                participants.push(participant);
            }
        }
    }
    participants
}

/// Returns each of those for whom a plural stands: `they`, `the three`.
fn members(mentions: &Mentions, one: &Participant) -> Option<Vec<Participant>> {
    let plural = mentions.entity(one.entity?)?;
    let member = |&id: &EntityId| {
        let actor = mentions.entity(id)?.actor.as_ref();
        let code = actor.map(|actor| actor.code.clone());
        Some(Participant { span: one.span, entity: Some(id), code })
    };
    let members: Vec<Participant> = plural.members.iter().filter_map(member).collect();
    (members.len() > 1).then_some(members)
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
    if THINGS.contains(&row.form(head)) {
        return false;
    }
    if !NEEDS_ACTOR.contains(&kind) || is_someone(row, mentions, phrase) {
        return true;
    }
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
    matches!(row.upos(head), Upos::Pron | Upos::Num | Upos::Adj | Upos::Det)
        || LEXICON.agent(&lemma).is_some()
        || LEXICON.agent(&two).is_some()
        || kind == "ASSAULT" && LEXICON.is_instrument(&lemma)
        || named
        || group
}

/// Tells whether a phrase stands for a person, body or group that has a name in the dispatch.
fn is_someone(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> bool {
    let entity = entity_of(row, mentions, phrase).and_then(|id| mentions.entity(id));
    entity.is_some_and(|entity| {
        let kind = matches!(
            entity.kind,
            EntityKind::Person | EntityKind::Organization | EntityKind::Group
        );
        entity.actor.is_some() || kind && (is_named(entity) || !entity.members.is_empty())
    })
}

fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}

// Pronouns that stand for no one.
const THINGS: &[&str] =
    &["that", "this", "which", "there", "what", "nothing", "something", "everything", "anything"];

// Types that only people and bodies do. "The report condemned" and "the plan offers" are let be.
const NEEDS_ACTOR: &[&str] = &[
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
];

fn participant(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Participant {
    if let Some(office) = spoken_for(row, mentions, phrase) {
        return office;
    }
    let span = row.span(without_number(row, mentions, phrase));
    let head = row.chunks[phrase.chunk].head();
    let entity = entity_of(row, mentions, phrase).filter(|&id| tells_more(mentions, id, span));
    let unnamed = |span| {
        let words = quoted(row, phrase).or_else(|| named_after(row, phrase));
        words.or_else(|| with_origin(row, phrase, span)).unwrap_or(span)
    };
    let span = if entity.is_none() { unnamed(span) } else { span };
    let code = entity
        .and_then(|id| mentions.entity(id))
        .and_then(|entity| entity.actor.as_ref())
        .map(|actor| actor.code.clone())
        .or_else(|| LEXICON.agent(row.lemma(head)).map(str::to_owned));
    Participant { span, entity, code }
}

/// Returns the words of a phrase without how many they are, which a figure tells: `about 40 miners`.
fn without_number(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Range<TokenId> {
    let tokens = phrase.tokens.clone();
    let span = row.span(tokens.clone());
    let quantities = &mentions.quantities;
    let at = quantities.partition_point(|quantity| quantity.span.start < span.start);
    let number = quantities.get(at).filter(|quantity| {
        quantity.kind == QuantityKind::Count && quantity.span.start == span.start
    });
    let end = number.map_or(tokens.start, |number| row.tokens_in(number.span).end);
    // `took four engineers captive`
    let mut stop = tokens.end;
    while stop > tokens.start + 1
        && OUTCOMES.contains(&row.form(stop - 1))
        && matches!(row.upos(stop - 2), Upos::Noun | Upos::Propn | Upos::Pron)
    {
        stop -= 1;
    }
    let tokens = tokens.start..stop;
    // `our divers`: the owner is whoever speaks
    if ["our", "my"].contains(&row.form(tokens.start)) && tokens.len() > 1 {
        return tokens.start + 1..tokens.end;
    }
    let counted = matches!(row.upos(end), Upos::Noun | Upos::Propn | Upos::Adj)
        && row.form(end) != "more"
        && end <= row.chunks[phrase.chunk].head();
    if counted && end < tokens.end { end..tokens.end } else { tokens }
}

// What became of those to whom something was done.
const OUTCOMES: &[&str] =
    &["alive", "captive", "dead", "hostage", "prisoner", "unharmed", "unhurt"];

/// Returns the quoted words that a phrase opens, marks and all: `“traders in clean shirts”`.
fn quoted(row: &Row<'_>, phrase: &Phrase) -> Option<Span> {
    let open = phrase.tokens.start.checked_sub(1)?;
    let close = row.quoted_words(open).filter(|&close| close >= phrase.tokens.end)?;
    Some(row.span(open..close + 1))
}

/// Returns the words of a phrase with the body that its people come from: `men from the Reed Circle`.
fn with_origin(row: &Row<'_>, phrase: &Phrase, span: Span) -> Option<Span> {
    let from = phrase.tokens.end;
    let body = row.chunks.get(row.chunk_of(from + 1)).filter(|chunk| chunk.is_noun())?;
    let head = row.chunks[phrase.chunk].head();
    let hangs = row.relation(body.head()).is_some_and(|(above, _)| above == head);
    let named = row.form(from) == "from" && row.upos(body.head()) == Upos::Propn && hangs;
    named.then(|| span.cover(row.span(body.tokens.clone())))
}

/// Returns the unknown name behind a word for what it names: `the freighter Old Finch`.
fn named_after(row: &Row<'_>, phrase: &Phrase) -> Option<Span> {
    let tokens = row.chunks[phrase.chunk].tokens.clone();
    let is_name = |token: &TokenId| row.upos(*token) == Upos::Propn;
    let name = tokens.clone().rev().take_while(is_name).last()?;
    let kind = name.checked_sub(1).filter(|kind| tokens.contains(kind))?;
    let alone = tokens.end == phrase.tokens.end && row.upos(kind) == Upos::Noun;
    alone.then(|| row.span(name..tokens.end))
}

/// Tells whether an entity tells more than some words: it has a name, or stood in earlier ones.
fn tells_more(mentions: &Mentions, id: EntityId, span: Span) -> bool {
    mentions.entity(id).is_some_and(|entity| {
        let first = entity.mentions.first().map(|mention| mention.span);
        let resumes = first.is_some_and(|first| first.end <= span.start);
        is_named(entity) || !entity.members.is_empty() || resumes
    })
}

/// Returns the body for which an unnamed spokesman speaks: `a spokesman for Finch Maritime`.
fn spoken_for(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Option<Participant> {
    let speaker = row.chunks[phrase.chunk].tokens.end;
    if !SPEAKERS.contains(&row.lemma(row.chunks[phrase.chunk].head()))
        || !matches!(row.form(speaker), "for" | "of")
    {
        return None;
    }
    let body = row.chunk_of(speaker + 1);
    row.chunks.get(body).filter(|chunk| chunk.is_noun())?;
    let body = row.phrase(body);
    let entity = entity_of(row, mentions, &body)?;
    let named = mentions.entity(entity).filter(|entity| is_named(entity))?;
    let code = named.actor.as_ref().map(|actor| actor.code.clone());
    let span = row.span(phrase.tokens.start..body.tokens.end);
    Some(Participant { span, entity: Some(entity), code })
}

const SPEAKERS: &[&str] = &["spokesman", "spokeswoman", "spokesperson"];

/// Returns the entity that a phrase stands for: the one whose mention holds its head. Never the owner
/// alone: `the assembly's commissioner` is not the assembly.
pub(super) fn entity_of(row: &Row<'_>, mentions: &Mentions, phrase: &Phrase) -> Option<EntityId> {
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
