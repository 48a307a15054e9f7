//! `dateline outlets`: who published, how much, over which days.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::OutletRow;

use crate::Outcome;
use crate::filter::ListArguments;

/// Columns shown to a person.
const SHOWN: &[&str] =
    &["outlet", "n_dispatches", "n_origins", "n_stories", "first_day", "last_day"];

#[derive(Debug, Args)]
pub(crate) struct Outlets {
    #[command(flatten)]
    list: ListArguments,
}

impl Outlets {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        self.list.run::<OutletRow>(Filter::default(), SHOWN)
    }
}
