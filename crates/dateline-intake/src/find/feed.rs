//! Entries of feed files, as slices of the file's own bytes.

use std::ops::Range;

use dateline_text::{Item, Media, NoteKind, Sighting};

use super::stream::Stream;
use super::{Members, note, one};
use crate::decode::json::{self, Object};
use crate::decode::markup::{Markup, Token};
use crate::decode::traced::{Traced, fold};
use crate::decode::{Dialect, entry_link, xml_words};
use crate::{Config, Found, charset};

/// Yields the entries of an RSS, Atom or JSON Feed file.
pub(crate) fn entries(stream: Stream, sighting: Sighting, config: &Config) -> Members {
    let (bytes, problem) = stream.read_whole(config.limits.item_bytes);
    let Some(bytes) = bytes else {
        return one(Found { sighting, item: None, notes: problem.into_iter().collect() });
    };
    let (encoding, n_mark) = charset::detect(&bytes, Media::RssEntry, None);
    let source = Traced::of_bytes(&bytes, encoding, n_mark).0;
    let is_json = source.text.trim_start().starts_with('{');
    let mut feed = if is_json { of_json(&source.text) } else { of_xml(&source) };
    feed.notes.extend(problem);
    let sighting = Sighting { outlet: feed.title.or(sighting.outlet), ..sighting };
    if feed.entries.is_empty() && feed.notes.is_empty() {
        feed.notes.push(note(NoteKind::Empty, "a feed without entries"));
    }
    let broken = (!feed.notes.is_empty()).then(|| Found {
        sighting: sighting.clone(),
        item: None,
        notes: feed.notes,
    });
    let charset = encoding.name().to_owned();
    let found = feed.entries.into_iter().enumerate().map(move |(at, (media, place))| {
        let (start, end) = source.cover(place);
        let mut item = Item::new(bytes[start as usize..end as usize].to_vec(), media);
        item.charset = Some(charset.clone());
        let member = Some(format!("entry {}", at + 1));
        let url = address(&item, encoding);
        Found {
            sighting: Sighting { member, url, ..sighting.clone() },
            item: Some(item),
            notes: Vec::new(),
        }
    });
    Box::new(found.chain(broken))
}

#[derive(Default)]
struct Feed {
    title: Option<String>,
    entries: Vec<(Media, Range<usize>)>,
    notes: Vec<dateline_text::Note>,
}

fn of_json(text: &str) -> Feed {
    let mut feed = Feed::default();
    let read = || -> Result<_, serde_json::Error> {
        let start = text.len() - text.trim_start().len();
        let object = Object::read(text, start..text.trim_end().len())?;
        let title = object.get("title").and_then(|place| json::words(text, place));
        let items = object.get("items").map(|place| json::members(text, place)).transpose()?;
        Ok((title, items.unwrap_or_default()))
    };
    match read() {
        Ok((title, items)) => {
            feed.title = title;
            feed.entries = items.into_iter().map(|place| (Media::JsonFeedEntry, place)).collect();
        }
        Err(error) => {
            feed.notes.push(note(NoteKind::Malformed, format!("the feed cannot be read: {error}")));
        }
    }
    feed
}

fn of_xml(source: &Traced) -> Feed {
    let text = &source.text;
    let mut feed = Feed::default();
    // The open entry: its form, its start, and how many entries are open inside it.
    let mut open: Option<(Media, usize, usize)> = None;
    let mut title_from = None;
    let mut is_in_part = false;
    let mut markup = Markup::new(text, 0..text.len(), Dialect::Xml);
    while let Some(token) = markup.next() {
        match token {
            Token::Open { name, attributes, closed } => {
                let local = local(&text[name.clone()]);
                match (media(local), &mut open) {
                    (Some(media), None) if !closed => open = Some((media, name.start - 1, 0)),
                    (Some(media), Some((known, _, n_inside))) if media == *known && !closed => {
                        *n_inside += 1;
                    }
                    (None, None) if matches!(local, "image" | "author" | "textinput") => {
                        is_in_part = !closed;
                    }
                    (None, None) if local == "title" && !is_in_part && feed.title.is_none() => {
                        title_from = Some(attributes.end + 1);
                    }
                    _ => {}
                }
            }
            Token::Close { name } => {
                let end = markup.position();
                let local = local(&text[name.clone()]);
                if let Some(from) = title_from.take() {
                    let words =
                        fold(&xml_words(source, from..name.start.saturating_sub(2).max(from)));
                    feed.title = Some(words).filter(|words| !words.is_empty());
                }
                if matches!(local, "image" | "author" | "textinput") {
                    is_in_part = false;
                }
                match (&mut open, media(local)) {
                    (Some((known, start, 0)), Some(media)) if media == *known => {
                        feed.entries.push((media, *start..end));
                        open = None;
                    }
                    (Some((known, _, n_inside)), Some(media)) if media == *known => *n_inside -= 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if open.is_some() {
        feed.notes
            .push(note(NoteKind::Truncated, "the feed ends inside an entry, which is left out"));
    }
    feed
}

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

/// Returns the address of an entry.
fn address(item: &Item, encoding: &'static encoding_rs::Encoding) -> Option<String> {
    let source = Traced::of_bytes(&item.bytes, encoding, 0).0;
    if item.media != Media::JsonFeedEntry {
        return entry_link(&source);
    }
    let text = &source.text;
    let object = Object::read(text, 0..text.len()).ok()?;
    ["url", "external_url"].iter().find_map(|name| json::words(text, object.get(name)?))
}
