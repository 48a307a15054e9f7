//! Types of events: the PLOVER root between a marked actor and a marked recipient, against PLV.

mod plv;

use std::path::PathBuf;

use dateline::Reader;
use dateline::claim::{Event, EventStatus};
use dateline::text::Span;
use rayon::prelude::*;

use self::plv::Pair;
use crate::Error;
use crate::gold::{read_gold, read_text};
use crate::metric::{Tally, macro_f1, share};
use crate::task::{Mistake, Options, Row, Task, TaskScore, nothing, spread, task_score};

/// Scores the types of events; each file a data set.
pub(crate) fn score(
    paths: &[PathBuf],
    reader: &Reader,
    options: Options,
) -> Result<Vec<TaskScore>, Error> {
    paths
        .iter()
        .map(|path| {
            let pairs = plv::read(&read_text(path)?, options.split)
                .map_err(|message| Error::format(path, message))?;
            if pairs.is_empty() {
                return Err(nothing("rows of PLV", path, options));
            }
            let found: Vec<Option<Prediction>> =
                pairs.par_iter().map(|pair| predict(pair, reader)).collect();
            let mut score = task_score(Task::Events, &plv::data_name(path), reader, options);
            score.rows = rows(&pairs, &found);
            let wrong =
                pairs.iter().zip(&found).filter(|(pair, found)| !is_right(pair, found.as_ref()));
            let mistakes = wrong.map(|(pair, found)| mistake(pair, found.as_ref())).collect();
            score.mistakes = spread(mistakes, options.n_mistakes);
            Ok(score)
        })
        .collect()
}

/// What was read for a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Prediction {
    root: &'static str,
    // Whether the event is told of the marked words, not only near them.
    is_of_pair: bool,
    trigger: String,
}

fn is_right(pair: &Pair, found: Option<&Prediction>) -> bool {
    found.is_some_and(|found| found.root == pair.root)
}

fn rows(pairs: &[Pair], found: &[Option<Prediction>]) -> Vec<Row> {
    let both = || pairs.iter().zip(found);
    let n_right = both().filter(|(pair, found)| is_right(pair, found.as_ref())).count();
    let n_of_pair = found.iter().flatten().filter(|found| found.is_of_pair).count();
    let roots =
        both().map(|(pair, found)| (pair.root.as_str(), found.as_ref().map(|found| found.root)));
    let n_found = found.iter().flatten().count();
    vec![
        Row::plain("events, root accuracy", share(n_right, pairs.len()), pairs.len()),
        Row::plain("events, root macro F1", macro_f1(roots), pairs.len()),
        Row::f1("events, root micro F1", Tally { n_right, n_found, n_gold: pairs.len() }),
        Row::plain("events, participants found", share(n_of_pair, pairs.len()), pairs.len()),
    ]
}

/// Reads the sentence and picks the event that is told of the marked words: the one whose actors
/// and recipients overlap them best; failing that, the one whose trigger stands between them, or
/// else nearest to them. A pair without an event has no root, and is wrong.
fn predict(pair: &Pair, reader: &Reader) -> Option<Prediction> {
    let reading = read_gold(reader, &pair.text, None);
    let best = reading
        .claims
        .events
        .iter()
        .map(|event| (rank(pair, event), event))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.trigger.cmp(&a.1.trigger)))?;
    let (rank, event) = best;
    Some(Prediction {
        root: folded(event),
        is_of_pair: rank.0 > 0,
        trigger: event.trigger.of(&pair.text).to_owned(),
    })
}

/// Returns the root that the gold set gives an event. It knows no status: it folds a future
/// cooperation into AGREE and a future act of force into THREATEN, and says YIELD for CONCEDE and
/// RETREAT.
fn folded(event: &Event) -> &'static str {
    let is_future = event.status == EventStatus::Future;
    match event.folded_kind() {
        "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST" | "MOBILIZE" if is_future => "THREATEN",
        "RETREAT" | "CONCEDE" => "YIELD",
        kind => kind,
    }
}

