//! Entries of feeds: RSS, Atom, JSON Feed.

use std::ops::Range;

use dateline_text::{BlockKind, Note, NoteKind, Stage};

use super::align::Place;
use super::draft::Draft;
use super::entity::{self, Dialect};
use super::json::{self, Object};
use super::markup::{Markup, Token, attributes};
use super::page::Page;
use super::surplus::Surplus;
use super::traced::{Traced, fold};
use super::{byline, escaped, web};

/// Reads an RSS `<item>`.
pub(crate) fn rss(draft: &mut Draft, source: &Traced) -> Result<(), Note> {
    let parts = Parts::read(source)?;
    parts.fill(draft, &["guid"], &["source", "dc:publisher", "dc:source"]);
    draft.read_dates(parts.all(&["pubDate", "dc:date", "published"]), parts.all(&["updated"]));
    draft.byline = parts.author(&["dc:creator", "author", "author/name", "itunes:author"]);
    push_title(draft, &parts.markup(source, &["title"], Wrapping::Html));
    let content = ["content:encoded", "content", "description", "summary", "itunes:summary"];
    web_story(draft, &parts.markup(source, &content, Wrapping::Html));
    Ok(())
}

/// Reads an Atom `<entry>`.
pub(crate) fn atom(draft: &mut Draft, source: &Traced) -> Result<(), Note> {
    let parts = Parts::read(source)?;
    parts.fill(draft, &["id"], &["source/title", "dc:publisher"]);
    draft.read_dates(parts.all(&["published", "issued"]), parts.all(&["updated", "modified"]));
    draft.byline = parts.author(&["author/name", "dc:creator", "source/author/name"]);
    push_title(draft, &parts.markup(source, &["title"], Wrapping::Plain));
    web_story(draft, &parts.markup(source, &["content", "summary"], Wrapping::Plain));
    Ok(())
}

/// Reads an object of a JSON Feed's `items`.
///
/// # Source
/// JSON Feed 1.1, "Items".
pub(crate) fn json(draft: &mut Draft, source: &Traced) -> Result<(), Note> {
    let text = &source.text;
    let object = Object::read(text, 0..text.len())
        .map_err(|error| malformed(format!("the JSON cannot be read: {error}")))?;
    let words = |name: &str| json::words(text, object.find(text, name)?);
    draft.external_id = words("id");
    draft.byline = words("authors").or_else(|| words("author"));
    draft.declared = words("language").or(draft.declared.take());
    draft.read_dates(words("date_published"), words("date_modified"));
    let mut string = |name: &str| {
        let place = object.get(name).filter(|place| text[place.clone()].starts_with('"'))?;
        let (decoded, n_bad) = json::string(source, place);
        draft.note_bad_sequences(n_bad, "Unicode (half of a surrogate pair)");
        (!decoded.text.trim().is_empty()).then_some(decoded)
    };
    let title = string("title").map(Page::plain);
    let html = string("content_html").map(of_html);
    let plain = html.is_none().then(|| string("content_text").or_else(|| string("summary")));
    push_title(draft, &title.unwrap_or_default());
    web_story(draft, &html.or(plain.flatten().map(Page::plain)).unwrap_or_default());
    Ok(())
}

/// Returns the address of an RSS or Atom entry.
pub(crate) fn link(source: &Traced) -> Option<String> {
    let parts = Parts::read(source).ok()?;
    let href = |part: &Part| {
        let get = |wanted: &str| {
            part.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        let is_page = matches!(get("rel"), None | Some("alternate"));
        get("href").filter(|_| is_page && part.name == "link").map(str::to_owned)
    };
    parts.0.iter().find_map(href).or_else(|| parts.words(&["link"])).or_else(|| {
        parts
            .words(&["guid", "id"])
            .filter(|id| id.starts_with("http://") || id.starts_with("https://"))
    })
}

/// How an element's text is wrapped where its `type` does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapping {
    Plain,
    Html,
    Xhtml,
}

/// The child elements of an entry, and those inside them as `author/name`, `source/author/name`.
struct Parts(Vec<Part>);

struct Part {
    name: String,
    attributes: Vec<(String, String)>,
    inner: Range<usize>,
    text: Traced,
}

/// More elements of one entry are not read.
const MOST_PARTS: usize = 1024;
/// An end tag closes one of this many innermost elements, or nothing.
const MOST_CLOSED: usize = 64;

