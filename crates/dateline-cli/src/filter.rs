//! What the list commands have in common: which ledger, which rows, how to print.

use std::path::PathBuf;

use clap::Args;
use dateline::Ledger;
use dateline::ledger::Filter;
use jiff::civil::Date;

use crate::output::PrintArguments;

/// Which ledger.
#[derive(Debug, Args)]
pub(crate) struct LedgerArgument {
    /// The ledger
    #[arg(short = 'l', long = "ledger", default_value = "dateline.db", env = "DATELINE_LEDGER")]
    pub(crate) path: PathBuf,
}

impl LedgerArgument {
    pub(crate) fn open(&self) -> anyhow::Result<Ledger> {
        Ok(Ledger::open_readonly(&self.path)?)
    }
}

/// Which rows, of which ledger, and how they are printed.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgument,
    /// First day of publication (YYYY-MM-DD)
    #[arg(long, value_parser = day)]
    since: Option<String>,
    /// Last day of publication (YYYY-MM-DD)
    #[arg(long, value_parser = day)]
    until: Option<String>,
    /// Outlet
    #[arg(long)]
    outlet: Option<String>,
    /// Place, or ISO 3166 alpha-3 code of a country
    #[arg(long)]
    place: Option<String>,
    /// Words that must stand in it
    #[arg(long)]
    about: Option<String>,
    /// Most rows; the newest come first
    #[arg(short = 'n', long, default_value_t = 100)]
    limit: u32,
    #[command(flatten)]
    pub(crate) print: PrintArguments,
}

impl ListArguments {
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            since: self.since.clone(),
            until: self.until.clone(),
            outlet: self.outlet.clone(),
            place: self.place.clone(),
            about: self.about.clone(),
            limit: Some(self.limit),
            ..Filter::default()
        }
    }
}

fn day(text: &str) -> Result<String, String> {
    date(text).map(|date| date.to_string())
}

/// Reads a day as a person writes it on the command line.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day; write it as 2026-02-13"))
}

/// Takes words that say something.
pub(crate) fn words(text: &str) -> Result<String, String> {
    let words = text.trim();
    if words.is_empty() { Err("it says nothing".to_owned()) } else { Ok(words.to_owned()) }
}
