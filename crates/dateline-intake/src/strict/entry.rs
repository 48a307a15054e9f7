//! The texts of a feed entry.

use std::ops::Range;

use dateline_text::Media;

use super::context::{Layer, Layers, Stretches};

/// Marks the text of a feed entry, with the layers that its child element says.
///
/// # Notes
/// A feed that breaks the rules of XML is read on all the same: a `<` before anything but a name is
/// text, an end tag without a start is passed over.
pub(super) fn texts(bytes: &[u8], media: Media) -> Stretches {
    let mut stretches = Stretches::new();
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (piece, end) = piece(bytes, at);
        let layers = open.get(1).map_or(PLAIN, |child| child.layers);
        match piece {
            Piece::Text => push(&mut stretches, at..end, layers),
            // A CDATA section is XML's text as it stands; HTML in it is decoded all the same, unless
            // it stands in XHTML.
            Piece::Data(inside) if layers == ESCAPED => {
                stretches.push((inside, &[Layer::FeedHtml]));
            }
            Piece::Data(inside) => stretches.push((inside, &[])),
            Piece::Start { name, attributes, is_whole } if !is_whole => {
                open.push(Element { name, layers: layers_of(name, attributes, media) });
            }
            Piece::End(name) => {
                let mut near = open.iter().rev().take(MOST_CLOSED);
                if let Some(n_inside) = near.position(|element| element.name == name) {
                    open.truncate(open.len() - 1 - n_inside);
                }
            }
            Piece::Start { .. } | Piece::Nothing => {}
        }
        at = end;
    }
    stretches
}

/// An end tag ends one of this many innermost elements, or nothing.
const MOST_CLOSED: usize = 64;

const PLAIN: Layers = &[Layer::Xml];
const ESCAPED: Layers = &[Layer::Xml, Layer::FeedHtml];
const XHTML: Layers = &[Layer::Html];

struct Element<'b> {
    name: &'b [u8],
    layers: Layers,
}

enum Piece<'b> {
    Text,
    /// The content of a CDATA section.
    Data(Range<usize>),
    Start {
        name: &'b [u8],
        attributes: &'b [u8],
        is_whole: bool,
    },
    End(&'b [u8]),
    /// A comment, a declaration, an instruction.
    Nothing,
}

/// Reads the piece of XML at a place; returns the place after it.
fn piece(bytes: &[u8], at: usize) -> (Piece<'_>, usize) {
    let rest = &bytes[at..];
    let to = |mark: &[u8], from: usize| {
        let found = memchr::memmem::find(rest.get(from..).unwrap_or_default(), mark);
        found.map_or((bytes.len(), bytes.len()), |n| (at + from + n, at + from + n + mark.len()))
    };
    if !begins_markup(rest) {
        let mut starts = memchr::memchr_iter(b'<', &rest[1..]);
        let end = starts.find(|&n| begins_markup(&rest[n + 1..]));
        return (Piece::Text, end.map_or(bytes.len(), |n| at + n + 1));
    }
    if rest.starts_with(b"<![CDATA[") {
        let (inside, end) = to(b"]]>", 9);
        return (Piece::Data(at + 9..inside), end);
    }
    if rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->") {
        return (Piece::Nothing, to(b">", 0).1);
    }
    let mark: Option<&[u8]> = match rest {
        [b'<', b'!', b'-', b'-', ..] => Some(b"-->"),
        [b'<', b'?', ..] => Some(b"?>"),
        [b'<', b'!', ..] => Some(b">"),
        _ => None,
    };
    match mark {
        Some(mark) => (Piece::Nothing, to(mark, 2).1),
        None => tag(bytes, at),
    }
}

fn begins_markup(rest: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphabetic();
    match rest {
        [b'<', b'!' | b'?', ..] => true,
        [b'<', b'/', next, ..] => is_name(next),
        [b'<', next, ..] => is_name(next) || *next == b'_',
        _ => false,
    }
}

