//! `It was reported that the road was closed.` `The mayor is expected to resign.`

use std::ops::Range;

use dateline_syntax::TokenId;

use super::VerbCue;
use super::verb_before_content::is_heard;
use crate::statement::adverbial::time_end;
use crate::statement::clause::VerbForm;
use crate::statement::content::{Scene, content_end};
use crate::statement::draft::{Draft, whole};
use crate::statement::lexicon::Frame;
use crate::statement::noun_phrase::{base_end, is_time, with_prepositions};

/// Content of a passive cue.
struct Match {
    content: Vec<Range<TokenId>>,
    cue_end: TokenId,
    /// Whether the subject is whom it is said to.
    is_heard: bool,
    /// Where the content behind the verb starts, which an agent ends before.
    rest: TokenId,
}

/// Reads a passive cue; its source is named with `by`, or not at all.
pub(in crate::statement) fn verb_passive(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
) -> Option<Draft> {
    if verb.form != VerbForm::Passive {
        return None;
    }
    // `she was warned that …`: who is told so comes before what is.
    let frames = |heard: bool| {
        verb.cue.frames.iter().filter(move |frame| matches!(frame, Frame::Hearer(_)) == heard)
    };
    let found = frames(true).chain(frames(false)).find_map(|frame| find(scene, frame, verb))?;
    let source = agent(scene, verb.tokens.end).map(|by| by.start..by.end.min(found.rest));
    Some(Draft {
        rule: "verb_passive",
        attitude: verb.cue.attitude,
        act: verb.cue.act,
        source,
        cue: verb.tokens.start..found.cue_end,
        content: found.content,
        addressee: verb.subject.clone().filter(|_| found.is_heard),
        learned: None,
    })
}

fn find(scene: &Scene<'_, '_>, frame: &Frame, verb: &VerbCue<'_>) -> Option<Match> {
    let page = scene.page;
    let cue_end = verb.tokens.end;
    let subject = verb.subject.clone()?;
    let rest = match frame {
        Frame::Clause | Frame::That => {
            let rest = link_behind(scene, verb, &["that"])?;
            let content = whole(rest..content_end(scene, &verb.tokens, rest));
            return Some(Match { content, cue_end, is_heard: false, rest });
        }
        Frame::Infinitive | Frame::NounInfinitive => link_behind(scene, verb, &["to"]),
        Frame::NounThen(link) => link_behind(scene, verb, &[link]),
        Frame::NounPredicate => scene.quotation_from(cue_end).map(|quoted| quoted.start),
        Frame::Noun => return by_agent(scene, verb, subject),
        Frame::Hearer(inner) => return hearer(scene, inner, verb),
        _ => None,
    };
    let rest = rest.filter(|&rest| rest < scene.bounds.end)?;
    let behind = rest..content_end(scene, &verb.tokens, rest);
    let empty = page.is_word(subject.start, &["it", "there"]) && subject.len() == 1;
    let content = if empty { vec![behind] } else { vec![subject, behind] };
    let is_heard = matches!(frame, Frame::Infinitive | Frame::NounInfinitive) && is_heard(verb);
    Some(Match { content, cue_end, is_heard: is_heard && !empty, rest })
}

/// Finds one of some words right behind the verb or behind its agent: `was accused (by the union) of …`.
fn link_behind(scene: &Scene<'_, '_>, verb: &VerbCue<'_>, links: &[&str]) -> Option<TokenId> {
    let page = scene.page;
    let end = verb.tokens.end;
    let opens = |at: TokenId| {
        let to = page.is_word(at, &["not"]) && links == ["to"] && page.is_word(at + 1, links);
        to || page.is_word(at, links)
    };
    if opens(end) {
        return Some(end);
    }
    let by = agent(scene, end)?;
    // "by the Bank of Orm of fraud": the words that hang on the verb, not on the agent.
    let hangs = |link: TokenId| {
        let governor = page.head_of(link).and_then(|word| page.head_of(word));
        governor.is_some_and(|governor| verb.tokens.contains(&governor))
    };
    (by.start + 1..=by.end).find(|&at| opens(at) && (at == by.end || hangs(at)))
}

/// `The plan was rejected by the council`: the subject is the content.
fn by_agent(scene: &Scene<'_, '_>, verb: &VerbCue<'_>, subject: Range<TokenId>) -> Option<Match> {
    let rest = agent(scene, verb.tokens.end)?.end;
    let mut content = vec![subject];
    // `was condemned by the union as a crime`
    if scene.page.is_word(rest, &["as"]) {
        content.push(rest..content_end(scene, &verb.tokens, rest));
    }
    Some(Match { content, cue_end: verb.tokens.end, is_heard: false, rest })
}

/// `She was told (by the mayor) that …`: the subject is the hearer.
fn hearer(scene: &Scene<'_, '_>, inner: &Frame, verb: &VerbCue<'_>) -> Option<Match> {
    const CLAUSES: &[&str] = &["that", "whether", "if", "why", "how"];
    let cue_end = verb.tokens.end;
    let (rest, start, cue_end) = match inner {
        Frame::Clause | Frame::That => {
            let rest = link_behind(scene, verb, CLAUSES)?;
            (rest, rest, cue_end)
        }
        Frame::Infinitive => {
            let rest = link_behind(scene, verb, &["to"])?;
            (rest, rest, cue_end)
        }
        Frame::Preposition(link) => {
            let rest = link_behind(scene, verb, &[link])?;
            (rest, rest + 1, if rest == cue_end { rest + 1 } else { cue_end })
        }
        _ => return None,
    };
    let content = whole(start..content_end(scene, &verb.tokens, start));
    (start < scene.bounds.end).then_some(Match { content, cue_end, is_heard: true, rest })
}

/// Returns who does it: `by the council`, also behind a time: `in October by the council`.
pub(super) fn agent(scene: &Scene<'_, '_>, at: TokenId) -> Option<Range<TokenId>> {
    let is_by = |at: TokenId| scene.page.is_word(at, &["by"]) && !is_time(scene.page, at + 1);
    let later = || time_end(scene, at).filter(|&end| is_by(end));
    let at = if is_by(at) { at } else { later()? };
    let base = base_end(scene.page, at + 1, scene.bounds.end)?;
    Some(at + 1..with_prepositions(scene.page, base, scene.bounds.end))
}
