//! Numbers that are not quantities: labels, ages, scores, telephone numbers.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{LexemeKind, Line, WordKind, number_word, rows};

/// Each label, and whether it is one in lower case too.
static LABELS: LazyLock<FxHashMap<&'static str, bool>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/quantities/labels.tsv"))
        .map(|row| (row[0], row.len() > 1))
        .collect()
});

/// Tells whether the number at `start..end` names a thing, gives an age or a score, or is a part
/// of a longer code.
pub(super) fn is_trap(line: &Line<'_>, start: usize, end: usize) -> bool {
    is_code(line, start, end)
        || is_label(line, start)
        || is_age(line, start, end)
        || is_score(line, start)
        || is_name(line, start, end)
        || is_list_mark(line, start, end)
}

/// Tells whether `one` stands for a thing rather than counts it: `one of them`, `no one`.
pub(super) fn is_pronoun(line: &Line<'_>, at: usize, end: usize) -> bool {
    if line.low(at) != "one" || end != at + 1 {
        return false;
    }
    let is_before = matches!(
        line.before(at, 1),
        "no" | "this"
            | "that"
            | "which"
            | "any"
            | "every"
            | "each"
            | "another"
            | "the"
            | "some"
            | "not"
            | "new"
            | "only"
            | "first"
            | "latest"
            | "last"
            | "big"
            | "good"
            | "like"
            | "as"
    );
    let is_after = matches!(
        line.low(end),
        "" | "of"
            | "another"
            | "that"
            | "who"
            | "which"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "would"
            | "will"
            | "has"
            | "is"
            | "was"
            | "day"
            | "by"
            | ","
            | "."
            | "'"
            | "\u{2019}"
            | "thing"
            | "and"
            | "in"
            | "for"
            | "to"
            | ";"
            | "?"
            | "-"
    );
    let is_newest = line.before(at, 1).ends_with("est") || line.low(end).ends_with("ing");
    is_before || is_after || is_newest
}

/// Digits glued into `F-16`, `24/7`, `1:30`, `192.168.0.1`, `20s`, `+44`, `007`.
fn is_code(line: &Line<'_>, start: usize, end: usize) -> bool {
    if line.kind(start) != Some(LexemeKind::Number) {
        return false;
    }
    let before = line.before(start, 1);
    let is_word = |word: &str| word.starts_with(char::is_alphabetic);
    let is_joined_word = matches!(before, "-" | "\u{2011}")
        && line.is_glued(start)
        && line.is_glued(start - 1)
        && is_word(line.before(start, 2))
        && number_word(line.before(start, 2)).is_none();
    let is_glued_code = line.is_glued(start)
        && (is_word(before) || CODE_SIGNS.contains(&before) || matches!(before, "." | "'" | "’"));
    let is_before_code = line.is_glued(end)
        && (CODE_SIGNS.contains(&line.raw(end))
            || line.kind(end) == Some(LexemeKind::Word) && !line.low(end).starts_with("km"));
    let digits = line.raw(start);
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    is_joined_word
        || is_glued_code
        || is_before_code
        || has_leading_zero
        || is_hyphen_chain(line, start)
}

/// Digits in a run of words and digits joined by hyphens (`555-0142`, `d2c9-a597-db7d`), or those
/// after a hyphen that no range has taken.
fn is_hyphen_chain(line: &Line<'_>, start: usize) -> bool {
    let is_group = |at: usize| line.kind(at) == Some(LexemeKind::Number);
    let is_second = start >= 2 && line.is_hyphen(start - 1) && is_group(start - 2);
    let is_long = line.is_hyphen(start + 1)
        && is_group(start + 2)
        && line.raw(start + 2).len() >= 4
        && line.raw(start + 2).len() > line.raw(start).len()
        && line.integer(start + 2).is_some();
    is_second || is_long || count_hyphens(line, start) >= 3
}

/// Counts the hyphens in the run without white space around a place.
fn count_hyphens(line: &Line<'_>, start: usize) -> usize {
    let is_run = |at: &usize| line.is_glued(*at);
    let before =
        (start.saturating_sub(RUN_REACH)..=start).rev().take_while(is_run).map(|at| at - 1);
    let after = (start + 1..start + RUN_REACH).take_while(is_run);
    before.chain(after).filter(|&at| line.raw(at) == "-").count()
}

/// `Route 66`, `Resolution 1701`, `No. 10`, `article 29`.
fn is_label(line: &Line<'_>, start: usize) -> bool {
    let back = if line.before(start, 1) == "." { 2 } else { 1 };
    let Some(at) = start.checked_sub(back) else { return false };
    is_label_word(line.raw(at))
}

/// Tells whether a number behind a word is its label: `Route`, `page`, `No`.
pub(super) fn is_label_word(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let label = LABELS.get(lower.as_str()).or_else(|| LABELS.get(lower.strip_suffix('s')?));
    label.is_some_and(|is_lower| *is_lower || word.starts_with(char::is_uppercase))
}

/// `aged 45`, `ages 3 and 5`, `aged between 18 and 29`, `under the age of 15`.
fn is_after_aged(line: &Line<'_>, start: usize) -> bool {
    let links =
        ["between", "over", "under", "from", "about", "and", "to", "of", "-", "\u{2013}", ","];
    let before = (start.saturating_sub(5)..start).rev();
    let mut others = before.skip_while(|&at| {
        links.contains(&line.low(at)) || line.kind(at) == Some(LexemeKind::Number)
    });
    let word = others.next().map_or("", |at| line.low(at));
    matches!(word, "age" | "aged" | "ages")
}

