//! What a source is and whom it stands for.

use std::cmp::Reverse;
use std::ops::Range;

use dateline_mention::{Entity, EntityId, EntityKind, MentionForm, Mentions, NameLabel};
use dateline_syntax::{TokenId, Upos};
use dateline_text::Span;

use super::SourceKind;
use super::draft::Draft;
use super::lexicon::{CUES, CueClass, LISTS, SOURCE_KINDS};
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
        // "The captain", who was named before, or is: "one of them, Otto Kell".
        Some(SourceKind::Unnamed)
            if entity.and_then(|id| mentions.entity(id)).is_some_and(is_named_entity) =>
        {
            SourceKind::Named
        }
        Some(kind @ (SourceKind::Document | SourceKind::Media | SourceKind::SocialMedia)) => kind,
        Some(kind) if head.len() == 1 => kind,
        _ if is_named(page, mentions, &head) => SourceKind::Named,
        Some(kind) => kind,
        None if proper => SourceKind::Named,
        None => entity.map_or(SourceKind::Unknown, |entity| kind_of_entity(page, mentions, entity)),
    }
}

/// A pronoun is of the kind of those it stands for: a name's, or that of the noun which first told of them.
fn kind_of_entity(page: &Page<'_>, mentions: &Mentions, entity: EntityId) -> SourceKind {
    let Some(entity) = mentions.entity(entity) else { return SourceKind::Unknown };
    let named = is_named_entity(entity);
    let told = || {
        let noun = entity.mentions.iter().find(|mention| mention.form == MentionForm::Nominal)?;
        let tokens = page.tokens_in(noun.span);
        let end = base_end(page, tokens.start, tokens.end).unwrap_or(tokens.end);
        listed_kind(page, &(tokens.start..end), false)
    };
    match entity.kind {
        EntityKind::Person | EntityKind::Organization | EntityKind::Place if named => {
            SourceKind::Named
        }
        EntityKind::Group | EntityKind::Person => told().unwrap_or(SourceKind::Unnamed),
        EntityKind::Other => told().unwrap_or(SourceKind::Document),
        _ => told().unwrap_or(SourceKind::Unknown),
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

/// Returns the entity that a source stands for, by the mention that shares most of its head.
///
/// The head is the first noun phrase: in `Hale, mayor of Orsk` not the town. A nameless spokesman or
/// a document stands for the body behind it.
pub(super) fn entity_of(
    page: &Page<'_>,
    mentions: &Mentions,
    source: &Range<TokenId>,
) -> Option<EntityId> {
    if is_oneself(page, source) {
        return speaker_of_turn(page, mentions, source);
    }
    if let Some(noun) = antecedent_of(page, source) {
        let at = |tokens: Range<TokenId>| nearest(page, mentions, page.span(&tokens));
        // "Hale is a liar who …": who is told to be that; else who stands right before.
        return at(noun..noun + 1)
            .or_else(|| page.subject_of(noun).and_then(|told| at(told..told + 1)))
            .or_else(|| at(source.start.saturating_sub(2)..source.start));
    }
    let head_end = base_end(page, source.start, source.end).unwrap_or(source.end);
    let head = page.span(&(source.start..head_end));
    let whole = page.span(source);
    group_of(mentions, whole, head)
        .or_else(|| body_behind(page, mentions, source, head_end))
        .or_else(|| body_before(page, mentions, source.start..head_end))
        .or_else(|| {
            let told = nearest(page, mentions, head);
            let has_name = |id| mentions.entity(id).is_some_and(|one| holds_name(one, head));
            told.filter(|&id| has_name(id))
                .or_else(|| named_beside(page, mentions, source, head_end))
                .or(told)
        })
}

/// `His wife, the singer Mira Hale,`, `one of them, Mira Hale,`, `the owner, Orm Metals,`: the name that the tree has
/// beside a noun which names no one.
fn named_beside(
    page: &Page<'_>,
    mentions: &Mentions,
    source: &Range<TokenId>,
    head_end: TokenId,
) -> Option<EntityId> {
    let is_beside = |at: TokenId| {
        page.relation(at) == "appos"
            && page.head_of(at).is_some_and(|noun| source.contains(&noun) && noun < at)
    };
    let named = |at: TokenId| {
        let word = page.span(&(at..at + 1));
        let holding = mentions.by_span.overlapping(word).filter(|(span, id)| {
            mentions.entity(*id).is_some_and(|one| {
                matches!(one.kind, EntityKind::Person | EntityKind::Organization)
                    && holds_name(one, *span)
            })
        });
        holding.min_by_key(|&(span, id)| (span, id)).map(|(_, id)| id)
    };
    let told = (head_end..source.end).filter(|&at| is_beside(at)).find_map(named);
    // Where the tree says nothing: the name in the phrase behind the comma.
    told.or_else(|| {
        let comma = (head_end..source.end).find(|&at| page.form(at) == ",")?;
        let end = base_end(page, comma + 1, source.end)?;
        named(end - 1)
    })
}

fn is_named_entity(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}

/// `nobody`, `everyone`, `who` of a question: words that name no one who could be asked.
pub(super) fn is_no_one(page: &Page<'_>, source: &Range<TokenId>) -> bool {
    let is_question = || {
        page.is_word(source.start, &["who", "whoever"]) && page.antecedent(source.start).is_none()
    };
    match source.len() {
        1 => LISTS.holds("no_one", page.low(source.start)) || is_question(),
        2 => page.is_word(source.start, &["no"]) && page.is_word(source.start + 1, &["one"]),
        _ => false,
    }
}

/// Tells whether a source is the one who speaks: `I`, `my` of `my view`, not `my lawyer`.
fn is_oneself(page: &Page<'_>, source: &Range<TokenId>) -> bool {
    let is_own = || {
        let head = base_end(page, source.start, source.end).unwrap_or(source.end) - 1;
        let kind = SOURCE_KINDS.get(page.lemma(head).to_lowercase().as_str());
        let is_view =
            CUES.starting_with(page.lemma(head)).iter().any(|cue| cue.class == CueClass::Noun);
        is_view || matches!(kind, Some(SourceKind::Document))
    };
    source.len() == 1 && page.is_word(source.start, &["i", "me", "my", "mine", "myself"])
        || page.is_word(source.start, &["my"]) && is_own()
}

/// `Hale: I think …`, `A: I think …`: whose turn it is in an interview; the answers are those of the
/// person whom the dispatch speaks of most.
fn speaker_of_turn(
    page: &Page<'_>,
    mentions: &Mentions,
    source: &Range<TokenId>,
) -> Option<EntityId> {
    const MAX_LABEL: usize = 6;
    let at = page.units.partition_point(|unit| unit.tokens.end <= source.start);
    let block = page.units.get(at)?.block;
    let turn = page.units.partition_point(|unit| unit.block < block);
    let start = page.units.get(turn)?.tokens.start;
    let colon =
        (start + 1..source.start.min(start + MAX_LABEL)).find(|&at| page.form(at) == ":")?;
    if page.form(start) != "A" || colon > start + 1 {
        return nearest(page, mentions, page.span(&(start..colon)));
    }
    let is_named = |one: &&Entity| one.kind == EntityKind::Person && is_named_entity(one);
    let persons = mentions.entities.iter().enumerate().filter(|(_, one)| is_named(one));
    persons
        .max_by_key(|(at, one)| (one.mentions.len(), Reverse(*at)))
        .map(|(at, _)| EntityId::from(at))
}

/// Returns the source of the statement that some words of the speaker's own stand in, where they are theirs:
/// `I think …` anyone's; `We condemn …` a body's, or where it is quoted anyone's who speaks for others too.
pub(super) fn speaker_within<'d>(
    page: &Page<'_>,
    mentions: &Mentions,
    drafts: &'d [Draft],
    within: &[Option<usize>],
    at: usize,
) -> Option<&'d Range<TokenId>> {
    let is_own = |at: usize| {
        drafts[at]
            .source
            .as_ref()
            .is_some_and(|source| is_oneself(page, source) || is_we(page, source))
    };
    let own = drafts[at].source.as_ref().filter(|_| is_own(at))?;
    let holders = std::iter::successors(within[at], |&holder| within[holder]);
    let holder = holders.take(MAX_HOLDERS).find(|&holder| !is_own(holder))?;
    let speaker = drafts[holder].source.as_ref()?;
    let is_body = || {
        let entity = entity_of(page, mentions, speaker).and_then(|id| mentions.entity(id));
        entity.is_some_and(|one| matches!(one.kind, EntityKind::Organization | EntityKind::Group))
    };
    let is_theirs = !is_we(page, own) || page.is_speech(own.start) || is_body();
    is_theirs.then_some(speaker)
}

