//! Telling the form of a stream from its first bytes.

use dateline_text::{Media, NoteKind};
use encoding_rs::UTF_8;

use super::packed::Packing;
use super::stream::HEAD_BYTES;
use super::vote::Vote;
use super::{document, feed, sqlite};
use crate::decode::cell;
use crate::{FieldMap, charset};

/// The form of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// Packed; its content has a form of its own.
    Packed(Packing),
    /// One JSON object a line.
    JsonLines,
    /// One JSON object over several lines, or an array of them.
    Json,
    /// Rows under a line of column names.
    Csv(u8),
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Web archive.
    Warc,
    /// One item of a form that is read.
    Item(Media),
    /// Kept, but not read, and why.
    Unread(NoteKind, &'static str),
    /// Not even kept, and why.
    Skipped(&'static str),
}

/// Tells a form from the first bytes, and from the name where bytes leave it open; `is_cut` where
/// there are more of them.
pub(crate) fn sniff(head: &[u8], is_cut: bool, name: &str, fields: &FieldMap) -> Form {
    if head.is_empty() {
        return Form::Unread(NoteKind::Empty, "there is nothing in it");
    }
    if let Some(form) = by_signature(head) {
        return form;
    }
    if charset::is_utf_32(head) {
        return Form::Unread(NoteKind::Malformed, "UTF-32 is not read; convert it to UTF-8");
    }
    let (encoding, n_mark) = charset::detect(head, Media::Text, None);
    let is_narrow = encoding.is_ascii_compatible();
    if is_narrow && is_binary(&head[..head.len().min(HEAD_BYTES)]) {
        return Form::Unread(NoteKind::Binary, "this is not text");
    }
    let text = encoding.decode_without_bom_handling(&head[n_mark..]).0;
    let text = text.trim_start();
    if text.is_empty() && head.len() < 1024 {
        return Form::Unread(NoteKind::Empty, "there is nothing but white space in it");
    }
    let form = by_text(text, is_cut, &Ending::of(name), fields);
    let needs_lines = matches!(form, Form::JsonLines | Form::Csv(_));
    if needs_lines && encoding != UTF_8 && !is_narrow {
        return Form::Unread(
            NoteKind::Malformed,
            "records in UTF-16 are not read; convert them to UTF-8",
        );
    }
    form
}

/// Returns the form that an item's bytes show by themselves, without a name or a file around them.
pub(crate) fn media_of(bytes: &[u8]) -> Media {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    match sniff(head, head.len() < bytes.len(), "", &FieldMap::default()) {
        Form::Item(media) => media,
        Form::Json | Form::JsonLines => Media::Json,
        Form::Packed(_)
        | Form::Csv(_)
        | Form::Feed
        | Form::Warc
        | Form::Unread(..)
        | Form::Skipped(_) => Media::Other,
    }
}

/// # Source
/// The magic numbers of the formats' own specifications.
fn by_signature(head: &[u8]) -> Option<Form> {
    use NoteKind::{Binary, Encrypted};
    let starts = |magic: &[u8]| head.starts_with(magic);
    let form = if starts(b"\x1f\x8b") {
        Form::Packed(Packing::Gzip)
    } else if starts(b"\x28\xb5\x2f\xfd") {
        Form::Packed(Packing::Zstd)
    } else if starts(b"WARC/") {
        Form::Warc
    } else if sqlite::is_database(head) {
        Form::Skipped("a database of SQLite")
    } else if starts(b"filedesc://") {
        Form::Unread(Binary, "an ARC archive, which is not read; convert it to WARC")
    } else if starts(b"PK\x03\x04") {
        // Bit 0 of the general purpose flag: the member is encrypted.
        if head.get(6).is_some_and(|flag| flag & 1 == 1) {
            Form::Unread(Encrypted, "a zip archive with a password; unpack it first")
        } else {
            Form::Unread(Binary, "a zip archive or office file; unpack or convert it first")
        }
    } else if starts(b"%PDF-") {
        if memchr::memmem::find(head, b"/Encrypt").is_some() {
            Form::Unread(Encrypted, "an encrypted PDF")
        } else {
            Form::Unread(Binary, "a PDF; convert it to text first")
        }
    } else if starts(b"-----BEGIN PGP MESSAGE") || starts(b"age-encryption.org/") {
        Form::Unread(Encrypted, "an encrypted message; decrypt it first")
    } else if starts(b"{\\rtf") {
        Form::Unread(Binary, "rich text; convert it to plain text first")
    } else if starts(b"Salted__") {
        Form::Unread(Encrypted, "a file encrypted with a password; decrypt it first")
    } else if starts(b"BZh") && head.get(4..7) == Some(b"1AY")
        || starts(b"\xfd7zXZ\0")
        || starts(b"7z\xbc\xaf")
        || starts(b"Rar!\x1a")
    {
        Form::Unread(Binary, "packed in a way that is not read; only gzip and Zstandard are")
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") || is_webp(head) {
        Form::Unread(Binary, "a picture")
    } else {
        return None;
    };
    Some(form)
}

fn is_webp(head: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")
}

/// Tells bytes of which more are controls than of any text; of those with a zero among them, which
/// is rarer still, fewer are enough.
///
/// # Notes
/// A tenth of random bytes are controls. A lone zero costs the record that it stands in.
fn is_binary(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t'..=b'\r' | 0x1b);
    let n_controls = head.iter().filter(is_control).count();
    let is_many = |share: usize| n_controls * share > head.len();
    is_many(10) || n_controls > 4 && is_many(30) && head.contains(&0)
}

fn by_text(text: &str, is_cut: bool, ending: &Ending, fields: &FieldMap) -> Form {
    let first_line = text.split(['\n', '\r']).next().unwrap_or_default();
    let lower: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    if text.starts_with("-----BEGIN PGP MESSAGE") {
        Form::Unread(NoteKind::Encrypted, "an encrypted message; decrypt it first")
    } else if let Some(form) = json_form(text, is_cut, ending, fields) {
        form
    } else if lower.starts_with('<') {
        markup_form(&lower, ending)
    } else if let Some(delimiter) = delimiter(first_line, ending, fields) {
        Form::Csv(delimiter)
    } else if *ending == Ending::Html && lower.contains('<') {
        Form::Item(Media::Html)
    } else {
        Form::Item(Media::Text)
    }
}

fn is_json_object(text: &str) -> bool {
    text[1..].trim_start().starts_with(['"', '}'])
}

/// Tells JSON lines, documents and feeds apart; `None` where it is none of these.
fn json_form(text: &str, is_cut: bool, ending: &Ending, fields: &FieldMap) -> Option<Form> {
    let is_object = text.starts_with('{') && is_json_object(text);
    let is_array = text.starts_with('[') && text[1..].trim_start().starts_with(['{', ']']);
    if is_object && feed::is_json_feed(text.as_bytes()) {
        return Some(Form::Feed);
    }
    let vote = Vote::of(text, is_cut);
    let is_named = *ending == Ending::Lines && !text.starts_with('<');
    // An object that is alone on its line may hold others.
    let is_document = is_object
        && (vote.is_one_object() || vote.objects == 0)
        && document::array(text.as_bytes(), fields).is_some();
    if is_named && (vote.objects + vote.comments > 0 || is_object)
        || vote.is_for_lines() && !is_document && !(text.starts_with('<') && vote.others > 0)
    {
        return Some(Form::JsonLines);
    }
    (is_object || is_array).then_some(Form::Json)
}

fn markup_form(lower: &str, ending: &Ending) -> Form {
    let root = root(lower);
    let local = root.rsplit(':').next().unwrap_or(root);
    let is_xml = lower.starts_with("<?xml");
    match local {
        "rss" | "feed" | "rdf" => Form::Feed,
        "html" | "head" | "body" | "title" | "meta" => Form::Item(Media::Html),
        _ if lower.contains("<!doctype html") || lower.contains("<html") => Form::Item(Media::Html),
        _ if is_xml => Form::Unread(NoteKind::Malformed, "XML that is neither a feed nor a page"),
        _ if *ending == Ending::Html || lower.contains("</") => Form::Item(Media::Html),
        _ => Form::Item(Media::Text),
    }
}

/// Returns the name of the first element.
fn root(lower: &str) -> &str {
    let mut rest = lower;
    while let Some(after) = rest.trim_start().strip_prefix('<') {
        let end = match after.strip_prefix("!--") {
            Some(comment) => comment.find("-->").map(|at| at + 6),
            None if after.starts_with(['?', '!']) => after.find('>').map(|at| at + 1),
            None => {
                let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
                return &after[..after.find(is_end).unwrap_or(after.len())];
            }
        };
        rest = end.map_or("", |end| &after[end..]);
    }
    ""
}

/// Tells a line of column names: by the file's name, or because two of them are fields.
fn delimiter(line: &str, ending: &Ending, fields: &FieldMap) -> Option<u8> {
    let n_known = |delimiter: u8| {
        cell::split(line.as_bytes(), delimiter)
            .filter(|cell| fields.knows(line[cell.range.clone()].trim_matches(['"', ' '])))
            .count()
    };
    let best = cell::DELIMITERS.into_iter().rev().max_by_key(|&delimiter| n_known(delimiter))?;
    if n_known(best) >= 2 {
        return Some(best);
    }
    let n_cells = |&delimiter: &u8| cell::split(line.as_bytes(), delimiter).count();
    (*ending == Ending::Csv)
        .then(|| cell::DELIMITERS.into_iter().rev().max_by_key(n_cells))
        .flatten()
}

/// What a file's name says.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    Lines,
    Json,
    Csv,
    Html,
    Other,
}

