//! `dateline stories`: dispatches on the same happening.

use std::io::Write;

use clap::Args;
use dateline::Ledger;
use dateline::ledger::Filter;
use dateline::ledger::query::StoryRow;

use crate::Outcome;
use crate::filter::ListArguments;
use crate::output::List;

/// Columns shown to a person.
pub(super) const SHOWN: &[&str] =
    &["title", "place", "first_day", "last_day", "n_dispatches", "n_outlets", "n_origins", "id"];

/// Stories in the summary of an ingest.
const N_FIRST: u32 = 6;

#[derive(Debug, Args)]
pub(crate) struct Stories {
    #[command(flatten)]
    list: ListArguments,
}

impl Stories {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        self.list.run::<StoryRow>(Filter::default(), SHOWN)
    }
}

/// Writes the largest stories, and how to go on from there.
pub(crate) fn write_first_answers(out: &mut impl Write, ledger: &Ledger) -> anyhow::Result<()> {
    let mut rows = ledger.stories(&Filter::default())?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.n_dispatches, row.last_day.clone())));
    rows.truncate(N_FIRST as usize);
    let Some(first) = rows.first() else { return Ok(()) };
    let id = first.id.clone();
    writeln!(out, "{}\n", List::of(&rows, SHOWN)?.table())?;
    writeln!(out, "Next:  dateline story {id}")?;
    writeln!(out, "       dateline figures --measure killed")?;
    writeln!(out, "       dateline statements --act denies")?;
    Ok(())
}
