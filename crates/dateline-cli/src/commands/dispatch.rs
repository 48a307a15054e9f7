//! `dateline dispatch`: one dispatch of the ledger.

use std::io::{IsTerminal, Write};

use clap::Args;

use crate::Outcome;
use crate::filter::LedgerArgument;
use crate::marks;
use crate::output::Format;

#[derive(Debug, Args)]
pub(crate) struct Dispatch {
    /// Id of the dispatch; its first characters are enough
    id: String,
    #[command(flatten)]
    ledger: LedgerArgument,
    /// How to print; by default marked text on a terminal, its record as JSON in a pipe
    #[arg(long, value_enum)]
    format: Option<Format>,
}

impl Dispatch {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let ledger = self.ledger.open()?;
        let id = ledger.resolve(&self.id)?.dispatch;
        let Some(record) = ledger.record(id.parse()?)? else { return Ok(Outcome::Nothing) };
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        let to_terminal = std::io::stdout().is_terminal();
        match self.format.unwrap_or(if to_terminal { Format::Table } else { Format::Json }) {
            Format::Table => marks::write(&mut out, &record)?,
            Format::Json => writeln!(out, "{}", serde_json::to_string(&record)?)?,
            Format::Csv => anyhow::bail!("a dispatch is no table; use --format json"),
        }
        Ok(Outcome::Found)
    }
}
