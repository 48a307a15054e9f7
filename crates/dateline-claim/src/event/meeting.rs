//! What is done at a meeting takes place and day from it.

use std::collections::BTreeSet;

use dateline_mention::EntityId;

use super::{Event, EventStatus, Participant};

// What people do to each other where they meet.
const DONE_THERE: &[&str] =
    &["ACCUSE", "AGREE", "AID", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"];

/// Gives place and day of the dispatch's only meeting to the acts that were surely done there.
///
/// Those are acts by one side of the meeting to the other, and acts that `takes_turn` says answer the
/// other side ("the minister, for his part, promised"), without a place and day of their own.
pub(super) fn place_at_meeting(events: &mut [Event], takes_turn: impl Fn(&Event) -> bool) {
    let mut meetings = events.iter().filter(|event| is_meeting(event));
    let (Some(meeting), None) = (meetings.next(), meetings.next()) else { return };
    let meeting = meeting.clone();
    let (hosts, guests) = (entities(&meeting.actors), entities(&meeting.recipients));
    for event in events.iter_mut() {
        if !DONE_THERE.contains(&event.kind) || event.time.is_some() || event.place.is_some() {
            continue;
        }
        let (doers, others) = (entities(&event.actors), entities(&event.recipients));
        let across = |one: &BTreeSet<EntityId>, other: &BTreeSet<EntityId>| {
            !doers.is_empty()
                && doers.is_subset(one)
                && (event.recipients.is_empty() && takes_turn(event)
                    || !others.is_empty() && others.is_subset(other))
        };
        if across(&hosts, &guests) || across(&guests, &hosts) {
            (event.place, event.time) = (meeting.place, meeting.time);
            (event.from, event.to) = (meeting.from, meeting.to);
        }
    }
}

fn is_meeting(event: &Event) -> bool {
    event.kind == "CONSULT"
        && event.status == EventStatus::Actual
        && event.from.is_some()
        && !event.actors.is_empty()
        && !event.recipients.is_empty()
}

fn entities(participants: &[Participant]) -> BTreeSet<EntityId> {
    participants.iter().filter_map(|participant| participant.entity).collect()
}

/// Corrects a pronoun that cannot stand for the actors themselves: in `they met with her and asked
/// her for help` it stands for the one whom the act before it was done to, or for no one known.
pub(super) fn part_from_actors(event: &mut Event, before: Option<&Event>) {
    let doers = entities(&event.actors);
    let [recipient] = event.recipients.as_mut_slice() else { return };
    if recipient.entity.is_none_or(|entity| !doers.contains(&entity)) {
        return;
    }
    let other =
        before.filter(|before| entities(&before.actors) == doers && before.recipients.len() == 1);
    let other = other.and_then(|before| before.recipients.first());
    recipient.entity = other.and_then(|other| other.entity).filter(|id| !doers.contains(id));
    recipient.code = other.filter(|_| recipient.entity.is_some()).and_then(|one| one.code.clone());
}

/// Gives a promise, refusal or threat the recipients of the act that it speaks of: `refused to lift the
/// sanctions on Orland` is said to Orland.
pub(super) fn share_recipients(speech: &mut Event, act: &Event) {
    let speaks = matches!(speech.kind, "AGREE" | "REJECT" | "THREATEN");
    if speaks && speech.recipients.is_empty() {
        speech.recipients.clone_from(&act.recipients);
    }
}
