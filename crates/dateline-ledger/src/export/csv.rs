//! CSV files that a spreadsheet opens without running what a dispatch says.

use std::borrow::Cow;
use std::path::Path;

use rusqlite::Row;

use super::table::{Kind, Table, text};
use super::{Written, unwritable, write_file};
use crate::{Ledger, Result};

pub(super) fn write(ledger: &Ledger, table: &Table, folder: &Path) -> Result<Written> {
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
                writer.write_field(cell(row, at, *kind)?.as_ref()).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
            n_rows += 1;
        }
        writer.flush().map_err(|error| unwritable(&folder.join(&name), error))?;
        Ok(n_rows)
    })
}

fn cell<'r>(row: &'r Row<'_>, at: usize, kind: Kind) -> rusqlite::Result<Cow<'r, str>> {
    Ok(match kind {
        Kind::Text => safe(text(row, at)?.unwrap_or("")),
        Kind::Integer => row.get::<_, Option<i64>>(at)?.map_or("".into(), |n| n.to_string().into()),
        Kind::Real => row.get::<_, Option<f64>>(at)?.map_or("".into(), |n| n.to_string().into()),
    })
}

/// Puts an apostrophe before words that a spreadsheet would take for a formula.
///
/// # Source
/// OWASP, *CSV Injection*: cells that begin with `=`, `+`, `-`, `@`, tab or carriage return.
pub(super) fn safe(words: &str) -> Cow<'_, str> {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(safe("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(safe("-7 degrees"), "'-7 degrees");
        assert_eq!(safe("12 people"), "12 people");
    }
}
