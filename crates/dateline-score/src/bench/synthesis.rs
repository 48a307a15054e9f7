//! Ledgers of any size, made of invented dispatches.
//!
//! The texts are put together from the lists of this file by a seeded generator and read by the
//! reader itself, so that every row is a real one: its words stand in its item, and `dateline
//! verify` holds. Persons, bodies and outlets are invented; places are real. The same number of
//! dispatches is the same bytes on every run.

use std::path::Path;

use dateline::Reader;
use dateline::intake::Found;
use dateline::record::Include;
use dateline::text::{Item, Media, Sighting};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

use crate::Error;

/// The first day that a synthesised dispatch is published on.
pub(super) const FIRST_DAY: Date = date(2024, 1, 1);

/// Dispatches of one story; one of them reprints another word for word.
const DISPATCHES_PER_STORY: u64 = 6;
const STORIES_PER_DAY: u64 = 50;
const N_PERSONS: u64 = 900;
/// A very large ledger begins again on the first day.
const MOST_DAYS: u64 = 3_650;

/// What was put into a ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Synthesised {
    /// Dispatches stored.
    pub n_stored: usize,
    /// Dispatches that were there already.
    pub n_known: usize,
}

/// Fills a ledger with `n` dispatches and makes its views; `observe` is told how many are stored.
///
/// # Errors
/// The ledger cannot be opened or written.
pub fn fill(
    n: usize,
    path: &Path,
    reader: &Reader,
    mut observe: impl FnMut(usize),
) -> Result<Synthesised, Error> {
    // As `dateline ingest` does, so that every anchor can be proved.
    let reader = reader.clone().with(Include { origin: true, ..Include::default() });
    let found = (0..n as u64).map(found_at);
    let mut synthesised = Synthesised::default();
    dateline::ingest(&reader, path, found, |batch| {
        let n_known = batch.iter().filter(|one| one.state == dateline::State::Known).count();
        synthesised.n_known += n_known;
        synthesised.n_stored += batch.len() - n_known;
        observe(synthesised.n_stored + synthesised.n_known);
    })
    .map_err(|error| Error::Ledger(error.to_string()))?;
    let failed = |error: dateline::ledger::Error| Error::Ledger(error.to_string());
    dateline::Ledger::open(path).map_err(failed)?.refresh_views().map_err(failed)?;
    Ok(synthesised)
}

/// An invented person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    first: &'static str,
    last: String,
    title: &'static str,
    body: String,
}

impl Person {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// What all dispatches of one story share.
struct Story {
    people: Vec<Person>,
    place: &'static str,
    subject: &'static str,
    body: String,
    n_killed: u64,
}

pub(super) fn place(at: u64) -> &'static str {
    pick(PLACES, at)
}

pub(super) fn person(at: u64) -> Person {
    let mut dice = Dice::new(&[1, at]);
    let (one, other) = (pick(HEADS, dice.roll()), pick(TAILS, dice.roll()));
    Person {
        first: pick(FIRST_NAMES, at),
        last: format!("{one}{other}"),
        title: pick(TITLES, dice.roll()),
        body: format!("{} {}", pick(BODY_HEADS, dice.roll()), pick(BODY_TAILS, dice.roll())),
    }
}

fn story(at: u64) -> Story {
    let mut dice = Dice::new(&[2, at]);
    // The least of two rolls, squared: some people are in the news far more often than others.
    let mut someone = || {
        let (one, other) = (dice.roll() % N_PERSONS, dice.roll() % N_PERSONS);
        person(one.min(other) * one.min(other) / N_PERSONS)
    };
    let people: Vec<Person> = (0..3).map(|_| someone()).collect();
    let body = people[2].body.clone();
    Story {
        people,
        place: place(dice.roll()),
        subject: pick(SUBJECTS, dice.roll()),
        body,
        n_killed: 2 + dice.roll() % 60,
    }
}

