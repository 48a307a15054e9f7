//! `dateline dispatches`: what was read.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::DispatchRow;

use crate::Outcome;
use crate::filter::{ListArguments, closed};

/// Columns shown to a person.
const SHOWN: &[&str] =
    &["id", "day", "outlet", "title", "n_statements", "n_events", "n_figures", "story_title"];

#[derive(Debug, Args)]
pub(crate) struct Dispatches {
    #[command(flatten)]
    list: ListArguments,
    /// Words of the name of someone who says something in it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What is done in saying something in it
    #[arg(long, value_parser = closed("act"))]
    act: Option<String>,
}

impl Dispatches {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { by: self.by, act: self.act, ..Filter::default() };
        self.list.run::<DispatchRow>(filter, SHOWN)
    }
}
