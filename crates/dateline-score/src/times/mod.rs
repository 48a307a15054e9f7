//! Expressions of time: spans and values against TimeML.

mod timeml;

use std::path::PathBuf;

use dateline::Reader;
use dateline::text::Span;
use rayon::prelude::*;

use self::timeml::Document;
use crate::Error;
use crate::gold::{files_under, read_gold, read_text, stem};
use crate::metric::{Tally, count_equal, match_overlapping};
use crate::task::{
    Mistake, Options, Row, Task, TaskScore, nothing, paired_mistakes, spread, task_score,
};

/// Documents whose name leaves no remainder modulo this are development.
const MODULUS: u64 = 5;

/// One expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Timex {
    span: Span,
    kind: String,
    value: Option<String>,
}

/// What one document adds to the scores.
#[derive(Debug, Default)]
struct DocumentScore {
    strict: Tally,
    relaxed: Tally,
    kind: Tally,
    value: Tally,
    mistakes: Vec<Mistake>,
}

/// Scores expressions of time; each folder a data set of its own.
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    let mut scores = Vec::new();
    for folder in paths {
        let mut documents = Vec::new();
        let mut n_lost = 0;
        for path in files_under(folder, "tml")? {
            let name = stem(&path);
            if options.split.holds_by_hash(&name, MODULUS) {
                match timeml::read(&name, &read_text(&path)?) {
                    Some(document) => documents.push(document),
                    None => n_lost += 1,
                }
            }
        }
        if documents.is_empty() {
            return Err(nothing("TimeML documents (.tml)", folder, options));
        }
        let mut score = score_data(data_name(folder), &documents, reader, options);
        score.count_documents(documents.len(), documents.len() + n_lost);
        if n_lost > 0 {
            score.remarks.push(format!("{n_lost} documents left out: not TimeML"));
        }
        scores.push(score);
    }
    Ok(scores)
}

fn data_name(folder: &std::path::Path) -> &'static str {
    let name = folder.components().next_back().map(|one| one.as_os_str().to_string_lossy());
    match name.as_deref().unwrap_or("").to_lowercase() {
        name if name.contains("wikiwars") => "WikiWars",
        name if name.contains("timebank") => "TimeBank",
        name if name.contains("aquaint") => "AQUAINT",
        name if name.contains("platinum") => "TempEval-3 platinum",
        _ => "TBAQ",
    }
}

fn score_data(data: &str, documents: &[Document], reader: &Reader, options: Options) -> TaskScore {
    let parts: Vec<DocumentScore> =
        documents.par_iter().map(|document| score_document(document, reader)).collect();
    let mut score = task_score(Task::Times, data, reader, options);
    let sum = |of: fn(&DocumentScore) -> Tally| parts.iter().map(of).sum::<Tally>();
    let (relaxed, value) = (sum(|part| part.relaxed), sum(|part| part.value));
    score.rows = vec![
        Row::f1("times, strict F1", sum(|part| part.strict)),
        Row::f1("times, relaxed F1", relaxed),
        Row::f1("times, type F1", sum(|part| part.kind)),
        Row::f1("times, value F1", value),
        Row::plain(
            "times, value accuracy of those found",
            crate::metric::share(value.n_right, relaxed.n_right),
            relaxed.n_right,
        ),
    ];
    if data == "WikiWars" {
        // Its types were converted from TIMEX2, which has none.
        score.rows.retain(|row| row.measure != "times, type F1");
    }
    let mistakes = parts.into_iter().flat_map(|part| part.mistakes).collect();
    score.mistakes = spread(mistakes, options.n_mistakes);
    score
}

fn score_document(document: &Document, reader: &Reader) -> DocumentScore {
    let reading = read_gold(reader, &document.text, document.created);
    let found: Vec<Timex> = reading
        .mentions
        .times
        .iter()
        .map(|time| Timex {
            span: time.span,
            kind: time.kind.as_str().to_owned(),
            value: time.value.clone(),
        })
        .collect();
    compare(document, &found)
}

fn compare(document: &Document, found: &[Timex]) -> DocumentScore {
    let gold = &document.times;
    let spans = |list: &[Timex]| list.iter().map(|one| one.span).collect::<Vec<Span>>();
    let (gold_spans, found_spans) = (spans(gold), spans(found));
    let pairs = match_overlapping(&gold_spans, &found_spans);
    let tally = |n_right| Tally { n_right, n_found: found.len(), n_gold: gold.len() };
    let count = |is_right: fn(&Timex, &Timex) -> bool| {
        tally(pairs.iter().filter(|(g, f)| is_right(&gold[*g], &found[*f])).count())
    };
    DocumentScore {
        strict: tally(count_equal(&gold_spans, &found_spans)),
        relaxed: tally(pairs.len()),
        kind: count(|gold, found| gold.kind == found.kind),
        value: count(|gold, found| gold.value == found.value),
        mistakes: mistakes(document, found, &pairs),
    }
}

fn mistakes(document: &Document, found: &[Timex], pairs: &[(usize, usize)]) -> Vec<Mistake> {
    let text = &document.text;
    let tell = |one: &Timex| {
        let value = one.value.as_deref().unwrap_or("-");
        (one.span, format!("{} “{}” {value}", one.kind, one.span.of(text)))
    };
    let is_right = |gold: &Timex, found: Option<&Timex>| found == Some(gold);
    paired_mistakes((&document.name, text), (&document.times, found), pairs, tell, is_right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_relaxed_and_value_by_hand() {
        let timex = |start, end, value: &str| Timex {
            span: Span::new(start, end),
            kind: "DATE".to_owned(),
            value: Some(value.to_owned()),
        };
        let document = Document {
            name: "d".to_owned(),
            text: "On Friday, two weeks after early March, nothing.".to_owned(),
            created: None,
            times: vec![timex(3, 9, "2024-03-22"), timex(11, 20, "P2W"), timex(27, 38, "2024-03")],
        };
        // Found: Friday with the wrong value; "weeks" inside "two weeks" with the right value;
        // "after" that is no time. Strict 1 of 3 found, 3 gold. Relaxed 2. Value 1: F1 = 2·1/6.
        let found = [timex(3, 9, "2024-03-15"), timex(15, 20, "P2W"), timex(21, 26, "PAST_REF")];
        let score = compare(&document, &found);
        let tally = |n_right| Tally { n_right, n_found: 3, n_gold: 3 };
        assert_eq!(score.strict, tally(1));
        assert_eq!(score.relaxed, tally(2));
        assert_eq!(score.kind, tally(2));
        assert_eq!(score.value, tally(1));
        assert!((score.value.f1() - 2.0 / 6.0).abs() < 1e-12);
        // Friday's value, the span of "weeks", March missed, "after" spurious.
        assert_eq!(score.mistakes.len(), 4);
    }
}