fn is_we(page: &Page<'_>, source: &Range<TokenId>) -> bool {
    page.is_word(source.start, &["we"]) && source.len() == 1
}

/// Statements around one another that are looked at.
const MAX_HOLDERS: usize = 8;

/// `the board, which ruled`: the noun that a relative pronoun stands for.
fn antecedent_of(page: &Page<'_>, source: &Range<TokenId>) -> Option<TokenId> {
    let is_relative = page.is_word(source.start, &["who", "whose", "which", "that"]);
    page.antecedent(source.start).filter(|_| is_relative)
}

/// Returns the group that a source names one by one: it starts with the source and goes past the
/// first noun phrase.
fn group_of(mentions: &Mentions, source: Span, head: Span) -> Option<EntityId> {
    mentions
        .by_span
        .overlapping(head)
        .filter(|(span, _)| span.start == source.start)
        .filter(|(span, _)| span.end >= head.end && span.end <= source.end)
        .filter(|(_, id)| mentions.entity(*id).is_some_and(|entity| !entity.members.is_empty()))
        .max_by_key(|&(span, id)| (span.end, std::cmp::Reverse(id)))
        .map(|(_, id)| id)
}

/// `a spokesman for the front`, `a list of the council`, `a letter from Hale`: the one who speaks through them.
fn body_behind(
    page: &Page<'_>,
    mentions: &Mentions,
    source: &Range<TokenId>,
    head_end: TokenId,
) -> Option<EntityId> {
    let speaks_for = speaks_for_another(page, head_end - 1);
    let is_document = || is_document(page, head_end - 1);
    let links: &[&str] =
        if speaks_for { &["for", "of", "from", "at"] } else { &["of", "by", "from"] };
    let is_linked = head_end < source.end && page.is_word(head_end, links);
    if !is_linked || !(speaks_for || is_document()) {
        return None;
    }
    let end = base_end(page, head_end + 1, source.end)?;
    let body = nearest(page, mentions, page.span(&(head_end + 1..end)))?;
    let is_body = match mentions.entity(body)?.kind {
        EntityKind::Organization => true,
        EntityKind::Person => is_document() && page.is_word(head_end, &["by", "from"]),
        _ => false,
    };
    let is_nameless = nearest(page, mentions, page.span(&(source.start..head_end)))
        .and_then(|id| mentions.entity(id))
        .is_none_or(|one| !is_named_entity(one));
    (is_body && is_nameless).then_some(body)
}

