//! The name of the house behind the names that its feeds and pages go by.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::decode::lexicon;

/// What parts an outlet's name from the name of a section.
const BORDERS: [&str; 11] =
    [" - ", " – ", " — ", " | ", ": ", " » ", " › ", " > ", " / ", " :: ", " · "];

/// Returns the name of the house: without the section of a feed (`Harbour Ledger – Africa`), and
/// without an abbreviation in brackets (`Northline Wire (NLW)`) and without capitals that are a matter
/// of type (`PLATEAU TIMES`).
///
/// # Notes
/// A part goes only where it holds nothing but words of sections, and one other part is left: a name
/// made of such words alone, or with a motto, stays as it is. Of a name in capitals, words of up to
/// four letters stay (`BBC`, `NLW`), and so does a single word: they may be abbreviations.
pub(crate) fn house(name: &str) -> String {
    folded(own_part(without_abbreviation(name.trim())))
}

/// Takes off an abbreviation in brackets: `Northline Wire (NLW)`.
fn without_abbreviation(name: &str) -> &str {
    let parts = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    let is_abbreviation =
        |words: &str| (2..=6).contains(&words.len()) && words.chars().all(char::is_uppercase);
    parts
        .filter(|(_, inside)| is_abbreviation(inside))
        .map_or(name, |(before, _)| before.trim_end())
}

/// Returns the one part of a name that is no section; the whole name where there is none, or more.
fn own_part(name: &str) -> &str {
    let mut own = parts(name).into_iter().filter(|part| !is_section(part));
    match (own.next(), own.next()) {
        (Some(part), None) => part,
        _ => name,
    }
}

fn parts(name: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = name;
    let border = |rest: &str| {
        let places = BORDERS.iter().filter_map(|border| Some((rest.find(border)?, border.len())));
        places.min()
    };
    while let Some((at, n_bytes)) = border(rest) {
        parts.push(rest[..at].trim());
        rest = &rest[at + n_bytes..];
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Tells a part that is made of words of sections alone.
fn is_section(part: &str) -> bool {
    let lower = part.to_lowercase();
    let words: Vec<&str> =
        lower.split([' ', ',']).filter(|word| !word.is_empty()).take(MOST_WORDS + 1).collect();
    let mut at = 0;
    while at < words.len() {
        // The longest name in the list that stands here.
        let name = (1..=MOST_NAME_WORDS.min(words.len() - at))
            .rev()
            .find(|n| SECTIONS.contains(&*words[at..at + n].join(" ")));
        let Some(n_words) = name else { return false };
        at += n_words;
    }
    words.len() <= MOST_WORDS
}

/// A section's name has no more words.
const MOST_WORDS: usize = 8;
/// Words of one entry of the list.
const MOST_NAME_WORDS: usize = 3;

static SECTIONS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../../../lexicons/intake/sections.txt")).collect()
});
static SHORT_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../../../lexicons/intake/outlet_words.txt")).collect()
});

/// Writes a name of several words that is all in capitals with capitals at the start of words.
fn folded(name: &str) -> String {
    let n_words = name.split_whitespace().count();
    if n_words < 2 || name.contains(char::is_lowercase) || !name.contains(char::is_uppercase) {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate().map(|(at, word)| match word.to_lowercase().as_str() {
        "the" if at == 0 => "The".to_owned(),
        small @ ("and" | "at" | "de" | "for" | "in" | "of" | "on" | "the" | "to") => {
            small.to_owned()
        }
        lower if is_abbreviation(word, lower) => word.to_owned(),
        lower => lower.split('-').map(with_capital).collect::<Vec<_>>().join("-"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Tells a word in capitals that may be an abbreviation: a short one that is no common word.
fn is_abbreviation(word: &str, lower: &str) -> bool {
    let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
    n_letters <= 4 && !SHORT_WORDS.contains(lower) || word.contains(['.', '&'])
}

fn with_capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(house(name), expected, "{name}");
    }

    #[test]
    fn sections_go() {
        for name in [
            "Harbour Ledger – Africa",
            "Harbour Ledger - World News",
            "Harbour Ledger | Middle East",
            "Harbour Ledger » Politics",
            "Harbour Ledger: RSS Feed",
            "World news | Harbour Ledger",
            "Harbour Ledger > World > Burkina Faso",
            "Harbour Ledger - Breaking news, sport and weather",
            "HARBOUR LEDGER — TOP STORIES",
            "Harbour Ledger (HL)",
        ] {
            check(name, "Harbour Ledger");
        }
        check("BBX News - Africa", "BBX News");
    }

    #[test]
    fn names_stay() {
        for name in [
            "Harbour Ledger",
            "World News - Africa",
            "Africa Today",
            "Harbour Ledger – The voice of the coast",
            "Mira Hale: Notes from Orm",
            "Ledger (Orrin)",
            "Al-Sahil",
            "Ledger-World",
            "NLW",
            "ORRINPRESS",
            "",
        ] {
            check(name, name);
        }
    }

    #[test]
    fn capitals_are_folded() {
        check("PLATEAU TIMES", "Plateau Times");
        check("THE DAILY LANTERN OF ORRIN", "The Daily Lantern of Orrin");
        check("BBX NEWS", "BBX News");
        check("AL-SAHIL POST", "Al-Sahil Post");
        check("HALE'S WEEKLY", "Hale's Weekly");
        check("NLW WIRE", "NLW Wire");
        check("A.P. HERALD", "A.P. Herald");
    }
}
