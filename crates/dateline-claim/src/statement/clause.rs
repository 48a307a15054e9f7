//! Verb groups with their subjects.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::noun_phrase::{base_start, ends_phrase, is_day, is_mark, is_time, starts_phrase};
use super::page::{Page, Unit};
use super::subject::{first_word, own_noun, phrase, subject_by_tree};

/// How a verb group is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerbForm {
    Finite,
    Passive,
    Gerund,
    Infinitive,
    /// A past participle without a subject: `asked about it`, `endorsed by the board`.
    Participle,
}

/// A verb with its auxiliaries and adverbs, and its subject.
#[derive(Debug, Clone)]
pub(super) struct VerbGroup {
    pub(super) tokens: Range<TokenId>,
    /// The main verb; the copula where there is none.
    pub(super) head: TokenId,
    pub(super) form: VerbForm,
    /// The subject's words; those of an earlier group where the group shares its subject.
    pub(super) subject: Option<Range<TokenId>>,
    /// Whether the subject stands directly before the group.
    pub(super) own_subject: bool,
}

const BE: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "get", "gets",
    "got",
];

/// Finds the verb groups of a unit in text order.
pub(super) fn find_verb_groups(page: &Page<'_>, unit: &Unit) -> Vec<VerbGroup> {
    let mut groups: Vec<VerbGroup> = Vec::new();
    let mut at = unit.tokens.start;
    while at < unit.tokens.end {
        let Some(tokens) = group_from(page, at, unit.tokens.end) else {
            at += 1;
            continue;
        };
        at = tokens.end;
        if is_modifier_verb(page, &tokens) {
            continue;
        }
        let group = build(page, unit, tokens, &groups);
        groups.push(group);
    }
    groups
}

/// Returns the group that starts at a token, adverbs before the first verb left out.
fn group_from(page: &Page<'_>, start: TokenId, limit: TokenId) -> Option<Range<TokenId>> {
    let is_to = page.is_word(start, &["to"]) && !page.is(start, &[Upos::Adp]);
    if !(page.is(start, &[Upos::Aux, Upos::Verb]) || is_to) {
        return None;
    }
    let mut end = start;
    let mut head = None;
    while end < limit && page.same_level(start, end) {
        match page.upos(end) {
            Upos::Aux => head = Some(end),
            Upos::Verb => {
                head = Some(end);
                break;
            }
            Upos::Adv | Upos::Part => {}
            _ => break,
        }
        end += 1;
    }
    head.map(|head| start..head + 1)
}

/// A participle inside a noun phrase is no verb group: `the planned march`, `its declared aims`.
fn is_modifier_verb(page: &Page<'_>, tokens: &Range<TokenId>) -> bool {
    let (at, is_single) = (tokens.start, tokens.len() == 1);
    let is_told = page.relation(at) == "amod" && page.head_of(at).is_some_and(|noun| noun > at);
    let is_pointed =
        || page.is_word(at - 1, &["that", "those", "these", "this", "all", "some", "many"]);
    is_single && is_told
        || is_single
            && at > 0
            && page.is(at, &[Upos::Verb])
            && page.is(at - 1, &[Upos::Det, Upos::Adj])
            && page.is(tokens.end, &[Upos::Noun, Upos::Propn, Upos::Adj])
            && !is_pointed()
}

/// Verb groups before one among which the one is sought whose subject it shares.
const NEAR_GROUPS: usize = 8;

