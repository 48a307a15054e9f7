//! Who said what, and what was done, in the inputs that once were read wrongly (`cases/inputs/`).

#[allow(dead_code, reason = "shared with the case runner, which uses the rest")]
mod lines;

use std::path::Path;

use dateline::intake::open;
use dateline::{Reader, Reading};

/// Reads the dispatches of an input.
fn read(name: &str) -> Vec<Reading> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/inputs").join(name);
    let reader = Reader::default();
    let found = open(&[path], reader.config());
    let read = |one: dateline::intake::Found| reader.read_item(&one.item?, &one.sighting).0;
    let readings: Vec<Reading> = found.filter_map(read).collect();
    assert!(!readings.is_empty(), "{name}: nothing read");
    readings
}

/// The records of a reading, one a line.
type Lines = fn(&Reading) -> Vec<String>;

/// Checks that for each expected set of words one line of every dispatch holds them all.
#[track_caller]
fn holds(name: &str, lines: Lines, expected: &[&[&str]]) {
    for reading in read(name) {
        let lines = lines(&reading);
        for words in expected {
            let is_found = lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
            assert!(is_found, "{name}: no line with {words:?} in {lines:#?}");
        }
    }
}

/// Checks that no line of any dispatch holds all of some words.
#[track_caller]
fn lacks(name: &str, lines: Lines, refused: &[&[&str]]) {
    for reading in read(name) {
        for line in lines(&reading) {
            let is_refused =
                refused.iter().any(|words| words.iter().all(|word| line.contains(word)));
            assert!(!is_refused, "{name}: {line}");
        }
    }
}

#[test]
fn a_speech_over_paragraphs_is_one_speakers() {
    let name = "02-quote-over-paragraphs.txt";
    let source = "source \"the commander, Rui Abrantes\" = Rui Abrantes";
    holds(
        name,
        lines::statements,
        &[
            &["direct | said | says", source, "“We lost the upper ridge", "“The wind turned"],
            &[source, "“Nobody should read this", "the crews have not slept."],
            &[source, "“I ask people to stay away until Friday.”"],
            &["source \"we\" = Rui Abrantes", "that the mill was gone"],
            &["source \"I\" = Rui Abrantes", "to stay away until Friday"],
            &["= Marta Quintela", "content \"that 40 families had been moved to the sports hall\""],
        ],
    );
    lacks(name, lines::statements, &[&["source \"Nobody\""], &["withholds"]]);
}

#[test]
fn a_nickname_in_quotation_marks_is_no_statement() {
    let name = "03-nickname-in-quotes.txt";
    holds(
        name,
        lines::statements,
        &[
            &[
                "source \"a fisherman known on the quay as “Barnacle.”\"",
                "cue \"said\"",
                "“I heard",
            ],
            &["source \"police\"", "Two men were wounded"],
            &["source \"Officers\"", "they were looking for a grey van"],
        ],
    );
    assert_eq!(read(name)[0].claims.statements.len(), 3);
}

#[test]
fn two_speakers_take_turns() {
    let name = "04-two-speakers-in-turn.txt";
    holds(
        name,
        lines::statements,
        &[
            &["= Petra Lindqvist", "“The tram has cost us 90 million"],
            &["= Anton Varga", "“You signed the contract, Petra,”", "“You stood in that field"],
            &["source \"Lindqvist\" = Petra Lindqvist", "shot back", "“I signed"],
            &["source \"Varga\" = Anton Varga", "sighed", "“Then you should have read it,”"],
        ],
    );
    assert_eq!(read(name)[0].claims.statements.len(), 4);
    lacks(name, lines::events, &[&["\"shot"], &["firearms"]]);
}

#[test]
fn she_is_the_one_the_sentence_is_about() {
    let entities: Lines = lines::entities;
    let name = "06-she-after-parents.txt";
    holds(
        name,
        entities,
        &[
            &["person | Milena Vukovic", "\"her\"; \"She\"; \"Her\"; \"she\""],
            &["person | Dragan Vukovic", "\"his\""],
        ],
    );
}

