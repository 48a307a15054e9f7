//! Responses in web archives.

use std::io;

use dateline_text::{Item, Media, NoteKind, Sighting};

use super::form::{self, Form};
use super::note;
use super::packed::{self, Packing};
use super::stream::{self, Part, Stream};
use crate::{Config, Found, Limits};

/// Longest header of a record or a response.
const MOST_HEADER_BYTES: usize = 64 << 10;
/// Most header lines of a response.
const MOST_HEADERS: usize = 128;

/// Yields the payloads of an archive's response and resource records.
///
/// # Source
/// ISO 28500 (WARC/1.1), with more patience for line ends than it asks for.
pub(crate) struct Records {
    stream: Stream,
    sighting: Sighting,
    config: Config,
    n_read: usize,
    is_done: bool,
}

impl Records {
    pub(crate) fn new(stream: Stream, sighting: Sighting, config: Config) -> Self {
        Self { stream, sighting, config, n_read: 0, is_done: false }
    }

    fn sighting_here(&self) -> Sighting {
        Sighting { member: Some(format!("record {}", self.n_read)), ..self.sighting.clone() }
    }

    /// Ends the archive with a note.
    fn stop(&mut self, kind: NoteKind, message: String) -> Found {
        self.is_done = true;
        Found { sighting: self.sighting_here(), item: None, notes: vec![note(kind, message)] }
    }

    fn broken(&mut self, error: &io::Error) -> Found {
        let note = stream::note_of(error);
        self.stop(note.kind, format!("in record {}: {}", self.n_read, note.message))
    }

    /// Reads the next record; `Ok(None)` where it holds no page.
    fn record(&mut self) -> io::Result<Option<Found>> {
        let opening = self.header()?;
        self.n_read += 1;
        let header = match opening {
            Opening::Header(header) => header,
            Opening::End => {
                self.is_done = true;
                return Ok(None);
            }
            Opening::Foreign => {
                let message = "no WARC header where a record should begin; the rest is not read";
                return Ok(Some(self.stop(NoteKind::Malformed, message.to_owned())));
            }
        };
        let Some(n_bytes) = header.get("content-length").and_then(|n| n.parse::<u64>().ok()) else {
            let message = "a record without a length; the rest is not read";
            return Ok(Some(self.stop(NoteKind::Malformed, message.to_owned())));
        };
        let kind = header.get("warc-type").unwrap_or_default();
        let is_about_crawl =
            header.get("warc-target-uri").is_some_and(|uri| uri.starts_with("metadata:"));
        if !matches!(kind, "response" | "resource") || is_about_crawl {
            self.skip(n_bytes)?;
            return Ok(None);
        }
        let limit = self.config.limits.item_bytes as u64 + MOST_HEADER_BYTES as u64;
        if n_bytes > limit {
            self.skip(n_bytes)?;
            let notes = vec![stream::over_limit(self.config.limits.item_bytes)];
            return Ok(Some(Found { sighting: self.sight(&header), item: None, notes }));
        }
        let mut block = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(&mut self.stream, n_bytes), &mut block)?;
        let is_cut = (block.len() as u64) < n_bytes;
        self.is_done = is_cut;
        let sighting = self.sight(&header);
        let mut found = payload(&header, block, kind == "response", sighting, &self.config);
        if is_cut && let Some(found) = &mut found {
            found.notes.push(note(NoteKind::Truncated, "the archive ends inside this record"));
        }
        Ok(found)
    }

    fn sight(&self, header: &Header) -> Sighting {
        let address = header.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']));
        Sighting {
            url: address.map(str::to_owned),
            retrieved: header.get("warc-date").map(str::to_owned),
            ..self.sighting_here()
        }
    }

    fn skip(&mut self, n_bytes: u64) -> io::Result<()> {
        if self.stream.skip(n_bytes)? < n_bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// Reads a record's header.
    fn header(&mut self) -> io::Result<Opening> {
        let mut header = Header::default();
        let mut has_begun = false;
        let mut n_bytes = 0;
        loop {
            let line = match self.stream.read_line(MOST_HEADER_BYTES)? {
                Part::Record(line) => line,
                Part::End if has_begun => return Err(io::ErrorKind::UnexpectedEof.into()),
                Part::End => return Ok(Opening::End),
                Part::Over => return Ok(Opening::Foreign),
            };
            n_bytes += line.len();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            match (has_begun, line.is_empty()) {
                (false, true) => {}
                (false, false) if line.starts_with("WARC/") => has_begun = true,
                (true, true) => return Ok(Opening::Header(header)),
                (true, false) if n_bytes <= MOST_HEADER_BYTES => header.push(line),
                _ => return Ok(Opening::Foreign),
            }
        }
    }
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            match self.record() {
                Ok(Some(found)) => return Some(found),
                Ok(None) => {}
                Err(error) => return Some(self.broken(&error)),
            }
        }
        None
    }
}

/// What stands where a record should begin.
enum Opening {
    Header(Header),
    /// Something else.
    Foreign,
    /// Nothing.
    End,
}

/// Named fields, names in lower case.
#[derive(Default)]
struct Header(Vec<(String, String)>);

impl Header {
    fn push(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        } else if let Some((_, value)) = self.0.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Makes an item of a record's block; `None` for answers that are no page, such as redirects.
fn payload(
    header: &Header,
    block: Vec<u8>,
    is_response: bool,
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
    if is_response && is_http {
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
    let media = match form::sniff(&body[..body.len().min(16 << 10)], "", &config.fields) {
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
    fn body(
        &self,
        block: &[u8],
        config: &Config,
    ) -> (Option<Vec<u8>>, Option<dateline_text::Note>) {
        let mut body = block[self.n_header..].to_vec();
        let mut problem = None;
        if self.says("transfer-encoding", "chunked") {
            (body, problem) = unchunk(body, &config.limits);
        }
        if body.len() > config.limits.item_bytes {
            return (None, Some(stream::over_limit(config.limits.item_bytes)));
        }
        let packing = if body.starts_with(b"\x1f\x8b") && self.says("content-encoding", "gzip") {
            Packing::Gzip
        } else if body.starts_with(b"\x28\xb5\x2f\xfd") {
            Packing::Zstd
        } else if self.says("content-encoding", "br") {
            let message = "packed with Brotli, which is not read";
            return (None, Some(note(NoteKind::Binary, message)));
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
fn unchunk(body: Vec<u8>, limits: &Limits) -> (Vec<u8>, Option<dateline_text::Note>) {
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
