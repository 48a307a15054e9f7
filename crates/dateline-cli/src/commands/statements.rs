//! `dateline statements`: who said what.

use clap::Args;
use dateline::ledger::Filter;
use dateline::ledger::query::StatementRow;

use crate::Outcome;
use crate::filter::{ClaimArguments, ListArguments, closed};

/// Columns shown to a person.
const SHOWN: &[&str] = &["id", "day", "outlet", "speaker", "act", "content", "sentence"];

#[derive(Debug, Args)]
pub(crate) struct Statements {
    #[command(flatten)]
    list: ListArguments,
    #[command(flatten)]
    claims: ClaimArguments,
    /// Words of the speaker's name
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What is done in saying it
    #[arg(long, value_parser = closed("act"))]
    act: Option<String>,
}

impl Statements {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let filter = Filter { by: self.by, act: self.act, ..self.claims.filter() };
        self.list.run::<StatementRow>(filter, SHOWN)
    }
}
