//! What was done, by whom, to whom, where and when.

pub(crate) mod chunk;
pub(crate) mod clause;
mod confidence;
mod lexicon;
mod meeting;
mod nominal;
mod participant;
pub(crate) mod sentence;
pub(crate) mod setting;
pub(crate) mod status;
mod subject;
mod tree;
mod verbal;

use dateline_mention::{EntityId, Mentions, Parsed, PlaceId, TimeId};
use dateline_syntax::Sentence;
use dateline_text::{Evidence, Span, local_id};
use jiff::civil::Date;

use crate::statement::{Contents, words};
use crate::{Act, StatementForm, StatementId};
use chunk::VerbForm;
use clause::Phrase;
use confidence::evidence;
use lexicon::{Coding, LEXICON};
use meeting::{part_from_actors, place_at_meeting, share_recipients};
use nominal::{occurrence, read_noun, set_by};
use participant::{can_act, participants};
use sentence::{Phrases, Row};
use setting::{place_near, place_of_target, since_clause, time_near};
use status::{is_behind, status_in_time, status_of_noun, status_of_verb};
use subject::Subject;
use verbal::{Outcome, Reading, read_verb};

local_id!(
    /// Position of an [`Event`]; prints as `e1`.
    EventId,
    "e"
);

/// Whether the event is told as a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventStatus {
    /// Told as having happened or happening.
    Actual,
    /// Told as not having happened.
    Negated,
    /// Told as going to happen.
    Future,
    /// Told under a condition, as a wish, a demand or a possibility.
    Hypothetical,
    /// Told as background, before the period that the dispatch reports on.
    Historical,
}

words!(EventStatus: Actual = "actual", Negated = "negated", Future = "future",
    Hypothetical = "hypothetical", Historical = "historical");

/// An actor or a recipient of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The words.
    pub span: Span,
    /// The entity they are a mention of.
    pub entity: Option<EntityId>,
    /// Actor code, where a lexicon knows it.
    pub code: Option<String>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// PLOVER event type (root), such as `CONSULT`.
    pub kind: &'static str,
    /// PLOVER mode, such as `visit`.
    pub mode: Option<&'static str>,
    /// PLOVER contexts, such as `military`.
    pub contexts: Vec<&'static str>,
    /// The words that tell the event.
    pub trigger: Span,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom it was done.
    pub recipients: Vec<Participant>,
    /// Where.
    pub place: Option<PlaceId>,
    /// When, in words.
    pub time: Option<TimeId>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Whether it is told as a fact.
    pub status: EventStatus,
    /// The innermost statement it is told in.
    pub said_in: Option<StatementId>,
    /// The rule that found it.
    pub evidence: Evidence,
}

impl Event {
    /// Returns the type that the PLOVER manual folds type and status into.
    ///
    /// A future CONSULT, SUPPORT, COOPERATE or AID is an AGREE, a future RETREAT a CONCEDE. For
    /// exporters and for gold sets that know no status.
    pub fn folded_kind(&self) -> &'static str {
        match (self.status, self.kind) {
            (EventStatus::Future, "CONSULT" | "SUPPORT" | "COOPERATE" | "AID") => "AGREE",
            (EventStatus::Future, "RETREAT") => "CONCEDE",
            (_, kind) => kind,
        }
    }
}

/// Extracts the events of a dispatch.
///
/// # Source
/// PLOVER manual for types and modes. Where it folds a future event into another type (a future
/// CONSULT is an AGREE), the event keeps its own type here and says `future` in its status: exporters
/// fold. "Will not release" is a REJECT, as in the manual.
pub(crate) fn extract_events(
    parsed: Parsed<'_>,
    mentions: &Mentions,
    contents: &Contents<'_>,
) -> Vec<Event> {
    let (phrases, subject) = (Phrases::new(parsed), Subject::of(parsed));
    let scene = Scene { parsed, phrases, mentions, contents, subject };
    let read = |sentence: &&Sentence| sentence.kind.is_read();
    let sentences = parsed.segmentation.sentences.iter().filter(read);
    let mut events: Vec<Event> = sentences.flat_map(|sentence| scene.read(sentence)).collect();
    events.sort_by_key(|event| event.trigger);
    place_at_meeting(&mut events, |event| scene.takes_turn(event));
    events
}

/// What the events of a sentence are read from.
struct Scene<'d> {
    parsed: Parsed<'d>,
    phrases: Phrases,
    mentions: &'d Mentions,
    contents: &'d Contents<'d>,
    subject: Option<Subject>,
}

