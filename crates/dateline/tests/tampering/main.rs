//! Whatever is changed in a ledger is noticed, and told as what it is.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

mod fixture;
mod flips;
mod forging;
mod kinds;
