//! Metrics on plain spans; they know nothing of any corpus.

mod places;
mod points;
mod shingles;
mod spans;
mod tally;

pub use places::{GIVEN_UP_KM, distance_km, median};
pub use points::{PointSet, iou};
pub use shingles::shingle_tally;
pub use spans::{count_equal, match_by_iou, match_overlapping};
pub use tally::{Tally, macro_f1, share};
