//! Kills an ingest at random moments and looks at what is left.
//!
//! `DATELINE_KILLS` sets how often (25 by default, 1,000 before a release).

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");
const N_DISPATCHES: usize = 600;

/// Numbers from a fixed seed (xorshift64), so that a failure can be met again.
struct Moments(u64);

impl Moments {
    fn next_below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn write_dispatches(path: &Path) {
    let places = ["Naples", "Nairobi", "Lima", "Oslo", "Hanoi", "Cairo"];
    let line = |n: usize| {
        let place = places[n % places.len()];
        format!(
            r#"{{"id":"k{n}","outlet":"Harbour Ledger","published":"2026-03-{:02}","text":"At least {n} people left their homes near {place} on Monday, the district office said. It promised {n} tents."}}"#,
            n % 28 + 1
        )
    };
    let lines: Vec<String> = (1..=N_DISPATCHES).map(line).collect();
    std::fs::write(path, lines.join("\n") + "\n").expect("a temporary file");
}

/// Starts an ingest and kills it after `millis`; returns the ids that it reported as stored, and
/// whether it came to its end.
fn ingest(input: &Path, ledger: &Path, millis: u64) -> (BTreeSet<String>, bool) {
    let mut child = Command::new(PROGRAM)
        .args(["ingest", "--format", "json"])
        .arg(input)
        .arg("--ledger")
        .arg(ledger)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let stdout = child.stdout.take().expect("a pipe");
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        lines.filter_map(|line| id_of(&line)).collect::<BTreeSet<String>>()
    });
    std::thread::sleep(Duration::from_millis(millis));
    let _ = child.kill(); // it may have ended by itself
    let status = child.wait().expect("the child ends");
    (reader.join().expect("the reader ends"), status.success())
}

/// Returns the id of a whole line; a line that was cut short reports nothing.
fn id_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value["id"].as_str().map(str::to_owned)
}

fn query(ledger: &Path, sql: &str) -> Vec<serde_json::Value> {
    let output = Command::new(PROGRAM)
        .args(["query", "--format", "json", sql, "--ledger"])
        .arg(ledger)
        .output()
        .expect("the program starts");
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

fn stored(ledger: &Path) -> BTreeSet<String> {
    let rows = query(
        ledger,
        "SELECT items.id AS item FROM readings JOIN items ON items.key = readings.item",
    );
    let ids: Vec<String> =
        rows.iter().map(|row| row["item"].as_str().unwrap().to_owned()).collect();
    let set: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(set.len(), ids.len(), "an item is stored twice");
    set
}

fn check(ledger: &Path, reported: &BTreeSet<String>) {
    let verified = Command::new(PROGRAM).args(["verify", "--ledger"]).arg(ledger).output();
    let verified = verified.expect("the program starts");
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let stored = stored(ledger);
    let lost: Vec<&String> = reported.difference(&stored).collect();
    assert!(lost.is_empty(), "reported as stored, but lost: {lost:?}");
}

#[test]
fn nothing_is_lost_and_nothing_is_stored_twice() {
    let n_kills = std::env::var("DATELINE_KILLS").map_or(25, |n| n.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let input = folder.path().join("dispatches.jsonl");
    write_dispatches(&input);
    let mut moments = Moments(0x9E37_79B9_7F4A_7C15);
    let mut reported = BTreeSet::new();
    let (mut n_ledger, mut longest_millis) = (0, 400);
    for _ in 0..n_kills {
        let ledger = folder.path().join(format!("{n_ledger}.db"));
        let (ids, is_done) = ingest(&input, &ledger, 5 + moments.next_below(longest_millis));
        reported.extend(ids);
        if ledger.exists() && !reported.is_empty() {
            check(&ledger, &reported);
        }
        if is_done {
            assert_eq!(stored(&ledger).len(), N_DISPATCHES);
            longest_millis = (longest_millis * 3 / 4).max(20); // killed too late: try earlier
            n_ledger += 1;
            reported.clear();
        }
    }
    let ledger = folder.path().join(format!("{n_ledger}.db"));
    let (_, is_done) = ingest_to_end(&input, &ledger);
    assert!(is_done, "an ingest that nobody kills comes to its end");
    assert_eq!(stored(&ledger).len(), N_DISPATCHES);
}

fn ingest_to_end(input: &Path, ledger: &Path) -> (BTreeSet<String>, bool) {
    let output = Command::new(PROGRAM)
        .args(["ingest", "--format", "json"])
        .arg(input)
        .arg("--ledger")
        .arg(ledger)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (text.lines().filter_map(id_of).collect(), output.status.success())
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_was_read_and_its_views() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, ledger) = (folder.path().join("dispatches.jsonl"), folder.path().join("a.db"));
    write_dispatches(&input);
    // A shell that starts a program in the background lets it ignore interrupts: not so here.
    let mut child = Command::new("env")
        .args(["--default-signal=INT", PROGRAM, "ingest", "--format", "json", "--ledger"])
        .args([&ledger, &input])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = lines.next().expect("a line").expect("text");
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    let mut reported: BTreeSet<String> =
        lines.map_while(Result::ok).filter_map(|line| id_of(&line)).collect();
    reported.extend(id_of(&first));
    let output = child.wait_with_output().expect("the child ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted"), "{output:?}");
    assert!(stored(&ledger).len() < N_DISPATCHES);
    check(&ledger, &reported);
    let stories = Command::new(PROGRAM).args(["stories", "--ledger"]).arg(&ledger).output();
    let stories = stories.expect("the program starts");
    assert!(stories.status.success() && stories.stderr.is_empty(), "{stories:?}");
}
