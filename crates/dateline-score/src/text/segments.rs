//! Trafilatura's evaluation: segments that the text of a page must have, and must not have.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::Reader;
use dateline::text::Dispatch;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Deserialize;

use super::{decode_page, story};
use crate::gold::{fold, read_text};
use crate::metric::{Tally, share};
use crate::task::{Mistake, Options, Row, Task, TaskScore, nothing, spread, task_score};
use crate::{Error, Split, hash_modulo};

/// Pages whose file name leaves no remainder modulo this are tuning; all others development.
const TUNING_MODULUS: u64 = 5;

/// What the set tells of one page.
#[derive(Debug, Deserialize)]
struct Page {
    file: String,
    with: Vec<String>,
    without: Vec<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
}

/// What one page adds to the scores.
#[derive(Debug, Default)]
struct PageScore {
    segments: Tally,
    is_english: bool,
    title: Option<bool>,
    date: Option<bool>,
    mistakes: Vec<Mistake>,
}

/// Scores the pages that lie beside the list, in `eval/`.
pub(super) fn score(list: &Path, reader: &Reader, options: Options) -> Result<TaskScore, Error> {
    let pages: BTreeMap<String, Page> = serde_json::from_str(&read_text(list)?)
        .map_err(|error| Error::format(list, error.to_string()))?;
    let folder = list.with_file_name("eval");
    let n_all = pages.len();
    let pages: Vec<Page> =
        pages.into_values().filter(|page| folder.join(&page.file).is_file()).collect();
    let n_missing = n_all - pages.len();
    let pages: Vec<Page> =
        pages.into_iter().filter(|page| is_in_split(&page.file, options.split)).collect();
    if pages.is_empty() {
        return Err(nothing("pages in `eval/`", list, options));
    }
    let parts: Vec<PageScore> =
        pages.par_iter().map(|page| score_page(page, &folder, reader)).collect::<Result<_, _>>()?;
    let mut score = task_score(Task::Text, "trafilatura", reader, options);
    score.rows = rows(&parts);
    score.count_documents(parts.len(), parts.len());
    if n_missing > 0 {
        score.remarks.push(format!("{n_missing} of {n_all} pages of the list are not in `eval/`"));
    }
    let mistakes = parts.into_iter().flat_map(|part| part.mistakes).collect();
    score.mistakes = spread(mistakes, options.n_mistakes);
    Ok(score)
}

fn is_in_split(file: &str, split: Split) -> bool {
    match split {
        Split::All => true,
        Split::Tuning => hash_modulo(file, TUNING_MODULUS) == 0,
        Split::Development => hash_modulo(file, TUNING_MODULUS) != 0,
    }
}

fn rows(parts: &[PageScore]) -> Vec<Row> {
    let english = || parts.iter().filter(|part| part.is_english);
    let accuracy = |measure: &str, of: fn(&PageScore) -> Option<bool>| {
        let told: Vec<bool> = parts.iter().filter_map(of).collect();
        let n_right = told.iter().filter(|is_right| **is_right).count();
        Row::plain(measure, share(n_right, told.len()), told.len())
    };
    vec![
        Row::f1("page text, segments F1", parts.iter().map(|part| part.segments).sum()),
        Row::f1("page text, segments F1, English", english().map(|part| part.segments).sum()),
        accuracy("page title, accuracy", |part| part.title),
        accuracy("page date, accuracy", |part| part.date),
    ]
}

fn score_page(page: &Page, folder: &Path, reader: &Reader) -> Result<PageScore, Error> {
    let path = folder.join(&page.file);
    let bytes = std::fs::read(&path).map_err(Error::file(&path))?;
    let is_english = has_english_tag(&bytes);
    let dispatch = decode_page(bytes, reader);
    let words = dispatch.as_ref().map(story).unwrap_or_default();
    Ok(PageScore {
        segments: segments(page, &words),
        is_english,
        title: page.title.as_deref().map(|title| has_title(dispatch.as_ref(), title)),
        date: gold_date(page).map(|date| has_date(dispatch.as_ref(), date)),
        mistakes: mistakes(page, &words),
    })
}

/// Counts as trafilatura does: a segment that must be there and is, is right; one that is missing
/// was missed; one that must not be there and is, was found wrongly. White space is folded on both
/// sides, since the text of Dateline is that of the page's own text nodes, and soft hyphens are left
/// out.
fn segments(page: &Page, words: &str) -> Tally {
    let words = bare(words);
    let n_there = |list: &[String]| list.iter().filter(|one| words.contains(&bare(one))).count();
    let n_right = n_there(&page.with);
    Tally { n_right, n_found: n_right + n_there(&page.without), n_gold: page.with.len() }
}

fn bare(words: &str) -> String {
    fold(words).replace('\u{AD}', "")
}

/// Tells whether the page says of itself that it is English: `<html lang="en…">`.
fn has_english_tag(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let Some(tag) = head.split("<html").nth(1).and_then(|rest| rest.split('>').next()) else {
        return false;
    };
    tag.split("lang=").skip(1).any(|value| value.trim_start_matches(['"', '\'']).starts_with("en"))
}

fn has_title(dispatch: Option<&Dispatch>, gold: &str) -> bool {
    let title = dispatch.and_then(|dispatch| dispatch.title.as_deref()).unwrap_or("");
    fold(title).to_lowercase() == fold(gold).to_lowercase()
}

fn gold_date(page: &Page) -> Option<Date> {
    page.date.as_deref()?.get(..10)?.parse().ok()
}

fn has_date(dispatch: Option<&Dispatch>, gold: Date) -> bool {
    let published = dispatch.and_then(|dispatch| dispatch.published.as_ref());
    published.is_some_and(|published| published.date == gold)
}

fn mistakes(page: &Page, words: &str) -> Vec<Mistake> {
    let words = bare(words);
    let is_there = |one: &&String| words.contains(&bare(one));
    let mistake = |gold: &str, found: &str| Mistake {
        document: page.file.clone(),
        gold: gold.to_owned(),
        found: found.to_owned(),
        context: words.chars().take(400).collect(),
    };
    let missed = page.with.iter().filter(|one| !is_there(one)).map(|one| mistake(one, ""));
    let surplus = page.without.iter().filter(is_there).map(|one| mistake("", one));
    missed.chain(surplus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_by_hand() {
        // Two of three wanted segments are there, one across a line break; one of two unwanted
        // ones is there too: right 2, found 3, gold 3: F1 = 4/6.
        let page = Page {
            file: "p.html".to_owned(),
            with: vec!["The tide rose".to_owned(), "at noon".to_owned(), "and fell".to_owned()],
            without: vec!["Subscribe".to_owned(), "Imprint".to_owned()],
            title: None,
            date: None,
        };
        let words = "The tide\n  rose at noon.\nSubscribe now";
        assert_eq!(segments(&page, words), Tally { n_right: 2, n_found: 3, n_gold: 3 });
        assert_eq!(mistakes(&page, words).len(), 2);
    }

    #[test]
    fn english_is_what_the_page_says() {
        assert!(has_english_tag(b"<!doctype html><HTML class=x LANG='en-GB'><head>"));
        assert!(!has_english_tag(b"<html lang=\"de\"><body lang=en>"));
        assert!(!has_english_tag(b"no page"));
    }
}
