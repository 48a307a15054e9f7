//! Proof that a ledger holds what was appended to it, and that what is shown was made of that.
//!
//! From the ground up: the file by the database's own checks; appended rows by their seals; records
//! by the caller, who can read items; the tables, indexes and views by making them a second time,
//! with the code that made them, and comparing row by row. Damage costs the proof of what it
//! touches and no more.

mod compare;
mod difference;
mod file;
mod repair;
mod seals;
mod search;
mod tables;
mod views;

use rusqlite::{Transaction, TransactionBehavior};

pub use difference::{Difference, Part, Proof};
pub use repair::Repair;
pub use tables::Kept;

use crate::{Ledger, Result};

/// Fewest digits of a seal that tell it from others.
const LEAST_DIGITS: usize = 8;

impl Ledger {
    /// Proves what the ledger holds; `prove_records` proves the records themselves, some hundred
    /// at a time.
    ///
    /// # Notes
    /// All is proved as it stood at one moment; others may write meanwhile. Time grows with what the
    /// ledger holds; memory with a batch, and with 8 bytes for each row that is sealed. The full-text
    /// indexes and the views are made a second time in temporary files of their size.
    ///
    /// # Errors
    /// The ledger has an older form without seals, or cannot be read at all. What differs is no
    /// error.
    pub fn prove(&self, mut prove_records: impl FnMut(&[Kept], &mut Proof)) -> Result<Proof> {
        let connection = self.connection();
        self.require_newest_form()?;
        connection.pragma_update(None, "foreign_keys", false)?; // those of shadows lead nowhere
        let mut proof = Proof::default();
        let snapshot = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
        file::prove(&snapshot, &mut proof);
        let doubts = seals::prove(&snapshot, &mut proof);
        tables::prove(&snapshot, &doubts, &mut proof, &mut prove_records);
        search::prove(&snapshot, &mut proof);
        views::prove(&snapshot, &mut proof);
        drop(snapshot);
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(proof)
    }

    /// Tells whether the head of a seal, as an earlier proof told it, is that of a seal of this
    /// ledger: then nothing that was sealed up to it was cut off.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn holds_seal(&self, head: &str) -> Result<bool> {
        let is_hexadecimal =
            head.len() >= LEAST_DIGITS && head.bytes().all(|b| b.is_ascii_hexdigit());
        let find = "SELECT 1 FROM seals WHERE lower(hex(chain)) GLOB ?1 LIMIT 1";
        let mut find = self.connection().prepare(find)?;
        Ok(is_hexadecimal && find.exists([head.to_ascii_lowercase() + "*"])?)
    }
}
