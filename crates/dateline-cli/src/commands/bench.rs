//! `dateline bench`: how fast the chain reads, and how fast a ledger answers.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use dateline::Reader;
use dateline::syntax::Engine;
use dateline_score::bench::{fill, measure_chain, measure_queries};
use dateline_score::{ScoreRow, Scores};

use super::score::{list, table};
use crate::Outcome;
use crate::output::{Format, PrintArguments};
use crate::{progress, screen};

#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Files or folders to read through the whole chain
    #[arg(required_unless_present = "ledger")]
    paths: Vec<PathBuf>,
    /// Which engine reads: `careful` or `swift`; of a ledger that is there, the one that read it
    #[arg(long, env = "DATELINE_ENGINE")]
    engine: Option<Engine>,
    /// Fill the ledger with so many invented dispatches first
    #[arg(long, value_name = "N", requires = "ledger")]
    synthesise: Option<usize>,
    /// Time the standard questions on this ledger
    #[arg(long)]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    print: PrintArguments,
    /// Merge the measures into scores.json and scores.md
    #[arg(long)]
    write: bool,
    /// The folder of scores.json and scores.md
    #[arg(long, default_value = "docs", value_name = "DIR")]
    docs: PathBuf,
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let reader = Reader::default().engine(self.engine.unwrap_or_default());
        let engine = reader.describe().engine;
        let mut rows = Vec::new();
        if !self.paths.is_empty() {
            let speed = measure_chain(&self.paths, &reader);
            rows.extend(speed.rows(&data_name(&self.paths), &engine));
            if speed.n_unreadable > 0 {
                let n_items = speed.n_unreadable;
                screen::tell(format_args!("{n_items} items could not be read"));
            }
        }
        if let Some(ledger) = &self.ledger {
            if let Some(n) = self.synthesise {
                synthesise(n, ledger, &reader)?;
            }
            let speed = measure_queries(ledger)?;
            self.check_engine(&speed.engine)?;
            rows.extend(speed.rows());
        }
        self.print(&rows)?;
        if self.write {
            self.merge(rows.clone())?;
        }
        Ok((!rows.is_empty()).into())
    }

    /// Refuses an engine that would read nothing, and is not the one that read the ledger.
    fn check_engine(&self, of_ledger: &str) -> anyhow::Result<()> {
        let reads = !self.paths.is_empty() || self.synthesise.is_some();
        match self.engine {
            Some(engine) if !reads && engine.as_str() != of_ledger => anyhow::bail!(
                "nothing is read by `{engine}` here: the ledger was read by `{of_ledger}`"
            ),
            _ => Ok(()),
        }
    }

    fn print(&self, rows: &[ScoreRow]) -> anyhow::Result<()> {
        match self.print.format() {
            Format::Table => writeln!(screen::out(), "{}", table(rows).table()?)?,
            Format::Json | Format::Csv => {
                list(rows).print(self.print)?;
            }
        }
        Ok(())
    }

    fn merge(&self, rows: Vec<ScoreRow>) -> anyhow::Result<()> {
        let mut scores = Scores::read(&self.docs.join("scores.json"))?;
        for row in rows {
            scores.put(row);
        }
        scores.write(&self.docs)?;
        Ok(())
    }
}

fn synthesise(n: usize, ledger: &Path, reader: &Reader) -> anyhow::Result<()> {
    let bar = progress::of_dispatches(Some(n as u64), false);
    let synthesised = fill(n, ledger, reader, |n_done| bar.set_position(n_done as u64))?;
    bar.finish_and_clear();
    let (n_stored, n_known) = (synthesised.n_stored, synthesised.n_known);
    screen::tell(format_args!("{n_stored} dispatches stored, {n_known} known already"));
    Ok(())
}

/// Returns the names of the paths without their extensions.
fn data_name(paths: &[PathBuf]) -> String {
    let stems = paths.iter().map(|path| path.file_stem().unwrap_or(path.as_os_str()));
    stems.map(|stem| stem.to_string_lossy().into_owned()).collect::<Vec<_>>().join(", ")
}
