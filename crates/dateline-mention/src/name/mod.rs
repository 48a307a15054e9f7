//! Spans of names.

mod correction;
mod echo;
mod label;
pub(crate) mod lexicon;
mod run;
mod unit;

use std::collections::BTreeSet;

use dateline_syntax::{TaggedName, Upos};
use dateline_text::{Evidence, Span};

use self::echo::{KnownNames, confirm_shape, echo, read_headline, words_alone};
use self::label::{Piece, read_run};
use self::run::runs;
use self::unit::{Shape, Unit, UnitSentence, tag, unit_sentences};
use crate::Parsed;
use crate::place::gazetteer::{country_named, demonym};

/// What a name names, in the label set of the `en_worldwide` corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameLabel {
    /// A human being.
    Person,
    /// A place: country, town, river, region.
    Location,
    /// A body: ministry, company, party, armed group.
    Organization,
    /// A nationality, religious or political group: `Iranian`, `Palestinians`.
    Norp,
    /// A building, airport, bridge, camp.
    Facility,
}

impl NameLabel {
    const ALL: [NameLabel; 5] = [
        NameLabel::Person,
        NameLabel::Location,
        NameLabel::Organization,
        NameLabel::Norp,
        NameLabel::Facility,
    ];

    /// Returns the label of a name as [`NameLabel::as_str`] writes it.
    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.as_str() == name)
    }

    /// Returns the word written to JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            NameLabel::Person => "Person",
            NameLabel::Location => "Location",
            NameLabel::Organization => "Organization",
            NameLabel::Norp => "NORP",
            NameLabel::Facility => "Facility",
        }
    }
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Where it stands, without titles or articles.
    pub span: Span,
    /// What it names.
    pub label: NameLabel,
    /// The rule or head that found it.
    pub evidence: Evidence,
}

/// Finds the names in a dispatch: those of the engine, or by rules where it looks for none.
pub(crate) fn find_names(parsed: Parsed<'_>) -> Vec<Name> {
    match &parsed.parse.names {
        Some(names) => {
            let found = names.iter().filter_map(|name| tagged_name(parsed, name)).collect();
            correction::correct(parsed, found)
        }
        None => find_by_rules(parsed),
    }
}

fn tagged_name(parsed: Parsed<'_>, name: &TaggedName) -> Option<Name> {
    let label = NameLabel::parse(name.label)?;
    let span = parsed.segmentation.span_of(name.tokens.clone());
    Some(Name { span, label, evidence: Evidence::unmeasured("name_head") })
}

fn find_by_rules(parsed: Parsed<'_>) -> Vec<Name> {
    let sentences = unit_sentences(parsed);
    let seen = Seen::of(&sentences);
    let mut pieces: Vec<Vec<Piece>> =
        sentences
            .iter()
            .map(|sentence| {
                if sentence.is_headline {
                    Vec::new()
                } else {
                    read_sentence(parsed, sentence, &seen)
                }
            })
            .collect();
    let alone = words_alone(&sentences, &pieces);
    for (sentence, pieces) in sentences.iter().zip(&mut pieces) {
        for piece in pieces {
            confirm_shape(sentence, &alone, piece);
        }
    }
    let known = KnownNames::of(&sentences, &pieces);
    for (sentence, pieces) in sentences.iter().zip(&mut pieces) {
        if sentence.is_headline {
            *pieces = read_headline(sentence, &known);
        } else {
            for piece in pieces {
                echo(sentence, &known, piece);
            }
        }
    }
    let all = sentences.iter().zip(&pieces);
    all.flat_map(|(sentence, pieces)| pieces.iter().filter_map(|piece| name_of(sentence, piece)))
        .collect()
}

fn read_sentence(parsed: Parsed<'_>, sentence: &UnitSentence<'_>, seen: &Seen) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for run in runs(sentence, |unit| is_name_at_opening(parsed, sentence, unit, seen)) {
        read_run(&sentence.units, run, &mut pieces);
    }
    pieces
}

