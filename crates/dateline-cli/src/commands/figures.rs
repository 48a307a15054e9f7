//! `dateline figures`: counts and amounts.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::FigureRow;

use crate::Outcome;
use crate::filter::{ClaimArguments, ListArguments, closed};

/// Columns shown to a person.
const SHOWN: &[&str] = &[
    "id",
    "day",
    "outlet",
    "measure",
    "low",
    "high",
    "unit",
    "text",
    "population",
    "place",
    "kind",
    "status",
    "speaker",
    "story_title",
    "sentence",
];

#[derive(Debug, Args)]
pub(crate) struct Figures {
    #[command(flatten)]
    list: ListArguments,
    #[command(flatten)]
    claims: ClaimArguments,
    /// Words of the name of the speaker who gives it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What is counted
    #[arg(long, value_parser = closed("measure"))]
    measure: Option<String>,
    /// Whether it is told as a fact
    #[arg(long, value_parser = closed("figure_status"))]
    status: Option<String>,
}

impl Figures {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let Self { by, measure: act, status, .. } = self;
        let filter = Filter { by, act, status, ..self.claims.filter() };
        self.list.run::<FigureRow>(filter, SHOWN)
    }
}
