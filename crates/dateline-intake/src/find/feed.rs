//! Entries of feed files.

use std::ops::Range;

use dateline_text::{Item, Media, Note, NoteKind, Sighting, Stage};

use super::document::{self, Document, Fault, place_notes};
use super::stream::Stream;
use super::{Members, note, one};
use crate::decode::json;
use crate::decode::markup::{Markup, Token, attributes};
use crate::decode::members::{self, fields};
use crate::decode::traced::{Traced, fold};
use crate::decode::{Dialect, code_of_tag, entry_link, xml_words};
use crate::{Config, Found, charset, short};

/// Yields the entries of an RSS, Atom or JSON Feed file.
pub(crate) fn entries(stream: Stream, sighting: Sighting, config: &Config) -> Members {
    let (bytes, problem) = stream.read_whole(config.limits.item_bytes);
    match bytes {
        Some(bytes) => entries_of(Document::new(bytes, Media::RssEntry), sighting, problem),
        None => one(Found { sighting, item: None, notes: problem.into_iter().collect() }),
    }
}

/// Yields the entries of a feed that is all there.
pub(crate) fn entries_of(document: Document, sighting: Sighting, problem: Option<Note>) -> Members {
    let is_json = document.shown().trim_ascii_start().starts_with(b"{");
    let mut feed = if is_json { Feed::of_json(&document) } else { Feed::of_xml(&document) };
    feed.notes.extend(problem);
    let mut outlet = feed.publisher.or(feed.title);
    feed.notes.extend(short::cut(&mut outlet, "outlet", Stage::Intake));
    let sighting = Sighting { outlet: outlet.or(sighting.outlet), ..sighting };
    if feed.entries.is_empty(&document) && feed.notes.is_empty() {
        feed.notes.push(note(NoteKind::Empty, "a feed without entries"));
    }
    let broken = document::broken(&sighting, feed.notes);
    let language = feed.language.as_deref().and_then(code_of_tag).map(str::to_owned);
    let (mut entries, mut n_read) = (feed.entries, 0);
    let found = std::iter::from_fn(move || {
        let (media, place) = entries.next(&document)?;
        n_read += 1;
        let start = document.start_byte(&place);
        let mut item = document.item(place, media);
        item.language.clone_from(&language);
        let member = Some(format!("entry {n_read}"));
        let sighting = Sighting { member, ..sighting.clone() };
        let mut found = match address(&item) {
            Ok(url) => {
                Found { sighting: Sighting { url, ..sighting }, item: Some(item), notes: vec![] }
            }
            Err(fault) => fault.found(item, sighting),
        };
        place_notes(&mut found, start);
        Some(found)
    });
    Box::new(found.chain(broken))
}

/// Tells a JSON Feed by the `version` of the document itself.
///
/// # Source
/// JSON Feed 1.1, "Top-level"; slashes may be escaped.
pub(crate) fn is_json_feed(json: &[u8]) -> bool {
    let start = json.len() - json.trim_ascii_start().len();
    let is_feed = |value: &[u8]| {
        let finds = |address: &[u8]| memchr::memmem::find(value, address).is_some();
        finds(b"//jsonfeed.org/version/") || finds(br"\/\/jsonfeed.org\/version\/")
    };
    json.get(start) == Some(&b'{')
        && fields(json, start).any(|(name, place)| name == b"version" && is_feed(&json[place]))
}

#[derive(Default)]
struct Feed {
    title: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    entries: Entries,
    notes: Vec<Note>,
}

/// Where the entries of a feed stand.
#[derive(Clone)]
enum Entries {
    Json(members::Members),
    Xml(std::vec::IntoIter<(Media, Range<usize>)>),
}

impl Default for Entries {
    fn default() -> Self {
        Self::Xml(Vec::new().into_iter())
    }
}

impl Entries {
    fn is_empty(&self, document: &Document) -> bool {
        match self {
            Self::Json(members) => members.clone().next(document.shown()).is_none(),
            Self::Xml(places) => places.as_slice().is_empty(),
        }
    }

    fn next(&mut self, document: &Document) -> Option<(Media, Range<usize>)> {
        match self {
            Self::Json(members) => {
                members.next(document.shown()).map(|place| (Media::JsonFeedEntry, place))
            }
            Self::Xml(places) => places.next(),
        }
    }
}

impl Feed {
    fn of_json(document: &Document) -> Self {
        let mut feed = Self::default();
        let shown = document.shown();
        let start = shown.len() - shown.trim_ascii_start().len();
        for (name, place) in fields(shown, start) {
            if name == b"title" && feed.title.is_none() {
                let title = document.text(place);
                feed.title = json::words(&title, 0..title.len());
            } else if name == b"language" {
                let language = document.text(place);
                feed.language = json::words(&language, 0..language.len());
            } else if name == b"items" && shown.get(place.start) == Some(&b'[') {
                feed.entries = Entries::Json(members::Members::of_array(place.start));
            }
        }
        feed
    }

