//! A tolerant scanner of tags and text, with the place of each.

use std::ops::Range;

use super::entity;
use super::entity::Dialect;

/// One piece of markup; ranges point into the scanned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// `<name attributes>`
    Open { name: Range<usize>, attributes: Range<usize>, closed: bool },
    /// `</name>`
    Close { name: Range<usize> },
    /// Text with character references.
    Text(Range<usize>),
    /// Text without: a CDATA section's content.
    Verbatim(Range<usize>),
    /// No text: a script, a style.
    Raw(Range<usize>),
}

/// Scans text once from start to end; never fails, whatever it meets.
///
/// # Source
/// WHATWG HTML, 13.2.5 "Tokenization", without its error messages; for XML, CDATA sections and
/// processing instructions too, and no elements of raw text.
pub(crate) struct Markup<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    dialect: Dialect,
    // The element whose raw content comes next.
    raw: Option<String>,
}

impl<'t> Markup<'t> {
    pub(crate) fn new(text: &'t str, range: Range<usize>, dialect: Dialect) -> Self {
        Self { text, at: range.start, end: range.end, dialect, raw: None }
    }

    /// Returns the place after the last token.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// Takes everything before the next piece of markup.
    fn text_token(&mut self) -> Option<Token> {
        let start = self.at;
        let bytes = self.rest().as_bytes();
        let mut from = 0;
        let n_bytes = loop {
            match memchr::memchr(b'<', &bytes[from..]) {
                Some(n) if opens_markup(&bytes[from + n + 1..]) => break from + n,
                Some(n) => from += n + 1,
                None => break bytes.len(),
            }
        };
        self.at += n_bytes;
        (n_bytes > 0).then_some(Token::Text(start..self.at))
    }

    /// Takes the content of a script or a style.
    fn raw_token(&mut self, name: &str) -> Option<Token> {
        let start = self.at;
        let bytes = self.rest().as_bytes();
        let closes = |&at: &usize| {
            let after = &bytes[at + 1..];
            after.first() == Some(&b'/')
                && after
                    .get(1..=name.len())
                    .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        };
        let n_bytes = memchr::memchr_iter(b'<', bytes).find(closes).unwrap_or(bytes.len());
        self.at += n_bytes;
        let range = start..self.at;
        let has_references = matches!(name, "title" | "textarea");
        (n_bytes > 0).then_some(if has_references { Token::Text(range) } else { Token::Raw(range) })
    }

    /// Skips `<!…>`, `<?…>` and comments; gives the content of a CDATA section in XML.
    fn declaration(&mut self) -> Option<Token> {
        let rest = self.rest();
        if let Some(inside) = rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let short = if inside.starts_with('>') { 1 } else { 2 };
            let closes = inside.starts_with('>') || inside.starts_with("->");
            let long = || memchr::memmem::find(inside.as_bytes(), b"-->").map(|n| n + 3);
            let n_inside = if closes { Some(short) } else { long() };
            self.at += 4 + n_inside.unwrap_or(inside.len());
            return None;
        }
        let is_xml = self.dialect != Dialect::Html;
        if let Some(inside) = rest.strip_prefix("<![CDATA[").filter(|_| is_xml) {
            let start = self.at + "<![CDATA[".len();
            let n_inside = memchr::memmem::find(inside.as_bytes(), b"]]>");
            self.at = start + n_inside.map_or(inside.len(), |n| n + 3);
            return Some(Token::Verbatim(start..start + n_inside.unwrap_or(inside.len())));
        }
        let (mark, n_mark) = if is_xml && rest.starts_with("<?") { ("?>", 2) } else { (">", 1) };
        let end = memchr::memmem::find(rest.as_bytes(), mark.as_bytes());
        self.at += end.map_or(rest.len(), |n| n + n_mark);
        None
    }

    fn tag(&mut self) -> Option<Token> {
        let bytes = self.rest().as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let name_start = 1 + usize::from(closing);
        let is_name =
            |byte: &u8| !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | b' ' | b'/' | b'>');
        let n_name = bytes[name_start..].iter().take_while(|byte| is_name(byte)).count();
        let inside = name_start + n_name;
        let Some(n_attributes) = tag_end(&bytes[inside..]) else {
            // The tag never ends: nothing after it is text.
            self.at = self.end;
            return None;
        };
        let name = self.at + name_start..self.at + inside;
        let attributes = self.at + inside..self.at + inside + n_attributes;
        self.at = attributes.end + 1;
        if closing {
            return Some(Token::Close { name });
        }
        let closed = self.text[attributes.clone()].ends_with('/');
        let has_raw = match self.dialect {
            Dialect::Html => true,
            Dialect::Xhtml => !closed,
            Dialect::Xml => false,
        };
        if has_raw {
            let lower = self.text[name.clone()].to_ascii_lowercase();
            self.raw = RAW_ELEMENTS.contains(&lower.as_str()).then_some(lower);
        }
        Some(Token::Open { name, attributes, closed })
    }
}

