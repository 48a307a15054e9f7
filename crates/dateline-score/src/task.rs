//! The tasks, and what scoring one gives.

use std::path::{Path, PathBuf};

use dateline::Reader;
use dateline::text::Span;

use crate::gold::context;
use crate::metric::Tally;
use crate::{Error, Split, events, names, places, statements, syntax, text, times};

/// What the reader is scored on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Source, cue and content (PolNeAR).
    Statements,
    /// Tokens to trees (CoNLL-U).
    Syntax,
    /// Names (`en_worldwide`, UNER).
    Names,
    /// Expressions of time (TimeML).
    Times,
    /// Places and their coordinates (LGL, GeoVirus).
    Places,
    /// Types of events (PLV).
    Events,
    /// The text of pages (trafilatura, article-extraction-benchmark).
    Text,
}

impl Task {
    /// Every task, in the order of the page of scores.
    pub const ALL: [Task; 7] = [
        Task::Statements,
        Task::Syntax,
        Task::Names,
        Task::Times,
        Task::Places,
        Task::Events,
        Task::Text,
    ];

    /// Returns the word of the command line and of `docs/scores.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Task::Statements => "statements",
            Task::Syntax => "syntax",
            Task::Names => "names",
            Task::Times => "times",
            Task::Places => "places",
            Task::Events => "events",
            Task::Text => "text",
        }
    }
}

/// What is scored, and how much is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The documents that are read.
    pub split: Split,
    /// How many mistakes are told in full, for each data set.
    pub n_mistakes: usize,
}

/// The scores of one task on one data set.
#[derive(Debug, Clone)]
pub struct TaskScore {
    /// What the reader was scored on.
    pub task: Task,
    /// The data set.
    pub data: String,
    /// The part of it.
    pub split: Split,
    /// The engine that read.
    pub engine: String,
    /// The measures, in the order they are shown.
    pub rows: Vec<Row>,
    /// What was left out, and why.
    pub remarks: Vec<String>,
    /// Mistakes in full text; empty unless asked for.
    pub mistakes: Vec<Mistake>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name; the first words lead to its meaning in `docs/scores.md`.
    pub measure: String,
    /// A share between 0 and 1, unless the name of the measure tells a unit.
    pub value: f64,
    /// Precision, where the value is an F1.
    pub precision: Option<f64>,
    /// Recall, where the value is an F1.
    pub recall: Option<f64>,
    /// How many gold members it was measured on.
    pub n: usize,
}

impl Row {
    /// Makes a row of an F1.
    pub fn f1(measure: impl Into<String>, tally: Tally) -> Self {
        Self {
            measure: measure.into(),
            value: tally.f1(),
            precision: Some(tally.precision()),
            recall: Some(tally.recall()),
            n: tally.n_gold,
        }
    }

    /// Makes a row of a plain value.
    pub fn plain(measure: impl Into<String>, value: f64, n: usize) -> Self {
        Self { measure: measure.into(), value, precision: None, recall: None, n }
    }

    /// Makes a row of the share of the gold that was found.
    pub fn recall(measure: impl Into<String>, tally: Tally) -> Self {
        Self::plain(measure, tally.recall(), tally.n_gold)
    }
}

impl TaskScore {
    /// Adds how many documents were read, of how many in the split.
    pub(crate) fn count_documents(&mut self, n_read: usize, n_all: usize) {
        self.rows.push(Row::plain("documents", n_read as f64, n_all));
    }
}

/// One difference between the gold and what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the document.
    pub document: String,
    /// What the gold has; empty for something found that is not there.
    pub gold: String,
    /// What was read; empty for something missed.
    pub found: String,
    /// The words around.
    pub context: String,
}

/// Scores the reader on the gold data under some paths; one score for each data set met.
///
/// # Errors
/// A path that cannot be read, a file that is not in the task's format, no document in the split,
/// or mistakes asked for outside the tuning split.
pub fn run(
    task: Task,
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    if options.n_mistakes > 0 && options.split != Split::Tuning {
        return Err(Error::ClosedSplit);
    }
    let score = match task {
        Task::Statements => statements::score,
        Task::Syntax => syntax::score,
        Task::Names => names::score,
        Task::Times => times::score,
        Task::Places => places::score,
        Task::Events => events::score,
        Task::Text => text::score,
    };
    score(paths, reader, options)
}

/// Starts an empty score of a data set.
pub(crate) fn task_score(task: Task, data: &str, reader: &Reader, options: Options) -> TaskScore {
    TaskScore {
        task,
        data: data.to_owned(),
        split: options.split,
        engine: reader.describe().engine,
        rows: Vec::new(),
        remarks: Vec::new(),
        mistakes: Vec::new(),
    }
}

/// Makes the error for a path where the split has nothing.
pub(crate) fn nothing(expected: &'static str, path: &Path, options: Options) -> Error {
    Error::Nothing { expected, path: path.to_owned(), split: options.split.as_str() }
}

/// Lists what the members of one document are wrong in: each gold one that was not found right,
/// with its partner, then those found that have no partner.
///
/// `tell` gives where a member stands and how it is told.
pub(crate) fn paired_mistakes<T>(
    (document, text): (&str, &str),
    (gold, found): (&[T], &[T]),
    pairs: &[(usize, usize)],
    tell: impl Fn(&T) -> (Span, String),
    is_right: impl Fn(&T, Option<&T>) -> bool,
) -> Vec<Mistake> {
    let told = |one: Option<&T>| one.map_or_else(String::new, |one| tell(one).1);
    let mistake = |gold: Option<&T>, found: Option<&T>| Mistake {
        document: document.to_owned(),
        gold: told(gold),
        found: told(found),
        context: gold.or(found).map_or_else(String::new, |one| context(text, tell(one).0)),
    };
    let partner = |at: usize| pairs.iter().find(|pair| pair.0 == at).map(|pair| &found[pair.1]);
    let of_gold = gold.iter().enumerate().map(|(at, one)| (one, partner(at)));
    let wrong = of_gold.filter(|(gold, found)| !is_right(gold, *found));
    let is_free = |at: &usize| !pairs.iter().any(|pair| pair.1 == *at);
    let spurious = (0..found.len()).filter(is_free).map(|at| &found[at]);
    wrong
        .map(|(gold, found)| mistake(Some(gold), found))
        .chain(spurious.map(|one| mistake(None, Some(one))))
        .collect()
}

/// Takes `n` members at equal distances, so that all documents are seen.
pub(crate) fn spread<T>(all: Vec<T>, n: usize) -> Vec<T> {
    let step = all.len().div_ceil(n.max(1)).max(1);
    all.into_iter().step_by(step).take(n).collect()
}