fn tag(bytes: &[u8], at: usize) -> (Piece<'_>, usize) {
    let start = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let n_name = bytes[start..].iter().position(ends_name).unwrap_or(bytes.len() - start);
    let name = &bytes[start..start + n_name];
    let Some(n_attributes) = attributes_end(&bytes[start + n_name..]) else {
        return (Piece::Nothing, bytes.len()); // it never ends
    };
    let attributes = &bytes[start + n_name..][..n_attributes];
    let end = start + n_name + n_attributes + 1;
    if start == at + 2 {
        return (Piece::End(name), end);
    }
    (Piece::Start { name, attributes, is_whole: attributes.ends_with(b"/") }, end)
}

/// Finds the `>` that no quoted value holds; a quote counts after `=` alone.
fn attributes_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut last = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        match quote {
            Some(open) if byte == open => (quote, last) = (None, b' '),
            Some(_) => {}
            None if byte == b'>' => return Some(at),
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            None if byte.is_ascii_whitespace() => {}
            None => last = byte,
        }
    }
    None
}

/// Joins text and references that follow each other, as one range may cover both.
fn push(stretches: &mut Stretches, range: Range<usize>, layers: Layers) {
    match stretches.last_mut() {
        Some((last, known)) if last.end == range.start && *known == layers => last.end = range.end,
        _ => stretches.push((range, layers)),
    }
}

/// Tells whether a child element of an entry holds HTML inside its XML.
fn layers_of(name: &[u8], attributes: &[u8], media: Media) -> Layers {
    match value_of(attributes, b"type").as_deref() {
        Some("xhtml") => XHTML,
        Some("text" | "text/plain") => PLAIN,
        Some("html" | "text/html") => ESCAPED,
        _ if media == Media::AtomEntry => PLAIN,
        _ => match name {
            b"title" | b"content:encoded" | b"content" | b"description" | b"summary"
            | b"itunes:summary" => ESCAPED,
            _ => PLAIN,
        },
    }
}

/// Returns the value of an attribute.
fn value_of(attributes: &[u8], name: &[u8]) -> Option<String> {
    let mut rest = attributes;
    loop {
        let skipped = rest.iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        rest = &rest[skipped..];
        let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'/' | b'>');
        let n_name = rest[1..].iter().position(ends).map_or(rest.len(), |n| n + 1);
        let found = rest[..n_name].eq_ignore_ascii_case(name);
        rest = rest[n_name..].trim_ascii_start();
        let mut value: &[u8] = b"";
        if let Some(after) = rest.strip_prefix(b"=") {
            let after = after.trim_ascii_start();
            let n_quote = usize::from(matches!(after.first(), Some(b'"' | b'\'')));
            let inside = &after[n_quote..];
            let ends = |b: &u8| if n_quote == 1 { *b == after[0] } else { b.is_ascii_whitespace() };
            let n_value = inside.iter().position(ends).unwrap_or(inside.len());
            value = &inside[..n_value];
            rest = inside.get(n_value + n_quote..).unwrap_or_default();
        }
        if found {
            return Some(htmlize::unescape(String::from_utf8_lossy(value)).into_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, media: Media, expected: &[(&str, Layers)]) {
        let found: Vec<(&str, Layers)> = texts(entry.as_bytes(), media)
            .into_iter()
            .map(|(range, layers)| (&entry[range], layers))
            .collect();
        assert_eq!(found, expected, "{entry}");
    }

    #[test]
    fn a_child_of_the_entry_says_how_its_text_is_wrapped() {
        let rss =
            "<item><title>a &lt;</title><guid>b</guid><description>c<b>d</b></description></item>";
        check(
            rss,
            Media::RssEntry,
            &[("a &lt;", ESCAPED), ("b", PLAIN), ("c", ESCAPED), ("d", ESCAPED)],
        );
        let atom = "<entry><title>a</title><content TYPE=xhtml><div>b<![CDATA[c]]></div></content></entry>";
        check(atom, Media::AtomEntry, &[("a", PLAIN), ("b", XHTML), ("c", &[])]);
    }

    #[test]
    fn broken_xml_is_read_on() {
        check(
            "<item><title>5 < 6</b> &</title>",
            Media::RssEntry,
            &[("5 < 6", ESCAPED), (" &", ESCAPED)],
        );
        check(
            "<item><title>a<? > ?>b<!-- > -->c</title>",
            Media::RssEntry,
            &[("a", ESCAPED), ("b", ESCAPED), ("c", ESCAPED)],
        );
        check("<item><title x='>' y=\">", Media::RssEntry, &[]);
    }
}
