//! CSV files that a spreadsheet opens without running what a dispatch says.

use std::borrow::Cow;
use std::path::Path;

use rusqlite::Row;

use super::table::{Kind, Table, text};
use super::{Written, unwritable, write_file};
use crate::{Ledger, Result};

pub(super) fn write(
    ledger: &Ledger,
    table: &Table,
    formulas: Formulas,
    folder: &Path,
) -> Result<Written> {
    let name = format!("{}.csv", table.name);
    let failed = |error: csv::Error| unwritable(&folder.join(&name), error.into());
    write_file(folder, &name, |file| {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(table.header()).map_err(failed)?;
        let mut statement = ledger.connection().prepare(&table.sql())?;
        let mut rows = statement.query([])?;
        let mut n_rows = 0;
        while let Some(row) = rows.next()? {
            for (at, (_, kind)) in table.columns.iter().enumerate() {
                writer.write_field(cell(row, at, *kind, formulas)?.as_ref()).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
            n_rows += 1;
        }
        writer.flush().map_err(|error| unwritable(&folder.join(&name), error))?;
        Ok(n_rows)
    })
}

fn cell<'r>(
    row: &'r Row<'_>,
    at: usize,
    kind: Kind,
    formulas: Formulas,
) -> rusqlite::Result<Cow<'r, str>> {
    Ok(match kind {
        Kind::Text => formulas.cell(text(row, at)?.unwrap_or("")),
        Kind::Integer => row.get::<_, Option<i64>>(at)?.map_or("".into(), |n| n.to_string().into()),
        Kind::Real => row.get::<_, Option<f64>>(at)?.map_or("".into(), |n| n.to_string().into()),
    })
}

/// What a CSV file does with words that a spreadsheet would take for a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formulas {
    /// An apostrophe stands before them, so that they are shown and not run.
    Disarmed,
    /// They are as they are in the ledger.
    Raw,
}

impl Formulas {
    /// Returns words as a cell holds them.
    ///
    /// # Notes
    /// For words alone: a number that is held as a number is none that anybody wrote.
    ///
    /// # Source
    /// OWASP, *CSV Injection*: cells that begin with `=`, `+`, `-`, `@` or their full-width forms,
    /// tab, carriage return or line feed. Programs drop white space and signs without width at the
    /// start of a cell, so what stands behind them counts.
    pub fn cell(self, words: &str) -> Cow<'_, str> {
        if self == Formulas::Disarmed && is_formula(words) {
            Cow::Owned(format!("'{words}"))
        } else {
            Cow::Borrowed(words)
        }
    }
}

fn is_formula(words: &str) -> bool {
    let is_passed_over = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let begins = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    words.starts_with(['\t', '\r', '\n'])
        || words.trim_start_matches(is_passed_over).starts_with(begins)
}

#[cfg(test)]
mod tests {
    use super::Formulas;

    #[test]
    fn formulas_are_disarmed() {
        let check = |words: &str, expected: &str| {
            assert_eq!(Formulas::Disarmed.cell(words), expected);
            assert_eq!(Formulas::Raw.cell(words), words);
        };
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("-7 degrees", "'-7 degrees");
        check(" \u{feff}=1+1", "' \u{feff}=1+1");
        check("\n@SUM(A1)", "'\n@SUM(A1)");
        check("\u{ff1d}1+1", "'\u{ff1d}1+1");
        check("12 people", "12 people");
        check("a = b", "a = b");
    }
}
