//! What stands among the paragraphs of a dispatch and is not its story.

use std::sync::LazyLock;

use dateline_text::{BlockKind, Span};
use regex::Regex;

use super::{date, lexicon, paragraph};

/// Tells what a paragraph is; gives more than one part where a caption or a link runs into the
/// next paragraph without a space (`… in NairobiThe diplomat …`).
pub(crate) fn parts(text: &str, span: Span) -> Vec<(Span, BlockKind)> {
    let kind = kind(span.of(text));
    if matches!(kind, BlockKind::Caption | BlockKind::Boilerplate)
        && let Some(n_bytes) = run_on(span.of(text))
    {
        let border = span.start as usize + n_bytes;
        let rest = Span::new(border, span.end as usize);
        return vec![
            (Span::new(span.start as usize, border), kind),
            (rest, self::kind(rest.of(text))),
        ];
    }
    vec![(span, kind)]
}

/// Tells what a paragraph is by how it begins and ends.
pub(crate) fn kind(words: &str) -> BlockKind {
    if is_opened_by(words, &BOILERPLATE)
        || credit(words).is_some()
        || is_rule(words)
        || is_of_record(words)
    {
        BlockKind::Boilerplate
    } else if is_opened_by(words, &CAPTIONS) || is_photo_credited(words) {
        BlockKind::Caption
    } else if paragraph::bullet(words).is_some() {
        BlockKind::List
    } else {
        BlockKind::Paragraph
    }
}

/// Returns the body that a credit line names: `NLW` in `With NLW`.
pub(crate) fn credit(words: &str) -> Option<String> {
    static CREDITS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        [
            // With NLW · With files from NLW and agencies · With reporting by Mira Hale
            r"^\(?(?:With|Additional)(?: (?:files|input|inputs|reporting|material))?(?: (?:from|by))? ((?:the )?\p{Lu}[\p{L}. ,&]{1,50}?)\.?\)?$",
            // (Reporting by Mira Hale; editing by Pavel Orn)
            r"^[(\[]?(?:Reporting|Writing|Editing|Compiled|Translated|Edited|Written|Reported) by (\p{Lu}[^;()\[\]]{1,60}?)(?:[;,] [^()\[\]]{1,120})?\.?[)\]]?$",
            // – NLW · (NLW) · Source: NLW · Agencies
            r"^(?:[-–—]+ ?|Source: ?|SOURCE: ?|\()(\p{Lu}[\p{Lu}\d]{1,11}(?:[/ ]\p{Lu}[\p{L}\d]{1,15}){0,3}|Agencies|agencies)\)?$",
        ]
        .map(|pattern| Regex::new(pattern).expect("the pattern is fixed"))
    });
    if words.len() > MOST_CREDIT_BYTES {
        return None;
    }
    let found = CREDITS.iter().find_map(|pattern| pattern.captures(words))?;
    Some(found[1].trim().to_owned())
}

const MOST_CREDIT_BYTES: usize = 200;
/// A longer paragraph tells something, however it begins.
const MOST_LINE_CHARS: usize = 240;

static BOILERPLATE: LazyLock<Vec<String>> =
    LazyLock::new(|| openings(include_str!("../../../../lexicons/intake/boilerplate.txt")));
static CAPTIONS: LazyLock<Vec<String>> =
    LazyLock::new(|| openings(include_str!("../../../../lexicons/intake/captions.txt")));

fn openings(list: &'static str) -> Vec<String> {
    lexicon::entries(list).map(str::to_lowercase).collect()
}

/// Tells whether words begin with an entry; an entry that ends in `$` must be all there is.
fn is_opened_by(words: &str, entries: &[String]) -> bool {
    if words.chars().nth(MOST_LINE_CHARS).is_some() {
        return false;
    }
    let bare = words.trim_start_matches(['(', '[', '*', '>', '»', '→', '•', ' ']).to_lowercase();
    let opens = |entry: &String| match entry.strip_suffix('$') {
        Some(whole) => bare.trim_end_matches(['.', ':', ')', ']', '!', ' ']) == whole,
        None => bare.strip_prefix(entry.as_str()).is_some_and(|rest| {
            let runs_on = |c: char| c.is_alphanumeric() && entry.ends_with(char::is_alphanumeric);
            !rest.starts_with(runs_on)
        }),
    };
    entries.iter().any(opens)
}

