//! What a field of a record may hold, as `docs/record.schema.json` has it.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let schema = include_str!("../../../../docs/record.schema.json");
    serde_json::from_str(schema).expect("a test reads it")
});

/// Returns the words of a closed list, such as `act` or `measure`, in the order of the schema.
pub fn allowed_words(list: &str) -> Vec<&'static str> {
    let words = SCHEMA["$defs"][list]["enum"].as_array();
    words.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The form of one field: a part of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form(&'static Value);

impl Form {
    /// Returns the form of a kind of record, such as `statement`.
    pub(crate) fn of(kind: &str) -> Self {
        Self(&SCHEMA["$defs"][kind]).resolved()
    }

    /// Returns the form of a field; `source.kind` is a field of a field.
    pub(crate) fn field(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, |form, name| {
            Some(Self(form.resolved().0.get("properties")?.get(name)?))
        })
    }

    /// Returns the names of the fields.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.0["properties"].as_object().into_iter().flat_map(|fields| fields.keys().map(|k| &**k))
    }

    /// Reads a value as it is written on a command line: bare words where the field holds words,
    /// JSON elsewhere; `null` empties a field that may be empty.
    ///
    /// # Errors
    /// Says what the field holds.
    pub(crate) fn parse(self, words: &str) -> Result<Value, String> {
        let value = match words {
            "null" if self.check(&Value::Null).is_ok() => Value::Null,
            _ if self.resolved().types().any(|kind| kind == "string") => words.into(),
            _ => serde_json::from_str(words)
                .map_err(|error| format!("it is no JSON, which this field holds: {error}"))?,
        };
        self.check(&value)?;
        Ok(value)
    }

    /// Checks a value: its type, the lists of allowed words, patterns, bounds, the fields within.
    fn check(self, value: &Value) -> Result<(), String> {
        if let Some(ways) = self.0["anyOf"].as_array() {
            let tried: Vec<_> = ways.iter().map(|way| Self(way).check(value)).collect();
            return tried
                .iter()
                .find(|one| one.is_ok())
                .or(tried.first())
                .cloned()
                .unwrap_or(Ok(()));
        }
        let form = self.resolved();
        if !form.types().any(|kind| is_of(value, kind)) {
            let kinds: Vec<_> = form.types().collect();
            return Err(format!("{value} is no {}", kinds.join(" or ")));
        }
        form.check_word(value)?;
        form.check_number(value)?;
        form.check_parts(value)
    }

    fn check_word(self, value: &Value) -> Result<(), String> {
        if let Some(allowed) = self.0["enum"].as_array()
            && !allowed.contains(value)
        {
            let allowed: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
            return Err(format!("{value} is none of {}", allowed.join(", ")));
        }
        if let (Some(pattern), Some(word)) = (self.0["pattern"].as_str(), value.as_str())
            && !Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(word))
        {
            return Err(format!("{value} is not of the form {pattern}"));
        }
        Ok(())
    }

    fn check_number(self, value: &Value) -> Result<(), String> {
        let Some(number) = value.as_f64() else { return Ok(()) };
        let bound = |name: &str| self.0[name].as_f64();
        if bound("minimum").is_some_and(|least| number < least)
            || bound("maximum").is_some_and(|most| number > most)
        {
            return Err(format!("{value} is out of bounds"));
        }
        Ok(())
    }

    fn check_parts(self, value: &Value) -> Result<(), String> {
        for item in value.as_array().into_iter().flatten() {
            Self(&self.0["items"]).check(item)?;
        }
        let n_items = value.as_array().map(|items| items.len() as u64);
        let bound = |name: &str| self.0[name].as_u64();
        if n_items.is_some_and(|n| bound("minItems").is_some_and(|least| n < least))
            || n_items.is_some_and(|n| bound("maxItems").is_some_and(|most| n > most))
        {
            return Err(format!("{value} has too few or too many parts"));
        }
        let Some(fields) = value.as_object() else { return Ok(()) };
        for required in self.0["required"].as_array().into_iter().flatten() {
            if !required.as_str().is_some_and(|name| fields.contains_key(name)) {
                return Err(format!("{required} is missing"));
            }
        }
        for (name, value) in fields {
            let form = self.field(name).ok_or_else(|| format!("{name:?} is no field of it"))?;
            form.check(value).map_err(|why| format!("{name}: {why}"))?;
        }
        Ok(())
    }

    /// Tells whether the field holds the id of a part of the same reading.
    pub(crate) fn is_id(self) -> bool {
        self.0["pattern"].as_str().is_some_and(|pattern| pattern.ends_with("[1-9][0-9]*$"))
    }

    /// Returns the form behind a reference, the first of several.
    fn resolved(self) -> Self {
        if let Some(name) = self.0["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return Self::of(name);
        }
        self.0["anyOf"].get(0).map_or(self, |first| Self(first).resolved())
    }

    fn types(self) -> impl Iterator<Item = &'static str> {
        let one = self.0["type"].as_str();
        let several = self.0["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
        one.into_iter().chain(several)
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: &str, words: &str, expected: Result<&str, &str>) {
        let (kind, path) = field.split_once('.').unwrap();
        let form = Form::of(kind).field(path).unwrap();
        match (form.parse(words), expected) {
            (Ok(value), Ok(expected)) => assert_eq!(value.to_string(), expected),
            (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
            (found, expected) => panic!("{field} {words}: {found:?}, not {expected:?}"),
        }
    }

    #[test]
    fn values_are_read_as_the_field_holds_them() {
        check("statement.act", "denies", Ok("\"denies\""));
        check("statement.act", "says nothing", Err("none of says, claims"));
        check("statement.source.kind", "office", Ok("\"office\""));
        check("statement.source", "null", Ok("null"));
        check("statement.act", "null", Err("none of"));
        check("statement.cue", r#"{"start":1,"end":4,"text":"said"}"#, {
            Ok(r#"{"start":1,"end":4,"text":"said"}"#)
        });
        check("statement.cue", r#"{"start":1}"#, Err("\"end\" is missing"));
        check("figure.value", "12", Ok("12"));
        check("figure.value", "twelve", Err("no JSON"));
        check("figure.value", "\"12\"", Err("no number or null"));
        check("figure.from", "2026-02-13", Ok("\"2026-02-13\""));
        check("figure.from", "yesterday", Err("not of the form"));
        check("place.lat", "91", Err("out of bounds"));
        check("event.contexts", r#"["military"]"#, Ok(r#"["military"]"#));
    }

    #[test]
    fn unknown_fields_have_no_form() {
        assert!(Form::of("statement").field("colour").is_none());
        assert!(Form::of("statement").field("source.colour").is_none());
        assert!(Form::of("statement").names().any(|name| name == "attitude"));
    }
}
