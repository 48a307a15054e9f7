//! What two readings of one item tell otherwise.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Body, Record};

/// How a reading differs from the one before it.
///
/// # Notes
/// Records of two readings are one record where their kind, their span and the words in it are the
/// same; of several such, the first of one is the first of the other. What a record says of others
/// (who speaks, where) is compared by name, since local ids change with every record before them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Kinds of which there are more or fewer than before.
    pub counts: Vec<Count>,
    /// Records that only the new reading has.
    pub added: Vec<Unmatched>,
    /// Records that only the old one had.
    pub removed: Vec<Unmatched>,
    /// Fields of what both have.
    pub changed: Vec<Change>,
}

/// How many records of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The kind, in the plural.
    pub kind: &'static str,
    /// How many there were.
    pub was: usize,
    /// How many there are.
    pub now: usize,
}

/// A record of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// The kind, in the plural.
    pub kind: &'static str,
    /// Its local id; of a sentence, its number.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A field of a record, or of the dispatch itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The local id of the record in the new reading; `None` for the dispatch.
    pub id: Option<String>,
    /// The field, as in the output; `speaker` for the name behind a source.
    pub field: String,
    /// What it was.
    pub was: Value,
    /// What it is.
    pub now: Value,
}

/// Longer words are cut in a difference; the readings have them in full.
const MOST_CHARS: usize = 200;

impl Difference {
    /// Compares the newer reading of an item with the older one.
    pub fn between(old: &Record, new: &Record) -> Self {
        let mut difference =
            Self { changed: changes(None, &top(old), &top(new)), ..Self::default() };
        let none = Body::default();
        let parts = |record: &Record| parts(record.body.as_ref().unwrap_or(&none));
        for (old, new) in parts(old).into_iter().zip(parts(new)) {
            difference.compare(old, new);
        }
        difference
    }

    /// Tells whether both readings say the same.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn compare(&mut self, (kind, old): (&'static str, Vec<Entry>), (_, new): (&str, Vec<Entry>)) {
        let (was, now) = (old.len(), new.len());
        if was != now {
            self.counts.push(Count { kind, was, now });
        }
        let mut waiting: BTreeMap<Place, VecDeque<Entry>> = BTreeMap::new();
        for entry in old {
            waiting.entry(entry.place.clone()).or_default().push_back(entry);
        }
        for entry in new {
            match waiting.get_mut(&entry.place).and_then(VecDeque::pop_front) {
                Some(old) => {
                    self.changed.extend(changes(Some(&entry.id), &old.fields, &entry.fields));
                }
                None => self.added.push(entry.part(kind)),
            }
        }
        let gone = waiting.into_values().flatten().map(|entry| entry.part(kind));
        self.removed.extend(gone);
    }
}

/// Where a record stands, and its words.
type Place = (u64, u64, String);
type Fields = Map<String, Value>;

/// A record as it is compared.
struct Entry {
    id: String,
    place: Place,
    fields: Fields,
}

impl Entry {
    fn part(self, kind: &'static str) -> Unmatched {
        Unmatched { kind, id: self.id, text: clip(&self.place.2) }
    }
}

/// Lists the records of a reading by their kinds, in the order of the output.
fn parts(body: &Body) -> Vec<(&'static str, Vec<Entry>)> {
    let lists = [
        ("sentences", to_list(&body.sentences)),
        ("entities", to_list(&body.entities)),
        ("times", to_list(&body.times)),
        ("places", to_list(&body.places)),
        ("statements", to_list(&body.statements)),
        ("events", to_list(&body.events)),
        ("figures", to_list(&body.figures)),
    ];
    let named = lists.iter().flat_map(|(_, list)| list);
    let names: BTreeMap<String, String> =
        named.map(|record| (words(&record["id"]), name(record))).collect();
    let entry = |(at, record): (usize, Value)| Entry {
        id: record["id"].as_str().map_or((at + 1).to_string(), str::to_owned),
        place: place(&record),
        fields: fields(&record, &names),
    };
    let entries = |list: Vec<Value>| list.into_iter().enumerate().map(entry).collect();
    lists.into_iter().map(|(kind, list)| (kind, entries(list))).collect()
}

fn to_list<T: Serialize>(records: &[T]) -> Vec<Value> {
    let value = |record| serde_json::to_value(record).expect("plain data can be written");
    records.iter().map(value).collect()
}

