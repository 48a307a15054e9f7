//! What a number counts, told by the words around it.

use dateline_mention::QuantityKind;
use dateline_syntax::Upos;

use super::Measure;
use super::lexicon::{LEXICON, List, Use};
use super::number::{Number, Origin};
use crate::event::clause::Phrase;
use crate::event::sentence::{ChunkKind, Row, VerbForm};

/// What a number was found to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// The measure.
    pub(super) measure: Measure,
    /// The chunk of the word that tells it.
    pub(super) cue: usize,
    /// Which rule read it.
    pub(super) rule: &'static str,
}

/// Reads what a number counts; `no casualties` counts killed and injured.
pub(super) fn read_measure(row: &Row<'_>, number: &Number<'_>) -> Vec<Reading> {
    if let Origin::Quantity(quantity) = number.origin {
        match quantity.kind {
            QuantityKind::Money => return amount(row, number).into_iter().collect(),
            QuantityKind::Measure => return goods(row, number).into_iter().collect(),
            _ => {}
        }
    }
    if number.origin == Origin::Nothing && row.lemma(number.end() - 1) == "casualty" {
        return no_casualties(number);
    }
    let rules = [lives, counted, stated, toll, object, subject, goods];
    let reading = rules.iter().find_map(|rule| rule(row, number));
    reading.filter(|reading| !is_mixed(row, reading)).into_iter().collect()
}

/// Tells whether the count is of two measures together: `killed or wounded`, `dead or missing`.
fn is_mixed(row: &Row<'_>, reading: &Reading) -> bool {
    let differs = |other: Option<Measure>| other.is_some_and(|other| other != reading.measure);
    let chunk = &row.chunks[reading.cue];
    if chunk.verb().is_some() {
        let is_or = |at: usize| row.form_at(at) == "or";
        let behind = is_or(reading.cue + 1) && differs(verb_at(row, reading.cue + 2));
        let before = reading.cue >= 2 && is_or(reading.cue - 1);
        return behind || before && differs(verb_at(row, reading.cue - 2));
    }
    let mut or = (chunk.head()..chunk.tokens.end + 3).filter(|&token| row.form(token) == "or");
    or.any(|token| state(row, token - 1).is_some() && differs(state(row, token + 1)))
}

/// Returns what a verb group at a chunk counts its objects as; `None` for other chunks.
fn verb_at(row: &Row<'_>, chunk: usize) -> Option<Measure> {
    row.chunks.get(chunk)?.verb()?;
    object_measure(row, chunk)
}

fn no_casualties(number: &Number<'_>) -> Vec<Reading> {
    let reading = |measure| Reading { measure, cue: number.chunk, rule: "counted" };
    vec![reading(Measure::Killed), reading(Measure::Injured)]
}

/// `12 dead`, `12 people feared dead`, `12 wounded`, `12 people killed in`.
fn stated(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let chunk_end = row.chunks[number.chunk].tokens.end;
    let found = |measure, cue| Some(Reading { measure, cue, rule: "stated" });
    // inside the chunk: `12 dead`
    let inside = (number.end()..chunk_end).find_map(|token| state(row, token));
    if let Some(measure) = inside {
        return found(measure, number.chunk);
    }
    let mut at = row.chunk_of(number.end() - 1) + 1;
    while matches!(
        row.form_at(at),
        "feared"
            | "reported"
            | "believed"
            | "presumed"
            | "confirmed"
            | "left"
            | "more"
            | "others"
            | "said"
    ) {
        at += 1;
    }
    let chunk = row.chunks.get(at)?;
    let token = chunk.tokens.start;
    match chunk.verb() {
        None => state(row, token).and_then(|measure| found(measure, at)),
        // `12 people killed in`: a bare participle without an object
        Some(group) if chunk.tokens.len() == 1 && group.form != VerbForm::Gerund => {
            let patient =
                row.arguments(at).objects.is_empty() && row.form(token) != row.lemma(token);
            let measure = object_measure(row, at)?;
            patient.then_some(Reading { measure, cue: at, rule: "stated" })
        }
        Some(_) => None,
    }
}

