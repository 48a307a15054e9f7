//! Decoding byte ranges again, on a path of its own, for `dateline verify`.
//!
//! Nothing here calls the decoders behind [`decode`](crate::decode): charsets go through
//! `encoding_rs` at once and not byte by byte, JSON strings through `serde_json`, references of XML
//! through `quick-xml` and of HTML through `htmlize`. What is shared is only *which* charset an item
//! is in, and which delimiter a row has. A witness finds out for itself which layers lie over a range (a JSON string, a quoted
//! cell, a CDATA section, escaped HTML), so that it needs the item and the ranges alone.

mod context;
mod entry;
mod row;

use std::borrow::Cow;

use dateline_text::{Item, Media};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE};

use crate::charset;
use context::{Context, Layer};

/// Why a range could not be decoded again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A range that does not lie inside the item.
    #[error("bytes {0}..{1} are not inside the item")]
    Outside(u32, u32),
    /// Bytes that no text stands in, such as a tag or the name of a field.
    #[error("no text stands in bytes {0}..{1}")]
    NoText(u32, u32),
    /// Bytes that do not decode in their layer.
    #[error("bytes {start}..{end} are not well-formed: {why}")]
    Malformed {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
        /// What the layer's decoder says.
        why: String,
    },
}

/// Reads ranges of one item again.
#[derive(Debug)]
pub struct Witness<'i> {
    item: &'i Item,
    encoding: &'static Encoding,
    context: Context,
    /// Where the escapes of a charset that has them stand.
    escapes: Vec<usize>,
}

impl<'i> Witness<'i> {
    /// Prepares an item; the work that all its ranges share is done here.
    pub fn new(item: &'i Item) -> Self {
        let (encoding, _) = charset::of(item);
        let n_unit = if is_wide(encoding) { 2 } else { 1 };
        let escapes = if encoding == ISO_2022_JP { escapes(&item.bytes) } else { Vec::new() };
        Self { item, encoding, context: Context::of(item, encoding, n_unit), escapes }
    }

    /// Decodes byte ranges and joins their words.
    ///
    /// The ranges are those of [`OriginMap::bytes_of`](dateline_text::OriginMap::bytes_of).
    /// Compare the result with [`same`]: inserted separators have no bytes.
    ///
    /// # Errors
    /// Where a range lies outside the item, in no text, or does not decode.
    pub fn words(&self, ranges: &[(u32, u32)]) -> Result<String, Error> {
        ranges.iter().map(|&(start, end)| self.range(start, end)).collect()
    }

    /// Decodes byte ranges and compares them with the words that are recorded of them; gives what
    /// stands there instead, if anything does.
    ///
    /// # Notes
    /// How often the text of a feed was escaped too often only the document as a whole tells: its
    /// references are taken off layer by layer, and one of these must give the words.
    ///
    /// # Errors
    /// As [`Witness::words`].
    pub fn compare(&self, ranges: &[(u32, u32)], recorded: &str) -> Result<Option<String>, Error> {
        let found = self.words(ranges)?;
        let is_feed =
            matches!(self.item.media, Media::RssEntry | Media::AtomEntry | Media::JsonFeedEntry);
        let mut layer = found.clone();
        for _ in 0..=MOST_LAYERS {
            if same(recorded, &layer) {
                return Ok(None);
            }
            if !is_feed || !layer.contains('&') {
                break;
            }
            layer = htmlize::unescape(layer).into_owned();
        }
        Ok(Some(found))
    }

    fn range(&self, start: u32, end: u32) -> Result<String, Error> {
        if self.item.bytes.get(start as usize..end as usize).is_none() {
            return Err(Error::Outside(start, end));
        }
        let parts = self.context.parts(start as usize, end as usize);
        if parts.is_empty() {
            return Err(Error::NoText(start, end));
        }
        let malformed = |why| Error::Malformed { start, end, why };
        let mut words = String::new();
        // HTML is decoded over parts that follow each other: one reference may stand in two of them.
        let mut html: (Option<Layer>, String) = (None, String::new());
        for (part, layers) in parts {
            let bytes = &self.item.bytes[part.clone()];
            let mut decoded = self.charset(bytes, part.start).into_owned();
            let (own, last) = match layers.split_last() {
                Some((last @ (Layer::Html | Layer::FeedHtml), own)) => (own, Some(*last)),
                _ => (layers, None),
            };
            for layer in own {
                decoded = layer.decode(&decoded).map_err(malformed)?;
            }
            if html.0 != last {
                words.push_str(&finished(&mut html).map_err(malformed)?);
            }
            html.0 = last;
            html.1.push_str(&decoded);
        }
        words.push_str(&finished(&mut html).map_err(malformed)?);
        Ok(words)
    }

    fn charset<'b>(&self, bytes: &'b [u8], start: usize) -> Cow<'b, str> {
        if self.encoding == ISO_2022_JP {
            return Cow::Owned(self.shifted(bytes, start));
        }
        self.encoding
            .decode_without_bom_handling_and_without_replacement(bytes)
            .unwrap_or_else(|| self.encoding.decode_without_bom_handling(bytes).0)
    }

    /// Decodes bytes whose meaning hangs on the last escape before them.
    fn shifted(&self, bytes: &[u8], start: usize) -> String {
        let before = self.escapes.partition_point(|&escape| escape < start);
        let begins = self.escapes.get(before) == Some(&start);
        // Of two escapes without a word between them the decoder makes a fault.
        let escape = before.checked_sub(1).filter(|_| !begins).map_or(0..0, |at| {
            let escape = self.escapes[at];
            escape..(escape + ESCAPE_BYTES).min(start)
        });
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut words = String::with_capacity(bytes.len() * 3 + 16);
        let _ = decoder.decode_to_string(&self.item.bytes[escape], &mut words, false);
        words.clear();
        let _ = decoder.decode_to_string(bytes, &mut words, false);
        words
    }
}

