//! Measurements: how fast the whole chain reads, and how fast a ledger of a given size answers.
//!
//! Values depend on the machine. They are for comparing two versions on one machine, and for the
//! bounds that the project sets itself.

mod chain;
mod memory;
mod queries;
mod synthesis;

pub use chain::{ChainSpeed, measure_chain};
pub use memory::peak_memory_bytes;
pub use queries::{LedgerSpeed, QueryTime, measure_queries};
pub use synthesis::{Synthesised, fill};

use crate::ScoreRow;

/// Makes a row of the page of scores; `measure` ends in its unit.
fn row(data: &str, engine: &str, measure: String, (value, n): (f64, usize)) -> ScoreRow {
    ScoreRow {
        task: "speed".to_owned(),
        data: data.to_owned(),
        split: "all".to_owned(),
        engine: engine.to_owned(),
        measure,
        value: (value * 10.0).round() / 10.0,
        precision: None,
        recall: None,
        n,
    }
}

const BYTES_PER_MB: f64 = 1e6;
