//! Extents of noun phrases, told from tags.

use dateline_syntax::{TokenId, Upos};
use dateline_text::month_named;

use super::lexicon::LISTS;
use super::page::Page;

const TIME_WORDS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
];

/// Days as they are shortened, before a stop or a number.
const SHORT_DAYS: &[&str] =
    &["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"];

const TIME_NOUNS: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "night",
    "day",
    "week",
    "weekend",
    "month",
    "year",
    "hour",
    "minute",
    "moment",
    "time",
    "summer",
    "winter",
    "spring",
    "autumn",
    "fall",
    "decade",
];

/// Tells whether a token names a day: `Monday`, `yesterday`.
pub(super) fn is_day(page: &Page<'_>, at: TokenId) -> bool {
    let is_short = || page.form(at + 1) == "." || page.is(at + 1, &[Upos::Num]);
    page.is_word(at, TIME_WORDS)
        || page.low(at).strip_suffix('.').is_some_and(|low| SHORT_DAYS.contains(&low))
        || page.is_word(at, SHORT_DAYS) && is_short()
}

/// Tells whether a token names a stretch of time.
pub(super) fn is_time(page: &Page<'_>, at: TokenId) -> bool {
    let lemma = page.lemma(at);
    is_day(page, at)
        || TIME_NOUNS.contains(&lemma)
        || page.is_word(at, TIME_NOUNS)
        || month_named(lemma).is_some()
}

/// Tells whether a token is a pronoun that can only be a subject.
pub(super) fn is_subject_pronoun(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["i", "he", "she", "they", "we"])
}

/// Tells whether a token can end a noun phrase.
pub(super) fn ends_phrase(page: &Page<'_>, at: TokenId) -> bool {
    match page.upos(at) {
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym => true,
        // `the poor`, not `was clean`
        Upos::Adj => {
            page.form(at).starts_with(char::is_uppercase)
                || at > 0 && page.is(at - 1, &[Upos::Det, Upos::Adj, Upos::Propn, Upos::Num])
                || is_aged(page, at)
        }
        Upos::X => page.form(at).starts_with(char::is_alphanumeric),
        Upos::Det => page.is_word(
            at,
            &[
                "some", "many", "all", "both", "those", "these", "this", "that", "most", "few",
                "several", "another", "any", "none", "either",
            ],
        ),
        _ => false,
    }
}

/// `the 52-year-old`
fn is_aged(page: &Page<'_>, at: TokenId) -> bool {
    at > 1 && page.is_word(at, &["old"]) && page.is_word(at - 2, &["year", "month"])
}

fn is_inside(page: &Page<'_>, at: TokenId) -> bool {
    match page.upos(at) {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym | Upos::X | Upos::Det => true,
        Upos::Part => page.is_word(at, &["'s", "'"]),
        Upos::Pron => is_possessive(page, at),
        Upos::Punct => is_glue(page, at),
        _ => false,
    }
}

fn is_possessive(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["his", "her", "their", "its", "our", "my", "your", "whose"])
}

/// A hyphen, slash or ampersand between words without space: `co-chair`.
fn is_glue(page: &Page<'_>, at: TokenId) -> bool {
    let mark = matches!(page.form(at), "-" | "/" | "&" | "‑");
    mark && !(page.is_spaced(at) && page.form(at) == "-")
}

/// Tells whether a noun phrase can start at a token.
pub(super) fn starts_phrase(page: &Page<'_>, at: TokenId) -> bool {
    match page.upos(at) {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym | Upos::Det | Upos::Pron => {
            !page.is_word(at, &["not"])
        }
        Upos::Verb => is_modifier(page, at),
        Upos::Adv => page.is(at + 1, &[Upos::Num]) || page.is_word(at, &["nearly", "almost"]),
        _ => false,
    }
}

/// A participle before a noun: `leading figures`, `elected officials`.
fn is_modifier(page: &Page<'_>, at: TokenId) -> bool {
    let form = page.low(at);
    (form.ends_with("ing") || form.ends_with("ed") || form.ends_with("en"))
        && page.is(at + 1, &[Upos::Noun, Upos::Propn])
        && !is_time(page, at + 1)
}

/// Returns where the base noun phrase that ends before `end` starts.
pub(super) fn base_start(page: &Page<'_>, end: TokenId, limit: TokenId) -> Option<TokenId> {
    let last = end.checked_sub(1).filter(|&last| last >= limit && ends_phrase(page, last))?;
    let mut start = last;
    if page.is(last, &[Upos::Pron]) && !is_possessive(page, last) {
        return Some(last);
    }
    while start > limit {
        let before = start - 1;
        let apart = is_day(page, before) || is_time(page, before) && page.is(start, &[Upos::Propn]);
        if apart && !page.is_word(start, &["'s"]) {
            break;
        }
        let fits = is_inside(page, before)
            || is_inner_mark(page, before, start)
            || (page.is(before, &[Upos::Verb]) && is_modifier_of(page, before))
            || (page.is(before, &[Upos::Adv])
                && page.is(start, &[Upos::Adj, Upos::Num])
                && start < last
                && before > limit
                && page.is(before - 1, &[Upos::Det, Upos::Adv]));
        if !fits || opens_phrase(page, start) && !page.is(before, &[Upos::Det, Upos::Part]) {
            break;
        }
        start = before;
    }
    Some(with_hedge(page, start, limit))
}

