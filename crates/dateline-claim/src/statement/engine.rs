//! Statements that the engine found, as drafts.

use std::ops::Range;

use dateline_syntax::{TaggedStatement, TokenId, Upos};

use super::draft::{Draft, Learned};
use super::lexicon::{CUES, Cue, CueClass, Frame};
use super::page::Page;
use super::{Act, Attitude};

/// The id by which the engine's statements are known.
pub(super) const RULE: &str = "engine";

/// Turns what the engine found at a position into a draft; nothing where no word of its content is read.
pub(super) fn draft_of(page: &Page<'_>, all: &[TaggedStatement], at: usize) -> Option<Draft> {
    let found = &all[at];
    let content: Vec<Range<TokenId>> =
        found.content.iter().flat_map(|part| page.read_parts(part)).collect();
    let mut content = told_there(page, content, &found.cue);
    content.extend(led_by(page, all, at));
    content.sort_by_key(|part| part.start);
    let first = content.first()?.start;
    let cue = listed(page, &found.cue, first);
    // What no word of the lexicon tells: "is set to leave" is planned, "imposed a ban" done, not said.
    let is_verb = |at: TokenId| page.is(at, &[Upos::Verb, Upos::Aux]);
    let unlisted = if page.is_word(first, &["to"]) {
        Attitude::Planned
    } else if content.iter().any(|part| part.clone().any(is_verb)) {
        Attitude::Said
    } else {
        Attitude::Signalled
    };
    let unlisted_act = if unlisted == Attitude::Signalled { Act::Signals } else { Act::Says };
    Some(Draft {
        rule: RULE,
        attitude: cue.map_or(unlisted, |cue| cue.attitude),
        act: cue.map_or(unlisted_act, |cue| cue.act),
        source: found.source.clone(),
        cue: found.cue.clone(),
        content,
        addressee: None,
        learned: Some(Learned { chance: found.confidence, has_rule: false }),
    })
}

/// Returns what stands apart before the attributing words, where no quotation follows: `For years` in
/// `For years, Hale said, it rained`, `what` in `what Hale called a storm`.
fn led_by(page: &Page<'_>, all: &[TaggedStatement], at: usize) -> Option<Range<TokenId>> {
    const MAX_WORDS: usize = 15;
    const NEAR: usize = 3;
    let found = &all[at];
    let source = found.source.as_ref()?;
    let first = found.cue.start.min(source.start);
    let last = found.cue.end.max(source.end);
    let start = found.content.first()?.start;
    if start < last || page.quotation_at(start).is_some() {
        return None;
    }
    let before = first.checked_sub(1)?;
    let unit = page.units.partition_point(|unit| unit.tokens.end <= before);
    let opening = page.units.get(unit)?.tokens.start;
    let led = if page.is_word(before, &["what"]) && start == last {
        before..first
    } else {
        let opening =
            (opening..before).rev().find(|&at| page.starts_sentence(at)).unwrap_or(opening);
        let is_apart = page.form(before) == "," && (last..start).any(|at| page.form(at) == ",");
        (is_apart && opening < before).then_some(opening..before)?
    };
    // "Still, Hale said, …": the writer's.
    let is_connective = led.len() == 1 && page.is(led.start, &[Upos::Adv, Upos::Cconj, Upos::Intj]);
    let is_quoted = led.clone().any(|at| page.quotation_at(at).is_some());
    let near = &all[at.saturating_sub(NEAR)..all.len().min(at + NEAR + 1)];
    let meets = |part: &Range<TokenId>| part.start < led.end && led.start < part.end;
    let is_told = near.iter().any(|one| {
        meets(&one.cue) || one.source.as_ref().is_some_and(meets) || one.content.iter().any(meets)
    });
    (led.len() <= MAX_WORDS && !is_connective && !is_quoted && !is_told).then_some(led)
}

/// Leaves out what the writer's own words tell in another sentence, where the cue's holds content too:
/// only quotations run on.
fn told_there(
    page: &Page<'_>,
    content: Vec<Range<TokenId>>,
    cue: &Range<TokenId>,
) -> Vec<Range<TokenId>> {
    let unit = page.units.partition_point(|unit| unit.tokens.end <= cue.start);
    let Some(unit) = page.units.get(unit) else { return content };
    let is_there =
        |part: &Range<TokenId>| part.start < unit.tokens.end && unit.tokens.start < part.end;
    if !content.iter().any(is_there) {
        return content;
    }
    let is_quoted = |part: &Range<TokenId>| part.clone().any(|at| page.quotation_at(at).is_some());
    let clipped = |part: Range<TokenId>| {
        let (before, after) = (part.start..unit.tokens.start, unit.tokens.end..part.end);
        let start = if is_quoted(&before) { part.start } else { part.start.max(unit.tokens.start) };
        let end = if is_quoted(&after) { part.end } else { part.end.min(unit.tokens.end) };
        start..end
    };
    // What stands in a speech ends there; the speech itself may run on.
    let is_spoken = page.is_speech(cue.start);
    let is_told = |part: &Range<TokenId>| is_there(part) || !is_spoken && is_quoted(part);
    let told = content.into_iter().filter(is_told);
    told.map(|part| if is_there(&part) { clipped(part) } else { part }).collect()
}

/// Returns the entry of the lexicon that the words of a cue are: the longest, then one whose content opens
/// as this does, then the first.
fn listed(page: &Page<'_>, tokens: &Range<TokenId>, content: TokenId) -> Option<&'static Cue> {
    let fits = |at: TokenId, cue: &Cue| {
        // `raised questions` is no verb of asking, `hopes` before a clause no noun.
        let is_class = match cue.class {
            CueClass::Verb => !page.is(at, &[Upos::Noun]),
            CueClass::Noun | CueClass::Adjective => !page.is(at, &[Upos::Verb, Upos::Aux]),
        };
        is_class
            && cue.words.iter().enumerate().skip(1).all(|(n, word)| page.low(at + n) == &**word)
    };
    let entries = tokens
        .clone()
        .flat_map(|at| CUES.starting_with(page.lemma(at)).iter().filter(move |cue| fits(at, cue)));
    let is_apart = !page.same_level(content, tokens.start);
    let opening = |frame: &Frame| opens(page, frame, content, is_apart);
    let rank = |cue: &Cue| (cue.words.len(), cue.frames.iter().any(opening));
    entries.reduce(|a, b| if rank(b) > rank(a) { b } else { a })
}

/// Tells whether a word opens what a frame asks for, where that shows: `to go`, `whether …`, or a quotation,
/// if one opens there.
fn opens(page: &Page<'_>, frame: &Frame, at: TokenId, is_quoted: bool) -> bool {
    match frame {
        Frame::Clause | Frame::That => page
            .is_word(at, &["that", "whether", "if", "why", "how", "what", "who", "when", "where"]),
        Frame::Quote => is_quoted,
        Frame::Infinitive => {
            page.is_word(at, &["to"]) || page.is_word(at, &["not"]) && page.is_word(at + 1, &["to"])
        }
        Frame::Hearer(inner) => opens(page, inner, at, is_quoted),
        _ => false,
    }
}
