//! What the names of a file and its folders tell of the dispatch in it.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::decode::lexicon;

/// Returns the day that a path names: in the file's name (`2026-02-24-flood.txt`, `20260224.txt`),
/// or in its folders (`2026/02/24/flood.txt`, `2026-02-24/flood.txt`).
///
/// # Notes
/// The year comes first: in other orders a day may be another. A name with two days tells none.
pub(crate) fn day(path: &str) -> Option<Date> {
    let parts = parts(path);
    let (file, folders) = parts.split_last()?;
    one_day(stem(file)).or_else(|| folders.iter().rev().find_map(|folder| one_day(folder))).or_else(
        || {
            let three = folders.windows(3).rev().map(|three| three.join("-"));
            three.filter_map(|three| three.parse().ok()).find(|day| is_of_news(*day))
        },
    )
}

/// Returns the outlet that a path names: a file or folder whose words end in one that names of
/// outlets end in (`harbour-ledger/2026-02-24.txt`).
///
/// # Notes
/// Any other folder is taken for a folder: most are named for what is in them.
pub(crate) fn outlet(path: &str) -> Option<String> {
    let parts = parts(path);
    let (file, folders) = parts.split_last()?;
    let stem = stem(file);
    let before_day = days(stem).next().map_or(stem, |(at, _)| &stem[..at]);
    outlet_of(before_day).or_else(|| folders.iter().rev().find_map(|folder| outlet_of(folder)))
}

fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).filter(|part| !part.is_empty()).collect()
}

fn stem(file: &str) -> &str {
    file.split('.').next().unwrap_or(file)
}

/// Returns the day in a name that holds one.
fn one_day(name: &str) -> Option<Date> {
    let mut days = days(name).map(|(_, day)| day);
    days.next().filter(|first| days.all(|other| other == *first))
}

/// Yields the days in a name, and where each begins.
fn days(name: &str) -> impl Iterator<Item = (usize, Date)> {
    let bytes = name.as_bytes();
    let is_digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..bytes.len()).filter(move |&at| is_digit(at) && (at == 0 || !is_digit(at - 1)));
    starts.filter_map(move |at| {
        let parted = name.get(at..at + 10).filter(|_| !is_digit(at + 10)).filter(|day| {
            let marks = (day.as_bytes()[4], day.as_bytes()[7]);
            marks.0 == marks.1 && matches!(marks.0, b'-' | b'_' | b'.')
        });
        let bare = || name.get(at..at + 8).filter(|_| !is_digit(at + 8));
        let day = parted.map(|day| day.replace(['_', '.'], "-"));
        let day = day.or_else(|| bare().map(str::to_owned))?;
        day.parse().ok().filter(|day| is_of_news(*day)).map(|day| (at, day))
    })
}

fn is_of_news(day: Date) -> bool {
    (1900..2100).contains(&day.year())
}

/// Reads the name of an outlet from a name in small letters and hyphens, or as it is written.
fn outlet_of(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let (last, before) = words.split_last()?;
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
    let is_name = (1..=MOST_WORDS_BEFORE).contains(&before.len())
        && words.iter().all(is_word)
        && KINDS.0.contains(&*last.to_lowercase())
        && !before.iter().all(|word| KINDS.1.contains(&*word.to_lowercase()));
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    is_name.then(|| words.iter().map(capital).collect::<Vec<String>>().join(" "))
}

/// Words before the last one of a name.
const MOST_WORDS_BEFORE: usize = 3;

/// Words that end names of outlets, and those that make no name before them.
static KINDS: LazyLock<(FxHashSet<&'static str>, FxHashSet<&'static str>)> = LazyLock::new(|| {
    let entries = lexicon::entries(include_str!("../../../lexicons/intake/outlet_kinds.txt"));
    let (not, kinds): (Vec<&str>, Vec<&str>) =
        entries.partition(|entry| entry.starts_with("not: "));
    (kinds.into_iter().collect(), not.iter().filter_map(|not| not.strip_prefix("not: ")).collect())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(day(path).map(|day| day.to_string()).as_deref(), expected, "{path}");
        };
        let expected = Some("2026-02-24");
        check("2026-02-24-flood.txt", expected);
        check("harbour-ledger/flood_2026_02_24.html", expected);
        check("20260224.txt", expected);
        check("wire20260224b.txt", expected);
        check("2026/02/24/flood.txt", expected);
        check("in/2026-02-24/flood.txt", expected);
        check("2026-02-24/2026-03-01.txt", Some("2026-03-01"));
        check("flood-24-02-2026.txt", None);
        check("2026-02-24-to-2026-03-01.txt", None);
        check("2026-13-24.txt", None);
        check("202602241530.txt", None);
        check("2026/flood.txt", None);
        check("-", None);
    }

    #[test]
    fn outlets_in_paths() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(outlet(path).as_deref(), expected, "{path}");
        };
        check("harbour-ledger/2026-02-24-flood.txt", Some("Harbour Ledger"));
        check("in/Plateau Times/flood.txt", Some("Plateau Times"));
        check("harbour_ledger-2026-02-24.txt", Some("Harbour Ledger"));
        check("harbour-ledger/2026/02/24/flood.txt", Some("Harbour Ledger"));
        check("news/flood.txt", None);
        check("my-news/flood.txt", None);
        check("old-blog-post.txt", None);
        check("inputs/flood-in-orm.txt", None);
        check("times/2026.txt", None);
    }
}
