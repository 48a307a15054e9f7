//! Where content ends.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::Attitude;
use super::clause::{VerbForm, VerbGroup, is_comma};
use super::lexicon::{CUES, CueClass};
use super::page::Page;

/// The stretch in which a cue is read: its unit, or its quotation inside it.
#[derive(Clone)]
pub(super) struct Scene<'p, 'd> {
    pub(super) page: &'p Page<'d>,
    pub(super) groups: &'p [VerbGroup],
    /// First token and end of the stretch.
    pub(super) bounds: Range<TokenId>,
    /// The quotation that the cue itself stands in.
    pub(super) level: Option<usize>,
}

impl Scene<'_, '_> {
    /// Tells whether a token stands at the level of the cue, outside any quotation inside it.
    pub(super) fn is_level(&self, at: TokenId) -> bool {
        self.page.quotation_at(at) == self.level
    }

    /// Returns the quotation that opens at a token, outside that of the cue.
    pub(super) fn quotation_from(&self, at: TokenId) -> Option<Range<TokenId>> {
        if at >= self.bounds.end || self.is_level(at) {
            return None;
        }
        let quoted = self.page.quoted(at)?;
        (quoted.tokens.start == at).then(|| at..quoted.tokens.end.min(self.bounds.end))
    }

    /// Returns the quotation that closes before a token.
    pub(super) fn quotation_until(&self, end: TokenId) -> Option<Range<TokenId>> {
        let last = end.checked_sub(1).filter(|&last| last >= self.bounds.start)?;
        if self.is_level(last) {
            return None;
        }
        let quoted = self.page.quoted(last)?;
        (quoted.tokens.end == end && quoted.closed)
            .then(|| quoted.tokens.start.max(self.bounds.start)..end)
    }

    /// Returns the position of the first verb group whose verb stands at or after a token.
    pub(super) fn group_after(&self, at: TokenId) -> usize {
        self.groups.partition_point(|group| group.head < at)
    }

    /// Returns the verb group that holds a token, where its verb does not stand before it.
    pub(super) fn group_from(&self, at: TokenId) -> Option<&VerbGroup> {
        let group = self.groups.get(self.group_after(at))?;
        (group.tokens.start <= at && at < group.tokens.end).then_some(group)
    }
}

/// Returns where content that starts at `start` ends, final marks of the sentence left out.
pub(super) fn content_end(scene: &Scene<'_, '_>, cue: &Range<TokenId>, start: TokenId) -> TokenId {
    let page = scene.page;
    let mut at = start;
    while at < scene.bounds.end {
        if !scene.is_level(at) {
            let quoted = page.quoted(at).map_or(at + 1, |quoted| quoted.tokens.end);
            let end = quoted.clamp(at + 1, scene.bounds.end);
            if at == start && ends_sentence(page, end) {
                return end;
            }
            at = end;
            if page.starts_sentence(at) {
                break;
            }
            if at < scene.bounds.end && ends_with_comma(page, end) && cuts_at_comma(scene, at) {
                return at;
            }
            continue;
        }
        if cuts(scene, cue, start, at) {
            break;
        }
        at += 1;
    }
    trim_end(page, start, at)
}

/// Tells whether a quotation that ends here ends with a mark that closes its sentence.
fn ends_sentence(page: &Page<'_>, end: TokenId) -> bool {
    end >= 2 && matches!(page.form(end - 2), "." | "," | "?" | "!" | "…" | "...")
}

fn cuts(scene: &Scene<'_, '_>, cue: &Range<TokenId>, start: TokenId, at: TokenId) -> bool {
    let page = scene.page;
    if at == start {
        return false;
    }
    if page.form(at) == ";" || page.starts_sentence(at) {
        return true;
    }
    if starts_according(page, at) {
        return true;
    }
    if let Some(cuts) = conjunction_cuts(scene, cue, start, at) {
        return cuts;
    }
    if is_comma(page, at) {
        return cuts_at_comma(scene, at + 1) && !interrupts_clause(scene, start, at)
            || ends_attributed(scene, at + 1)
            || starts_narrator_verb(scene, cue, at + 1)
            || (is_subordinate(scene, cue.start) && starts_main_clause(scene, cue, at + 1))
            || (page.is_word(at + 1, &["and"]) && starts_attribution(scene, at + 2));
    }
    page.is_word(at, &["and", "but", "while"])
        && (starts_narrator_verb(scene, cue, at + 1)
            || starts_attribution(scene, at + 1)
            || page.is_word(start, &["to"]) && starts_perfect(scene, at + 1))
}