fn found_at(at: u64) -> Found {
    let (at_story, at_dispatch) = (at / DISPATCHES_PER_STORY, at % DISPATCHES_PER_STORY);
    let story = story(at_story);
    // The last dispatch of a story reprints the first.
    let version = at_dispatch % (DISPATCHES_PER_STORY - 1);
    let days = (at_story / STORIES_PER_DAY + version / 2) % MOST_DAYS;
    let days = i64::try_from(days).expect("a remainder below `MOST_DAYS`");
    let day = FIRST_DAY.checked_add(days.days()).expect("`MOST_DAYS` after 2024 is a date");
    let outlet = pick(OUTLETS, at_story * 5 + at_dispatch);
    let (title, text) = story.tell(at_story, version);
    let fields = json!({
        "id": format!("synthesised-{at}"),
        "title": title,
        "outlet": outlet,
        "published": day.to_string(),
        "text": text,
    });
    let item = Item::new(fields.to_string().into_bytes(), Media::Json);
    let sighting = Sighting {
        path: Some("synthesised.jsonl".to_owned()),
        member: Some(format!("line {}", at + 1)),
        ..Sighting::default()
    };
    Found { sighting, item: Some(item), notes: Vec::new() }
}

impl Story {
    /// Tells one version: a title, and four to six sentences in paragraphs.
    fn tell(&self, at_story: u64, version: u64) -> (String, String) {
        let mut dice = Dice::new(&[3, at_story, version]);
        let weekday = pick(WEEKDAYS, dice.roll());
        let n_killed = self.n_killed + version * (dice.roll() % 4);
        let title = format!("{n_killed} killed as {} fails near {}", self.subject, self.place);
        let mut paragraphs = vec![format!(
            "At least {n_killed} people were killed and {} were injured when the {} failed near {} \
             on {weekday}, the {} said.",
            n_killed * 2 + dice.roll() % 20,
            self.subject,
            self.place,
            self.body,
        )];
        for person in &self.people {
            let kind = pick(SENTENCES, dice.roll());
            let clause = pick(CLAUSES, dice.roll()).replace("THING", self.subject);
            paragraphs.push(kind(person, &clause, weekday));
        }
        let (one, other) = (&self.people[0], &self.people[1]);
        paragraphs.push(format!(
            "{} {} met with {} in {} on {}.",
            one.title,
            one.name(),
            other.name(),
            self.place,
            pick(WEEKDAYS, dice.roll()),
        ));
        (title, paragraphs.join("\n\n"))
    }
}

type Sentence = fn(&Person, &str, &str) -> String;

const SENTENCES: &[Sentence] = &[
    |who, clause, day| format!("{} {} said on {day} that {clause}.", who.title, who.name()),
    |who, clause, _| {
        format!(
            "{}, the {} of the {}, denied that {clause}.",
            who.name(),
            who.title.to_lowercase(),
            who.body
        )
    },
    |who, clause, _| format!("“I know that {clause},” {} said. “That is all.”", who.name()),
    |who, clause, day| format!("{} warned on {day} that {clause}.", who.name()),
    |who, clause, _| format!("According to {} {}, {clause}.", who.title, who.name()),
    |who, clause, _| format!("{} said {clause}. He added that more would follow.", who.name()),
];

const CLAUSES: &[&str] = &[
    "the THING had been checked in the spring",
    "the THING would be rebuilt before the winter",
    "nobody had been told of the cracks in the THING",
    "the ferry to the islands would not sail this week",
    "the ferry was safe and had never been better manned",
    "the money for the THING had been spent elsewhere",
    "two engineers had left their posts in May",
    "the families would be paid before the end of the month",
    "the inquiry would be open to the public",
    "the last inspection of the THING was a year late",
    "help had come too late for the villages up the valley",
    "the figures given by the council were too low",
];

const SUBJECTS: &[&str] = &[
    "north dam",
    "harbour crane",
    "river bridge",
    "hill tunnel",
    "grain store",
    "water tower",
    "cable car",
    "sea wall",
    "power line",
    "mine shaft",
    "market roof",
    "coast railway",
];

const PLACES: &[&str] = &[
    "Naples",
    "Mombasa",
    "Valparaíso",
    "Chittagong",
    "Izmir",
    "Gdansk",
    "Recife",
    "Durban",
    "Osaka",
    "Tampere",
    "Split",
    "Veracruz",
    "Oran",
    "Galway",
    "Antwerp",
    "Cebu",
    "Lagos",
    "Odesa",
    "Halifax",
    "Fremantle",
];

const WEEKDAYS: &[&str] =
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const TITLES: &[&str] =
    &["Governor", "Minister", "Mayor", "Spokesman", "Chairman", "Secretary", "Director"];

