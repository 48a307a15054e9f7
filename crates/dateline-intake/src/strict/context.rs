//! Which layers lie over a byte range of an item.

use std::ops::Range;

use dateline_text::{Item, Media};
use encoding_rs::{Encoding, UTF_16BE};
use quick_xml::events::Event;

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

/// What an item's bytes are, stretch by stretch.
#[derive(Debug)]
pub(super) enum Context {
    /// The same layers everywhere.
    Whole(&'static [Layer]),
    /// Layers of the stretches where text stands, in order.
    Stretches { n_unit: usize, stretches: Vec<(Range<usize>, &'static [Layer])> },
}

impl Context {
    /// Finds the stretches of an item; `n_unit` is the width of a code unit in bytes.
    pub(super) fn of(item: &Item, encoding: &'static Encoding, n_unit: usize) -> Self {
        let skeleton = || skeleton(&item.bytes, encoding, n_unit);
        let stretches = match item.media {
            Media::Text | Media::Other => return Self::Whole(&[]),
            Media::Html => return Self::Whole(&[Layer::Html]),
            Media::Json | Media::JsonFeedEntry => json(&skeleton(), item.media),
            Media::CsvRow => return Self::Stretches { n_unit, stretches: cells(&skeleton()) },
            Media::RssEntry | Media::AtomEntry => entry(&skeleton(), item.media),
        };
        Self::Stretches { n_unit, stretches }
    }

    /// Returns the layers over a range, the outermost first; `None` where no text stands.
    pub(super) fn layers(&self, start: usize, end: usize) -> Option<&'static [Layer]> {
        match self {
            Self::Whole(layers) => Some(layers),
            Self::Stretches { n_unit, stretches } => {
                let (start, end) = (start / n_unit, end / n_unit);
                let at = stretches.partition_point(|(range, _)| range.end < end);
                let (range, layers) = stretches.get(at)?;
                (range.start <= start && end <= range.end).then_some(*layers)
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
        _ => b'x',
    };
    bytes.chunks(2).map(unit).collect()
}

/// Replaces the bytes of characters beyond ASCII by `x`.
fn masked(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    let mut mask = vec![b'x'; bytes.len()];
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

/// Marks the string literals of a JSON object; those of a feed entry's `content_html` and titles
/// hold HTML too.
fn json(bytes: &[u8], media: Media) -> Vec<(Range<usize>, &'static [Layer])> {
    let mut stretches: Vec<(Range<usize>, &'static [Layer])> = Vec::new();
    let mut key = Vec::new();
    let mut at = 0;
    while let Some(n) = bytes[at..].iter().position(|&byte| byte == b'"') {
        let start = at + n + 1;
        let mut end = start;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let end = end.min(bytes.len());
        let after = bytes.get(end + 1..).unwrap_or_default();
        let next = after.iter().find(|byte| !byte.is_ascii_whitespace());
        if next == Some(&b':') {
            key = bytes[start..end].to_vec();
        } else {
            let is_html = media == Media::JsonFeedEntry && key == b"content_html";
            let layers: &[Layer] =
                if is_html { &[Layer::JsonString, Layer::FeedHtml] } else { &[Layer::JsonString] };
            stretches.push((start..end, layers));
        }
        at = (end + 1).min(bytes.len());
    }
    stretches
}

/// Marks the cells of a row, of whichever delimiter.
fn cells(bytes: &[u8]) -> Vec<(Range<usize>, &'static [Layer])> {
    let mut stretches: Vec<(Range<usize>, &'static [Layer])> = Vec::new();
    let mut at = 0;
    let mut plain_from = 0;
    while at < bytes.len() {
        let begins_cell = at == 0 || matches!(bytes[at - 1], b',' | b'\t' | b';' | b'|');
        if bytes[at] != b'"' || !begins_cell {
            at += 1;
            continue;
        }
        let end = closing_quote(bytes, at + 1);
        stretches.push((plain_from..at, &[]));
        stretches.push((at + 1..end, &[Layer::QuotedCell]));
        at = end + 1;
        plain_from = at;
    }
    stretches.push((plain_from..bytes.len(), &[]));
    stretches
}

/// Finds the quote that ends a cell; an unclosed cell ends with the row.
fn closing_quote(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Marks the text of a feed entry, with the layers that the element around it says.
fn entry(bytes: &[u8], media: Media) -> Vec<(Range<usize>, &'static [Layer])> {
    let mut stretches: Vec<(Range<usize>, &'static [Layer])> = Vec::new();
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<&'static [Layer]> = Vec::new();
    loop {
        let start = reader.buffer_position() as usize;
        let Ok(event) = reader.read_event() else { break };
        let end = reader.buffer_position() as usize;
        let of_text = open.last().copied().unwrap_or(&[Layer::Xml]);
        match event {
            Event::Start(tag) => open.push(layers_of(&tag, open.last().copied(), media)),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(_) | Event::GeneralRef(_) => push(&mut stretches, start..end, of_text),
            Event::CData(_) => {
                let inside = start + "<![CDATA[".len()..end - "]]>".len();
                // A CDATA section is XML's text as it stands; HTML in it is decoded all the same.
                let layers: &[Layer] = match of_text.last() {
                    Some(Layer::FeedHtml) => &[Layer::FeedHtml],
                    Some(Layer::Html) => &[Layer::Html],
                    _ => &[],
                };
                stretches.push((inside, layers));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    stretches
}

/// Joins text and references that follow each other, as one range may cover both.
fn push(
    stretches: &mut Vec<(Range<usize>, &'static [Layer])>,
    range: Range<usize>,
    layers: &'static [Layer],
) {
    match stretches.last_mut() {
        Some((last, known)) if last.end == range.start && *known == layers => last.end = range.end,
        _ => stretches.push((range, layers)),
    }
}

/// Tells whether an element of a feed entry holds HTML inside its XML.
fn layers_of(
    tag: &quick_xml::events::BytesStart<'_>,
    around: Option<&'static [Layer]>,
    media: Media,
) -> &'static [Layer] {
    const XHTML: &[Layer] = &[Layer::Html];
    if around == Some(XHTML) {
        return XHTML;
    }
    let kind = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == b"type");
    match kind.as_ref().map(|attribute| attribute.value.as_ref()) {
        Some(b"xhtml") => XHTML,
        Some(b"text" | b"text/plain") => &[Layer::Xml],
        Some(b"html" | b"text/html") => &[Layer::Xml, Layer::FeedHtml],
        _ if media == Media::AtomEntry => &[Layer::Xml],
        _ => match tag.name().as_ref() {
            b"title" | b"content:encoded" | b"content" | b"description" | b"summary"
            | b"itunes:summary" => &[Layer::Xml, Layer::FeedHtml],
            _ => &[Layer::Xml],
        },
    }
}
