//! A table for a person: columns that fit the width of the terminal.
//!
//! Ids, days, numbers and words of closed lists stand on one line; names and sentences are broken
//! at words. What has no room is left out and named below the table, never squeezed.

use std::cmp::Reverse;
use std::fmt;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::column::{Column, Kind};
use crate::paragraph;

/// Columns of a terminal between two columns of a table.
const GAP: usize = 2;
/// What is wider is broken, whatever it is.
const MOST_UNBROKEN: usize = 26;
/// Columns that a sentence takes at least, where it is so long.
const LEAST_OF_A_TEXT: usize = 24;
/// Columns that a name takes at least, where it is so long.
const LEAST_OF_A_NAME: usize = 10;
/// Longer words of a name are cut rather than leave another column out.
const MOST_OF_A_WORD: usize = 14;
/// Lines of a cell; what is longer ends in `…`.
const MOST_LINES: usize = 8;
/// Steps in which it is told how full a column is.
const STEPS: usize = 1_000;

/// A table with its cells as words.
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether each column was asked for by name: where they have no room side by side, each value
    /// has a line of its own.
    pub(crate) keeps_all: bool,
}

/// A column that is shown, and the room that it takes.
struct Room {
    at: usize,
    width: usize,
    /// The width of its widest cell.
    most: usize,
    /// The width of all its cells together.
    n_filled: usize,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rooms: Vec<Room> = (0..self.columns.len()).filter_map(|at| self.room(at)).collect();
        let (fitted, left_out) = self.fit(rooms);
        let lines = if self.keeps_all && !left_out.is_empty() {
            self.lines_of_values()
        } else {
            self.lines_of_rows(&fitted, &left_out)
        };
        f.write_str(&lines.join("\n"))
    }
}

impl Table {
    /// Measures what a column needs and would take; nothing where it is empty.
    fn room(&self, at: usize) -> Option<Room> {
        let column = &self.columns[at];
        let cells = || self.rows.iter().map(|row| row[at].as_str());
        let widest = cells().map(UnicodeWidthStr::width).max().unwrap_or(0);
        if widest == 0 && !self.keeps_all {
            return None;
        }
        let words = cells().chain([&*column.heading]).flat_map(|cell| cell.split(' '));
        let word = words.map(UnicodeWidthStr::width).max().unwrap_or(0);
        let most = widest.max(column.heading.width());
        let least = match column.kind {
            Kind::Id | Kind::Day | Kind::Number | Kind::Word if most <= MOST_UNBROKEN => most,
            Kind::Name => word.clamp(LEAST_OF_A_NAME, MOST_OF_A_WORD),
            _ => LEAST_OF_A_TEXT,
        };
        let n_filled = cells().map(UnicodeWidthStr::width).sum();
        Some(Room { at, width: least.min(most), most, n_filled })
    }

    /// Leaves out the columns of least weight that have no room, and gives what is left to those
    /// that are fullest.
    fn fit(&self, mut rooms: Vec<Room>) -> (Vec<Room>, Vec<Room>) {
        let width_of = |rooms: &[Room]| {
            rooms.iter().map(|room| room.width).sum::<usize>() + GAP * rooms.len().saturating_sub(1)
        };
        let mut left_out = Vec::new();
        while rooms.len() > 1 && width_of(&rooms) > self.width {
            let weight = |&n: &usize| (self.columns[rooms[n].at].weight, Reverse(n));
            let Some(lightest) = (0..rooms.len()).min_by_key(weight) else { break };
            left_out.push(rooms.remove(lightest));
        }
        left_out.sort_by_key(|room| room.at);
        for _ in width_of(&rooms)..self.width {
            let growing = rooms.iter_mut().filter(|room| room.width < room.most);
            let Some(room) = growing.max_by_key(|room| room.n_filled * STEPS / room.width) else {
                break;
            };
            room.width += 1;
        }
        (rooms, left_out)
    }

    fn lines_of_rows(&self, fitted: &[Room], left_out: &[Room]) -> Vec<String> {
        let mut lines = self.lines_of_row(fitted, |at| &self.columns[at].heading);
        let rules: Vec<String> = fitted.iter().map(|room| "─".repeat(room.width)).collect();
        lines.push(rules.join(&" ".repeat(GAP)));
        lines.extend(self.rows.iter().flat_map(|row| self.lines_of_row(fitted, |at| &row[at])));
        if !left_out.is_empty() {
            let names = left_out.iter().map(|room| self.columns[room.at].heading.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            let told = format!("not shown: {names}; a wider terminal or --format json shows them");
            lines.extend(broken(&told, self.width));
        }
        lines
    }

    fn lines_of_row<'t>(&self, fitted: &[Room], cell: impl Fn(usize) -> &'t String) -> Vec<String> {
        let mut cells: Vec<Vec<String>> =
            fitted.iter().map(|room| broken(cell(room.at), room.width)).collect();
        cells.iter_mut().zip(fitted).for_each(|(cell, room)| cut(cell, room.width));
        let n_lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        let line = |n: usize| {
            let mut line = String::new();
            for (cell, room) in cells.iter().zip(fitted) {
                let words = cell.get(n).map_or("", String::as_str);
                let space = " ".repeat(room.width.saturating_sub(words.width()));
                let is_right = self.columns[room.at].kind == Kind::Number;
                let (before, after) = if is_right { (&*space, "") } else { ("", &*space) };
                line.extend([before, words, after, &" ".repeat(GAP)]);
            }
            line.trim_end().to_owned()
        };
        (0..n_lines).map(line).collect()
    }

