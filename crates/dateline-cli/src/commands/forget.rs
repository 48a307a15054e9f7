//! `dateline forget`: items out of the ledger for good.

use std::io::Write;

use clap::Args;
use dateline::Ledger;
use dateline::ledger::Holding;
use dateline::text::ItemId;

use crate::Outcome;
use crate::filter::{LedgerArgument, words};
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// Ids of dispatches, or of items that could not be read; first characters are enough
    #[arg(required = true)]
    ids: Vec<String>,
    /// Why; stays in the ledger with the id
    #[arg(long, value_parser = words)]
    reason: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    ledger: LedgerArgument,
}

impl Forget {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let held = self.held()?;
        let mut out = screen::out();
        for (item, why) in held.iter().filter_map(|(id, held)| Some((id, held.forgotten.as_ref()?)))
        {
            writeln!(out, "{item}: forgotten before: {}", screen::line(why))?;
        }
        let held: Vec<_> = held.into_iter().filter(|(_, held)| held.forgotten.is_none()).collect();
        if held.is_empty() || !self.is_sure(&held)? {
            return Ok(Outcome::Nothing);
        }
        let mut ledger = Ledger::open(&self.ledger.path)?;
        for (item, held) in &held {
            ledger.forget(*item, &self.reason)?;
            writeln!(out, "{item}: taken out: {}", told(held))?;
        }
        writeln!(
            out,
            "What stays: each id with the reason, so that the item is not stored again. Exports, \
             copies of the ledger and the files that were read are as they were."
        )?;
        Ok(Outcome::Found)
    }

    /// Finds what the ids name, before anything is taken out.
    fn held(&self) -> anyhow::Result<Vec<(ItemId, Holding)>> {
        let ledger = self.ledger.open()?;
        let mut items = Vec::new();
        for id in &self.ids {
            items.push(ledger.resolve_item(id)?);
        }
        items.sort_unstable();
        items.dedup();
        items.into_iter().map(|item| Ok((item, ledger.holding(item)?))).collect()
    }

    fn is_sure(&self, held: &[(ItemId, Holding)]) -> anyhow::Result<bool> {
        if self.yes {
            return Ok(true);
        }
        for (item, held) in held {
            screen::tell(format_args!("{item}: {}", told(held)));
        }
        match screen::ask("Take this out for good? [y/N]")? {
            Some(answer) => Ok(["y", "yes"].contains(&answer.to_lowercase().as_str())),
            None => anyhow::bail!("there is nobody to ask; say --yes to take it out for good"),
        }
    }
}

fn told(held: &Holding) -> String {
    let Holding { n_bytes, n_sightings, n_readings, n_claims, n_corrections, .. } = held;
    format!(
        "{n_bytes} bytes, {n_sightings} sightings, {n_readings} readings with {n_claims} claims, \
         {n_corrections} corrections"
    )
}
