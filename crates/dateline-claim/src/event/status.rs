//! Whether an event is told as a fact.

use dateline_mention::{Parsed, Time};

use super::EventStatus;
use super::chunk::{ChunkKind, VerbForm, VerbGroup};
use super::clause::{Phrase, is_reporting};
use super::lexicon::LEXICON;
use super::nominal::occurrence;
use super::sentence::Row;

// An event whose time ends this long before the dispatch's date is told as background.
const HISTORICAL_AFTER_DAYS: i32 = 30;

// How many verbs above an event are asked: `wants to begin to negotiate`.
const MAX_GOVERNORS: usize = 4;

/// Returns the status of the event that the verb group at a chunk tells.
pub(crate) fn status_of_verb(row: &Row<'_>, verb: usize) -> EventStatus {
    let Some(group) = row.chunks[verb].verb() else { return EventStatus::Actual };
    if group.negated || is_of_none(row, verb) {
        return EventStatus::Negated;
    }
    if let Some(status) = status_of_modal(row, verb, group) {
        return status;
    }
    if is_conditional(row, verb) || is_subjunctive(row, verb) {
        return EventStatus::Hypothetical;
    }
    // `stressed that stopping the war is a priority`
    let named = group.form == VerbForm::Gerund && verb > 0 && row.form_at(verb - 1) == "that";
    match group.form {
        _ if named => EventStatus::Hypothetical,
        VerbForm::Infinitive | VerbForm::Gerund => status_from_governor(row, verb),
        // a past tense of its own shares no modal: `vowed not to run but threatened to shoot`
        _ if follows_conjunction(row, verb) && !row.is_past_tense(row.chunks[verb].head()) => {
            status_from_governor(row, verb)
        }
        _ => EventStatus::Actual,
    }
}

/// Returns the status of an event that a noun at a chunk tells.
pub(super) fn status_of_noun(row: &Row<'_>, noun: usize) -> EventStatus {
    let tokens = row.chunks[noun].tokens.clone();
    for token in tokens {
        if let Some(status) = mood(row.lemma(token)).or_else(|| mood(row.form(token))) {
            return status;
        }
    }
    if let Some(status) = row.preposition_before(noun).and_then(mood) {
        return status;
    }
    if is_behind(row, noun) {
        return EventStatus::Actual;
    }
    if let Some(verb) = occurrence(row, noun) {
        return status_of_verb(row, verb);
    }
    let Some(verb) = row.governor(noun) else { return EventStatus::Actual };
    let near = (verb + 1..noun).all(|at| !matches!(row.chunks[at].kind, ChunkKind::Boundary));
    if !near {
        return EventStatus::Actual;
    }
    let lemma = row.lemma(row.chunks[verb].head());
    let above = status_of_verb(row, verb);
    if above == EventStatus::Actual { mood(lemma).unwrap_or(above) } else { above }
}

/// Tells whether a noun tells what something else came after: `agreed to talk, after days of marches`.
pub(super) fn is_behind(row: &Row<'_>, noun: usize) -> bool {
    let mut at = noun;
    while at >= 2 && row.preposition_before(at) == Some("of") {
        at -= 2;
    }
    let measured = at < noun;
    measured
        && matches!(row.preposition_before(at), Some("after" | "following" | "amid" | "despite"))
}

/// Makes an event historical whose time ends long before the dispatch's date.
pub(super) fn status_in_time(
    status: EventStatus,
    time: Option<&Time>,
    parsed: Parsed<'_>,
) -> EventStatus {
    let past = time.and_then(|time| time.to).zip(parsed.dispatch.reference_date()).is_some_and(
        |(to, reference)| {
            reference.since(to).is_ok_and(|gap| gap.get_days() > HISTORICAL_AFTER_DAYS)
        },
    );
    if past && status == EventStatus::Actual { EventStatus::Historical } else { status }
}

fn mood(lemma: &str) -> Option<EventStatus> {
    match LEXICON.mood(lemma)? {
        "future" => Some(EventStatus::Future),
        "hypothetical" => Some(EventStatus::Hypothetical),
        "negated" => Some(EventStatus::Negated),
        "historical" => Some(EventStatus::Historical),
        _ => None,
    }
}

fn status_of_modal(row: &Row<'_>, verb: usize, group: &VerbGroup) -> Option<EventStatus> {
    match group.modal? {
        "will" | "would" if has_condition_behind(row, verb) => Some(EventStatus::Hypothetical),
        "will" => Some(EventStatus::Future),
        "would" if is_reported(row, verb) && !is_counterfactual(row, verb) => {
            Some(EventStatus::Future)
        }
        _ => Some(EventStatus::Hypothetical),
    }
}