/// Tells what the tree makes of `and` and `but`, a comma before them or not: they join the next clause
/// to the cue, or to a clause of what is said. Says nothing where they join neither.
fn conjunction_cuts(
    scene: &Scene<'_, '_>,
    cue: &Range<TokenId>,
    start: TokenId,
    at: TokenId,
) -> Option<bool> {
    let page = scene.page;
    let conjunction = if is_comma(page, at) { at + 1 } else { at };
    if conjunction >= scene.bounds.end || !page.is_word(conjunction, &["and", "but"]) {
        return None;
    }
    let next = conjunction + 1;
    if starts_narrator_verb(scene, cue, next)
        || page.is_word(start, &["to"]) && starts_perfect(scene, next)
    {
        return Some(true);
    }
    let first = page.joined_to(conjunction)?;
    if cue.contains(&first) {
        return Some(true);
    }
    let is_clause = page.is(first, &[Upos::Verb, Upos::Aux, Upos::Adj]);
    (is_clause && (start..at).contains(&first)).then_some(false)
}

/// `according to`: what stands before it is its content too.
fn starts_according(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["according"]) && page.is_word(at + 1, &["to"])
}

/// `, the ministry said.`: the clause before belongs to a cue that follows it.
fn ends_attributed(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    const MAX_TOKENS: usize = 25;
    let page = scene.page;
    scene.groups[scene.group_after(at)..]
        .iter()
        .take_while(|group| group.head < scene.bounds.end.min(at + MAX_TOKENS))
        .any(|group| {
            let starts = group.subject.as_ref().is_some_and(|subject| subject.start == at);
            let ends = group.tokens.end >= scene.bounds.end
                || matches!(page.form(group.tokens.end), "." | "," | ";");
            group.own_subject && starts && ends && is_cue_verb(page, group.head)
        })
}

/// Tells whether a cue stands in a clause that opens with a conjunction or relative pronoun.
fn is_subordinate(scene: &Scene<'_, '_>, cue: TokenId) -> bool {
    const OPENERS: &[&str] = &[
        "when", "if", "while", "after", "before", "as", "because", "although", "though", "since",
        "who", "which", "that", "whose", "once", "where",
    ];
    let group = scene.groups.get(scene.group_after(cue));
    let Some(subject) = group.and_then(|group| group.subject.clone()) else { return false };
    let page = scene.page;
    page.is_word(subject.start, OPENERS)
        || subject.start > scene.bounds.start && page.is_word(subject.start - 1, OPENERS)
}

/// After a comma: a new subject with its verb, or the verb of the clause around a relative one.
fn starts_main_clause(scene: &Scene<'_, '_>, cue: &Range<TokenId>, at: TokenId) -> bool {
    const MAX_TOKENS: usize = 20;
    let subject =
        scene.groups.get(scene.group_after(cue.start)).and_then(|group| group.subject.as_ref());
    let relative = subject.is_some_and(|subject| {
        scene.page.is_word(subject.start, &["who", "which", "whose", "that"])
    });
    let finite = |group: &VerbGroup| matches!(group.form, VerbForm::Finite | VerbForm::Passive);
    if relative {
        return scene.group_from(at).is_some_and(finite);
    }
    scene.groups[scene.group_after(at)..]
        .iter()
        .take_while(|group| group.head < scene.bounds.end.min(at + MAX_TOKENS))
        .any(|group| {
            let starts = group.subject.as_ref().is_some_and(|subject| subject.start == at);
            finite(group) && group.own_subject && starts
        })
}