#[test]
fn two_who_deny_are_both_the_source() {
    let name = "23-whole-paragraph-is-a-link.html";
    holds(
        name,
        lines::statements,
        &[
            &["denies", "= Colm Raddle; Dane Raddle", "content \"the charge of murder\""],
            &["denies", "= Lee Sorrel", "content \"murder\""],
            &["says", "source \"the prosecutor\" = the prosecutor", "Pike died"],
        ],
    );
    holds(name, lines::events, &[&["REJECT", "actors Colm Raddle; Dane Raddle |"]]);
}

#[test]
fn an_office_is_not_whoever_speaks_next() {
    let name = "26-doubly-escaped.rss.xml";
    holds(
        name,
        lines::statements,
        &[&["source \"The mayor\" = mayor"], &["= Petra Lindqvist", "“It’s ours,”"]],
    );
    lacks(name, lines::statements, &[&["ayor\" = Petra"]]);
    let name = "34-office-is-another-person.txt";
    lacks(name, lines::statements, &[&["= Colm Raddle"], &["judge\" = Dane"], &["utor\" = Dane"]]);
}

fn sentences(reading: &Reading) -> Vec<String> {
    let text = reading.dispatch.text.as_str();
    reading.segmentation.sentences.iter().map(|one| one.span.of(text).to_owned()).collect()
}

#[test]
fn a_stop_of_an_abbreviation_may_end_a_sentence() {
    let name = "31-initials-and-abbreviations.txt";
    let expected = [
        "Last week the former deputy head of the D.E.A. Thomas K. Brandle was questioned by a panel \
         of the U.S. Senate.",
        "Mr. Brandle was not available for comment.",
        "The ship left for the U.S.",
        "She carried 40 tonnes of rice, Capt. Lou Verano said.",
        "The fire began in Block A.",
        "Then it spread to Block B.",
        "Shares of Orrin Holdings Inc. fell 4 per cent on Thursday, according to Lt. Gov. Dana Polk.",
        "Work began at 9 a.m. Monday and ended at 6 p.m.",
        "The guard slept in 's-Hertogenbosch.",
        "Police spoke to St. Mary's Hospital vs. the city.",
        "He lived on Elm St.",
        "The neighbours knew him as Dr. No.",
    ];
    assert_eq!(sentences(&read(name)[0])[1..], expected);
    holds(
        name,
        lines::statements,
        &[&["= Lou Verano", "content \"She carried 40 tonnes of rice\""]],
    );
    holds(name, lines::entities, &[&["person | Thomas K. Brandle", "\"Mr. Brandle\""]]);
}

#[test]
fn quotation_marks_stand_with_their_sentences() {
    let name = "32-sentences-with-quotes.txt";
    let found = sentences(&read(name)[0]);
    assert_eq!(found[1], "The council voted to close the baths on Thursday.");
    assert_eq!(found[2], "\"We'll fight it,\" said Joan Pell, who swims there.");
    holds(
        name,
        lines::statements,
        &[
            &["source \"she\" = Joan Pell", "content \"'Is this what we pay for?'\""],
            &["source \"she\" = Joan Pell", "'It is a scandal.'"],
            &["= Amit Rao", "content \"the roof \"could come down", "would close on Friday\""],
            &["source \"Pell\" = Joan Pell", "What troubles the swimmers most is"],
        ],
    );
    lacks(name, lines::statements, &[&["= Amit Rao", "The baths are old"]]);
}

#[test]
fn who_says_takes_no_part() {
    let name = "33-who-says-is-no-victim.txt";
    holds(
        name,
        lines::events,
        &[
            &["ASSAULT | \"attacked\" | actors Rebels |", "said_in s1"],
            &["PROTEST demo | \"protested\" | actors Workers |", "said_in s2"],
            &["CONSULT | \"met\" | actors The two sides |", "said_in s5"],
        ],
    );
    lacks(name, lines::events, &[&["recipients"], &["SANCTION"], &["visit"]]);
}

#[test]
fn aid_that_is_held_back_is_no_aid() {
    let name = "10-aid-held-back.txt";
    holds(name, lines::events, &[&["AID", "actors Norway", "recipients Nepal", "actual"]]);
    lacks(
        name,
        lines::events,
        &["Swedish", "Canada", "Germany"]
            .map(|who| ["AID", who])
            .each_ref()
            .map(|words| &words[..]),
    );
}
