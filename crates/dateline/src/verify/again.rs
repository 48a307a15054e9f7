//! A record against a second reading of its item.

use dateline_intake::Found;
use dateline_ledger::proof::Kept;
use dateline_ledger::record::{Include, Record};
use dateline_syntax::Engine;
use dateline_text::{Item, Sighting};
use serde_json::Value;

use crate::Reader;
use crate::options::{as_found, config_of};

/// Most differences told of one record.
const MOST_TOLD: usize = 8;

/// A place in a record, what a second reading has there, and what is recorded.
pub(super) type Differing = (String, String, String);

/// Returns where a record differs from a second reading; `None` if it was read by another version.
pub(super) fn differences(item: &Item, kept: &Kept) -> Option<Vec<Differing>> {
    let reader = reader_of(item, &kept.record)?;
    let Some(sighting) = kept.sighting.clone().filter(|sighting| tells(&kept.record, sighting))
    else {
        let found = format!("{:?}", kept.record.item);
        return Some(vec![("item".to_owned(), "the sighting that was read".to_owned(), found)]);
    };
    let sighting = as_found(sighting, &kept.record.reader.options);
    let again = read_again(&reader, item, &sighting, &kept.record);
    if serde_json::to_vec(&again).is_ok_and(|json| json == kept.json) {
        return Some(Vec::new());
    }
    Some(compare(&again, &kept.json))
}

/// Returns the reader that made a record of an item, if this program has it.
fn reader_of(item: &Item, record: &Record) -> Option<Reader> {
    let body = record.body.as_ref();
    let include = Include {
        origin: body.is_some_and(|body| body.origin.is_some()),
        tokens: body.is_some_and(|body| body.tokens.is_some()),
        names: body.is_some_and(|body| body.names.is_some()),
    };
    let options = &record.reader.options;
    let readers = Engine::ALL.map(|engine| {
        let reader = Reader::new(config_of(options)).engine(engine).with(include);
        reader.returned(options.returned)
    });
    readers.into_iter().find(|reader| reader.version_of(item) == record.reader.version)
}

/// Tells whether a record tells a sighting; its outlet may be that of the text.
fn tells(record: &Record, sighting: &Sighting) -> bool {
    let told = &record.item;
    (&sighting.path, &sighting.url, &sighting.member, &sighting.retrieved)
        == (&told.path, &told.url, &told.member, &told.retrieved)
}

/// Reads an item as it was read for `record`. What was met when the item was found cannot be met
/// again, and is taken over.
fn read_again(reader: &Reader, item: &Item, sighting: &Sighting, record: &Record) -> Record {
    let found = Found { sighting: sighting.clone(), item: Some(item.clone()), notes: Vec::new() };
    let mut again = reader.read(&found).expect("an item is given, so a record is made");
    let n_met = record.notes.len().saturating_sub(again.notes.len());
    let met = record.notes[..n_met].iter().filter(|note| note.stage == "intake").cloned();
    again.notes.splice(0..0, met.collect::<Vec<_>>());
    again
}

fn compare(again: &Record, stored: &[u8]) -> Vec<Differing> {
    let mut differing = Vec::new();
    match (serde_json::to_value(again), serde_json::from_slice(stored)) {
        (Ok(again), Ok(stored)) => walk("", &again, &stored, &mut differing),
        (Err(error), _) | (_, Err(error)) => {
            differing.push(("record".to_owned(), "JSON".to_owned(), error.to_string()));
        }
    }
    if differing.is_empty() {
        let told = |what: &str| what.to_owned();
        differing.push((told("record"), told("its JSON text"), told("other JSON text")));
    }
    differing.truncate(MOST_TOLD);
    differing
}

/// Walks two values in step; parts that have ids are named by them.
fn walk(path: &str, again: &Value, stored: &Value, differing: &mut Vec<Differing>) {
    if again == stored || differing.len() >= MOST_TOLD {
        return;
    }
    let within = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (again, stored) {
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|key| !a.contains_key(*key));
            for key in a.keys().chain(added) {
                let of = |map: &serde_json::Map<String, Value>| {
                    map.get(key).cloned().unwrap_or(Value::Null)
                };
                walk(&within(key), &of(a), &of(b), differing);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                let id = a["id"].as_str().map_or_else(|| format!("{path}[{at}]"), str::to_owned);
                walk(&id, a, b, differing);
            }
        }
        _ => differing.push((path.to_owned(), again.to_string(), stored.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differing_parts_are_named() {
        let again = json!({"language": "en", "statements": [{"id": "s1", "act": "says"}]});
        let stored =
            json!({"language": "en", "statements": [{"id": "s1", "act": "denies"}], "more": 1});
        let mut differing = Vec::new();
        walk("", &again, &stored, &mut differing);
        let told = |place: &str, expected: &str, found: &str| {
            (place.to_owned(), expected.to_owned(), found.to_owned())
        };
        assert_eq!(
            differing,
            [told("s1.act", "\"says\"", "\"denies\""), told("more", "null", "1")]
        );
    }
}
