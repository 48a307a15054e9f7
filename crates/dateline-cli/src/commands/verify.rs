//! `dateline verify`: proves every record's words.

use std::io::Write;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::Outcome;
use crate::filter::LedgerArgument;
use crate::screen;

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    ledger: LedgerArgument,
}

impl Verify {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let bar = ProgressBar::new_spinner();
        let template = "{human_pos} dispatches, {per_sec}";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_spinner()),
        );
        let verification = dateline::verify_ledger(&self.ledger.path, |so_far| {
            bar.set_position(so_far.n_records);
        })?;
        bar.finish_and_clear();
        let mut out = screen::out();
        for wrong in &verification.wrong {
            let (item, place) = (wrong.item, &wrong.place);
            let [recorded, found] = [&wrong.recorded, &wrong.found].map(|w| screen::line(w));
            writeln!(out, "{item} {place}: recorded “{recorded}”, found “{found}”")?;
        }
        let (n_records, n_spans, n_wrong) =
            (verification.n_records, verification.n_spans, verification.n_wrong);
        writeln!(out, "{n_spans} spans of {n_records} dispatches verified, {n_wrong} wrong")?;
        if n_wrong > 0 {
            anyhow::bail!(
                "{n_wrong} wrong anchors; the ledger was changed, or the reader has a fault"
            );
        }
        Ok(Outcome::Found)
    }
}
