//! `dateline events`: what was done.

use clap::Args;
use dateline::ledger::Filter;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &[
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
        let rows = self.list.ledger.open()?.events(&filter)?;
        List::of(&rows, SHOWN)?.print(self.list.print)
    }
}
