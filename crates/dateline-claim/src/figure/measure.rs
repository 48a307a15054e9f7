//! What a number counts, told by the words around it.

use dateline_mention::QuantityKind;
use dateline_syntax::{TokenId, Upos};

use super::Measure;
use super::lexicon::{LEXICON, List, Use};
use super::number::{Number, Origin};
use crate::event::chunk::{ChunkKind, VerbForm};
use crate::event::clause::Phrase;
use crate::event::sentence::Row;

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
    let rules = [lives, counted, stated, toll, object, subject, unable, goods];
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
    if !counts_people(row, number) {
        return None;
    }
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
    if animals || number.origin == Origin::Single || is_of_any(row, number) {
        return None;
    }
    let head =
        row.chunks[number.chunk].tokens.end.min(population.end).max(population.start + 1) - 1;
    let one = row.lemma(head);
    let two = format!("{} {one}", row.lemma(head - 1));
    let measure = LEXICON
        .measure(Use::Counted, &two)
        .or_else(|| LEXICON.measure(Use::Counted, one))
        .or_else(|| LEXICON.measure(Use::Remains, one).filter(|_| tells(row, List::Finding)))?;
    // those who are counted may be told to be killed: `12 protesters were killed`
    let told = object(row, number).or_else(|| stated(row, number)).or_else(|| subject(row, number));
    let own = Reading { measure, cue: number.chunk, rule: "counted" };
    Some(told.filter(|told| told.measure != Measure::Protesters).unwrap_or(own))
}

/// Tells whether something is said of all of a kind: `a tree has two deaths`.
fn is_of_any(row: &Row<'_>, number: &Number<'_>) -> bool {
    let Some(verb) = (0..number.chunk).rev().find(|&at| row.chunks[at].verb().is_some()) else {
        return false;
    };
    let subject = row.chunks[..verb].iter().rev().find(|chunk| chunk.is_noun());
    let first = subject.map(|chunk| row.form(chunk.tokens.start));
    row.form_at(verb) == "has" && matches!(first, Some("a" | "an" | "every"))
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

/// `the unions put the number at 130`: counts what was counted before it.
pub(super) fn recount(row: &Row<'_>, number: &Number<'_>, measure: Measure) -> Option<Reading> {
    let cue = number.chunk.checked_sub(2)?;
    let verb = cue.checked_sub(1)?;
    let definite =
        row.form(row.chunks[cue].tokens.start) == "the" && row.chunks[cue].tokens.len() == 2;
    let count = definite && LEXICON.lists(List::Count, row.lemma(row.chunks[cue].head()));
    let at = row.preposition_before(number.chunk) == Some("at");
    let told = LEXICON.lists(List::TollVerb, row.lemma(row.chunks[verb].head()));
    let people =
        measure.is_of_people() && number.population.is_none() && counts_people(row, number);
    (count && at && told && people).then_some(Reading { measure, cue, rule: "recount" })
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
    let before = before.filter(|&verb| !is_passive(row, verb) && !opens_clause(row, number));
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
    } else if is_next_verb(row, number, verb) && opens_clause(row, number) {
        Some(if is_passive(row, verb) { Place::Object } else { Place::Subject })
    } else {
        None
    }
}

/// Tells whether a number opens a clause behind a conjunction: `but nobody has been killed`, `killing
/// eight, and 14 are missing`.
fn opens_clause(row: &Row<'_>, number: &Number<'_>) -> bool {
    let first = row.chunk_of(number.tokens.start);
    let joined = first > 0 && matches!(row.chunks[first - 1].kind, ChunkKind::Conjunction);
    let Some(next) = row.chunks.get(number.chunk + 1).filter(|_| joined) else { return false };
    // without an auxiliary the verb may be a participle: "and five wounded"
    let auxiliary = next.tokens.len() > 1 || matches!(row.lemma(next.head()), "be" | "have");
    auxiliary && next.verb().is_some_and(|group| group.form == VerbForm::Finite)
}

/// Tells whether a verb is the one right behind a number, or an infinitive that hangs on that one.
fn is_next_verb(row: &Row<'_>, number: &Number<'_>, verb: usize) -> bool {
    let next = number.chunk + 1;
    let infinitive =
        row.chunks[verb].verb().is_some_and(|group| group.form == VerbForm::Infinitive);
    verb == next || infinitive && row.governor(verb) == Some(next)
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
    verb_measure(row, verb, Use::Object).or_else(|| held(row, verb))
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
    let object = arguments.objects.first().map_or(head, |o| row.chunks[o.chunk].head());
    let longer = [
        words(behind, 3),
        words(behind, 2),
        words(behind, 1),
        // "pulled 12 people alive"
        words(object_end - 1, 1),
        words(object_end, 1),
        words(object_end, 2),
        words(object_end, 3),
        format!("{one} {}", row.lemma(object)),
        // "blocked that road"
        format!("{one} {}", row.lemma(behind + 1)),
    ];
    // "gathered outside the gate to demand"
    let aim = arguments.zone.end;
    let infinitive = row.chunks.get(aim).and_then(|chunk| chunk.verb());
    let aims = infinitive.is_some_and(|group| group.form == VerbForm::Infinitive);
    let aim = aims.then(|| format!("{one} to {}", row.lemma(row.chunks[aim].head())));
    let longer = longer.iter().chain(aim.as_ref()).find_map(|words| LEXICON.measure(usage, words));
    longer.or_else(|| LEXICON.measure(usage, one))
}