    /// Tells whether an element of the feed itself says what is not known yet.
    fn lacks(&self, local: &str) -> bool {
        match local {
            "title" => self.title.is_none(),
            "publisher" => self.publisher.is_none(),
            "language" => true,
            _ => false,
        }
    }

    fn fill(&mut self, local: &str, words: String) {
        let words = Some(words).filter(|words| !words.is_empty());
        match local {
            "title" => self.title = words,
            "publisher" => self.publisher = words,
            "language" => self.language = words.or(self.language.take()),
            _ => {}
        }
    }

    fn of_xml(document: &Document) -> Self {
        let shown = String::from_utf8_lossy(document.shown());
        let mut feed = Self::default();
        let mut entries = Vec::new();
        let mut open: Option<OpenEntry> = None;
        let mut part_from = None;
        let mut is_in_part = false;
        let mut markup = Markup::new(&shown, 0..shown.len(), Dialect::Xml);
        while let Some(token) = markup.next() {
            match token {
                Token::Open { name, attributes: told, closed } => {
                    let start = name.start - 1;
                    let name = &shown[name];
                    let local = local(name);
                    if open.is_none() && feed.language.is_none() && entries.is_empty() {
                        let told = attributes(&shown[told.clone()]);
                        let mut told = told.into_iter().filter(|(name, _)| name == "xml:lang");
                        feed.language = told.next().map(|(_, value)| value);
                    }
                    match (media(local), &mut open) {
                        (Some(media), None) if !closed => {
                            open = Some(OpenEntry::new(media, name, start));
                        }
                        // An entry holds no other, so the open one lacks its end.
                        (Some(_), Some(known)) if name == known.name && !closed => {
                            entries.push((known.media, known.start..start));
                            known.start = start;
                            known.n_inside = 0;
                        }
                        (Some(media), Some(known)) if media == known.media && !closed => {
                            known.n_inside += 1;
                        }
                        (None, None) if PARTS.contains(&local) => is_in_part = !closed,
                        (None, None) if !is_in_part && feed.lacks(local) && !closed => {
                            part_from = Some(told.end + 1);
                        }
                        _ => {}
                    }
                }
                Token::Close { name } => {
                    let local = local(&shown[name.clone()]);
                    if let Some(from) = part_from.take() {
                        let words = document.text(from..name.start.saturating_sub(2).max(from));
                        feed.fill(local, words_of(&words));
                    }
                    if PARTS.contains(&local) {
                        is_in_part = false;
                    }
                    match (&mut open, media(local)) {
                        (Some(known), Some(media)) if media == known.media => {
                            if known.n_inside == 0 {
                                entries.push((media, known.start..markup.position()));
                                open = None;
                            } else {
                                known.n_inside -= 1;
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        if open.is_some() {
            let message = "the feed ends inside an entry, which is left out";
            feed.notes.push(note(NoteKind::Truncated, message));
        }
        feed.entries = Entries::Xml(entries.into_iter());
        feed
    }
}

/// An entry whose end has not been met.
struct OpenEntry {
    media: Media,
    name: String,
    start: usize,
    // Elements of another vocabulary that go by the same local name, and are open inside it.
    n_inside: usize,
}

impl OpenEntry {
    fn new(media: Media, name: &str, start: usize) -> Self {
        Self { media, name: name.to_owned(), start, n_inside: 0 }
    }
}

/// Parts of a feed that have a title of their own.
const PARTS: [&str; 3] = ["image", "author", "textinput"];

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn media(local: &str) -> Option<Media> {
    match local {
        "item" => Some(Media::RssEntry),
        "entry" => Some(Media::AtomEntry),
        _ => None,
    }
}

fn words_of(xml: &str) -> String {
    fold(&xml_words(&Traced::of_bytes(xml.as_bytes(), encoding_rs::UTF_8, 0).0, 0..xml.len()))
}

/// Returns the address of an entry.
///
/// # Errors
/// Why the entry is no JSON object.
fn address(item: &Item) -> Result<Option<String>, Fault> {
    if item.media != Media::JsonFeedEntry {
        let (charset, n_mark) = charset::of(item);
        return Ok(entry_link(&Traced::of_bytes(&item.bytes, charset, n_mark).0));
    }
    document::look(item, |text, object| {
        ["url", "external_url"].iter().find_map(|name| json::words(text, object.get(name)?))
    })
}
