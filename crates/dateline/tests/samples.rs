//! What is read of the samples, whole, as a snapshot for each folder of them.
//!
//! `INSTA_UPDATE=always cargo test -p dateline --test samples` writes what the reader says now; read
//! the difference before you keep it.

#[allow(dead_code, reason = "shared with the case runner, which uses the rest")]
mod lines;

use std::path::Path;

use dateline::intake::{Found, open};
use dateline::{Reader, Reading};

fn found(folder: &str) -> Vec<Found> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(folder);
    open(&[path], Reader::default().config()).collect()
}

fn read(found: &Found) -> Option<Reading> {
    Reader::default().read_item(found.item.as_ref()?, &found.sighting).0
}

/// Writes everything that is read of a folder's dispatches, one record a line.
fn told(folder: &str) -> String {
    let mut told = String::new();
    for found in found(folder) {
        let Some(reading) = read(&found) else { continue };
        let path = found.sighting.path.as_deref().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        let member = found.sighting.member.as_deref().unwrap_or_default();
        let outlet = reading.dispatch.outlet.as_deref().unwrap_or("-");
        let published = reading.dispatch.published.as_ref().map_or("-", |day| day.text.as_str());
        told += &format!("== {file} {member} | {outlet} | {published}\n");
        let lists = [
            ("statement", lines::statements(&reading)),
            ("event", lines::events(&reading)),
            ("figure", lines::figures(&reading)),
        ];
        for (kind, lines) in lists {
            told.extend(lines.iter().map(|line| format!("{kind} | {line}\n")));
        }
    }
    told
}

fn check(folder: &str) {
    insta::assert_snapshot!(folder, told(folder));
}

#[test]
fn quake() {
    check("quake");
}

#[test]
fn flood() {
    check("flood");
}

#[test]
fn train() {
    check("train");
}

#[test]
fn attack() {
    check("attack");
}

#[test]
fn talks() {
    check("talks");
}

#[test]
fn strike() {
    check("strike");
}

/// The same item and the same reader give the same bytes, whoever reads it, and however often.
#[test]
fn two_runs_give_the_same_bytes() {
    let read = |found: &Found| {
        let record = Reader::default().read(found).expect("an item");
        serde_json::to_string(&record).expect("a record is JSON")
    };
    let found = found(".");
    let first: Vec<String> = found.iter().map(read).collect();
    let second: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = found.iter().map(|one| scope.spawn(move || read(one))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a reading")).collect()
    });
    assert_eq!(first, second);
}