/// Tells whether no one does what a verb tells, or to no one: `no one was beaten`, `not one coin`.
fn is_of_none(row: &Row<'_>, verb: usize) -> bool {
    let arguments = row.arguments(verb);
    let none = |phrase: &Phrase| {
        let first = phrase.tokens.start;
        let not = first.checked_sub(1).is_some_and(|before| row.form(before) == "not");
        let single = matches!(row.form(first), "one" | "a" | "an" | "single");
        NONE.contains(&row.form(first)) || not && single
    };
    arguments.subjects.first().is_some_and(none) || arguments.objects.first().is_some_and(none)
}

const NONE: &[&str] = &["no", "nobody", "none", "neither", "nothing", "no-one"];

/// Tells whether a passive is only asked for: `demanded that the boy be released`.
fn is_subjunctive(row: &Row<'_>, verb: usize) -> bool {
    let chunk = &row.chunks[verb];
    chunk.tokens.len() > 1
        && row.form(chunk.tokens.start) == "be"
        && chunk.verb().is_some_and(|group| group.form == VerbForm::Finite)
}

/// Tells whether a condition stands behind a verb: `would send guards if the lock broke`.
fn has_condition_behind(row: &Row<'_>, verb: usize) -> bool {
    let rest = verb + 1..row.chunks.len();
    let open = rest.take_while(|&at| row.chunks[at].verb().is_none());
    open.into_iter().any(|at| ["if", "unless"].contains(&row.form_at(at)))
}

/// Tells whether a verb group tells what did not come about: `would have called up`.
fn is_counterfactual(row: &Row<'_>, verb: usize) -> bool {
    let chunk = &row.chunks[verb];
    (chunk.tokens.start..chunk.head()).any(|token| row.form(token) == "have")
}

/// Tells whether a verb stands in what someone said: `said it would release`.
fn is_reported(row: &Row<'_>, verb: usize) -> bool {
    let governor = row.governor(verb);
    governor.is_some_and(|at| is_reporting(row.lemma(row.chunks[at].head())))
}

fn is_conditional(row: &Row<'_>, verb: usize) -> bool {
    let open = (0..verb).rev().take_while(|&at| {
        row.chunks[at].verb().is_none() && !matches!(row.chunks[at].kind, ChunkKind::Comma)
    });
    open.into_iter().any(|at| ["if", "unless", "whether"].contains(&row.form_at(at)))
}

fn follows_conjunction(row: &Row<'_>, verb: usize) -> bool {
    verb > 0 && matches!(row.chunks[verb - 1].kind, ChunkKind::Conjunction)
}

/// Asks the verbs above an infinitive or gerund, from the nearest on.
///
/// "Began to leave" is told as "began" is; an infinitive under any other verb tells an aim ("came to
/// help"), unless it is perfect ("is said to have left").
fn status_from_governor(row: &Row<'_>, verb: usize) -> EventStatus {
    let mut at = verb;
    for _ in 0..MAX_GOVERNORS {
        // `without killing`, `for killing`
        if let Some(status) = at.checked_sub(1).and_then(|before| mood(row.form_at(before))) {
            return status;
        }
        let joined = follows_conjunction(row, at);
        let finite = row.chunks[at].verb().is_some_and(|group| group.form == VerbForm::Finite);
        if finite && !joined {
            return EventStatus::Actual;
        }
        let Some(governor) = row.governor(at) else { return EventStatus::Actual };
        let Some(group) = row.chunks[governor].verb() else { return EventStatus::Actual };
        let after_comma = at >= 1 && matches!(row.chunks[at - 1].kind, ChunkKind::Comma);
        let lemma = row.lemma(row.chunks[governor].head());
        if let Some(status) = mood(lemma).filter(|_| !joined && !after_comma) {
            return status;
        }
        if group.negated && !joined {
            return EventStatus::Negated;
        }
        if let Some(status) = status_of_modal(row, governor, group) {
            return status;
        }
        if is_aim(row, at) && !joined && LEXICON.mood(lemma).is_none() {
            return EventStatus::Hypothetical;
        }
        if group.form == VerbForm::Finite && !joined {
            return EventStatus::Actual;
        }
        at = governor;
    }
    EventStatus::Actual
}

fn is_aim(row: &Row<'_>, verb: usize) -> bool {
    let chunk = &row.chunks[verb];
    let perfect = chunk.tokens.clone().any(|token| row.form(token) == "have");
    chunk.verb().is_some_and(|group| group.form == VerbForm::Infinitive) && !perfect
}