/// `Ali, 45, said`, `Ali (45)`, `two-year-old`, `five years old`, `the age of 15`, `she was 93.`
pub(super) fn is_age(line: &Line<'_>, start: usize, end: usize) -> bool {
    let unit = if line.is_hyphen(end) { end + 1 } else { end };
    let old = if line.is_hyphen(unit + 1) { unit + 2 } else { unit + 1 };
    let is_old = line.low(old) == "old" || line.skip(old, "of age").is_some();
    let is_youngest = line.low(end) == "to"
        && line.low(end + 3) == "old"
        && TIME_UNITS.contains(&line.low(end + 2));
    if is_youngest || is_after_aged(line, start) || is_old && TIME_UNITS.contains(&line.low(unit)) {
        return true;
    }
    let Some(age) = line.integer(start) else { return false };
    let is_closed = matches!(line.raw(end), "," | ")" | "." | ";" | "");
    let is_opened = matches!(line.before(start, 1), "," | "(");
    let is_name =
        start >= 2 && line.is_capital(start - 2) && line.kind(start - 2) == Some(LexemeKind::Word);
    let is_said = matches!(line.before(start, 1), "was" | "is" | "turned" | "now")
        && matches!(line.before(start, 2), "he" | "she" | ",");
    let is_number = end == start + 1 && (1..=120).contains(&age);
    is_number && is_closed && (is_opened && is_name || is_said)
}

/// `won 3-1`, `a 2-0 defeat`.
fn is_score(line: &Line<'_>, start: usize) -> bool {
    let score = |at: usize| line.integer(at).filter(|&n| n < 200);
    let pair = |first: usize| {
        line.is_hyphen(first + 1) && score(first).is_some() && score(first + 2).is_some()
    };
    let first = if pair(start) {
        start
    } else if start >= 2 && pair(start - 2) {
        start - 2
    } else {
        return false;
    };
    let is_falling = score(first) >= score(first + 2);
    let is_game = |word: &str| {
        matches!(
            word,
            "won"
                | "win"
                | "wins"
                | "lost"
                | "lose"
                | "beat"
                | "beaten"
                | "drew"
                | "draw"
                | "drawn"
                | "defeat"
                | "defeated"
                | "victory"
                | "lead"
                | "led"
                | "score"
                | "trailed"
                | "vote"
                | "voted"
                | "ruled"
                | "ruling"
                | "decision"
        )
    };
    is_falling
        || (1..=3).any(|back| is_game(line.before(first, back)))
        || (3..=4).any(|ahead| is_game(line.low(first + ahead)))
}

/// `Group of Seven`, `Boeing 737`, `Nine Network`: a part of a name.
fn is_name(line: &Line<'_>, start: usize, end: usize) -> bool {
    let is_spelled = matches!(
        number_word(line.low(start)),
        Some((_, WordKind::Unit | WordKind::Tens | WordKind::Scale))
    );
    let is_after_name = start > 1
        && line.is_capital(start - 1)
        && line.kind(start - 1) == Some(LexemeKind::Word)
        && line.raw(start - 1).chars().skip(1).any(char::is_lowercase);
    if is_spelled {
        let is_zero_word = line.low(start) == "zero"
            && (line.is_hyphen(end) || start > 0 && line.is_hyphen(start - 1));
        let is_owner = line.is_apostrophe(end) && line.is_glued(end);
        if is_zero_word || start > 0 && line.is_capital(start) && is_owner {
            return true;
        }
        let is_group = matches!(line.before(start, 1), "of" | "big") && line.is_capital(start);
        return line.is_capital(start)
            && start > 0
            && (is_group || line.is_capital(end) && !is_headline(line));
    }
    let is_model = line.integer(start).is_some()
        && matches!(line.kind(end), None | Some(LexemeKind::Sign))
        && !matches!(line.raw(end), "%" | "-" | "\u{2013}" | "°");
    is_after_name && is_model && !is_headline(line)
}

/// Tells whether nearly every word has a capital, as in a headline.
fn is_headline(line: &Line<'_>) -> bool {
    let words = (0..line.len().min(HEADLINE_REACH)).filter(|&at| line.raw(at).len() > 3);
    let (n_capital, n_words) =
        words.fold((0, 0), |(capital, n), at| (capital + usize::from(line.is_capital(at)), n + 1));
    n_capital * 4 >= n_words * 3
}

/// `1.` and `2)` at the head of a list item.
fn is_list_mark(line: &Line<'_>, start: usize, end: usize) -> bool {
    start == 0
        && line.integer(0).is_some()
        && matches!(line.raw(end), "." | ")")
        && end < line.len() - 1
}

/// Units that an age is told in.
const TIME_UNITS: [&str; 10] =
    ["year", "years", "month", "months", "week", "weeks", "day", "days", "decade", "century"];

/// Signs that join digits into codes, addresses, clock times.
const CODE_SIGNS: [&str; 9] = ["/", ":", "_", "#", "@", "+", "=", "*", "\\"];

/// How many lexemes away a run of joined words is followed.
const RUN_REACH: usize = 12;

const HEADLINE_REACH: usize = 24;
