//! `dateline statements`: who said what.

use clap::Args;
use dateline::ledger::Filter;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &["id", "published", "outlet", "speaker", "act", "content", "sentence"];

#[derive(Debug, Args)]
pub(crate) struct Statements {
    #[command(flatten)]
    list: ListArguments,
    /// Words of the speaker's name
    #[arg(long)]
    by: Option<String>,
    /// What is done in saying it: claims, denies, confirms, condemns, warns …
    #[arg(long)]
    act: Option<String>,
}

impl Statements {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { by: self.by, act: self.act, ..self.list.filter() };
        let ledger = self.list.ledger.open()?;
        let rows = ledger.statements(&filter)?;
        List::of(&rows, SHOWN)?.in_ledger(&ledger).print(self.list.print)
    }
}
