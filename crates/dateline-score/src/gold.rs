//! Reading gold files, and reading gold texts with Dateline.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::intake::{Config, decode};
use dateline::text::{Dispatch, Item, Media, Sighting, Span};
use dateline::{Reader, Reading};
use jiff::civil::Date;

use crate::Error;

/// Reads a file as UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::file(path))
}

/// Returns the files of a folder with one of the extensions, sorted; sub-folders included.
pub(crate) fn files_under(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
            let path = entry.map_err(Error::file(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|one| one == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the name of a file without its last extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads a gold text through the whole chain.
///
/// The text goes through intake as plain text, so that its blocks are made as for any file; if
/// intake changed a single character, gold offsets would not hold, and the text is read as one
/// paragraph instead. Gold texts are English by their nature: the guess of the language is not
/// part of any task here, and a short text must not be lost to it.
pub(crate) fn read_gold(reader: &Reader, text: &str, published: Option<Date>) -> Reading {
    let mut dispatch = decode_plain(text, reader.config())
        .filter(|dispatch| dispatch.text == text)
        .unwrap_or_else(|| Dispatch::from_text(text));
    dispatch.language = Some("en".to_owned());
    if let Some(date) = published {
        dispatch = dispatch.published_on(date);
    }
    reader.read_dispatch(dispatch)
}

fn decode_plain(text: &str, config: &Config) -> Option<Dispatch> {
    let mut item = Item::new(text.as_bytes().to_vec(), Media::Text);
    item.charset = Some("utf-8".to_owned());
    decode(&item, &Sighting::default(), config).dispatch
}

/// Returns the paragraph-sized surroundings of a span, the span itself in brackets.
pub(crate) fn context(text: &str, span: Span) -> String {
    const AROUND_BYTES: usize = 300;
    let (start, end) = (span.start as usize, span.end as usize);
    let mut from = start.saturating_sub(AROUND_BYTES);
    let mut to = (end + AROUND_BYTES).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let from = text[from..start].rfind('\n').map_or(from, |at| from + at + 1);
    let to = text[end..to].find('\n').map_or(to, |at| end + at);
    format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to])
}

/// Folds white space to single spaces.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_stays_in_its_line() {
        let text = "First line.\nThe tide — came in.\nLast line.";
        let at = text.find("tide").expect("in the text");
        assert_eq!(context(text, Span::new(at, at + 4)), "The [tide] — came in.");
    }
}
