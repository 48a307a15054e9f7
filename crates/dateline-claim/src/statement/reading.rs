//! The statements of a page, found unit by unit.

use std::ops::Range;

use dateline_syntax::{TaggedStatement, TokenId};

use super::Attitude;
use super::clause::{VerbForm, VerbGroup, find_verb_groups};
use super::confidence;
use super::content::Scene;
use super::draft::{Draft, Learned};
use super::engine;
use super::lexicon::Frame;
use super::negation;
use super::page::{Page, Unit};
use super::rule;
use super::source;

/// Finds the statements of a page in text order: those of the engine, and what rules find beside them.
pub(super) fn find_drafts(page: &Page<'_>, found: &[TaggedStatement]) -> Vec<Draft> {
    let mut learned =
        (0..found.len()).filter_map(|at| engine::draft_of(page, found, at)).peekable();
    let mut drafts = Vec::new();
    // The last unit that is more than a quotation, and the paragraph up to which quotations ran on from it.
    let mut last: Option<(&Unit, usize)> = None;
    for unit in &page.units {
        let mut own = Vec::new();
        while let Some(draft) = learned.next_if(|draft| draft.cue.start < unit.tokens.end) {
            own.extend((draft.cue.start >= unit.tokens.start).then_some(draft));
        }
        let mut found = join(page, own, read_unit(page, unit));
        cite(page, unit, &mut found);
        give_up_parts(unit, &found, &mut drafts);
        if found.iter().all(|draft| page.quotation_at(draft.cue.start).is_some())
            && rule::running_quotation(page, unit, &mut drafts, last)
        {
            drafts.append(&mut found);
            last = last.map(|(holder, _)| (holder, unit.block));
            continue;
        }
        drafts.append(&mut found);
        last = Some((unit, unit.block));
    }
    drafts.retain_mut(|draft| has_words(page, draft));
    drafts.sort_by_key(Draft::first);
    drafts
}

/// Takes from earlier statements what one of this unit holds as its own: a content that runs on ends
/// where someone else speaks.
fn give_up_parts(unit: &Unit, found: &[Draft], earlier: &mut [Draft]) {
    const NEAR_DRAFTS: usize = 16;
    let is_taken = |part: &Range<TokenId>| {
        unit.tokens.contains(&part.start) && found.iter().any(|draft| draft.holds(part.start))
    };
    for draft in earlier.iter_mut().rev().take(NEAR_DRAFTS) {
        if !draft.content.iter().all(is_taken) {
            draft.content.retain(|part| !is_taken(part));
        }
    }
}

/// Takes away what holds no words, as between two marks side by side, and the source's words from the cue; tells
/// whether content is left.
fn has_words(page: &Page<'_>, draft: &mut Draft) -> bool {
    for part in &mut draft.content {
        part.end = without_stop(page, part);
    }
    draft.content.retain(|part| !part.is_empty());
    draft.content.sort_by_key(|part| (part.start, part.end));
    draft.content.dedup_by(|part, before| {
        let overlaps = part.start < before.end;
        before.end = if overlaps { before.end.max(part.end) } else { before.end };
        overlaps
    });
    draft.source = draft.source.take().filter(|source| !source.is_empty());
    draft.addressee = draft.addressee.take().filter(|hearer| !hearer.is_empty());
    draft.cue = cue_without_source(draft);
    !draft.content.is_empty() && !draft.cue.is_empty()
}

/// `“Ask me”, she said`: a comma or stop behind a closed quotation is the writer's.
fn without_stop(page: &Page<'_>, part: &Range<TokenId>) -> TokenId {
    let is_stop = part.len() > 1 && matches!(page.form(part.end - 1), "," | ".");
    let closes = |at: TokenId| {
        page.quoted(at).is_some_and(|quoted| quoted.closed && quoted.tokens.end == at + 1)
    };
    if is_stop && closes(part.end - 2) { part.end - 1 } else { part.end }
}

/// `It demanded`, said by `It`: the source's words are no cue, unless nothing would be left.
fn cue_without_source(draft: &Draft) -> Range<TokenId> {
    let cue = draft.cue.clone();
    match &draft.source {
        Some(source)
            if source.start <= cue.start && cue.start < source.end && source.end < cue.end =>
        {
            source.end..cue.end
        }
        Some(source)
            if cue.start < source.start && source.start < cue.end && cue.end <= source.end =>
        {
            cue.start..source.start
        }
        _ => cue,
    }
}