/// Layers of references that are taken off the text of a feed at most.
const MOST_LAYERS: usize = 3;

/// Length of an escape sequence of ISO-2022-JP.
const ESCAPE_BYTES: usize = 3;

/// Finds the sequences that change what the bytes after them mean.
///
/// # Source
/// WHATWG Encoding, 12.2 "ISO-2022-JP".
fn escapes(bytes: &[u8]) -> Vec<usize> {
    let is_escape = |&at: &usize| {
        matches!(bytes.get(at + 1..at + ESCAPE_BYTES), Some(b"(B" | b"(J" | b"(I" | b"$@" | b"$B"))
    };
    memchr::memchr_iter(0x1B, bytes).filter(is_escape).collect()
}

/// Decodes byte ranges of an item and joins their words; see [`Witness::words`].
///
/// # Errors
/// As [`Witness::words`].
pub fn words(item: &Item, ranges: &[(u32, u32)]) -> Result<String, Error> {
    Witness::new(item).words(ranges)
}

/// Tells whether recorded words and words decoded again are the same, but for white space (folded
/// in the text, absent where a separator was inserted), for control characters and for those that
/// cannot be seen.
pub fn same(recorded: &str, again: &str) -> bool {
    let is_invisible = |c: char| matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    let solid = |c: &char| !c.is_whitespace() && !c.is_control() && !is_invisible(*c);
    recorded.chars().filter(solid).eq(again.chars().filter(solid))
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Decodes what is to be decoded together, and empties it.
fn finished(html: &mut (Option<Layer>, String)) -> Result<String, String> {
    let text = std::mem::take(&mut html.1);
    match html.0 {
        Some(layer) => layer.decode(&text),
        None => Ok(text),
    }
}

impl Layer {
    fn decode(self, text: &str) -> Result<String, String> {
        match self {
            Layer::JsonString => json_string(text),
            Layer::QuotedCell => Ok(text.replace("\"\"", "\"")),
            Layer::Xml => Ok(xml(text)),
            Layer::Html => Ok(htmlize::unescape(text).into_owned()),
            Layer::FeedHtml => Ok(unescaped(htmlize::unescape(text).into_owned())),
        }
    }
}

fn json_string(text: &str) -> Result<String, String> {
    let literal = format!("\"{text}\"");
    match serde_json::from_str(&literal) {
        Ok(words) => Ok(words),
        // Half of a surrogate pair: the text has U+FFFD for it.
        Err(_) => serde_json::from_slice::<serde_bytes_lossy::Lossy>(literal.as_bytes())
            .map(|lossy| lossy.0)
            .map_err(|error| error.to_string()),
    }
}

/// Decodes reference by reference; what XML does not know stays as it is.
///
/// Numbers are read as HTML reads them: feeds write those of windows-1252.
fn xml(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for (at, part) in text.split('&').enumerate() {
        if at == 0 {
            words.push_str(part);
            continue;
        }
        let end = part.find(';').map_or(0, |at| at + 1);
        let reference = format!("&{}", &part[..end]);
        match quick_xml::escape::unescape(&reference) {
            _ if is_number(&part[..end]) => words.push_str(&htmlize::unescape(reference)),
            Ok(known) if end > 0 => words.push_str(&known),
            _ => words.push_str(&reference),
        }
        words.push_str(&part[end..]);
    }
    words
}

/// Tells whether what follows an `&` is a number: `#8217;` or `#x2019;`.
fn is_number(reference: &str) -> bool {
    let Some(number) = reference.strip_prefix('#').and_then(|n| n.strip_suffix(';')) else {
        return false;
    };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))
}

/// Decodes whole references for as long as there are any.
fn unescaped(mut words: String) -> String {
    while let Some(again) = unescaped_once(&words) {
        words = again;
    }
    words
}

/// Decodes each whole reference; `None` where there is none.
fn unescaped_once(words: &str) -> Option<String> {
    let mut again = String::new();
    for (at, part) in words.split('&').enumerate() {
        let whole = part.find(';').map(|end| format!("&{}", &part[..=end]));
        match whole.map(|whole| (htmlize::unescape(&whole).into_owned(), whole)) {
            Some((known, whole)) if at > 0 && !known.ends_with(';') => {
                again.push_str(&known);
                again.push_str(&part[whole.len() - 1..]);
            }
            _ if at > 0 => {
                again.push('&');
                again.push_str(part);
            }
            _ => again.push_str(part),
        }
    }
    (again != words).then_some(again)
}

mod serde_bytes_lossy {
    //! A JSON string as bytes, which may hold half of a surrogate pair (as WTF-8).

    use serde::de::{Deserialize, Deserializer, Visitor};

    pub(super) struct Lossy(pub(super) String);

    impl<'de> Deserialize<'de> for Lossy {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_bytes(Bytes)
        }
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Lossy;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a JSON string")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Lossy, E> {
            // Half of a pair is three bytes in WTF-8, none of which UTF-8 accepts.
            let mut words = String::new();
            for chunk in bytes.utf8_chunks() {
                words.push_str(chunk.valid());
                if chunk.invalid().first() == Some(&0xED) {
                    words.push(char::REPLACEMENT_CHARACTER);
                }
            }
            Ok(Lossy(words))
        }
    }
}
