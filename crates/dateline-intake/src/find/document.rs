//! Documents that are read as a whole and hold several dispatches, as slices of their own bytes.

use std::ops::Range;

use dateline_text::{Item, Media, Note, NoteKind, Sighting};
use encoding_rs::{Encoding, UTF_8};

use super::stream::Stream;
use super::{Members, feed, note, one};
use crate::decode::json::{self, Object};
use crate::decode::members::{self, fields, is_array_of_objects};
use crate::{Config, FieldMap, Found, charset};

/// Bytes of which only the structure is looked at; what stands in them is decoded item by item.
pub(crate) struct Document {
    bytes: Vec<u8>,
    charset: &'static Encoding,
    n_mark: usize,
    // How the structure shows, where the bytes themselves do not show it.
    skeleton: Option<String>,
    n_unit: usize,
}

impl Document {
    pub(crate) fn new(bytes: Vec<u8>, media: Media) -> Self {
        let (charset, n_mark) = charset::detect(&bytes, media, None);
        let (skeleton, n_unit) = charset::skeleton(&bytes[n_mark..], charset);
        let skeleton = match skeleton {
            std::borrow::Cow::Borrowed(_) => None,
            std::borrow::Cow::Owned(skeleton) => Some(skeleton),
        };
        Self { bytes, charset, n_mark, skeleton, n_unit }
    }

    /// Returns its structure: ASCII where it is ASCII.
    pub(crate) fn shown(&self) -> &[u8] {
        self.skeleton.as_ref().map_or(&self.bytes[self.n_mark..], |skeleton| skeleton.as_bytes())
    }

    /// Returns the first byte of a place.
    pub(crate) fn start_byte(&self, place: &Range<usize>) -> usize {
        self.n_mark + place.start * self.n_unit
    }

    /// Makes an item of a place.
    pub(crate) fn item(&self, place: Range<usize>, media: Media) -> Item {
        let mut item = Item::new(self.bytes_of(place).to_vec(), media);
        item.charset = Some(self.charset.name().to_owned());
        item
    }

    /// Decodes a place.
    pub(crate) fn text(&self, place: Range<usize>) -> String {
        self.charset.decode_without_bom_handling(self.bytes_of(place)).0.into_owned()
    }

    fn bytes_of(&self, place: Range<usize>) -> &[u8] {
        let end = (self.n_mark + place.end * self.n_unit).min(self.bytes.len());
        &self.bytes[self.start_byte(&place).min(end)..end]
    }
}

/// Yields the dispatches of a JSON document: the object itself, or the members of its array.
pub(crate) fn of_json(stream: Stream, sighting: Sighting, config: &Config) -> Members {
    let (bytes, problem) = stream.read_whole(config.limits.item_bytes);
    let Some(bytes) = bytes else {
        return one(Found { sighting, item: None, notes: problem.into_iter().collect() });
    };
    let document = Document::new(bytes, Media::Json);
    if feed::is_json_feed(document.shown()) {
        return feed::entries_of(document, sighting, problem);
    }
    let Some(start) = array(document.shown(), &config.fields) else {
        let mut found = object(Item::new(document.bytes, Media::Json), sighting, &config.fields);
        found.notes.extend(problem);
        return one(found);
    };
    let fields = config.fields.clone();
    let broken = broken(&sighting, problem);
    let (mut members, mut n_read) = (members::Members::of_array(start), 0);
    let found = std::iter::from_fn(move || {
        let place = members.next(document.shown())?;
        n_read += 1;
        let sighting = Sighting { member: Some(format!("entry {n_read}")), ..sighting.clone() };
        let start = document.start_byte(&place);
        let mut found = object(document.item(place, Media::Json), sighting, &fields);
        place_notes(&mut found, start);
        Some(found)
    });
    Box::new(found.chain(broken))
}

/// Tells what is wrong with a document as a whole.
pub(crate) fn broken(sighting: &Sighting, notes: impl IntoIterator<Item = Note>) -> Option<Found> {
    let notes: Vec<Note> = notes.into_iter().collect();
    (!notes.is_empty()).then(|| Found { sighting: sighting.clone(), item: None, notes })
}

/// Adds to the notes on a broken member where it stands in the document.
pub(crate) fn place_notes(found: &mut Found, start: usize) {
    for note in found.notes.iter_mut().filter(|_| found.item.is_some()) {
        note.message = format!("at byte {start}: {}", note.message);
    }
}

/// Finds the `[` of the array of objects: of the document itself, or of the first field of an
/// object without a text that holds one.
pub(crate) fn array(json: &[u8], map: &FieldMap) -> Option<usize> {
    let start = json.len() - json.trim_ascii_start().len();
    if json.get(start) == Some(&b'[') {
        return Some(start);
    }
    let is_text = |field: &[u8]| {
        let top = |name: &String| name.split('.').next().unwrap_or_default().to_owned();
        let is_same = |name: &String| field.eq_ignore_ascii_case(name.as_bytes());
        map.text.iter().any(|name| is_same(name) || is_same(&top(name)))
    };
    let mut found = None;
    for (name, place) in fields(json, start) {
        if is_text(name) {
            return None;
        }
        if found.is_none() && is_array_of_objects(json, place.start) {
            found = Some(place.start);
        }
    }
    found
}

/// Takes an object as it was found; its address and outlet go into the sighting.
pub(crate) fn object(item: Item, mut sighting: Sighting, fields: &FieldMap) -> Found {
    let told = look(&item, |text, object| {
        let first = |names: &[String]| {
            names.iter().find_map(|name| json::words(text, object.find(text, name)?))
        };
        (first(&fields.url), first(&fields.outlet))
    });
    match told {
        Ok((url, outlet)) => {
            sighting.url = url.or(sighting.url);
            sighting.outlet = outlet.or(sighting.outlet);
            Found { sighting, item: Some(item), notes: Vec::new() }
        }
        Err(fault) => fault.found(item, sighting),
    }
}

/// Why something is not a JSON object.
pub(crate) enum Fault {
    /// It does not begin like one.
    Foreign,
    /// It breaks off or is broken.
    Broken(serde_json::Error),
}

impl Fault {
    /// Keeps what is broken, and tells of what is foreign.
    pub(crate) fn found(self, item: Item, sighting: Sighting) -> Found {
        let (item, message) = match self {
            Self::Foreign => (None, "not a JSON object".to_owned()),
            Self::Broken(error) => (Some(item), format!("not a JSON object: {error}")),
        };
        Found { sighting, item, notes: vec![note(NoteKind::Malformed, message)] }
    }
}

/// Looks into an item that should be a JSON object.
///
/// # Errors
/// Why it is none.
pub(crate) fn look<T>(item: &Item, told: impl FnOnce(&str, &Object) -> T) -> Result<T, Fault> {
    let is_utf8 = item.charset.as_deref().is_none_or(|charset| charset == UTF_8.name());
    let text = if is_utf8 && let Ok(text) = str::from_utf8(&item.bytes) {
        text.strip_prefix('\u{FEFF}').unwrap_or(text).into()
    } else {
        let (charset, n_mark) = charset::of(item);
        charset.decode_without_bom_handling(&item.bytes[n_mark..]).0
    };
    if !text.trim_start().starts_with('{') {
        return Err(Fault::Foreign);
    }
    let object = Object::read(&text, 0..text.len()).map_err(Fault::Broken)?;
    Ok(told(&text, &object))
}