/// Tells a caption by the photographer in brackets at its end.
fn is_photo_credited(words: &str) -> bool {
    static CREDITED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)[(\[](?:file )?(?:photos?|images?|pictures?|photograph)(?: ?: ?| by | via |/)[^()\[\]]{2,80}[)\]]\.?$")
            .expect("the pattern is fixed")
    });
    words.chars().nth(2 * MOST_LINE_CHARS).is_none() && CREDITED.is_match(words)
}

/// Tells a line about the page: when it was changed or accepted, how long a list is.
fn is_of_record(words: &str) -> bool {
    static LISTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?i:list of \d+ items?)$").expect("the pattern is fixed"));
    let is_short = words.chars().nth(MOST_LINE_CHARS).is_none();
    is_short && (LISTED.is_match(words) || is_dated_mark(words))
}

/// Tells a line that says when something was changed: `Updated: 4 March 2026`.
pub(crate) fn is_of_change(words: &str) -> bool {
    let words = words.trim_start_matches(['(', '[']).to_lowercase();
    DATE_MARKS.iter().filter_map(|mark| mark.strip_suffix(" *")).any(|mark| words.starts_with(mark))
}

/// Tells whether a mark of a date opens a line and the date follows.
fn is_dated_mark(words: &str) -> bool {
    let bare = words.trim_start_matches(['(', '[']).to_lowercase();
    let marks = DATE_MARKS.iter().map(|mark| mark.trim_end_matches(" *"));
    let after = marks.filter_map(|mark| bare.strip_prefix(mark)).min_by_key(|after| after.len());
    let Some(after) = after.filter(|after| !after.starts_with(char::is_alphanumeric)) else {
        return false;
    };
    let after = after.trim_start_matches([':', ' ']);
    let after = after.strip_prefix("on ").unwrap_or(after);
    let head: Vec<&str> = after.split_whitespace().take(3).collect();
    date::read(head.join(" ").trim_end_matches(['.', ';', ')'])).is_some()
}

static DATE_MARKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../../../../lexicons/intake/date_marks.txt")).collect()
});

/// Tells a line of dashes, stars or hashes.
fn is_rule(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| matches!(c, '-' | '*' | '#' | '_' | '=' | '~' | ' '))
}

/// Returns where a capital follows a small letter inside a word, as where two lines lost what
/// stood between them.
fn run_on(words: &str) -> Option<usize> {
    let mut n_small = 0;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_small =
            chars.peek().is_some_and(|&(_, next)| next.is_lowercase() || next == ' ');
        if c.is_uppercase() && n_small >= 3 && next_is_small {
            return Some(at);
        }
        n_small = if c.is_lowercase() { n_small + 1 } else { 0 };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &[(&str, BlockKind)]) {
        let found = parts(words, Span::new(0, words.len()));
        let found: Vec<_> = found.into_iter().map(|(span, kind)| (span.of(words), kind)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn kinds() {
        use BlockKind::{Boilerplate, Caption, List, Paragraph};
        check("Read more: Quake toll rises", &[("Read more: Quake toll rises", Boilerplate)]);
        check("Also read: Boats are back", &[("Also read: Boats are back", Boilerplate)]);
        check("Photo: The quay at dawn", &[("Photo: The quay at dawn", Caption)]);
        check(
            "Men at the quay. (Photo by Mira Hale)",
            &[("Men at the quay. (Photo by Mira Hale)", Caption)],
        );
        check("- higher pay", &[("- higher pay", List)]);
        check("With NLW", &[("With NLW", Boilerplate)]);
        check("With him came his two sons.", &[("With him came his two sons.", Paragraph)]);
        check(
            "Subscribers of the paper protested.",
            &[("Subscribers of the paper protested.", Paragraph)],
        );
        check(
            "Photo: Hale greets the crew in NairobiThe diplomat warned them.",
            &[
                ("Photo: Hale greets the crew in Nairobi", Caption),
                ("The diplomat warned them.", Paragraph),
            ],
        );
    }

    #[test]
    fn credits() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(credit(words).as_deref(), expected, "{words}");
        };
        check("With NLW", Some("NLW"));
        check("With files from Northline Wire.", Some("Northline Wire"));
        check("(Reporting by Mira Hale; editing by Pavel Orn)", Some("Mira Hale"));
        check("– NLW", Some("NLW"));
        check("Source: NLW", Some("NLW"));
        check("With the boats gone, Orn left the quay and went home to sleep.", None);
    }
}
