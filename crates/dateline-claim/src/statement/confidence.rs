//! How often each rule is right.

use dateline_text::Evidence;

/// Rule ids with their precision.
///
/// # Source
/// Share of the rule's statements, outside other statements, that a `PolNeAR` attribution of the
/// tuning set (see `docs/tuning.md`) matches: content overlap of at least one half, and cues that
/// overlap. Printed by the example `polnear`. A rule met fewer than ten times there is left out.
const MEASURED: &[(&str, f64)] = &[
    ("according_to", 0.83),
    ("adjective_cue", 0.50),
    ("noun_cue", 0.37),
    ("verb_after_clause", 0.71),
    ("verb_after_quotation", 0.95),
    ("verb_before_clause", 0.75),
    ("verb_before_hearer", 0.62),
    ("verb_before_infinitive", 0.58),
    ("verb_before_noun", 0.47),
    ("verb_before_object", 0.60),
    ("verb_before_preposition", 0.63),
    ("verb_before_quotation", 0.87),
    ("verb_of_seeming", 0.56),
    ("verb_passive", 0.70),
];

/// Returns the evidence of a rule.
pub(super) fn evidence_of(rule: &'static str) -> Evidence {
    let measured = MEASURED.iter().find(|(id, _)| *id == rule);
    measured.map_or(Evidence::unmeasured(rule), |&(_, share)| Evidence::measured(rule, share))
}
