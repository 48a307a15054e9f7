//! What a reading is made of: one statement, event, figure, entity, place or time.

use serde::Serialize;
use serde_json::Value;

use super::form::Form;
use super::{Body, Record, byte_ranges};

/// One of a reading's statements, events, figures, entities, places or times.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Local id, such as `s2`.
    pub id: String,
    /// `statement`, `event`, `figure`, `entity`, `place` or `time`.
    pub kind: &'static str,
    /// First and one past the last byte of the item that it stands for: the content of a statement,
    /// the trigger of an event, the first mention of an entity, the words of the others.
    pub bytes: (u32, u32),
    /// The whole, as it is printed.
    pub value: Value,
}

/// Fields that tell how a part was found, and where: nothing that a person sets right.
const OF_THE_READER: &[&str] = &["id", "rule", "confidence"];

impl Record {
    /// Returns the reading's parts in the order in which they are printed; those that no byte leads
    /// to are left out.
    pub fn parts(&self) -> Vec<Part> {
        let Some(body) = &self.body else { return Vec::new() };
        let mut parts = Vec::new();
        push(&mut parts, body, "entity", &body.entities);
        push(&mut parts, body, "time", &body.times);
        push(&mut parts, body, "place", &body.places);
        push(&mut parts, body, "statement", &body.statements);
        push(&mut parts, body, "event", &body.events);
        push(&mut parts, body, "figure", &body.figures);
        parts
    }
}

fn push<P: Serialize>(parts: &mut Vec<Part>, body: &Body, kind: &'static str, list: &[P]) {
    for value in list.iter().filter_map(|part| serde_json::to_value(part).ok()) {
        let id = value["id"].as_str().unwrap_or_default().to_owned();
        if let Some(bytes) = bytes_of(body, &value) {
            parts.push(Part { id, kind, bytes, value });
        }
    }
}

fn bytes_of(body: &Body, part: &Value) -> Option<(u32, u32)> {
    let (start, end) = points_of(part)?;
    let ranges = byte_ranges(body.origin.as_deref()?, start, end);
    Some((ranges.first()?.0, ranges.last()?.1))
}

/// Returns the code points that a part stands for.
fn points_of(part: &Value) -> Option<(u32, u32)> {
    let point = |value: &Value| u32::try_from(value.as_u64()?).ok();
    if let (Some(start), Some(end)) = (point(&part["start"]), point(&part["end"])) {
        return Some((start, end));
    }
    if let Some(spans) = part["content"]["spans"].as_array() {
        return Some((point(&spans.first()?[0])?, point(&spans.last()?[1])?));
    }
    points_of(part.get("trigger").or(part["mentions"].get(0))?)
}

impl Part {
    /// Returns the names of the fields that a person may set right.
    pub fn fields(&self) -> Vec<&'static str> {
        Form::of(self.kind).names().filter(|name| !OF_THE_READER.contains(name)).collect()
    }

    /// Returns what a field holds; `source.kind` is a field of a field. `None`: there is no such
    /// field.
    pub fn field(&self, path: &str) -> Option<&Value> {
        self.form(path)?;
        let (outer, name) = path.rsplit_once('.').map_or((&self.value, path), |(outer, name)| {
            (outer.split('.').fold(&self.value, |value, name| &value[name]), name)
        });
        // What is not known may be left out of an object, but not of what is not there at all.
        outer.is_object().then(|| &outer[name])
    }

    /// Reads a value for a field: of the right form, and where it is an id, one of the reading.
    ///
    /// # Errors
    /// Says what the field may hold.
    pub fn parse(&self, path: &str, words: &str, parts: &[Part]) -> Result<Value, String> {
        let form = self.form(path).ok_or("there is no such field")?;
        let value = form.parse(words)?;
        let is_unknown = |word: &str| form.is_id() && !parts.iter().any(|part| part.id == word);
        match value.as_str() {
            Some(word) if is_unknown(word) => Err(format!("the reading has no {word}")),
            _ => Ok(value),
        }
    }

    fn form(&self, path: &str) -> Option<Form> {
        let first = path.split('.').next()?;
        Form::of(self.kind).field(path).filter(|_| !OF_THE_READER.contains(&first))
    }
}
