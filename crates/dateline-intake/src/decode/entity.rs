//! Character references of HTML and XML.

use std::ops::Range;

use markup5ever::data::NAMED_ENTITIES;

use super::traced::Traced;

/// Which references count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Numbers, and every name of HTML, with or without a semicolon as the standard has it.
    Html,
    /// Numbers and the five names of XML; other names stay as they are.
    Xml,
    /// HTML inside XML: its references are HTML's, its CDATA sections text.
    Xhtml,
}

/// Copies a stretch of text and decodes the references in it.
pub(crate) fn decode(out: &mut Traced, parent: &Traced, range: Range<usize>, dialect: Dialect) {
    let mut at = range.start;
    while at < range.end {
        let rest = &parent.text[at..range.end];
        let Some(plain) = memchr::memchr(b'&', rest.as_bytes()) else {
            out.copy(parent, at..range.end);
            return;
        };
        out.copy(parent, at..at + plain);
        at += plain;
        if let Some((text, n_bytes)) = reference(&parent.text[at..range.end], dialect) {
            out.put(&text, parent, at..at + n_bytes);
            at += n_bytes;
        } else {
            out.copy(parent, at..at + 1);
            at += 1;
        }
    }
}

/// Decodes the references of a string whose bytes do not matter, such as an attribute.
pub(crate) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (said, n_bytes) = reference(rest, Dialect::Html).unwrap_or_else(|| ("&".to_owned(), 1));
        out.push_str(&said);
        rest = &rest[n_bytes..];
    }
    out.push_str(rest);
    out
}

/// Reads the reference at the start of `text`; gives its characters and its length.
///
/// # Source
/// WHATWG HTML, "Character reference state"; XML 1.0, 4.1.
pub(crate) fn reference(text: &str, dialect: Dialect) -> Option<(String, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number, dialect).map(|(character, n)| (character.to_string(), n + 2));
    }
    match dialect {
        Dialect::Xml => XML_NAMES.iter().find_map(|&(name, character)| {
            rest.starts_with(name).then(|| (character.to_owned(), name.len() + 1))
        }),
        Dialect::Html | Dialect::Xhtml => named(rest),
    }
}

const XML_NAMES: [(&str, &str); 5] =
    [("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'")];

/// The longest name of HTML, its semicolon included.
const LONGEST_NAME: usize = 32;

fn named(rest: &str) -> Option<(String, usize)> {
    let n_name = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let n_most = n_name + usize::from(rest.as_bytes().get(n_name) == Some(&b';'));
    (2..=n_most).rev().find_map(|n_bytes| {
        let &(first, second) = NAMED_ENTITIES.get(&rest[..n_bytes])?;
        // The table also holds prefixes of names, with no character of their own.
        if first == 0 {
            return None;
        }
        let characters = [first, second].into_iter().filter(|&code| code != 0);
        Some((characters.filter_map(char::from_u32).collect(), n_bytes + 1))
    })
}

fn numeric(rest: &str, dialect: Dialect) -> Option<(char, usize)> {
    let hex = rest.starts_with(['x', 'X']);
    let digits = &rest[usize::from(hex)..];
    let radix = if hex { 16 } else { 10 };
    let n_digits = digits.chars().take_while(|c| c.is_digit(radix)).count();
    if n_digits == 0 {
        return None;
    }
    let semicolon = digits.as_bytes().get(n_digits) == Some(&b';');
    if dialect == Dialect::Xml && !semicolon {
        return None;
    }
    let significant = digits[..n_digits].trim_start_matches('0');
    let code = match significant.len() {
        0 => 0,
        1..=7 => u32::from_str_radix(significant, radix).unwrap_or(u32::MAX),
        _ => u32::MAX,
    };
    let n_bytes = usize::from(hex) + n_digits + usize::from(semicolon);
    Some((character(code), n_bytes))
}

/// # Source
/// WHATWG HTML, "Numeric character reference end state": 80 to 9F mean windows-1252.
fn character(code: u32) -> char {
    match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => WINDOWS_1252[code as usize - 0x80],
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(decoded(text), expected, "{text}");
        assert_eq!(htmlize::unescape(text), expected, "an independent decoder, {text}");
    }

    #[test]
    fn html_references() {
        check("a &amp; b &lt;c&gt;", "a & b <c>");
        check("&ldquo;x&rdquo; &rsquo; &nbsp;", "“x” ’ \u{a0}");
        check("&copy 2024 &notit; &notin;", "© 2024 ¬it; ∉");
        check(
            "&#8217; &#x2014; &#146; &#0; &#xD800; &#x110000;",
            "’ — ’ \u{FFFD} \u{FFFD} \u{FFFD}",
        );
        check("&#8217x &#; &#x; &unknown; & &", "’x &#; &#x; &unknown; & &");
        check("&nGg;", "⋙\u{338}");
    }

    #[test]
    fn xml_leaves_what_it_does_not_know() {
        assert_eq!(reference("&ldquo;", Dialect::Xml), None);
        assert_eq!(reference("&lt;", Dialect::Xml), Some(("<".to_owned(), 4)));
        assert_eq!(reference("&#8217;", Dialect::Xml), Some(("’".to_owned(), 7)));
    }
}
