//! Numbers in digits and in words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{LexemeKind, Line, cell, digits::value_of, rows};

/// What a number word is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// `zero` to `nineteen`.
    Unit,
    /// `twenty` to `ninety`.
    Tens,
    /// `hundred`, `million`.
    Scale,
    /// `first` to `thousandth`.
    Ordinal,
}

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// Its value.
    pub(crate) value: f64,
    /// One past its last lexeme.
    pub(crate) end: usize,
    /// Tells whether it begins with digits.
    pub(crate) has_digits: bool,
    /// What the scale at its end multiplies by: that of `5 million`, of `three hundred`; else 1.
    pub(crate) scale: f64,
}

static WORDS: LazyLock<FxHashMap<&'static str, (u64, WordKind)>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/quantities/numbers.tsv"))
        .filter_map(|row| {
            let kind = match *row.get(2)? {
                "unit" => WordKind::Unit,
                "tens" => WordKind::Tens,
                "scale" => WordKind::Scale,
                "ordinal" => WordKind::Ordinal,
                _ => return None,
            };
            Some((row[0], (cell(&row, 1)?, kind)))
        })
        .collect()
});

/// Returns the value and kind of a number word in lower case.
pub(crate) fn number_word(word: &str) -> Option<(u64, WordKind)> {
    WORDS.get(word).copied()
}

/// Reads a number at `at`: `28,000`, `1.5 million`, `twenty-one`, `a hundred`, `half a dozen`.
pub(crate) fn read_number(line: &Line<'_>, at: usize) -> Option<Number> {
    read_digits(line, at)
        .or_else(|| read_half(line, at))
        .or_else(|| read_article(line, at))
        .or_else(|| read_words(line, at))
}

/// Reads an ordinal at `at`: `third`, `twenty-first`, `21st`.
pub(crate) fn read_ordinal(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some(value) = line.integer(at) {
        let is_ordinal =
            line.is_glued(at + 1) && matches!(line.low(at + 1), "st" | "nd" | "rd" | "th");
        return is_ordinal.then_some((value, at + 2));
    }
    match number_word(line.low(at))? {
        (value, WordKind::Ordinal) => Some((value as u32, at + 1)),
        (tens, WordKind::Tens) if line.is_hyphen(at + 1) => match number_word(line.low(at + 2))? {
            (value, WordKind::Ordinal) if value < 10 => Some(((tens + value) as u32, at + 3)),
            _ => None,
        },
        _ => None,
    }
}

fn read_digits(line: &Line<'_>, at: usize) -> Option<Number> {
    if line.kind(at) != Some(LexemeKind::Number) {
        return None;
    }
    let mut value = value_of(line.raw(at))?;
    let mut end = at + 1;
    if let Some((fraction, after)) = read_fraction(line, end) {
        value += fraction;
        end = after;
    } else if line.is_sign(end, "/") && line.is_glued(end + 1) {
        let divisor = line.integer(end + 1).filter(|&n| f64::from(n) > value && n <= 16)?;
        value /= f64::from(divisor);
        end += 2;
    }
    let (scale, end) = match read_scales(line, end) {
        (_, scaled) if scaled == end => read_suffix(line, end),
        scaled => scaled,
    };
    Some(Number { value: value * scale, end, has_digits: true, scale })
}

/// Reads the fraction of `2 1/2` or `2½`.
fn read_fraction(line: &Line<'_>, at: usize) -> Option<(f64, usize)> {
    let fraction = match line.raw(at) {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        _ => None,
    };
    if let Some(fraction) = fraction {
        return Some((fraction, at + 1));
    }
    let dividend = line.integer(at)?;
    let divisor = line.integer(at + 2)?;
    let is_fraction = !line.is_glued(at)
        && line.is_sign(at + 1, "/")
        && line.is_glued(at + 2)
        && dividend < divisor
        && divisor <= 16;
    is_fraction.then(|| (f64::from(dividend) / f64::from(divisor), at + 3))
}

