//! Rows of CSV files.

use dateline_text::{Item, Media, NoteKind, Sighting};

use super::note;
use super::stream::{self, Part, Stream};
use crate::decode::cell::{self, RowEnd};
use crate::decode::traced::Traced;
use crate::{Config, Found, charset};

/// Yields the rows under the line of column names, each an item.
pub(crate) struct Rows {
    stream: Stream,
    delimiter: u8,
    sighting: Sighting,
    config: Config,
    columns: Option<Vec<String>>,
    n_read: usize,
    is_done: bool,
}

impl Rows {
    pub(crate) fn new(stream: Stream, delimiter: u8, sighting: Sighting, config: Config) -> Self {
        let (columns, n_read, is_done) = (None, 0, false);
        Self { stream, delimiter, sighting, config, columns, n_read, is_done }
    }

    fn read_row(&mut self) -> std::io::Result<Part> {
        let mut end = RowEnd::new(self.delimiter);
        self.stream.read_record(self.config.limits.item_bytes, |byte| end.feed(byte))
    }

    fn found(&self, bytes: Vec<u8>, columns: &[String]) -> Found {
        let mut sighting = self.sighting_here();
        let (encoding, n_mark) = charset::detect(&bytes, Media::CsvRow, None);
        let row = Traced::of_bytes(&bytes, encoding, n_mark).0;
        let cells = cell::split(&row.text, self.delimiter);
        let first = |names: &[String]| {
            names.iter().find_map(|name| {
                let at = columns.iter().position(|column| column.eq_ignore_ascii_case(name))?;
                let words = cell::decode(&row, cells.get(at)?).text.trim().to_owned();
                (!words.is_empty()).then_some(words)
            })
        };
        sighting.url = first(&self.config.fields.url);
        sighting.outlet = first(&self.config.fields.outlet);
        let mut item = Item::new(bytes, Media::CsvRow);
        item.columns = columns.to_vec();
        item.delimiter = Some(self.delimiter);
        Found { sighting, item: Some(item), notes: Vec::new() }
    }

    fn sighting_here(&self) -> Sighting {
        Sighting { member: Some(format!("row {}", self.n_read)), ..self.sighting.clone() }
    }

    fn column_names(&self, bytes: &[u8]) -> Vec<String> {
        let (encoding, n_mark) = charset::detect(bytes, Media::CsvRow, None);
        let row = Traced::of_bytes(bytes, encoding, n_mark).0;
        let cells = cell::split(&row.text, self.delimiter);
        cells.iter().map(|cell| cell::decode(&row, cell).text.trim().to_owned()).collect()
    }
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            match self.read_row() {
                Ok(Part::Record(row)) if row.trim_ascii().is_empty() => {}
                Ok(Part::Record(row)) => match self.columns.take() {
                    None => self.columns = Some(self.column_names(&row)),
                    Some(columns) => {
                        self.n_read += 1;
                        let found = self.found(row, &columns);
                        self.columns = Some(columns);
                        return Some(found);
                    }
                },
                Ok(Part::Over) => {
                    self.n_read += 1;
                    let mut notes = vec![stream::over_limit(self.config.limits.item_bytes)];
                    notes.push(note(
                        NoteKind::Malformed,
                        "a quote that is never closed may be the cause",
                    ));
                    return Some(Found { sighting: self.sighting_here(), item: None, notes });
                }
                Ok(Part::End) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    let notes = vec![stream::note_of(&error)];
                    return Some(Found { sighting: self.sighting_here(), item: None, notes });
                }
            }
        }
        None
    }
}
