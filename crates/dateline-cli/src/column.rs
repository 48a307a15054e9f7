//! How a field is shown to a person: its heading, what it holds, how much it counts.

use serde_json::{Number, Value};

use crate::screen;

/// What a column holds; decides how it is written, and whether it may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id; its first digits are enough
    Id,
    /// A day, or a moment of which the day is shown
    Day,
    /// A count, amount or share
    Number,
    /// A word of a closed list
    Word,
    /// A name or a few words
    Name,
    /// Whole sentences
    Text,
}

/// A column as a person sees it.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) heading: String,
    pub(crate) kind: Kind,
    /// Where there is no room for all, columns of least weight are left out.
    pub(crate) weight: u8,
}

/// Digits of a whole id.
const ID_DIGITS: usize = 16;
/// Characters of `2026-02-24`.
const DAY_LENGTH: usize = 10;
/// Longer values are sentences.
const MOST_OF_A_NAME: usize = 40;
/// Weight of a column that the table does not know.
const UNKNOWN_WEIGHT: u8 = 5;

/// Field, heading, kind, weight.
#[rustfmt::skip]
const COLUMNS: &[(&str, &str, Kind, u8)] = &[
    ("id",             "id",          Kind::Id,     9),
    ("content",        "what is said",Kind::Text,   9),
    ("marked",         "found",       Kind::Text,   9),
    ("title",          "title",       Kind::Text,   8),
    ("bounds",         "number",      Kind::Number, 9),
    ("text",           "words",       Kind::Name,   9),
    ("trigger",        "words",       Kind::Name,   9),
    ("words",          "words",       Kind::Name,   7),
    ("name",           "name",        Kind::Name,   9),
    ("measure",        "measure",     Kind::Word,   9),
    ("type",           "type",        Kind::Word,   9),
    ("event",          "type",        Kind::Word,   9),
    ("act",            "act",         Kind::Word,   8),
    ("speaker",        "speaker",     Kind::Name,   8),
    ("source",         "source",      Kind::Name,   4),
    ("said_by",        "said by",     Kind::Name,   7),
    ("outlet",         "outlet",      Kind::Name,   7),
    ("published",      "published",   Kind::Day,    7),
    ("day",            "day",         Kind::Day,    8),
    ("low",            "at least",    Kind::Number, 6),
    ("high",           "at most",     Kind::Number, 6),
    ("stands",         "compared",    Kind::Text,   9),
    ("place",          "place",       Kind::Name,   7),
    ("unit",           "unit",        Kind::Word,   6),
    ("population",     "of whom",     Kind::Name,   6),
    ("actors",         "actors",      Kind::Name,   8),
    ("recipients",     "recipients",  Kind::Name,   7),
    ("from_day",       "from",        Kind::Day,    5),
    ("to_day",         "to",          Kind::Day,    4),
    ("when",           "when",        Kind::Name,   5),
    ("period",         "period",      Kind::Name,   4),
    ("first_day",      "first day",   Kind::Day,    5),
    ("last_day",       "last day",    Kind::Day,    7),
    ("n_dispatches",   "dispatches",  Kind::Number, 8),
    ("n_outlets",      "outlets",     Kind::Number, 6),
    ("n_stories",      "stories",     Kind::Number, 5),
    ("n_mentions",     "mentions",    Kind::Number, 4),
    ("n_origins",      "texts",       Kind::Number, 4),
    ("n_reprints",     "reprints",    Kind::Number, 6),
    ("n_statements",   "statements",  Kind::Number, 5),
    ("n_events",       "events",      Kind::Number, 4),
    ("n_figures",      "figures",     Kind::Number, 4),
    ("copies",         "copies",      Kind::Number, 5),
    ("dispatch",       "dispatch",    Kind::Id,     8),
    ("story",          "story",       Kind::Id,     5),
    ("story_title",    "story",       Kind::Name,   7),
    ("origin",         "text of",     Kind::Id,     4),
    ("share",          "share",       Kind::Number, 3),
    ("agency",         "agency",      Kind::Word,   5),
    ("outlets",        "outlets",     Kind::Text,   6),
    ("country",        "country",     Kind::Word,   5),
    ("kind",           "kind",        Kind::Word,   6),
    ("status",         "status",      Kind::Word,   5),
    ("form",           "form",        Kind::Word,   3),
    ("within",         "within",      Kind::Id,     4),
    ("attitude",       "attitude",    Kind::Word,   3),
    ("source_kind",    "kind of source", Kind::Word, 4),
    ("confidence",     "confidence",  Kind::Number, 3),
    ("sentence",       "sentence",    Kind::Text,   3),
    ("language",       "language",    Kind::Word,   2),
    ("url",            "url",         Kind::Text,   1),
    ("path",           "path",        Kind::Text,   1),
    ("field",          "field",       Kind::Word,   8),
    ("record",         "record",      Kind::Word,   2),
    ("was",            "was",         Kind::Name,   7),
    ("author",         "author",      Kind::Name,   6),
    ("reason",         "reason",      Kind::Text,   6),
    ("made",           "made",        Kind::Day,    5),
];

