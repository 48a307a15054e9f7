//! Questions that a ledger answers, as rows that carry their sentence, outlet, address and date.

#[macro_use]
mod rows;

mod claim;
mod correction;
mod filter;
mod fold;
mod id;
mod item;
mod list;
mod name;
mod question;
mod search;
mod sql;
mod stories;
mod story;
mod tally;
mod words;

pub use correction::CorrectionRow;
pub use filter::Filter;
pub use id::Id;
pub use item::Which;
pub use list::Listed;
pub use rows::{DispatchRow, EventRow, FigureRow, StatementRow};
pub use search::Hit;
pub use sql::{Limits, Table};
pub use story::{ComparisonRow, OriginRow, SeriesRow, StoryDetail, StoryRow};
pub use tally::{OutletRow, PlaceRow, SpeakerRow};
