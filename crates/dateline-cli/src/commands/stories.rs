//! `dateline stories`: dispatches on the same happening.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::StoryRow;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::progress::tell_stale_views;

/// Columns shown to a person.
pub(crate) const SHOWN: &[&str] =
    &["id", "title", "place", "first_day", "last_day", "n_dispatches", "n_outlets", "n_origins"];

#[derive(Debug, Args)]
pub(crate) struct Stories {
    #[command(flatten)]
    list: ListArguments,
}

impl Stories {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let ledger = self.list.ledger.open()?;
        tell_stale_views(&ledger)?;
        self.list.run_in::<StoryRow>(&ledger, Filter::default(), SHOWN)
    }
}