/// Reads `million`, `hundred thousand`, `dozen` after a number.
fn read_scales(line: &Line<'_>, at: usize) -> (f64, usize) {
    let (mut factor, mut end) = (1.0, at);
    for _ in 0..3 {
        let next = if line.is_hyphen(end) { end + 1 } else { end };
        match scale(line.low(next)) {
            Some(scale) => (factor, end) = (factor * scale, next + 1),
            None => break,
        }
    }
    (factor, end)
}

/// Reads the `m` of `1.5m`, the `bn` of `$3bn`.
fn read_suffix(line: &Line<'_>, at: usize) -> (f64, usize) {
    if !line.is_glued(at) || line.is_glued(at + 1) && line.kind(at + 1) == Some(LexemeKind::Number)
    {
        return (1.0, at);
    }
    let factor = match line.raw(at) {
        "k" | "K" => 1e3,
        "m" | "mn" | "M" | "mln" => 1e6,
        "bn" | "b" | "B" => 1e9,
        "tn" | "trn" => 1e12,
        _ => return (1.0, at),
    };
    (factor, at + 1)
}

/// Returns what a scale word multiplies by: `hundred`, `million`, `dozen`.
pub(super) fn scale(word: &str) -> Option<f64> {
    match number_word(word) {
        Some((value, WordKind::Scale)) => Some(value as f64),
        _ if word == "dozen" => Some(12.0),
        _ => None,
    }
}

/// Reads `half a million`, `half a dozen`, `half-million`.
fn read_half(line: &Line<'_>, at: usize) -> Option<Number> {
    line.skip(at, "half")?;
    let next = if line.is_hyphen(at + 1) { at + 2 } else { line.skip(at + 1, "a")? };
    let factor = scale(line.low(next))?;
    Some(Number { value: factor / 2.0, end: next + 1, has_digits: false, scale: 1.0 })
}

/// Reads `a hundred`, `a dozen`, `a hundred and twenty`.
fn read_article(line: &Line<'_>, at: usize) -> Option<Number> {
    if !matches!(line.low(at), "a" | "an") {
        return None;
    }
    let factor = scale(line.low(at + 1))?;
    if line.low(at + 1) == "dozen" {
        return Some(Number { value: factor, end: at + 2, has_digits: false, scale: 1.0 });
    }
    Composer::starting_with(1.0).read(line, at + 1)
}

fn read_words(line: &Line<'_>, at: usize) -> Option<Number> {
    match number_word(line.low(at))? {
        (_, WordKind::Unit | WordKind::Tens) => Composer::starting_with(0.0).read(line, at),
        _ => None,
    }
}

/// Composes number words into one value.
struct Composer {
    // Sum of the groups that a scale has closed.
    closed: f64,
    // The group that is open: below a thousand.
    open: f64,
    // The last scale; a later one must be smaller.
    last_scale: u64,
    // Tells whether a unit may follow (after tens, hundred, a scale or nothing).
    takes_unit: bool,
    // Tells whether tens may follow.
    takes_tens: bool,
}

impl Composer {
    fn starting_with(open: f64) -> Self {
        Self { closed: 0.0, open, last_scale: u64::MAX, takes_unit: true, takes_tens: true }
    }

    fn read(mut self, line: &Line<'_>, at: usize) -> Option<Number> {
        let mut end = at;
        // A number word takes at most a dozen words; more is not a number.
        for _ in 0..MAX_WORDS {
            let next = self.link(line, at, end);
            if !self.take(line.low(next)) {
                break;
            }
            end = next + 1;
        }
        if end == at {
            return None;
        }
        let mut value = self.closed + self.open;
        if let Some(after) = line.skip(end, "and a half") {
            let (factor, after) = read_scales(line, after);
            (value, end) = ((value + 0.5) * factor, after);
        } else if line.low(end) == "dozen" && self.closed == 0.0 {
            (value, end) = (value * 12.0, end + 1);
        }
        // `three hundred`, not `two hundred and fifty`
        let factor = scale(line.low(end - 1)).filter(|_| end == at + 2);
        Some(Number { value, end, has_digits: false, scale: factor.unwrap_or(1.0) })
    }