/// Ranks an event: participants that overlap the marked words in their role, then in the other's,
/// then a trigger between the marked words, then nearness.
fn rank(pair: &Pair, event: &Event) -> (u8, bool, std::cmp::Reverse<u32>) {
    let (source, target) = (pair.source, pair.target);
    let overlaps = |list: &[dateline::claim::Participant], span: Option<Span>| {
        span.is_some_and(|span| list.iter().any(|one| one.span.overlaps(span)))
    };
    let straight =
        u8::from(overlaps(&event.actors, source)) + u8::from(overlaps(&event.recipients, target));
    let crossed =
        u8::from(overlaps(&event.actors, target)) + u8::from(overlaps(&event.recipients, source));
    let role = (2 * straight).max(crossed);
    let hull = match (source, target) {
        (Some(source), Some(target)) => Some(source.cover(target)),
        (one, other) => one.or(other),
    };
    let is_between = hull.is_some_and(|hull| hull.contains(event.trigger));
    let distance = hull.map_or(0, |hull| {
        event
            .trigger
            .start
            .saturating_sub(hull.end)
            .max(hull.start.saturating_sub(event.trigger.end))
    });
    (role, is_between, std::cmp::Reverse(distance))
}

fn mistake(pair: &Pair, found: Option<&Prediction>) -> Mistake {
    let tell = |found: &Prediction| {
        let how = if found.is_of_pair { "of the pair" } else { "near the pair" };
        format!("{} “{}” ({how})", found.root, found.trigger)
    };
    Mistake {
        document: pair.id.clone(),
        gold: pair.root.clone(),
        found: found.map_or_else(String::new, tell),
        context: pair.marked.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::claim::Participant;
    use dateline::text::Evidence;

    fn event(kind: &'static str, trigger: Span, actors: &[Span], recipients: &[Span]) -> Event {
        let participants = |spans: &[Span]| {
            spans.iter().map(|span| Participant { span: *span, entity: None, code: None }).collect()
        };
        Event {
            kind,
            mode: None,
            contexts: Vec::new(),
            trigger,
            actors: participants(actors),
            recipients: participants(recipients),
            place: None,
            time: None,
            from: None,
            to: None,
            status: EventStatus::Actual,
            said_in: None,
            evidence: Evidence::unmeasured("test"),
        }
    }

    #[test]
    fn participants_go_before_nearness() {
        let pair = plv::pair("1", "<s>Ana</s> met Bo and praised <t>Cy</t> a lot", "SUPPORT")
            .expect("marked");
        assert_eq!(pair.text, "Ana met Bo and praised Cy a lot");
        let (ana, met, bo) = (Span::new(0, 3), Span::new(4, 7), Span::new(8, 10));
        let (praised, cy) = (Span::new(15, 22), Span::new(23, 25));
        let meeting = event("CONSULT", met, &[ana], &[bo]);
        let praise = event("SUPPORT", praised, &[ana], &[cy]);
        let other = event("AID", Span::new(28, 31), &[], &[]);
        assert!(rank(&pair, &praise) > rank(&pair, &meeting));
        assert!(rank(&pair, &meeting) > rank(&pair, &other));
        let bare = event("AGREE", met, &[], &[]);
        assert!(rank(&pair, &bare) > rank(&pair, &other));
    }

    #[test]
    fn a_pair_without_an_event_is_wrong() {
        // Three rows: AID read as AID, AID read as CONSULT, CONSULT not read. Accuracy 1/3. AID: gold
        // 2, found 1, right 1: F1 = 2/3. CONSULT: gold 1, found 1, right 0: F1 = 0. Macro F1 = 1/3.
        let pair = |root: &str| plv::pair("1", "<s>Ana</s> did <t>Bo</t>", root).expect("marked");
        let found = |root: &'static str| {
            Some(Prediction { root, is_of_pair: true, trigger: "did".to_owned() })
        };
        let pairs = [pair("AID"), pair("AID"), pair("CONSULT")];
        let rows = rows(&pairs, &[found("AID"), found("CONSULT"), None]);
        let values: Vec<f64> = rows.iter().map(|row| (row.value * 1000.0).round()).collect();
        // Micro F1: right 1, found 2, gold 3: 2/5 = .4. Participants found in 2 of 3.
        assert_eq!(values, [333.0, 333.0, 400.0, 667.0]);
    }
}
