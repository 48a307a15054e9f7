//! `dateline events`: what was done.

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
    "kind",
    "trigger",
    "actors",
    "recipients",
    "place",
    "from_day",
    "status",
    "speaker",
    "sentence",
];

#[derive(Debug, Args)]
pub(crate) struct Events {
    #[command(flatten)]
    list: ListArguments,
    /// Words of the name of someone who takes part
    #[arg(long)]
    by: Option<String>,
    /// PLOVER event type, such as CONSULT
    #[arg(long = "type")]
    kind: Option<String>,
}

impl Events {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { by: self.by, act: self.kind, ..self.list.filter() };
        let ledger = self.list.ledger.open()?;
        let rows = ledger.events(&filter)?;
        List::of(&rows, SHOWN)?.in_ledger(&ledger).print(self.list.print)
    }
}