    /// Steps over the hyphen of `twenty-one` and the `and` of `two hundred and five`.
    fn link(&self, line: &Line<'_>, at: usize, end: usize) -> usize {
        let is_after_hundred = end > at && self.takes_unit && self.takes_tens;
        let is_joined = end > at && line.is_hyphen(end) && number_word(line.low(end + 1)).is_some();
        let is_link = is_joined || is_after_hundred && line.low(end) == "and";
        if is_link { end + 1 } else { end }
    }

    fn take(&mut self, word: &str) -> bool {
        match number_word(word) {
            Some((value, WordKind::Unit)) if self.takes_unit => {
                if value >= 10 && !self.takes_tens {
                    return false;
                }
                self.open += value as f64;
                (self.takes_unit, self.takes_tens) = (false, false);
            }
            Some((value, WordKind::Tens)) if self.takes_tens => {
                self.open += value as f64;
                (self.takes_unit, self.takes_tens) = (true, false);
            }
            Some((100, WordKind::Scale)) if self.open > 0.0 && self.open < 100.0 => {
                self.open *= 100.0;
                (self.takes_unit, self.takes_tens) = (true, true);
            }
            Some((scale, WordKind::Scale)) if self.open > 0.0 && scale < self.last_scale => {
                self.closed += self.open * scale as f64;
                (self.open, self.last_scale) = (0.0, scale);
                (self.takes_unit, self.takes_tens) = (true, true);
            }
            _ => return false,
        }
        true
    }
}

const MAX_WORDS: usize = 12;

#[cfg(test)]
mod tests {
    use dateline_text::Span;

    use super::*;

    fn check(text: &str, expected: Option<(f64, &str)>) {
        let lower = text.to_ascii_lowercase();
        let line = Line::new(text, &lower, Span::new(0, text.len()));
        let found = read_number(&line, 0);
        let words = found.map(|n| (n.value, line.span(0, n.end).of(text)));
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn digits() {
        check("28,000 people", Some((28000.0, "28,000")));
        check("1.5 million tonnes", Some((1.5e6, "1.5 million")));
        check("2 1/2 years", Some((2.5, "2 1/2")));
        check("$", None);
        check("5bn", Some((5e9, "5bn")));
        check("6/4", None);
        check(
            "99999999999999999999999999999999999999 x",
            Some((1e38, "99999999999999999999999999999999999999")),
        );
    }

    #[test]
    fn words() {
        check("twenty-one boats", Some((21.0, "twenty-one")));
        check("two hundred and fifty men", Some((250.0, "two hundred and fifty")));
        check("three and two", Some((3.0, "three")));
        check("two thousand one hundred", Some((2100.0, "two thousand one hundred")));
        check("a hundred tents", Some((100.0, "a hundred")));
        check("a hundred thousand", Some((100_000.0, "a hundred thousand")));
        check("half a million", Some((500_000.0, "half a million")));
        check("two dozen", Some((24.0, "two dozen")));
        check("half a dozen", Some((6.0, "half a dozen")));
        check("two and a half million", Some((2.5e6, "two and a half million")));
        check("five six", Some((5.0, "five")));
        check("hundred", None);
        check("a man", None);
    }

    #[test]
    fn ordinals() {
        let line = |text: &'static str| Line::new(text, text, Span::new(0, text.len()));
        assert_eq!(read_ordinal(&line("twenty-first day"), 0), Some((21, 3)));
        assert_eq!(read_ordinal(&line("3rd"), 0), Some((3, 2)));
        assert_eq!(read_ordinal(&line("3 rd"), 0), None);
    }
}