/// # Source
/// WHATWG HTML, 13.1.2 "Elements": raw text and escapable raw text elements, and those that
/// browsers treat alike.
const RAW_ELEMENTS: [&str; 8] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

impl Iterator for Markup<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.at < self.end {
            let token = if let Some(name) = self.raw.take() {
                self.raw_token(&name)
            } else if !opens_markup(self.rest().as_bytes().get(1..).unwrap_or_default())
                || !self.rest().starts_with('<')
            {
                self.text_token()
            } else if matches!(self.rest().as_bytes().get(1), Some(b'!' | b'?')) {
                self.declaration()
            } else {
                self.tag()
            };
            if token.is_some() {
                return token;
            }
        }
        None
    }
}

/// Reads the attributes of a tag: names in lower case, values decoded.
pub(crate) fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return found;
        }
        // A name may begin with `=`; so there is always at least one character.
        let n_first = rest.chars().next().map_or(0, char::len_utf8);
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '>');
        let n_name = rest[n_first..].find(ends).map_or(rest.len(), |n| n + n_first);
        let name = rest[..n_name].to_ascii_lowercase();
        rest = rest[n_name..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(after) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let (value, after) = attribute_value(after);
        found.push((name, entity::decoded(value)));
        rest = after;
    }
}

fn attribute_value(after: &str) -> (&str, &str) {
    let after = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
    match after.chars().next() {
        Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
        _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
    }
}

/// Tells whether what follows a `<` makes it markup and not text.
fn opens_markup(after: &[u8]) -> bool {
    match after.first() {
        Some(b'!' | b'?') => true,
        Some(b'/') => after.get(1).is_some_and(u8::is_ascii_alphabetic),
        Some(byte) => byte.is_ascii_alphabetic() || *byte == b'_',
        None => false,
    }
}

/// Returns the length of a tag's attributes: up to a `>` that no quoted value holds.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut after_equals = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at),
            quote @ (b'"' | b'\'') if after_equals => {
                at += 1 + memchr::memchr(quote, &bytes[at + 1..])?;
                after_equals = false;
            }
            b'=' => after_equals = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, dialect: Dialect, expected: &[&str]) {
        let show = |token| match token {
            Token::Open { name, closed, .. } => {
                format!("<{}{}>", &text[name], if closed { "/" } else { "" })
            }
            Token::Close { name } => format!("</{}>", &text[name]),
            Token::Text(range) => text[range].to_owned(),
            Token::Verbatim(range) | Token::Raw(range) => format!("={}", &text[range]),
        };
        let shown: Vec<_> = Markup::new(text, 0..text.len(), dialect).map(show).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn html() {
        check("<p class=\"a>b\">x<br/>y</p>", Dialect::Html, &["<p>", "x", "<br/>", "y", "</p>"]);
        check("a < b <!-- <p> --> c", Dialect::Html, &["a < b ", " c"]);
        check("<!DOCTYPE html><!-->x", Dialect::Html, &["x"]);
        check(
            "<script>if (a</b>) '</p>'</SCRIPT>t",
            Dialect::Html,
            &["<script>", "=if (a</b>) '</p>'", "</SCRIPT>", "t"],
        );
        check("<title>a &amp; <b></title>", Dialect::Html, &["<title>", "a &amp; <b>", "</title>"]);
        check("x<p never ends", Dialect::Html, &["x"]);
    }

    #[test]
    fn xml() {
        check("<a><![CDATA[x <b>]]>&lt;</a>", Dialect::Xml, &["<a>", "=x <b>", "&lt;", "</a>"]);
        check("a<?pi b > c ?>d<?never ends>", Dialect::Xml, &["a", "d"]);
        check(
            "<p><![CDATA[x]]></p><script>a</script>",
            Dialect::Xhtml,
            &["<p>", "=x", "</p>", "<script>", "=a", "</script>"],
        );
    }

    #[test]
    fn attribute_values() {
        let found = attributes(" a=1 B='x &amp; y' c \"odd\" d=\"\" /");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            found,
            [pair("a", "1"), pair("b", "x & y"), pair("c", ""), pair("\"odd\"", ""), pair("d", "")]
        );
    }

    proptest! {
        #[test]
        fn ranges_are_in_order(text in "[a<>!/?\\-\\[\\]\"'= é&;pCDAT]{0,60}") {
            for dialect in [Dialect::Html, Dialect::Xml, Dialect::Xhtml] {
                let mut last = 0;
                for token in Markup::new(&text, 0..text.len(), dialect) {
                    let (Token::Text(range) | Token::Verbatim(range) | Token::Raw(range)
                        | Token::Close { name: range } | Token::Open { name: range, .. }) = token;
                    prop_assert!(range.start >= last && range.end <= text.len());
                    prop_assert!(text.get(range.clone()).is_some());
                    last = range.end;
                }
            }
        }
    }
}
