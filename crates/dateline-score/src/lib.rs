//! Gold-set formats and metrics behind `dateline score`, and the measurements of `dateline bench`.
//!
//! Each task has a room: it reads the gold in the corpus's own format, reads the same text with
//! Dateline, and compares. [`run`] gives one [`TaskScore`] for each data set met; [`Scores`] keeps
//! them all, and [`render`] writes the page that people read. Which texts may be looked at is told
//! by [`Split`].

pub mod bench;
pub mod metric;

mod error;
mod events;
mod gold;
mod names;
mod places;
mod render;
mod scores;
mod split;
mod statements;
mod syntax;
mod task;
mod text;
mod times;

pub use error::Error;
pub use render::{render, shown};
pub use scores::{ScoreRow, Scores};
pub use split::{Split, hash_modulo};
pub use task::{Mistake, Options, Row, Task, TaskScore, run};