/// Returns what those held are counted as, where the sentence tells who holds them.
fn held(row: &Row<'_>, verb: usize) -> Option<Measure> {
    if row.lemma(row.chunks[verb].head()) != "hold" {
        return None;
    }
    match (tells(row, List::Captors), tells(row, List::Jailers)) {
        (true, false) => Some(Measure::Hostages),
        (false, true) => Some(Measure::Detained),
        _ => None,
    }
}

/// Tells whether a word of a list stands in the sentence.
fn tells(row: &Row<'_>, list: List) -> bool {
    row.tokens().any(|token| LEXICON.lists(list, row.lemma(token)))
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
    // "are missing", "are dying": a state, though tagged as a verb
    let lasts = row.form(head).ends_with("ing") && row.chunks[verb].tokens.len() > 1;
    if let Some(measure) = state(row, head).filter(|_| lasts) {
        return Some(measure);
    }
    if COPULAS.contains(&row.lemma(head)) {
        let start = row.chunks[verb].tokens.end;
        let mut complement = (start..start + 4).take_while(|&token| row.form(token) != ",");
        if let Some(measure) = complement.find_map(|token| state(row, token)) {
            return Some(measure);
        }
    }
    let measure = verb_measure(row, verb, Use::Subject)?;
    (measure != Measure::Protesters || !shows(row, verb)).then_some(measure)
}

/// `17 families have not been able to return home`.
fn unable(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    if !counts_people(row, number) {
        return None;
    }
    let verbs = governing_verbs(row, number).into_iter().filter(|(_, p)| *p == Place::Subject);
    verbs.into_iter().find_map(|(cue, _)| {
        let measure = verb_measure(row, cue, Use::Unable)?;
        let negated = |at: usize| row.chunks[at].verb().is_some_and(|group| group.negated);
        let from = row.governor(cue).filter(|&at| at > number.chunk).unwrap_or(cue);
        let barred = (from..=cue).any(|at| negated(at) || row.form_at(at) == "unable");
        barred.then_some(Reading { measure, cue, rule: "unable" })
    })
}

/// Tells whether a verb of protest has its other sense: "demonstrated that", "demonstrated skill".
fn shows(row: &Row<'_>, verb: usize) -> bool {
    let lemma = row.lemma(row.chunks[verb].head());
    // "took to the streets", "blocked the road" tell by their objects
    let bare = LEXICON.measure(Use::Subject, lemma).is_some() && lemma != "protest";
    bare && (!row.arguments(verb).objects.is_empty() || row.form_at(verb + 1) == "that")
}

const COPULAS: &[&str] = &["be", "remain", "go", "lie", "feel", "report", "leave"];

/// Tells whether people are counted, as far as the words tell: a bare number may count them.
fn counts_people(row: &Row<'_>, number: &Number<'_>) -> bool {
    let broken = number.bounds().0.is_some_and(|value| value.fract() != 0.0);
    let Some(population) = number.population.clone() else { return !broken };
    if broken || population.clone().any(|token| LEXICON.lists(List::Animals, row.lemma(token))) {
        return false;
    }
    // "15 shipments of condoms": both heads tell
    let of = population.clone().find(|&token| row.form(token) == "of");
    let thing = |tokens: std::ops::Range<TokenId>| {
        let mut heads = tokens.rev().filter(|&token| {
            matches!(row.upos(token), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron)
        });
        let last = heads.next().map(|token| row.lemma(token).to_lowercase());
        last.is_some_and(|last| LEXICON.lists(List::Things, &last))
    };
    !thing(population.clone()) && !of.is_some_and(|of| thing(population.start..of))
}

/// `damage of $5 million`, `$5 million in aid`.
fn amount(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let cue = near(row, number.chunk, List::Money).or_else(|| gift(row, number))?;
    Some(Reading { measure: Measure::Money, cue, rule: "amount" })
}

/// Finds the verb that gives an amount to someone: `will pay every family 2 million shillings`.
fn gift(row: &Row<'_>, number: &Number<'_>) -> Option<usize> {
    let verb = number.chunk.checked_sub(2)?;
    row.chunks[verb].verb().filter(|group| !group.passive)?;
    let gives = LEXICON.lists(List::Giving, row.lemma(row.chunks[verb].head()));
    let to = &row.chunks[verb + 1];
    let receives = to.is_noun() && LEXICON.lists(List::Receiver, row.lemma(to.head()));
    (gives && receives).then_some(verb)
}

/// `500 tonnes of flour`, `20 trucks carrying aid`.
fn goods(row: &Row<'_>, number: &Number<'_>) -> Option<Reading> {
    let holds = |list: List| {
        let tokens = number.tokens.start..row.chunks[number.chunk].tokens.end;
        let mut tokens = tokens.chain(number.population.clone().into_iter().flatten());
        tokens.any(|token| LEXICON.lists(list, row.lemma(token)))
    };
    let bulk = holds(List::BulkGoods);
    if !bulk && !holds(List::Goods) {
        return None;
    }
    // a tonne that is delivered is trade, a tent is aid
    let near = |list| near(row, number.chunk, list);
    if near(List::Trade).is_some() {
        return None;
    }
    let cue = near(List::Aid).or_else(|| near(List::Delivery).filter(|_| !bulk))?;
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
