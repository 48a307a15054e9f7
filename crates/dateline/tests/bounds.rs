//! No single item, whatever its bytes, passes the bound on memory, and what is cut is told.

#![allow(clippy::disallowed_methods, reason = "a test reads what the system says of its memory")]

use dateline::Reader;
use dateline::intake::{Config, open_reader};
use dateline::record::Include;
use dateline::syntax::Engine;

/// Most memory that reading one item on one thread may take, weights included.
const MOST_RESIDENT_KB: u64 = 600_000;
/// The largest item by default.
const ITEM_BYTES: usize = 16 << 20;

fn filled(opening: &[u8], piece: &[u8]) -> Vec<u8> {
    let mut bytes = opening.to_vec();
    while bytes.len() + piece.len() < ITEM_BYTES {
        bytes.extend_from_slice(piece);
    }
    bytes
}

/// Returns the most memory that this process has taken so far; `None` where the system does not say.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Reads bytes as a file and writes its records as JSON; returns the kinds of all notes.
fn kinds_of_notes(name: &str, bytes: Vec<u8>) -> Vec<String> {
    let include = Include { origin: true, ..Include::default() };
    let reader = Reader::new(Config::default()).engine(Engine::Swift).with(include);
    let mut kinds = Vec::new();
    for found in open_reader(std::io::Cursor::new(bytes), name, reader.config()) {
        match reader.read(&found) {
            Some(record) => {
                serde_json::to_writer(std::io::sink(), &record).expect("plain data");
                kinds.extend(record.notes.into_iter().map(|note| note.kind));
            }
            None => kinds.extend(found.notes.iter().map(|note| note.kind.as_str().to_owned())),
        }
    }
    if let Some(peak) = peak_kb() {
        assert!(peak < MOST_RESIDENT_KB, "{name}: {peak} kB resident at the peak");
    }
    kinds
}

const SENTENCE: &str = "The mayor of Orm said on Monday that 12 people were killed in Sarn. ";

#[test]
fn items_of_the_largest_size_stay_within_memory() {
    let plain = SENTENCE.as_bytes();
    let utf_16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let fonts: String = (0..90).map(|size| format!("<font size={size}>")).collect();
    let columns: String = (0..300_000).map(|n| format!("c{n},")).collect();
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("prose.txt", filled(b"", plain)),
        ("paragraphs.txt", filled(plain, b"a\n\n")),
        ("stops.txt", filled(plain, b". ")),
        ("quotations.txt", filled(b"", "“It is,” said Ann Lee. ".as_bytes())),
        ("numbers.txt", filled(plain, b"1,")),
        ("marks.txt", filled(plain, b"\xE9")),
        ("utf-16.txt", filled(b"\xFF\xFE", &utf_16)),
        ("words.txt", filled(b"", "Мэр города сказал, что мост закроют. ".as_bytes())),
        ("escapes.jsonl", filled(b"{\"text\":\"The mayor said it rained. ", b"\\u00e9")),
        ("fonts.html", format!("{fonts}{}", "<p>".repeat(400_000)).into_bytes()),
        ("nodes.html", filled(b"<html><body><article>", b"<b>a</b> b ")),
        ("deep.html", filled(plain, b"<div>")),
        ("rt.html", filled(plain, b"<rt>")),
        ("references.html", filled(b"<p>The mayor said it rained.", b"&amp;")),
        ("columns.csv", format!("{columns}title,text\nRain,It rained.\n").into_bytes()),
    ];
    for (name, bytes) in inputs {
        let kinds = kinds_of_notes(name, bytes);
        let is_told =
            kinds.iter().any(|kind| ["limit", "malformed", "truncated"].contains(&&**kind));
        assert!(is_told, "{name}: {kinds:?}");
    }
}

/// Each was worked through once for every part of it.
#[test]
fn work_grows_with_the_input_alone() {
    let attributes: String = (0..60_000).map(|n| format!("a{n}=1 ")).collect();
    let page = format!("<p {attributes}>{}</p>", SENTENCE.repeat(3));
    assert!(kinds_of_notes("attributes.html", page.into_bytes()).contains(&"limit".to_owned()));
    let tables = format!("<p>{}</p>{}", SENTENCE.repeat(3), "<table><td>".repeat(30_000));
    assert!(kinds_of_notes("tables.html", tables.into_bytes()).contains(&"limit".to_owned()));
}
