//! How often each rule is right, and the engine.

use dateline_text::Evidence;

use super::Act;
use super::draft::{Draft, Learned};

/// Rule ids with their precision.
///
/// # Source
/// Share of the rule's statements, outside other statements, that a `PolNeAR` attribution of the
/// tuning set (see `docs/tuning.md`) matches: content overlap of at least one half, and cues that
/// overlap; for rules, of those that the engine did not find, both engines together. A rule met fewer
/// than ten times there is left out.
const MEASURED: &[(&str, f64)] = &[
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

/// Rule ids with their precision within what another says, where the engine does not look.
///
/// # Source
/// Share of 400 such statements whose cue and half of whose content a reader held for right
/// (`cases/attribution/within-tuning.tsv`), before aims and participles were left out: by now they are right a little
/// more often. A rule met fewer than ten times there is left out.
const WITHIN: &[(&str, f64)] = &[
    ("adjective_cue", 0.73),
    ("noun_cue", 0.83),
    ("verb_before_clause", 0.73),
    ("verb_before_gerund", 0.91),
    ("verb_before_hearer", 0.83),
    ("verb_before_infinitive", 0.89),
    ("verb_before_noun", 0.57),
    ("verb_before_object", 0.63),
    ("verb_before_preposition", 0.63),
    ("verb_before_quotation", 0.52),
    ("verb_passive", 0.80),
];

/// How often the engine's statements are right, by how probable their words are to it: the chance
/// that they are below, the share where the engine alone found them, the share where a rule has the cue too.
///
/// # Source
/// As for the rules; 40 to 1,270 statements a number.
const ENGINE: [(f64, f64, f64); 5] = [
    (0.40, 0.40, 0.54),
    (0.60, 0.51, 0.65),
    (0.80, 0.61, 0.77),
    (0.90, 0.61, 0.88),
    (1.01, 0.81, 0.95),
];

/// How often a rule must be right to stand alone: set on the tuning parts of `PolNeAR` and of the newsrooms,
/// where a rule is right more often.
const SURE: f64 = 0.26;

/// How probable the engine's words must be for its statement to keep them where a rule has others.
const SURE_OF_WORDS: f64 = 0.40;

/// How probable they must be for its statement to stand alone.
const PROBABLE: f64 = 0.20;

/// Tells whether a rule's words are to be preferred to these.
pub(super) fn is_unsure(draft: &Draft) -> bool {
    draft.learned.is_some_and(|learned| learned.chance.share() < SURE_OF_WORDS)
}

/// Tells whether the engine alone found these words and holds them for improbable itself.
pub(super) fn is_improbable(draft: &Draft) -> bool {
    draft.learned.is_some_and(|learned| !learned.has_rule && learned.chance.share() < PROBABLE)
}

/// Tells whether what a rule found may stand where the engine found nothing: not where the rule is
/// known to be right so seldom, unless the cue tells one of the plainest acts of speech.
pub(super) fn stands_alone(draft: &Draft) -> bool {
    const PLAIN: &[Act] = &[Act::Accuses, Act::Apologises, Act::Condemns, Act::Denies];
    PLAIN.contains(&draft.act) || share(MEASURED, draft.rule).is_none_or(|share| share >= SURE)
}

/// Returns how often a rule is right, where that was measured.
fn share(measured: &[(&str, f64)], rule: &str) -> Option<f64> {
    measured.iter().find(|(id, _)| *id == rule).map(|one| one.1)
}

/// Returns the evidence of a statement, which stands within another or not.
pub(super) fn evidence_of(draft: &Draft, is_within: bool) -> Evidence {
    let share = match draft.learned {
        Some(learned) => Some(share_of_engine(learned)),
        None => share(if is_within { WITHIN } else { MEASURED }, draft.rule),
    };
    share.map_or(Evidence::unmeasured(draft.rule), |share| Evidence::measured(draft.rule, share))
}

/// Returns how often the engine is right about such a statement.
fn share_of_engine(learned: Learned) -> f64 {
    let chance = learned.chance.share();
    let row = ENGINE.iter().find(|row| chance < row.0).unwrap_or(&ENGINE[ENGINE.len() - 1]);
    if learned.has_rule { row.2 } else { row.1 }
}
