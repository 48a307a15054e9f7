//! Rows of CSV files.

use std::io;
use std::sync::Arc;

use dateline_text::{Item, Media, Note, NoteKind, Sighting};

use super::note;
use super::stream::{self, Part, Stream};
use crate::decode::cell::{self, RowEnd};
use crate::decode::traced::Traced;
use crate::{Config, Found, charset};

/// Most columns. Each row is kept with their names.
const MOST_COLUMNS: usize = 1024;
/// Longest line of column names.
const MOST_NAMES_BYTES: usize = 16 << 10;

/// Yields the rows under the line of column names, each an item.
///
/// # Notes
/// Where a quote is opened and not closed, its row ends before the next line that has a cell for
/// each column.
pub(crate) struct Rows {
    stream: Stream,
    delimiter: u8,
    has_returns: bool,
    sighting: Sighting,
    config: Config,
    columns: Arc<[String]>,
    n_read: usize,
    is_done: bool,
}

/// A row, and what was met on the way to it.
enum Row {
    Whole(Vec<u8>),
    /// Its quote is never closed.
    Unclosed(Vec<u8>),
    Over,
    End,
}

impl Rows {
    pub(crate) fn new(stream: Stream, delimiter: u8, sighting: Sighting, config: Config) -> Self {
        let has_returns = stream.ends_lines_with_returns();
        let (columns, n_read, is_done) = (Arc::default(), 0, false);
        Self { stream, delimiter, has_returns, sighting, config, columns, n_read, is_done }
    }

    fn read_row(&mut self) -> io::Result<Row> {
        let mut end = RowEnd::new(self.delimiter, self.has_returns);
        let limit = self.config.limits.item_bytes;
        let (mut row, has_ended) = match self.stream.read_record(limit, |byte| end.feed(byte))? {
            Part::End => return Ok(Row::End),
            Part::Record(row) => (row, true),
            Part::Over { start, has_ended } => (start, has_ended),
        };
        if end.is_doubtful()
            && let Some(next) = self.next_row(&row)
        {
            self.stream.unread(row.split_off(next));
            return Ok(Row::Unclosed(row));
        }
        if !has_ended {
            self.stream.skip_record(|byte| end.feed(byte))?;
        }
        Ok(if row.len() > limit { Row::Over } else { Row::Whole(row) })
    }

    /// Finds the first line behind a row's first one that is a row of its own.
    fn next_row(&self, row: &[u8]) -> Option<usize> {
        let ends_line = |byte: &u8| *byte == b'\n' || self.has_returns && *byte == b'\r';
        let is_row = |line: &[u8]| {
            cell::split(line, self.delimiter).take(self.columns.len() + 1).count()
                == self.columns.len()
        };
        let mut start = 0;
        for line in row.split_inclusive(ends_line) {
            if start > 0 && self.columns.len() > 1 && is_row(line) {
                return Some(start);
            }
            start += line.len();
        }
        None
    }

    /// Takes the line of column names.
    ///
    /// # Errors
    /// The note that tells why the rows are not read.
    fn read_columns(&mut self, line: &[u8]) -> Result<(), Note> {
        let (encoding, n_mark) = charset::detect(line, Media::CsvRow, None);
        let n_columns = cell::split(&line[n_mark..], self.delimiter).count();
        if n_columns > MOST_COLUMNS || line.len() > MOST_NAMES_BYTES {
            let message = format!(
                "{n_columns} columns whose names take {} bytes; no more than {MOST_COLUMNS} and \
                 {MOST_NAMES_BYTES} are read",
                line.len()
            );
            return Err(note(NoteKind::Limit, message));
        }
        let row = Traced::of_bytes(line, encoding, n_mark).0;
        let cells = cell::split(row.text.as_bytes(), self.delimiter);
        self.columns = cells.map(|cell| cell::decode(&row, &cell).text.trim().to_owned()).collect();
        Ok(())
    }

    fn found(&self, bytes: Vec<u8>, notes: Vec<Note>) -> Found {
        let mut sighting = self.sighting_here();
        let (encoding, n_mark) = charset::detect(&bytes, Media::CsvRow, None);
        let row = Traced::of_bytes(&bytes, encoding, n_mark).0;
        let cells = cell::split(row.text.as_bytes(), self.delimiter);
        let cells: Vec<_> = cells.take(self.columns.len()).collect();
        let first = |names: &[String]| {
            names.iter().find_map(|name| {
                let at =
                    self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))?;
                let words = cell::decode(&row, cells.get(at)?).text.trim().to_owned();
                (!words.is_empty()).then_some(words)
            })
        };
        sighting.url = first(&self.config.fields.url);
        sighting.outlet = first(&self.config.fields.outlet);
        let mut item = Item::new(bytes, Media::CsvRow);
        item.columns = Arc::clone(&self.columns);
        item.delimiter = Some(self.delimiter);
        Found { sighting, item: Some(item), notes }
    }

    fn refuse(&self, notes: Vec<Note>) -> Found {
        Found { sighting: self.sighting_here(), item: None, notes }
    }

    fn sighting_here(&self) -> Sighting {
        let member = (self.n_read > 0).then(|| format!("row {}", self.n_read));
        Sighting { member, ..self.sighting.clone() }
    }
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            let row = match self.read_row() {
                Ok(row) => row,
                Err(error) => {
                    self.is_done = true;
                    self.n_read += 1;
                    return Some(self.refuse(vec![stream::note_of(&error)]));
                }
            };
            match row {
                Row::End => return None,
                Row::Whole(row) if row.trim_ascii().is_empty() => continue,
                Row::Whole(row) if self.columns.is_empty() => {
                    if let Err(note) = self.read_columns(&row) {
                        self.is_done = true;
                        return Some(self.refuse(vec![note]));
                    }
                    continue;
                }
                _ => self.n_read += 1,
            }
            // Without its names nothing tells what a row means.
            self.is_done = self.columns.is_empty();
            let unclosed =
                || note(NoteKind::Malformed, "a quote that is never closed ends with its line");
            return Some(match row {
                Row::Whole(row) => self.found(row, Vec::new()),
                Row::Unclosed(row) => self.found(row, vec![unclosed()]),
                _ => self.refuse(vec![
                    stream::over_limit(self.config.limits.item_bytes),
                    note(NoteKind::Malformed, "a quote that is never closed may be the cause"),
                ]),
            });
        }
        None
    }
}