/// `a company spokeswoman`, `the assembly’s own count`, `Hale's letter`, `Hale's office`: who stands before the head.
fn body_before(page: &Page<'_>, mentions: &Mentions, head: Range<TokenId>) -> Option<EntityId> {
    let last = head.end.checked_sub(1)?;
    if speaks_for_another(page, last) && page.is_word(head.start, &["a", "an"]) {
        let noun =
            last.checked_sub(1).filter(|&at| at > head.start && page.is(at, &[Upos::Noun]))?;
        return last_body(page, mentions, page.low(noun), page.span(&head));
    }
    let mark = head.clone().find(|&at| page.is_word(at, &["'s", "'"]))?;
    let lemma = page.lemma(last).to_lowercase();
    let is_document = is_document(page, last);
    let owner = nearest(page, mentions, page.span(&(head.start..mark)))?;
    let one = mentions.entity(owner)?;
    // The office of the assembly is a body of its own.
    let is_of_person =
        || one.kind == EntityKind::Person && holds_name(one, page.span(&(head.start..mark)));
    if !(is_document || lemma == "office" && is_of_person()) {
        return None;
    }
    matches!(one.kind, EntityKind::Organization | EntityKind::Person).then_some(owner)
}

/// `letter`, `tweet`: what carries someone's words.
fn is_document(page: &Page<'_>, noun: TokenId) -> bool {
    let kind = SOURCE_KINDS.get(page.lemma(noun).to_lowercase().as_str());
    matches!(kind, Some(SourceKind::Document | SourceKind::SocialMedia))
}