fn build(page: &Page<'_>, unit: &Unit, tokens: Range<TokenId>, earlier: &[VerbGroup]) -> VerbGroup {
    let head = tokens.end - 1;
    let start = with_adverbs(page, tokens.start, unit.tokens.start);
    let own = subject_before(page, start, unit.tokens.start);
    let form = form_of(page, &tokens, own.is_some() || is_coordinated(page, start, unit));
    let apart = form == VerbForm::Gerund && start > unit.tokens.start && is_comma(page, start - 1);
    let own = own
        .filter(|_| form != VerbForm::Infinitive && !apart)
        .map(|own| as_in_tree(page, head, own, &unit.tokens));
    let before = || {
        let near = earlier.iter().rev().take(NEAR_GROUPS);
        near.filter(|group| page.same_level(group.head, head) && group.subject.is_some())
    };
    // A perfect goes on the clause of another finite verb: `vowed to keep them running, and have …`.
    let is_perfect = tokens.len() > 1 && page.is_word(tokens.start, &["have", "has", "had"]);
    let is_finite = |group: &&VerbGroup| {
        !is_perfect || matches!(group.form, VerbForm::Finite | VerbForm::Passive)
    };
    let shared = || {
        if let Some(noun) = subject_by_tree(page, head, &unit.tokens) {
            let told = earlier.iter().rev().filter_map(|group| group.subject.as_ref());
            let whole = told.take(NEAR_GROUPS).find(|subject| subject.contains(&noun)).cloned();
            return Some(whole.unwrap_or_else(|| phrase(page, noun, &unit.tokens)));
        }
        let found = before().find(is_finite).or_else(|| before().next());
        found.and_then(|group| group.subject.clone())
    };
    let own_subject = own.is_some();
    VerbGroup { tokens: start..tokens.end, head, form, subject: own.or_else(shared), own_subject }
}

/// The subject's words as the tree has them: from its noun on where that stands before the words found, as in
/// `a man close to the talks said`, and without what stands before its phrase among them, as in `after the trial
/// evidence showed`.
fn as_in_tree(
    page: &Page<'_>,
    verb: TokenId,
    own: Range<TokenId>,
    within: &Range<TokenId>,
) -> Range<TokenId> {
    const NOUNS: &[Upos] = &[Upos::Noun, Upos::Propn, Upos::Pron, Upos::Num];
    let Some(noun) = own_noun(page, verb, within) else { return own };
    // `the authorities had each time | cited`: what stands behind an auxiliary is no part of it.
    let end = (noun + 1..own.end).find(|&at| page.depends(at, verb, &["aux", "aux:pass"]));
    let own = own.start..end.unwrap_or(own.end);
    if own.contains(&noun) {
        return first_word(page, noun, own.start)..own.end;
    }
    let limit = within.start.max(verb.saturating_sub(SUBJECT_MAX_TOKENS));
    let is_between = |at: TokenId| page.same_level(at, verb) && !page.is(at, &[Upos::Punct]);
    let goes_on = (limit..own.start).contains(&noun)
        && page.is(noun, NOUNS)
        && (noun..own.start).all(is_between);
    let start = goes_on.then(|| base_start(page, noun + 1, limit)).flatten();
    start.unwrap_or(own.start)..own.end
}

/// Tells whether a verb goes on a clause: `thanked them and said`. Only at the start of a sentence,
/// after a mark or a conjunction can a bare past form be a participle.
fn is_coordinated(page: &Page<'_>, start: TokenId, unit: &Unit) -> bool {
    start > unit.tokens.start
        && !page.is(start - 1, &[Upos::Punct, Upos::Sconj])
        && !page.is_word(start - 1, &["when", "if", "as", "than", "once", "while", "where"])
        && !page.is(start - 1, &[Upos::Noun, Upos::Propn])
}

/// Takes in the adverbs right before a group: `also said`, `repeatedly called`.
fn with_adverbs(page: &Page<'_>, start: TokenId, limit: TokenId) -> TokenId {
    let mut start = start;
    while start > limit
        && page.is(start - 1, &[Upos::Adv])
        && page.same_level(start - 1, start)
        && !page.is_word(
            start - 1,
            &[
                "though",
                "however",
                "when",
                "where",
                "why",
                "how",
                "here",
                "there",
                "so",
                "too",
                "meanwhile",
                "then",
            ],
        )
    {
        start -= 1;
    }
    start
}

fn form_of(page: &Page<'_>, tokens: &Range<TokenId>, has_subject: bool) -> VerbForm {
    let head = tokens.end - 1;
    let low = page.low(head);
    let auxiliaries = tokens.start..head;
    if page.is_word(tokens.start, &["to"]) {
        return VerbForm::Infinitive;
    }
    // `she's told them`: she has.
    let is_have = |at: TokenId| page.is_word(at, &["'s"]) && page.relation(at) == "aux";
    let has_be = auxiliaries
        .clone()
        .any(|at| page.is_word(at, BE) && (low.ends_with("ing") || !is_have(at)));
    if low.ends_with("ing") && page.is(head, &[Upos::Verb]) {
        return if has_be { VerbForm::Finite } else { VerbForm::Gerund };
    }
    if has_be && page.is(head, &[Upos::Verb]) {
        return VerbForm::Passive;
    }
    if auxiliaries.is_empty() && !has_subject && looks_participle(low) {
        return VerbForm::Participle;
    }
    VerbForm::Finite
}