const FIRST_NAMES: &[&str] = &[
    "Mira", "Pavel", "Anwara", "Selim", "Ines", "Tomas", "Oriel", "Chisomo", "Rafael", "Hanna",
    "Yusuf", "Lena", "Marek", "Ayala", "Duncan", "Sofia", "Emeka", "Noor", "Viktor", "Alma",
    "Ravi", "Greta", "Omar", "Petra", "Luis", "Dalia", "Kofi", "Irene", "Bruno", "Salma",
];

const HEADS: &[&str] = &[
    "Hal", "Or", "Sik", "Mor", "Vant", "Kas", "Lund", "Bis", "Tar", "Wen", "Dol", "Ferr", "Gren",
    "Hask", "Jor", "Kell", "Lom", "Marl", "Nest", "Pell", "Quar", "Rost", "Stav", "Thorn", "Ulm",
    "Varg", "Wick", "Yar", "Zell", "Brand",
];

const TAILS: &[&str] = &[
    "ana", "berg", "combe", "dale", "ekar", "ford", "ganov", "hall", "inen", "jar", "kova", "low",
    "mann", "nik", "oso", "quist", "rath", "sen", "tova", "ukh", "vaar", "wick", "yan", "zade",
];

const BODY_HEADS: &[&str] = &[
    "Harbour", "Delta", "Province", "Coast", "Highland", "River", "Island", "Valley", "Northern",
    "Old Town",
];

const BODY_TAILS: &[&str] = &[
    "Relief Council",
    "Workers’ Union",
    "Water Office",
    "Assembly",
    "Rescue Service",
    "Transport Board",
    "Farmers’ League",
    "Energy Agency",
];

const OUTLETS: &[&str] = &[
    "Lantern Daily",
    "Meridian Post",
    "Northline Wire",
    "Harbour Ledger",
    "Plateau Times",
    "Southgate Herald",
    "Evening Compass",
    "Red Valley Voice",
    "Free Province Radio",
    "Mirror Bay Gazette",
    "Tidewater News",
    "The Long Road",
];

fn pick<T: Copy>(list: &[T], at: u64) -> T {
    list[(at % list.len() as u64) as usize]
}

/// Numbers that look like chance, and are the same on every run.
///
/// # Source
/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn new(seed: &[u64]) -> Self {
        let mut dice = Self(0);
        for part in seed {
            dice.0 = dice.0.wrapping_add(*part);
            dice.0 = dice.roll();
        }
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_follow_the_paper() {
        // First three numbers of SplitMix64 from seed 1234567.
        let mut dice = Dice(1_234_567);
        let rolls: Vec<u64> = (0..3).map(|_| dice.roll()).collect();
        assert_eq!(
            rolls,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn the_same_dispatch_is_the_same_bytes() {
        let bytes = |at| found_at(at).item.expect("an item is made").bytes;
        assert_eq!(bytes(17), bytes(17));
        assert_ne!(bytes(17), bytes(18));
        // The sixth dispatch of a story has the text of the first, under another outlet.
        let text = |at| {
            let fields: serde_json::Value = serde_json::from_slice(&bytes(at)).expect("JSON");
            (
                fields["text"].as_str().map(str::to_owned),
                fields["outlet"].as_str().map(str::to_owned),
            )
        };
        assert_eq!(text(0).0, text(5).0);
        assert_ne!(text(0).1, text(5).1);
    }

    #[test]
    fn a_small_ledger_can_be_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bench.db");
        let reader = Reader::default();
        let first = fill(60, &path, &reader, |_| {}).expect("a writable folder");
        assert_eq!(first, Synthesised { n_stored: 60, n_known: 0 });
        let again = fill(60, &path, &reader, |_| {}).expect("a writable folder");
        assert_eq!(again, Synthesised { n_stored: 0, n_known: 60 });
        let proof = dateline::verify_ledger(&path, true, |_| ()).expect("a ledger");
        assert!(proof.n_spans > 60 && proof.n_again == 60, "{proof:?}");
        assert_eq!(proof.differences, []);
        let speed = super::super::measure_queries(&path).expect("a ledger");
        assert_eq!(speed.n_dispatches, 60);
        let n_rows = |question: &str| {
            let query = speed.queries.iter().find(|query| query.question == question);
            query.expect("a standard question").n_rows
        };
        assert!(n_rows("figures of killed since a day") > 0);
        assert!(n_rows("dispatches of each outlet (SQL)") > 1);
    }
}