    /// Shows each value on a line of its own, behind its column's name.
    fn lines_of_values(&self) -> Vec<String> {
        let longest = self.columns.iter().map(|column| column.heading.width()).max().unwrap_or(0);
        let indent = (longest + GAP).min(self.width / 2);
        let mut lines = Vec::new();
        for row in &self.rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            for (column, words) in self.columns.iter().zip(row) {
                let name = broken(&column.heading, indent - GAP);
                let values = broken(words, self.width - indent);
                for n in 0..name.len().max(values.len()) {
                    let [name, value] = [&name, &values].map(|part| part.get(n).map_or("", |w| w));
                    let space = " ".repeat(indent - name.width());
                    lines.push(format!("{name}{space}{value}").trim_end().to_owned());
                }
            }
        }
        lines
    }
}

/// Breaks words that stand on one line.
fn broken(words: &str, width: usize) -> Vec<String> {
    if words.width() <= width {
        return vec![words.to_owned()];
    }
    paragraph::lines(width, [(Style::new(), words)]).iter().map(paragraph::Line::words).collect()
}

/// Cuts a cell that is too tall.
fn cut(cell: &mut Vec<String>, width: usize) {
    if cell.len() > MOST_LINES {
        cell.truncate(MOST_LINES);
        if let Some(last) = cell.last_mut() {
            while last.width() + 1 > width {
                last.pop();
            }
            last.push('…');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "that the bridge at Orm had been closed since Monday";

    fn table(width: usize, keeps_all: bool) -> Table {
        let column =
            |heading: &str, kind, weight| Column { heading: heading.to_owned(), kind, weight };
        let columns = vec![
            column("id", Kind::Id, 9),
            column("what is said", Kind::Text, 9),
            column("outlet", Kind::Name, 5),
            column("killed", Kind::Number, 8),
        ];
        let row =
            |id: &str, n: &str| [id, TEXT, "Harbour Post of Orm", n].map(str::to_owned).to_vec();
        let rows = vec![row("3fa9c1d2/s2", "1,250"), row("3fa9c1d2/s11", "7")];
        Table { columns, rows, width, keeps_all }
    }

    #[track_caller]
    fn check(table: &Table, expected: &str) {
        let shown = table.to_string();
        assert_eq!(shown, expected.trim_matches('\n'), "\n{shown}");
        assert!(shown.lines().all(|line| line.width() <= table.width));
    }

    #[test]
    fn sentences_are_broken_at_words_and_numbers_stand_right() {
        check(
            &table(80, false),
            "
id            what is said                               outlet           killed
────────────  ─────────────────────────────────────────  ───────────────  ──────
3fa9c1d2/s2   that the bridge at Orm had been closed     Harbour Post of   1,250
              since Monday                               Orm
3fa9c1d2/s11  that the bridge at Orm had been closed     Harbour Post of       7
              since Monday                               Orm
",
        );
    }

    #[test]
    fn what_has_no_room_is_named() {
        check(
            &table(50, false),
            "
id            what is said                  killed
────────────  ────────────────────────────  ──────
3fa9c1d2/s2   that the bridge at Orm had     1,250
              been closed since Monday
3fa9c1d2/s11  that the bridge at Orm had         7
              been closed since Monday
not shown: outlet; a wider terminal or --format
json shows them
",
        );
    }

    #[test]
    fn values_that_were_asked_for_stand_on_lines_of_their_own() {
        let mut table = table(50, true);
        table.rows.truncate(1);
        check(
            &table,
            "
id            3fa9c1d2/s2
what is said  that the bridge at Orm had been
              closed since Monday
outlet        Harbour Post of Orm
killed        1,250
",
        );
    }

    #[test]
    fn empty_columns_are_left_out() {
        let mut table = table(160, false);
        table.rows.iter_mut().for_each(|row| row[3].clear());
        assert!(!table.to_string().contains("killed"));
    }

    #[test]
    fn tall_cells_are_cut() {
        let mut table = table(60, false);
        table.rows.truncate(1);
        table.rows[0][1] = "é".repeat(1_000);
        let shown = table.to_string();
        assert!(shown.contains('…') && shown.lines().count() == MOST_LINES + 2, "{shown}");
    }
}
