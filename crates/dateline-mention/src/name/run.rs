//! Stretches of capitalised words that may be names.

use std::ops::Range;

use super::lexicon;
use super::unit::{Shape, Unit, UnitSentence};
use crate::NameLabel;
use crate::place::gazetteer;

/// Longest stretch that is looked at as one name.
const MAX_UNITS: usize = 12;

/// Returns the stretches of a sentence in which names stand, longest reading first left to right.
pub(crate) fn runs(
    sentence: &UnitSentence<'_>,
    is_name: impl Fn(&Unit<'_>) -> bool,
) -> Vec<Range<usize>> {
    let units = &sentence.units;
    let mut runs = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if !starts(units, at, &is_name) {
            at += 1;
            continue;
        }
        let end = end_of_run(units, at);
        runs.push(at..end);
        at = end;
    }
    runs
}

fn starts(units: &[Unit<'_>], at: usize, is_name: impl Fn(&Unit<'_>) -> bool) -> bool {
    let unit = &units[at];
    unit.is_capital()
        && !lexicon::is_calendar(unit.form)
        // The month stands alone; the surname follows a first name or a title.
        && unit.form != "May"
        && (!lexicon::is_opening(unit.form) || unit.form == "US" || opens_known_place(units, at))
        && (!unit.opens || is_name(unit))
}

/// "New York", "South Africa": the first word opens sentences, the words together are a place.
fn opens_known_place(units: &[Unit<'_>], at: usize) -> bool {
    let Some(next) = units.get(at + 1).filter(|next| next.is_capital()) else { return false };
    lexicon::opens_place(units[at].form)
        && !gazetteer::places_named(&format!("{} {}", units[at].form, next.form)).is_empty()
}

fn end_of_run(units: &[Unit<'_>], start: usize) -> usize {
    let mut end = start + 1;
    while end < units.len() && end - start < MAX_UNITS {
        let Some(next) = step(units, start, end) else { break };
        end = next;
    }
    end
}

/// Returns the end after one more member of the run: a capital word, or joining words and one.
fn step(units: &[Unit<'_>], start: usize, end: usize) -> Option<usize> {
    let goes_on = |at: usize| {
        units.get(at).is_some_and(|unit| {
            unit.is_capital() && !unit.breaks && !lexicon::is_calendar(unit.form)
        })
    };
    if units[end].breaks {
        return None;
    }
    if goes_on(end) {
        return (units[end].form != "The").then_some(end + 1);
    }
    let form = units[end].form;
    if is_possessive_of_body(units, end) && goes_on(end + 1) {
        return Some(end + 2);
    }
    let last = units[end - 1].form;
    if (form == "&" || is_initial_stop(units, end) || lexicon::is_particle(form))
        && goes_on(end + 1)
    {
        return Some(end + 2);
    }
    if lexicon::is_particle(form)
        && units.get(end + 1).is_some_and(|u| lexicon::is_particle(u.form))
        && goes_on(end + 2)
    {
        return Some(end + 3);
    }
    let joins = match form {
        "of" => lexicon::label_before_of(last).is_some() || has_body_head(&units[start..end]),
        "for" | "on" => has_body_head(&units[start..end]),
        "and" => joins_ministry(&units[start..end]),
        _ => false,
    };
    let has_article = form != "and" && units.get(end + 1).is_some_and(|unit| unit.form == "the");
    let article = usize::from(has_article);
    (joins && goes_on(end + 1 + article)).then_some(end + 2 + article)
}

/// Tells whether a full stop stands after an initial, where the tokenizer cuts it off.
fn is_initial_stop(units: &[Unit<'_>], at: usize) -> bool {
    units[at].form == "."
        && units[at - 1].form.chars().count() == 1
        && units[at - 1].span.end == units[at].span.start
}

/// "Workers' Union", "Children's Fund": the owner is part of the body's name.
fn is_possessive_of_body(units: &[Unit<'_>], at: usize) -> bool {
    let owner = units[at - 1].form;
    let is_plural = match units[at].form {
        "'" | "’" => owner.ends_with('s'),
        "'s" | "’s" => matches!(owner, "Children" | "Women" | "People" | "Men" | "Peoples"),
        _ => false,
    };
    let has_head =
        |unit: &&Unit<'_>| lexicon::head_label(unit.form) == Some(NameLabel::Organization);
    is_plural && units.iter().skip(at + 1).take(3).find(has_head).is_some()
}

fn has_body_head(units: &[Unit<'_>]) -> bool {
    units.iter().any(|unit| lexicon::label_before_of(unit.form) == Some(NameLabel::Organization))
}

/// "Ministry of Health and Population" goes on over "and"; "Bank of England and Barclays" does not.
fn joins_ministry(units: &[Unit<'_>]) -> bool {
    let joins = |form: &str| {
        matches!(
            form,
            "Ministry"
                | "Department"
                | "Committee"
                | "Office"
                | "Commission"
                | "Faculty"
                | "Directorate"
        )
    };
    let is_own_name =
        |form: &str| gazetteer::country_named(form).is_some() || gazetteer::demonym(form).is_some();
    units.iter().any(|unit| joins(unit.form))
        && units.iter().any(|unit| matches!(unit.form, "of" | "for" | "on"))
        && units.last().is_some_and(|unit| !is_own_name(unit.form) && unit.shape == Shape::Capital)
}