fn holds_name(entity: &Entity, span: Span) -> bool {
    let mut mentions = entity.mentions.iter();
    mentions.any(|mention| mention.form == MentionForm::Name && mention.span.overlaps(span))
}

/// Returns the body last named or taken up with a noun before some words: `the company`.
fn last_body(page: &Page<'_>, mentions: &Mentions, noun: &str, before: Span) -> Option<EntityId> {
    let is_called = |span: Span| {
        let words = span.of(page.text);
        words.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == noun)
    };
    let bodies = mentions.entities.iter().enumerate();
    let called =
        bodies.filter(|(_, one)| one.kind == EntityKind::Organization).filter_map(|(at, one)| {
            let earlier = one.mentions.iter().map(|mention| mention.span);
            let last = earlier.filter(|span| span.end <= before.start && is_called(*span)).max()?;
            Some((last, EntityId::from(at)))
        });
    called.max().map(|(_, id)| id)
}

/// `spokesman`, `spokespeople`
fn speaks_for_another(page: &Page<'_>, noun: TokenId) -> bool {
    LISTS.holds("spokesperson", page.lemma(noun)) || LISTS.holds("spokesperson", page.low(noun))
}

fn nearest(page: &Page<'_>, mentions: &Mentions, head: Span) -> Option<EntityId> {
    mentions
        .by_span
        .overlapping(head)
        .filter(|(span, _)| !owns_head(page, *span, head))
        .min_by_key(|&(span, id)| (unlike(span, head), span, id))
        .map(|(_, id)| id)
}

/// Tells whether a mention is but the owner of what a head names: `the assembly` in
/// `the assembly's relief office`, `his` in `his wife`.
fn owns_head(page: &Page<'_>, mention: Span, head: Span) -> bool {
    let rest = page.text.get(mention.end as usize..head.end as usize).unwrap_or_default();
    let is_mark = rest.starts_with(['\'', '’']);
    let at = page.tokens_in(mention);
    let noun = page.tokens_in(head).end - 1;
    let last = at.end.saturating_sub(1);
    let is_companion = page.is(noun, &[Upos::Noun])
        && page.head_of(last).is_some_and(|head| (at.end..=noun).contains(&head))
        && matches!(page.relation(last), "compound" | "amod" | "nmod");
    let is_owner =
        at.len() == 1 && page.relation(at.start) == "nmod:poss" && !rest.trim().is_empty();
    is_companion
        || is_owner && page.is(at.start, &[Upos::Pron])
        || is_mark && rest.split_whitespace().nth(1).is_some()
}

/// Counts the bytes that only one of two spans holds; a mention that ends with the head comes first.
fn unlike(mention: Span, head: Span) -> (u32, bool) {
    let apart = mention.start.abs_diff(head.start) + mention.end.abs_diff(head.end);
    (apart, mention.end != head.end)
}