impl Scene<'_> {
    fn read(&self, sentence: &Sentence) -> Vec<Event> {
        let row = Row::new(self.parsed, self.mentions, &self.phrases, sentence.tokens.clone());
        let row = row.with_statements(self.contents);
        let mut used = vec![false; row.chunks.len()];
        let mut events = Vec::new();
        for at in 0..row.chunks.len() {
            if row.chunks[at].verb().is_none() {
                continue;
            }
            if let Some(Outcome::Event(reading)) = read_verb(&row, self.mentions, at) {
                if !self.is_deed(&row, &reading) {
                    continue;
                }
                for chunk in &reading.used {
                    used[*chunk] = true;
                }
                let status = status_of_verb(&row, at);
                let mut event = self.event(&row, at, reading, status);
                part_from_actors(&mut event, events.last());
                let above = row.governor(at).filter(|_| is_infinitive(&row, at));
                let verb = above.map(|above| row.span(row.chunks[above].tokens.clone()));
                let told = verb.zip(events.last_mut());
                if let Some((_, last)) = told.filter(|(verb, last)| last.trigger.overlaps(*verb)) {
                    share_recipients(last, &event);
                }
                events.push(event);
            }
        }
        for at in (0..row.chunks.len()).filter(|&at| !used[at]) {
            let told = read_noun(&row, self.mentions, at);
            if let Some(reading) = told.filter(|reading| self.is_deed(&row, reading)) {
                let status = status_of_noun(&row, at);
                events.push(self.event(&row, at, reading, status));
            }
        }
        events
    }

    /// Tells whether an act answers someone: `the minister, for his part, promised help`.
    fn takes_turn(&self, event: &Event) -> bool {
        let Some(actor) = event.actors.first() else { return false };
        let text = &self.parsed.dispatch.text;
        let between = text.get(actor.span.end as usize..event.trigger.start as usize);
        between.is_some_and(|between| {
            let part = ["his", "her", "its", "their"].iter();
            part.into_iter().any(|whose| between.starts_with(&format!(", for {whose} part, ")))
        })
    }

    /// Tells whether what was read is done by someone, to something that can undergo it.
    fn is_deed(&self, row: &Row<'_>, reading: &Reading) -> bool {
        let kind = reading.coding.kind;
        let acts = |actor: &Phrase| can_act(row, self.mentions, actor, kind);
        let is_words = DONE_BY_HAND.contains(&kind) && self.is_said(reading.trigger);
        let by_someone = reading.actors.is_empty() || reading.actors.iter().any(acts);
        let hurt = reading.recipients.first().filter(|_| kind == "ASSAULT");
        let unhurt =
            hurt.is_some_and(|one| LEXICON.is_nonvictim(row.lemma(row.chunks[one.chunk].head())));
        let matters = self.subject.is_none_or(|subject| subject.lets(row, self.mentions, reading));
        by_someone && !unhurt && matters && !is_words
    }

    /// Tells whether a verb is how someone speaks: `“…,” she shot back`, `attacked the ministry for its plan`.
    fn is_said(&self, verb: Span) -> bool {
        self.contents.told_by(verb).is_some_and(|told| {
            told.form == StatementForm::Direct || matches!(told.act, Act::Condemns | Act::Accuses)
        })
    }

    /// Finds when an event happened: in the clause of the verb that tells it, or tells of its noun.
    fn time_of(&self, row: &Row<'_>, chunk: usize) -> Option<TimeId> {
        if row.chunks[chunk].verb().is_some() {
            return time_near(row, self.mentions, chunk, chunk);
        }
        if is_behind(row, chunk) {
            return None;
        }
        let set = set_by(row, chunk).map(|(verb, _)| verb);
        if let Some(time) = set.and_then(|verb| time_near(row, self.mentions, verb, verb)) {
            return Some(time);
        }
        let verb = occurrence(row, chunk).unwrap_or(chunk);
        time_near(row, self.mentions, chunk, verb)
    }

    fn event(&self, row: &Row<'_>, chunk: usize, reading: Reading, status: EventStatus) -> Event {
        let time = self.time_of(row, chunk);
        // what was imposed long ago holds still
        let set = if row.chunks[chunk].is_noun() {
            set_by(row, chunk).is_some()
        } else {
            reading.used.first().is_some_and(|noun| *noun < chunk)
        };
        let lasts = set && matches!(reading.coding.kind, "COERCE" | "SANCTION");
        let since = since_clause(row, self.mentions, chunk).filter(|_| time.is_none());
        let time = time.or(since.map(|(time, _)| time));
        let told = time.and_then(|id| self.mentions.times.get(id.index()));
        let actors = participants(row, self.mentions, &reading.actors);
        let mut recipients = participants(row, self.mentions, &reading.recipients);
        recipients.retain(|recipient| !actors.iter().any(|actor| actor.span == recipient.span));
        let verb = occurrence(row, chunk).unwrap_or(chunk);
        let place = place_near(row, self.mentions, chunk, verb)
            .or_else(|| place_of_target(row, self.mentions, &reading))
            .or(since.and_then(|(_, place)| place));
        let (coding, status) = refuse(row, chunk, &reading, status);
        Event {
            kind: coding.kind,
            mode: coding.mode,
            contexts: coding.contexts,
            trigger: reading.trigger,
            actors,
            recipients,
            place,
            time,
            from: told.and_then(|time| time.from),
            to: if since.is_some() { row.reference_date() } else { told.and_then(|time| time.to) },
            status: if lasts || since.is_some() {
                status
            } else {
                status_in_time(status, told, self.parsed)
            },
            said_in: self.contents.said_in(reading.trigger),
            evidence: evidence(reading.rule),
        }
    }
}

fn is_infinitive(row: &Row<'_>, chunk: usize) -> bool {
    row.chunks[chunk].verb().is_some_and(|group| group.form == VerbForm::Infinitive)
}

// Types of deeds that words do not do.
const DONE_BY_HAND: &[&str] = &["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"];

// Types whose negated future is a refusal: "will not release", "will not meet".
const REFUSABLE: &[&str] =
    &["AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"];

/// Reads "will not release" as a refusal.
fn refuse(
    row: &Row<'_>,
    chunk: usize,
    reading: &Reading,
    status: EventStatus,
) -> (Coding, EventStatus) {
    let coding = reading.coding.clone();

    let will_not = row.chunks[chunk]
        .verb()
        .is_some_and(|group| group.negated && matches!(group.modal, Some("will" | "would")));
    // `a ransom would not be paid` tells no one who refuses
    if will_not && !reading.actors.is_empty() && REFUSABLE.contains(&coding.kind) {
        let contexts = coding.contexts;
        let coding = Coding { kind: "REJECT", mode: None, contexts, is_future: false };
        return (coding, EventStatus::Actual);
    }
    let status = match status {
        EventStatus::Actual if coding.is_future => EventStatus::Future,
        status => status,
    };
    (coding, status)
}
