//! What `dateline verify` tells, and how it exits.

#![allow(clippy::unwrap_used, reason = "a test fails where a file is missing")]

use assert_cmd::Command;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a ledger of one dispatch.
struct House {
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        let line = serde_json::json!({
            "outlet": "Harbour Post\u{1b}]0;owned\u{7}", "published": "2031-05-06",
            "text": "At least 12 people were killed by a landslide near Tolvik in Norway on Monday, \
                     Mayor Ilse Orn said. Crews with dogs searched the mud through the night.",
        });
        std::fs::write(house.folder.path().join("week.jsonl"), format!("{line}\n")).unwrap();
        house.run(&["ingest", "week.jsonl"], 0);
        house
    }

    /// Runs a command that must exit so; returns what it prints, and what it says is wrong.
    #[track_caller]
    fn run(&self, arguments: &[&str], code: i32) -> String {
        let mut command = Command::cargo_bin("dateline").unwrap();
        let command = command.current_dir(self.folder.path()).env("DATELINE_ENGINE", "swift");
        let assert = command.args(arguments).assert().code(code);
        let output = assert.get_output();
        [&output.stdout, &output.stderr]
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .concat()
    }

    fn change(&self, sql: &str) {
        let connection = Connection::open(self.folder.path().join("dateline.db")).unwrap();
        assert!(connection.execute(sql, []).unwrap() > 0);
    }
}

#[test]
fn a_change_is_told_and_what_is_derived_is_repaired() {
    let house = House::new();
    assert!(house.run(&["verify"], 0).contains("all read again; 0 differences"));
    house.change("UPDATE statements SET act = 'denies'");
    let told = house.run(&["verify"], 2);
    assert!(told.contains("the table differs: ") && told.contains("/s1 statements.act"), "{told}");
    assert!(told.contains("“says” is expected, “denies” is found"), "{told}");
    let told = house.run(&["verify", "--repair"], 0);
    assert!(told.contains("tables of 1 readings"), "{told}");
    house.run(&["verify", "--quick"], 0);
    house.change("UPDATE sightings SET path = 'other.jsonl'");
    assert!(house.run(&["verify", "--repair"], 2).contains("the table differs: "));
}

#[test]
fn a_kept_seal_is_asked_for() {
    let house = House::new();
    let told = house.run(&["verify", "--quick"], 0);
    let sealed = told.lines().find_map(|line| line.strip_prefix("sealed: ")).unwrap();
    let seal = sealed.split(' ').next().unwrap();
    house.run(&["verify", "--quick", "--sealed", seal], 0);
    house.run(&["verify", "--quick", "--sealed", "00000000"], 2);
}

#[test]
fn one_record_is_shown_with_its_bytes() {
    let house = House::new();
    let id = house.run(&["query", "--format", "json", "SELECT id FROM current_statements"], 0);
    let id: Value = serde_json::from_str(&id).unwrap();
    let told = house.run(&["verify", id["id"].as_str().unwrap()], 0);
    assert!(told.contains("met in week.jsonl, line 1"), "{told}");
    assert!(
        told.contains("s1.cue  “said”\n  bytes ") && told.contains(": said\n  agrees"),
        "{told}"
    );
    assert!(!told.contains("e1."), "only the record asked for: {told}");
    house.run(&["verify", "ffff"], 1);
}
