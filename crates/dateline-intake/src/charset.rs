//! Which charset an item's bytes are in.

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use dateline_text::{Item, Media};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;

/// Detection looks at this many bytes at most.
const PROBE_BYTES: usize = 1 << 20;
/// A declaration stands in the first bytes, or nowhere.
/// # Source
/// WHATWG HTML, "prescan a byte stream to determine its encoding".
const DECLARATION_BYTES: usize = 1024;

/// Returns the charset of an item and the length of its byte order mark.
///
/// In order: byte order mark; UTF-16 told by its zeroes; charset told from outside (HTTP header);
/// `<meta>` or XML declaration; UTF-8 if most sequences beyond ASCII are; statistics.
///
/// # Notes
/// A declaration is not believed against the bytes: a single-byte charset where all is well-formed
/// UTF-8, or UTF-8 where most sequences are ill-formed.
pub(crate) fn of(item: &Item) -> (&'static Encoding, usize) {
    detect(&item.bytes, item.media, item.charset.as_deref())
}

/// Does the work of [`of`] for bytes that are not an item yet.
pub(crate) fn detect(bytes: &[u8], media: Media, hint: Option<&str>) -> (&'static Encoding, usize) {
    if let Some(marked) = Encoding::for_bom(bytes) {
        return marked;
    }
    if let Some(wide) = wide(bytes) {
        return (wide, 0);
    }
    let probe = &bytes[..bytes.len().min(PROBE_BYTES)];
    let utf8 = Utf8Census::of(probe);
    let told = hint.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    let declared = told.or_else(|| declared(bytes, media));
    (choose(declared, utf8, probe), 0)
}

fn choose(
    declared: Option<&'static Encoding>,
    utf8: Utf8Census,
    probe: &[u8],
) -> &'static Encoding {
    match declared {
        Some(charset) if charset == UTF_8 && !utf8.is_likely() => guess(probe),
        Some(charset) if charset.is_single_byte() && utf8.n_good > 0 && utf8.n_bad == 0 => UTF_8,
        Some(charset) => charset,
        None if utf8.is_likely() && !has_shift_escape(probe) => UTF_8,
        None => guess(probe),
    }
}

/// How many sequences beyond ASCII are well-formed UTF-8.
#[derive(Clone, Copy)]
struct Utf8Census {
    n_good: usize,
    n_bad: usize,
}

impl Utf8Census {
    fn of(bytes: &[u8]) -> Self {
        let mut census = Self { n_good: 0, n_bad: 0 };
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid().as_bytes();
            census.n_good += valid.iter().filter(|&&byte| byte >= 0xC0).count();
            census.n_bad += usize::from(!chunk.invalid().is_empty());
        }
        census
    }

    fn is_likely(self) -> bool {
        self.n_bad == 0 || self.n_good > self.n_bad
    }
}

fn guess(probe: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(probe, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// ISO-2022-JP is ASCII to the eye, but for its escapes.
fn has_shift_escape(probe: &[u8]) -> bool {
    memchr::memmem::find(probe, b"\x1b$").is_some()
}

/// Shows the ASCII characters of some bytes, each at the place of its code unit, and `x` for all
/// others; returns also the length of a code unit in bytes.
///
/// # Notes
/// That is enough to see the structure of JSON or XML, takes no more memory than the bytes, and
/// needs no map: the n-th byte stands for the n-th unit. UTF-8 is shown as it is.
pub(crate) fn skeleton<'b>(bytes: &'b [u8], charset: &'static Encoding) -> (Cow<'b, str>, usize) {
    let ascii = |byte: u8| if byte.is_ascii() { byte as char } else { 'x' };
    if charset == UTF_16BE || charset == UTF_16LE {
        let unit = |pair: &[u8]| match <[u8; 2]>::try_from(pair) {
            Ok([0, low]) if charset == UTF_16BE => ascii(low),
            Ok([low, 0]) if charset == UTF_16LE => ascii(low),
            _ => 'x',
        };
        return (bytes.chunks(2).map(unit).collect(), 2);
    }
    if charset != UTF_8 && !charset.is_single_byte() {
        return (Cow::Owned(masked(bytes, charset)), 1);
    }
    let shown = match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => bytes.iter().map(|&byte| ascii(byte)).collect(),
    };
    (shown, 1)
}

