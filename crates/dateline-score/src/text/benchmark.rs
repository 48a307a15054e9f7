//! Whole texts: mean over pages of the F1 of word 4-gram multisets.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use dateline::Reader;
use flate2::read::GzDecoder;
use rayon::prelude::*;
use serde::Deserialize;

use super::{decode_page, story};
use crate::gold::read_text;
use crate::metric::{Tally, share, shingle_tally};
use crate::task::{Options, Row, Task, TaskScore, nothing, task_score};
use crate::{Error, Split};

/// The largest page that is unpacked.
const PAGE_BYTES: u64 = 64 << 20;

/// What the set tells of one page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    article_body: String,
}

/// Scores the pages `html/ID.html.gz` (or `html/ID.html`) beside the list.
///
/// The set is small and has no parts: it is all development, and its mistakes are not told.
pub(super) fn score(list: &Path, reader: &Reader, options: Options) -> Result<TaskScore, Error> {
    let pages: BTreeMap<String, Page> = serde_json::from_str(&read_text(list)?)
        .map_err(|error| Error::format(list, error.to_string()))?;
    if pages.is_empty() || options.split == Split::Tuning {
        return Err(nothing("pages", list, options));
    }
    let folder = list.with_file_name("html");
    let tallies: Vec<Tally> = pages
        .par_iter()
        .map(|(id, page)| {
            let dispatch = decode_page(read_page(&folder, id)?, reader);
            let words = dispatch.as_ref().map(story).unwrap_or_default();
            Ok(shingle_tally(&page.article_body, &words))
        })
        .collect::<Result<_, Error>>()?;
    let mut score = task_score(Task::Text, "article-extraction-benchmark", reader, options);
    score.rows = vec![mean_row(&tallies)];
    Ok(score)
}

fn mean_row(tallies: &[Tally]) -> Row {
    let n = tallies.len();
    let mean = |of: fn(Tally) -> f64| tallies.iter().map(|t| of(*t)).sum::<f64>() / n.max(1) as f64;
    Row {
        measure: "page text, 4-gram F1".to_owned(),
        value: mean(page_f1),
        precision: Some(mean(|tally| if tally.n_found == 0 { 1.0 } else { tally.precision() })),
        recall: Some(mean(|tally| if tally.n_gold == 0 { 1.0 } else { tally.recall() })),
        n,
    }
}

/// Returns the F1 of one page; a page without text of which nothing was taken is right.
fn page_f1(tally: Tally) -> f64 {
    let n_both = tally.n_found + tally.n_gold;
    if n_both == 0 { 1.0 } else { share(2 * tally.n_right, n_both) }
}

fn read_page(folder: &Path, id: &str) -> Result<Vec<u8>, Error> {
    let packed = folder.join(format!("{id}.html.gz"));
    if !packed.is_file() {
        let plain = folder.join(format!("{id}.html"));
        return std::fs::read(&plain).map_err(Error::file(&plain));
    }
    let file = std::fs::File::open(&packed).map_err(Error::file(&packed))?;
    let mut bytes = Vec::new();
    GzDecoder::new(file).take(PAGE_BYTES).read_to_end(&mut bytes).map_err(Error::file(&packed))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_over_pages() {
        // A long page half right (F1 = 2·10/40 = .5), a short one wholly right (1), an empty one of
        // which nothing was taken (1): mean 2.5 / 3.
        let tally = |n_right, n_found, n_gold| Tally { n_right, n_found, n_gold };
        let row = mean_row(&[tally(10, 20, 20), tally(2, 2, 2), tally(0, 0, 0)]);
        assert!((row.value - 2.5 / 3.0).abs() < 1e-12);
        assert_eq!(row.n, 3);
    }
}
