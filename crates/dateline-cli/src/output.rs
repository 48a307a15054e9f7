//! Tables, JSON lines and CSV: the three ways a list is printed.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Outcome;

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

/// Named columns and rows of values.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// Columns that a table for a person shows; all where empty.
    pub(crate) shown: Vec<&'static str>,
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

    /// Prints the list: a table on a terminal, JSON lines in a pipe, unless `format` says.
    pub(crate) fn print(&self, format: Option<Format>) -> anyhow::Result<Outcome> {
        let to_terminal = std::io::stdout().is_terminal();
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        match format.unwrap_or(if to_terminal { Format::Table } else { Format::Json }) {
            Format::Table if self.rows.is_empty() => writeln!(out, "nothing found")?,
            Format::Table => writeln!(out, "{}", self.table())?,
            Format::Json => self.write_json(&mut out)?,
            Format::Csv => self.write_csv(&mut out)?,
        }
        Ok((!self.rows.is_empty()).into())
    }

    /// Lays the shown columns out for a person.
    pub(crate) fn table(&self) -> Table {
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|&at| self.shown.is_empty() || self.shown.contains(&self.columns[at].as_str()))
            .collect();
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if table.width().is_none() {
            table.set_width(120);
        }
        table.set_header(shown.iter().map(|&at| self.columns[at].as_str()));
        for row in &self.rows {
            table.add_row(shown.iter().map(|&at| cell(&row[at])));
        }
        table
    }

    fn write_json(&self, out: &mut impl Write) -> anyhow::Result<()> {
        for row in &self.rows {
            let object: Map<String, Value> =
                self.columns.iter().cloned().zip(row.iter().cloned()).collect();
            serde_json::to_writer(&mut *out, &object)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn write_csv(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(cell))?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// Returns a value as a cell: strings bare, null empty, whole numbers without a fraction.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => match number.as_f64() {
            Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}
