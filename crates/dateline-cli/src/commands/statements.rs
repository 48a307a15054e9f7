//! `dateline statements`: who said what.

use clap::Args;
use dateline::ledger::Filter;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &["published", "outlet", "speaker", "act", "content", "id"];

#[derive(Debug, Args)]
pub(crate) struct Statements {
    #[command(flatten)]
    list: ListArguments,
    /// Words of the speaker's name
    #[arg(long)]
    by: Option<String>,
    /// What is done in saying it: says, claims, denies, confirms, condemns, warns …
    #[arg(long)]
    act: Option<String>,
}

impl Statements {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { by: self.by, act: self.act, ..self.list.filter() };
        let rows = self.list.ledger.open()?.statements(&filter)?;
        List::of(&rows, SHOWN)?.print(self.list.print)
    }
}
