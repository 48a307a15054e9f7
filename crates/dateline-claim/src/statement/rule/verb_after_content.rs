//! `“The road is closed,” the mayor said on Saturday.`

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::VerbCue;
use crate::statement::adverbial::step_over;
use crate::statement::clause::{VerbForm, is_comma};
use crate::statement::content::{Scene, content_end, trim_end};
use crate::statement::draft::{Draft, whole};
use crate::statement::lexicon::Frame;
use crate::statement::noun_phrase::{base_end, starts_phrase, with_prepositions};
use crate::statement::page::Page;

/// Reads the content that stands before a verb and its subject, in either order.
pub(in crate::statement) fn verb_after_content(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
) -> Option<Draft> {
    if !takes_speech(verb) {
        return None;
    }
    let (source, end, after) = subject_first(scene, verb).or_else(|| verb_first(scene, verb))?;
    let start = content_start(scene, end)?;
    let rest = continuation(scene, verb, end, after);
    if !has_speech(scene, start, end) && rest.is_none() {
        return None;
    }
    let gap = step_over(scene, verb.tokens.end);
    let first = with_dropped_mark(scene, start);
    let mut content = whole(first..trim_end(scene.page, start, end));
    content.extend(rest);
    let cue_end = if after > verb.tokens.end { gap.cue_end } else { verb.tokens.end };
    let quoted = scene.quotation_until(end).is_some();
    Some(Draft {
        rule: if quoted { "verb_after_quotation" } else { "verb_after_clause" },
        attitude: verb.cue.attitude,
        act: verb.cue.act,
        cue: verb.tokens.start..cue_end,
        addressee: addressee(scene, verb, after)
            .filter(|hearer| hearer.start >= source.end || source.end <= verb.tokens.start)
            .or(gap.addressee),
        source: Some(source),
        content,
        learned: None,
    })
}

/// Takes in the opening mark of a quotation that is never closed.
fn with_dropped_mark(scene: &Scene<'_, '_>, start: TokenId) -> TokenId {
    let open = start.checked_sub(1).and_then(|mark| scene.page.quoted(mark));
    match open {
        Some(quoted) if !quoted.closed && quoted.tokens.start + 1 == start => start - 1,
        _ => start,
    }
}

fn takes_speech(verb: &VerbCue<'_>) -> bool {
    let speech = |frame: &Frame| match frame {
        Frame::Clause | Frame::That | Frame::Quote => true,
        Frame::Hearer(inner) => matches!(**inner, Frame::Clause | Frame::That | Frame::Quote),
        _ => false,
    };
    matches!(verb.form, VerbForm::Finite | VerbForm::Participle)
        && verb.cue.frames.iter().any(speech)
}

/// `…,” the mayor said`: source, end of content, what follows the cue.
fn subject_first(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
) -> Option<(Range<TokenId>, TokenId, TokenId)> {
    let source = verb.subject.clone().filter(|_| verb.own_subject)?;
    let end = left_end(scene, source.start)?;
    let mut after = step_over(scene, verb.tokens.end).end;
    if let Some(hearer) = hearer_end(scene, verb) {
        after = step_over(scene, hearer).end;
    }
    is_over(scene, after).then_some((source, end, after))
}

/// `…,” said the mayor`.
fn verb_first(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
) -> Option<(Range<TokenId>, TokenId, TokenId)> {
    let page = scene.page;
    let speech = |frame: &Frame| matches!(frame, Frame::Clause | Frame::That | Frame::Quote);
    if verb.own_subject || !verb.cue.frames.iter().any(speech) {
        return None;
    }
    let end = left_end(scene, verb.tokens.start)?;
    let start = verb.tokens.end;
    let base = base_end(page, start, scene.bounds.end)?;
    let source_end = with_apposition(scene, with_prepositions(page, base, scene.bounds.end));
    let after = step_over(scene, source_end).end;
    let object = page.is_word(start, &["him", "them", "me", "us", "it", "there", "that", "this"]);
    let quoted = scene.quotation_until(end).is_some();
    (scene.is_level(start) && !object && (quoted || is_over(scene, after))).then_some((
        start..source_end,
        end,
        after,
    ))
}

/// Content ends before a comma, or with a quotation.
fn left_end(scene: &Scene<'_, '_>, start: TokenId) -> Option<TokenId> {
    let page = scene.page;
    let last = start.checked_sub(1).filter(|&last| last > scene.bounds.start)?;
    if scene.quotation_until(start).is_some() {
        return Some(start);
    }
    if is_comma(page, last) && scene.is_level(last) {
        return Some(last);
    }
    None
}

fn content_start(scene: &Scene<'_, '_>, end: TokenId) -> Option<TokenId> {
    let page = scene.page;
    let mut start = scene.bounds.start;
    if let Some(quotation) = scene.quotation_until(end)
        && starts_sentence(scene, quotation.start)
    {
        return Some(quotation.start);
    }
    while page.is_word(start, &["but", "and", "still", "yet", "so", "however", "meanwhile", ","])
        && scene.is_level(start)
    {
        start += 1;
    }
    (end > start).then_some(start)
}

fn starts_sentence(scene: &Scene<'_, '_>, quotation: TokenId) -> bool {
    quotation <= scene.bounds.start + 1
        || matches!(scene.page.form(quotation - 1), "." | "?" | "!" | ":" | "," | "—" | "–")
}

