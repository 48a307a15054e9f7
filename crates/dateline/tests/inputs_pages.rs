//! Inputs that a reader met on the web, with what must come of them: `cases/inputs/`.

#![allow(clippy::disallowed_methods, reason = "a test reads its inputs")]

use std::path::{Path, PathBuf};

use dateline::Reader;
use dateline::intake::{Config, decode, open};
use dateline::record::Record;
use dateline::text::Dispatch;

/// Reads the dispatches of one input.
fn dispatches(name: &str) -> Vec<Dispatch> {
    let config = Config::default();
    open(&[input(name)], &config)
        .filter_map(|found| decode(&found.item?, &found.sighting, &config).dispatch)
        .collect()
}

/// Reads the records of one input.
fn records(name: &str) -> Vec<Record> {
    let reader = Reader::default();
    open(&[input(name)], reader.config()).filter_map(|found| reader.read(&found)).collect()
}

fn input(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/inputs");
    let members = folder.read_dir().expect("the folder of inputs");
    let mut paths: Vec<PathBuf> = members.flatten().map(|member| member.path()).collect();
    paths.sort();
    let is_named = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&format!("{name}-"))
    };
    paths.into_iter().find(is_named).expect("an input")
}

/// Outlet, title, byline, date of publication and language of a page; `-` where there is none.
#[track_caller]
fn check(name: &str, expected: [&str; 5]) -> Dispatch {
    let dispatch = dispatches(name).remove(0);
    let published = dispatch.published.as_ref().map(|published| published.text.clone());
    let told = [
        dispatch.outlet.clone(),
        dispatch.title.clone(),
        dispatch.byline.clone(),
        published,
        dispatch.language.clone(),
    ];
    assert_eq!(told.map(|words| words.unwrap_or_else(|| "-".to_owned())), expected, "{name}");
    dispatch
}

#[test]
fn what_a_page_tells_of_itself() {
    let text = check(
        "22",
        [
            "Harbour Ledger",
            "Salt workers end strike at Lago Mirim",
            "Ana Teles",
            "2026-03-04T09:20:00Z",
            "en",
        ],
    )
    .text;
    assert_eq!(text.split("\n\n").count(), 4, "{text}");
    for other in ["Recommended", "list of", "14", "Nine", "Seven", "300", "riverman", "neighbour"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    let title = "Six charged over killing of ferry guard";
    let linked = check("23", ["Harbour Ledger", title, "-", "2026-01-14T12:00:00Z", "en"]).text;
    assert_eq!(linked.split("\n\n").count(), 5, "{linked}");
    let day = "2026-01-02T08:30:00+03:30";
    let clinic =
        check("24", ["Harbour Ledger", "Clinic opens in Arasbaran", "Shirin Vahedi", day, "en"]);
    assert!(!clinic.text.contains("Updated"), "{}", clinic.text);
    let authors = "Abby Tolliver, Colby Ferris and Ruby Okoye";
    let title = "Owl nests halt bridge work";
    let owls = check("25", ["Harbour Ledger", title, authors, "2026-03-13", "en"]);
    assert!(!owls.text.contains("Email"), "{}", owls.text);
    let unsigned = check("25b", ["Harbour Ledger", title, "-", "-", "en"]);
    assert!(!unsigned.text.contains("Rasmus"), "{}", unsigned.text);
    let title = "Pier sinks at Torrance";
    let pier = check("36", ["Harbour Ledger", title, "-", "2026-03-13T10:00:00Z", "en"]).text;
    assert!(pier.contains("At least three people") && pier.contains("Otto Lind"), "{pier}");
}

#[test]
fn charsets_that_lie() {
    for name in ["29", "29b"] {
        let dispatch = dispatches(name).remove(0);
        assert_eq!(dispatch.title.as_deref(), Some("Café owner wins case"), "{name}");
        assert!(
            dispatch.text.contains("Zoë Lefèvre") && dispatch.text.contains("€4,000"),
            "{name}"
        );
    }
}

#[test]
fn records_of_archives_that_lie() {
    let wardens = ["Tolland", "Brode", "Marsh", "Petrel", "Lind"];
    for (name, wardens) in [("28", &wardens[..]), ("28b", &wardens[..3])] {
        let found = dispatches(name);
        assert_eq!(found.len(), wardens.len(), "{name}");
        for (dispatch, warden) in found.iter().zip(wardens) {
            assert!(dispatch.text.contains(warden), "{name}: {}", dispatch.text);
            assert_eq!(dispatch.text.split("\n\n").count(), 4, "{name}: {}", dispatch.text);
        }
    }
}

#[test]
fn feeds() {
    let bakeries = dispatches("26");
    let (one, other) = (&bakeries[0].text, &bakeries[1].text);
    assert_eq!(one.split_once("\n\n").unwrap().1, other.split_once("\n\n").unwrap().1);
    assert!(!one.contains('<') && !one.contains("&#") && one.contains("“It’s ours,”"), "{one}");
    let days: Vec<String> =
        dispatches("27").into_iter().map(|one| one.published.unwrap().text).collect();
    let expected = [
        "2026-02-24",
        "2026-02-23T04:45:26Z",
        "2026-02-22T16:18:00-05:00",
        "2026-02-19T23:30:00+02:00",
        "2026-02-24T17:00:00Z",
        "2026-07-04T04:00:00-08:00",
        "2026-02-25T09:05:00Z",
        "2026-02-24",
        "2026-02-24T08:00:00+01:00",
        "2026-02-25T00:00:00Z",
        "2026-02-24T12:00:00Z",
    ];
    assert_eq!(days, expected);
}

#[test]
fn short_summaries_are_read() {
    let records = records("37");
    assert_eq!(records.len(), 12);
    for record in &records {
        let body = record.body.as_ref().unwrap();
        assert_eq!(body.language.as_deref(), Some("en"), "{}", body.text);
    }
    let reads = |text: &str| {
        let mut bodies = records.iter().filter_map(|record| record.body.as_ref());
        bodies.any(|body| body.figures.iter().any(|figure| figure.text == text))
    };
    assert!(reads("At least 12 people"));
}