/// Tells whether the first word of a sentence is a name: its capital alone does not.
fn is_name_at_opening(
    parsed: Parsed<'_>,
    sentence: &UnitSentence<'_>,
    unit: &Unit<'_>,
    seen: &Seen,
) -> bool {
    let lower = unit.form.to_lowercase();
    if seen.lower.contains(&lower) && !seen.inside.contains(unit.form) {
        return false;
    }
    let on_a_list = demonym(unit.form).is_some()
        || lexicon::first_name(unit.form).is_some()
        || lexicon::known_body(unit.form).is_some()
        || lexicon::title(unit.form).is_some()
        || country_named(unit.form).is_some();
    let next_is_capital = sentence.units.iter().any(|next| {
        next.span.start > unit.span.end && next.span.start <= unit.span.end + 1 && next.is_capital()
    });
    if next_is_capital && !lexicon::is_opening(unit.form) {
        return true;
    }
    match tag(parsed, unit.token) {
        Some(Upos::Propn) => true,
        Some(Upos::Noun | Upos::Adj | Upos::X | Upos::Intj) | None => {
            on_a_list
                || seen.inside.contains(unit.form)
                || unit.shape == Shape::Upper
                || next_is_capital
        }
        Some(_) => on_a_list && seen.inside.contains(unit.form),
    }
}

/// Words of a dispatch by how they stand inside sentences.
#[derive(Debug, Default)]
struct Seen {
    lower: BTreeSet<String>,
    inside: BTreeSet<String>,
}

impl Seen {
    fn of(sentences: &[UnitSentence<'_>]) -> Self {
        let mut seen = Self::default();
        for unit in sentences.iter().filter(|s| !s.is_headline).flat_map(|s| &s.units) {
            if unit.shape == Shape::Lower {
                seen.lower.insert(unit.form.to_owned());
            } else if unit.is_capital() && !unit.opens {
                seen.inside.insert(unit.form.to_owned());
            }
        }
        seen
    }
}

fn name_of(sentence: &UnitSentence<'_>, piece: &Piece) -> Option<Name> {
    let (first, last) = (piece.units.start, piece.units.end.checked_sub(1)?);
    let span = sentence.units[first].span.cover(sentence.units[last].span);
    let label = piece.label?;
    Some(Name { span, label, evidence: evidence(piece.rule, label) })
}

/// Share of the names found by a rule that `en_worldwide` has with the same words and label, on
/// the documents kept for tuning; rules that found fewer than a hundred are not listed.
const PRECISION: [(&str, NameLabel, f64); 20] = [
    ("acronym", NameLabel::Organization, 0.69),
    ("body_head", NameLabel::Facility, 0.25),
    ("body_head", NameLabel::Organization, 0.45),
    ("body_with_of", NameLabel::Organization, 0.41),
    ("country", NameLabel::Location, 0.95),
    ("demonym", NameLabel::Norp, 0.91),
    ("division", NameLabel::Location, 0.92),
    ("echo", NameLabel::Location, 0.55),
    ("echo", NameLabel::Person, 0.86),
    ("facility_head", NameLabel::Facility, 0.22),
    ("first_name", NameLabel::Person, 0.89),
    ("known_body", NameLabel::Organization, 0.83),
    ("known_place", NameLabel::Location, 0.83),
    ("lone_first_name", NameLabel::Person, 0.85),
    ("place_head", NameLabel::Location, 0.69),
    ("preposition", NameLabel::Location, 0.52),
    ("role_before", NameLabel::Person, 0.93),
    ("shape", NameLabel::Person, 0.63),
    ("speaks", NameLabel::Person, 0.91),
    ("title_before", NameLabel::Person, 0.89),
];

fn evidence(rule: &'static str, label: NameLabel) -> Evidence {
    let measured = PRECISION.iter().find(|(known, of, _)| *known == rule && *of == label);
    measured.map_or(Evidence::unmeasured(rule), |(_, _, share)| Evidence::measured(rule, *share))
}
