//! A number, a range or a vague count, with its unit, without its hedges.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{
    LexemeKind, Line, Number, Phrases, QuantityKind, cell,
    hedge::Bounds,
    number::scale,
    read_number, read_ordinal, rows,
    trap::{is_age, is_pronoun, is_trap},
    unit::{Unit, money_before, unit_after},
};

/// What was counted, before hedges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    /// One past its last lexeme.
    pub(super) end: usize,
    pub(super) kind: QuantityKind,
    pub(super) value: Option<f64>,
    pub(super) bounds: Bounds,
    pub(super) unit: Option<&'static str>,
    pub(super) rule: &'static str,
}

/// The least of each vague count, and whether it may stand before a scale.
static VAGUE: LazyLock<Phrases<(f64, bool)>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/quantities/vague.tsv"))
        .filter_map(|row| Some((row[0].to_owned(), (cell(&row, 1)?, row.len() > 2))))
        .collect()
});

/// Reads the amount that begins at `at`.
pub(super) fn read_amount(line: &Line<'_>, at: usize) -> Option<Amount> {
    range(line, at)
        .or_else(|| magnitude(line, at))
        .or_else(|| ordinal(line, at))
        .or_else(|| number(line, at))
        .or_else(|| couple(line, at))
        .or_else(|| vague(line, at))
}

/// Reads `28,000`, `$1.5 million`, `12 percent`, `40 km`.
fn number(line: &Line<'_>, at: usize) -> Option<Amount> {
    let plain = read_plain(line, at)?;
    if is_pronoun(line, plain.start, plain.number.end) || is_fraction(line, plain.number.end) {
        return None;
    }
    let is_money = plain.unit.is_some_and(|unit| unit.kind == QuantityKind::Money);
    if !is_money && is_trap(line, plain.start, plain.number.end) {
        return None;
    }
    let exact = Some(plain.number.value);
    let bounds = Bounds { low: exact, high: exact };
    Some(amount("quantity.number", plain.end, exact, bounds).of(plain.unit))
}

/// Reads `between 40 and 50`, `40 to 50`, `5-10 million`, `seven or eight`, `two or three hundred`;
/// `rose from 40 to 50` is a change, not a range.
fn range(line: &Line<'_>, at: usize) -> Option<Amount> {
    let opening = line.low(at);
    let start = line.skip_any(at, &["between", "from"]);
    let low = read_plain(line, start)?;
    let joint = low.end;
    let high = read_plain(line, joint + 1)?;
    let is_joined = match line.low(joint) {
        "and" => opening == "between",
        "to" if opening == "from" => !is_change(line, at),
        "to" => line.before(at, 1) != "from",
        "or" => start == at && (low.unit.is_none() || low.unit == high.unit),
        _ => start == at && is_dash(line, joint),
    };
    if !is_joined
        || is_trap(line, low.start, joint) && low.unit.is_none()
        || is_run_on(line, high.number.end)
        || is_age(line, high.start, high.number.end)
    {
        return None;
    }
    // In `5 to 10 million` and `two or three hundred` the scale belongs to both.
    let factor = high.number.scale;
    let shares = low.number.value < high.number.value / factor;
    let low_value = if shares { low.number.value * factor } else { low.number.value };
    let bounds = Bounds { low: Some(low_value), high: Some(high.number.value) };
    let is_rising = low_value < high.number.value;
    is_rising.then(|| amount("quantity.range", high.end, None, bounds).of(high.unit.or(low.unit)))
}

fn is_dash(line: &Line<'_>, at: usize) -> bool {
    line.is_hyphen(at) || matches!(line.raw(at), "\u{2013}" | "\u{2014}")
}

/// Words that tell that a number became another: `rose`, `up`, `the toll`.
static CHANGES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/quantities/changes.tsv"))
        .flat_map(|row| row[0].split('|'))
        .collect()
});

/// Tells whether the words before `from` tell of a change.
fn is_change(line: &Line<'_>, from: usize) -> bool {
    (1..=CHANGE_REACH).any(|back| CHANGES.contains(line.before(from, back)))
}

/// How many words before `from` a word of change may stand.
const CHANGE_REACH: usize = 8;

