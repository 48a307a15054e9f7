//! `dateline places`: where dispatches tell that something happened, and what they speak of.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::PlaceRow;

use crate::Outcome;
use crate::filter::ListArguments;

/// Columns shown to a person.
const SHOWN: &[&str] = &["place", "country", "n_dispatches", "n_mentions", "n_events", "n_figures"];

#[derive(Debug, Args)]
pub(crate) struct Places {
    #[command(flatten)]
    list: ListArguments,
}

impl Places {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        self.list.run::<PlaceRow>(Filter::default(), SHOWN)
    }
}
