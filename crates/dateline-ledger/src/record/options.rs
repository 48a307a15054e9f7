//! What a reading was made with, beyond the program's defaults.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What decides what a reading says, beside the item's bytes and the program itself: what the user
/// asked for, and what was told of the item from outside. What is as by default is left out.
///
/// # Notes
/// The fields stand in the order of their names, and so does its JSON: equal options are equal
/// text, and lead to one reader version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Options {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_item_bytes: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_pieces: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returned: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Options {
    /// Tells whether everything is as by default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the one JSON text of these options.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data can be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_order_and_defaults_are_left_out() {
        assert_eq!(Options::default().to_json(), "{}");
        let options = Options {
            charset: Some("windows-1252".to_owned()),
            columns: vec!["text".to_owned()],
            declared_language: Some("en".to_owned()),
            delimiter: Some(';'),
            fields: BTreeMap::from([("text".to_owned(), vec!["story".to_owned()])]),
            language: Some("en".to_owned()),
            max_item_bytes: Some(1 << 20),
            max_pieces: Some(1000),
            media_type: Some("text/csv".to_owned()),
            outlet: Some("Harbour Post".to_owned()),
            published: Some("2031-05-06".parse().expect("a day")),
            returned: 1,
        };
        let json = options.to_json();
        let value: serde_json::Value = serde_json::from_str(&json).expect("own output");
        let names: Vec<&String> = value.as_object().expect("an object").keys().collect();
        assert!(names.is_sorted() && names.len() == 12, "{json}");
        assert_eq!(serde_json::from_str::<Options>(&json).expect("own output"), options);
    }
}
