//! From files to records, on all cores.

use std::path::PathBuf;
use std::time::Instant;

use dateline::Reader;
use dateline::intake::{Found, open};
use rayon::prelude::*;

use super::{BYTES_PER_MB, peak_memory_bytes, row};
use crate::ScoreRow;

/// How many items are read together; bounds the memory, as in an ingest.
const BATCH_ITEMS: usize = 256;

/// How fast the chain read.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChainSpeed {
    /// Dispatches that could be read.
    pub n_dispatches: usize,
    /// Items that could not.
    pub n_unreadable: usize,
    /// Words between white space in the texts.
    pub n_words: usize,
    /// Bytes of the items.
    pub n_bytes: usize,
    /// Wall-clock time of the whole chain.
    pub seconds: f64,
    /// Wall-clock time of decoding and the engine alone.
    pub engine_seconds: f64,
    /// The largest resident set so far.
    pub peak_memory_bytes: Option<u64>,
}

/// Reads everything under some paths twice, a batch at a time: through the whole chain, and with the
/// engine alone; throws away what comes out.
pub fn measure_chain(paths: &[PathBuf], reader: &Reader) -> ChainSpeed {
    // What is loaded at the first use is no part of the speed.
    reader.read_text("Boats sank.");
    let mut speed = ChainSpeed::default();
    let mut found = open(paths, reader.config());
    loop {
        let start = Instant::now();
        let batch: Vec<Found> = found.by_ref().take(BATCH_ITEMS).collect();
        if batch.is_empty() {
            break;
        }
        let finding = start.elapsed();
        let parts: Vec<ChainSpeed> = batch.par_iter().map(|one| read(one, reader)).collect();
        speed.seconds += start.elapsed().as_secs_f64();
        let start = Instant::now();
        batch.par_iter().for_each(|one| drop(reader.analyse(one)));
        speed.engine_seconds += (finding + start.elapsed()).as_secs_f64();
        for part in parts {
            speed.n_dispatches += part.n_dispatches;
            speed.n_unreadable += part.n_unreadable;
            speed.n_words += part.n_words;
            speed.n_bytes += part.n_bytes;
        }
    }
    speed.peak_memory_bytes = peak_memory_bytes();
    speed
}

fn read(found: &Found, reader: &Reader) -> ChainSpeed {
    let n_bytes = found.item.as_ref().map_or(0, |item| item.bytes.len());
    let mut speed = ChainSpeed { n_bytes, ..ChainSpeed::default() };
    match reader.read(found).and_then(|record| record.body) {
        Some(body) => {
            speed.n_dispatches = 1;
            speed.n_words = body.text.split_whitespace().count();
        }
        None => speed.n_unreadable = 1,
    }
    speed
}

impl ChainSpeed {
    /// Returns the rows for the page of scores.
    pub fn rows(&self, data: &str, engine: &str) -> Vec<ScoreRow> {
        let n = self.n_dispatches;
        let rate = |count: f64| count / self.seconds.max(1e-9);
        let mut values = vec![
            ("reading, dispatches/s", rate(n as f64)),
            ("reading, words/s", rate(self.n_words as f64)),
            ("reading, MB/s", rate(self.n_bytes as f64 / BYTES_PER_MB)),
            ("engine alone, words/s", self.n_words as f64 / self.engine_seconds.max(1e-9)),
            (
                "whole chain, % of the engine's time",
                100.0 * self.seconds / self.engine_seconds.max(1e-9),
            ),
        ];
        values.extend(self.peak_memory_bytes.map(|b| ("peak memory, MB", b as f64 / BYTES_PER_MB)));
        values
            .into_iter()
            .map(|(name, value)| row(data, engine, name.to_owned(), (value, n)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_per_second() {
        // 10 dispatches of 2,000 words and 20,000 bytes in 4 s: 2.5, 500, and 0.005 MB/s which is
        // 0.0 to one decimal.
        let speed = ChainSpeed {
            n_dispatches: 10,
            n_words: 2_000,
            n_bytes: 20_000,
            seconds: 4.0,
            engine_seconds: 3.2,
            peak_memory_bytes: Some(12_340_000),
            ..ChainSpeed::default()
        };
        let rows = speed.rows("x", "swift");
        let told: Vec<(&str, f64, usize)> =
            rows.iter().map(|row| (row.measure.as_str(), row.value, row.n)).collect();
        assert_eq!(
            told,
            [
                ("reading, dispatches/s", 2.5, 10),
                ("reading, words/s", 500.0, 10),
                ("reading, MB/s", 0.0, 10),
                ("engine alone, words/s", 625.0, 10),
                ("whole chain, % of the engine's time", 125.0, 10),
                ("peak memory, MB", 12.3, 10),
            ]
        );
    }

    #[test]
    fn a_folder_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "Two boats sank off Naples on Friday, the harbour master said.";
        std::fs::write(folder.path().join("a.txt"), text).expect("a writable folder");
        let speed = measure_chain(&[folder.path().to_owned()], &Reader::default());
        assert_eq!((speed.n_dispatches, speed.n_words, speed.n_bytes), (1, 11, text.len()));
        assert!(speed.seconds > 0.0);
    }
}
