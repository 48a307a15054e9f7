//! Nouns that take a person, body, group or place up again.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::EntityKind;
use crate::name::lexicon::{Gender, rows};

/// What a noun can stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nominal {
    /// What it names.
    pub(crate) kind: EntityKind,
    /// Classes of titles, or words of bodies' names; `*` for any of the kind.
    pub(crate) classes: Vec<&'static str>,
    /// The gender it tells.
    pub(crate) gender: Option<Gender>,
    /// Whether it speaks of more than one.
    pub(crate) is_plural: bool,
    /// Whether it counts only where it says something: "the report", "the campaign".
    pub(crate) must_speak: bool,
}

/// Most words of a noun on the list.
pub(crate) const MAX_WORDS: usize = 3;

/// Returns what a noun in lower case can stand for.
pub(crate) fn nominal(noun: &str) -> Option<Nominal> {
    if let Some(found) = NOMINALS.get(noun) {
        return Some(found.clone());
    }
    let found = NOMINALS.get(singular(noun)?.as_str())?;
    Some(Nominal { is_plural: true, ..found.clone() })
}

fn singular(noun: &str) -> Option<String> {
    if let Some(stem) = noun.strip_suffix("men") {
        return Some(format!("{stem}man"));
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = noun.strip_suffix("es").filter(|stem| stem.ends_with(['s', 'x', 'h'])) {
        return Some(stem.to_owned());
    }
    noun.strip_suffix('s').map(str::to_owned)
}

static NOMINALS: LazyLock<BTreeMap<&'static str, Nominal>> =
    LazyLock::new(|| read(include_str!("../../../../lexicons/names/nominals.tsv")));

fn read(text: &'static str) -> BTreeMap<&'static str, Nominal> {
    let mut nominals = BTreeMap::new();
    for row in rows(text) {
        let fields: Vec<_> = row.split('\t').collect();
        let [noun, kind, classes, gender] = fields[..] else { continue };
        let must_speak = matches!(kind, "document" | "speaker");
        let kind = match kind {
            "person" => EntityKind::Person,
            "organization" | "speaker" => EntityKind::Organization,
            "document" => EntityKind::Other,
            "place" => EntityKind::Place,
            "facility" => EntityKind::Facility,
            _ => EntityKind::Group,
        };
        let gender = match gender {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        };
        let is_plural = kind == EntityKind::Group;
        let classes = classes.split(',').collect();
        let nominal = Nominal { kind, classes, gender, is_plural, must_speak };
        nominals.insert(noun, nominal);
    }
    nominals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lead_to_their_nouns() {
        for (noun, plural) in [
            ("diplomat", false),
            ("diplomats", true),
            ("spokesmen", true),
            ("agencies", true),
            ("witnesses", true),
        ] {
            assert_eq!(nominal(noun).map(|found| found.is_plural), Some(plural), "{noun}");
        }
        assert_eq!(nominal("table"), None);
    }
}