/// Takes in a hedge before a number: `about half`, `just a quarter`.
fn with_hedge(page: &Page<'_>, start: TokenId, limit: TokenId) -> TokenId {
    const HEDGES: &[&str] =
        &["about", "just", "nearly", "almost", "only", "roughly", "around", "some", "over"];
    const COUNTS: &[&str] = &["half", "a", "all", "every", "most"];
    let counted = page.is(start, &[Upos::Num]) || page.is_word(start, COUNTS);
    let hedged = counted && start > limit && page.is_word(start - 1, HEDGES);
    if hedged { start - 1 } else { start }
}

/// Tells whether a token is a quotation mark.
pub(super) fn is_mark(page: &Page<'_>, at: TokenId) -> bool {
    matches!(page.form(at), "“" | "”" | "\"" | "''" | "``" | "‘" | "’" | "'" | "«" | "»")
}

/// A quotation mark inside a noun phrase: `the “old” plan`, not the end of a quotation before it.
fn is_inner_mark(page: &Page<'_>, at: TokenId, next: TokenId) -> bool {
    const MAX_TOKENS: usize = 8;
    let Some(quoted) = page.quoted(at).filter(|_| is_mark(page, at)) else { return false };
    let opens = page.same_level(at, next);
    let ends_speech = at > 0 && matches!(page.form(at - 1), "," | "." | "?" | "!" | "—" | "–");
    quoted.tokens.len() <= MAX_TOKENS && (opens || !ends_speech)
}

/// A determiner or possessive pronoun starts its phrase.
fn opens_phrase(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["the", "a", "an"]) || is_possessive(page, at)
}

fn is_modifier_of(page: &Page<'_>, at: TokenId) -> bool {
    is_modifier(page, at)
        && at > 0
        && (page.is(at - 1, &[Upos::Det, Upos::Adj, Upos::Num, Upos::Part])
            || is_possessive(page, at - 1))
}

/// Returns where the base noun phrase that starts at `start` ends.
pub(super) fn base_end(page: &Page<'_>, start: TokenId, limit: TokenId) -> Option<TokenId> {
    if start >= limit || !starts_phrase(page, start) {
        return None;
    }
    if page.is(start, &[Upos::Pron]) && !is_possessive(page, start) {
        return Some(start + 1);
    }
    let mut end = start + 1;
    let mut last_nominal = ends_phrase(page, start).then_some(end);
    while end < limit {
        let takes = is_inside(page, end) && !(is_day(page, end) && last_nominal.is_some());
        let inner_verb = page.is(end, &[Upos::Verb]) && is_modifier_of(page, end);
        let inner_adverb = last_nominal.is_none() && page.is(end, &[Upos::Adv]);
        let quote = page.is(end, &[Upos::Punct]) && page.quotation_at(end).is_some();
        let inner = inner_adverb || quote || joins_adjectives(page, end);
        let hyphened = page.is_hyphened(end) || page.is_hyphened(end - 1);
        if !(takes || inner_verb || hyphened || inner && last_nominal.is_none()) {
            break;
        }
        if starts_anew(page, end, last_nominal.is_some()) {
            break;
        }
        end += 1;
        if ends_phrase(page, end - 1) && !page.is(end - 1, &[Upos::Det]) {
            last_nominal = Some(end);
        }
    }
    last_nominal
}

/// Tells whether a word joins two adjectives before their noun: `regional and international actors`.
fn joins_adjectives(page: &Page<'_>, at: TokenId) -> bool {
    page.is_word(at, &["and", "or"])
        && at > 0
        && page.is(at - 1, &[Upos::Adj])
        && page.is(at + 1, &[Upos::Adj])
}

/// A determiner or pronoun after a noun starts the next phrase.
fn starts_anew(page: &Page<'_>, at: TokenId, has_noun: bool) -> bool {
    // `told the team last week`
    let is_when = || page.is_word(at, &["last", "next", "this"]) && is_time(page, at + 1);
    has_noun
        && (is_when()
            || page.is(at, &[Upos::Det, Upos::Pron])
                && !page.is_word(at - 1, &["all", "both", "half"]))
}

/// Extends a base noun phrase over the prepositional phrases that follow it, never over a time.
pub(super) fn with_prepositions(page: &Page<'_>, end: TokenId, limit: TokenId) -> TokenId {
    const LINKS: &[&str] = &[
        "of", "in", "for", "at", "from", "with", "to", "on", "by", "near", "against", "between",
        "under", "within", "about", "who", "and", "or", "&",
    ];
    let mut end = end;
    while page.is_word(end, LINKS) {
        let start = end + 1;
        let Some(next) = base_end(page, start, limit) else { break };
        if (start..next).any(|at| is_time(page, at) && !is_part_of_name(page, at, start)) {
            break;
        }
        if page.is_word(end, &["in", "at", "on", "by"]) && is_occasion(page, next - 1) {
            break;
        }
        end = next;
    }
    end
}

/// `Theresa May`, `The Sun`: no month and no day.
fn is_part_of_name(page: &Page<'_>, at: TokenId, start: TokenId) -> bool {
    at > start
        && page.is(at, &[Upos::Propn])
        && page.is(at - 1, &[Upos::Propn, Upos::Det])
        && page.form(at - 1).starts_with(char::is_uppercase)
}

/// The head of a phrase that tells where or how something was said: `in a statement`.
pub(super) fn is_occasion(page: &Page<'_>, head: TokenId) -> bool {
    LISTS.holds("occasion", page.lemma(head)) || LISTS.holds("occasion", page.low(head))
}