fn state(row: &Row<'_>, token: usize) -> Option<Measure> {
    let one = row.form(token);
    let two = format!("{one} {}", row.form(token + 1));
    let three = format!("{two} {}", row.form(token + 2));
    let words = [three.as_str(), two.as_str(), one];
    words.iter().find_map(|words| LEXICON.measure(Use::State, words))
}

/// `12 deaths`, `12 hostages`, `5,000 protesters`.
fn counted(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let population = number.population.clone()?;
    // `27 turtle deaths`, `cardiac arrests`
    let animals = population.clone().any(|token| LEXICON.lists(List::Animals, row.lemma(token)));
    // "a hostage to fortune" counts no one
    if animals || number.origin == Origin::Single {
        return None;
    }
    let head =
        row.chunks[number.chunk].tokens.end.min(population.end).max(population.start + 1) - 1;
    let one = row.lemma(head);
    let two = format!("{} {one}", row.lemma(head - 1));
    let measure =
        LEXICON.measure(Use::Counted, &two).or_else(|| LEXICON.measure(Use::Counted, one))?;
    // those who are counted may be told to be killed: `12 protesters were killed`
    let told = object(row, number).or_else(|| stated(row, number)).or_else(|| subject(row, number));
    let own = Reading { measure, cue: number.chunk, rule: "counted" };
    Some(told.filter(|told| told.measure != Measure::Protesters).unwrap_or(own))
}

/// `claimed 12 lives`, `12 lives were lost`.
fn lives(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let end = number.population.clone()?.end;
    if row.lemma(end - 1) != "life" && row.form(end - 1) != "lives" {
        return None;
    }
    governing_verbs(row, number).into_iter().find_map(|(cue, _)| {
        let measure = LEXICON.measure(Use::Lives, row.lemma(row.chunks[cue].head()))?;
        Some(Reading { measure, cue, rule: "lives" })
    })
}

// A toll is told at most this many chunks before its number.
const MAX_TOLL_CHUNKS: usize = 10;

/// `the death toll rose to 12`, `a toll of 12`.
fn toll(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let before = row.preposition_before(number.chunk);
    if number.origin == Origin::Nothing
        || number.population.is_some()
            && before == Some("of")
            && row.form_at(number.chunk) == "number"
        || matches!(before, Some("from" | "by" | "in" | "on" | "with"))
    {
        return None;
    }
    let from = number.chunk.saturating_sub(MAX_TOLL_CHUNKS);
    let at = (from..number.chunk).rev().find(|&at| {
        matches!(row.chunks[at].kind, ChunkKind::Boundary) || toll_noun(row, at).is_some()
    })?;
    let measure = toll_noun(row, at)?;
    let verbs = (at + 1..number.chunk).filter(|&verb| row.chunks[verb].verb().is_some());
    let climbs = |verb: usize| LEXICON.lists(List::TollVerb, row.lemma(row.chunks[verb].head()));
    // `the number of people killed rose to 12`
    let (climbing, others): (Vec<usize>, Vec<usize>) = verbs.partition(|&verb| climbs(verb));
    let linked = !climbing.is_empty() || matches!(before, Some("of" | "at" | "to"));
    let told = linked && others.iter().all(|&verb| object_measure(row, verb).is_some());
    told.then_some(Reading { measure, cue: at, rule: "toll" })
}

