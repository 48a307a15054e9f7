//! `dateline score`: the reader against gold data.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use dateline::Reader;
use dateline_score::{Mistake, Options, ScoreRow, Scores, Task, TaskScore, run};
use serde_json::{Value, json};

use super::ingest::EngineArgument;
use crate::Outcome;
use crate::data::Data;
use crate::output::{Format, List, PrintArguments};
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Score {
    #[command(subcommand)]
    task: TaskArguments,
}

/// What is scored, and on which data.
#[derive(Debug, Subcommand)]
enum TaskArguments {
    /// Source, cue and content of statements: PolNeAR's folder, or `GOLD=TEXTS` of cases/attribution
    Statements(ReadingArguments),
    /// Tokens, sentences, tags, lemmas and trees: CoNLL-U files
    Syntax(ReadingArguments),
    /// Names: the folder of en_worldwide, or UNER files (.iob2)
    Names(ReadingArguments),
    /// Expressions of time: folders of TimeML files
    Times(ReadingArguments),
    /// Places and their coordinates: the XML of LGL or GeoVirus
    Places(ReadingArguments),
    /// Types of events: PLV's table
    Events(ReadingArguments),
    /// The text of pages: trafilatura's folder, or that of article-extraction-benchmark
    Text(Arguments),
}

/// How a task is scored that an engine reads for.
#[derive(Debug, Args)]
struct ReadingArguments {
    #[command(flatten)]
    engine: EngineArgument,
    #[command(flatten)]
    arguments: Arguments,
}

#[derive(Debug, Args)]
struct Arguments {
    /// Gold data, in the corpus's own format
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Which documents; docs/tuning.md names those of each split
    #[arg(long, value_enum, default_value_t = Split::Development)]
    split: Split,
    /// Print so many mistakes of each data set in full text; on the tuning split alone
    #[arg(long, default_value_t = 0, value_name = "N")]
    errors: usize,
    #[command(flatten)]
    print: PrintArguments,
    /// Merge the scores into scores.json and scores.md
    #[arg(long)]
    write: bool,
    /// The folder of scores.json and scores.md
    #[arg(long, default_value = "docs", value_name = "DIR")]
    docs: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Split {
    /// For reading errors on
    Tuning,
    /// For reporting alone
    Development,
    /// Every document
    All,
}

impl From<Split> for dateline_score::Split {
    fn from(split: Split) -> Self {
        match split {
            Split::Tuning => Self::Tuning,
            Split::Development => Self::Development,
            Split::All => Self::All,
        }
    }
}

impl TaskArguments {
    fn split_off(self) -> (Task, Reader, Arguments) {
        let (task, ReadingArguments { engine, arguments }) = match self {
            TaskArguments::Statements(arguments) => (Task::Statements, arguments),
            TaskArguments::Syntax(arguments) => (Task::Syntax, arguments),
            TaskArguments::Names(arguments) => (Task::Names, arguments),
            TaskArguments::Times(arguments) => (Task::Times, arguments),
            TaskArguments::Places(arguments) => (Task::Places, arguments),
            TaskArguments::Events(arguments) => (Task::Events, arguments),
            TaskArguments::Text(arguments) => return (Task::Text, Reader::default(), arguments),
        };
        (task, Reader::default().engine(engine.engine), arguments)
    }
}

impl Score {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let (task, reader, arguments) = self.task.split_off();
        let options = Options { split: arguments.split.into(), n_mistakes: arguments.errors };
        let scores = run(task, &arguments.paths, &reader, options)?;
        match arguments.print.format() {
            Format::Table => {
                let mut out = screen::out();
                scores.iter().try_for_each(|score| write_table(&mut out, score))?;
            }
            Format::Json => {
                let mut out = Data::new();
                scores.iter().try_for_each(|score| write_json(&mut out, score))?;
            }
            Format::Csv => {
                let rows: Vec<ScoreRow> = scores.iter().flat_map(ScoreRow::of).collect();
                list(&rows).print(arguments.print)?;
            }
        }
        if arguments.write {
            Scores::merge_into(&arguments.docs, &scores)?;
            let path = arguments.docs.join("scores.json");
            screen::tell(format_args!("merged into {}", path.display()));
        }
        Ok((!scores.is_empty()).into())
    }
}

fn write_json(out: &mut Data, score: &TaskScore) -> anyhow::Result<()> {
    for row in ScoreRow::of(score) {
        out.json_line(&row)?;
    }
    for mistake in &score.mistakes {
        let Mistake { document, gold, found, context } = mistake;
        out.json_line(
            &json!({ "document": document, "gold": gold, "found": found, "context": context }),
        )?;
    }
    Ok(())
}

fn write_table(out: &mut impl Write, score: &TaskScore) -> anyhow::Result<()> {
    let (task, split) = (score.task.as_str(), score.split.as_str());
    writeln!(out, "{task}: {}, {split}, engine {}", score.data, score.engine)?;
    writeln!(out, "{}", table(&ScoreRow::of(score)).table()?)?;
    for remark in &score.remarks {
        writeln!(out, "{remark}")?;
    }
    for mistake in &score.mistakes {
        let or_none =
            |words: &str| if words.is_empty() { "(none)".to_owned() } else { words.to_owned() };
        writeln!(out, "\n{}", mistake.document)?;
        writeln!(out, "  gold:  {}", or_none(&mistake.gold))?;
        writeln!(out, "  found: {}", or_none(&mistake.found))?;
        writeln!(out, "  {}", mistake.context)?;
    }
    writeln!(out)?;
    Ok(())
}

/// Lists measures whole, for programs.
pub(super) fn list(rows: &[ScoreRow]) -> List<'static> {
    let columns =
        ["task", "data", "split", "engine", "measure", "value", "precision", "recall", "n"];
    let rows = rows.iter().map(|row| {
        let ScoreRow { task, data, split, engine, measure, value, precision, recall, n } = row;
        let words = [task, data, split, engine, measure].map(|word| json!(word));
        words.into_iter().chain([json!(value), json!(precision), json!(recall), json!(n)]).collect()
    });
    List::of_values(columns.map(str::to_owned).to_vec(), rows.collect())
}

/// Lays measures out for a person.
pub(super) fn table(rows: &[ScoreRow]) -> List<'static> {
    let cell = |row: &ScoreRow, value: Option<f64>| match value {
        Some(value) => Value::from(dateline_score::shown(row, value)),
        None => Value::Null,
    };
    let columns = ["measure", "value", "precision", "recall", "n"];
    let rows = rows.iter().map(|row| {
        vec![
            json!(row.measure),
            cell(row, Some(row.value)),
            cell(row, row.precision),
            cell(row, row.recall),
            json!(row.n),
        ]
    });
    let columns = columns.map(str::to_owned).to_vec();
    List::of_values(columns, rows.collect())
}
