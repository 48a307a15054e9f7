//! From the bytes of an item to its dispatch.

mod align;
mod around;
mod article;
mod byline;
pub(crate) mod cell;
mod date;
mod draft;
mod entity;
mod entry;
mod escaped;
mod fields;
mod furniture;
pub(crate) mod json;
mod language;
pub(crate) mod lexicon;
pub(crate) mod markup;
mod masthead;
pub(crate) mod members;
mod meta;
mod opening;
mod page;
mod paragraph;
mod record;
mod surplus;
pub(crate) mod traced;
mod tree;
mod web;

pub(crate) use entity::Dialect;
pub(crate) use entry::link as entry_link;
pub(crate) use language::code_of_tag;

use dateline_text::{Item, Media, Note, NoteKind, Sighting, Stage};

use crate::{Config, Decoded, charset, short};
use draft::Draft;
use traced::Traced;

/// Makes a dispatch of an item.
///
/// # Notes
/// `bad_sequence` where the charset does not have the bytes (one U+FFFD stands for each sequence),
/// `dropped` for parts of a page that were not found again, `language` for a dispatch that is not
/// read for claims, `empty`, `malformed` or `binary` where there is no dispatch.
pub fn decode(item: &Item, sighting: &Sighting, config: &Config) -> Decoded {
    if item.media == Media::Other {
        return refuse(NoteKind::Binary, "this form is kept, but not read");
    }
    if item.bytes.len() > config.limits.item_bytes || u32::try_from(item.bytes.len()).is_err() {
        let most = config.limits.item_bytes;
        return refuse(NoteKind::Limit, format!("the item is longer than {most} bytes"));
    }
    let (encoding, n_mark) = charset::of(item);
    let (source, n_bad) = Traced::of_bytes(&item.bytes, encoding, n_mark);
    let mut draft = Draft::new(item, sighting, &config.given);
    draft.note_bad_sequences(n_bad, encoding.name());
    let result = match item.media {
        Media::Text => {
            record::plain(&mut draft, &source);
            Ok(())
        }
        Media::Html => {
            web::page(&mut draft, &source);
            Ok(())
        }
        Media::Json => record::object(&mut draft, &source, &config.fields),
        Media::CsvRow => record::row(&mut draft, &source, item, &config.fields),
        Media::RssEntry => entry::rss(&mut draft, &source),
        Media::AtomEntry => entry::atom(&mut draft, &source),
        Media::JsonFeedEntry => entry::json(&mut draft, &source),
        Media::Other => Ok(()),
    };
    let mut decoded = match result {
        Ok(()) => draft.finish(item.id),
        Err(note) => {
            draft.notes.push(note);
            Decoded { dispatch: None, notes: draft.notes }
        }
    };
    short::messages(&mut decoded.notes);
    decoded
}

/// Returns the words of a stretch of XML: text and CDATA, references decoded.
pub(crate) fn xml_words(source: &Traced, range: std::ops::Range<usize>) -> String {
    let mut words = Traced::default();
    for token in markup::Markup::new(&source.text, range, Dialect::Xml) {
        match token {
            markup::Token::Text(range) => entity::decode(&mut words, source, range, Dialect::Xml),
            markup::Token::Verbatim(range) => words.copy(source, range),
            _ => {}
        }
    }
    entity::decoded(&words.text)
}

fn refuse(kind: NoteKind, message: impl Into<String>) -> Decoded {
    Decoded { dispatch: None, notes: vec![Note::new(Stage::Decode, kind, message)] }
}
