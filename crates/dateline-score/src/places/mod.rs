//! Places: names of places and their coordinates against LGL and GeoVirus.

mod gold_xml;

use std::path::PathBuf;

use dateline::Reader;
use dateline::text::Span;
use rayon::prelude::*;

use self::gold_xml::Document;
use crate::Error;
use crate::gold::{read_gold, read_text};
use crate::metric::{
    GIVEN_UP_KM, Tally, count_equal, distance_km, match_overlapping, median, share,
};
use crate::task::{
    Mistake, Options, Row, Task, TaskScore, nothing, paired_mistakes, spread, task_score,
};

/// Documents whose id leaves no remainder modulo this are development.
const MODULUS: u64 = 5;

/// A place is right within this distance: 100 miles, the field's bound.
const NEAR_KM: f64 = 161.0;

/// A place in a text; degrees north and east where it has coordinates.
#[derive(Debug, Clone, PartialEq)]
struct Toponym {
    span: Span,
    at: Option<(f64, f64)>,
}

/// What one document adds to the scores.
#[derive(Debug, Default)]
struct DocumentScore {
    exact: Tally,
    overlapping: Tally,
    // Of each gold toponym with coordinates: the error in kilometres, where it was found.
    errors_km: Vec<Option<f64>>,
    mistakes: Vec<Mistake>,
}

/// Scores places; each file a data set.
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    paths
        .iter()
        .map(|path| {
            let (data, mut documents) = gold_xml::read(&read_text(path)?)
                .map_err(|message| Error::format(path, message))?;
            documents.retain(|document| options.split.holds_by_hash(&document.id, MODULUS));
            if documents.is_empty() {
                return Err(nothing("articles with places", path, options));
            }
            let parts: Vec<DocumentScore> =
                documents.par_iter().map(|document| score_document(document, reader)).collect();
            let mut score = task_score(Task::Places, data, reader, options);
            score.rows = rows(&parts);
            score.count_documents(parts.len(), parts.len());
            let mistakes = parts.into_iter().flat_map(|part| part.mistakes).collect();
            score.mistakes = spread(mistakes, options.n_mistakes);
            Ok(score)
        })
        .collect()
}

fn rows(parts: &[DocumentScore]) -> Vec<Row> {
    let errors_km: Vec<Option<f64>> =
        parts.iter().flat_map(|part| part.errors_km.iter().copied()).collect();
    let found: Vec<f64> = errors_km.iter().flatten().copied().collect();
    let n_near = found.iter().filter(|km| **km <= NEAR_KM).count();
    let n_found = found.len();
    vec![
        Row::f1("places, tagging F1", parts.iter().map(|part| part.exact).sum()),
        Row::f1("places, tagging F1, overlap", parts.iter().map(|part| part.overlapping).sum()),
        Row::plain("places, within 161 km, of those found", share(n_near, n_found), n_found),
        Row::plain(
            "places, within 161 km, of all",
            share(n_near, errors_km.len()),
            errors_km.len(),
        ),
        Row::plain("places, median error, km", median(found).unwrap_or(GIVEN_UP_KM), n_found),
    ]
}

fn score_document(document: &Document, reader: &Reader) -> DocumentScore {
    let reading = read_gold(reader, &document.text, document.published);
    let found: Vec<Toponym> = reading
        .mentions
        .places
        .iter()
        .map(|place| Toponym { span: place.span, at: place.lat.zip(place.lon) })
        .collect();
    compare(document, &found)
}

fn compare(document: &Document, found: &[Toponym]) -> DocumentScore {
    let gold = &document.places;
    let spans = |list: &[Toponym]| list.iter().map(|one| one.span).collect::<Vec<Span>>();
    let (gold_spans, found_spans) = (spans(gold), spans(found));
    let pairs = match_overlapping(&gold_spans, &found_spans);
    let tally = |n_right| Tally { n_right, n_found: found.len(), n_gold: gold.len() };
    let error_km = |at: usize, here: (f64, f64)| {
        let partner = pairs.iter().find(|pair| pair.0 == at)?;
        Some(found[partner.1].at.map_or(GIVEN_UP_KM, |there| distance_km(here, there)))
    };
    let errors_km: Vec<Option<f64>> = gold
        .iter()
        .enumerate()
        .filter_map(|(at, one)| one.at.map(|here| error_km(at, here)))
        .collect();
    DocumentScore {
        exact: tally(count_equal(&gold_spans, &found_spans)),
        overlapping: tally(pairs.len()),
        errors_km,
        mistakes: mistakes(document, found, &pairs),
    }
}

fn mistakes(document: &Document, found: &[Toponym], pairs: &[(usize, usize)]) -> Vec<Mistake> {
    let text = &document.text;
    let tell = |one: &Toponym| {
        let at = one.at.map_or("-".to_owned(), |(lat, lon)| format!("{lat:.2} {lon:.2}"));
        (one.span, format!("“{}” {at}", one.span.of(text)))
    };
    let is_right = |gold: &Toponym, found: Option<&Toponym>| {
        let near = gold.at.zip(found.and_then(|one| one.at));
        found.is_some_and(|found| found.span == gold.span)
            && (gold.at.is_none() || near.is_some_and(|(a, b)| distance_km(a, b) <= NEAR_KM))
    };
    paired_mistakes((&document.id, text), (&document.places, found), pairs, tell, is_right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tagging_and_distance_by_hand() {
        let toponym = |start, end, at| Toponym { span: Span::new(start, end), at };
        let document = Document {
            id: "1".to_owned(),
            text: "Springfield, Illinois; the Elm Creek of Avon".to_owned(),
            published: None,
            places: vec![
                toponym(0, 11, Some((0.0, 0.0))),
                toponym(13, 21, Some((0.0, 10.0))),
                toponym(27, 36, None),
                toponym(40, 44, Some((5.0, 5.0))),
            ],
        };
        // Springfield 1 degree off (111.195 km); "Illinois" found with wrong end, 2 degrees off
        // (222.390 km); Elm Creek right in its span; Avon missed.
        let found = [
            toponym(0, 11, Some((1.0, 0.0))),
            toponym(13, 20, Some((0.0, 12.0))),
            toponym(27, 36, Some((1.0, 1.0))),
        ];
        let rows = rows(&[compare(&document, &found)]);
        let value = |measure: &str| {
            let row = rows.iter().find(|row| row.measure == measure).expect("a row");
            ((row.value * 1000.0).round() / 1000.0, row.n)
        };
        // Exact: 2 right of 3 found and 4 gold: 4/7 = .571. Overlap: 3: 6/7 = .857.
        assert_eq!(value("places, tagging F1"), (0.571, 4));
        assert_eq!(value("places, tagging F1, overlap"), (0.857, 4));
        // Three gold toponyms have coordinates, two of them were found, one near enough.
        assert_eq!(value("places, within 161 km, of those found"), (0.5, 2));
        assert_eq!(value("places, within 161 km, of all"), (0.333, 3));
        // Median of 111.195 and 222.390.
        assert_eq!(value("places, median error, km"), (166.793, 2));
    }
}
