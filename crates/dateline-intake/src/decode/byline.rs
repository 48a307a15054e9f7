//! Who wrote a dispatch, as author lines tell it.

use std::sync::LazyLock;

use dateline_text::month_named;
use rustc_hash::FxHashSet;

use super::lexicon;

/// A longer line tells something else.
const MOST_LINE_CHARS: usize = 200;
/// More words than these beside the names make no author line.
const MOST_WORDS_BESIDE: usize = 14;
/// Words of one name.
const MOST_NAME_WORDS: usize = 5;

/// Reads an author line that opens with `By`: `By Mira Hale and Pavel Orn | 4 March`.
pub(crate) fn line(words: &str) -> Option<String> {
    names_in(after_by(words.trim())?)
}

/// Reads the words of an element that is marked as the author's; `By` may be missing.
pub(crate) fn marked(words: &str) -> Option<String> {
    let words = words.trim();
    let names = names_in(after_by(words).unwrap_or(words))?;
    names.contains(' ').then_some(names)
}

/// Tidies what metadata tells: takes off `By`, what follows a bar, an address before the name in
/// brackets (`mira@quay.example (Mira Hale)`); an address alone is no name.
pub(crate) fn told(words: &str) -> Option<String> {
    let bare = words.trim();
    let bare = after_by(bare).unwrap_or(bare);
    let bare = bare.split(['|', '•', '·']).next().unwrap_or(bare).trim();
    let in_brackets = bare
        .split_once(" (")
        .filter(|(address, _)| address.contains('@') && !address.contains(' '))
        .and_then(|(_, name)| name.strip_suffix(')'));
    let name = in_brackets.unwrap_or(bare).trim();
    let is_address = name.contains("://") || name.contains('@') && !name.contains(' ');
    (!name.is_empty() && !is_address).then(|| name.to_owned())
}

/// Takes off `By`, also where another word stands before it (`Written by`).
fn after_by(words: &str) -> Option<&str> {
    let mut parts = words.splitn(3, ' ');
    let first = parts.next()?;
    let is_by = |word: &str| word.trim_end_matches(':').eq_ignore_ascii_case("by");
    if is_by(first) {
        return words.get(first.len()..).map(str::trim_start);
    }
    let opens = ["written", "words", "story", "text", "report", "article"]
        .iter()
        .any(|known| first.eq_ignore_ascii_case(known));
    let second = parts.next().filter(|second| opens && is_by(second))?;
    words.get(first.len() + 1 + second.len()..).map(str::trim_start)
}

/// Reads names at the start of a line, as far as they go.
fn names_in(words: &str) -> Option<String> {
    if words.chars().nth(MOST_LINE_CHARS).is_some() {
        return None;
    }
    let (mut names, mut n_words, mut wants_whole) = (String::new(), 0, false);
    let mut rest = words;
    // One name after another, with what joins them.
    while let Some((name, joint, after)) = next_name(rest) {
        // A single word after a comma is a town or an office.
        if wants_whole && !name.contains(' ') {
            break;
        }
        names.push_str(name);
        n_words += name.split_whitespace().count();
        rest = after;
        let Some(joint) = joint.filter(|_| {
            next_name(after).is_some_and(|(name, ..)| name.contains(' ') || joint != Some(", "))
        }) else {
            break;
        };
        names.push_str(joint);
        wants_whole = joint == ", ";
    }
    let n_beside = words.split_whitespace().count().saturating_sub(n_words);
    let is_sentence = rest.trim_end().ends_with(['.', '?', '!', ':', ';']);
    (!names.is_empty() && n_beside <= MOST_WORDS_BESIDE && !is_sentence).then_some(names)
}

/// What joins two names, as it is written and as it is told.
const JOINTS: [(&str, &str); 5] =
    [(", and ", " and "), (" and ", " and "), (" & ", " & "), (" AND ", " and "), (", ", ", ")];

/// Reads one name; gives what joins it to the next, and what follows.
fn next_name(words: &str) -> Option<(&str, Option<&'static str>, &str)> {
    let mut end = 0;
    let mut at = 0;
    for (n_words, word) in words.split_inclusive(' ').enumerate() {
        let bare = word.trim_end();
        let name = bare.trim_end_matches(',');
        let is_part = is_name_word(name) || n_words > 0 && is_particle(name);
        if !is_part || n_words == MOST_NAME_WORDS {
            break;
        }
        at += word.len();
        if !is_particle(name) {
            end = at - word.len() + name.len();
        }
        if bare.len() > name.len() {
            break;
        }
    }
    let name = words.get(..end).filter(|name| !name.is_empty())?;
    let after = &words[end..];
    let joint = JOINTS.iter().find(|(written, _)| after.starts_with(written));
    Some((name, joint.map(|(_, told)| *told), joint.map_or(after, |(w, _)| &after[w.len()..])))
}

fn is_name_word(word: &str) -> bool {
    static ENDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        lexicon::entries(include_str!("../../../../lexicons/intake/byline_ends.txt")).collect()
    });
    let is_written = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-');
    word.starts_with(char::is_uppercase)
        && word.chars().all(is_written)
        && !ENDS.contains(&*word.to_lowercase())
        && !is_weekday(word)
        && (month_named(word).is_none() || word == "May" || word == "April" || word == "June")
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&&*word)
        || word.ends_with("day")
            && ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
                .contains(&&word[..word.len() - 3])
}

/// Small words inside a name.
fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 14] = [
        "al", "bin", "da", "de", "del", "della", "der", "di", "dos", "el", "la", "ter", "van",
        "von",
    ];
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Option<&str>) {
        assert_eq!(line(words).as_deref(), expected, "{words}");
    }

    #[test]
    fn lines_that_name_authors() {
        check("By Mira Hale", Some("Mira Hale"));
        check("BY MIRA HALE", Some("MIRA HALE"));
        check(
            "By Abby Tolliver, Colby Ferris and Ruby Okoye | March 13, 2026 | Email the author",
            Some("Abby Tolliver, Colby Ferris and Ruby Okoye"),
        );
        check("By Mira Hale, Staff Writer", Some("Mira Hale"));
        check("By Mira Hale in Orrin and Pavel Orn in Suma", Some("Mira Hale"));
        check("By Bobby de la Cruz, 4 March 2026", Some("Bobby de la Cruz"));
        check("By J. K. van der Meer & Ina Toft March 3", Some("J. K. van der Meer & Ina Toft"));
        check("Written by: Shelby Ashby, Lantern Daily", Some("Shelby Ashby, Lantern Daily"));
        check("By Digby Rooke, London", Some("Digby Rooke"));
    }

    #[test]
    fn lines_that_do_not() {
        check("By Monday the bridge was closed.", None);
        check("By the river, nobody slept", None);
        check("Mira Hale", None);
        check("12 minutes ago by Jon Rasmus", None);
        check("By Friday", None);
    }

    #[test]
    fn marked_and_told() {
        assert_eq!(marked("Ruby Okoye").as_deref(), Some("Ruby Okoye"));
        assert_eq!(marked("Follow us"), None);
        assert_eq!(told("mira@quay.example (Mira Hale)").as_deref(), Some("Mira Hale"));
        assert_eq!(told("mira@quay.example"), None);
        assert_eq!(told("https://quay.example/mira"), None);
        assert_eq!(told("By Ruby Okoye | 3 May").as_deref(), Some("Ruby Okoye"));
    }
}