/// Tells whether a word has the form of a past participle.
pub(super) fn looks_participle(low: &str) -> bool {
    low.ends_with("ed") || low.ends_with("en") || matches!(low, "told" | "known" | "shown")
}

// Subjects are searched no further back than this.
const SUBJECT_MAX_TOKENS: usize = 60;

/// Returns the subject that ends before a verb group: its noun phrase with appositions and relative
/// clauses, as far as they are part of the source.
pub(super) fn subject_before(
    page: &Page<'_>,
    verb: TokenId,
    limit: TokenId,
) -> Option<Range<TokenId>> {
    let limit = limit.max(verb.saturating_sub(SUBJECT_MAX_TOKENS));
    let verb = before_mark(page, before_time(page, verb, limit), limit);
    let last = verb.checked_sub(1).filter(|&last| last >= limit)?;
    if is_comma(page, last) {
        let (open, kind) = parenthesis_before(page, last, limit)?;
        let start = phrase_start(page, open, limit)?;
        return Some(match kind {
            Parenthesis::Apposition => start..verb,
            Parenthesis::Adverbial => start..open,
        });
    }
    if page.form(last) == ")" {
        let open = (limit..last).rev().take(12).find(|&at| page.form(at) == "(")?;
        return phrase_start(page, open, limit).map(|start| start..verb);
    }
    phrase_start(page, verb, limit).map(|start| start..verb)
}

/// Steps back over a time right before a verb: `officials on Saturday | said`.
fn before_time(page: &Page<'_>, verb: TokenId, limit: TokenId) -> TokenId {
    if verb < limit + 2 || !is_day(page, verb - 1) {
        return verb;
    }
    if page.is_word(verb - 2, &["on", "late", "early", "since"]) { verb - 2 } else { verb - 1 }
}

/// Steps back over a quotation mark: `Hale “is not ready”`, `the “old plan” is`.
fn before_mark(page: &Page<'_>, verb: TokenId, limit: TokenId) -> TokenId {
    let marked = verb > limit + 1 && is_mark(page, verb - 1) && ends_phrase(page, verb - 2);
    if marked { verb - 1 } else { verb }
}

