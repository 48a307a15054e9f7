//! JSON lines, and JSON documents that hold dispatches.

use std::ops::Range;

use dateline_text::{Item, Media, NoteKind, Sighting};

use super::stream::{self, Part, Stream};
use super::{Members, note, one};
use crate::decode::json::{self, Object};
use crate::decode::traced::Traced;
use crate::{Config, FieldMap, Found, charset};

/// Yields the lines of a stream, each an item.
pub(crate) struct Lines {
    stream: Stream,
    sighting: Sighting,
    config: Config,
    n_read: usize,
    is_done: bool,
}

impl Lines {
    pub(crate) fn new(stream: Stream, sighting: Sighting, config: Config) -> Self {
        Self { stream, sighting, config, n_read: 0, is_done: false }
    }
}

impl Iterator for Lines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            self.n_read += 1;
            let mut sighting = self.sighting.clone();
            sighting.member = Some(format!("line {}", self.n_read));
            match self.stream.read_line(self.config.limits.item_bytes) {
                Ok(Part::Record(line)) => {
                    let line = line.trim_ascii();
                    if !line.is_empty() {
                        return Some(object(line.to_vec(), sighting, &self.config.fields));
                    }
                }
                Ok(Part::Over) => {
                    let notes = vec![stream::over_limit(self.config.limits.item_bytes)];
                    return Some(Found { sighting, item: None, notes });
                }
                Ok(Part::End) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    let notes = vec![stream::note_of(&error)];
                    return Some(Found { sighting, item: None, notes });
                }
            }
        }
        None
    }
}

/// Yields the dispatches of a JSON document: the object itself, or the members of its array.
pub(crate) fn document(stream: Stream, sighting: Sighting, config: &Config) -> Members {
    let (bytes, problem) = stream.read_whole(config.limits.item_bytes);
    let Some(bytes) = bytes else {
        return one(Found { sighting, item: None, notes: problem.into_iter().collect() });
    };
    let (encoding, n_mark) = charset::detect(&bytes, Media::Json, None);
    let source = Traced::of_bytes(&bytes, encoding, n_mark).0;
    let Some(members) = array(&source.text, &config.fields) else {
        let mut found = object(bytes, sighting, &config.fields);
        found.notes.extend(problem);
        return one(found);
    };
    let charset = Some(encoding.name().to_owned());
    let fields = config.fields.clone();
    Box::new(members.into_iter().enumerate().map(move |(at, place)| {
        let (start, end) = source.cover(place);
        let mut sighting = sighting.clone();
        sighting.member = Some(format!("entry {}", at + 1));
        let mut found = object(bytes[start as usize..end as usize].to_vec(), sighting, &fields);
        found.item.iter_mut().for_each(|item| item.charset.clone_from(&charset));
        found
    }))
}

/// Finds the array of objects: the document itself, or the first in an object that has no text.
fn array(text: &str, fields: &FieldMap) -> Option<Vec<Range<usize>>> {
    let start = text.len() - text.trim_start().len();
    let whole = start..text.trim_end().len().max(start);
    if text[whole.clone()].starts_with('[') {
        return json::members(text, whole).ok();
    }
    let object = Object::read(text, whole).ok()?;
    if fields.text.iter().any(|name| object.find(text, name).is_some()) {
        return None;
    }
    object.values().find_map(|place| {
        let members = json::members(text, place).ok()?;
        members
            .first()
            .is_some_and(|member| text[member.clone()].starts_with('{'))
            .then_some(members)
    })
}

/// Makes an item of an object; its address and outlet go into the sighting.
fn object(bytes: Vec<u8>, mut sighting: Sighting, fields: &FieldMap) -> Found {
    let mut notes = Vec::new();
    if let Ok(text) = str::from_utf8(&bytes) {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        match Object::read(text, 0..text.len()) {
            Ok(object) => {
                let first = |names: &[String]| {
                    names.iter().find_map(|name| json::words(text, object.find(text, name)?))
                };
                sighting.url = first(&fields.url).or(sighting.url);
                sighting.outlet = first(&fields.outlet).or(sighting.outlet);
            }
            Err(error) => {
                notes.push(note(NoteKind::Malformed, format!("not a JSON object: {error}")));
            }
        }
    }
    Found { sighting, item: Some(Item::new(bytes, Media::Json)), notes }
}
