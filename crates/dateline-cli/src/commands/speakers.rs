//! `dateline speakers`: who says something, across dispatches.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::SpeakerRow;

use crate::Outcome;
use crate::filter::{ListArguments, closed};

/// Columns shown to a person.
const SHOWN: &[&str] =
    &["speaker", "kind", "n_statements", "n_dispatches", "outlets", "first_day", "last_day"];

#[derive(Debug, Args)]
pub(crate) struct Speakers {
    #[command(flatten)]
    list: ListArguments,
    /// Words of the speaker's name
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What is done in saying it
    #[arg(long, value_parser = closed("act"))]
    act: Option<String>,
    /// Kind of source
    #[arg(long, value_name = "KIND", value_parser = closed("source_kind"))]
    source_kind: Option<String>,
}

impl Speakers {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let Self { by, act, source_kind, .. } = self;
        let filter = Filter { by, act, source_kind, ..Filter::default() };
        self.list.run::<SpeakerRow>(filter, SHOWN)
    }
}
