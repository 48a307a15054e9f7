//! The files of PolNeAR: brat stand-off beside plain text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::text::{CodePoints, Span};
use jiff::civil::Date;

use super::{Article, Attribution};
use crate::gold::{files_under, read_text, stem};
use crate::{Error, Split, hash_modulo};

const TUNING_MODULUS: u64 = 10;
const N_TUNING: usize = 84;

/// One article and the annotation that counts as gold: the first `.ann` file by name.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) name: String,
    text: PathBuf,
    annotation: PathBuf,
}

/// Lists the documents of a split: the folder `dev` is development; of any other, the first 84
/// documents by name whose hash leaves no remainder modulo 10 are tuning.
pub(super) fn documents(folder: &Path, split: Split) -> Result<Vec<Document>, Error> {
    let mut documents = Vec::new();
    for part in parts(folder)? {
        let is_dev = part.file_name().is_some_and(|name| name == "dev");
        let all = documents_of(&part)?;
        match (split, is_dev) {
            (Split::All, _) | (Split::Development, true) => documents.extend(all),
            (Split::Tuning, false) => documents.extend(
                all.into_iter()
                    .filter(|document| hash_modulo(&document.name, TUNING_MODULUS) == 0)
                    .take(N_TUNING),
            ),
            (Split::Tuning, true) | (Split::Development, false) => {}
        }
    }
    Ok(documents)
}

/// Returns the folders under `folder` that have `text` and `attributions`.
fn parts(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let is_part = |path: &Path| path.join("text").is_dir() && path.join("attributions").is_dir();
    let candidates = ["", "dev", "train", "data/dev", "data/train"];
    let parts: Vec<PathBuf> =
        candidates.iter().map(|name| folder.join(name)).filter(|path| is_part(path)).collect();
    if parts.is_empty() {
        return Err(Error::format(
            folder,
            "not PolNeAR: expected the folders `text` and `attributions`, or `dev` and `train` \
             that hold them",
        ));
    }
    // `folder.join("")` ends in a slash; components put it right, so that its name can be told.
    Ok(parts.into_iter().map(|path| path.components().collect()).collect())
}

fn documents_of(part: &Path) -> Result<Vec<Document>, Error> {
    let mut first_of: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in files_under(&part.join("attributions"), "ann")? {
        let name = stem(&path);
        first_of.entry(without_annotator(&name).to_owned()).or_insert(path);
    }
    let texts = files_under(&part.join("text"), "txt")?;
    Ok(texts
        .into_iter()
        .filter_map(|text| {
            let name = stem(&text);
            first_of.get(&name).cloned().map(|annotation| Document { name, text, annotation })
        })
        .collect())
}

/// Cuts the annotator's four hex digits off the name of an annotation.
fn without_annotator(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((document, annotator))
            if annotator.len() == 4 && annotator.chars().all(|c| c.is_ascii_hexdigit()) =>
        {
            document
        }
        _ => name,
    }
}

impl Document {
    /// Reads the text and its gold attributions.
    pub(super) fn read(&self) -> Result<Article, Error> {
        let bytes = fs::read(&self.text).map_err(Error::file(&self.text))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let gold = attributions(&text, &read_text(&self.annotation)?)
            .map_err(|line| Error::format(&self.annotation, format!("cannot read `{line}`")))?;
        Ok(Article {
            name: self.name.clone(),
            text,
            published: self.published(),
            attributions: Some(gold),
            speakers: Vec::new(),
        })
    }

    /// Returns the day in the name of the document: `outlet_2016-09-12_words`.
    fn published(&self) -> Option<Date> {
        self.name.split('_').nth(1)?.parse().ok()
    }
}

/// Reads stand-off annotation: `T` lines are spans in code points, `E` lines join them.
///
/// Spans that no `Attribution` joins (`Discuss`, `Discard`) are left aside. A line that is neither
/// is skipped; a broken one is the error.
fn attributions(text: &str, annotation: &str) -> Result<Vec<Attribution>, String> {
    let (spans, events) = read_lines(text, annotation.lines())?;
    Ok(events
        .into_iter()
        .map(|event| read_event(event, &spans).joined(text))
        .filter(|attribution| !attribution.content.is_empty())
        .collect())
}

/// Spans by the name of their `T` line.
pub(super) type Spans<'a> = BTreeMap<&'a str, Vec<Span>>;

/// Returns the spans of the `T` lines and the text of the `E` lines of attributions; the error is a
/// line that cannot be read.
pub(super) fn read_lines<'a>(
    text: &str,
    lines: impl Iterator<Item = &'a str>,
) -> Result<(Spans<'a>, Vec<&'a str>), String> {
    let points = CodePoints::new(text);
    let mut spans: Spans<'a> = BTreeMap::new();
    let mut gold = Vec::new();
    for line in lines {
        let mut fields = line.split('\t');
        let (id, value) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        match id.bytes().next() {
            Some(b'T') => {
                let of_line = read_spans(value, &points).ok_or_else(|| line.to_owned())?;
                spans.insert(id, of_line);
            }
            Some(b'E') if value.starts_with("Attribution") => gold.push(value),
            _ => {}
        }
    }
    Ok((spans, gold))
}

/// Reads `Content 315 448;463 553`.
fn read_spans(value: &str, points: &CodePoints<'_>) -> Option<Vec<Span>> {
    let (_, offsets) = value.split_once(' ')?;
    offsets
        .split(';')
        .map(|range| {
            let (start, end) = range.trim().split_once(' ')?;
            Some(points.to_span(start.parse().ok()?, end.parse().ok()?))
        })
        .collect()
}

/// Reads `Attribution:T4 Content:T3 Cue:T2 Source:T1 Content2:T5`.
pub(super) fn read_event(event: &str, spans: &Spans<'_>) -> Attribution {
    let mut attribution = Attribution::default();
    for (role, id) in event.split(' ').filter_map(|part| part.split_once(':')) {
        let part = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "Source" => &mut attribution.source,
            "Cue" => &mut attribution.cue,
            "Content" => &mut attribution.content,
            _ => continue,
        };
        part.extend(spans.get(id).into_iter().flatten().copied());
    }
    attribution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_off_counts_code_points() {
        let text = "“Café shut,” Mira said, “for now.” Rumours.";
        // Code points: the opening “Café shut,” is 0-12, Mira 13-17, said 18-22, “for now.” 24-34.
        let annotation = "T1\tSource 13 17\tMira\nT2\tCue 18 22\tsaid\n\
             T3\tContent 0 12;24 34\t…\nT4\tAttribution 18 22\tsaid\n\
             E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\nT5\tDiscard 35 43\tRumours.\n\
             T6\tAttribution-no-source 35 43\tRumours.\nE2\tAttribution-no-source:T6 \n";
        let gold = attributions(text, annotation).expect("well formed");
        assert_eq!(gold.len(), 1);
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>();
        assert_eq!(words(&gold[0].source), ["Mira"]);
        assert_eq!(words(&gold[0].cue), ["said"]);
        assert_eq!(words(&gold[0].content), ["“Café shut,”", "“for now.”"]);
        assert!(attributions(text, "T1\tSource x 9\tMira").is_err());
    }

    #[test]
    fn the_annotator_is_not_part_of_the_name() {
        assert_eq!(without_annotator("post_2016-01-02_a-b_ef2d"), "post_2016-01-02_a-b");
        assert_eq!(without_annotator("post_2016-01-02_a-b"), "post_2016-01-02_a-b");
    }
}
