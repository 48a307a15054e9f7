//! `docs/scores.md`: the page that people read, written from the rows alone.

mod meaning;
mod published;
mod summary;

use std::fmt::Write;

use self::meaning::{MEANINGS, TASKS, TaskWords};
use self::published::PUBLISHED;
use self::summary::write_summary;
use crate::{ScoreRow, Scores};

/// Writes the page of scores.
///
/// # Notes
/// Shares are printed in hundredths. A measure whose meaning is not told still has its row.
pub fn render(scores: &Scores) -> String {
    let mut page = String::from(HEAD);
    write_summary(&mut page, scores);
    page.push_str(NOTES);
    for task in TASKS {
        let rows: Vec<&ScoreRow> = scores.rows.iter().filter(|row| row.task == task.word).collect();
        if !rows.is_empty() {
            write_task(&mut page, task, &rows);
        }
    }
    page
}

const HEAD: &str = "\
# Scores

Written by `dateline score --write` and `dateline bench --write` from `scores.json`; not by hand. All in
one table, on development documents; a dash where nothing was measured or published:
";

const NOTES: &str = "
Shares are in hundredths (100 = all). `n` is the number of gold members that a value was measured
on. *Development* documents are for reporting alone: nobody reads errors or tunes on them;
`tuning.md` names the documents of every split. `CORPORA` is the folder that the shared corpora are
unpacked in.
";

fn write_task(page: &mut String, task: &TaskWords, rows: &[&ScoreRow]) {
    let _ = write!(page, "\n## {}\n\n{}\n\n", task.title, wrapped(task.about, ""));
    let _ = writeln!(page, "```sh\n{}\n```", task.command);
    let mut groups: Vec<[&str; 3]> = Vec::new();
    for row in rows {
        let group = [row.data.as_str(), row.split.as_str(), row.engine.as_str()];
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for [data, split, engine] in groups {
        let _ = writeln!(page, "\n**{data}**, {split}, engine `{engine}`\n");
        let mut members: Vec<&&ScoreRow> = rows
            .iter()
            .filter(|row| {
                [row.data.as_str(), row.split.as_str(), row.engine.as_str()]
                    == [data, split, engine]
            })
            .collect();
        members.sort_by_key(|row| (rank(row), row.measure.as_str()));
        write_rows(page, &members);
    }
    write_meanings(page, rows);
    write_published(page, task);
}

/// Writes a table; precision and recall have columns only where some row has them.
fn write_rows(page: &mut String, rows: &[&&ScoreRow]) {
    let has_parts = rows.iter().any(|row| row.precision.is_some());
    let mut lines: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let part = |value: Option<f64>| value.map_or_else(String::new, |value| shown(row, value));
        let mut line = vec![row.measure.clone(), shown(row, row.value)];
        if has_parts {
            line.extend([part(row.precision), part(row.recall)]);
        }
        line.push(row.n.to_string());
        lines.push(line);
    }
    let header: &[&str] = if has_parts {
        &["measure", "value", "precision", "recall", "n"]
    } else {
        &["measure", "value", "n"]
    };
    write_table(page, header, &lines);
}

fn write_meanings(page: &mut String, rows: &[&ScoreRow]) {
    let told = MEANINGS
        .iter()
        .filter(|meaning| rows.iter().any(|row| meaning.is_of(&row.task, &row.measure)));
    let mut is_first = true;
    for meaning in told {
        let _ = write!(page, "{}", if is_first { "\n" } else { "" });
        is_first = false;
        let words = format!("- *{}*: {}", meaning.measure, meaning.words);
        let _ = writeln!(page, "{}", wrapped(&words, "  "));
    }
}

fn write_published(page: &mut String, task: &TaskWords) {
    let lines: Vec<Vec<String>> = PUBLISHED
        .iter()
        .filter(|line| line.task == task.word)
        .map(|line| [line.data, line.system, line.measure, line.value].map(str::to_owned).to_vec())
        .collect();
    if !lines.is_empty() {
        page.push_str("\nLines to beat, as published by others:\n\n");
        write_table(page, &["data", "system", "measure", "value"], &lines);
    }
}

