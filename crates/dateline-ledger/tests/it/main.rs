//! The ledger from outside: what is appended comes back, in every view and format.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

mod append;
mod builder;
mod export;
mod opening;
mod query;
mod reading;
mod schema;
mod view;
