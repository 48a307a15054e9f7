//! `dateline correct`: what a person says is wrong in a reading.

use std::io::Write;

use clap::Args;
use dateline::Ledger;
use dateline::ledger::Correction;
use dateline::ledger::query::Id;

use crate::Outcome;
use crate::filter::{LedgerArgument, words};
use crate::marks;
use crate::output::{List, PrintArguments};
use crate::screen;

/// Says that a field of a record is wrong, or the whole record; without a value, lists what was
/// said.
#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// Id of a record, such as 3fa9/s2; to list corrections, also that of a dispatch, or none
    id: Option<String>,
    /// Field of the record, as docs/output.md names it, such as act or source.kind
    field: Option<String>,
    /// What it should hold: words, or JSON where the field holds a number, a list or an object
    #[arg(allow_negative_numbers = true, requires_all = ["reason", "author"])]
    value: Option<String>,
    /// The record should not be there
    #[arg(long, requires_all = ["id", "reason", "author"], conflicts_with = "field")]
    remove: bool,
    /// Why
    #[arg(long, value_parser = words)]
    reason: Option<String>,
    /// Who says so
    #[arg(long, value_parser = words)]
    author: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    print: PrintArguments,
}

impl Correct {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let ledger = self.ledger.open()?;
        let id = self.id.as_deref().map(|id| ledger.resolve(id)).transpose()?;
        match id {
            Some(id) if self.remove || self.value.is_some() => self.append(&ledger, &id),
            id => self.list(&ledger, id),
        }
    }

    fn append(&self, ledger: &Ledger, id: &Id) -> anyhow::Result<Outcome> {
        let Some(local) = &id.local else {
            anyhow::bail!("{id} is a whole dispatch; name a record in it, such as {id}/s1");
        };
        let Some(record) = ledger.record(id.dispatch.parse()?)? else {
            return Ok(Outcome::Nothing);
        };
        let correction = match (&self.field, &self.value) {
            (Some(field), Some(value)) => Correction::of_field(&record, local, field, value)?,
            _ => Correction::of_whole(&record, local)?,
        };
        let correction = Correction {
            reason: self.reason.clone(),
            author: self.author.clone(),
            made: Some(now()),
            ..correction
        };
        Ledger::open(&self.ledger.path)?.correct(&correction)?;
        match &correction.value {
            Some(value) => {
                let was = screen::line(correction.was.as_deref().unwrap_or("null"));
                let (field, value) = (&correction.field, screen::line(value));
                writeln!(screen::out(), "{id} {field}: {was} → {value}")?;
            }
            None => writeln!(screen::out(), "{id}: should not be there")?,
        }
        Ok(Outcome::Found)
    }

    fn list(&self, ledger: &Ledger, id: Option<Id>) -> anyhow::Result<Outcome> {
        let item = id.as_ref().map(|id| id.dispatch.parse()).transpose()?;
        let mut rows = ledger.correction_rows(item)?;
        if let Some(id) = id.filter(|id| id.local.is_some()) {
            rows.retain(|row| row.id.as_ref() == Some(&id.to_string()));
        }
        if let Some(field) = &self.field {
            rows.retain(|row| row.field == *field);
        }
        List::of(&rows, marks::CORRECTED)?.in_ledger(ledger).print(self.print)
    }
}

fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
