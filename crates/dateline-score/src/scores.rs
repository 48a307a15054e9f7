//! `docs/scores.json`: every score that was measured, one row each.

use std::cmp::Ordering;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, TaskScore, render};

/// One measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// What was scored: a task's word, or `speed`.
    pub task: String,
    /// The data set.
    pub data: String,
    /// The part of it.
    pub split: String,
    /// The engine that read.
    pub engine: String,
    /// The measure.
    pub measure: String,
    /// Its value: a share between 0 and 1, unless the measure's name tells a unit.
    pub value: f64,
    /// Precision, where the value is an F1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Recall, where the value is an F1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// How many gold members, or runs, it was measured on.
    pub n: usize,
}

/// Every score, sorted by task, data set, split, engine and measure, each of these once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores {
    /// The rows, sorted.
    pub rows: Vec<ScoreRow>,
}

impl Scores {
    /// Reads a file of scores; one that does not exist has none.
    ///
    /// # Errors
    /// The file cannot be read, or holds no scores.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match fs::read_to_string(path) {
            Ok(json) => {
                serde_json::from_str(&json).map_err(|error| Error::format(path, error.to_string()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::file(path)(error)),
        }
    }

    /// Takes in new scores. A row of the same task, data set, split, engine and measure is
    /// replaced; no other row is touched.
    pub fn merge(&mut self, score: &TaskScore) {
        for row in ScoreRow::of(score) {
            self.put(row);
        }
    }

    /// Takes in one row.
    pub fn put(&mut self, row: ScoreRow) {
        match self.rows.binary_search_by(|other| other.compare(&row)) {
            Ok(at) => self.rows[at] = row,
            Err(at) => self.rows.insert(at, row),
        }
    }

    /// Writes the scores as JSON to `folder/scores.json`, and as a page to `folder/scores.md`.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let json = self.to_json();
        for (name, words) in [("scores.json", json), ("scores.md", render(self))] {
            let path = folder.join(name);
            fs::write(&path, words).map_err(Error::file(&path))?;
        }
        Ok(())
    }

    /// Merges scores into the files of a folder.
    ///
    /// # Errors
    /// The scores of the folder cannot be read or written.
    pub fn merge_into(folder: &Path, scores: &[TaskScore]) -> Result<(), Error> {
        let mut all = Self::read(&folder.join("scores.json"))?;
        for score in scores {
            all.merge(score);
        }
        all.write(folder)
    }

    /// Returns the rows as JSON, one row a line, so that a change is one line of a diff.
    pub fn to_json(&self) -> String {
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|row| serde_json::to_string(row).expect("a row is plain strings and numbers"))
            .collect();
        if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
    }
}

impl ScoreRow {
    /// Returns the rows of a score, values rounded to four decimals.
    pub fn of(score: &TaskScore) -> Vec<Self> {
        let row = |row: &crate::Row| Self {
            task: score.task.as_str().to_owned(),
            data: score.data.clone(),
            split: score.split.as_str().to_owned(),
            engine: score.engine.clone(),
            measure: row.measure.clone(),
            value: rounded(row.value),
            precision: row.precision.map(rounded),
            recall: row.recall.map(rounded),
            n: row.n,
        };
        score.rows.iter().map(row).collect()
    }

    fn key(&self) -> [&str; 5] {
        [&self.task, &self.data, &self.split, &self.engine, &self.measure]
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Tally;
    use crate::{Row, Split, Task};

    fn score(task: Task, data: &str, rows: Vec<Row>) -> TaskScore {
        TaskScore {
            task,
            data: data.to_owned(),
            split: Split::Development,
            engine: "swift".to_owned(),
            rows,
            remarks: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    #[test]
    fn merging_replaces_the_same_row_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let tally = Tally { n_right: 1, n_found: 2, n_gold: 3 };
        let times = score(Task::Times, "TBAQ", vec![Row::f1("times, strict F1", tally)]);
        let names = score(
            Task::Names,
            "en_worldwide",
            vec![Row::plain("names, F1", 0.123_456, 9), Row::plain("other", 1.0, 1)],
        );
        Scores::merge_into(folder.path(), &[times, names]).expect("a writable folder");
        let again = score(Task::Names, "en_worldwide", vec![Row::plain("names, F1", 0.5, 10)]);
        Scores::merge_into(folder.path(), &[again]).expect("a writable folder");

        let scores = Scores::read(&folder.path().join("scores.json")).expect("well formed");
        let told: Vec<(&str, f64, usize)> =
            scores.rows.iter().map(|row| (row.measure.as_str(), row.value, row.n)).collect();
        // F1 = 2·1 / (2 + 3) = 0.4
        assert_eq!(told, [("names, F1", 0.5, 10), ("other", 1.0, 1), ("times, strict F1", 0.4, 3)]);
        assert_eq!(scores.rows[2].precision, Some(0.5));
        assert_eq!(scores.rows[2].recall, Some(0.3333));
    }

    #[test]
    fn the_file_is_the_same_in_any_order() {
        let row = |measure: &str| score(Task::Text, "p", vec![Row::plain(measure, 0.1, 1)]);
        let (mut one, mut other) = (Scores::default(), Scores::default());
        for measure in ["a", "b", "c"] {
            one.merge(&row(measure));
        }
        for measure in ["c", "a", "b", "a"] {
            other.merge(&row(measure));
        }
        assert_eq!(one.to_json(), other.to_json());
        assert_eq!(one.to_json().lines().count(), 5);
        assert_eq!(Scores::default().to_json(), "[]\n");
    }
}
