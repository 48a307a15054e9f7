//! Tables, JSON lines and CSV: the three ways a list is printed.

use std::borrow::Cow;
use std::io::Write;

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets};
use dateline::ledger::export::Formulas;
use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::Outcome;
use crate::data::Data;
use crate::screen;

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for a person
    Table,
    /// One JSON object a line
    Json,
    /// Comma-separated values, one row a record
    Csv,
}

impl Format {
    /// Returns what was chosen; by default what a person reads on a terminal, JSON in a pipe.
    pub(crate) fn or_default(chosen: Option<Self>) -> Self {
        chosen.unwrap_or(if screen::is_terminal() { Self::Table } else { Self::Json })
    }
}

/// How a list is printed, as the command line says it.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct PrintArguments {
    /// How to print; by default a table on a terminal, JSON lines in a pipe
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    formulas: FormulaArguments,
}

impl PrintArguments {
    pub(crate) fn format(self) -> Format {
        Format::or_default(self.format)
    }
}

/// What becomes of words that a spreadsheet would take for a formula.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct FormulaArguments {
    /// CSV: no apostrophe before words that a spreadsheet would run as a formula
    #[arg(long)]
    raw: bool,
}

impl From<FormulaArguments> for Formulas {
    fn from(arguments: FormulaArguments) -> Self {
        if arguments.raw { Formulas::Raw } else { Formulas::Disarmed }
    }
}

/// Named columns and rows of values.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// Columns that a table for a person shows; all where empty.
    pub(crate) shown: Vec<&'static str>,
    /// How many rows there are in all, where the list may hold fewer.
    pub(crate) n_all: Option<u64>,
}

impl List {
    /// Makes a list of records: one column for each field.
    pub(crate) fn of<R: Serialize>(rows: &[R], shown: &[&'static str]) -> anyhow::Result<Self> {
        let mut list = Self { shown: shown.to_vec(), ..Self::default() };
        for row in rows {
            let Value::Object(fields) = serde_json::to_value(row)? else { continue };
            if list.columns.is_empty() {
                list.columns = fields.keys().cloned().collect();
            }
            list.rows.push(fields.into_iter().map(|(_, value)| value).collect());
        }
        Ok(list)
    }

    /// Prints the list.
    pub(crate) fn print(&self, print: PrintArguments) -> anyhow::Result<Outcome> {
        match print.format() {
            Format::Table if self.rows.is_empty() => writeln!(screen::out(), "nothing found")?,
            Format::Table => self.write_table()?,
            Format::Json => self.write_json(&mut Data::new())?,
            Format::Csv => self.write_csv(&mut Data::new(), print.formulas.into())?,
        }
        Ok((!self.rows.is_empty()).into())
    }

    fn write_table(&self) -> anyhow::Result<()> {
        let mut out = screen::out();
        writeln!(out, "{}", self.table())?;
        let n_shown = self.rows.len() as u64;
        if let Some(n_all) = self.n_all.filter(|&n_all| n_all > n_shown) {
            writeln!(out, "{n_shown} of {n_all}; --limit 0 shows all")?;
        }
        Ok(())
    }

    /// Lays the shown columns out for a person.
    pub(crate) fn table(&self) -> Table {
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|&at| self.shown.is_empty() || self.shown.contains(&self.columns[at].as_str()))
            .collect();
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if table.width().is_none_or(|width| width == 0) {
            table.set_width(120);
        }
        table.set_header(shown.iter().map(|&at| screen::line(&self.columns[at])));
        for row in &self.rows {
            table.add_row(shown.iter().map(|&at| screen::line(&plain(&row[at]))));
        }
        table
    }

    fn write_json(&self, out: &mut Data) -> anyhow::Result<()> {
        for row in &self.rows {
            let object: Map<String, Value> =
                self.columns.iter().cloned().zip(row.iter().cloned()).collect();
            out.json_line(&object)?;
        }
        Ok(())
    }

    pub(crate) fn write_csv(&self, out: &mut Data, formulas: Formulas) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        for name in &self.columns {
            writer.write_field(formulas.cell(name).as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
        for row in &self.rows {
            for value in row {
                let words = plain(value);
                let cell = if value.is_number() { words } else { formulas.cell(&words) };
                writer.write_field(cell.as_ref())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        Ok(writer.flush()?)
    }
}

/// Returns a value in plain words: strings bare, null empty.
fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(words) => Cow::Borrowed(words),
        Value::Number(number) => Cow::Owned(digits(number)),
        other => Cow::Owned(other.to_string()),
    }
}

/// Returns a number as a person writes it: whole numbers without a fraction.
pub(crate) fn digits(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => number.to_string(),
    }
}
