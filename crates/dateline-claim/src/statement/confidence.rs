//! How often each rule is right.

use dateline_text::Evidence;

use super::engine;

/// Rule ids with their precision.
///
/// # Source
/// Share of the rule's statements, outside other statements, that a `PolNeAR` attribution of the
/// tuning set (see `docs/tuning.md`) matches: content overlap of at least one half, and cues that
/// overlap; for rules, of those that the engine did not find, both engines together. A rule met fewer
/// than ten times there is left out.
const MEASURED: &[(&str, f64)] = &[
    (engine::RULE, 0.78),
    ("according_to", 0.86),
    ("noun_cue", 0.25),
    ("verb_after_clause", 0.40),
    ("verb_after_quotation", 0.82),
    ("verb_before_clause", 0.27),
    ("verb_before_hearer", 0.36),
    ("verb_before_infinitive", 0.18),
    ("verb_before_noun", 0.24),
    ("verb_before_object", 0.54),
    ("verb_before_preposition", 0.24),
    ("verb_before_quotation", 0.50),
    ("verb_of_seeming", 0.67),
    ("verb_passive", 0.53),
];

/// How often a rule must be right to stand alone: set on the tuning parts of `PolNeAR` and of the newsrooms,
/// where a rule is right more often.
const SURE: f64 = 0.26;

/// Tells whether what a rule found may stand where the engine found nothing: not where the rule is
/// known to be right so seldom.
pub(super) fn stands_alone(rule: &str) -> bool {
    share(rule).is_none_or(|share| share >= SURE)
}

/// Returns how often a rule is right, where that was measured.
fn share(rule: &str) -> Option<f64> {
    MEASURED.iter().find(|(id, _)| *id == rule).map(|one| one.1)
}

/// Returns the evidence of a rule.
pub(super) fn evidence_of(rule: &'static str) -> Evidence {
    share(rule).map_or(Evidence::unmeasured(rule), |share| Evidence::measured(rule, share))
}
