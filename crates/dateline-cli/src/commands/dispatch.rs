//! `dateline dispatch`: one dispatch of the ledger.

use clap::Args;

use crate::Outcome;
use crate::data::Data;
use crate::filter::LedgerArgument;
use crate::marks;
use crate::output::Format;
use crate::screen;

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
        let item = id.parse()?;
        let Some(record) = ledger.record(item)? else { return Ok(Outcome::Nothing) };
        match Format::or_default(self.format) {
            Format::Table => {
                let corrections = ledger.correction_rows(Some(item))?;
                marks::write(&mut screen::out(), &record, &corrections)?;
            }
            Format::Json => Data::new().json_line(&record)?,
            Format::Csv => anyhow::bail!("a dispatch is no table; use --format json"),
        }
        Ok(Outcome::Found)
    }
}
