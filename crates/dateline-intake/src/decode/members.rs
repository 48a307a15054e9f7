//! Members of a JSON array and fields of a JSON object, each found whatever the others are like.
//!
//! Brackets and quotation marks alone tell where a value ends; whether it is JSON is asked of each
//! value for itself. So a broken value costs itself. What tells that one was not closed is what no
//! JSON has: a line end within a string, a bracket that closes another one, or a `{` where no value
//! may stand and the next member begins like those before it.

use std::ops::Range;

/// Goes through the members of an array.
#[derive(Debug, Clone)]
pub(crate) struct Members {
    at: usize,
    // The first field of the objects, which tells where the next one begins.
    first_field: Option<Vec<u8>>,
    has_ended: bool,
}

impl Members {
    /// Begins at the `[` of an array.
    pub(crate) fn of_array(start: usize) -> Self {
        Self { at: start + 1, first_field: None, has_ended: false }
    }

    /// Returns the next member; the last one may lack its end.
    pub(crate) fn next(&mut self, json: &[u8]) -> Option<Range<usize>> {
        while !self.has_ended {
            match json.get(self.at)? {
                b']' => match stray_end(json, self.at) {
                    Some(end) => self.at = end,
                    None => self.has_ended = true,
                },
                b',' | b'}' => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    if self.first_field.is_none() {
                        self.first_field = first_field(json, self.at).map(<[u8]>::to_vec);
                    }
                    let start = self.at;
                    self.at = value_end(json, start, self.first_field.as_deref());
                    return Some(start..start + json[start..self.at].trim_ascii_end().len());
                }
            }
        }
        None
    }

    /// Goes on behind the last member, and returns the place behind the array.
    fn end(mut self, json: &[u8]) -> usize {
        while self.next(json).is_some() {}
        (self.at + 1).min(json.len())
    }
}

/// Goes through the fields of the object whose `{` stands at `start`: name and value.
pub(crate) fn fields(
    json: &[u8],
    start: usize,
) -> impl Iterator<Item = (&[u8], Range<usize>)> + use<'_> {
    let mut at = start + 1;
    std::iter::from_fn(move || {
        at += count(&json[at..], |byte| byte.is_ascii_whitespace() || byte == b',');
        let name = name(json, at)?;
        let start = name.value;
        at = if is_array_of_objects(json, start) {
            Members::of_array(start).end(json)
        } else {
            value_end(json, start, None)
        };
        Some((&json[name.words], start..start + json[start..at].trim_ascii_end().len()))
    })
}

/// Tells whether an array begins here whose first member is an object.
pub(crate) fn is_array_of_objects(json: &[u8], at: usize) -> bool {
    let inside = json.get(at + 1..).unwrap_or_default().trim_ascii_start();
    json.get(at) == Some(&b'[') && inside.first() == Some(&b'{')
}

