//! Which layers lie over a byte range of an item.

use std::ops::Range;

use dateline_text::{Item, Media};
use encoding_rs::{Encoding, UTF_16BE};

use super::{entry, row};

/// One layer that text is wrapped in, inside the charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    JsonString,
    QuotedCell,
    Xml,
    Html,
    /// HTML in a feed, whose references may be escaped more than once.
    FeedHtml,
}

/// Layers over a stretch of bytes, the outermost first.
pub(super) type Layers = &'static [Layer];
/// Stretches where text stands, in order.
pub(super) type Stretches = Vec<(Range<usize>, Layers)>;

/// What an item's bytes are, stretch by stretch.
#[derive(Debug)]
pub(super) enum Context {
    /// The same layers everywhere.
    Whole(Layers),
    /// Layers of the stretches where text stands.
    Stretches { n_unit: usize, stretches: Stretches },
}

impl Context {
    /// Finds the stretches of an item; `n_unit` is the width of a code unit in bytes.
    pub(super) fn of(item: &Item, encoding: &'static Encoding, n_unit: usize) -> Self {
        let skeleton = || skeleton(&item.bytes, encoding, n_unit);
        let stretches = match item.media {
            Media::Text | Media::Other => return Self::Whole(&[]),
            Media::Html => return Self::Whole(&[Layer::Html]),
            Media::Json | Media::JsonFeedEntry => json(&skeleton(), item.media),
            Media::CsvRow => row::cells(&skeleton(), item),
            Media::RssEntry | Media::AtomEntry => entry::texts(&skeleton(), item.media),
        };
        Self::Stretches { n_unit, stretches }
    }

    /// Returns the parts of a range where text stands, with their layers: tags between them, which a
    /// folded space or a reference in two pieces may stand around, are passed over.
    pub(super) fn parts(&self, start: usize, end: usize) -> Vec<(Range<usize>, Layers)> {
        match self {
            Self::Whole(layers) => vec![(start..end, *layers)],
            Self::Stretches { n_unit, stretches } => {
                let first = stretches.partition_point(|(range, _)| range.end * n_unit <= start);
                let here = stretches[first..].iter();
                here.take_while(|(range, _)| range.start * n_unit < end)
                    .map(|(range, layers)| {
                        let part = (range.start * n_unit).max(start)..(range.end * n_unit).min(end);
                        (part, *layers)
                    })
                    .filter(|(part, _)| !part.is_empty())
                    .collect()
            }
        }
    }
}

/// Returns one ASCII byte for each code unit, which is enough to see the structure.
///
/// # Notes
/// In charsets of two bytes the second may look like ASCII: only bytes that follow no lead byte
/// count there.
fn skeleton(bytes: &[u8], encoding: &'static Encoding, n_unit: usize) -> Vec<u8> {
    if n_unit == 1 {
        return if encoding == encoding_rs::UTF_8 || encoding.is_single_byte() {
            bytes.to_vec()
        } else {
            masked(bytes, encoding)
        };
    }
    let (high, low) = if encoding == UTF_16BE { (0, 1) } else { (1, 0) };
    let unit = |pair: &[u8]| match pair {
        [_, _] if pair[high] == 0 && pair[low].is_ascii() => pair[low],
        _ => BEYOND,
    };
    bytes.chunks(2).map(unit).collect()
}

/// What stands for a byte of a character beyond ASCII: no letter, so that it begins no tag.
const BEYOND: u8 = 0x80;

/// Replaces the bytes of characters beyond ASCII.
fn masked(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    let mut mask = vec![BEYOND; bytes.len()];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0; 16];
    for (at, byte) in bytes.iter().enumerate() {
        let (_, _, n_written, _) = decoder.decode_to_utf8(&[*byte], &mut buffer, false);
        if n_written == 1 && buffer[0] == *byte {
            mask[at] = *byte;
        }
    }
    mask
}

/// Marks the string literals of a JSON object; that of a feed entry's `content_html` holds HTML too.
fn json(bytes: &[u8], media: Media) -> Stretches {
    let mut stretches = Stretches::new();
    let mut key = Vec::new();
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'"', &bytes[at..]) {
        let start = at + n + 1;
        let end = string_end(bytes, start);
        let after = bytes.get(end + 1..).unwrap_or_default();
        let next = after.iter().find(|byte| !byte.is_ascii_whitespace());
        if next == Some(&b':') {
            key = bytes[start..end].to_vec();
        } else {
            let is_html = media == Media::JsonFeedEntry && is_key(&key, "content_html");
            let layers: Layers =
                if is_html { &[Layer::JsonString, Layer::FeedHtml] } else { &[Layer::JsonString] };
            stretches.push((start..end, layers));
        }
        at = (end + 1).min(bytes.len());
    }
    stretches
}

/// Returns the place of the quote that ends a string.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < bytes.len() && bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    end.min(bytes.len())
}

/// Tells whether a key, escapes and all, is a name.
fn is_key(key: &[u8], name: &str) -> bool {
    let literal = [b"\"", key, b"\""].concat();
    serde_json::from_slice::<String>(&literal).is_ok_and(|key| key == name)
}
