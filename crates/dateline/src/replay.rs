//! What the fuzz targets and the tests that replay their inputs do with some bytes.

use std::sync::Arc;

use dateline_intake::strict::{Witness, same};
use dateline_intake::{self as intake, Config, Finder, Found, open_reader};
use dateline_ledger::record::{Include, Record};
use dateline_syntax::{Network, Pieces, segment};
use dateline_text::{CodePoints, Dispatch, Item, Media, Sighting};

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

/// Names that the first byte of an input chooses from: a name helps where bytes leave a form open.
const NAMES: [&str; 8] = ["-", "a.txt", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.html", "a.warc"];

/// Takes the first byte for a name and the rest for a file, and finds the items in it.
///
/// # Panics
/// Where finding does, or where an item is longer than the limit.
pub fn find(bytes: &[u8]) {
    let config = Config::default();
    for found in found_in(bytes, &config) {
        let n_bytes = found.item.as_ref().map_or(0, |item| item.bytes.len());
        assert!(n_bytes <= config.limits.item_bytes);
        assert!(found.item.is_some() || !found.notes.is_empty(), "what is left out is told");
    }
}

fn found_in(bytes: &[u8], config: &Config) -> Finder {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let name = NAMES[usize::from(*first) % NAMES.len()];
    open_reader(std::io::Cursor::new(rest.to_vec()), name, config)
}

/// Takes the first two bytes for a form and a charset and the rest for an item, and decodes it.
///
/// # Panics
/// Where decoding does, or where a block does not fit the text.
pub fn decode(bytes: &[u8]) {
    const FORMS: [Media; 7] = [
        Media::Text,
        Media::Html,
        Media::Json,
        Media::CsvRow,
        Media::RssEntry,
        Media::AtomEntry,
        Media::JsonFeedEntry,
    ];
    const CHARSETS: [Option<&str>; 8] = [
        None,
        Some("utf-8"),
        Some("windows-1252"),
        Some("utf-16le"),
        Some("iso-2022-jp"),
        Some("gb18030"),
        Some("big5"),
        Some("shift_jis"),
    ];
    let [form, charset, rest @ ..] = bytes else { return };
    let mut item = Item::new(rest.to_vec(), FORMS[usize::from(*form) % FORMS.len()]);
    item.charset = CHARSETS[usize::from(*charset) % CHARSETS.len()].map(str::to_owned);
    if item.media == Media::CsvRow {
        item.columns = ["id", "title", "text"].map(str::to_owned).into();
    }
    prove(&item, &Config::default());
}

/// Takes the first byte for a name and the rest for a file, decodes every item in it, and proves each
/// block, sentence and word by the strict path.
///
/// # Panics
/// Where a stage does, or where the two paths differ.
pub fn proof(bytes: &[u8]) {
    let config = Config::default();
    for found in found_in(bytes, &config) {
        if let Some(item) = &found.item {
            prove(item, &config);
        }
    }
}

/// Decodes an item and proves its words.
fn prove(item: &Item, config: &Config) {
    let Some(dispatch) = intake::decode(item, &Sighting::default(), config).dispatch else {
        return;
    };
    let segmentation = segment(&dispatch);
    let witness = Witness::new(item);
    let blocks = dispatch.blocks.iter().map(|block| block.span);
    let sentences = segmentation.sentences.iter().map(|sentence| sentence.span);
    let words = segmentation.tokens.iter().map(|token| token.span);
    for span in blocks.chain(sentences).chain(words) {
        let recorded = span.of(&dispatch.text);
        let again = witness.words(&dispatch.origin.bytes_of(span));
        assert!(again.as_ref().is_ok_and(|again| same(recorded, again)), "{recorded:?} {again:?}");
    }
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
