//! Copies, stories and series; that the order of appending does not matter.

use dateline_ledger::query::Limits;
use dateline_ledger::{Filter, Ledger};
use proptest::prelude::*;

use crate::builder::{draft, week};

/// Returns every row of every view, in a fixed order, without keys that depend on the order of
/// appending.
pub(crate) fn everything(ledger: &mut Ledger) -> Vec<String> {
    let queries = [
        "SELECT o.id, o.story, o.first_day, o.last_day, o.agency, o.n_dispatches, o.n_reprints
         FROM origins AS o ORDER BY o.id",
        "SELECT d.id, c.origin, c.share FROM copies AS c JOIN dispatches AS d USING (reading)
         ORDER BY d.id",
        "SELECT * FROM stories ORDER BY id",
        "SELECT m.story, d.id, m.origin FROM story_dispatches AS m
         JOIN dispatches AS d USING (reading) ORDER BY m.story, d.id",
        "SELECT s.story, s.measure, s.population, s.place, s.day, s.outlet, s.speaker, s.value,
           s.low, s.high, d.id, f.n, s.origin
         FROM series AS s JOIN dispatches AS d USING (reading)
         JOIN figures AS f ON f.key = s.figure ORDER BY s.key",
        "SELECT * FROM comparisons ORDER BY story, earlier, later",
        "SELECT a.outlet, a.day, d.id, a.url FROM appearances AS a
         JOIN dispatches AS d USING (reading) ORDER BY a.outlet, d.id",
        "SELECT id, speaker, act, content, sentence, outlet FROM current_statements ORDER BY id",
        "SELECT id, type, actors, recipients, place, sentence FROM current_events ORDER BY id",
        "SELECT id, measure, value, low, high, speaker, sentence FROM current_figures ORDER BY id",
        "SELECT id, kind, name FROM current_entities ORDER BY id",
        "SELECT * FROM current_mentions ORDER BY dispatch, start_point",
        "SELECT * FROM current_times ORDER BY id",
        "SELECT * FROM current_places ORDER BY id",
        "SELECT * FROM current_sentences ORDER BY dispatch, n",
    ];
    let mut rows = Vec::new();
    for sql in queries {
        let table = ledger.query(sql, Limits::default()).unwrap();
        rows.push(sql.to_owned());
        rows.extend(table.rows.iter().map(|row| format!("{row:?}")));
    }
    rows
}

fn ledger_of_the_week() -> Ledger {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&week()).unwrap();
    ledger.refresh_views().unwrap();
    ledger
}

fn newest(limit: u32) -> Filter {
    Filter { limit: Some(limit), ..Filter::default() }
}

#[test]
fn a_shortened_and_a_lengthened_reprint_are_copies() {
    let ledger = ledger_of_the_week();
    let flood = &ledger.stories(&newest(9)).unwrap()[1];
    assert_eq!(flood.title.as_deref(), Some("River Sarn floods Tolvik"));
    assert_eq!((flood.n_dispatches, flood.n_outlets, flood.n_origins), (4, 3, 2));
    let origins = ledger.origins(&flood.id).unwrap();
    assert_eq!(origins[0].outlets, ["Evening Star", "Harbour Post", "NLW"]);
    assert_eq!(origins[0].agency.as_deref(), Some("NLW"));
}

#[test]
fn stories_keep_apart_what_happened_in_two_places() {
    let ledger = ledger_of_the_week();
    let stories = ledger.stories(&newest(9)).unwrap();
    let places: Vec<_> = stories.iter().map(|story| story.place.as_deref()).collect();
    assert_eq!(places, [Some("Quellport"), Some("Tolvik")]);
    assert_eq!(stories[0].first_day.as_deref(), Some("2031-05-06"));
    assert_eq!(stories[0].last_day.as_deref(), Some("2031-05-08"));
}

#[test]
fn the_same_place_a_month_later_is_another_story() {
    let mut ledger = ledger_of_the_week();
    let later = draft(
        "Harbour Post",
        "2031-06-20",
        "River Sarn floods Tolvik again",
        &["The river Sarn burst its banks at Tolvik for the second time, Mira Hale said."],
    );
    ledger.append(&[later.entity("person", "Mira Hale").place("Tolvik", "NOR").done()]).unwrap();
    ledger.refresh_views().unwrap();
    assert_eq!(ledger.stories(&newest(9)).unwrap().len(), 3);
}