/// Reads `magnitude 6.4`, `a magnitude of 6.4`, `6.4-magnitude`.
fn magnitude(line: &Line<'_>, at: usize) -> Option<Amount> {
    if line.low(at) != "magnitude" {
        return None;
    }
    let start = line.skip_any(at + 1, &["of"]);
    let start = if line.is_hyphen(start) { start + 1 } else { start };
    let number = read_number(line, start).filter(|n| n.has_digits && n.value < 11.0)?;
    let exact = Some(number.value);
    let bounds = Bounds { low: exact, high: exact };
    let unit = Unit { kind: QuantityKind::Measure, name: "magnitude" };
    Some(amount("quantity.magnitude", number.end, exact, bounds).of(Some(unit)))
}

/// Reads `third`, `21st`.
fn ordinal(line: &Line<'_>, at: usize) -> Option<Amount> {
    let (value, end) = read_ordinal(line, at)?;
    // `second` as a verb or a unit of time and `first` in a name are left to others.
    let is_name = line.is_capital(at) && at > 0 && line.is_capital(end);
    let exact = Some(f64::from(value));
    let bounds = Bounds { low: exact, high: exact };
    let found = amount("quantity.ordinal", end, exact, bounds);
    (!is_name).then_some(Amount { kind: QuantityKind::Ordinal, ..found })
}

/// Reads `a couple of`, `a couple dozen`.
fn couple(line: &Line<'_>, at: usize) -> Option<Amount> {
    let start = line.skip(at, "a couple")?;
    let of = line.skip_any(start, &["of"]);
    let factor = scale(line.low(of));
    let end = if factor.is_some() { of + 1 } else { start };
    let is_count = factor.is_some() || of > start;
    let exact = Some(2.0 * factor.unwrap_or(1.0));
    let bounds = Bounds { low: exact, high: exact };
    is_count.then(|| amount("quantity.couple", end, exact, bounds))
}

/// Reads `dozens`, `tens of thousands`, `several hundred`.
fn vague(line: &Line<'_>, at: usize) -> Option<Amount> {
    let ((least, takes_scale), end) = VAGUE.find(line, at)?;
    let factor = scale(line.low(end)).filter(|_| takes_scale);
    let end = if factor.is_some() { end + 1 } else { end };
    let low = Some(least * factor.unwrap_or(1.0));
    let bounds = Bounds { low, high: None };
    // `he scores`, `the Hundreds` are other words.
    let is_other = line.low(at) == "scores" && line.low(end) != "of" && line.low(end) != "more";
    let found = amount("quantity.vague", end, None, bounds);
    // `billions of dollars`, `a few metres`
    let of = line.skip_any(end, &["of"]);
    let unit = unit_after(line, of);
    let found = match unit {
        Some((unit, end)) => Amount { end, ..found.of(Some(unit)) },
        None => found,
    };
    (!is_other).then_some(found)
}

/// A number and its unit.
struct Plain {
    start: usize,
    end: usize,
    number: Number,
    unit: Option<Unit>,
}

fn read_plain(line: &Line<'_>, at: usize) -> Option<Plain> {
    let sign = money_before(line, at);
    let start = sign.map_or(at, |(_, end)| end);
    let number = read_number(line, start)?;
    let after = unit_after(line, number.end);
    let (unit, end) = match (sign, after) {
        (Some((unit, _)), _) => (Some(unit), number.end),
        (None, Some((unit, end))) => (Some(unit), end),
        (None, None) => (None, number.end),
    };
    Some(Plain { start, end, number, unit })
}

/// Tells whether more digits follow a range, as in a date or a telephone number.
fn is_run_on(line: &Line<'_>, end: usize) -> bool {
    line.is_hyphen(end) && line.kind(end + 1) == Some(LexemeKind::Number)
        || line.is_glued(end) && matches!(line.raw(end), "/" | ":")
}

/// Tells whether `two` is the top of `two-thirds`.
fn is_fraction(line: &Line<'_>, end: usize) -> bool {
    let bottom = if line.is_hyphen(end) { end + 1 } else { end };
    let word = line.low(bottom);
    matches!(word, "third" | "thirds" | "fourths" | "fifths" | "sixths" | "eighths" | "tenths")
        || matches!(word, "quarters" | "half" | "halves") && bottom > end
}

fn amount(rule: &'static str, end: usize, value: Option<f64>, bounds: Bounds) -> Amount {
    Amount { end, kind: QuantityKind::Count, value, bounds, unit: None, rule }
}

impl Amount {
    fn of(self, unit: Option<Unit>) -> Self {
        match unit {
            Some(unit) => Self { kind: unit.kind, unit: Some(unit.name), ..self },
            None => self,
        }
    }
}
