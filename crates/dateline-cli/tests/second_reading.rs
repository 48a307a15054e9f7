//! What was read in one way, read in another: options, second readings, going back.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test writes its files, and fails where one is missing"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const FIELD_MAP: &str = include_str!("../../../cases/hostile/field-map.jsonl");

/// A folder to work in; the swift engine reads unless a test says otherwise.
struct House {
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("dateline").unwrap();
        command.current_dir(self.folder.path()).env("DATELINE_ENGINE", "swift").args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Returns the error that a command ends with.
    fn error(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn count(&self, sql: &str) -> u64 {
        self.lines(&["query", "--format", "json", &format!("SELECT ({sql}) AS n")])[0]["n"]
            .as_u64()
            .unwrap()
    }

    fn n_readings(&self) -> u64 {
        self.count("SELECT count(*) FROM readings")
    }

    fn verify(&self) {
        let told = self.run(&["verify"]);
        assert!(told.contains("; 0 differences"), "{told}");
    }
}

#[test]
fn a_wrong_field_map_is_set_right() {
    let house = House::new();
    house.write("in.jsonl", FIELD_MAP);
    let wrong = house.run(&["ingest", "in.jsonl"]);
    assert!(wrong.contains("1 could not be read"), "{wrong}");
    let right = ["ingest", "in.jsonl", "--field", "text=story", "--field", "title=lead"];
    let told = house.run(&right);
    assert!(told.contains("1 read again"), "{told}");
    assert!(told.contains(": 1 changed"), "{told}");
    let statements = house.lines(&["statements"]);
    assert_eq!(statements[0]["speaker"], "John Hale");
    let again = house.run(&right);
    assert!(again.contains("1 known already") && !again.contains("again"), "{again}");
    assert_eq!(house.n_readings(), 2);
    house.verify();
}

#[test]
fn an_older_reading_is_told_of_and_returned_to() {
    let house = House::new();
    house.write("in.jsonl", FIELD_MAP);
    house.run(&["ingest", "in.jsonl", "--field", "text=story"]);
    house.run(&["ingest", "in.jsonl", "--field", "text=lead"]);
    assert_eq!(house.lines(&["statements"]), Vec::<Value>::new());
    // Ingest costs nothing again, so it does not go back by itself; but it says so.
    let told = house.run(&["ingest", "in.jsonl", "--field", "text=story"]);
    assert!(told.contains("1 of those known were read otherwise since"), "{told}");
    assert_eq!(house.lines(&["statements"]), Vec::<Value>::new());
    for (field, n_statements, n_readings) in
        [("text=story", 1, 3), ("text=story", 1, 3), ("text=lead", 0, 4), ("text=story", 1, 5)]
    {
        house.run(&["reread", "--field", field]);
        assert_eq!(house.lines(&["statements"]).len(), n_statements, "{field}");
        assert_eq!(house.n_readings(), n_readings, "{field}");
    }
    let told = house.run(&["ingest", "in.jsonl", "--field", "text=story"]);
    assert!(!told.contains("otherwise"), "{told}");
    house.run(&["reread", "--defaults"]);
    assert_eq!(house.count("SELECT count(*) FROM dispatches"), 0);
    house.verify();
}

const ROW: &str = "Ferry to sail;“The ferry will sail on Monday,” Mira Hale said.";

#[test]
fn equal_rows_under_another_header_are_read_again() {
    let house = House::new();
    house.write("in.csv", &format!("text;remark\n{ROW}\n"));
    house.run(&["ingest", "in.csv"]);
    assert_eq!(house.lines(&["statements"]), Vec::<Value>::new());
    house.write("in.csv", &format!("title;text\n{ROW}\n"));
    let lines = house.lines(&["ingest", "in.csv", "--format", "json"]);
    assert_eq!((&lines[0]["state"], &lines[0]["changed"]), (&"stored".into(), &true.into()));
    let id = lines[0]["id"].as_str().unwrap();
    assert_eq!(house.lines(&["statements"])[0]["speaker"], "Mira Hale");
    let record = house.lines(&["dispatch", id]).remove(0);
    let options = &record["reader"]["options"];
    assert_eq!(options["columns"], serde_json::json!(["title", "text"]));
    let stored = house.lines(&["query", "SELECT options FROM readers ORDER BY key DESC LIMIT 1"]);
    assert_eq!(stored[0]["options"], options.to_string());
    house.verify();
    // The header is not in the bytes: it is kept with the reading, and read with again.
    house.run(&["reread", "--engine", "careful"]);
    assert_eq!(house.lines(&["statements"])[0]["speaker"], "Mira Hale");
    house.verify();
}

#[test]
fn another_engine_reads_again_and_is_never_ignored() {
    let house = House::new();
    house.write("in.txt", "Mayor Ilse Orn said on Monday that the ferries will stay in port.");
    house.run(&["ingest", "in.txt"]);
    let told = house.run(&["ingest", "in.txt", "--engine", "careful"]);
    assert!(told.contains("1 read again"), "{told}");
    let engine = |house: &House| {
        let sql = "SELECT engine FROM readers JOIN dispatches ON reader = version";
        house.lines(&["query", sql])[0]["engine"].as_str().unwrap().to_owned()
    };
    assert_eq!(engine(&house), "careful");
    let told = house.run(&["ingest", "in.txt"]);
    assert!(told.contains("read otherwise since"), "{told}");
    house.run(&["reread", "--engine", "swift"]);
    assert_eq!(engine(&house), "swift");
    for command in ["read", "ingest", "bench"] {
        let told = house.error(&[command, "in.txt", "--engine", "quick"]);
        assert!(told.contains("careful or swift"), "{command}: {told}");
    }
    let mut command = house.command(&["read", "in.txt"]);
    let output = command.env("DATELINE_ENGINE", "quick").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    // What reads nothing takes no engine, or only the one that it tells of.
    house.error(&["statements", "--engine", "swift"]);
    house.error(&["score", "text", "--engine", "swift", "."]);
    let told = house.error(&["bench", "--ledger", "dateline.db", "--engine", "careful"]);
    assert!(told.contains("`swift`"), "{told}");
}

#[test]
fn outlet_day_and_language_are_given_for_all() {
    let house = House::new();
    house.write(
        "own.jsonl",
        r#"{"text":"Pampa Serena","outlet":"Lantern","published":"2026-02-03"}"#,
    );
    house.write("bare.txt", "Pampa Serena");
    let given =
        ["--outlet", "Harbour Post", "--published", "2026-03-04", "--language", "en", "own.jsonl"];
    let read = |arguments: &[&str]| house.lines(&[&["read"], arguments].concat()).remove(0);
    let own = read(&given);
    assert_eq!((&own["outlet"], &own["published"]), (&"Lantern".into(), &"2026-02-03".into()));
    assert_eq!(own["language"], "en");
    assert_eq!(own["notes"], serde_json::json!([]));
    let bare = read(&[&given[..6], &["bare.txt"]].concat());
    assert_eq!(
        (&bare["outlet"], &bare["published"]),
        (&"Harbour Post".into(), &"2026-03-04".into())
    );
    assert_eq!(read(&["bare.txt"])["language"], Value::Null);
    assert_eq!(read(&["bare.txt"])["reader"].get("options"), None);
    assert!(house.error(&["read", "--language", "english", "bare.txt"]).contains("ISO 639-1"));
    assert!(house.error(&["read", "--published", "May", "bare.txt"]).contains("no day"));
}

#[test]
fn copies_given_to_two_outlets_are_two_reprints_and_a_wrong_outlet_is_set_right() {
    let house = House::new();
    let text = "Mayor Ilse Orn said on Monday that the ferries will stay in port.";
    house.write("a/one.txt", text);
    house.write("b/one.txt", text);
    let outlets = |house: &House| -> Vec<String> {
        let rows = house.lines(&["query", "SELECT outlet FROM appearances ORDER BY outlet"]);
        rows.iter().map(|row| row["outlet"].as_str().unwrap().to_owned()).collect()
    };
    house.run(&["ingest", "a", "--outlet", "Lantern"]);
    house.run(&["ingest", "b", "--outlet", "Wrong Post"]);
    assert_eq!(outlets(&house), ["Lantern", "Wrong Post"]);
    house.run(&["ingest", "b", "--outlet", "Harbour Post"]);
    assert_eq!(outlets(&house), ["Harbour Post", "Lantern"]);
    house.run(&["reread", "--as-outlet", "Harbour Herald"]);
    assert_eq!(outlets(&house), ["Harbour Herald", "Lantern"]);
    house.run(&["ingest", "a", "--outlet", "Lantern"]);
    assert_eq!(outlets(&house), ["Harbour Herald", "Lantern"]);
    assert_eq!(house.lines(&["statements", "--outlet", "lantern"]).len(), 1);
}

fn dispatches(numbers: impl Iterator<Item = usize>) -> String {
    let line = |n: usize| {
        format!(
            r#"{{"id":"k{n}","published":"2026-03-{:02}","text":"At least {n} people left their homes near Tolvik on Monday, the district office said."}}"#,
            n % 28 + 1
        )
    };
    numbers.map(|n| line(n) + "\n").collect()
}

#[test]
fn equal_bytes_are_read_once_in_a_batch_and_across_batches() {
    let house = House::new();
    house.write("in.jsonl", &dispatches((0..900).map(|n| n % 300)));
    let lines = house.lines(&["ingest", "in.jsonl", "--format", "json"]);
    let n_of = |state: &str| lines.iter().filter(|line| line["state"] == state).count();
    assert_eq!((n_of("stored"), n_of("known"), lines.len()), (300, 600, 900));
    assert!(lines.iter().all(|line| line["changed"].is_null()));
    assert_eq!(house.n_readings(), 300);
    assert_eq!(house.count("SELECT count(*) FROM sightings"), 900);
}

#[test]
fn rereading_tells_what_changes_and_stores_it_once() {
    let house = House::new();
    house.write("a/one.jsonl", &dispatches(1..4));
    house.write("b/two.jsonl", &dispatches(4..6));
    house.run(&["ingest", "a", "b"]);
    let told = house.run(&["reread"]);
    assert_eq!(told, "0 read again: 0 changed; 5 read so already\n");
    let by = ["--published", "2026-05-06", "--language", "de"];
    let reread = |which: &[&str]| house.run(&[&["reread"], which, &by[..]].concat());
    let dry = reread(&["--dry-run"]);
    assert!(dry.contains("statements 1 → 0"), "{dry}");
    assert!(dry.contains("language en → de"), "{dry}");
    assert!(dry.ends_with("5 read again: 5 changed; 0 read so already; nothing was stored\n"));
    assert_eq!(house.n_readings(), 5);
    let one = house.lines(&["query", "SELECT id FROM dispatches WHERE external_id = 'k2'"]);
    let id = one[0]["id"].as_str().unwrap();
    let told = reread(&[&id[..9]]);
    assert!(told.starts_with(&format!("{id}: ")) && told.contains("1 read again"), "{told}");
    let told = reread(&["--path", "./a/"]);
    assert!(told.ends_with("2 read again: 2 changed; 1 read so already\n"), "{told}");
    assert_eq!(house.n_readings(), 8);
    let lines = house.lines(&[&["reread", "--format", "json"], &by[..]].concat());
    let stored: Vec<&Value> = lines.iter().filter(|line| line["state"] == "stored").collect();
    assert_eq!((stored.len(), lines.len()), (2, 5));
    for line in stored {
        let removed = line["removed"].as_array().unwrap();
        assert!(removed.iter().any(|part| part["kind"] == "statements"), "{line}");
        assert_eq!(line["counts"][0]["now"], 0);
        assert_ne!(line["was"], line["now"]);
    }
    assert_eq!(house.n_readings(), 10);
    assert_eq!(house.lines(&["statements"]), Vec::<Value>::new());
    // Nothing has such a path: nothing found.
    house.command(&["reread", "--path", "c"]).assert().code(1);
    assert!(house.error(&["reread", "--field", "url=link"]).contains("ingest"));
    assert!(house.error(&["reread", "ffffffffffff"]).contains("nothing in the ledger"));
    house.verify();
}

#[test]
fn rereading_needs_a_ledger_and_makes_none() {
    let house = House::new();
    assert!(house.error(&["reread"]).contains("there is no ledger"));
    assert!(!house.folder.path().join("dateline.db").exists());
}

const N_DISPATCHES: usize = 400;
const REREAD: [&str; 7] =
    ["reread", "--published", "2026-05-06", "--as-outlet", "Lantern", "--format", "json"];

/// Starts a rereading and kills it after `millis`; returns the ids that it reported as stored.
fn killed_reread(folder: &Path, millis: u64) -> BTreeSet<String> {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(REREAD)
        .current_dir(folder)
        .env_remove("DATELINE_ENGINE")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = stdout.lines().map_while(Result::ok);
        let lines = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
        let stored = lines.filter(|line| line["state"] == "stored");
        stored.map(|line| line["id"].as_str().unwrap().to_owned()).collect()
    });
    std::thread::sleep(Duration::from_millis(millis));
    let _ = child.kill(); // it may have ended by itself
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_killed_rereading_loses_nothing_and_goes_on() {
    let house = House::new();
    house.write("in.jsonl", &dispatches(0..N_DISPATCHES));
    house.run(&["ingest", "in.jsonl"]);
    let mut reported = BTreeSet::new();
    for millis in [20, 90, 250, 400, 600, 900] {
        reported.extend(killed_reread(house.folder.path(), millis));
        house.verify();
        let sql = "SELECT id FROM items JOIN readings ON item = items.key GROUP BY id HAVING count(*) = 2";
        let rows = house.lines(&["query", "--format", "json", sql]);
        let stored: BTreeSet<String> =
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert!(reported.is_subset(&stored), "reported as stored, but lost");
    }
    house.command(&REREAD).env_remove("DATELINE_ENGINE").assert().success();
    assert_eq!(house.n_readings(), 2 * N_DISPATCHES as u64);
    assert_eq!(house.count("SELECT count(*) FROM dispatches WHERE outlet = 'Lantern'"), 400);
}
