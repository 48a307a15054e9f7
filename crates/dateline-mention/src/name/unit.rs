//! Words as names are made of them: hyphenated words whole, possessives apart.

use dateline_syntax::{TokenId, Upos};
use dateline_text::{BlockKind, Span};

use super::lexicon;
use crate::Parsed;

/// How a unit is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `Hale`, `Al-Nakhala`.
    Capital,
    /// `NATO`, `U.S.`, `G20`.
    Upper,
    /// `minister`, `al`.
    Lower,
    /// `12`, `2024`.
    Number,
    /// Marks, possessive endings.
    Mark,
}

/// One word as names are made of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'t> {
    /// Where it stands.
    pub(crate) span: Span,
    /// The words.
    pub(crate) form: &'t str,
    /// How it is written.
    pub(crate) shape: Shape,
    /// Its first token.
    pub(crate) token: TokenId,
    /// Whether a sentence or quotation opens with it, so that its capital tells nothing.
    pub(crate) opens: bool,
    /// Whether no name can go on from the unit before to this one.
    pub(crate) breaks: bool,
}

impl Unit<'_> {
    /// Tells whether it begins with a capital letter.
    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper)
    }
}

/// The units of one sentence.
#[derive(Debug, Clone)]
pub(crate) struct UnitSentence<'t> {
    /// In text order.
    pub(crate) units: Vec<Unit<'t>>,
    /// Whether nearly every word is capitalised, so that capitals tell nothing.
    pub(crate) is_headline: bool,
}

/// Makes units of every sentence that is part of the story or its dateline.
pub(crate) fn unit_sentences(parsed: Parsed<'_>) -> Vec<UnitSentence<'_>> {
    let read = |kind: BlockKind| kind.is_read() || kind == BlockKind::Dateline;
    let sentences = parsed.segmentation.sentences.iter().filter(|sentence| read(sentence.kind));
    sentences
        .map(|sentence| {
            let units = units_of(parsed, sentence.tokens.clone());
            let is_headline = is_headline(&units);
            UnitSentence { units, is_headline }
        })
        .collect()
}

fn units_of(parsed: Parsed<'_>, tokens: std::ops::Range<TokenId>) -> Vec<Unit<'_>> {
    let text = parsed.dispatch.text.as_str();
    let mut units: Vec<Unit<'_>> = Vec::with_capacity(tokens.len());
    let mut at = tokens.start;
    while at < tokens.end {
        let end = hyphenated(parsed, at, tokens.end);
        let span = parsed.segmentation.span_of(at..end);
        push_units(text, span, at, &mut units);
        at = end;
    }
    for index in 0..units.len() {
        let after_mark = index == 0 || opens_after(units[index - 1].form);
        units[index].opens = after_mark
            || (index > 0 && units[index - 1].opens && units[index - 1].shape == Shape::Mark);
    }
    units
}

/// Returns the end of the tokens from `at` that hyphens hold together without white space.
fn hyphenated(parsed: Parsed<'_>, at: TokenId, limit: TokenId) -> TokenId {
    let tokens = &parsed.segmentation.tokens;
    let text = parsed.dispatch.text.as_str();
    let touches = |left: TokenId| tokens[left].span.end == tokens[left + 1].span.start;
    let is_word = |token: TokenId| tokens[token].span.of(text).starts_with(char::is_alphanumeric);
    let mut end = at + 1;
    while end + 1 < limit
        && is_word(end - 1)
        && matches!(tokens[end].span.of(text), "-" | "‑")
        && touches(end - 1)
        && touches(end)
        && is_word(end + 1)
    {
        end += 2;
    }
    end
}

/// Adds a word as one unit, or by its parts where its hyphen joins words that are no one name.
fn push_units<'t>(text: &'t str, span: Span, token: TokenId, units: &mut Vec<Unit<'t>>) {
    let form = span.of(text);
    let gap = units
        .last()
        .map_or("", |last| text.get(last.span.end as usize..span.start as usize).unwrap_or(""));
    let breaks = gap.contains('\n');
    let parts: Vec<&str> = form.split(['-', '‑']).collect();
    if parts.len() == 1 || is_one_name(&parts) || parts.iter().any(|part| part.is_empty()) {
        units.push(Unit { span, form, shape: shape_of(form), token, opens: false, breaks });
        return;
    }
    let mut start = span.start as usize;
    for (n, part) in parts.iter().enumerate() {
        let span = Span::new(start, start + part.len());
        // Every hyphen is one character; its width in bytes differs.
        start += part.len() + text[span.end as usize..].chars().next().map_or(0, char::len_utf8);
        units.push(Unit {
            span,
            form: part,
            shape: shape_of(part),
            token,
            opens: false,
            breaks: breaks || n > 0,
        });
    }
}

/// Tells whether hyphenated parts make one name: all capitals or particles, no two nations.
fn is_one_name(parts: &[&str]) -> bool {
    let names = |part: &&str| part.starts_with(char::is_uppercase);
    let fits = |part: &&str| {
        names(part) || lexicon::is_particle(part) || part.chars().all(|c| c.is_ascii_digit())
    };
    let is_nation = |part: &&str| {
        crate::place::gazetteer::demonym(part).is_some()
            || crate::place::gazetteer::country_named(part).is_some()
    };
    let whole = parts.join("-");
    let known =
        crate::place::gazetteer::demonym(&whole).is_some() || lexicon::title(&whole).is_some();
    let all_lower = !parts.iter().any(names);
    known
        || all_lower
        || is_given_name(parts)
        || (parts.iter().all(fits) && !parts.iter().all(is_nation))
}

/// Tells whether two parts make a given name of the form "Jae-in", "Pi-sheng".
fn is_given_name(parts: &[&str]) -> bool {
    const COMPOUND_ENDS: [&str; 36] = [
        "led", "based", "wide", "era", "style", "like", "bound", "born", "run", "made", "old",
        "long", "term", "time", "free", "owned", "day", "year", "man", "member", "level", "class",
        "point", "page", "backed", "brokered", "held", "linked", "occupied", "allied", "funded",
        "speaking", "only", "size", "type", "wing",
    ];
    let [first, second] = parts else { return false };
    let short = |part: &str| {
        (1..=6).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic)
    };
    let capital =
        first.chars().skip(1).all(char::is_lowercase) && first.starts_with(char::is_uppercase);
    let lower = second.chars().all(char::is_lowercase);
    capital
        && lower
        && short(first)
        && short(second)
        && !COMPOUND_ENDS.contains(second)
        && !lexicon::is_opening(second)
        && !lexicon::is_opening(first)
        && crate::place::gazetteer::demonym(first).is_none()
        && crate::place::gazetteer::country_named(first).is_none()
}