impl Parts {
    fn read(source: &Traced) -> Result<Self, Note> {
        let text = &source.text;
        check_markup(text)?;
        let mut parts: Vec<Part> = Vec::new();
        // Open elements from the entry down: name, and which part they make.
        let mut open: Vec<(String, Option<usize>)> = Vec::new();
        for token in Markup::new(text, 0..text.len(), Dialect::Xml) {
            match token {
                Token::Open { name, attributes: range, closed } => {
                    let path = match open.len() {
                        1 => Some(text[name.clone()].to_owned()),
                        2 => Some(format!("{}/{}", open[1].0, &text[name.clone()])),
                        3 if open[1].0 == "source" => {
                            Some(format!("{}/{}/{}", open[1].0, open[2].0, &text[name.clone()]))
                        }
                        _ => None,
                    };
                    let path = path.filter(|_| parts.len() < MOST_PARTS);
                    let part = path.map(|path| {
                        let inner = range.end + 1..range.end + 1;
                        let attributes = attributes(&text[range.clone()]);
                        parts.push(Part { name: path, attributes, inner, text: Traced::default() });
                        parts.len() - 1
                    });
                    if !closed {
                        open.push((text[name].to_owned(), part));
                    }
                }
                Token::Close { name } => {
                    let near = open.iter().rev().take(MOST_CLOSED);
                    let Some(n_inside) =
                        near.into_iter().position(|(known, _)| *known == text[name.clone()])
                    else {
                        continue;
                    };
                    for (_, part) in open.drain(open.len() - 1 - n_inside..) {
                        if let Some(part) = part {
                            parts[part].inner.end =
                                name.start.saturating_sub(2).max(parts[part].inner.start);
                        }
                    }
                }
                Token::Text(range) => append(&mut parts, &open, source, range, true),
                Token::Verbatim(range) => append(&mut parts, &open, source, range, false),
                Token::Raw(_) => {}
            }
            if open.len() > MOST_OPEN {
                return Err(malformed("the entry is nested too deeply".to_owned()));
            }
        }
        for (_, part) in open {
            if let Some(part) = part {
                parts[part].inner.end = text.len();
            }
        }
        Ok(Self(parts))
    }

    fn fill(&self, draft: &mut Draft, ids: &[&str], outlets: &[&str]) {
        draft.external_id = self.words(ids);
        draft.outlet = self.words(outlets).or_else(|| draft.outlet.take());
        let told = self.language().or_else(|| self.words(&["dc:language", "language"]));
        draft.declared = told.or_else(|| draft.declared.take());
    }

    /// Returns the language that one of the elements says it is in.
    fn language(&self) -> Option<String> {
        let mut attributes = self.0.iter().flat_map(|part| &part.attributes);
        attributes.find(|(name, _)| name == "xml:lang").map(|(_, value)| value.clone())
    }

    /// Returns the words of those of some elements that have any.
    fn all(&self, names: &[&str]) -> impl Iterator<Item = String> {
        names.iter().filter_map(|name| self.words(&[name]))
    }

    /// Returns the author that the first of some elements names.
    fn author(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| byline::told(&self.words(&[name])?))
    }

    fn find(&self, names: &[&str]) -> Option<&Part> {
        let named = |name: &&str| {
            self.0.iter().find(|part| part.name == **name && !part.text.text.trim().is_empty())
        };
        names.iter().find_map(named)
    }

    fn words(&self, names: &[&str]) -> Option<String> {
        self.find(names).map(|part| fold(&entity::decoded(&part.text.text)))
    }

    /// Returns the text nodes of the first of some elements that has words.
    fn markup(&self, source: &Traced, names: &[&str], default: Wrapping) -> Page {
        let Some(part) = self.find(names) else { return Page::default() };
        let kind = part.attributes.iter().find(|(name, _)| name == "type");
        let wrapping = match kind.map(|(_, value)| value.as_str()) {
            Some("xhtml") => Wrapping::Xhtml,
            Some("html" | "text/html") => Wrapping::Html,
            Some("text" | "text/plain") => Wrapping::Plain,
            _ => default,
        };
        match wrapping {
            Wrapping::Plain => Page::plain(part.text.clone()),
            Wrapping::Html => of_html(part.text.clone()),
            Wrapping::Xhtml => Page::read(source, part.inner.clone(), Dialect::Xhtml),
        }
    }
}

/// Open elements of an entry, at most.
const MOST_OPEN: usize = 512;

/// Appends text to the parts that it stands in.
fn append(
    parts: &mut [Part],
    open: &[(String, Option<usize>)],
    source: &Traced,
    range: Range<usize>,
    has_references: bool,
) {
    for part in open.iter().filter_map(|(_, part)| *part) {
        if has_references {
            entity::decode(&mut parts[part].text, source, range.clone(), Dialect::Xml);
        } else {
            parts[part].text.copy(source, range.clone());
        }
    }
}

fn push_title(draft: &mut Draft, page: &Page) {
    let words = Place::of(0..page.flat.text.len()).write(page);
    if !words.text.trim().is_empty() {
        draft.title = Some(fold(&words.text));
        draft.push_block(&words, BlockKind::Title);
    }
}

fn of_html(html: Traced) -> Page {
    let html = escaped::unescape(html);
    Page::read(&html, 0..html.text.len(), Dialect::Html)
}

fn web_story(draft: &mut Draft, page: &Page) {
    let places = Surplus::of(page).leave_out(web::all_blocks(page));
    web::push_story(draft, page, &places, None);
}

/// Refuses an entry whose mark-up breaks off in the middle: what follows could be taken for other
/// text than it is. Unclosed elements and bare ampersands are forgiven.
fn check_markup(text: &str) -> Result<(), Note> {
    let mut reader = quick_xml::Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(malformed(format!("the feed entry is broken: {error}"))),
        }
    }
}

fn malformed(message: String) -> Note {
    Note::new(Stage::Decode, NoteKind::Malformed, message)
}
