//! What the fuzz targets and the tests that replay their inputs do with some bytes.

use dateline_text::{Item, Media, Sighting, Span};

use crate::strict::Witness;
use crate::{Config, Finder, open_reader};

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
    let [forms @ .., Media::Other] = &Media::ALL else { return };
    let [form, charset, rest @ ..] = bytes else { return };
    let mut item = Item::new(rest.to_vec(), forms[usize::from(*form) % forms.len()]);
    item.charset = CHARSETS[usize::from(*charset) % CHARSETS.len()].map(str::to_owned);
    if item.media == Media::CsvRow {
        item.columns = ["id", "title", "text"].map(str::to_owned).into();
    }
    prove(&item, &Config::default());
}

/// Takes the first byte for a name and the rest for a file, decodes every item in it, and proves each
/// block and word by the strict path.
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
    let Some(dispatch) = crate::decode(item, &Sighting::default(), config).dispatch else {
        return;
    };
    let witness = Witness::new(item);
    let blocks = dispatch.blocks.iter().map(|block| block.span);
    let words = dispatch.blocks.iter().flat_map(|block| words_of(&dispatch.text, block.span));
    for span in blocks.chain(words) {
        let recorded = span.of(&dispatch.text);
        let other = witness.compare(&dispatch.origin.bytes_of(span), recorded);
        assert!(matches!(other, Ok(None)), "{recorded:?} {other:?}");
    }
}

/// Returns the stretches of letters and those between them.
fn words_of(text: &str, block: Span) -> Vec<Span> {
    let mut words: Vec<(Span, bool)> = Vec::new();
    for (at, c) in block.of(text).char_indices() {
        let start = block.start as usize + at;
        let here = Span::new(start, start + c.len_utf8());
        match words.last_mut() {
            Some((word, is_word)) if *is_word == c.is_alphanumeric() => *word = word.cover(here),
            _ => words.push((here, c.is_alphanumeric())),
        }
    }
    words.into_iter().map(|(word, _)| word).collect()
}