/// Shows what is ASCII in a charset whose second bytes may look like it.
fn masked(bytes: &[u8], charset: &'static Encoding) -> String {
    let mut decoder = charset.new_decoder_without_bom_handling();
    let mut buffer = [0; 16];
    let shown = |&byte: &u8| {
        let (_, _, n_written, _) = decoder.decode_to_utf8(&[byte], &mut buffer, false);
        let is_itself = n_written == 1 && buffer[0] == byte && byte.is_ascii();
        if is_itself { byte as char } else { 'x' }
    };
    bytes.iter().map(shown).collect()
}

/// Tells UTF-32, which no page or text should be in, and which would pass for UTF-16 or binary
/// data.
///
/// # Source
/// The Unicode Standard, 3.10, D99: the byte order marks. Without one: characters of the first
/// planes leave two bytes of four empty.
pub(crate) fn is_utf_32(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512) & !3];
    let is_mark = head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF");
    let is_character = |unit: &[u8]| matches!(unit, [low, high, 0..=0x10, 0] | [0, 0..=0x10, high, low] if *low != 0 || *high != 0);
    is_mark || head.len() >= 16 && head.chunks(4).all(is_character)
}

/// Tells UTF-16 without a mark by the zeroes in every other byte.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let n_pairs = head.len() / 2;
    if n_pairs < 4 {
        return None;
    }
    let n_zero = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    match (n_zero(0), n_zero(1)) {
        (0, low) if low * 10 > n_pairs * 6 => Some(UTF_16LE),
        (high, 0) if high * 10 > n_pairs * 6 => Some(UTF_16BE),
        _ => None,
    }
}

fn declared(bytes: &[u8], media: Media) -> Option<&'static Encoding> {
    static META: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)<meta[^>]{0,256}charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#)
            .expect("the pattern is fixed")
    });
    static XML: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)^\s*<\?xml[^>]{0,256}encoding\s*=\s*["']([a-z0-9_:.-]+)"#)
            .expect("the pattern is fixed")
    });
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let found = match media {
        Media::Html => META.captures(head).or_else(|| XML.captures(head)),
        Media::RssEntry | Media::AtomEntry => XML.captures(head),
        _ => None,
    };
    let charset = Encoding::for_label_no_replacement(&found?[1])?;
    // A page whose tags could be read as ASCII is not UTF-16, whatever it says.
    Some(if charset == UTF_16LE || charset == UTF_16BE { UTF_8 } else { charset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], media: Media, hint: Option<&str>, expected: &str) {
        assert_eq!(detect(bytes, media, hint).0.name(), expected);
    }

    #[test]
    fn marks_come_first() {
        check(b"\xEF\xBB\xBFa", Media::Text, Some("windows-1252"), "UTF-8");
        check(b"\xFF\xFEa\0", Media::Text, None, "UTF-16LE");
        check(b"d\0a\0t\0e\0", Media::Text, None, "UTF-16LE");
        check(b"\0d\0a\0t\0e", Media::Text, None, "UTF-16BE");
    }

    #[test]
    fn declarations_are_weighed_against_the_bytes() {
        let page = b"<meta charset=windows-1251><p>\xCF\xF0\xE8</p>";
        check(page, Media::Html, None, "windows-1251");
        check(b"<meta charset=\"iso-8859-1\">caf\xC3\xA9", Media::Html, None, "UTF-8");
        check(b"caf\xE9 au lait", Media::Text, Some("utf-8"), "windows-1252");
        check(
            b"<?xml version='1.0' encoding='iso-8859-1'?>\xE9",
            Media::Html,
            None,
            "windows-1252",
        );
    }

    #[test]
    fn one_bad_byte_does_not_turn_utf_8_into_something_else() {
        check("“Five” ‘six’ \u{e9}".as_bytes(), Media::Text, None, "UTF-8");
        check(b"\xE2\x80\x9CFive\xE2\x80\x9D \xFF \xC3\xA9", Media::Text, None, "UTF-8");
    }
}