/// Joins what the engine and the rules found in one unit.
///
/// Where both found a statement, the engine tells its words, if it is sure of them, and the rule, which
/// knows the cue, what is done in saying it. What the engine alone found is left out where its words are
/// improbable and no quotation. What a rule alone found stays where it stands within a statement, which
/// the engine did not learn to look into, or where the rule is right often enough.
fn join(page: &Page<'_>, learned: Vec<Draft>, ruled: Vec<Draft>) -> Vec<Draft> {
    let mut joined = learned;
    // `was quoted as saying` is one, where the engine has two.
    for quoted in ruled.iter().filter(|draft| draft.rule == rule::QUOTED) {
        let mut n_met = 0;
        joined.retain(|one| {
            n_met += usize::from(one.meets(quoted));
            n_met < 2 || !one.meets(quoted)
        });
    }
    let n_learned = joined.len();
    for draft in ruled {
        if let Some(same) = joined[..n_learned].iter_mut().find(|one| one.meets(&draft)) {
            take_from_rule(same, draft);
            continue;
        }
        let holder = joined[..n_learned].iter().find(|one| one.holds(draft.cue.start));
        let is_told = holder.is_some() || page.is_speech(draft.cue.start);
        if is_told && draft.source.as_ref().is_some_and(|who| source::is_no_one(page, who)) {
            continue;
        }
        if let Some(holder) = holder {
            // `declined | to say where`: what is not said is told once.
            let is_same = negation::withholds_words(page, holder)
                && holder.content.first().is_some_and(|part| part.start == draft.cue.start);
            if !is_same {
                let draft = clipped(draft, holder);
                joined.push(draft);
            }
        } else if confidence::stands_alone(&draft) {
            joined.push(draft);
        }
    }
    let is_quoted = |one: &Draft| {
        let level = page.quotation_at(one.cue.start);
        one.content.iter().any(|part| page.quotation_at(part.start) != level)
    };
    joined.retain(|one| is_quoted(one) || !confidence::is_improbable(one));
    joined
}

/// Adds the statements of those whom others cite, in place of what was found at the same words.
fn cite(page: &Page<'_>, unit: &Unit, found: &mut Vec<Draft>) {
    let cited: Vec<Draft> = unit
        .tokens
        .clone()
        .filter(|&at| page.is_word(at, &["citing"]))
        .filter_map(|at| rule::citing(&scene_at(page, &[], unit, at), at, found))
        .collect();
    for draft in cited {
        let words = draft.cue.start..draft.source.as_ref().map_or(draft.cue.end, |who| who.end);
        found.retain(|other| !other.meets(&draft));
        for other in found.iter_mut() {
            rule::give_up(&mut other.content, &words);
        }
        found.push(draft);
    }
    found.retain(|draft| !draft.content.is_empty());
}

/// What is said within a statement ends where that ends: in `they have agreed to talk, the envoy said` they
/// agreed to talk.
fn clipped(draft: Draft, holder: &Draft) -> Draft {
    let part = holder.content.iter().find(|part| part.contains(&draft.cue.start));
    let Some(Range { start, end }) = part.cloned() else { return draft };
    let mut content = draft.content;
    for part in &mut content {
        if part.start < end && end < part.end && !holder.holds(part.end - 1) {
            part.end = end;
        }
        if part.start < start && start < part.end && !holder.holds(part.start) {
            part.start = start;
        }
    }
    Draft { content, ..draft }
}

/// Takes from a rule's draft what it knows better than the engine's of the same cue.
fn take_from_rule(same: &mut Draft, draft: Draft) {
    // Who quotes whom a rule tells: the engine has the words of one for those of the other.
    let (is_quoted, is_quoting) = (draft.rule == rule::QUOTED, draft.rule == rule::QUOTING);
    let is_unsure = confidence::is_unsure(same);
    let is_other = is_quoting || is_quoted && draft.cue.clone().any(|at| same.holds(at));
    let is_theirs = |source: &Range<TokenId>| !(is_quoting && draft.holds(source.start));
    let source = same.source.take().filter(|source| !is_quoted && is_theirs(source));
    same.source = source.or_else(|| draft.source.clone());
    if is_quoted || is_quoting || is_unsure {
        same.cue = draft.cue;
    }
    if is_other || is_unsure {
        same.content = draft.content;
    } else if let Some(speaker) = same.source.as_ref().filter(|_| is_quoted) {
        same.content.retain(|part| part.end <= speaker.start || speaker.end <= part.start);
    }
    same.learned = same.learned.map(|learned| Learned { has_rule: true, ..learned });
    same.attitude = draft.attitude;
    same.act = draft.act;
    same.addressee = draft.addressee;
}

