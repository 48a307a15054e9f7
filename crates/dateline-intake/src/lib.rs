//! From bytes to dispatches.
//!
//! [`open`] walks files, folders and standard input and yields what it [`Found`]: items with their
//! sightings, or notes on what could not be read. [`decode`] makes a dispatch of an item, with an
//! origin map for every character. [`strict`] decodes byte ranges again on a path of its own, for
//! `dateline verify`.
//!
//! ```text
//! paths ─open→ Found{sighting, item, notes} ─decode→ Decoded{dispatch, notes}
//!                             └────────strict::Witness ←─ byte ranges
//! ```

mod charset;
mod config;
mod decode;
mod find;
mod named;
mod outlet;
pub mod replay;
mod short;
pub mod strict;
mod told;

use dateline_text::{Dispatch, Item, Note, Sighting};

pub use config::{Config, FieldMap, Given, Limits};
pub use decode::decode;
pub use find::{Finder, files, open, open_reader};
pub use told::{Told, told};

/// One thing met in the input.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it was met.
    pub sighting: Sighting,
    /// The item; `None` where there are no bytes to keep (missing file, refused member).
    pub item: Option<Item>,
    /// What was met on the way to the item.
    pub notes: Vec<Note>,
}

/// What decoding an item gives.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The dispatch; `None` where the item cannot be read, and then a note says why.
    pub dispatch: Option<Dispatch>,
    /// What was met.
    pub notes: Vec<Note>,
}