fn toll_noun(row: &Row<'_>, chunk: usize) -> Option<Measure> {
    if !row.chunks[chunk].is_noun() {
        return None;
    }
    let tokens = row.chunks[chunk].tokens.clone();
    let head = row.lemma(tokens.end - 1);
    if head != "number" {
        let two = format!("{} {head}", row.lemma(tokens.end.saturating_sub(2)));
        let two = LEXICON.measure(Use::Toll, &two).filter(|_| tokens.len() > 1);
        return two.or_else(|| LEXICON.measure(Use::Toll, head));
    }
    // `number of dead`, `number of people killed`, `number killed`
    let words: Vec<&str> = (tokens.end - 1..tokens.end + 3).map(|token| row.form(token)).collect();
    (2..=words.len()).rev().find_map(|n| LEXICON.measure(Use::Toll, &words[..n].join(" ")))
}

/// How a number stands to the verb that governs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Subject,
    Object,
}

/// Finds the verbs that the number is the subject or the object of, the nearest first; a passive's
/// subject is its object.
fn governing_verbs(row: &Row<'_>, number: &Number<'_>) -> Vec<(usize, Place)> {
    let is_verb = |at: &usize| row.chunks[*at].verb().is_some();
    let before = (0..number.chunk).rev().find(is_verb);
    let behind = (number.chunk + 1..row.chunks.len()).filter(is_verb).take(MAX_VERBS_BEHIND);
    let before = before.filter(|&verb| !is_passive(row, verb));
    before
        .into_iter()
        .chain(behind)
        .filter_map(|verb| place_at(row, number, verb).map(|place| (verb, place)))
        .collect()
}

fn place_at(row: &Row<'_>, number: &Number<'_>, verb: usize) -> Option<Place> {
    let holds = |phrases: &[Phrase]| phrases.iter().any(|phrase| is_of(row, number, phrase));
    let arguments = row.arguments(verb);
    let behind = verb > number.chunk;
    if holds(&arguments.objects) && behind == is_passive(row, verb) {
        Some(Place::Object)
    } else if holds(&arguments.subjects) && behind && !is_passive(row, verb) {
        Some(Place::Subject)
    } else {
        None
    }
}

/// Tells whether a number heads a phrase, or stands in the `of` phrase of a word for groups.
///
/// "A total of 19 people" counts people; "effigies of two members" does not count members.
fn is_of(row: &Row<'_>, number: &Number<'_>, phrase: &Phrase) -> bool {
    // "no one": the pronoun alone is the phrase
    let last = number.tokens.end - 1;
    let inside = phrase.tokens.contains(&number.tokens.start) || phrase.tokens.contains(&last);
    let head = row.lemma(row.chunks[phrase.chunk].head());
    inside && (number.chunk == phrase.chunk || LEXICON.lists(List::Groups, head))
}

fn is_passive(row: &Row<'_>, verb: usize) -> bool {
    row.chunks[verb].verb().is_some_and(|group| group.passive)
}

// A subject's verb may stand behind a relative clause.
const MAX_VERBS_BEHIND: usize = 3;

/// `killed 12 people`, `12 people were killed`.
fn object(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    if !counts_people(row, number) {
        return None;
    }
    let objects = governing_verbs(row, number).into_iter().filter(|(_, p)| *p == Place::Object);
    objects.into_iter().find_map(|(cue, _)| {
        Some(Reading { measure: object_measure(row, cue)?, cue, rule: "object" })
    })
}

/// Returns what the objects of the verb at a chunk are counted as.
pub(super) fn object_measure(row: &Row<'_>, verb: usize) -> Option<Measure> {
    verb_measure(row, verb, Use::Object)
}

fn verb_measure(row: &Row<'_>, verb: usize, usage: Use) -> Option<Measure> {
    let head = row.chunks[verb].head();
    let one = row.lemma(head);
    let arguments = row.arguments(verb);
    let behind = row.chunks[verb].tokens.end;
    let object_end = arguments.objects.first().map_or(behind, |o| o.tokens.end.max(behind));
    let words = |start: usize, n: usize| -> String {
        (start..start + n).fold(one.to_owned(), |words, token| words + " " + row.lemma(token))
    };
    let longer = [words(behind, 2), words(behind, 1), words(object_end, 1), words(object_end, 2)];
    let longer = longer.iter().find_map(|words| LEXICON.measure(usage, words));
    longer.or_else(|| LEXICON.measure(usage, one))
}