impl Ending {
    fn of(name: &str) -> Self {
        match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" | "jl" => Self::Lines,
            "json" => Self::Json,
            "csv" | "tsv" => Self::Csv,
            "html" | "htm" | "xhtml" => Self::Html,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, expected: &Form) {
        let found = sniff(bytes, false, name, &FieldMap::default());
        assert_eq!(&found, expected, "{name} {:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn forms() {
        check(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "-", &Form::JsonLines);
        check(b"{\"text\":\"a\"}", "-", &Form::JsonLines);
        check(b"{\n \"text\": \"a\"\n}", "a.txt", &Form::Json);
        check(b"[\n {\"text\": \"a\"}]", "-", &Form::Json);
        check(b"[Photo] The quay", "-", &Form::Item(Media::Text));
        check(b"{\"version\": \"https://jsonfeed.org/version/1.1\"", "-", &Form::Feed);
        check(b"id;text\n1;a", "-", &Form::Csv(b';'));
        check(b"nr,words\n1,a", "x.csv", &Form::Csv(b','));
        check(b"Orn, the mayor, left.", "x.txt", &Form::Item(Media::Text));
        check(b"<?xml version='1.0'?><!-- x --><rss version='2.0'>", "-", &Form::Feed);
        check(b"<rdf:RDF xmlns='x'>", "-", &Form::Feed);
        check(b"\xEF\xBB\xBF<!DOCTYPE html><p>", "x.txt", &Form::Item(Media::Html));
        check(b"<p>One</p>", "-", &Form::Item(Media::Html));
        check(b"WARC/1.1\r\n", "-", &Form::Warc);
        check(
            b"<?xml version='1.0'?><urlset>",
            "-",
            &Form::Unread(NoteKind::Malformed, "XML that is neither a feed nor a page"),
        );
        check(b"a\0b\x01\x02", "-", &Form::Unread(NoteKind::Binary, "this is not text"));
        check(
            b" \n ",
            "-",
            &Form::Unread(NoteKind::Empty, "there is nothing but white space in it"),
        );
    }

    #[test]
    fn signatures() {
        let kind = |bytes: &[u8]| match sniff(bytes, false, "-", &FieldMap::default()) {
            Form::Unread(kind, _) => Some(kind),
            _ => None,
        };
        assert_eq!(kind(b"PK\x03\x04\x14\0\x01\0"), Some(NoteKind::Encrypted));
        assert_eq!(kind(b"PK\x03\x04\x14\0\0\0"), Some(NoteKind::Binary));
        assert_eq!(kind(b"%PDF-1.7 /Encrypt 5 0 R"), Some(NoteKind::Encrypted));
        assert_eq!(kind(b"-----BEGIN PGP MESSAGE-----\n"), Some(NoteKind::Encrypted));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Some(NoteKind::Binary));
    }
}
