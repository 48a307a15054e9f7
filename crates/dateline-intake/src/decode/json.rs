//! JSON objects: where the fields stand, and what their strings say.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::members::Members;
use super::traced::Traced;

/// The fields of one JSON object, as ranges of the text that it was read from.
#[derive(Debug, Default)]
pub(crate) struct Object {
    fields: Vec<(String, Range<usize>)>,
    /// Whether it has more fields than are looked at.
    pub(crate) is_cut: bool,
}

/// More fields of an object are not looked at.
pub(crate) const MOST_FIELDS: usize = 4096;
/// Words are looked for in values that nest this deep.
const MOST_DEPTH: usize = 8;

impl Object {
    /// Locates the fields of an object.
    ///
    /// # Errors
    /// What `serde_json` finds wrong with the syntax.
    pub(crate) fn read(text: &str, range: Range<usize>) -> Result<Self, serde_json::Error> {
        let inside = &text[range];
        let mut json = serde_json::Deserializer::from_str(inside);
        let (raw, is_cut) = json.deserialize_map(Fields)?;
        json.end()?;
        // A raw value borrows from the text: its address tells where it stands.
        let offset = |value: &RawValue| value.get().as_ptr() as usize - text.as_ptr() as usize;
        let place = |(name, value): (String, &RawValue)| {
            let start = offset(value);
            (name, start..start + value.get().len())
        };
        Ok(Self { fields: raw.into_iter().map(place).collect(), is_cut })
    }

    /// Returns the raw value of a field, its name in any case.
    pub(crate) fn get(&self, name: &str) -> Option<Range<usize>> {
        let exact = self.fields.iter().find(|(known, _)| known == name);
        let loose = || self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        exact.or_else(loose).map(|(_, range)| range.clone())
    }

    /// Follows a dotted name into objects.
    pub(crate) fn find(&self, text: &str, name: &str) -> Option<Range<usize>> {
        if let Some(range) = self.get(name) {
            return Some(range);
        }
        let (head, rest) = name.split_once('.')?;
        Object::read(text, self.get(head)?).ok()?.find(text, rest)
    }
}

/// Returns what a JSON value says in words: a string's content, a number's digits, the `name` of
/// an object, the first member of an array that says something.
pub(crate) fn words(text: &str, range: Range<usize>) -> Option<String> {
    words_within(text, range, MOST_DEPTH)
}

fn words_within(text: &str, range: Range<usize>, n_levels: usize) -> Option<String> {
    let raw = &text[range.clone()];
    let n_inside = n_levels.checked_sub(1)?;
    let said = match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).unwrap_or_else(|_| lossy(raw)),
        b'{' => {
            let object = Object::read(text, range).ok()?;
            let place = object.get("name").or_else(|| object.get("title"))?;
            return words_within(text, place, n_inside);
        }
        b'[' => {
            let mut members = Members::of_array(range.start);
            let inside = &text.as_bytes()[..range.end];
            let mut inside = std::iter::from_fn(|| members.next(inside));
            return inside.find_map(|member| words_within(text, member, n_inside));
        }
        b'n' | b't' | b'f' => return None,
        _ => raw.to_owned(),
    };
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

/// Decodes a JSON string literal, its quotes included in `range`; counts lone surrogates, for each
/// of which one U+FFFD stands. What follows the closing quote, in a broken document, is no part of it.
pub(crate) fn string(parent: &Traced, range: Range<usize>) -> (Traced, usize) {
    let (mut out, mut n_bad) = (Traced::default(), 0);
    let (mut at, end) = (range.start + 1, range.end);
    while at < end {
        let rest = &parent.text[at..end];
        let Some(plain) = memchr::memchr2(b'\\', b'"', rest.as_bytes()) else {
            out.copy(parent, at..end);
            break;
        };
        out.copy(parent, at..at + plain);
        at += plain;
        if parent.text.as_bytes()[at] == b'"' {
            break;
        }
        let (character, n_bytes) = escape(&parent.text[at..end]);
        n_bad += usize::from(character.is_none());
        let mut buffer = [0; 4];
        let text = character.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut buffer);
        out.put(text, parent, at..at + n_bytes);
        at += n_bytes;
    }
    (out, n_bad)
}

/// Reads one escape; gives its character, `None` for a lone surrogate, and its length.
fn escape(text: &str) -> (Option<char>, usize) {
    let plain = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode_escape(text),
        _ => {
            let next = text[1..].chars().next();
            return (next, 1 + next.map_or(0, char::len_utf8));
        }
    };
    (Some(plain), 2)
}

fn unicode_escape(text: &str) -> (Option<char>, usize) {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (None, text.len().min(2)) };
    if let Some(character) = char::from_u32(first) {
        return (Some(character), 6);
    }
    match unit(6) {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            (char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)), 12)
        }
        _ => (None, 6),
    }
}

/// Reads a string literal that `serde_json` refuses for its lone surrogates.
fn lossy(raw: &str) -> String {
    let mut parent = Traced { text: raw.to_owned(), ..Traced::default() };
    parent.origin.push(raw.len(), 0, raw.len() as u32);
    string(&parent, 0..raw.len()).0.text
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = (Vec<(String, &'de RawValue)>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut fields, mut is_cut) = (Vec::new(), false);
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&RawValue>()?;
            if fields.len() < MOST_FIELDS {
                fields.push((name, value));
            } else {
                is_cut = true;
            }
        }
        Ok((fields, is_cut))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(literal: &str, expected: &str, n_bad: usize) {
        let (parent, _) = Traced::of_bytes(literal.as_bytes(), encoding_rs::UTF_8, 0);
        let (out, bad) = string(&parent, 0..literal.len());
        assert_eq!((out.text.as_str(), bad), (expected, n_bad), "{literal}");
    }

    #[test]
    fn escapes() {
        check(r#""a\n\"b\" \/ \\""#, "a\n\"b\" / \\", 0);
        check(r#""\u00e9 \ud83d\ude00""#, "é 😀", 0);
        check(r#""\ud83d!""#, "\u{FFFD}!", 1);
        check(r#""\ud83d\u0041""#, "\u{FFFD}A", 1);
        check("\"\"", "", 0);
    }

    #[test]
    fn fields_are_found_by_any_case_and_by_path() {
        let text = r#"{"Text": "x", "source": {"name": "Lantern"}, "n": 3}"#;
        let object = Object::read(text, 0..text.len()).unwrap();
        assert_eq!(object.get("text").map(|range| &text[range]), Some("\"x\""));
        let path = object.find(text, "source.name").unwrap();
        assert_eq!(words(text, path).as_deref(), Some("Lantern"));
        assert_eq!(words(text, object.get("source").unwrap()).as_deref(), Some("Lantern"));
        assert_eq!(words(text, object.get("n").unwrap()).as_deref(), Some("3"));
    }
}
