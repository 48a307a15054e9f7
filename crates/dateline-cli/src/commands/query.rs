//! `dateline query`: the ledger in SQL, read-only.

use clap::Args;
use dateline::ledger::query::Limits;

use crate::Outcome;
use crate::filter::LedgerArgument;
use crate::output::{List, PrintArguments};
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// One statement that reads; the tables are described in docs/ledger.md
    sql: String,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    print: PrintArguments,
}

impl Query {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let mut ledger = self.ledger.open()?;
        let table = ledger.query(&self.sql, Limits::default())?;
        if table.is_cut {
            let n_rows = table.rows.len();
            screen::tell(format_args!("dateline: the answer was cut after {n_rows} rows"));
        }
        let list = List::of_values(table.columns, table.rows);
        list.in_ledger(&ledger).print(self.print)
    }
}
