//! The XML of LGL and of GeoVirus.

use dateline::text::CodePoints;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::Toponym;
use crate::gold::fold;

/// One article.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The `docid` of LGL; the address of the source in GeoVirus.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) published: Option<Date>,
    pub(super) places: Vec<Toponym>,
}

/// Returns the name of the data set and its articles.
///
/// Offsets are code points. Those of GeoVirus are 1 too high; a toponym whose offsets do not lead
/// to its own words is left out.
pub(super) fn read(xml: &str) -> Result<(&'static str, Vec<Document>), String> {
    let mut reader = Reader::from_str(xml);
    let mut parser = Parser::default();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                let id = tag.try_get_attribute("docid").ok().flatten();
                let id = id.and_then(|id| id.unescape_value().ok()).unwrap_or_default();
                parser.open(name, &id);
            }
            Event::End(_) => parser.close(),
            Event::Text(words) => parser.value.push_str(&words.decode().map_err(told)?),
            Event::CData(words) => parser.value.push_str(&words.decode().map_err(told)?),
            Event::GeneralRef(entity) => {
                let name = entity.decode().map_err(told)?;
                match entity.resolve_char_ref().map_err(told)? {
                    Some(character) => parser.value.push(character),
                    None => parser
                        .value
                        .push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap_or("?")),
                }
            }
            _ => {}
        }
    }
    if parser.documents.is_empty() {
        return Err("no <article>: expected the XML of LGL or GeoVirus".to_owned());
    }
    let data = if parser.is_geovirus { "GeoVirus" } else { "LGL" };
    Ok((data, parser.documents))
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[derive(Debug, Default)]
struct Parser {
    documents: Vec<Document>,
    is_geovirus: bool,
    path: Vec<String>,
    value: String,
    place: RawPlace,
}

/// The elements of one `<toponym>` or `<location>`.
#[derive(Debug, Default)]
struct RawPlace {
    phrase: String,
    start: Option<u32>,
    end: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Parser {
    fn open(&mut self, name: String, id: &str) {
        self.value.clear();
        match name.as_str() {
            "article" => self.documents.push(Document {
                id: id.to_owned(),
                text: String::new(),
                published: None,
                places: Vec::new(),
            }),
            "toponym" | "location" => {
                self.is_geovirus |= name == "location";
                self.place = RawPlace::default();
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let value = std::mem::take(&mut self.value);
        let Some(document) = self.documents.last_mut() else { return };
        let parent = self.path.last().map_or("", String::as_str);
        let is_place = matches!(parent, "toponym" | "location");
        match name.as_str() {
            "text" if parent == "article" => document.text = value,
            "source" if parent == "article" => value.trim().clone_into(&mut document.id),
            "dltime" => document.published = value.get(..10).and_then(|day| day.parse().ok()),
            "phrase" | "name" if is_place => self.place.phrase = value,
            "start" if is_place => self.place.start = value.trim().parse().ok(),
            "end" if is_place => self.place.end = value.trim().parse().ok(),
            "lat" => self.place.lat = value.trim().parse().ok(),
            "lon" => self.place.lon = value.trim().parse().ok(),
            "toponym" | "location" => {
                let shift = u32::from(name == "location");
                document.places.extend(self.place.resolve(&document.text, shift));
            }
            "article" => document.places.sort_by_key(|place| place.span),
            _ => {}
        }
    }
}

impl RawPlace {
    fn resolve(&self, text: &str, shift: u32) -> Option<Toponym> {
        let start = self.start?.checked_sub(shift)?;
        let span = CodePoints::new(text).to_span(start, self.end?.checked_sub(shift)?);
        let is_right = fold(span.of(text)) == fold(&self.phrase);
        is_right.then(|| Toponym { span, at: self.lat.zip(self.lon) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lgl_has_ids_dates_and_cdata() {
        let xml = "<articles><article docid=\"40\"><dltime>2009-03-20 12:24:52</dltime>\
            <text><![CDATA[A café in Elm & Ash.]]></text><toponyms count=\"2\"><toponym>\
            <start>10</start><end>13</end><phrase>Elm</phrase><gaztag geonameid=\"1\">\
            <name>Elm Town</name><lat>1.5</lat><lon>-2.5</lon></gaztag></toponym>\
            <toponym><start>16</start><end>19</end><phrase>Ash</phrase></toponym>\
            <toponym><start>0</start><end>3</end><phrase>Oak</phrase></toponym>\
            </toponyms></article></articles>";
        let (data, documents) = read(xml).expect("well formed");
        assert_eq!((data, documents[0].id.as_str()), ("LGL", "40"));
        assert_eq!(documents[0].published, Some(jiff::civil::date(2009, 3, 20)));
        let text = &documents[0].text;
        let places: Vec<(&str, Option<(f64, f64)>)> =
            documents[0].places.iter().map(|place| (place.span.of(text), place.at)).collect();
        assert_eq!(places, [("Elm", Some((1.5, -2.5))), ("Ash", None)]);
    }

    #[test]
    fn geovirus_is_one_too_high() {
        let xml = "<articles><article><source>http://x</source><text>R&amp;D in Elm.</text>\
            <locations><location><name>Elm</name><start>8</start><end>11</end><lat>1</lat>\
            <lon>2</lon><page>p</page></location></locations></article></articles>";
        let (data, documents) = read(xml).expect("well formed");
        assert_eq!((data, documents[0].id.as_str()), ("GeoVirus", "http://x"));
        assert_eq!(documents[0].places[0].span.of(&documents[0].text), "Elm");
    }
}
