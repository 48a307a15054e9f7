//! `dateline search`: dispatches by words.

use clap::Args;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
const SHOWN: &[&str] = &["dispatch", "published", "outlet", "title", "marked"];

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words that must all stand in one sentence; "…" holds words that stand together
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    list: ListArguments,
}

impl Search {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let words = self.words.join(" ");
        let ledger = self.list.ledger.open()?;
        let rows = ledger.search(&words, &self.list.filter())?;
        List::of(&rows, SHOWN)?.in_ledger(&ledger).print(self.list.print)
    }
}
