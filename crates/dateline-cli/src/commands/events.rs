//! `dateline events`: what was done.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::EventRow;

use crate::Outcome;
use crate::filter::{ClaimArguments, ListArguments, closed};

/// Columns shown to a person.
const SHOWN: &[&str] = &[
    "id",
    "day",
    "outlet",
    "type",
    "trigger",
    "actors",
    "recipients",
    "place",
    "from_day",
    "status",
    "speaker",
    "sentence",
];

#[derive(Debug, Args)]
pub(crate) struct Events {
    #[command(flatten)]
    list: ListArguments,
    #[command(flatten)]
    claims: ClaimArguments,
    /// Words of the name of someone who takes part
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// PLOVER event type
    #[arg(long = "type", value_parser = closed("event_type"))]
    kind: Option<String>,
    /// Whether it is told as a fact
    #[arg(long, value_parser = closed("event_status"))]
    status: Option<String>,
}

impl Events {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let Self { by, kind: act, status, .. } = self;
        let filter = Filter { by, act, status, ..self.claims.filter() };
        self.list.run::<EventRow>(filter, SHOWN)
    }
}