#[test]
fn a_figure_counts_once_however_often_it_is_reprinted() {
    let ledger = ledger_of_the_week();
    let flood = ledger.stories(&newest(9)).unwrap().remove(1);
    let series = ledger.series(&flood.id).unwrap();
    let told: Vec<_> = series
        .iter()
        .map(|row| {
            (row.day.as_deref().unwrap_or(""), row.speaker.as_deref().unwrap_or(""), row.low)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2031-05-06", "Mira Hale", Some(12.0)),
            ("2031-05-07", "Mira Hale", Some(19.0)),
            ("2031-05-07", "The Boatmen's Union", Some(25.0)),
        ]
    );
    let relations: Vec<_> =
        ledger.comparisons(&flood.id).unwrap().into_iter().map(|row| row.relation).collect();
    assert_eq!(relations, ["supersede", "contradict"]);
}

#[test]
fn views_are_made_anew_only_when_something_was_appended() {
    let mut ledger = ledger_of_the_week();
    let first = ledger.refresh_views().unwrap();
    assert_eq!((first.origins, first.stories, first.figures, first.comparisons), (4, 2, 3, 2));
    assert_eq!(ledger.refresh_views().unwrap(), first);
}

#[test]
fn a_text_that_many_outlets_reprint_is_one_origin() {
    let wire = week().remove(0);
    let batch: Vec<_> = (0..300)
        .map(|n| {
            let mut copy = wire.clone();
            let body = copy.record.body.as_mut().unwrap();
            body.text.push_str(&format!(" Outlet {n}."));
            body.outlet = Some(format!("Outlet {n}"));
            copy.sighting.outlet = body.outlet.clone();
            copy.item = dateline_text::Item::new(body.text.clone().into_bytes(), copy.item.media);
            copy.record.id = copy.item.id.to_string();
            copy
        })
        .collect();
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&batch).unwrap();
    let views = ledger.refresh_views().unwrap();
    assert_eq!((views.origins, views.stories, views.figures), (1, 1, 1));
}

#[test]
fn the_earliest_of_those_with_a_date_is_the_origin() {
    let wire = week().remove(0);
    // In their own zones the order of hours is another than in time.
    let dates = [
        None,
        Some("2031-05-06T23:30:00+09:00"),
        Some("2031-05-06T16:00:00Z"),
        Some("2031-05-06T22:00:00+12:00"),
    ];
    let copies = dates.iter().enumerate().map(|(n, published)| {
        let mut copy = wire.clone();
        let body = copy.record.body.as_mut().unwrap();
        body.text.push_str(&format!(" Outlet {n}."));
        body.published = published.map(str::to_owned);
        copy.item = dateline_text::Item::new(body.text.clone().into_bytes(), copy.item.media);
        copy.record.id = copy.item.id.to_string();
        copy
    });
    let batch: Vec<_> = copies.collect();
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&batch).unwrap();
    ledger.refresh_views().unwrap();
    let story = ledger.stories(&newest(10)).unwrap().remove(0);
    let origins = ledger.origins(&story.id).unwrap();
    assert_eq!((origins.len(), &origins[0].id), (1, &batch[3].record.id));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_split_and_order_of_batches_gives_the_same_views(
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        cuts in prop::collection::vec(0_usize..6, 0..4),
        refresh_between in any::<bool>(),
    ) {
        let week = week();
        let shuffled: Vec<_> = order.iter().map(|at| week[*at].clone()).collect();
        let mut ledger = Ledger::in_memory().unwrap();
        for cut in cuts {
            ledger.append(&shuffled[..cut]).unwrap();
            ledger.append(&shuffled[cut..]).unwrap();
            if refresh_between {
                ledger.refresh_views().unwrap();
            }
        }
        ledger.append(&shuffled).unwrap();
        ledger.refresh_views().unwrap();
        prop_assert_eq!(everything(&mut ledger), everything(&mut ledger_of_the_week()));
    }
}
