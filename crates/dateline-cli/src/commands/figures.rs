//! `dateline figures`: counts and amounts.

use clap::Args;
use dateline::ledger::Filter;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &[
    "published",
    "outlet",
    "measure",
    "text",
    "low",
    "high",
    "place",
    "kind",
    "status",
    "speaker",
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
        let rows = self.list.ledger.open()?.figures(&filter)?;
        List::of(&rows, SHOWN)?.print(self.list.print)
    }
}
