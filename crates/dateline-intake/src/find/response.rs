//! Records of web archives that hold a page, and the HTTP responses in them.

use dateline_text::{Item, Media, Note, NoteKind, Sighting};

use super::form::{self, Form};
use super::note;
use super::packed::{self, Packing};
use super::stream::{self, HEAD_BYTES};
use super::warc::MOST_HEADER_BYTES;
use crate::{Config, Found, Limits};

/// Most header lines of a response.
const MOST_HEADERS: usize = 128;

/// Named fields, names in lower case.
#[derive(Default)]
pub(crate) struct Header(Vec<(String, String)>);

impl Header {
    /// Adds a line, or a value that goes on in it.
    pub(crate) fn push(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        } else if let Some((_, value)) = self.0.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    }

    /// Returns the value of the first field of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Tells whether a record may hold a page: a response or a resource, and nothing about the crawl.
pub(crate) fn is_one(header: &Header) -> bool {
    let kind = header.get("warc-type").unwrap_or_default();
    let address = header.get("warc-target-uri").unwrap_or_default();
    matches!(kind, "response" | "resource") && !address.starts_with("metadata:")
}

/// Makes an item of a record's block; `None` for answers that are no page, such as redirects.
pub(crate) fn payload(
    header: &Header,
    block: Vec<u8>,
    sighting: Sighting,
    config: &Config,
) -> Option<Found> {
    let mut notes = Vec::new();
    let refuse = |kind, message: String| {
        Some(Found { sighting: sighting.clone(), item: None, notes: vec![note(kind, message)] })
    };
    let is_http = header.get("content-type").is_none_or(|kind| kind.contains("application/http"))
        || block.starts_with(b"HTTP/");
    let mut content_type = header.get("content-type").map(str::to_owned);
    let mut body = block;
    if header.get("warc-type") == Some("response") && is_http {
        let Some(answer) = Answer::read(&body) else {
            return refuse(NoteKind::Malformed, "the HTTP header cannot be read".to_owned());
        };
        if !(200..300).contains(&answer.status) {
            return None;
        }
        content_type = answer.header.get("content-type").map(str::to_owned);
        let (bytes, problem) = answer.body(&body, config);
        notes.extend(problem);
        match bytes {
            Some(bytes) => body = bytes,
            None => return Some(Found { sighting, item: None, notes }),
        }
    }
    let content_type = content_type.unwrap_or_default();
    let (head, is_cut) = (&body[..body.len().min(HEAD_BYTES)], body.len() > HEAD_BYTES);
    let media = match form::sniff(head, is_cut, "", &config.fields) {
        Form::Item(media) => media,
        Form::Unread(kind, why) => {
            notes.push(note(kind, why));
            return Some(Found { sighting, item: None, notes });
        }
        _ => return refuse(NoteKind::Binary, format!("a payload of type `{content_type}`")),
    };
    let kind = content_type.to_ascii_lowercase();
    let media = match media {
        Media::Text if kind.contains("html") => Media::Html,
        Media::Text
            if !kind.is_empty() && !kind.starts_with("text/plain") && kind.starts_with("text/") =>
        {
            return refuse(NoteKind::Binary, format!("a payload of type `{content_type}`"));
        }
        media => media,
    };
    let mut item = Item::new(body, media);
    item.charset = charset_of(&content_type);
    Some(Found { sighting, item: Some(item), notes })
}

fn charset_of(content_type: &str) -> Option<String> {
    let parameter = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    };
    content_type.split(';').skip(1).find_map(parameter)
}

/// An HTTP response.
struct Answer {
    status: u16,
    header: Header,
    n_header: usize,
}

impl Answer {
    fn read(block: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let head = &block[..block.len().min(MOST_HEADER_BYTES)];
        let parsed = httparse::ParserConfig::default()
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .parse_response(&mut response, head);
        let httparse::Status::Complete(n_header) = parsed.ok()? else { return None };
        let field = |field: &httparse::Header<'_>| {
            (
                field.name.to_ascii_lowercase(),
                String::from_utf8_lossy(field.value).trim().to_owned(),
            )
        };
        let header = Header(response.headers.iter().map(field).collect());
        Some(Self { status: response.code?, header, n_header })
    }

    /// Undoes the transfer and the content coding.
    ///
    /// # Notes
    /// Archives often hold bodies that were already decoded under headers that still say
    /// otherwise; a body that is not in the coding it claims is taken as it is.
    fn body(&self, block: &[u8], config: &Config) -> (Option<Vec<u8>>, Option<Note>) {
        let mut body = block[self.n_header..].to_vec();
        let mut problem = None;
        if self.says("transfer-encoding", "chunked") {
            (body, problem) = unchunk(body, &config.limits);
        }
        if body.len() > config.limits.item_bytes {
            return (None, Some(stream::over_limit(config.limits.item_bytes)));
        }
        let mut first = body.trim_ascii_start().iter().take(64);
        let is_markup = first.next() == Some(&b'<') && !first.any(|byte| matches!(byte, 0..=8));
        let packing = if body.starts_with(b"\x1f\x8b") && self.says("content-encoding", "gzip") {
            Packing::Gzip
        } else if body.starts_with(b"\x28\xb5\x2f\xfd") {
            Packing::Zstd
        } else if is_markup {
            return (Some(body), problem);
        } else if self.says("content-encoding", "br") {
            let message = "packed with Brotli, which is not read";
            return (None, Some(note(NoteKind::Binary, message)));
        } else if self.says("content-encoding", "deflate")
            && let Some(packing) = packed::deflate(&body)
        {
            packing
        } else {
            return (Some(body), problem);
        };
        let (bytes, worse) = packed::unpack_bytes(body, packing, config);
        (bytes, worse.or(problem))
    }

    fn says(&self, name: &str, coding: &str) -> bool {
        self.header.get(name).is_some_and(|value| {
            value
                .split(',')
                .any(|part| part.trim().trim_start_matches("x-").eq_ignore_ascii_case(coding))
        })
    }
}

/// Undoes the chunks of a body; a body that has none is taken as it is.
fn unchunk(body: Vec<u8>, limits: &Limits) -> (Vec<u8>, Option<Note>) {
    let mut whole = Vec::new();
    let mut at = 0;
    loop {
        let (n_size, n_chunk) = match httparse::parse_chunk_size(&body[at..]) {
            Ok(httparse::Status::Complete((n_size, n_chunk))) => (n_size, n_chunk as usize),
            _ if at == 0 => return (body, None),
            _ => {
                let message = "the chunks of the response break off";
                return (whole, Some(note(NoteKind::Truncated, message)));
            }
        };
        if n_chunk == 0 {
            return (whole, None);
        }
        let start = at + n_size;
        let end = start.saturating_add(n_chunk);
        whole.extend_from_slice(&body[start.min(body.len())..end.min(body.len())]);
        if end > body.len() || whole.len() > limits.item_bytes {
            let message = "the chunks of the response break off";
            return (whole, Some(note(NoteKind::Truncated, message)));
        }
        // A line end follows each chunk.
        at = end + body[end..].iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
    }
}
