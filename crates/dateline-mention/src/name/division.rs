//! "Kampala, Uganda" found as one name: two names, the town and the larger place that it lies in.

use dateline_text::{Evidence, Span};

use super::{Name, NameLabel};
use crate::Parsed;
use crate::place::{division_of_short_form, gazetteer::places_named, is_area};

/// Divides names of places at their commas: "Athens, Georgia, USA" is three names.
pub(super) fn divide(parsed: Parsed<'_>, names: Vec<Name>) -> Vec<Name> {
    let text = parsed.dispatch.text.as_str();
    names.into_iter().flat_map(|name| parts_of(text, name)).collect()
}

fn parts_of(text: &str, name: Name) -> Vec<Name> {
    let parts = between_commas(text, name.span);
    let words: Vec<&str> = parts.iter().map(|part| part.of(text)).collect();
    if parts.len() < 2 || !is_town_in_area(&words, name.label) {
        return vec![name];
    }
    let label = |at: usize| match name.label {
        NameLabel::Facility if at == 0 => NameLabel::Facility,
        _ => NameLabel::Location,
    };
    let evidence = || Evidence::unmeasured("town_and_area");
    let parts = parts.into_iter().enumerate();
    parts.map(|(at, span)| Name { span, label: label(at), evidence: evidence() }).collect()
}

/// Tells whether the first words name a place and the others larger places around it, or all of them
/// are known. Where the engine took the whole for a person or body, the first must be known.
fn is_town_in_area(words: &[&str], label: NameLabel) -> bool {
    let is_known = |words: &str| !places_named(words).is_empty();
    let (first, larger) = (words[0], &words[1..]);
    let is_within =
        larger.iter().all(|part| is_area(part) || division_of_short_form(part).is_some());
    match label {
        NameLabel::Location => is_within || words.iter().all(|part| is_known(part)),
        NameLabel::Facility => is_within,
        NameLabel::Person | NameLabel::Organization => is_within && is_known(first),
        NameLabel::Norp => false,
    }
}

/// Returns the parts of a name between its commas; none where one of them does not begin with a
/// capital, or the gazetteer knows the whole ("Washington, D.C.").
fn between_commas(text: &str, span: Span) -> Vec<Span> {
    let whole = span.of(text);
    if !whole.contains(',') || !places_named(whole).is_empty() {
        return Vec::new();
    }
    let mut start = span.start as usize;
    let mut parts = Vec::new();
    for part in whole.split(',') {
        let words = part.trim();
        if !words.starts_with(char::is_uppercase) {
            return Vec::new();
        }
        let first = start + part.len() - part.trim_start().len();
        parts.push(Span::new(first, first + words.len()));
        start += part.len() + 1;
    }
    parts
}
