//! The words that every stage of Dateline shares.
//!
//! An [`Item`] is the innermost member of what came in: a file, one JSON line, one feed entry, one
//! WARC payload. Decoding makes a [`Dispatch`] of it: the text, its [`Block`]s, and an
//! [`OriginMap`] that leads every character back to the item's bytes. What a stage met on its way
//! is a [`Note`], never a failure.
//!
//! Inside the program a [`Span`] counts bytes of `Dispatch::text`; outside (JSON, ledger) offsets
//! count Unicode code points. [`CodePoints`] converts.

mod dispatch;
mod evidence;
mod item;
mod month;
mod note;
mod origin;
mod quotation;
mod span;
mod span_index;

pub use dispatch::{Block, BlockKind, Dateline, Dispatch, Published};
pub use evidence::{Confidence, Evidence};
pub use item::{Item, ItemId, Media, Sighting};
pub use month::month_named;
pub use note::{Note, NoteKind, Stage};
pub use origin::{OriginMap, Run};
pub use quotation::{Quotation, inner_quotations, quotations};
pub use span::{CodePoints, Span};
pub use span_index::SpanIndex;