fn shape_of(form: &str) -> Shape {
    let mut letters = form.chars().filter(|letter| letter.is_alphabetic());
    let first = form.chars().next().unwrap_or(' ');
    if form.starts_with(['\'', '’']) && form.chars().count() <= 2 {
        Shape::Mark
    } else if first.is_numeric() {
        Shape::Number
    } else if !first.is_alphabetic() {
        Shape::Mark
    } else if form.chars().filter(|c| c.is_alphanumeric()).count() > 1
        && letters.clone().all(char::is_uppercase)
    {
        Shape::Upper
    } else if letters.any(char::is_uppercase)
        && (first.is_uppercase()
            || form
                .split(['-', '\'', '’'])
                .skip(1)
                .any(|part| part.starts_with(char::is_uppercase)))
    {
        Shape::Capital
    } else {
        Shape::Lower
    }
}

fn opens_after(form: &str) -> bool {
    form.chars().all(|mark| {
        matches!(
            mark,
            '"' | '“'
                | '‘'
                | '\''
                | '`'
                | ':'
                | '•'
                | '-'
                | '–'
                | '—'
                | '*'
                | '.'
                | '?'
                | '!'
                | ';'
        )
    })
}

/// Nearly all words capitalised that are not grammar's, and more than a name's worth of them.
fn is_headline(units: &[Unit<'_>]) -> bool {
    const LEAST_WORDS: usize = 5;
    let is_content = |unit: &&Unit<'_>| {
        unit.is_capital()
            || (unit.shape == Shape::Lower
                && !lexicon::is_opening(unit.form)
                && !lexicon::is_particle(unit.form))
    };
    let words: Vec<_> = units.iter().filter(is_content).collect();
    let n_lower = words.iter().filter(|unit| !unit.is_capital()).count();
    let is_closed = units.last().is_some_and(|unit| unit.form == ".");
    words.len() >= LEAST_WORDS && n_lower * 10 <= words.len() && (n_lower == 0 || !is_closed)
}

/// Returns the tag of a token; `None` where the dispatch is not tagged.
pub(crate) fn tag(parsed: Parsed<'_>, token: TokenId) -> Option<Upos> {
    parsed.parse.words.get(token).map(|word| word.upos)
}