fn read_unit(page: &Page<'_>, unit: &Unit) -> Vec<Draft> {
    let groups = find_verb_groups(page, unit);
    let mut drafts: Vec<Draft> = Vec::new();
    let whole = Scene { page, groups: &groups, bounds: unit.tokens.clone(), level: None };
    drafts.extend(rule::speaker_label(&whole));
    let mut next_group = 0;
    for at in unit.tokens.clone() {
        let scene = scene_at(page, &groups, unit, at);
        while next_group < groups.len() && groups[next_group].head < at {
            next_group += 1;
        }
        let found = match groups.get(next_group) {
            // `was convinced that …`: it is the subject who holds it so.
            Some(group) if group.head == at => (group.form == VerbForm::Passive)
                .then(|| rule::adjective_cue(&scene, at))
                .flatten()
                .or_else(|| read_verb(&scene, next_group, &drafts)),
            _ => None,
        };
        let found = found
            .or_else(|| rule::according_to(&scene, at))
            .or_else(|| rule::noun_cue(&scene, at))
            .or_else(|| rule::adjective_cue(&scene, at));
        let found = found.filter(|draft| is_reported(page, draft));
        let quoted = (groups.get(next_group).filter(|group| group.head == at))
            .and_then(|_| rule::relayed(&scene, next_group));
        let Some(quoted) = quoted else {
            drafts.extend(found);
            continue;
        };
        if let Some(said) = found.or_else(|| quoted.told_before(&scene, next_group)) {
            let told = quoted.told(&scene, said);
            drafts.retain(|draft| !told[0].meets(draft));
            drafts.extend(told);
        }
    }
    drafts
}

/// What a speaker's own words tell of thoughts and plans is what the speaker says: in
/// `“We are tired of waiting”` no one is quoted a second time, in `“I think that it rains”` one is.
fn is_reported(page: &Page<'_>, draft: &Draft) -> bool {
    let is_own = draft.source.as_ref().is_some_and(|s| page.is_word(s.start, &["i", "we"]));
    !page.is_speech(draft.cue.start)
        || matches!(draft.attitude, Attitude::Said | Attitude::Wrote)
        || is_own && draft.rule == "verb_before_clause"
}

fn scene_at<'p, 'd>(
    page: &'p Page<'d>,
    groups: &'p [VerbGroup],
    unit: &Unit,
    at: TokenId,
) -> Scene<'p, 'd> {
    let level = page.quotation_at(at);
    let bounds = match page.quoted(at) {
        Some(quoted) => inside(&quoted.tokens, quoted.closed, &unit.tokens),
        None => unit.tokens.clone(),
    };
    Scene { page, groups, bounds, level }
}

/// Returns the words between the marks of a quotation, inside its unit.
fn inside(quoted: &Range<TokenId>, closed: bool, unit: &Range<TokenId>) -> Range<TokenId> {
    let end = if closed { quoted.end - 1 } else { quoted.end };
    let start = (quoted.start + 1).max(unit.start).min(unit.end);
    start..end.min(unit.end).max(start)
}

fn read_verb(scene: &Scene<'_, '_>, at: usize, drafts: &[Draft]) -> Option<Draft> {
    let cues = rule::verb_cues(scene, at);
    let found = cues
        .iter()
        .filter(|verb| rule::follows_quotation(scene, verb))
        .find_map(|verb| rule::verb_after_content(scene, verb))
        .or_else(|| read_forward(scene, &cues))
        .or_else(|| cues.iter().find_map(|verb| rule::verb_after_content(scene, verb)))
        .or_else(|| cues.iter().find_map(|verb| rule::verb_passive(scene, verb)))?;
    Some(with_shared_source(scene, at, found, drafts))
}

/// Tries the frames of all cues, a bare noun phrase last: `described it as …` before `described it`.
fn read_forward(scene: &Scene<'_, '_>, cues: &[rule::VerbCue<'_>]) -> Option<Draft> {
    let frames = |bare: bool| {
        cues.iter()
            .flat_map(|verb| verb.cue.frames.iter().map(move |frame| (verb, frame)))
            .filter(move |(_, frame)| (**frame == Frame::Noun) == bare)
    };
    frames(false)
        .chain(frames(true))
        .find_map(|(verb, frame)| rule::verb_before_content(scene, verb, frame))
}

/// A participle shares the source of the statement before it: `…,” said Hale, adding that …`.
fn with_shared_source(scene: &Scene<'_, '_>, at: usize, found: Draft, drafts: &[Draft]) -> Draft {
    let group = &scene.groups[at];
    let has_own = group.own_subject || rule::relayed(scene, at).is_some();
    if !matches!(group.form, VerbForm::Gerund | VerbForm::Finite) || has_own {
        return found;
    }
    // A finite verb shares the source of content that ends right before it: `said … and called for`.
    let reach = if group.form == VerbForm::Finite { 3 } else { usize::MAX };
    let first = scene.bounds.start;
    let before = drafts
        .iter()
        .rev()
        .take_while(|draft| draft.cue.start >= first)
        .find(|draft| scene.is_level(draft.cue.start) && !draft.holds(found.cue.start))
        .filter(|draft| {
            let end = draft.content.last().map_or(0, |part| part.end);
            found.cue.start.saturating_sub(end) <= reach
        });
    match before {
        Some(before) if before.source.is_some() => Draft { source: before.source.clone(), ..found },
        _ => found,
    }
}
