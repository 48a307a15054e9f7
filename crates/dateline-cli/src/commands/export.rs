//! `dateline export`: the ledger as JSON, CSV or Parquet.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::Outcome;
use crate::column::grouped;
use crate::filter::LedgerArgument;
use crate::output::FormulaArguments;
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Folder to write into; made if it does not exist
    folder: PathBuf,
    /// Form of the files
    #[arg(short, long, value_enum)]
    format: Format,
    #[command(flatten)]
    formulas: FormulaArguments,
    #[command(flatten)]
    ledger: LedgerArgument,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One file of records, one JSON object a line
    Json,
    /// One file a table
    Csv,
    /// One file a table
    Parquet,
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let format = match self.format {
            Format::Json => dateline::ledger::export::Format::Json,
            Format::Csv => dateline::ledger::export::Format::Csv(self.formulas.into()),
            Format::Parquet => dateline::ledger::export::Format::Parquet,
        };
        let written = self.ledger.open()?.export(format, &self.folder)?;
        let mut out = screen::out();
        for file in &written {
            let path = screen::line(&file.path.to_string_lossy());
            writeln!(out, "{path}: {} rows", grouped(&file.n_rows.into()))?;
        }
        Ok(Outcome::Found)
    }
}
