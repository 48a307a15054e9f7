//! What opens a dispatch: the header of a crawl, the dateline of a wire.

use std::sync::LazyLock;

use dateline_text::{Dateline, Published, Span, month_named};
use jiff::civil::Date;
use regex::{Captures, Regex};

use super::date;

/// The header that a crawl writes before the text: ` date 2024-02-11 Outlet - `.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) span: Span,
    pub(crate) published: Option<Published>,
    pub(crate) outlet: Option<String>,
}

/// Reads a crawl header at the start of the text.
pub(crate) fn header(text: &str) -> Option<Header> {
    static DATE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(date (\d{4}-\d{2}-\d{2}))(?:\s+|$)"));
    // Up to six words, and the dash that ends them.
    static OUTLET: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^([\p{Lu}\d][^\s]*(?: [^\s]+){0,5}?)\s+(?:-{1,2}|[—–])\s"));
    let found = DATE.captures(text)?;
    let whole = found.get(1)?;
    let published = found[2].parse::<Date>().ok().map(date::day);
    let start = found.get(0)?.end();
    let outlet = OUTLET.captures(&text[start..]).filter(|outlet| is_name(&outlet[1]));
    let end = outlet.as_ref().map_or(whole.end(), |outlet| start + outlet[0].trim_end().len());
    let span = Span::new(whole.start(), end);
    Some(Header { span, published, outlet: outlet.map(|outlet| outlet[1].to_owned()) })
}

/// An outlet's name holds no brackets, and no stop but inside a word.
fn is_name(words: &str) -> bool {
    let looks_odd = |word: &str| {
        word.ends_with(['.', ',', ';', ':', '?', '!']) || word.contains(['(', ')', '"', '“', '”'])
    };
    words.len() <= 60 && !words.split(' ').any(looks_odd)
}

/// Reads the dateline at the start of a paragraph.
///
/// A place in capitals may stand alone before a dash; a place in plain letters needs a date or an
/// agency beside it.
pub(crate) fn dateline(text: &str, paragraph: Span, published: Option<Date>) -> Option<Dateline> {
    static PLACED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"^(?<place>{NAME}(?:/{NAME})?(?:, {NAME}){{0,2}}?)(?:,? (?<date>{DATE}))?(?: \((?<agency>[^()\n]{{2,40}})\))?(?: ?(?:-{{1,2}}|[—–]) ?|(?<colon>: ))",
        ))
    });
    static DATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(r"^(?<date>{DATE}) \((?<agency>[^()\n]{{2,40}})\) (?:-{{1,2}}|[—–]) "))
    });
    let words = paragraph.of(text);
    let head = &words[..floor(words, MOST_DATELINE_BYTES)];
    let found = PLACED.captures(head).or_else(|| DATED.captures(head))?;
    if !is_dateline(&found, words) {
        return None;
    }
    let at = paragraph.start as usize;
    let span =
        |name: &str| found.name(name).map(|part| Span::new(at + part.start(), at + part.end()));
    let date = found.name("date").and_then(|date| day(date.as_str(), published));
    let whole = Span::new(at, at + found[0].len()).trim(text);
    Some(Dateline { span: whole, place: span("place"), date, agency: span("agency") })
}

const MOST_DATELINE_BYTES: usize = 160;

/// One to four words, each with a capital.
const NAME: &str =
    r"\p{Lu}[\p{L}'’.]*(?:[ -](?:\p{Lu}[\p{L}'’.]*|de|del|la|el|al|of|the|and)){0,4}";

const DATE: &str = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[\p{L}]*\.? \d{1,2}(?:, \d{4})?|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[\p{L}]*\.?(?:,? \d{4})?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)";

