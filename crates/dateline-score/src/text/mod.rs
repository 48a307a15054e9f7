//! The text of pages: trafilatura's segments, and whole texts where a set has them.

mod benchmark;
mod segments;

use std::path::{Path, PathBuf};

use dateline::Reader;
use dateline::intake::decode;
use dateline::text::{BlockKind, Dispatch, Item, Media, Sighting};

use crate::Error;
use crate::task::{Options, TaskScore};

/// Scores page extraction; a folder with `evaldata.json` (trafilatura), or with
/// `ground-truth.json` (article-extraction-benchmark).
///
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    paths
        .iter()
        .map(|path| match find_list(path) {
            Some((list, true)) => segments::score(&list, reader, options),
            Some((list, false)) => benchmark::score(&list, reader, options),
            None => Err(Error::format(path, "expected `evaldata.json` or `ground-truth.json`")),
        })
        .collect()
}

/// Finds the gold list of a folder, and tells whether it is trafilatura's.
fn find_list(path: &Path) -> Option<(PathBuf, bool)> {
    let candidates = ["", "tests", "trafilatura/tests"];
    candidates.iter().find_map(|folder| {
        let is_file = |name: &str| Some(path.join(folder).join(name)).filter(|path| path.is_file());
        is_file("evaldata.json")
            .map(|list| (list, true))
            .or_else(|| is_file("ground-truth.json").map(|list| (list, false)))
    })
}

/// Decodes a page as `dateline read` does.
fn decode_page(bytes: Vec<u8>, reader: &Reader) -> Option<Dispatch> {
    let item = Item::new(bytes, Media::Html);
    decode(&item, &Sighting::default(), reader.config()).dispatch
}

/// Returns the words of the story: every block that is not marked as something else.
fn story(dispatch: &Dispatch) -> String {
    let blocks = dispatch.blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let words: Vec<&str> = blocks.map(|block| block.span.of(&dispatch.text)).collect();
    words.join("\n")
}
