//! `dateline query`: the ledger in SQL, read-only.

use clap::Args;
use dateline::ledger::query::Limits;

use crate::Outcome;
use crate::filter::LedgerArgument;
use crate::output::{Format, List};

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// One statement that reads; the tables are described in docs/ledger.md
    sql: String,
    #[command(flatten)]
    ledger: LedgerArgument,
    /// How to print; by default a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    format: Option<Format>,
}

impl Query {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let table = self.ledger.open()?.query(&self.sql, Limits::default())?;
        if table.is_cut {
            anstream::eprintln!("dateline: the answer was cut at {} rows", table.rows.len());
        }
        let list = List { columns: table.columns, rows: table.rows, shown: Vec::new() };
        list.print(self.format)
    }
}
