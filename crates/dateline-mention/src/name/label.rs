//! What a stretch of capitalised words names: one function for each rule.

use std::ops::Range;

use super::lexicon;
use super::unit::{Shape, Unit};
use crate::NameLabel;
use crate::place::gazetteer;

/// A stretch of one sentence's units that is read as a name, or held back for want of evidence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// The units.
    pub(crate) units: Range<usize>,
    /// What it names; `None` until another mention tells.
    pub(crate) label: Option<NameLabel>,
    /// The rule that told.
    pub(crate) rule: &'static str,
    /// How far the rule is to be trusted against others for the same words.
    pub(crate) weight: u8,
}

/// Town sizes from which a lone capitalised word is read as the town.
const LARGE_TOWN: u64 = 100_000;

/// Reads one run of units into names.
pub(crate) fn read_run(units: &[Unit<'_>], run: Range<usize>, pieces: &mut Vec<Piece>) {
    if run.is_empty() {
        return;
    }
    let whole_rules: [Rule; 6] =
        [known_body, demonym, country, division, division_short_form, two_names_before_head];
    for rule in whole_rules {
        if let Some(piece) = rule(units, run.clone()) {
            pieces.push(piece);
            return;
        }
    }
    if let Some((before, after)) = title_inside(units, run.clone()) {
        read_before_title(units, before, pieces);
        read_after_title(units, after, pieces);
        return;
    }
    if let Some(split) = person_after_body(units, run.clone()) {
        read_run(units, run.start..split, pieces);
        pieces.extend(piece(split..run.end, NameLabel::Person, "person_after_body", 7));
        return;
    }
    let later_rules: [Rule; 12] = [
        body_with_of,
        body_head,
        first_name,
        place_head,
        facility_head,
        known_place,
        role_before,
        acronym,
        place_before_country,
        lone_first_name,
        speaks,
        preposition,
    ];
    for rule in later_rules {
        if let Some(piece) = rule(units, run.clone()) {
            pieces.push(piece);
            return;
        }
    }
    if let Some(split) = nation_in_front(units, run.clone()) {
        read_run(units, run.start..split, pieces);
        read_run(units, split..run.end, pieces);
        return;
    }
    pieces.push(shape(units, run));
}

type Rule = fn(&[Unit<'_>], Range<usize>) -> Option<Piece>;

#[allow(clippy::unnecessary_wraps, reason = "each rule ends with it")]
fn piece(units: Range<usize>, label: NameLabel, rule: &'static str, weight: u8) -> Option<Piece> {
    Some(Piece { units, label: Some(label), rule, weight })
}

/// Returns the words of a run, one space between them.
pub(crate) fn words(units: &[Unit<'_>], run: Range<usize>) -> String {
    units[run].iter().map(|unit| unit.form).collect::<Vec<_>>().join(" ")
}

/// A body on the list of well-known bodies.
fn known_body(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    lexicon::known_body(&words(units, run.clone()))?;
    piece(run, NameLabel::Organization, "known_body", 9)
}

/// A word for the people or things of a country, faith or party.
fn demonym(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let is_part = |form: &str| {
        matches!(
            form,
            "North"
                | "South"
                | "East"
                | "West"
                | "Northern"
                | "Southern"
                | "Eastern"
                | "Western"
                | "Central"
        )
    };
    let start = run.start + usize::from(run.len() > 1 && is_part(units[run.start].form));
    let whole = gazetteer::demonym(&words(units, run.clone())).is_some();
    (whole || gazetteer::demonym(&words(units, start..run.end)).is_some()).then_some(())?;
    piece(run, NameLabel::Norp, "demonym", 8)
}

/// A country or well-known region.
fn country(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let name = words(units, run.clone());
    let is_known =
        |place: &gazetteer::GazetteerPlace| place.is_country() || place.geonames_id.is_none();
    if !gazetteer::places_named(&name).iter().any(is_known) {
        return None;
    }
    // "Jordan" and "Chad" are countries until a full name tells otherwise.
    let weight = if is_lone_first_name(units, run.clone()) { 5 } else { 9 };
    piece(run, NameLabel::Location, "country", weight)
}

/// A first-level or second-level division of several words: "New York", "Orm County".
fn division(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    (run.len() >= 2).then_some(())?;
    let is_division = |place: &gazetteer::GazetteerPlace| place.feature.starts_with("ADM");
    let places = gazetteer::places_named(&words(units, run.clone()));
    places.iter().any(is_division).then_some(())?;
    piece(run, NameLabel::Location, "division", 8)
}

/// The short form of a division after a town: "Orm, Ind."
fn division_short_form(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let after_comma = run.start.checked_sub(1).is_some_and(|at| units[at].form == ",");
    let whole = crate::place::division_of_short_form(&words(units, run.clone())).is_some();
    (after_comma && whole).then_some(())?;
    piece(run, NameLabel::Location, "division_short_form", 7)
}

/// Two names of one run: the first a nation or country, the second a head with its own words, as
/// in "Gaza Health Ministry"; the whole is the body.
fn two_names_before_head(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let last = units[run.end - 1].form;
    let head = lexicon::head_label(last)?;
    if run.len() < 3 || head == NameLabel::Location || is_title_before_end(units, run.clone()) {
        return None;
    }
    piece(run, head, "body_head", 6)
}

fn is_title_before_end(units: &[Unit<'_>], run: Range<usize>) -> bool {
    title_at(units, run.clone()).is_some_and(|title| title.start < run.end - 1)
}

/// Finds a title inside a run: the units before it and after it.
fn title_inside(units: &[Unit<'_>], run: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let title = title_at(units, run.clone())?;
    let whole_head = lexicon::head_label(units[run.end - 1].form) == Some(NameLabel::Organization);
    if whole_head && title.start == run.start && run.len() == 2 {
        return None;
    }
    Some((run.start..title.start, title.end..run.end))
}

/// Finds the leftmost, longest title inside a run.
pub(crate) fn title_at(units: &[Unit<'_>], run: Range<usize>) -> Option<Range<usize>> {
    let is_joint = |form: &str| matches!(form, "of" | "for" | "the" | "and" | "&" | "on");
    let may_open = |start: &usize| *start == run.start || !is_joint(units[start - 1].form);
    (run.start..run.end).filter(may_open).find_map(|start| {
        let last = run.end.min(start + lexicon::MAX_WORDS);
        // "Pilots' Guild": an owner is no office.
        let owns = |end: usize| end < run.end && matches!(units[end].form, "'" | "’");
        let is_office = |end: &usize| is_title(units, start..*end) && !owns(*end);
        (start + 1..=last).rev().find(is_office).map(|end| start..end)
    })
}

fn is_title(units: &[Unit<'_>], range: Range<usize>) -> bool {
    let words = words(units, range);
    // Words too common in names of bodies to open an office on their own.
    !matches!(words.as_str(), "Head" | "Member" | "Chief" | "Chair")
        && lexicon::title(&words).is_some()
}

fn read_before_title(units: &[Unit<'_>], before: Range<usize>, pieces: &mut Vec<Piece>) {
    let qualifies = |form: &str| {
        matches!(
            form.to_lowercase().as_str(),
            "senior"
                | "former"
                | "acting"
                | "late"
                | "veteran"
                | "top"
                | "deputy"
                | "ex"
                | "interim"
                | "then"
                | "outgoing"
                | "incoming"
                | "assistant"
                | "chief"
                | "new"
                | "vice"
        )
    };
    let start = before.clone().find(|&at| !qualifies(units[at].form)).unwrap_or(before.end);
    let end =
        (start..before.end).rev().find(|&at| !qualifies(units[at].form)).map_or(start, |at| at + 1);
    read_run(units, start..end, pieces);
}

/// Names the holder after a title.
fn read_after_title(units: &[Unit<'_>], after: Range<usize>, pieces: &mut Vec<Piece>) {
    if after.is_empty() {
        return;
    }
    if let Some(title) = title_at(units, after.clone()).filter(|title| title.start == after.start) {
        return read_after_title(units, title.end..after.end, pieces);
    }
    let head = lexicon::head_label(units[after.end - 1].form);
    if head.is_some_and(|head| head != NameLabel::Location) && after.len() > 1 || after.len() > 5 {
        return read_run(units, after, pieces);
    }
    pieces.extend(piece(after, NameLabel::Person, "title_before", 9));
}

/// "leader of the Orm Movement Otto Kell": finds where the person begins after the body's head,
/// where a first name follows or an office stands before the run.
fn person_after_body(units: &[Unit<'_>], run: Range<usize>) -> Option<usize> {
    const MOST_UNITS: usize = 3;
    let is_body = |at: usize| lexicon::head_label(units[at].form) == Some(NameLabel::Organization);
    let head = (run.start + 1..run.end.saturating_sub(1)).rev().find(|&at| is_body(at))?;
    let split = head + 1;
    let rest = run.end - split;
    let is_first = rest >= 2 && lexicon::first_name(units[split].form).is_some();
    let fits = (2..=MOST_UNITS).contains(&rest)
        && units[split..run.end].iter().all(|u| u.shape == Shape::Capital);
    (is_first || (fits && is_after_office_of(units, run.start))).then_some(split)
}

/// Tells whether "… of" or "… of the" with an office stands before a unit.
fn is_after_office_of(units: &[Unit<'_>], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).map_or("", |at| units[at].form);
    let of = if back(1) == "the" { 2 } else { 1 };
    back(of) == "of" && lexicon::title(back(of + 1)).is_some()
}

/// "Ministry of Health", "Front for the Liberation of Orm".
fn body_with_of(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let joint = run.clone().skip(1).find(|&at| matches!(units[at].form, "of" | "for" | "on"))?;
    let label = lexicon::label_before_of(units[joint - 1].form)?;
    piece(run, label, "body_with_of", 7)
}

/// A body by its last word.
fn body_head(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let label = lexicon::head_label(units[run.end - 1].form)?;
    if label != NameLabel::Organization
        || run.len() < 2
        || is_person_before_head(units, run.clone())
    {
        return None;
    }
    piece(run, label, "body_head", 6)
}

/// A first name and one or more further words.
fn first_name(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    if run.len() > 5 || !is_person_before_head(units, run.clone()) {
        return None;
    }
    let is_body =
        |at: usize| lexicon::head_label(units[at].form).is_some_and(|l| l != NameLabel::Location);
    if run.len() > 2 && is_body(run.end - 1) {
        return None;
    }
    piece(run, NameLabel::Person, "first_name", 7)
}

fn is_person_before_head(units: &[Unit<'_>], run: Range<usize>) -> bool {
    run.len() >= 2
        && units[run.start].shape == Shape::Capital
        && lexicon::first_name(units[run.start].form).is_some()
}

/// A place by its first or last word: "Lake Orm", "Sarn Province".
fn place_head(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let ends = lexicon::head_label(units[run.end - 1].form) == Some(NameLabel::Location);
    let opens = lexicon::opens_place(units[run.start].form);
    if run.len() < 2 || !(ends || opens) {
        return None;
    }
    piece(run, NameLabel::Location, "place_head", 6)
}

/// A building or the like by its last word.
fn facility_head(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let label = lexicon::head_label(units[run.end - 1].form)?;
    (label == NameLabel::Facility && run.len() >= 2).then_some(())?;
    piece(run, label, "facility_head", 6)
}

/// A town or division of the gazetteer, where it is large or the words around say it is a place.
fn known_place(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let places = gazetteer::places_named(&words(units, run.clone()));
    let largest = places.iter().map(|place| place.population).max()?;
    let in_place = is_after_preposition(units, run.start);
    let is_own = places.iter().any(|place| place.by_own_name);
    if is_lone_first_name(units, run.clone()) && !in_place {
        return None;
    }
    if in_place {
        return piece(run, NameLabel::Location, "known_place", 7);
    }
    (is_own && largest >= LARGE_TOWN && units[run.start].shape != Shape::Upper).then_some(())?;
    piece(run, NameLabel::Location, "known_place", 4)
}

fn is_lone_first_name(units: &[Unit<'_>], run: Range<usize>) -> bool {
    run.len() == 1 && lexicon::first_name(units[run.start].form).is_some()
}

/// A first name alone.
fn lone_first_name(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    (is_lone_first_name(units, run.clone()) && units[run.start].shape == Shape::Capital)
        .then_some(())?;
    piece(run, NameLabel::Person, "lone_first_name", 2)
}

/// A word that speaks.
fn speaks(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    const VERBS: [&str; 14] = [
        "said",
        "told",
        "added",
        "says",
        "stressed",
        "explained",
        "noted",
        "recalled",
        "argued",
        "tweeted",
        "insisted",
        "replied",
        "asked",
        "who",
    ];
    let next = units.get(run.end)?;
    let is_plain = run.clone().all(|at| units[at].shape == Shape::Capital);
    (is_plain && run.len() <= 3 && VERBS.contains(&next.form)).then_some(())?;
    let after_article =
        run.start.checked_sub(1).is_some_and(|at| matches!(units[at].form, "the" | "The"));
    (!after_article).then_some(())?;
    piece(run, NameLabel::Person, "speaks", 3)
}

/// A person after a calling in small letters: "spokesman Ilan Orm", "minister Orm".
fn role_before(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let before = units.get(run.start.checked_sub(1)?)?;
    (before.shape == Shape::Lower && run.len() <= 5).then_some(())?;
    lexicon::title(before.form)?;
    (lexicon::first_name(units[run.start].form).is_some() || run.len() <= 4).then_some(())?;
    piece(run, NameLabel::Person, "role_before", 7)
}

/// A short form in capitals.
fn acronym(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let unit = &units[run.start];
    let n_letters = unit.form.chars().filter(|letter| letter.is_alphabetic()).count();
    (run.len() == 1 && unit.shape == Shape::Upper && (2..=7).contains(&n_letters)).then_some(())?;
    (!is_roman(unit.form) && !lexicon::is_common_short_form(unit.form)).then_some(())?;
    (!is_bracketed_after_plain_word(units, run.start)).then_some(())?;
    piece(run, NameLabel::Organization, "acronym", 4)
}

/// "special needs (CWSN)": the short form of words that are no name is no name.
fn is_bracketed_after_plain_word(units: &[Unit<'_>], at: usize) -> bool {
    at >= 2 && units[at - 1].form == "(" && units[at - 2].shape == Shape::Lower
}

fn is_roman(form: &str) -> bool {
    form.len() <= 4 && form.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'))
}

/// A name before a comma and a country or first-level division: "Orm, Ohio".
fn place_before_country(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    let is_comma = units.get(run.end).is_some_and(|unit| unit.form == ",");
    let next = units.get(run.end + 1).filter(|unit| unit.is_capital())?;
    let two = units.get(run.end + 2).map(|second| format!("{} {}", next.form, second.form));
    let is_area = |name: &str| {
        gazetteer::places_named(name)
            .iter()
            .any(|place| place.is_country() || place.feature == "ADM1")
    };
    (is_comma && run.len() <= 3).then_some(())?;
    (is_area(next.form) || two.is_some_and(|two| is_area(&two))).then_some(())?;
    piece(run, NameLabel::Location, "place_before_country", 5)
}

/// A name after a preposition of place.
fn preposition(units: &[Unit<'_>], run: Range<usize>) -> Option<Piece> {
    (run.len() <= 2 && is_after_strong_preposition(units, run.start)).then_some(())?;
    let is_head = lexicon::head_label(units[run.end - 1].form).is_some();
    (!is_head && units[run.start].shape == Shape::Capital).then_some(())?;
    piece(run, NameLabel::Location, "preposition", 3)
}

fn is_after_preposition(units: &[Unit<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| units[before].form);
    matches!(
        before,
        "in" | "near"
            | "from"
            | "to"
            | "around"
            | "outside"
            | "across"
            | "at"
            | "into"
            | "via"
            | "towards"
            | "In"
            | "From"
            | "Near"
            | "Across"
    )
}

fn is_after_strong_preposition(units: &[Unit<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| units[before].form);
    matches!(before, "in" | "near" | "outside" | "In" | "Near" | "Outside")
}

/// Finds where a nation in front of another name ends.
fn nation_in_front(units: &[Unit<'_>], run: Range<usize>) -> Option<usize> {
    (run.start + 1..run.end).rev().find(|&split| {
        let front = words(units, run.start..split);
        gazetteer::demonym(&front).is_some()
            || gazetteer::country_named(&front).is_some()
            || (split - run.start <= 4 && lexicon::known_body(&front).is_some())
    })
}

/// Two to four unknown capitalised words: mostly a person.
fn shape(units: &[Unit<'_>], run: Range<usize>) -> Piece {
    let is_plain = |at: usize| {
        let unit = &units[at];
        (unit.shape == Shape::Capital && !lexicon::is_opening(unit.form))
            || lexicon::is_particle(unit.form)
            || unit.form == "."
            || unit.form.chars().filter(|letter| letter.is_alphabetic()).count() == 1
    };
    let is_person = (2..=4).contains(&run.len()) && run.clone().all(is_plain);
    let after_article = run
        .start
        .checked_sub(1)
        .is_some_and(|at| matches!(units[at].form, "the" | "a" | "an" | "The"));
    let label = (is_person && !after_article).then_some(NameLabel::Person);
    Piece { units: run, label, rule: "shape", weight: 2 }
}