/// Tells whether a token is a comma or a dash that stands for one.
pub(super) fn is_comma(page: &Page<'_>, at: TokenId) -> bool {
    matches!(page.form(at), "," | "—" | "–" | "--")
        || (page.form(at) == "-" && page.is_spaced(at) && page.is_spaced(at + 1))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parenthesis {
    Apposition,
    Adverbial,
}

/// Returns where the words between two commas open, and what they are.
fn parenthesis_before(
    page: &Page<'_>,
    close: TokenId,
    limit: TokenId,
) -> Option<(TokenId, Parenthesis)> {
    let mut found = None;
    for open in (limit..close).rev() {
        if page.is_word(open, &[";", ":"]) {
            break;
        }
        if !is_comma(page, open) || !page.same_level(open, close) {
            continue;
        }
        let kind = parenthesis_kind(page, open + 1, close)?;
        found = Some((open, kind));
        // The words before the comma must end a noun phrase; else it is one of several commas
        // inside the parenthesis: `Hale, mayor of Orsk, a port, said`.
        if open > limit && ends_phrase(page, open - 1) && !continues_list(page, open, limit) {
            return found;
        }
    }
    found.filter(|&(open, _)| open > limit && ends_phrase(page, open - 1))
}

/// Tells whether the phrase before a comma is itself an apposition to one before.
fn continues_list(page: &Page<'_>, comma: TokenId, limit: TokenId) -> bool {
    let Some(start) = phrase_start(page, comma, limit) else { return false };
    start > limit + 1
        && is_comma(page, start - 1)
        && ends_phrase(page, start - 2)
        && page.is(start - 2, &[Upos::Propn])
        && !page.is(start, &[Upos::Pron])
}

fn parenthesis_kind(page: &Page<'_>, start: TokenId, end: TokenId) -> Option<Parenthesis> {
    if start >= end {
        return None;
    }
    if page.is_word(start, &["who", "whose", "which", "whom"]) {
        return Some(Parenthesis::Apposition);
    }
    if is_time(page, start) || page.is_word(start, &["last", "this", "next", "like", "speaking"]) {
        return Some(Parenthesis::Adverbial);
    }
    let nominal = starts_phrase(page, start)
        && !page.is(start, &[Upos::Verb, Upos::Adv])
        && !page.is_word(start, &["however", "meanwhile", "too"]);
    Some(if nominal { Parenthesis::Apposition } else { Parenthesis::Adverbial })
}

/// Returns where the noun phrase that ends before `end` starts, prepositional phrases and relative
/// clauses inside it included.
fn phrase_start(page: &Page<'_>, end: TokenId, limit: TokenId) -> Option<TokenId> {
    let mut start = base_start(page, end, limit)?;
    if is_day(page, end - 1) && start + 1 == end {
        return None;
    }
    while let Some(next) = phrase_step(page, start, end, limit) {
        start = next;
    }
    Some(start)
}

/// Finds the governor of the phrase found so far, and returns where its own phrase starts.
fn phrase_step(page: &Page<'_>, start: TokenId, end: TokenId, limit: TokenId) -> Option<TokenId> {
    let before = start.checked_sub(1).filter(|&before| before >= limit)?;
    if page.is(start, &[Upos::Pron]) && start + 1 == end {
        return None;
    }
    if !page.same_level(before, start) && page.quotation_at(before).is_some() {
        return None;
    }
    if page.is(before, &[Upos::Adp]) && before > limit {
        if page.is(before - 1, &[Upos::Verb]) {
            return relative_start(page, before - 1, limit, true);
        }
        return base_start(page, before, limit)
            .filter(|&s| !(is_day(page, before - 1) && s + 1 == before));
    }
    if page.is_word(before, &["and", "or", "&"]) && before > limit {
        return coordinated_start(page, before, limit);
    }
    if page.is(before, &[Upos::Verb, Upos::Aux]) {
        return relative_start(page, before, limit, false);
    }
    None
}

/// `A and B said`: the left member joins unless a verb or preposition governs it.
fn coordinated_start(page: &Page<'_>, and: TokenId, limit: TokenId) -> Option<TokenId> {
    let end = if and > limit && is_comma(page, and - 1) { and - 1 } else { and };
    let governed =
        |start: TokenId| start > limit && page.is(start - 1, &[Upos::Verb, Upos::Adp, Upos::Aux]);
    let mut start = member_start(page, end, limit).filter(|&start| !governed(start))?;
    while start > limit + 1 && page.form(start - 1) == "," {
        let next = member_start(page, start - 1, limit).filter(|&next| !governed(next));
        let Some(next) = next else { break };
        start = next;
    }
    Some(start)
}

/// `head of the Orm Guild Dana Weld`: a member of a list, with what stands before "of".
fn member_start(page: &Page<'_>, end: TokenId, limit: TokenId) -> Option<TokenId> {
    let mut start = base_start(page, end, limit)?;
    while start > limit + 1 && page.is_word(start - 1, &["of"]) {
        let Some(next) = base_start(page, start - 1, limit) else { break };
        start = next;
    }
    Some(start)
}

/// `the man who met reporters`, `officials briefed on the matter`: from the verb back to the head.
fn relative_start(
    page: &Page<'_>,
    verb: TokenId,
    limit: TokenId,
    reduced: bool,
) -> Option<TokenId> {
    let mut first = verb;
    while first > limit && page.is(first - 1, &[Upos::Aux, Upos::Adv, Upos::Part]) {
        first -= 1;
    }
    if first > limit && page.is_word(first - 1, &["who", "that", "which", "whose"]) {
        return base_start(page, first - 1, limit);
    }
    let low = page.low(verb);
    let participle = first == verb && (low.ends_with("ed") || low.ends_with("ing"));
    if reduced && participle { base_start(page, verb, limit) } else { None }
}