/// The words before the cue must be a quotation or a clause, not an adverbial.
fn has_speech(scene: &Scene<'_, '_>, start: TokenId, end: TokenId) -> bool {
    if scene.quotation_until(end).is_some() {
        return true;
    }
    let opens = scene.page.is(start, &[Upos::Sconj]);
    let verbs = scene.groups[scene.group_after(start)..]
        .iter()
        .take_while(|group| group.head < end)
        .filter(|group| {
            matches!(group.form, VerbForm::Finite | VerbForm::Passive) && group.own_subject
        })
        .count();
    verbs > usize::from(opens)
}

/// Tells whether nothing but a mark, a quotation or a side clause follows.
fn is_over(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    at >= scene.bounds.end
        || is_comma(page, at)
        || matches!(page.form(at), "." | ";" | ":" | "?" | "!" | ")")
        || !scene.is_level(at)
        || page.is_word(at, &["that"])
        || page.is(at, &[Upos::Sconj, Upos::Cconj])
        || page.is_word(at, &["when", "as", "after", "before", "while", "during"])
}

fn hearer_end(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> Option<TokenId> {
    verb.cue.frames.iter().find(|frame| matches!(frame, Frame::Hearer(_)))?;
    let base = base_end(scene.page, verb.tokens.end, scene.bounds.end)?;
    Some(with_prepositions(scene.page, base, scene.bounds.end))
}

fn addressee(scene: &Scene<'_, '_>, verb: &VerbCue<'_>, after: TokenId) -> Option<Range<TokenId>> {
    let end = hearer_end(scene, verb)?;
    (end <= after).then_some(verb.tokens.end..end)
}

/// Takes in what is told of a source after it: `said Hale, mayor of Orsk`, `said a man who gave no
/// name`.
fn with_apposition(scene: &Scene<'_, '_>, end: TokenId) -> TokenId {
    const MAX_TOKENS: usize = 40;
    let page = scene.page;
    if page.is_word(end, &["who", "whose"]) && scene.is_level(end) {
        let last = scene.bounds.end.min(end + MAX_TOKENS);
        return (end..last).find(|&at| closes_apposition(scene, at)).unwrap_or(last);
    }
    if page.form(end) != "," || !scene.is_level(end) {
        return end;
    }
    let start = end + 1;
    let relative = page.is_word(start, &["who", "whose"]);
    let nominal = starts_phrase(page, start) && !page.is(start, &[Upos::Verb, Upos::Pron]);
    if !(relative || nominal) {
        return end;
    }
    let last = scene.bounds.end.min(start + MAX_TOKENS);
    let stop = (start..last).find(|&at| closes_apposition(scene, at)).unwrap_or(last);
    if nominal && !relative && has_own_clause(scene, start, stop) {
        return end;
    }
    let closed = page.form(stop) == "," && scene.quotation_from(stop + 1).is_none();
    if closed && stop + 1 < scene.bounds.end { stop + 1 } else { stop }
}

fn closes_apposition(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    !scene.is_level(at)
        || matches!(page.form(at), ";" | "." | ":" | "?" | "!")
        || (is_comma(page, at) && !next_is_place(page, at))
}

/// `mayor of Skokie, Ill., a suburb`: a comma inside a place name.
fn next_is_place(page: &Page<'_>, comma: TokenId) -> bool {
    page.is(comma + 1, &[Upos::Propn]) && page.form(comma + 2) == "," && page.form(comma) == ","
}

fn has_own_clause(scene: &Scene<'_, '_>, start: TokenId, end: TokenId) -> bool {
    scene.groups[scene.group_after(start)..]
        .iter()
        .take_while(|group| group.head < end)
        .any(|group| group.own_subject && group.subject.as_ref().is_some_and(|s| s.start == start))
}

/// `“…,” she said, “…”` and `He will run, she said, because …`.
fn continuation(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
    left_end: TokenId,
    after: TokenId,
) -> Option<Range<TokenId>> {
    let page = scene.page;
    let mut start = after;
    while start < scene.bounds.end
        && (is_comma(page, start) || matches!(page.form(start), "." | ":"))
    {
        start += 1;
    }
    if start >= scene.bounds.end {
        return None;
    }
    if let Some(quotation) = scene.quotation_from(start) {
        return Some(start..content_end(scene, &verb.tokens, start).max(quotation.end));
    }
    if page.is_word(start, &["that"]) && start == after {
        return Some(start..content_end(scene, &verb.tokens, start));
    }
    if is_comma(page, after)
        && page.is_word(start, &["and", "but"])
        && page.is_word(start + 1, &["that", "while", "although", "though", "as", "if", "when"])
    {
        return Some(start..trim_end(page, start, scene.bounds.end));
    }
    let told = scene.quotation_until(left_end).is_none() && is_comma(page, after);
    (told && goes_on(scene, start)).then(|| start..trim_end(page, start, scene.bounds.end))
}

/// Told content goes on after the cue, unless a side clause of the narrator follows.
fn goes_on(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    let side = page
        .is_word(at, &["which", "who", "whose", "as", "when", "while", "where", "after"])
        || scene.group_from(at).is_some_and(|group| group.form == VerbForm::Gerund);
    let verb = scene.groups.get(scene.group_after(at));
    !side && scene.is_level(at) && verb.is_some_and(|group| group.head < scene.bounds.end)
}

/// Tells whether a quotation that ends with a comma stands right before a verb and its subject.
pub(in crate::statement) fn follows_quotation(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> bool {
    let own = verb.subject.as_ref().filter(|_| verb.own_subject);
    let start = own.map_or(verb.tokens.start, |subject| subject.start);
    let Some(quotation) = scene.quotation_until(start) else { return false };
    quotation.len() > 2 && matches!(scene.page.form(quotation.end - 2), "," | "?" | "!" | "—" | "–")
}
