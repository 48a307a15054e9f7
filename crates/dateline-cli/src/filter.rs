//! What the list commands have in common: which ledger, which rows, how to print.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use dateline::Ledger;
use dateline::ledger::query::Listed;
use dateline::ledger::{self, Filter};
use dateline::record::allowed_words;
use serde::Serialize;
use serde_json::Value;

use crate::Outcome;
use crate::data::Data;
pub(crate) use crate::days::date;
use crate::days::{first_day, last_day};
use crate::output::{Format, List, PrintArguments};
use crate::screen;

/// Rows of a table for a person, unless more are asked for.
const PAGE: u32 = 100;

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
    /// First day of publication: 2026-02-13, 2026-02, 2026, today, yesterday, 7d (days ago)
    #[arg(long, value_parser = first_day)]
    since: Option<String>,
    /// Last day of publication, in the same forms
    #[arg(long, value_parser = last_day)]
    until: Option<String>,
    /// Outlet: its name, or words of it; `post*` for the beginning of one
    #[arg(long)]
    outlet: Option<String>,
    /// Place or country: its name, "Tripoli, Lebanon", or a country's ISO 3166 code
    #[arg(long)]
    place: Option<String>,
    /// What must stand in it: words, "a phrase", word*, OR, NOT, brackets
    #[arg(long)]
    about: Option<String>,
    /// Story: its id, or that of one of its dispatches; the first characters are enough
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// Most rows, 0 for all; by default 100 in a table and all in JSON and CSV
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u32>,
    #[command(flatten)]
    pub(crate) print: PrintArguments,
}

/// Which statements, or which events and figures by how they are told.
#[derive(Debug, Args)]
pub(crate) struct ClaimArguments {
    /// Kind of source that it rests on
    #[arg(long, value_name = "KIND", value_parser = closed("source_kind"))]
    source_kind: Option<String>,
    /// Least confidence, 0 to 1; what has none yet is left out
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_confidence: Option<f64>,
    /// One row for each text that several dispatches print, with the number of copies
    #[arg(long)]
    fold: bool,
}

impl ClaimArguments {
    pub(crate) fn filter(self) -> Filter {
        let Self { source_kind, min_confidence, fold } = self;
        Filter { source_kind, min_confidence, fold, ..Filter::default() }
    }
}

impl ListArguments {
    /// Lists the rows that fit: those of the command's own `filter`, narrowed to what is asked of
    /// every list.
    pub(crate) fn run<R: Listed>(
        self,
        filter: Filter,
        shown: &[&'static str],
    ) -> anyhow::Result<Outcome> {
        let ledger = self.ledger.open()?;
        self.run_in::<R>(&ledger, filter, shown)
    }

    /// Lists the rows of a ledger that is open.
    pub(crate) fn run_in<R: Listed>(
        self,
        ledger: &Ledger,
        filter: Filter,
        shown: &[&'static str],
    ) -> anyhow::Result<Outcome> {
        let filter = self.narrowed(ledger, filter)?;
        match self.write::<R>(ledger, &filter, shown) {
            Err(error) => {
                let outcome = unknown(error)?;
                if self.print.format() == Format::Csv {
                    List::empty::<R>(shown)?.print(self.print)?;
                }
                Ok(outcome)
            }
            Ok(outcome) => {
                tell_undated(ledger.n_undated::<R>(&filter)?);
                Ok(outcome)
            }
        }
    }

    fn narrowed(&self, ledger: &Ledger, filter: Filter) -> anyhow::Result<Filter> {
        let story = self.story.as_ref().map(|id| ledger.resolve_story(id)).transpose()?;
        let page = (self.print.format() == Format::Table).then_some(PAGE);
        Ok(Filter {
            since: self.since.clone(),
            until: self.until.clone(),
            outlet: self.outlet.clone(),
            place: self.place.clone(),
            about: self.about.clone(),
            limit: self.limit.or(page).filter(|&limit| limit > 0),
            story,
            ..filter
        })
    }

    fn write<R: Listed>(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        shown: &[&'static str],
    ) -> anyhow::Result<Outcome> {
        if self.print.format() == Format::Json {
            return write_lines::<R>(ledger, filter);
        }
        let is_table = self.print.format() == Format::Table;
        let mut list = List::empty::<R>(shown)?.in_ledger(ledger);
        ledger.each(filter, |row: R| -> anyhow::Result<()> {
            list.push(if is_table { with_words(&row)? } else { serde_json::to_value(&row)? });
            Ok(())
        })?;
        let is_full = filter.limit.is_some_and(|limit| list.rows.len() == limit as usize);
        if is_full && is_table {
            list.n_all = Some(ledger.count::<R>(filter)?);
        }
        list.print(self.print)
    }
}

/// Writes each row as it comes, so that none is held.
fn write_lines<R: Listed>(ledger: &Ledger, filter: &Filter) -> anyhow::Result<Outcome> {
    let (mut out, mut found) = (Data::new(), false);
    ledger.each(filter, |row: R| {
        found = true;
        out.json_line(&row)
    })?;
    Ok(found.into())
}

/// Returns a row for a person: behind a speaker stand the words it was resolved from, where they do
/// not have its name.
fn with_words(row: &impl Serialize) -> anyhow::Result<Value> {
    let mut row = serde_json::to_value(row)?;
    let words = |name: &str| row.get(name).and_then(Value::as_str);
    let told = match (words("speaker"), words("source")) {
        (Some(speaker), Some(source)) if !source.contains(speaker) => {
            format!("{speaker} (“{source}”)")
        }
        (None, Some(source)) => format!("“{source}”"),
        _ => return Ok(row),
    };
    row["speaker"] = told.into();
    Ok(row)
}

/// Tells that nothing bears a name that was asked for: nothing is found, and nothing failed.
pub(crate) fn unknown(error: anyhow::Error) -> anyhow::Result<Outcome> {
    match error.downcast_ref() {
        Some(ledger::Error::Unknown { .. }) => {
            screen::tell(format_args!("{error}"));
            Ok(Outcome::Nothing)
        }
        _ => Err(error),
    }
}

fn tell_undated(n_undated: u64) {
    match n_undated {
        0 => {}
        1 => screen::tell(format_args!("1 dispatch without a date was left out")),
        n => screen::tell(format_args!("{n} dispatches without a date were left out")),
    }
}

/// Takes the words of a closed list of the record, in any case; a wrong one is told with the
/// nearest.
pub(crate) fn closed(list: &str) -> Closed {
    let words = allowed_words(list);
    let is_upper = words.iter().all(|word| word.chars().all(|c| !c.is_lowercase()));
    Closed { words: PossibleValuesParser::new(words), is_upper }
}

/// Words of a closed list, all of one case.
#[derive(Clone)]
pub(crate) struct Closed {
    words: PossibleValuesParser,
    is_upper: bool,
}

impl TypedValueParser for Closed {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let word = value.to_string_lossy();
        let word = if self.is_upper { word.to_uppercase() } else { word.to_lowercase() };
        self.words.parse_ref(command, argument, OsStr::new(&word))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.words.possible_values()
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("`{text}` is no share; write it as 0.8"))
}

/// Takes words that say something.
pub(crate) fn words(text: &str) -> Result<String, String> {
    let words = text.trim();
    if words.is_empty() { Err("it says nothing".to_owned()) } else { Ok(words.to_owned()) }
}