/// Breaks a paragraph into lines; all but the first begin with `indent`.
fn wrapped(words: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let width = lines.last().map_or(0, |line| line.chars().count());
        if width > 0 && width + 1 + word.chars().count() > LINE_WIDTH {
            lines.push(indent.to_owned());
        }
        let line = lines.last_mut().expect("there is a first line");
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.join("\n")
}

const LINE_WIDTH: usize = 100;

/// Markdown wants three characters in the rule under a heading.
const LEAST_WIDTH: usize = 3;

/// Writes a table whose columns stand in line also in the source.
fn write_table(page: &mut String, header: &[&str], lines: &[Vec<String>]) {
    let width = |at: usize| {
        let cells = lines.iter().map(|line| line[at].chars().count());
        cells.chain([header[at].chars().count(), LEAST_WIDTH]).max().unwrap_or(LEAST_WIDTH)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let is_number =
        |at: usize| header[at] != "measure" && lines.iter().all(|line| is_numeric(&line[at]));
    let mut write_line = |cells: &[String]| {
        for (at, cell) in cells.iter().enumerate() {
            let width = widths[at];
            let _ = if is_number(at) {
                write!(page, "| {cell:>width$} ")
            } else {
                write!(page, "| {cell:<width$} ")
            };
        }
        page.push_str("|\n");
    };
    write_line(&header.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
    let rules: Vec<String> = widths
        .iter()
        .enumerate()
        .map(|(at, width)| {
            let dashes = "-".repeat(width.saturating_sub(usize::from(is_number(at))));
            if is_number(at) { format!("{dashes}:") } else { dashes }
        })
        .collect();
    write_line(&rules);
    for line in lines {
        write_line(line);
    }
}

fn is_numeric(cell: &str) -> bool {
    cell.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}

/// Returns a value as it is shown: a share in hundredths, a value with a unit as it is.
pub fn shown(row: &ScoreRow, value: f64) -> String {
    if meaning::has_unit(&row.measure) {
        if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
    } else {
        format!("{:.1}", value * 100.0)
    }
}

/// Returns the place of a measure among those of its task.
fn rank(row: &ScoreRow) -> usize {
    MEANINGS
        .iter()
        .position(|meaning| meaning.is_of(&row.task, &row.measure))
        .unwrap_or(MEANINGS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Tally;
    use crate::{Row, Split, Task, TaskScore};

    fn page(task: Task, rows: Vec<Row>) -> String {
        let mut scores = Scores::default();
        scores.merge(&TaskScore {
            task,
            data: "LGL".to_owned(),
            split: Split::Development,
            engine: "swift".to_owned(),
            rows,
            remarks: Vec::new(),
            mistakes: Vec::new(),
        });
        render(&scores)
    }

    #[test]
    fn tables_stand_in_line() {
        let tally = Tally { n_right: 1, n_found: 2, n_gold: 3 };
        let page = page(
            Task::Places,
            vec![
                Row::plain("places, median error, km", 12.34, 5),
                Row::f1("places, tagging F1", tally),
            ],
        );
        let expected = "\
| measure                  | value | precision | recall |   n |
| ------------------------ | ----: | --------: | -----: | --: |
| places, tagging F1       |  40.0 |      50.0 |   33.3 |   3 |
| places, median error, km |  12.3 |           |        |   5 |
";
        assert!(page.contains("**LGL**, development, engine `swift`"), "{page}");
        assert!(page.contains(expected), "{page}");
        assert!(page.contains("- *places, tagging F1*: "), "{page}");
        assert!(page.contains("CamCoder"), "{page}");
    }

    #[test]
    fn paragraphs_are_wrapped() {
        let words = ["four"; 25].join(" ");
        let expected = format!("{}\n  {}", ["four"; 20].join(" "), ["four"; 5].join(" "));
        assert_eq!(wrapped(&words, "  "), expected);
    }

    #[test]
    fn every_measure_that_a_task_makes_is_told() {
        for task in Task::ALL {
            assert!(TASKS.iter().any(|words| words.word == task.as_str()));
        }
        for line in PUBLISHED {
            assert!(TASKS.iter().any(|words| words.word == line.task), "{}", line.task);
        }
    }
}
