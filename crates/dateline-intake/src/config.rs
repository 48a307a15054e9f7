//! What the user can set.

use jiff::civil::Date;

/// Settings of [`open`](crate::open) and [`decode`](crate::decode).
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Bounds on what is read.
    pub limits: Limits,
    /// Which field of a JSON object or CSV row means what.
    pub fields: FieldMap,
    /// What holds for every dispatch.
    pub given: Given,
    /// Whether links are followed that lead out of a folder that is read.
    pub follow_links: bool,
}

/// What the user tells of every dispatch, because the input does not, or tells it wrongly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Who published those that do not tell it.
    pub outlet: Option<String>,
    /// Language of all of them, as an ISO 639-1 code; it is not detected then.
    pub language: Option<String>,
    /// Day of publication of those that do not tell it.
    pub published: Option<Date>,
}

/// Bounds on what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest item, after transfer and compression are undone.
    pub item_bytes: usize,
    /// Deepest nesting of archives, JSON or markup.
    pub depth: usize,
    /// Greatest ratio of unpacked to packed size.
    pub ratio: usize,
    /// Most pieces of words (some 1.2 a word) of a dispatch that are read for claims.
    pub pieces: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { item_bytes: 16 << 20, depth: 128, ratio: 200, pieces: 32_768 }
    }
}

/// Names of the fields of a JSON object or CSV row; of several, the first that is present wins.
///
/// # Notes
/// Names are compared without regard to case. A name with dots (`source.name`) leads into objects,
/// where the whole name is not itself a field. A field that holds an object stands for the
/// object's `name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMap {
    /// The input's own id.
    pub id: Vec<String>,
    /// The text of the dispatch.
    pub text: Vec<String>,
    /// Headline.
    pub title: Vec<String>,
    /// Address.
    pub url: Vec<String>,
    /// Who published it.
    pub outlet: Vec<String>,
    /// When it was published.
    pub published: Vec<String>,
    /// Author line.
    pub byline: Vec<String>,
    /// Language, as a code or an English name.
    pub language: Vec<String>,
}

impl Default for FieldMap {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            id: names(&["id"]),
            text: names(&["text", "body", "content"]),
            title: names(&["title", "headline"]),
            url: names(&["url", "link"]),
            outlet: names(&["outlet", "source", "publisher"]),
            published: names(&["published", "date"]),
            byline: names(&["byline", "author"]),
            language: names(&["language", "lang"]),
        }
    }
}

impl FieldMap {
    /// Sets the names of one field from an assignment such as `text=body` or `outlet=paper,source`.
    ///
    /// # Errors
    /// Says what is wrong where there is no `=` or the field is not one of this struct's.
    pub fn assign(&mut self, assignment: &str) -> Result<(), String> {
        let (field, names) = assignment.split_once('=').ok_or_else(|| {
            format!("field map `{assignment}`: write FIELD=NAME, as in text=body")
        })?;
        self.set(field.trim(), names.split(',').map(|name| name.trim().to_owned()).collect())
    }

    /// Sets the names of one field.
    ///
    /// # Errors
    /// Says which fields there are where this is none of them.
    pub fn set(&mut self, field: &str, names: Vec<String>) -> Result<(), String> {
        let mut slots = self.slots();
        let known = slots.each_ref().map(|(name, _)| *name).join(", ");
        let slot = slots.iter_mut().find(|(name, _)| *name == field);
        let (_, slot) =
            slot.ok_or_else(|| format!("field map: no field `{field}`; there are {known}"))?;
        **slot = names;
        Ok(())
    }

    /// Lists each field with its names.
    pub fn entries(&self) -> [(&'static str, &[String]); 8] {
        [
            ("id", &self.id),
            ("text", &self.text),
            ("title", &self.title),
            ("url", &self.url),
            ("outlet", &self.outlet),
            ("published", &self.published),
            ("byline", &self.byline),
            ("language", &self.language),
        ]
    }

    fn slots(&mut self) -> [(&'static str, &mut Vec<String>); 8] {
        [
            ("id", &mut self.id),
            ("text", &mut self.text),
            ("title", &mut self.title),
            ("url", &mut self.url),
            ("outlet", &mut self.outlet),
            ("published", &mut self.published),
            ("byline", &mut self.byline),
            ("language", &mut self.language),
        ]
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        let mut known = self.entries().into_iter().flat_map(|(_, names)| names);
        known.any(|known| known.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_can_be_set() {
        let mut fields = FieldMap::default();
        fields.assign("text=story, body").unwrap();
        assert_eq!(fields.text, ["story", "body"]);
        assert!(fields.assign("story").is_err());
        assert!(fields.assign("colour=red").unwrap_err().contains("no field `colour`"));
    }
}
