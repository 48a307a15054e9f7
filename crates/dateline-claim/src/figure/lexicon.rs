//! The tables of words that say what a number counts.
//!
//! The column formats stand in the headers of the files.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Measure;

/// How a word of the table of measures stands to the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Use {
    Object,
    Subject,
    State,
    Counted,
    Toll,
    Lives,
    Member,
    Unable,
    Remains,
}

/// The small closed lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    Feared,
    Part,
    New,
    Person,
    Money,
    Aid,
    Goods,
    TollVerb,
    Things,
    Groups,
    Animals,
    Placing,
    Happening,
    Finding,
    BulkGoods,
    Delivery,
    Trade,
    Locality,
    Telling,
    Captors,
    Jailers,
    Giving,
    Receiver,
    Count,
}

/// The tables.
#[derive(Debug)]
pub(super) struct Lexicon {
    measures: FxHashMap<(Use, &'static str), Measure>,
    cues: FxHashSet<(List, &'static str)>,
}

/// The tables, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    measures: measures(include_str!("../../../../lexicons/figures/measures.tsv")),
    cues: cues(include_str!("../../../../lexicons/figures/cues.tsv")),
});

impl Lexicon {
    /// Returns what some words (lemmas joined by a blank) count in one of their uses.
    pub(super) fn measure(&self, usage: Use, words: &str) -> Option<Measure> {
        // The table's keys live for ever; a lookup with a shorter-lived key needs the same type.
        self.measures.get(&(usage, words) as &(Use, &str)).copied()
    }

    /// Tells whether a word is on a list.
    pub(super) fn lists(&self, list: List, word: &str) -> bool {
        self.cues.contains(&(list, word) as &(List, &str))
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
}

fn measures(table: &'static str) -> FxHashMap<(Use, &'static str), Measure> {
    let mut measures = FxHashMap::default();
    for columns in lines(table) {
        let [words, measure, usage] = columns[..] else { continue };
        let named = |candidate: &&Measure| candidate.as_str() == measure;
        let (Some(measure), Some(usage)) = (Measure::ALL.iter().find(named), usage_of(usage))
        else {
            continue;
        };
        for word in words.split('|') {
            measures.entry((usage, word)).or_insert(*measure);
        }
    }
    measures
}

fn usage_of(word: &str) -> Option<Use> {
    Some(match word {
        "object" => Use::Object,
        "subject" => Use::Subject,
        "state" => Use::State,
        "counted" => Use::Counted,
        "toll" => Use::Toll,
        "lives" => Use::Lives,
        "member" => Use::Member,
        "unable" => Use::Unable,
        "remains" => Use::Remains,
        _ => return None,
    })
}

fn cues(table: &'static str) -> FxHashSet<(List, &'static str)> {
    let mut cues = FxHashSet::default();
    for columns in lines(table) {
        let [words, list] = columns[..] else { continue };
        if let Some(list) = list_of(list) {
            cues.extend(words.split('|').map(|word| (list, word)));
        }
    }
    cues
}

fn list_of(word: &str) -> Option<List> {
    Some(match word {
        "feared" => List::Feared,
        "part" => List::Part,
        "new" => List::New,
        "person" => List::Person,
        "money" => List::Money,
        "aid" => List::Aid,
        "goods" => List::Goods,
        "toll_verb" => List::TollVerb,
        "things" => List::Things,
        "groups" => List::Groups,
        "animals" => List::Animals,
        "placing" => List::Placing,
        "happening" => List::Happening,
        "finding" => List::Finding,
        "delivery" => List::Delivery,
        "trade" => List::Trade,
        "locality" => List::Locality,
        "telling" => List::Telling,
        "bulk_goods" => List::BulkGoods,
        "captors" => List::Captors,
        "jailers" => List::Jailers,
        "giving" => List::Giving,
        "receiver" => List::Receiver,
        "count" => List::Count,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for columns in lines(include_str!("../../../../lexicons/figures/measures.tsv")) {
            let [words, measure, usage] = columns[..] else { panic!("{columns:?}") };
            let usage = usage_of(usage).unwrap_or_else(|| panic!("{columns:?}"));
            for word in words.split('|') {
                let found = LEXICON.measure(usage, word).map(Measure::as_str);
                assert!(found.is_some(), "{word} {measure}");
            }
        }
        for columns in lines(include_str!("../../../../lexicons/figures/cues.tsv")) {
            let [words, list] = columns[..] else { panic!("{columns:?}") };
            let list = list_of(list).unwrap_or_else(|| panic!("{columns:?}"));
            assert!(words.split('|').all(|word| LEXICON.lists(list, word)));
        }
    }
}