impl Column {
    /// Returns how a field is shown; one that is not in the table by the values that it holds.
    pub(crate) fn of<'v>(field: &str, values: impl Iterator<Item = &'v Value> + Clone) -> Self {
        let known = COLUMNS.iter().find(|(name, ..)| *name == field);
        let (heading, kind, weight) = match known {
            Some(&(_, heading, kind, weight)) => (heading, kind, weight),
            None => (field, kind_of(values), UNKNOWN_WEIGHT),
        };
        Self { heading: screen::line(heading), kind, weight }
    }

    /// Heads a column with the name that was chosen for it.
    pub(crate) fn headed(self, name: &str) -> Self {
        Self { heading: screen::line(name), ..self }
    }

    /// Writes a value on one line; of an id the first `n_digits`.
    pub(crate) fn cell(&self, value: &Value, n_digits: usize) -> String {
        match (self.kind, value) {
            (_, Value::Null) => String::new(),
            (Kind::Id, Value::String(id)) => match head_of_id(id) {
                Some(head) => format!("{}{}", &head[..n_digits.min(ID_DIGITS)], &id[ID_DIGITS..]),
                None => screen::line(id),
            },
            (Kind::Day, Value::String(day)) if is_day(day) => day[..DAY_LENGTH].to_owned(),
            (_, Value::String(words)) => screen::line(words),
            (_, Value::Number(number)) => grouped(number),
            (_, Value::Array(members)) => {
                let members = members.iter().map(|member| self.cell(member, n_digits));
                screen::line(&members.collect::<Vec<_>>().join("; "))
            }
            (_, other) => screen::line(&other.to_string()),
        }
    }
}

/// Finds what values hold that no field names.
fn kind_of<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> Kind {
    let mut told = values.filter(|value| !value.is_null()).peekable();
    if told.peek().is_none() {
        return Kind::Name;
    }
    let are = |is: fn(&str) -> bool| told.clone().all(|value| value.as_str().is_some_and(is));
    match () {
        () if told.clone().all(Value::is_number) || are(is_number) => Kind::Number,
        () if are(|words| head_of_id(words).is_some()) => Kind::Id,
        () if are(is_day) => Kind::Day,
        () if are(|words| words.chars().count() <= MOST_OF_A_NAME) => Kind::Name,
        () => Kind::Text,
    }
}

/// Returns the id of the dispatch or story in a whole id of it, or of a record in it.
pub(crate) fn head_of_id(words: &str) -> Option<&str> {
    let head = words.split('/').next()?;
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (head.len() == ID_DIGITS && head.bytes().all(is_digit)).then_some(head)
}

fn is_number(words: &str) -> bool {
    words.parse::<f64>().is_ok()
}

/// Tells whether words begin with a day, as in `2026-02-24` and `2026-02-24T09:30:00Z`.
fn is_day(words: &str) -> bool {
    let bytes = words.as_bytes();
    let is_part = |(at, byte): (usize, &u8)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    bytes.len() >= DAY_LENGTH
        && bytes.iter().take(DAY_LENGTH).enumerate().all(is_part)
        && matches!(bytes.get(DAY_LENGTH), None | Some(b'T' | b' '))
}

/// Writes a number as a person does: `12,500`, `0.944`.
pub(crate) fn grouped(number: &Number) -> String {
    let digits = digits(number);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !whole.contains('e') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Writes a number in plain digits: whole numbers without a fraction.
pub(crate) fn digits(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(field: &str, value: Value, expected: &str) {
        assert_eq!(Column::of(field, [&value].into_iter()).cell(&value, 8), expected);
    }

    #[test]
    fn ids_and_days_are_short() {
        check("id", json!("3fa9c1d2e4b5a697"), "3fa9c1d2");
        check("id", json!("3fa9c1d2e4b5a697/s2"), "3fa9c1d2/s2");
        check("id", json!("s1 (corrected)"), "s1 (corrected)");
        check("published", json!("2026-02-24T09:30:00+02:00"), "2026-02-24");
        check("published", json!("2026-02"), "2026-02");
    }

    #[test]
    fn numbers_are_grouped() {
        check("low", json!(0), "0");
        check("low", json!(999), "999");
        check("low", json!(85_000.0), "85,000");
        check("low", json!(-1_234_567.5), "-1,234,567.5");
        check("low", json!(1e300), "1e+300");
    }

    #[test]
    fn lists_are_told_in_words() {
        check("outlets", json!(["Harbour Post", "Orm Times"]), "Harbour Post; Orm Times");
        check("title", json!("Rain\n\tfell\u{1b}"), "Rain fell␛");
    }

    #[test]
    fn what_a_query_names_is_known_by_its_values() {
        let kind = |values: &[Value]| Column::of("x", values.iter()).kind;
        assert_eq!(kind(&[json!(1), Value::Null, json!(2.5)]), Kind::Number);
        assert_eq!(kind(&[json!("2026-02-24"), json!("2026-02-24 10:00")]), Kind::Day);
        assert_eq!(kind(&[json!("3fa9c1d2e4b5a697"), json!("3fa9c1d2e4b5a697/f1")]), Kind::Id);
        assert_eq!(kind(&[json!("3fa9c1d2e4b5a697"), json!("Orm")]), Kind::Name);
        assert_eq!(kind(&[json!("It rained. ".repeat(9))]), Kind::Text);
        assert_eq!(kind(&[]), Kind::Name);
    }
}
