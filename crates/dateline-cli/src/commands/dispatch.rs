//! `dateline dispatch`: one dispatch of the ledger.

use clap::{Args, ValueEnum};

use crate::Outcome;
use crate::data::Data;
use crate::filter::LedgerArgument;
use crate::marks;
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Dispatch {
    /// Id of the dispatch; its first characters are enough
    id: String,
    #[command(flatten)]
    ledger: LedgerArgument,
    /// How to print; by default marked text on a terminal, its record as JSON in a pipe
    #[arg(short, long, value_enum)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Marked text and tables
    #[value(alias = "table")]
    Text,
    /// One JSON object
    Json,
}

impl Dispatch {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let ledger = self.ledger.open()?;
        let id = ledger.resolve(&self.id)?.dispatch;
        let item = id.parse()?;
        let Some(record) = ledger.record(item)? else { return Ok(Outcome::Nothing) };
        let usual = if screen::is_terminal() { Format::Text } else { Format::Json };
        match self.format.unwrap_or(usual) {
            Format::Text => {
                let corrections = ledger.correction_rows(Some(item))?;
                marks::write(&mut screen::out(), &record, &corrections)?;
            }
            Format::Json => Data::new().json_line(&record)?,
        }
        Ok(Outcome::Found)
    }
}
