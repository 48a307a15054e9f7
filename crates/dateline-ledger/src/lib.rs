//! The store, and the record it keeps of each dispatch.
//!
//! [`record::Record`] is output version 1: what `dateline read` prints and the ledger holds. A
//! [`Ledger`] is one `SQLite` file: readings are appended to it and never overwritten; views across
//! outlets are made from them; [`query`] asks, [`export`] copies out, [`proof`] tells whether all of it
//! is as it was appended.

mod error;
pub mod export;
pub mod proof;
pub mod query;
pub mod record;
mod store;
mod view;

pub use error::{Error, Result};
pub use query::Filter;
pub use record::Record;
pub use store::{Appended, Content, Correction, Counts, Holding, Ledger, Sighted, tell_waiting};
pub use view::Views;
