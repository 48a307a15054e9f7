//! Questions that a ledger answers, as rows that carry their sentence, outlet, address and date.

mod claim;
mod correction;
mod filter;
mod id;
mod item;
mod search;
mod sql;
mod story;

pub use claim::{DispatchRow, EventRow, FigureRow, StatementRow};
pub use correction::CorrectionRow;
pub use filter::Filter;
pub use id::Id;
pub use item::Which;
pub use search::Hit;
pub use sql::{Limits, Table};
pub use story::{ComparisonRow, OriginRow, SeriesRow, StoryDetail, StoryRow};