/// Returns the place behind a value: of what nests, behind its closing bracket; of anything else,
/// before the comma or bracket that ends it; of a broken value, before the member that comes next.
fn value_end(json: &[u8], start: usize, first_field: Option<&[u8]>) -> usize {
    let mut open = Vec::new();
    let (mut in_string, mut is_broken) = (false, false);
    let mut at = start;
    while at < json.len() {
        let byte = json[at];
        let opens = matches!(byte, b'{' | b'[') && at > start;
        is_broken |= opens && !in_string && !may_precede_value(&json[..at]);
        if opens && byte == b'{' {
            if open.is_empty() && !in_string {
                return at;
            }
            let is_illegal = in_string || is_broken || open.last() == Some(&b'{');
            if is_illegal && is_next(json, at, first_field) {
                return at;
            }
        }
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'\n' | b'\r' => {
                is_broken |= in_string;
                in_string = false;
            }
            _ if in_string => {}
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => {
                let Some(opened) = open.pop() else { return at };
                is_broken |= (opened == b'{') != (byte == b'}');
                if open.is_empty() {
                    return at + 1;
                }
            }
            b',' if open.is_empty() => return at,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

fn may_precede_value(before: &[u8]) -> bool {
    matches!(before.trim_ascii_end().last(), Some(b'[' | b',' | b':'))
}

/// Tells whether a member begins at a `{`: behind a comma or at the start of a line, and with the
/// field that members begin with. In JSON no such thing stands within a string: after its end
/// comes no name.
fn is_next(json: &[u8], at: usize, first: Option<&[u8]>) -> bool {
    let before = json[..at].trim_ascii_end();
    let is_apart = before.ends_with(b",") || json[before.len()..at].contains(&b'\n');
    let is_like = |field: &[u8]| match first {
        Some(first) => field == first,
        None => field.first().is_some_and(u8::is_ascii_alphanumeric),
    };
    is_apart && first_field(json, at).is_some_and(is_like)
}

/// Returns the place behind a `]` that does not end its array, but was left behind by a broken
/// member: what follows can follow no array, or is a member.
fn stray_end(json: &[u8], at: usize) -> Option<usize> {
    let is_end = |byte: u8| matches!(byte, b']' | b'}') || byte.is_ascii_whitespace();
    let end = at + count(&json[at..], is_end);
    let is_stray = match json.get(end)? {
        b',' => json[end + 1..].trim_ascii_start().starts_with(b"{"),
        _ => true,
    };
    is_stray.then_some(end)
}

/// Returns the name of an object's first field, as it is written.
fn first_field(json: &[u8], at: usize) -> Option<&[u8]> {
    let inside = json[at..].strip_prefix(b"{")?;
    let start = at + 1 + count(inside, |byte| byte.is_ascii_whitespace());
    name(json, start).map(|name| &json[name.words])
}

/// The name of a field, and where its value begins.
struct Name {
    words: Range<usize>,
    value: usize,
}

fn name(json: &[u8], at: usize) -> Option<Name> {
    let inside = json.get(at..)?.strip_prefix(b"\"")?;
    let n_words = count(inside, |byte| byte != b'"' && byte != b'\n');
    let words = at + 1..at + 1 + n_words;
    if inside[..n_words].ends_with(b"\\") {
        return None;
    }
    let behind = inside.get(n_words..)?.strip_prefix(b"\"")?;
    let n_space = count(behind, |byte| byte.is_ascii_whitespace());
    let value = behind.get(n_space..)?.strip_prefix(b":")?;
    let n_more = count(value, |byte| byte.is_ascii_whitespace());
    Some(Name { value: words.end + 1 + n_space + 1 + n_more, words })
}

/// Counts the first bytes that are such.
fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_such(**byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn members(json: &str) -> Vec<&str> {
        let mut members = Members::of_array(0);
        std::iter::from_fn(|| members.next(json.as_bytes())).map(|place| &json[place]).collect()
    }

    #[test]
    fn whole_arrays() {
        assert_eq!(members("[]"), [""; 0]);
        assert_eq!(members(r#"[ 1, "a, [b", null ]"#), ["1", r#""a, [b""#, "null"]);
        assert_eq!(
            members(r#"[{"id": [{"id": 1}, {"id": 2}]}, {"id": "}, {\"id\": 1"}]"#),
            [r#"{"id": [{"id": 1}, {"id": 2}]}"#, r#"{"id": "}, {\"id\": 1"}"#]
        );
    }

    #[test]
    fn a_broken_member_ends_before_the_next() {
        let check = |broken: &str| {
            for separator in [",", ", ", ",\n", "\n,\n  "] {
                let good = r#"{"id": 1, "a": {"b": [1, {"c": 2}]}}"#;
                let json = [good, broken, good, good].join(separator);
                let found =
                    members(&format!("[{json}]")).iter().filter(|one| **one == good).count();
                assert_eq!(found, 3, "{json}");
            }
        };
        check(r#"{"id": oops}"#);
        check("oops");
        check(r#"{"id": "a}"#);
        check(r#"{"id": "a"#);
        check(r#"{"id": "a", "b": "c "d", e" f"}"#);
        check(r#"{"id": "a""#);
        check(r#"{"id": {"b": 1}"#);
        check(r#"{"id": [1, 2}"#);
        check(r#"{"id": 1]}"#);
        check(r#"{"id": 1}}"#);
        check(r#"{"id": 1}]"#);
        check(r#""id": 1}"#);
        check("{\"id\": \"a\tb\"}");
    }

    #[test]
    fn fields_are_found_up_to_the_break() {
        let json = r#"{"a": 1, "items": [{"id": 1}, {"id": oops}], "b" : "x, y", "c": {"d": [2"#;
        let found: Vec<_> = fields(json.as_bytes(), 0)
            .map(|(name, place)| (str::from_utf8(name).unwrap(), &json[place]))
            .collect();
        let expected = [
            ("a", "1"),
            ("items", r#"[{"id": 1}, {"id": oops}]"#),
            ("b", r#""x, y""#),
            ("c", r#"{"d": [2"#),
        ];
        assert_eq!(found, expected);
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            "[a\"{}\\[\\],:\n ]{0,8}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[ab]", inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn members_of_what_is_whole_are_those_that_serde_json_finds(
            values in prop::collection::vec(value(), 0..5),
            is_pretty in any::<bool>(),
        ) {
            let write = if is_pretty { serde_json::to_string_pretty } else { serde_json::to_string };
            let json = write(&values).unwrap();
            let found: Vec<serde_json::Value> =
                members(&json).into_iter().map(|one| serde_json::from_str(one).unwrap()).collect();
            prop_assert_eq!(found, values);
        }

        #[test]
        fn a_byte_that_is_lost_or_changed_costs_its_member(
            damaged in 0_usize..4,
            place in any::<prop::sample::Index>(),
            change in prop::option::of(prop::sample::select(b"\"{}[],:x\\".to_vec())),
            separator in prop::sample::select(vec![",", ",\n", ", "]),
        ) {
            let one = |n: usize| format!(r#"{{"id": "n{n}", "text": "It rained, said A, {n} times", "tags": [{{"t": 1}}]}}"#);
            let mut written: Vec<Vec<u8>> = (0..4).map(|n| one(n).into_bytes()).collect();
            let broken = &mut written[damaged];
            let at = place.index(broken.len());
            match change {
                Some(byte) => broken[at] = byte,
                None => { broken.remove(at); }
            }
            let json = format!("[{}]", String::from_utf8(written.join(separator.as_bytes())).unwrap());
            let found = members(&json);
            for n in (0..4).filter(|&n| n != damaged) {
                prop_assert!(found.contains(&one(n).as_str()), "{n} of {json}");
            }
        }
    }
}
