//! Tables, JSON lines and CSV: the three ways a list is printed.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;

use clap::{Args, ValueEnum};
use dateline::Ledger;
use dateline::ledger::export::Formulas;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Outcome;
use crate::column::{Column, Kind, digits, grouped, head_of_id};
use crate::data::Data;
use crate::screen;
use crate::table::Table;

/// Digits of an id that are shown at least.
const LEAST_DIGITS: usize = 8;

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for a person
    #[value(alias = "text")]
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
    #[arg(short, long, value_enum)]
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
#[derive(Default)]
pub(crate) struct List<'l> {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// Columns that a table for a person shows, in this order; all where empty.
    pub(crate) shown: Vec<&'static str>,
    /// How many rows there would be without a limit, where that is known.
    pub(crate) n_all: Option<u64>,
    /// Where the rows come from; a table shows as much of an id as it takes to tell it from others.
    ledger: Option<&'l Ledger>,
}

impl<'l> List<'l> {
    /// Makes a list of records: one column for each field, also where there is no record.
    pub(crate) fn of<R: Serialize + Default>(
        rows: &[R],
        shown: &[&'static str],
    ) -> anyhow::Result<Self> {
        let mut list = Self::empty::<R>(shown)?;
        for row in rows {
            list.push(serde_json::to_value(row)?);
        }
        Ok(list)
    }

    /// Makes a list of no records yet.
    pub(crate) fn empty<R: Serialize + Default>(shown: &[&'static str]) -> anyhow::Result<Self> {
        let columns = match serde_json::to_value(R::default())? {
            Value::Object(fields) => fields.into_iter().map(|(name, _)| name).collect(),
            _ => Vec::new(),
        };
        Ok(Self { columns, shown: shown.to_vec(), ..Self::default() })
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, row: Value) {
        if let Value::Object(mut fields) = row {
            let value = |name: &String| fields.remove(name).unwrap_or_default();
            self.rows.push(self.columns.iter().map(value).collect());
        }
    }

    /// Makes a list of columns and rows that are no records.
    pub(crate) fn of_values(columns: Vec<String>, rows: Vec<Vec<Value>>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// Sets which columns a table shows, in which order.
    pub(crate) fn showing(self, shown: &[&'static str]) -> Self {
        Self { shown: shown.to_vec(), ..self }
    }

    /// Names the ledger that the rows come from.
    pub(crate) fn in_ledger(self, ledger: &'l Ledger) -> Self {
        Self { ledger: Some(ledger), ..self }
    }

    /// Prints the list.
    pub(crate) fn print(&self, print: PrintArguments) -> anyhow::Result<Outcome> {
        match print.format() {
            Format::Table if self.rows.is_empty() => writeln!(screen::out(), "nothing found")?,
            Format::Table => {
                writeln!(screen::out(), "{}", self.table()?)?;
                self.tell_rest()?;
            }
            Format::Json => self.write_json(&mut Data::new())?,
            Format::Csv => self.write_csv(&mut Data::new(), print.formulas.into())?,
        }
        Ok((!self.rows.is_empty()).into())
    }

    /// Tells that there are more rows than the limit lets through.
    fn tell_rest(&self) -> anyhow::Result<()> {
        let n_rows = self.rows.len() as u64;
        match self.n_all {
            Some(n_all) if n_all > n_rows => {
                let [n_rows, n_all] = [n_rows, n_all].map(|n| grouped(&n.into()));
                Ok(writeln!(screen::out(), "{n_rows} of {n_all}; --limit 0 shows all")?)
            }
            _ => Ok(()),
        }
    }

    /// Lays the shown columns out for a person.
    pub(crate) fn table(&self) -> anyhow::Result<Table> {
        let place = |name: &&str| self.columns.iter().position(|column| column == name);
        let keeps_all = self.shown.is_empty();
        let shown: Vec<usize> = if keeps_all {
            (0..self.columns.len()).collect()
        } else {
            self.shown.iter().filter_map(place).collect()
        };
        let column = |&at: &usize| {
            let column = Column::of(&self.columns[at], self.rows.iter().map(move |row| &row[at]));
            if keeps_all { column.headed(&self.columns[at]) } else { column }
        };
        let columns: Vec<Column> = shown.iter().map(column).collect();
        let n_digits = self.n_digits(&columns, &shown)?;
        let cells = |row: &Vec<Value>| {
            let cells = shown.iter().zip(&columns);
            cells.map(|(&at, column)| column.cell(&row[at], n_digits)).collect()
        };
        let rows = self.rows.iter().map(cells).collect();
        Ok(Table { columns, rows, width: screen::width(), keeps_all })
    }

    /// Returns how many digits tell the ids from each other, and from all in the ledger.
    fn n_digits(&self, columns: &[Column], shown: &[usize]) -> anyhow::Result<usize> {
        let ids = shown.iter().zip(columns).filter(|(_, column)| column.kind == Kind::Id);
        let ids = ids.flat_map(|(&at, _)| self.rows.iter().filter_map(move |row| row[at].as_str()));
        let heads: BTreeSet<&str> = ids.filter_map(head_of_id).collect();
        let in_list = heads.iter().zip(heads.iter().skip(1)).map(|(one, next)| {
            one.bytes().zip(next.bytes()).take_while(|(a, b)| a == b).count() + 1
        });
        let in_list = in_list.fold(LEAST_DIGITS, usize::max);
        match self.ledger {
            Some(ledger) => Ok(ledger.telling_digits(heads)?.max(in_list)),
            None => Ok(in_list),
        }
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

/// Returns as much of an id as it takes to tell it from all others of the ledger.
pub(crate) fn short_id<'i>(ledger: &Ledger, id: &'i str) -> anyhow::Result<&'i str> {
    let n_digits = ledger.telling_digits([id])?.max(LEAST_DIGITS);
    Ok(&id[..n_digits.min(id.len())])
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
