//! `dateline search`: dispatches by words.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::Hit;

use crate::Outcome;
use crate::filter::ListArguments;

/// Columns shown to a person.
const SHOWN: &[&str] = &["dispatch", "day", "outlet", "title", "marked"];

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words that must all stand in one sentence; "…" for words that stand together, word* for its
    /// beginning, OR, NOT, brackets. Quote what the shell would take for its own.
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    list: ListArguments,
    /// Words of the name of the speaker
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Search {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let words = Some(self.words.join(" "));
        let filter = Filter { words, by: self.by, ..Filter::default() };
        self.list.run::<Hit>(filter, SHOWN)
    }
}