/// The part of a record that tells where it stands: its own span, its trigger, its content, its
/// first mention.
fn anchor(record: &Value) -> &Value {
    let parts = ["trigger", "content"].into_iter().filter_map(|part| record.get(part));
    let mention = record.get("mentions").and_then(|mentions| mentions.get(0));
    parts.chain(mention).next().unwrap_or(record)
}

fn place(record: &Value) -> Place {
    let anchor = anchor(record);
    let spans = anchor.get("spans").and_then(Value::as_array);
    let (start, end) = match spans.and_then(|spans| spans.first().zip(spans.last())) {
        Some((first, last)) => (&first[0], &last[1]),
        None => (&anchor["start"], &anchor["end"]),
    };
    let point = |value: &Value| value.as_u64().unwrap_or(0);
    (point(start), point(end), words(&anchor["text"]))
}

/// Returns what other records call a record by.
fn name(record: &Value) -> String {
    let own = record["name"].as_str().map(str::to_owned);
    own.unwrap_or_else(|| words(&anchor(record)["text"]))
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Fields that hold the local ids of other records.
const REFERENCES: [&str; 8] =
    ["entity", "place", "time", "event", "said_in", "part_of", "within", "members"];
/// Fields that only tell where something stands.
const POSITIONS: [&str; 4] = ["id", "start", "end", "spans"];

/// Flattens a record to fields that two readings can be compared by.
fn fields(record: &Value, names: &BTreeMap<String, String>) -> Fields {
    let mut fields = Fields::new();
    flatten("", record, names, &mut fields);
    if let Some(entity) = fields.remove("source.entity") {
        let speaker = if entity.is_null() { fields["source.text"].clone() } else { entity };
        fields.insert("speaker".to_owned(), speaker);
    }
    fields
}

fn flatten(path: &str, value: &Value, names: &BTreeMap<String, String>, out: &mut Fields) {
    let named = |value: &Value| {
        let name = value.as_str().and_then(|id| names.get(id));
        name.map_or_else(|| value.clone(), |name| Value::from(name.clone()))
    };
    let last = path.rsplit('.').next().unwrap_or(path);
    match value {
        Value::Object(members) => {
            for (field, value) in members {
                if !POSITIONS.contains(&field.as_str()) {
                    let dot = if path.is_empty() { "" } else { "." };
                    flatten(&format!("{path}{dot}{field}"), value, names, out);
                }
            }
        }
        Value::Array(members) => {
            let member = |member: &Value| match member {
                Value::Object(_) => Value::Object(fields(member, names)),
                other if REFERENCES.contains(&last) => named(other),
                other => other.clone(),
            };
            out.insert(path.to_owned(), members.iter().map(member).collect());
        }
        other if REFERENCES.contains(&last) => drop(out.insert(path.to_owned(), named(other))),
        other => drop(out.insert(path.to_owned(), other.clone())),
    }
}

/// Returns the fields of the dispatch itself.
fn top(record: &Record) -> Fields {
    let notes: Vec<&str> = record.notes.iter().map(|note| note.message.as_str()).collect();
    let mut fields = Map::from_iter([
        ("readable".to_owned(), json!(record.body.is_some())),
        ("external_id".to_owned(), json!(record.external_id)),
    ]);
    if let Some(body) = &record.body {
        let told = json!({
            "outlet": body.outlet, "title": body.title, "byline": body.byline,
            "published": body.published, "dateline": body.dateline, "credit": body.credit,
            "language": body.language, "text": body.text,
        });
        flatten("", &told, &BTreeMap::new(), &mut fields);
    }
    fields.insert("notes".to_owned(), json!(notes));
    fields
}

/// Lists the fields that differ, in the order of the new reading; then those that it lacks.
fn changes(id: Option<&str>, old: &Fields, new: &Fields) -> Vec<Change> {
    let gone = old.keys().filter(|field| !new.contains_key(*field));
    let value = |fields: &Fields, field: &str| fields.get(field).cloned().unwrap_or(Value::Null);
    let change = |field: &String| {
        let (was, now) = (value(old, field), value(new, field));
        (was != now).then(|| Change {
            id: id.map(str::to_owned),
            field: field.clone(),
            was: clipped(was),
            now: clipped(now),
        })
    };
    new.keys().chain(gone).filter_map(change).collect()
}

fn clipped(value: Value) -> Value {
    match value {
        Value::String(words) => Value::from(clip(&words)),
        Value::Array(members) => members.into_iter().map(clipped).collect(),
        other => other,
    }
}

fn clip(words: &str) -> String {
    match words.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityRecord, MentionRecord, SourceRecord, Spans, StatementRecord};

    fn entity(id: &str, name: &str, start: u32) -> EntityRecord {
        let mention = MentionRecord {
            start,
            end: start + 4,
            text: "Hale".to_owned(),
            ..MentionRecord::default()
        };
        EntityRecord {
            id: id.to_owned(),
            name: name.to_owned(),
            mentions: vec![mention],
            ..EntityRecord::default()
        }
    }

    fn statement(id: &str, content: &str, entity: Option<&str>) -> StatementRecord {
        let end = content.len() as u32;
        let source = SourceRecord {
            text: "Hale".to_owned(),
            entity: entity.map(str::to_owned),
            ..SourceRecord::default()
        };
        StatementRecord {
            id: id.to_owned(),
            source: Some(source),
            content: Spans { spans: vec![[0, end]], text: content.to_owned() },
            ..StatementRecord::default()
        }
    }

    fn record(entities: Vec<EntityRecord>, statements: Vec<StatementRecord>) -> Record {
        let body = Body { entities, statements, text: "Hale".to_owned(), ..Body::default() };
        Record {
            schema: "dateline/1".to_owned(),
            reader: crate::record::Reader::default(),
            id: "0123456789abcdef".to_owned(),
            external_id: None,
            item: crate::record::ItemRecord::default(),
            body: Some(body),
            notes: Vec::new(),
        }
    }

    #[test]
    fn equal_readings_do_not_differ() {
        let one = record(vec![entity("a1", "Hale", 0)], vec![statement("s1", "it rained", None)]);
        assert!(Difference::between(&one, &one).is_empty());
    }

    #[test]
    fn another_number_is_no_difference_and_another_name_is() {
        let old =
            record(vec![entity("a1", "Hale", 0)], vec![statement("s1", "it rained", Some("a1"))]);
        let mut new = record(
            vec![entity("a1", "Orm", 9), entity("a2", "Hale", 0)],
            vec![statement("s1", "snow fell", None), statement("s2", "it rained", Some("a2"))],
        );
        let difference = Difference::between(&old, &new);
        assert_eq!(difference.changed, []);
        let added: Vec<(&str, &str)> =
            difference.added.iter().map(|part| (part.kind, part.text.as_str())).collect();
        assert_eq!(added, [("entities", "Hale"), ("statements", "snow fell")]);
        new.body.as_mut().expect("a body").entities[1].name = "Mira Hale".to_owned();
        let changed = Difference::between(&old, &new).changed;
        let fields: Vec<(&str, &str)> = changed
            .iter()
            .map(|change| (change.id.as_deref().expect("a record"), change.field.as_str()))
            .collect();
        assert_eq!(fields, [("a2", "name"), ("s2", "speaker")]);
        assert_eq!((&changed[1].was, &changed[1].now), (&json!("Hale"), &json!("Mira Hale")));
    }

    #[test]
    fn other_words_at_the_same_place_are_another_record() {
        let old = record(Vec::new(), vec![statement("s1", "it rained", None)]);
        let mut new = record(Vec::new(), vec![statement("s1", "it snowed", None)]);
        new.body.as_mut().expect("a body").text = "x".repeat(300);
        let difference = Difference::between(&old, &new);
        assert_eq!((difference.added.len(), difference.removed.len()), (1, 1));
        let text = difference.changed.iter().find(|change| change.field == "text");
        let now = text.expect("another text").now.as_str().expect("words").chars().count();
        assert_eq!(now, MOST_CHARS + 1);
    }

    #[test]
    fn what_becomes_readable_is_told() {
        let new = record(Vec::new(), vec![statement("s1", "it rained", None)]);
        let old = Record { body: None, ..new.clone() };
        let difference = Difference::between(&old, &new);
        assert_eq!(difference.counts, [Count { kind: "statements", was: 0, now: 1 }]);
        assert_eq!(difference.changed[0].field, "readable");
    }
}
