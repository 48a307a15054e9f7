//! The forms that a ledger file has had, and the way from each to the next.

use rusqlite::{Connection, TransactionBehavior};

use super::projection::appear_again;
use super::seal::seal_all;
use crate::{Error, Result};

/// Marks an `SQLite` file as a ledger: `DTLN` in ASCII.
const APPLICATION_ID: i64 = 0x4454_4c4e;

/// What leads to a form from the one before: a script, then what SQL alone cannot do.
struct Step {
    script: &'static str,
    then: fn(&Connection) -> Result<()>,
}

/// The way to each form; the form is the step's position, counted from 1. A step that has been
/// released is never changed.
const STEPS: &[Step] = &[
    Step { script: include_str!("schema/1.sql"), then: |_| Ok(()) },
    Step { script: include_str!("schema/2.sql"), then: to_form_2 },
    Step { script: include_str!("schema/3.sql"), then: |_| Ok(()) },
];

/// Number of the newest form, kept in `PRAGMA user_version`.
pub(super) const NEWEST: i64 = STEPS.len().cast_signed() as i64;

/// Puts appearances in the order of their sightings, and seals what was appended before there were
/// seals.
fn to_form_2(connection: &Connection) -> Result<()> {
    appear_again(connection)?;
    seal_all(connection)
}

/// Brings a ledger, or a new file, to the newest form.
pub(super) fn migrate(connection: &mut Connection, path: &str) -> Result<()> {
    if form(connection, path)? == NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = form(&transaction, path)?; // another process may have been faster
    for step in STEPS.iter().skip(found.unsigned_abs() as usize) {
        transaction.execute_batch(step.script)?;
        (step.then)(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    Ok(transaction.commit()?)
}

/// Returns the form of the file, after making sure that it is a ledger that this program knows.
pub(super) fn form(connection: &Connection, path: &str) -> Result<i64> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let not_a_ledger = || Error::NotALedger { path: path.to_owned() };
    let found = match pragma("user_version") {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(not_a_ledger());
        }
        other => other?,
    };
    let n_tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let is_new = n_tables == 0 && found == 0;
    if !is_new && pragma("application_id")? != APPLICATION_ID {
        return Err(not_a_ledger());
    }
    if found > NEWEST {
        return Err(Error::TooNew { found, known: NEWEST });
    }
    Ok(found)
}
