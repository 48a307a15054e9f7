//! `dateline figures`: counts and amounts.

use clap::Args;
use dateline::ledger::Filter;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &[
    "id",
    "published",
    "outlet",
    "measure",
    "low",
    "high",
    "unit",
    "text",
    "population",
    "place",
    "kind",
    "status",
    "speaker",
    "sentence",
];

#[derive(Debug, Args)]
pub(crate) struct Figures {
    #[command(flatten)]
    list: ListArguments,
    /// What is counted: killed, injured, missing, displaced …
    #[arg(long)]
    measure: Option<String>,
}

impl Figures {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { act: self.measure, ..self.list.filter() };
        let ledger = self.list.ledger.open()?;
        let rows = ledger.figures(&filter)?;
        List::of(&rows, SHOWN)?.in_ledger(&ledger).print(self.list.print)
    }
}
