//! TimeML files: `<TEXT>` with `<TIMEX3>` in it, and the creation time.

use dateline::text::Span;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Timex;

/// One document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) name: String,
    /// The characters of `<TEXT>`, tags taken out and entities decoded.
    pub(super) text: String,
    /// The creation time (DCT), which is given to the reader as the publication date.
    pub(super) created: Option<Date>,
    pub(super) times: Vec<Timex>,
}

/// Reads a document; `None` where the XML is broken or has no `<TEXT>`.
///
/// An expression without words (`<TIMEX3 …/>`, inferred by annotators) cannot be found in the
/// text, and is left aside.
pub(super) fn read(name: &str, xml: &str) -> Option<Document> {
    let mut reader = Reader::from_str(xml);
    let mut document =
        Document { name: name.to_owned(), text: String::new(), created: None, times: Vec::new() };
    let mut is_text = false;
    let mut has_text = false;
    let mut open: Vec<(usize, BytesStart<'static>)> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == b"TEXT" => {
                (is_text, has_text) = (true, true);
            }
            Event::End(tag) if tag.name().as_ref() == b"TEXT" => is_text = false,
            Event::Start(tag) if tag.name().as_ref() == b"TIMEX3" => {
                if is_creation_time(&tag) {
                    document.created = day(&attribute(&tag, "value").unwrap_or_default());
                }
                if is_text {
                    open.push((document.text.len(), tag.into_owned()));
                }
            }
            Event::End(tag) if tag.name().as_ref() == b"TIMEX3" && is_text => {
                let (start, tag) = open.pop()?;
                let span = Span::new(start, document.text.len()).trim(&document.text);
                if !span.is_empty() {
                    document.times.push(timex(span, &tag));
                }
            }
            Event::Text(words) if is_text => document.text.push_str(&words.decode().ok()?),
            Event::CData(words) if is_text => document.text.push_str(&words.decode().ok()?),
            Event::GeneralRef(entity) if is_text => {
                let name = entity.decode().ok()?;
                match entity.resolve_char_ref().ok()? {
                    Some(character) => document.text.push(character),
                    None => document
                        .text
                        .push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap_or(" ")),
                }
            }
            _ => {}
        }
    }
    document.times.sort_by_key(|time| time.span);
    has_text.then_some(document)
}

fn is_creation_time(tag: &BytesStart<'_>) -> bool {
    matches!(
        attribute(tag, "functionInDocument").as_deref(),
        Some("CREATION_TIME" | "PUBLICATION_TIME")
    )
}

fn timex(span: Span, tag: &BytesStart<'_>) -> Timex {
    Timex {
        span,
        kind: attribute(tag, "type").unwrap_or_default(),
        value: attribute(tag, "value").filter(|value| !value.is_empty()),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    attribute.unescape_value().ok().map(std::borrow::Cow::into_owned)
}

/// Returns the day of a TIMEX3 value such as `1998-02-06T22:19:00`.
fn day(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_of_the_bare_text() {
        let xml = "<?xml version=\"1.0\" ?><TimeML><DCT><TIMEX3 tid=\"t0\" type=\"TIME\" \
            value=\"2026-02-06T22:19:00\" functionInDocument=\"CREATION_TIME\">x</TIMEX3></DCT>\
            <TEXT>\nR&amp;B <EVENT eid=\"e1\">ended</EVENT> on <TIMEX3 tid=\"t1\" type=\"DATE\" \
            value=\"2026-02-01\">Sunday</TIMEX3><TIMEX3 tid=\"t2\" type=\"DURATION\" \
            value=\"P1D\"/>.\n</TEXT></TimeML>";
        let document = read("d", xml).expect("well formed");
        assert_eq!(document.text, "\nR&B ended on Sunday.\n");
        assert_eq!(document.created, Some(jiff::civil::date(2026, 2, 6)));
        assert_eq!(document.times.len(), 1);
        let time = &document.times[0];
        assert_eq!(time.span.of(&document.text), "Sunday");
        assert_eq!(time.value.as_deref(), Some("2026-02-01"));
        assert!(read("d", "<TimeML></TimeML>").is_none());
    }
}
