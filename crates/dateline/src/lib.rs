//! Reads news dispatches and keeps a ledger of who said what happened.
//!
//! This is the one public API. A [`Reader`] turns what [`intake`] found into [`Record`]s;
//! [`ingest`] appends them to a [`Ledger`]; [`verify_record`] proves that a record's words are the words
//! of the original bytes. [`guide`] shows them at work.
//!
//! ```
//! use dateline::Reader;
//!
//! let reader = Reader::default();
//! let record = reader.read_text("Three people were killed in Naples on Friday, the mayor said.");
//! let body = record.body.expect("English text is readable");
//! assert_eq!(body.statements[0].cue.as_ref().expect("a verb of saying").text, "said");
//! ```

mod error;
pub mod guide;
mod ingest;
mod options;
mod pipeline;
pub mod pulse;
mod reader;
pub mod replay;
mod reread;
mod verify;

pub use dateline_claim as claim;
pub use dateline_intake as intake;
pub use dateline_ledger as ledger;
pub use dateline_ledger::Ledger;
pub use dateline_ledger::record::{self, Record};
pub use dateline_mention as mention;
pub use dateline_syntax as syntax;
pub use dateline_text as text;

pub use error::{Error, ErrorKind};
pub use ingest::{Ingested, State, ingest};
pub use options::Asked;
pub use reader::{Reader, Reading};
pub use reread::{Reread, reread};
pub use verify::{
    Anchor, Anchors, Verification, WrongAnchor, anchors_of, repair_ledger, verify_ledger,
    verify_record,
};
