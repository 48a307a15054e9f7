//! Rows and cells of CSV.

use std::ops::Range;

use super::traced::Traced;

/// Delimiters that are tried, in this order.
pub(crate) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// One cell as it stands in the row, its quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) range: Range<usize>,
    quoted: bool,
}

/// Splits a row into cells.
///
/// # Source
/// RFC 4180; like the `csv` crate, a quote inside an unquoted cell stands for itself, and what
/// follows a closing quote belongs to the cell.
pub(crate) fn split(row: &[u8], delimiter: u8) -> impl Iterator<Item = Cell> {
    let row = &row[..without_line_end(row, delimiter)];
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let (stop, quoted) = cell_end(row, start, delimiter);
        next = (stop < row.len()).then_some(stop + 1);
        Some(Cell { range: start..stop, quoted })
    })
}

/// Returns the delimiter of a row: one that gives as many cells as there are columns.
///
/// # Notes
/// Prose holds delimiters too, but mostly with a space after them; of several that fit, the one
/// with the fewest spaces after it wins.
pub(crate) fn delimiter(row: &str, n_columns: usize) -> u8 {
    let cells = |delimiter: u8| split(row.as_bytes(), delimiter);
    let fits = |&delimiter: &u8| cells(delimiter).count() == n_columns;
    let n_spaced = |&delimiter: &u8| {
        cells(delimiter).filter(|cell| row[cell.range.clone()].starts_with(' ')).count()
    };
    DELIMITERS.into_iter().filter(fits).min_by_key(n_spaced).unwrap_or(DELIMITERS[0])
}

/// Decodes a cell: takes its quotes off and makes one quote of two.
pub(crate) fn decode(parent: &Traced, cell: &Cell) -> Traced {
    let mut out = Traced::default();
    if !cell.quoted {
        out.copy(parent, cell.range.clone());
        return out;
    }
    let (mut at, end) = (cell.range.start + 1, cell.range.end);
    let mut open = true;
    while at < end {
        let Some(n_plain) = memchr::memchr(b'"', &parent.text.as_bytes()[at..end]).filter(|_| open)
        else {
            out.copy(parent, at..end);
            break;
        };
        out.copy(parent, at..at + n_plain);
        at += n_plain;
        if parent.text.as_bytes()[..end].get(at + 1) == Some(&b'"') {
            out.put("\"", parent, at..at + 2);
            at += 2;
        } else {
            open = false;
            at += 1;
        }
    }
    out
}

fn cell_end(bytes: &[u8], start: usize, delimiter: u8) -> (usize, bool) {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut at = start;
    if quoted {
        at += 1;
        while at < bytes.len() {
            match (bytes[at], bytes.get(at + 1)) {
                (b'"', Some(b'"')) => at += 2,
                (b'"', _) => {
                    at += 1;
                    break;
                }
                _ => at += 1,
            }
        }
    }
    let rest = bytes.get(at..).unwrap_or_default();
    (at.min(bytes.len()) + memchr::memchr(delimiter, rest).unwrap_or(rest.len()), quoted)
}

/// Returns the length of the row without its line end, which an unclosed quoted cell keeps.
fn without_line_end(bytes: &[u8], delimiter: u8) -> usize {
    let bare = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
    let mut row = RowEnd::new(delimiter, false);
    for &byte in bare {
        row.feed(byte);
    }
    if row.is_quoted() { bytes.len() } else { bare.len() }
}

/// Follows a file byte by byte and tells where a row ends.
#[derive(Debug, Clone)]
pub(crate) struct RowEnd {
    delimiter: u8,
    // Whether a carriage return alone ends a row.
    has_returns: bool,
    state: State,
    // Whether a line has ended within quotes, and whether these were closed within a cell.
    runs_on: bool,
    is_uneven: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl RowEnd {
    pub(crate) fn new(delimiter: u8, has_returns: bool) -> Self {
        let (state, runs_on, is_uneven) = (State::CellStart, false, false);
        Self { delimiter, has_returns, state, runs_on, is_uneven }
    }

    /// Takes the next byte; tells whether it ends the row.
    pub(crate) fn feed(&mut self, byte: u8) -> bool {
        let ends_line = byte == b'\n' || self.has_returns && byte == b'\r';
        self.runs_on |= ends_line && self.state == State::Quoted;
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::CellStart | State::QuoteInQuoted, b'"') | (State::Quoted, _) => State::Quoted,
            _ if ends_line => {
                self.state = State::CellStart;
                return true;
            }
            (_, byte) if byte == self.delimiter => State::CellStart,
            (before, byte) => {
                self.is_uneven |= before == State::QuoteInQuoted && byte != b'\r';
                State::Plain
            }
        };
        false
    }

    /// Tells whether a quote may have been left open: a line has ended within quotes, and they were
    /// closed in the middle of a cell or not at all.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.runs_on && (self.is_uneven || self.is_quoted())
    }

    /// Tells whether the place is inside a quoted cell.
    pub(crate) fn is_quoted(&self) -> bool {
        self.state == State::Quoted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(row: &str) -> Vec<String> {
        let (parent, _) = Traced::of_bytes(row.as_bytes(), encoding_rs::UTF_8, 0);
        split(row.as_bytes(), b',').map(|cell| decode(&parent, &cell).text).collect()
    }

    #[test]
    fn quotes_and_line_ends() {
        assert_eq!(cells("a,\"b, \"\"c\"\"\nd\",\r\n"), ["a", "b, \"c\"\nd", ""]);
        assert_eq!(cells("a\"b\",\"c\"d"), ["a\"b\"", "cd"]);
        assert_eq!(cells("\"open\n"), ["open\n"]);
        assert_eq!(delimiter("a;b, c;d", 3), b';');
    }

    proptest! {
        #[test]
        fn cells_are_those_of_the_csv_crate(row in "[ab,\"é\n]{0,24}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(row.as_bytes());
            let mut end = RowEnd::new(b',', false);
            let n_row = row.bytes().position(|byte| end.feed(byte)).map_or(row.len(), |at| at + 1);
            let row = &row[..n_row];
            prop_assume!(!row.trim_matches('\n').is_empty() && !row.starts_with('\n'));
            if let Some(record) = reader.records().next() {
                let expected: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
                prop_assert_eq!(cells(row), expected);
            }
        }
    }
}
