//! What the fuzz targets and the tests that replay their inputs do with some bytes, through every
//! stage; [`dateline_intake::replay`] has those that need no engine.

use std::sync::Arc;

use dateline_intake::{Found, open_reader};
use dateline_ledger::record::{Include, Record};
use dateline_syntax::{Network, Pieces};
use dateline_text::{CodePoints, Dispatch};

use crate::verify::verify_record;
use crate::{Reader, Reading};

/// Takes bytes as a file, reads every item in it and verifies every record.
///
/// # Panics
/// Where a stage does, or where an anchor is wrong: that is what it is for.
pub fn open(bytes: &[u8]) {
    let reader = Reader::default().with(Include::ALL);
    for found in open_reader(std::io::Cursor::new(bytes.to_vec()), "replay", reader.config()) {
        if let Some(record) = reader.read(&found) {
            check_record(&found, &record);
        }
    }
}

fn check_record(found: &Found, record: &Record) {
    let item = found.item.as_ref().expect("a record is made of an item");
    let verification = verify_record(item, record);
    assert_eq!(verification.wrong, []);
}

/// Takes bytes as an English text and runs every stage.
///
/// # Panics
/// Where a stage does, or where a span does not fit the text.
pub fn chain(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let reading = Reader::default().read_dispatch(Dispatch::from_text(&text));
    check_spans(&reading);
}

/// Takes bytes as the weights of a small engine, and reads a sentence with it if they are; tells
/// whether they were.
///
/// # Panics
/// Where loading or reading does.
pub fn engine(bytes: &[u8]) -> bool {
    const CONFIG: &str = r#"{"size": 32, "n_layers": 1, "n_heads": 1, "inner": 32, "n_places": 64,
        "window": 64, "overlap": 16, "arc_size": 8, "label_size": 8,
        "tags": ["NOUN|Number=Sing", "VERB|", "PUNCT|"], "relations": ["root", "dep", "punct"],
        "names": ["O", "B-Person", "I-Person", "E-Person", "S-Person"],
        "roles": ["O", "B-Source", "I-Source", "B-Cue", "I-Cue", "B-Content", "I-Content"],
        "link_size": 4}"#;
    const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\nrain\n##s\n.\n";
    let pieces = Pieces::load(bytes, VOCABULARY);
    match pieces.and_then(|pieces| Network::load(bytes, CONFIG, Arc::new(pieces))) {
        Ok(network) => {
            let dispatch = Dispatch::from_text("It rains. Rain fell, and rain will fall.");
            let analysis = network.analyse(&dispatch);
            assert_eq!(analysis.parse.words.len(), analysis.segmentation.tokens.len());
            true
        }
        Err(_) => false,
    }
}

fn check_spans(reading: &Reading) {
    let text = &reading.dispatch.text;
    let points = CodePoints::new(text);
    let tokens = reading.segmentation.tokens.iter().map(|token| token.span);
    let sentences = reading.segmentation.sentences.iter().map(|sentence| sentence.span);
    let contents = reading.claims.statements.iter().flat_map(|one| one.content.iter().copied());
    let figures = reading.claims.figures.iter().map(|figure| figure.span);
    let triggers = reading.claims.events.iter().map(|event| event.trigger);
    for span in tokens.chain(sentences).chain(contents).chain(figures).chain(triggers) {
        assert!(text.get(span.range()).is_some_and(|words| !words.is_empty()), "{span:?}");
        let (start, end) = points.of_span(span);
        assert_eq!(points.to_span(start, end), span);
    }
}