/// `12 people died`, `12 people are missing`, `5,000 people marched`.
fn subject(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    if !counts_people(row, number) {
        return None;
    }
    let subjects = governing_verbs(row, number).into_iter().filter(|(_, p)| *p == Place::Subject);
    subjects.into_iter().find_map(|(cue, _)| {
        Some(Reading { measure: subject_measure(row, cue)?, cue, rule: "subject" })
    })
}

fn subject_measure(row: &Row<'_>, verb: usize) -> Option<Measure> {
    let head = row.chunks[verb].head();
    if row.form(head) == "missing" && row.chunks[verb].tokens.len() > 1 {
        return state(row, head); // "are missing" is a state, though it is tagged as a verb
    }
    if !COPULAS.contains(&row.lemma(head)) {
        let measure = verb_measure(row, verb, Use::Subject)?;
        return (measure != Measure::Protesters || !shows(row, verb)).then_some(measure);
    }
    let start = row.chunks[verb].tokens.end;
    let mut complement = (start..start + 4).take_while(|&token| row.form(token) != ",");
    complement.find_map(|token| state(row, token))
}

/// Tells whether a verb of protest has its other sense: "demonstrated that", "demonstrated skill".
fn shows(row: &Row<'_>, verb: usize) -> bool {
    let transitive = matches!(row.lemma(row.chunks[verb].head()), "protest" | "take");
    let object = !row.arguments(verb).objects.is_empty() || row.form_at(verb + 1) == "that";
    object && !transitive
}

const COPULAS: &[&str] = &["be", "remain", "go", "lie", "feel", "report", "leave"];

/// Tells whether people are counted, as far as the words tell: a bare number may count them.
fn counts_people(row: &Row<'_>, number: &Number<'_>) -> bool {
    let broken = number.bounds().0.is_some_and(|value| value.fract() != 0.0);
    let Some(population) = number.population.clone() else { return !broken };
    if broken || population.clone().any(|token| LEXICON.lists(List::Animals, row.lemma(token))) {
        return false;
    }
    let mut heads = population.filter(|&token| {
        matches!(row.upos(token), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron)
    });
    let last = heads.next_back().map(|token| row.lemma(token).to_lowercase());
    !last.is_some_and(|last| LEXICON.lists(List::Things, &last))
}

/// `damage of $5 million`, `$5 million in aid`.
fn amount(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let cue = near(row, number.chunk, List::Money)?;
    Some(Reading { measure: Measure::Money, cue, rule: "amount" })
}

/// `500 tonnes of flour`, `20 trucks carrying aid`.
fn goods(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let tokens = number.tokens.start..row.chunks[number.chunk].tokens.end;
    let mut tokens = tokens.chain(number.population.clone().into_iter().flatten());
    if !tokens.any(|token| LEXICON.lists(List::Goods, row.lemma(token))) {
        return None;
    }
    let cue = near(row, number.chunk, List::Aid)?;
    Some(Reading { measure: Measure::Aid, cue, rule: "goods" })
}

// Words that tell what an amount is for stand this near to it.
const MAX_CHUNKS_NEAR: usize = 6;

/// Finds a chunk near a number, in the same clause, that holds a word of a list.
fn near(row: &Row<'_>, chunk: usize, list: List) -> Option<usize> {
    let clause = crate::event::setting::clause_around(row, chunk);
    let start = clause.start.max(chunk.saturating_sub(MAX_CHUNKS_NEAR));
    let end = clause.end.min(chunk + 1 + MAX_CHUNKS_NEAR);
    (start..end).find(|&at| {
        row.chunks[at].tokens.clone().any(|token| LEXICON.lists(list, row.lemma(token)))
    })
}
