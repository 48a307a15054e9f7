//! How often each rule is right.

use dateline_text::Evidence;

/// Rules with the share of their events whose PLOVER type was right.
///
/// # Source
/// The tuning rows of PLV (sentences with a marked actor and recipient), event by event chosen for a
/// pair. The rows speak of politics; on other news the share is lower.
const PRECISION: &[(&str, f64)] = &[("light_verb", 0.61), ("nominal", 0.53), ("verbal", 0.82)];

/// Returns the evidence of a rule.
pub(super) fn evidence(rule: &'static str) -> Evidence {
    match PRECISION.iter().find(|(name, _)| *name == rule) {
        Some((_, precision)) => Evidence::measured(rule, *precision),
        None => Evidence::unmeasured(rule),
    }
}
