//! Questions in SQL, for reading alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::Value;

use crate::{Error, Ledger, Result};

/// Steps of the database's machine between two looks at the limit.
const STEPS_BETWEEN: i32 = 10_000;

/// What a query may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of the database's own machine; a hundred million take some seconds.
    pub steps: u64,
    /// Rows in the answer; the rest is left out.
    pub rows: usize,
    /// Bytes of memory that the answer takes; the rows that go beyond are left out.
    pub answer_bytes: usize,
    /// Bytes of any one value, also of one in between, and of any row that is read.
    pub value_bytes: u32,
    /// Bytes of memory that the database takes for sorting and for what it keeps in between; none
    /// of it is put on disk.
    pub memory_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 2_000_000_000,
            rows: 100_000,
            answer_bytes: 64 << 20,
            value_bytes: 32 << 20,
            memory_bytes: 256 << 20,
        }
    }
}

/// An answer to a query in SQL.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Names of the columns; where several have one name: `name`, `name_2`.
    pub columns: Vec<String>,
    /// Rows, each with one value a column: null, number or text; bytes are shown in hexadecimal.
    pub rows: Vec<Vec<Value>>,
    /// Whether rows were left out.
    pub is_cut: bool,
}

impl Ledger {
    /// Answers one query in SQL that reads and does nothing else.
    ///
    /// # Notes
    /// The bound on the database's memory holds for the whole process from then on, and can only be
    /// lowered: so `SQLite` does it.
    ///
    /// # Errors
    /// The query would write, attach a file or change a setting; it is no SQL; it takes too long or
    /// too much room.
    pub fn query(&mut self, sql: &str, limits: Limits) -> Result<Table> {
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let is_over = move || {
            let before = counted.fetch_add(STEPS_BETWEEN.unsigned_abs().into(), Ordering::Relaxed);
            before >= limits.steps
        };
        let connection = self.connection_mut();
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.pragma_update(None, "hard_heap_limit", limits.memory_bytes)?;
        let value_bytes = i32::try_from(limits.value_bytes).unwrap_or(i32::MAX);
        let before = connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, value_bytes)?;
        connection.authorizer(Some(only_reading))?;
        connection.progress_handler(STEPS_BETWEEN, Some(is_over))?;
        let answer = answer(connection, sql, limits);
        connection.progress_handler(0, None::<fn() -> bool>)?;
        connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, before)?;
        answer.map_err(|error| explained(error, steps.load(Ordering::Relaxed), limits))
    }
}

fn answer(connection: &rusqlite::Connection, sql: &str, limits: Limits) -> Result<Table> {
    let mut statement = connection.prepare(sql)?;
    if !statement.readonly() {
        return Err(Error::NotAllowed("it changes the ledger".to_owned()));
    }
    let names: Vec<&str> = statement.column_names().collect();
    let mut table = Table { columns: distinct(&names), ..Table::default() };
    let (mut rows, mut n_bytes) = (statement.query([])?, 0);
    while let Some(row) = rows.next()? {
        for at in 0..table.columns.len() {
            n_bytes += size_bytes(row.get_ref(at)?);
        }
        let is_full = n_bytes > limits.answer_bytes;
        if is_full && table.rows.is_empty() {
            let what = "the first row of the answer";
            return Err(Error::TooLarge { what, most_bytes: limits.answer_bytes });
        }
        if is_full || table.rows.len() == limits.rows {
            table.is_cut = true;
            break;
        }
        let values = (0..table.columns.len()).map(|at| row.get_ref(at).map(shown));
        table.rows.push(values.collect::<Result<_, _>>()?);
    }
    Ok(table)
}

/// Numbers the columns whose name stands before them already, past every name that is given.
fn distinct(names: &[&str]) -> Vec<String> {
    let given: BTreeSet<&str> = names.iter().copied().collect();
    let mut n_met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tell_apart = |name| {
        let n = n_met.entry(name).or_default();
        *n += 1;
        if *n == 1 {
            return name.to_owned();
        }
        while given.contains(format!("{name}_{n}").as_str()) {
            *n += 1;
        }
        format!("{name}_{n}")
    };
    names.iter().map(|&name| tell_apart(name)).collect()
}

fn only_reading(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } if function_name != "load_extension" => {
            Authorization::Allow
        }
        // What FTS5 asks for itself, and questions about the form of the tables.
        AuthAction::Pragma { pragma_name, .. }
            if ["data_version", "table_info", "table_xinfo"].contains(&pragma_name) =>
        {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

/// Returns the bytes that a value takes as it is shown.
fn size_bytes(value: ValueRef<'_>) -> usize {
    let words = match value {
        ValueRef::Text(text) => text.len(),
        ValueRef::Blob(bytes) => 2 * bytes.len(),
        _ => 0,
    };
    size_of::<Value>() + words
}

fn shown(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => hexadecimal(bytes).into(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn explained(error: Error, steps: u64, limits: Limits) -> Error {
    use rusqlite::ErrorCode::{
        AuthorizationForStatementDenied, OperationInterrupted, OutOfMemory, TooBig,
    };
    let Error::Database(cause) = &error else { return error };
    match cause.sqlite_error_code() {
        Some(OperationInterrupted) => Error::TooLong(steps),
        Some(OutOfMemory) => {
            let what = "what the database keeps in memory";
            Error::TooLarge { what, most_bytes: limits.memory_bytes as usize }
        }
        Some(TooBig) => {
            Error::TooLarge { what: "a value", most_bytes: limits.value_bytes as usize }
        }
        Some(AuthorizationForStatementDenied) => {
            Error::NotAllowed("it does more than read".to_owned())
        }
        _ => error,
    }
}