/// Returns where the content of a noun ends: before the verb of the clause around it.
pub(super) fn noun_content_end(
    scene: &Scene<'_, '_>,
    cue: &Range<TokenId>,
    start: TokenId,
) -> TokenId {
    let end = content_end(scene, cue, start);
    let page = scene.page;
    let opens = |at: TokenId| {
        page.is(at, &[Upos::Sconj])
            || page.is_word(at, &["that", "who", "which", "what", "how", "whether", "as"])
    };
    let verb = scene.groups[scene.group_after(start)..]
        .iter()
        .take_while(|group| group.head < end)
        .find(|group| matches!(group.form, VerbForm::Finite | VerbForm::Passive));
    match verb {
        Some(verb) if !(start..verb.tokens.start).any(opens) && scene.is_level(verb.head) => {
            let subject = verb.subject.as_ref().filter(|_| verb.own_subject);
            let end = subject.map_or(verb.tokens.start, |subject| subject.start);
            let end = if end > start { end } else { verb.tokens.start };
            let joins = end > start + 1 && page.is(end - 1, &[Upos::Cconj]);
            trim_end(page, start, end - usize::from(joins))
        }
        Some(verb) if page.is_word(start, &["that"]) => main_verb_after(scene, cue, verb, end),
        _ => end,
    }
}

/// `the claim that it was clean | angered them`: a second verb without a subject of its own, or whose subject
/// the tree has in the noun.
fn main_verb_after(
    scene: &Scene<'_, '_>,
    noun: &Range<TokenId>,
    verb: &VerbGroup,
    end: TokenId,
) -> TokenId {
    let page = scene.page;
    let is_subject = |head| page.depends(noun.start, head, &["nsubj", "nsubj:pass"]);
    scene.groups[scene.group_after(verb.head + 1)..]
        .iter()
        .take_while(|group| group.head < end)
        .find(|group| {
            let before = group.tokens.start - 1;
            matches!(group.form, VerbForm::Finite | VerbForm::Passive)
                && (is_subject(group.head)
                    || !group.own_subject
                        && !page.is(before, &[Upos::Cconj, Upos::Punct, Upos::Sconj, Upos::Pron]))
        })
        .map_or(end, |group| group.tokens.start)
}

/// `and the mayor said`: another attribution follows.
fn starts_attribution(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    const MAX_TOKENS: usize = 12;
    let page = scene.page;
    scene.groups[scene.group_after(at)..]
        .iter()
        .take_while(|group| group.head < scene.bounds.end.min(at + MAX_TOKENS))
        .any(|group| {
            let starts = group.subject.as_ref().is_some_and(|s| s.start == at);
            group.own_subject && starts && is_speech_verb(page, group.head)
        })
}

fn is_speech_verb(page: &Page<'_>, head: TokenId) -> bool {
    matches!(page.lemma(head), "say" | "tell" | "add" | "note" | "insist" | "argue" | "warn")
}

/// Tells whether a quotation that ends here holds the comma of the sentence around it.
fn ends_with_comma(page: &Page<'_>, end: TokenId) -> bool {
    end >= 2 && page.form(end - 2) == ","
}

const TURNS: &[&str] = &["but", "although", "though", "while", "whereas", "despite"];

fn cuts_at_comma(scene: &Scene<'_, '_>, next: TokenId) -> bool {
    let page = scene.page;
    if page.is_word(next, &["which", "a", "an"]) || starts_according(page, next) {
        return true;
    }
    if page.is_word(next, TURNS) || page.is_word(next, &["even"]) && page.is_word(next + 1, TURNS) {
        return true;
    }
    is_gerund_cue(scene, next)
}

/// `that the firm, a miner, should close`: the clause still wants its verb, and the comma opens but a
/// parenthesis.
fn interrupts_clause(scene: &Scene<'_, '_>, start: TokenId, comma: TokenId) -> bool {
    const MAX_TOKENS: usize = 25;
    let page = scene.page;
    let finite = |group: &VerbGroup| matches!(group.form, VerbForm::Finite | VerbForm::Passive);
    let begins = scene.group_after(start);
    let is_told = scene.groups[begins..].iter().take_while(|group| group.head < comma).any(finite);
    let last = scene.bounds.end.min(comma + MAX_TOKENS);
    page.is_word(start, &["that"])
        && !is_told
        && (comma + 1..last)
            .filter(|&at| is_comma(page, at) && scene.is_level(at))
            .any(|at| scene.group_from(at + 1).is_some_and(finite))
}