fn is_dateline(found: &Captures<'_>, words: &str) -> bool {
    let mark = found[0].trim_end();
    let is_dated = found.name("date").is_some() || found.name("agency").is_some();
    let Some(place) = found.name("place").map(|place| place.as_str()) else { return true };
    let city = place.split(',').next().unwrap_or(place);
    let is_capitals = city.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !city.chars().any(char::is_lowercase);
    let rest = words[found[0].len()..].trim_start();
    let goes_on =
        rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"‘'".contains(c));
    // A hyphen without a space is part of a word: `AL-ARISH`.
    let is_apart = found[0].ends_with(' ') || mark.ends_with(['—', '–']) || mark.ends_with("--");
    // `EXCLUSIVE:` and the like are no places; a colon alone is not enough.
    let may_stand_alone = found.name("colon").is_none();
    is_apart && (is_dated || is_capitals && goes_on && may_stand_alone)
}

/// Resolves a day such as `Feb. 10` to the year that brings it closest to the publication date.
fn day(words: &str, published: Option<Date>) -> Option<Date> {
    if let Some(whole) = date::read(words) {
        return Some(whole.date);
    }
    let published = published?;
    let parts: Vec<&str> = words.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, ..] = parts[..] else { return None };
    let (month, day) = match month_named(first) {
        Some(month) => (month, date::day_of_month(second)?),
        None => (month_named(second)?, date::day_of_month(first)?),
    };
    let years = published.year() - 1..=published.year() + 1;
    let days = years.filter_map(|year| Date::new(year, month, day).ok());
    days.min_by_key(|&day| (day - published).get_days().abs())
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed")
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<[&str; 4]>) {
        let published = Some(jiff::civil::date(2024, 2, 11));
        let found = dateline(text, Span::new(0, text.len()), published).map(|dateline| {
            [
                dateline.span.of(text).to_owned(),
                dateline.place.map(|place| place.of(text).to_owned()).unwrap_or_default(),
                dateline.date.map(|date| date.to_string()).unwrap_or_default(),
                dateline.agency.map(|agency| agency.of(text).to_owned()).unwrap_or_default(),
            ]
        });
        assert_eq!(found, expected.map(|parts| parts.map(str::to_owned)), "{text}");
    }

    #[test]
    fn datelines() {
        check(
            "BEIRUT, Feb. 10 (NLW) -- Two boats sank.",
            Some(["BEIRUT, Feb. 10 (NLW) --", "BEIRUT", "2024-02-10", "NLW"]),
        );
        check("GENEVA (NLW) - The council met.", Some(["GENEVA (NLW) -", "GENEVA", "", "NLW"]));
        check(
            "Nairobi, 3 March - Talks went on.",
            Some(["Nairobi, 3 March -", "Nairobi", "2024-03-03", ""]),
        );
        check(
            "AYACUCHO, Peru, Dec 31 (Lantern Daily) — A quake struck.",
            Some([
                "AYACUCHO, Peru, Dec 31 (Lantern Daily) —",
                "AYACUCHO, Peru",
                "2023-12-31",
                "Lantern Daily",
            ]),
        );
        check(
            "EL-ARISH, 3 March: Trucks waited.",
            Some(["EL-ARISH, 3 March:", "EL-ARISH", "2024-03-03", ""]),
        );
        check("MOCUBA – The river fell.", Some(["MOCUBA –", "MOCUBA", "", ""]));
    }

    #[test]
    fn no_datelines() {
        check("Mira Hale - the governor - said no.", None);
        check("The Monday (a holiday) was quiet.", None);
        check("Second-hand boats are sold.", None);
        check("UN: no aid came", None);
        check("EXCLUSIVE: The board knew.", None);
        check("Harbour Ledger - Trucks waited.", None);
    }

    #[test]
    fn headers() {
        let header = header(" date 2024-02-11 Lantern Daily - Talks went on.").unwrap();
        assert_eq!(header.span, Span::new(1, 32));
        assert_eq!(header.outlet.as_deref(), Some("Lantern Daily"));
        assert_eq!(header.published.unwrap().text, "2024-02-11");
        let bare = super::header("date 2024-02-11 The talks, he said - and left.").unwrap();
        assert_eq!((bare.span, bare.outlet), (Span::new(0, 15), None));
        assert!(super::header("The date 2024-02-11 was set.").is_none());
    }
}
