//! Numbers as a reader would write them: `28000`, not `28000.0`.

use serde::{Serialize, Serializer};

/// Largest magnitude below which every whole number has a value of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a whole number without a decimal point.
#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
pub(super) fn serialize<S: Serializer>(
    value: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) if value.fract() == 0.0 && value.abs() < EXACT => {
            serializer.serialize_i64(*value as i64)
        }
        other => other.serialize(serializer),
    }
}