/// `, adding`, `, calling`: the narrator goes on with another cue of the same source.
fn is_gerund_cue(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let Some(group) = scene.group_from(at) else { return false };
    group.form == VerbForm::Gerund && is_cue_verb(scene.page, group.head)
}

pub(super) fn is_cue_verb(page: &Page<'_>, head: TokenId) -> bool {
    CUES.starting_with(page.lemma(head)).iter().any(|cue| cue.class == CueClass::Verb)
}

/// `and called for`: a finite verb without subject, in the form of the cue, is the narrator's.
fn starts_narrator_verb(scene: &Scene<'_, '_>, cue: &Range<TokenId>, at: TokenId) -> bool {
    let Some(group) = scene.group_from(at) else { return false };
    if group.own_subject || !matches!(group.form, VerbForm::Finite | VerbForm::Participle) {
        return false;
    }
    let page = scene.page;
    let is_like_cue = if group.tokens.len() == 1 && cue.len() == 1 {
        is_past(page, group.head) == is_past(page, cue.start) && !page.is(at, &[Upos::Aux])
    } else {
        has_perfect_of(scene, cue, group)
    };
    is_like_cue && is_uttered(page, group.head)
}

/// `have sworn …, and have blamed …`: both in the perfect, with the same auxiliary.
fn has_perfect_of(scene: &Scene<'_, '_>, cue: &Range<TokenId>, group: &VerbGroup) -> bool {
    let page = scene.page;
    let first = group.tokens.start;
    let is_cue = |group: &VerbGroup| group.tokens.start == cue.start && group.tokens.len() == 2;
    group.tokens.len() == 2
        && page.is_word(first, &["have", "has", "had"])
        && page.low(first) == page.low(cue.start)
        && scene.group_from(cue.start).is_some_and(is_cue)
}

/// `vowed to stay, and has asked for help`: no infinitive goes on in the perfect.
fn starts_perfect(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let group = scene.group_from(at);
    scene.page.is_word(at, &["have", "has", "had"])
        && group.is_some_and(|group| group.form == VerbForm::Finite && group.tokens.len() > 1)
}

/// Tells whether a verb is a cue of saying: `wanted` may go on what was said, `called for` does not.
fn is_uttered(page: &Page<'_>, head: TokenId) -> bool {
    CUES.starting_with(page.lemma(head)).iter().any(|cue| {
        cue.class == CueClass::Verb && matches!(cue.attitude, Attitude::Said | Attitude::Wrote)
    })
}

fn is_past(page: &Page<'_>, verb: TokenId) -> bool {
    let low = page.low(verb);
    low.ends_with("ed") || (low != page.lemma(verb) && !low.ends_with('s'))
}

/// `a list that this paper has seen`: a verb that lacks its object, not what the list says.
pub(super) fn starts_relative(scene: &Scene<'_, '_>, that: TokenId) -> bool {
    const OBTAINING: &[&str] = &["see", "obtain", "review", "read", "publish", "receive", "share"];
    let page = scene.page;
    let Some(group) = scene.groups.get(scene.group_after(that)) else { return false };
    let end = group.tokens.end;
    let is_last = end >= scene.bounds.end || is_comma(page, end) || page.form(end) == ".";
    page.is_word(that, &["that"])
        && group.form == VerbForm::Finite
        && is_last
        && (page.is(that, &[Upos::Pron]) || OBTAINING.contains(&page.lemma(group.head)))
}

/// Leaves out the marks that end the sentence; a question or exclamation mark stays.
pub(super) fn trim_end(page: &Page<'_>, start: TokenId, end: TokenId) -> TokenId {
    let mut end = end;
    while end > start + 1
        && matches!(page.form(end - 1), "." | "," | ";" | ":" | "—" | "–" | "--" | "-" | "…")
    {
        end -= 1;
    }
    end
}
