//! Later mentions: the same words, surname or short form name the same kind of thing.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{Piece, words};
use super::lexicon::{self, fold};
use super::unit::{Shape, UnitSentence};
use crate::NameLabel;

/// Most words of a known name that are looked for in headlines.
const MAX_KNOWN_WORDS: usize = 8;

/// Rules for places up to this weight hold for their own words in their own place only.
const WEAK_PLACE: u8 = 4;

/// Names that the body of a dispatch has shown, by folded words.
#[derive(Debug, Default)]
pub(crate) struct KnownNames {
    labels: BTreeMap<String, (NameLabel, u8)>,
    surnames: BTreeMap<String, u8>,
}

impl KnownNames {
    /// Collects the names that rules have labelled.
    pub(crate) fn of(sentences: &[UnitSentence<'_>], pieces: &[Vec<Piece>]) -> Self {
        let mut known = Self::default();
        for (sentence, pieces) in sentences.iter().zip(pieces) {
            for piece in pieces {
                known.add(sentence, piece);
            }
        }
        known
    }

    fn add(&mut self, sentence: &UnitSentence<'_>, piece: &Piece) {
        let name = fold(&words(&sentence.units, piece.units.clone()));
        let Some(label) = piece.label else { return };
        let entry = self.labels.entry(name).or_insert((label, piece.weight));
        if piece.weight > entry.1 {
            *entry = (label, piece.weight);
        }
        if label == NameLabel::Person && piece.units.len() >= 2 {
            for start in piece.units.start + 1..piece.units.end {
                let tail = fold(&words(&sentence.units, start..piece.units.end));
                let weight = self.surnames.entry(tail).or_insert(piece.weight);
                *weight = piece.weight.max(*weight);
            }
            self.add_leading(sentence, piece);
        }
    }

    /// Takes the first word of a name up as well, less trusted: a given name, or a surname where the
    /// surname stands first.
    fn add_leading(&mut self, sentence: &UnitSentence<'_>, piece: &Piece) {
        let first = fold(sentence.units[piece.units.start].form);
        if first.len() > 1 && piece.units.len() <= 3 {
            let weight = piece.weight.saturating_sub(4).max(1);
            let known = self.surnames.entry(first).or_insert(weight);
            *known = weight.max(*known);
        }
    }

    /// Returns the label of some folded words and how far it is to be trusted.
    pub(crate) fn label(&self, name: &str) -> Option<(NameLabel, u8)> {
        let own = self.labels.get(name).copied();
        let surname = self.surnames.get(name).map(|&weight| (NameLabel::Person, weight));
        match (own, surname) {
            (Some(own), Some(surname)) => Some(if surname.1 > own.1 { surname } else { own }),
            (own, surname) => own.or(surname),
        }
    }
}

/// Gives a piece the label of the same words elsewhere, where that rests on more.
pub(crate) fn echo(sentence: &UnitSentence<'_>, known: &KnownNames, piece: &mut Piece) {
    let name = fold(&words(&sentence.units, piece.units.clone()));
    if let Some((label, weight)) = known.label(&name)
        && piece.label != Some(label)
        && (piece.label.is_none() || weight > piece.weight)
        && (label != NameLabel::Location || weight > WEAK_PLACE)
    {
        piece.label = Some(label);
        piece.rule = "echo";
    }
}

/// Collects the folded words that stand as a run of their own somewhere.
pub(crate) fn words_alone(
    sentences: &[UnitSentence<'_>],
    pieces: &[Vec<Piece>],
) -> BTreeSet<String> {
    let all = sentences
        .iter()
        .zip(pieces)
        .flat_map(|(sentence, pieces)| pieces.iter().map(move |piece| (sentence, piece)));
    let single = all.filter(|(_, piece)| piece.units.len() == 1);
    single.map(|(sentence, piece)| fold(sentence.units[piece.units.start].form)).collect()
}

/// Holds a person read from the shape of the words alone back, unless the surname stands alone
/// elsewhere or what follows is said of persons: an age, an office, a relative clause.
pub(crate) fn confirm_shape(
    sentence: &UnitSentence<'_>,
    alone: &BTreeSet<String>,
    piece: &mut Piece,
) {
    if piece.rule != "shape" || piece.label != Some(NameLabel::Person) {
        return;
    }
    let units = &sentence.units;
    let last = fold(units[piece.units.end - 1].form);
    let after = |n: usize| units.get(piece.units.end + n);
    let is_age =
        |n: usize| after(n).is_some_and(|unit| unit.shape == Shape::Number && unit.form.len() == 2);
    let is_office = |n: usize| {
        after(n)
            .is_some_and(|unit| unit.shape == Shape::Lower && lexicon::title(unit.form).is_some())
    };
    let opens_aside = after(0).is_some_and(|unit| matches!(unit.form, "," | "("));
    let told = opens_aside
        && (is_age(1)
            || is_office(1)
            || is_office(2)
            || is_office(3)
            || after(1).is_some_and(|unit| unit.form == "who"));
    if !(alone.contains(&last) || told) {
        piece.label = None;
    }
}

/// Reads a headline, whose capitals tell nothing: only words known from elsewhere are names.
pub(crate) fn read_headline(sentence: &UnitSentence<'_>, known: &KnownNames) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < sentence.units.len() {
        let found = longest_known(sentence, known, at);
        at = found.as_ref().map_or(at + 1, |piece| piece.units.end);
        pieces.extend(found);
    }
    pieces
}

fn longest_known(sentence: &UnitSentence<'_>, known: &KnownNames, start: usize) -> Option<Piece> {
    let units = &sentence.units;
    if !units[start].is_capital()
        || lexicon::is_opening(units[start].form) && units[start].form != "US"
    {
        return None;
    }
    let last = units.len().min(start + MAX_KNOWN_WORDS);
    let ends_with_word = |end: &usize| units[end - 1].shape != Shape::Mark;
    (start + 1..=last).rev().filter(ends_with_word).find_map(|end| {
        let name = words(units, start..end);
        let told = known.label(&fold(&name)).map(|(label, _)| label);
        let label = told.or_else(|| label_of_list(&name))?;
        Some(Piece { units: start..end, label: Some(label), rule: "headline", weight: 3 })
    })
}

/// Returns what the lists alone say of some words, whatever their case.
fn label_of_list(name: &str) -> Option<NameLabel> {
    use crate::place::gazetteer::{country_named, demonym};
    let cased = if name.len() > 4 && name.chars().all(|c| !c.is_lowercase()) {
        capitalise(name)
    } else {
        name.to_owned()
    };
    if lexicon::known_body(name).or_else(|| lexicon::known_body(&cased)).is_some() {
        Some(NameLabel::Organization)
    } else if demonym(&cased).is_some() {
        Some(NameLabel::Norp)
    } else if country_named(&cased).is_some() && lexicon::first_name(&cased).is_none() {
        Some(NameLabel::Location)
    } else {
        None
    }
}

fn capitalise(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or(String::new(), |first| format!("{first}{}", letters.as_str().to_lowercase()))
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
