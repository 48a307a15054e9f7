//! Tokens, sentences, words, tags, lemmas and trees against CoNLL-U, from raw text.

mod align;
mod conllu;
mod word;

use std::path::PathBuf;

use dateline::Reader;
use rayon::prelude::*;

use self::align::{Metric, compare};
use self::conllu::Document;
use self::word::{Analysis, analysis_of};
use crate::Error;
use crate::gold::{read_gold, read_text};
use crate::metric::Tally;
use crate::task::{Mistake, Options, Row, Task, TaskScore, nothing, spread, task_score};

/// Scores segmentation, tags, lemmas and trees; each file a data set of its own, except that the
/// files of GUM are one.
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    let mut scores: Vec<(String, Vec<Document>)> = Vec::new();
    for path in paths {
        let text = read_text(path)?;
        let documents: Vec<Document> = conllu::documents(&text)
            .map_err(|message| Error::format(path, message))?
            .into_iter()
            .filter(|document| conllu::is_in_split(path, &document.name, options.split))
            .collect();
        let data = conllu::data_name(path);
        match scores.iter_mut().find(|(name, _)| *name == data) {
            Some((_, list)) => list.extend(documents),
            None => scores.push((data, documents)),
        }
    }
    let first = paths.first().cloned().unwrap_or_default();
    scores.retain(|(_, documents)| !documents.is_empty());
    if scores.is_empty() {
        return Err(nothing("CoNLL-U documents", &first, options));
    }
    Ok(scores
        .iter()
        .map(|(data, documents)| score_data(data, documents, reader, options))
        .collect())
}

fn score_data(data: &str, documents: &[Document], reader: &Reader, options: Options) -> TaskScore {
    let parts: Vec<DocumentScore> =
        documents.par_iter().map(|document| score_document(document, reader)).collect();
    let mut score = task_score(Task::Syntax, data, reader, options);
    for (at, metric) in Metric::ALL.into_iter().enumerate() {
        let tally: Tally = parts.iter().filter_map(|part| part.tallies.map(|all| all[at])).sum();
        score.rows.push(Row::f1(format!("{}, F1", metric.as_str()), tally));
    }
    let n_lost = parts.iter().filter(|part| part.tallies.is_none()).count();
    score.count_documents(documents.len() - n_lost, documents.len());
    if n_lost > 0 {
        let n = documents.len();
        score.remarks.push(format!(
            "{n_lost} of {n} documents left out: their tokens are not the characters of the text"
        ));
    }
    let mistakes = parts.into_iter().flat_map(|part| part.mistakes).collect();
    score.mistakes = spread(mistakes, options.n_mistakes);
    score
}

/// What one document adds to the scores.
#[derive(Debug, Default)]
struct DocumentScore {
    /// In the order of [`Metric::ALL`]; `None` where the two sides differ in their characters.
    tallies: Option<[Tally; Metric::ALL.len()]>,
    mistakes: Vec<Mistake>,
}

fn score_document(document: &Document, reader: &Reader) -> DocumentScore {
    let text = document.raw_text();
    let reading = read_gold(reader, &text, None);
    let found: Analysis = analysis_of(&reading);
    match compare(&document.analysis, &found) {
        None => DocumentScore::default(),
        Some(comparison) => DocumentScore {
            tallies: Some(comparison.tallies),
            mistakes: comparison.mistakes(document),
        },
    }
}
