//! Names: spans and labels against `en_worldwide` and UNER.

mod tokens;
mod uner;
mod worldwide;

use std::path::{Path, PathBuf};

use dateline::Reader;
use dateline::mention::NameLabel;
use dateline::text::Span;
use rayon::prelude::*;

use crate::Error;
use crate::gold::{context, read_gold};
use crate::metric::{Tally, count_equal};
use crate::task::{Mistake, Options, Row, Task, TaskScore, nothing, spread, task_score};

/// A text with its gold names, sorted.
#[derive(Debug, Clone)]
struct Document {
    name: String,
    text: String,
    names: Vec<(Span, &'static str)>,
}

/// A data set as read: its labels, its documents, and how many could not be used.
#[derive(Debug)]
struct Data {
    name: &'static str,
    labels: &'static [&'static str],
    documents: Vec<Document>,
    /// How many documents the split has, those that cannot be used among them.
    n_all: usize,
    remarks: Vec<String>,
}

/// Scores names; a folder of `en_worldwide`, or files of UNER (`.iob2`).
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    let mut all = Vec::new();
    for path in paths {
        let data = read_data(path, options)?;
        if data.documents.is_empty() {
            return Err(nothing("documents with names", path, options));
        }
        all.push(score_data(data, reader, options));
    }
    Ok(all)
}

fn read_data(path: &Path, options: Options) -> Result<Data, Error> {
    if path.is_dir() {
        worldwide::read(path, options.split)
    } else {
        uner::read(path, options.split)
    }
}

fn score_data(data: Data, reader: &Reader, options: Options) -> TaskScore {
    let parts: Vec<(Vec<Tally>, Vec<Mistake>)> = data
        .documents
        .par_iter()
        .map(|document| {
            let reading = read_gold(reader, &document.text, None);
            let found: Vec<(Span, &str)> = reading
                .mentions
                .names
                .iter()
                .map(|name| (name.span, label_in(data.labels, name.label)))
                .filter(|(_, label)| data.labels.contains(label))
                .collect();
            let tallies = tallies(data.labels, &document.names, &found);
            (tallies, mistakes(document, &found))
        })
        .collect();
    let mut score = task_score(Task::Names, data.name, reader, options);
    let of_label = |at: usize| parts.iter().map(|part| part.0[at]).sum::<Tally>();
    let all: Tally = (0..data.labels.len()).map(of_label).sum();
    score.rows.push(Row::f1("names, F1", all));
    for (at, label) in data.labels.iter().enumerate() {
        score.rows.push(Row::f1(format!("names, F1, {label}"), of_label(at)));
    }
    score.count_documents(data.documents.len(), data.n_all);
    score.remarks = data.remarks;
    let mistakes = parts.into_iter().flat_map(|part| part.1).collect();
    score.mistakes = spread(mistakes, options.n_mistakes);
    score
}

/// Returns the data set's word for a label of Dateline; empty where it has none.
fn label_in(labels: &[&'static str], label: NameLabel) -> &'static str {
    let is_short = labels.contains(&"PER");
    match label {
        NameLabel::Person if is_short => "PER",
        NameLabel::Location if is_short => "LOC",
        NameLabel::Organization if is_short => "ORG",
        _ => label.as_str(),
    }
}

/// Counts exact spans with the right label, for each label.
fn tallies(labels: &[&str], gold: &[(Span, &str)], found: &[(Span, &str)]) -> Vec<Tally> {
    let of = |list: &[(Span, &str)], label: &str| -> Vec<Span> {
        list.iter().filter(|(_, one)| *one == label).map(|(span, _)| *span).collect()
    };
    let count = |label: &&str| {
        let (gold, found) = (of(gold, label), of(found, label));
        Tally { n_right: count_equal(&gold, &found), n_found: found.len(), n_gold: gold.len() }
    };
    labels.iter().map(count).collect()
}

fn mistakes(document: &Document, found: &[(Span, &str)]) -> Vec<Mistake> {
    let text = &document.text;
    let tell = |list: &[(Span, &str)], around: Span| {
        let near = list.iter().filter(|(span, _)| span.overlaps(around));
        let told = near.map(|(span, label)| format!("{label} “{}”", span.of(text)));
        told.collect::<Vec<_>>().join("; ")
    };
    let mistake = |span: Span| Mistake {
        document: document.name.clone(),
        gold: tell(&document.names, span),
        found: tell(found, span),
        context: context(text, span),
    };
    let missed = document.names.iter().filter(|one| !found.contains(one)).map(|one| one.0);
    let is_spurious = |span: Span| !document.names.iter().any(|(gold, _)| gold.overlaps(span));
    let spurious = found.iter().map(|one| one.0).filter(|span| is_spurious(*span));
    missed.chain(spurious).map(mistake).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn span_and_label_must_both_be_right() {
        // Gold: PER 0-4, LOC 9-14, ORG 20-30. Found: PER 0-4 (right), ORG 9-14 (wrong label),
        // ORG 20-29 (wrong end). PER: 1 1 1. LOC: 0 0 1. ORG: 0 2 1. In all 1 of 3 and 3.
        let labels = ["PER", "LOC", "ORG"];
        let gold =
            [(Span::new(0, 4), "PER"), (Span::new(9, 14), "LOC"), (Span::new(20, 30), "ORG")];
        let found =
            [(Span::new(0, 4), "PER"), (Span::new(9, 14), "ORG"), (Span::new(20, 29), "ORG")];
        let tallies = tallies(&labels, &gold, &found);
        let tally = |n_right, n_found, n_gold| Tally { n_right, n_found, n_gold };
        assert_eq!(tallies, [tally(1, 1, 1), tally(0, 0, 1), tally(0, 2, 1)]);
        assert_eq!(tallies.into_iter().sum::<Tally>(), tally(1, 3, 3));
    }
}
