//! Digits as they are written in many countries: `28,000`, `12 000`, `1.250.000`, `1’204`, `1,5`.

use super::number::scale;

/// Marks between groups of three digits, with the least number of groups behind the first: one dot
/// may stand before decimals.
const GROUP_MARKS: [(&str, usize); 8] = [
    (",", 1),
    (".", 2),
    ("'", 1),
    ("\u{2019}", 1),
    (" ", 1),
    ("\u{a0}", 1),
    ("\u{202f}", 1),
    ("\u{2009}", 1),
];

/// Most digits that groups are counted behind.
const MAX_DIGITS: usize = 24;

/// Measures the number that `rest` begins with; `is_spaced` tells whether white space may part its
/// groups.
pub(super) fn measure_number(rest: &str, is_spaced: impl Fn() -> bool) -> usize {
    let first = count_digits(rest, 0);
    let grouped = GROUP_MARKS.iter().find_map(|(mark, least)| {
        let end = end_of_groups(rest, first, mark, *least)?;
        (!mark.starts_with(char::is_whitespace) || is_spaced()).then_some((end, *mark))
    });
    let (end, mark) = grouped.or_else(|| end_of_pairs(rest, first)).unwrap_or((first, ""));
    end_of_decimals(rest, end, mark)
}

/// Returns the value of digits with their separators.
pub(super) fn value_of(digits: &str) -> Option<f64> {
    let comma = digits.rfind(',').filter(|comma| digits.len() - comma <= 3);
    let is_dotted = digits.matches('.').count() > 1;
    let decimals = comma.or_else(|| digits.rfind('.').filter(|_| !is_dotted));
    let (whole, part) = digits.split_at(decimals.unwrap_or(digits.len()));
    let plain = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    format!("{}.{}", plain(whole), plain(part)).parse().ok()
}

fn count_digits(rest: &str, from: usize) -> usize {
    rest.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Returns the end of groups of exactly three digits behind a first one, with one mark throughout.
fn end_of_groups(rest: &str, first: usize, mark: &str, least: usize) -> Option<usize> {
    let (mut end, mut n_groups) = (first, 0);
    while end <= MAX_DIGITS && rest[end..].starts_with(mark) {
        if count_digits(rest, end + mark.len()) != 3 {
            break;
        }
        end += mark.len() + 3;
        n_groups += 1;
    }
    // A comma is no mark of anything else; others may be, where the number goes on otherwise.
    let is_whole = mark == "," || first <= 3 && !rest.starts_with('0') && !goes_on(rest, end, mark);
    (n_groups >= least && is_whole).then_some(end)
}

fn goes_on(rest: &str, end: usize, mark: &str) -> bool {
    rest[end..]
        .strip_prefix(mark)
        .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns the end of `12,50,000`, as in South Asia: groups of two, the last of three.
fn end_of_pairs(rest: &str, first: usize) -> Option<(usize, &'static str)> {
    let mut end = first;
    while first <= 2 && end <= MAX_DIGITS && rest[end..].starts_with(',') {
        match count_digits(rest, end + 1) {
            2 => end += 3,
            3 if end > first => return Some((end + 4, ",")),
            _ => break,
        }
    }
    None
}

/// Returns the end of the decimals behind a number: after a dot, or after a comma where the dot parts
/// groups or a scale follows (`1,5 million`).
fn end_of_decimals(rest: &str, end: usize, mark: &str) -> usize {
    let n_decimals = |point: char| {
        if rest[end..].starts_with(point) { count_digits(rest, end + 1) } else { 0 }
    };
    let dotted = n_decimals('.');
    let after = end + 1 + dotted;
    if dotted > 0 && !goes_on(rest, after, ".") {
        return after;
    }
    let n_comma = n_decimals(',');
    let after = end + 1 + n_comma;
    let is_decimal = matches!(n_comma, 1 | 2)
        && !goes_on(rest, after, ",")
        && mark != ","
        && is_scaled(&rest[after..]);
    if is_decimal { after } else { end }
}

/// Tells whether `million`, `bn` or `%` stands behind a number.
fn is_scaled(after: &str) -> bool {
    let word = after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let word = word[..end].to_ascii_lowercase();
    scale(&word).is_some() || word == "bn" || word == "percent" || after.starts_with('%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_digits() {
        for (digits, value) in [
            ("28,000", 28_000.0),
            ("1,234,567.5", 1_234_567.5),
            ("12 000", 12_000.0),
            ("1.250.000", 1_250_000.0),
            ("1\u{2019}204", 1204.0),
            ("12,50,000", 1_250_000.0),
            ("1,5", 1.5),
            ("6.4", 6.4),
        ] {
            assert_eq!(value_of(digits), Some(value), "{digits}");
        }
    }
}
