//! The program from outside: what it prints, and how it exits.

#![allow(clippy::unwrap_used, reason = "a test fails where a file is missing")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// A folder with a ledger of the samples in it.
struct House {
    folder: TempDir,
}

impl House {
    fn with_samples() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        let output = house.run(&["ingest", samples().to_str().unwrap()]);
        assert!(output.contains("52 dispatches"), "{output}");
        house
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("dateline").unwrap();
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs a command that succeeds and returns what it prints.
    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).assert().success().get_output().stdout.clone();
        String::from_utf8(output).unwrap()
    }

    fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        let text = self.run(arguments);
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

#[test]
fn samples_become_a_ledger_with_six_stories() {
    let house = House::with_samples();
    let stories = house.lines(&["stories"]);
    let large = stories.iter().filter(|story| story["n_dispatches"].as_u64() >= Some(7));
    assert!(large.count() >= 5, "{stories:#?}");
    let verified = house.run(&["verify"]);
    assert!(verified.contains("52 readings verified, all read again; 0 differences"), "{verified}");
}

#[test]
fn ingest_again_stores_nothing_twice() {
    let house = House::with_samples();
    let again = house.run(&["ingest", samples().to_str().unwrap()]);
    assert!(again.starts_with("0 dispatches"), "{again}");
    assert!(again.contains("52 known already"), "{again}");
    let count = house.lines(&["query", "SELECT count(*) AS n FROM readings"]);
    assert_eq!(count[0]["n"], 52);
}

#[cfg(unix)]
#[test]
fn ingest_of_a_folder_leaves_its_own_ledger_and_circles_out() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let path = house.folder.path();
    let lines =
        "# exported\n{\"text\": \"The quay was closed, the mayor said.\"}\n{\"text\": \"It\n";
    std::fs::write(path.join("a.jsonl"), lines).unwrap();
    for link in ["one", "two"] {
        std::os::unix::fs::symlink(path, path.join(link)).unwrap();
    }
    for told in ["1 dispatches", "0 dispatches"] {
        let summary = house.run(&["ingest", "--engine", "swift", "."]);
        assert!(summary.starts_with(told), "{summary}");
        for place in
            ["./a.jsonl line 1: not a JSON object", "./a.jsonl line 3", "./dateline.db: a database"]
        {
            assert!(summary.contains(place) || told.starts_with('0'), "{place}: {summary}");
        }
    }
    let items = house.lines(&["query", "SELECT count(*) AS n FROM items"]);
    assert_eq!(items[0]["n"], 2);
}

#[test]
fn a_wire_text_is_found_in_its_reprints() {
    let house = House::with_samples();
    let wire = house.lines(&[
        "query",
        "SELECT id FROM dispatches WHERE path LIKE '%northline-wire-2026-02-12.txt'",
    ]);
    let story = house.lines(&["story", wire[0]["id"].as_str().unwrap()]).remove(0);
    let reprinted = story["origins"].as_array().unwrap().iter();
    let reprinted = reprinted.max_by_key(|origin| origin["n_dispatches"].as_u64()).unwrap();
    assert_eq!(reprinted["n_dispatches"], 4, "{reprinted}");
}

#[test]
fn lists_answer_with_filters() {
    let house = House::with_samples();
    let denials = house.lines(&["statements", "--act", "denies"]);
    assert!(!denials.is_empty());
    assert!(denials.iter().all(|row| row["act"] == "denies" && row["sentence"].is_string()));
    let killed = house.lines(&["figures", "--measure", "killed", "--place", "ROU"]);
    assert!(killed.iter().all(|row| row["country"] == "ROU"), "{killed:#?}");
    let since = house.lines(&["events", "--since", "2026-03-01"]);
    assert!(since.iter().all(|row| row["published"].as_str() >= Some("2026-03-01")));
    let found = house.lines(&["search", "earthquake"]);
    assert!(!found.is_empty());
}

#[test]
fn nothing_found_exits_with_one() {
    let house = House::with_samples();
    house.command(&["search", "xylophone"]).assert().code(1).stdout("");
    house.command(&["statements", "--by", "Nobody At All"]).assert().code(1);
}

#[test]
fn what_is_wrong_is_told_with_what_to_do() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let assert = house.command(&["stories"]).assert().code(2);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains("dateline.db") && told.contains("ingest"), "{told}");
    house.command(&["statements", "--since", "someday"]).assert().code(2);
    house.command(&["query", "DELETE FROM items"]).assert().code(2);
}

/// Returns the exit code, and what is told on standard error.
fn told(mut command: Command) -> (i32, String) {
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_path_that_is_not_there_fails_once_the_others_are_read() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    std::fs::write(house.folder.path().join("a.txt"), "The mayor of Orm said the quay was closed.")
        .unwrap();
    std::fs::write(house.folder.path().join("b.pdf"), b"%PDF-1.4\n\x00\x01binary").unwrap();
    let here = ["--language", "en", "a.txt", "b.pdf"];
    for command in ["read", "ingest"] {
        let (code, _) = told(house.command(&[&[command], here.as_slice()].concat()));
        assert_eq!(code, 0, "{command}: what cannot be read stops nothing");
        let (code, _) = told(house.command(&[&[command], here.as_slice(), &["c.txt"]].concat()));
        assert_eq!(code, 2, "{command}: what was named is not there");
    }
    let (_, errors) = told(house.command(&["read", "c.txt"]));
    assert_eq!(errors, "1 could not be read:\n  c.txt: No such file or directory\n");
    assert_eq!(house.lines(&["query", "SELECT count(*) AS n FROM dispatches"])[0]["n"], 1);
}

#[test]
fn each_error_is_told_once() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    std::fs::write(house.folder.path().join("a.txt"), "The mayor of Orm said the quay was closed.")
        .unwrap();
    assert_eq!(told(house.command(&["ingest", "--quiet", "a.txt"])), (0, String::new()));
    for unknown in ["dispatch", "story", "verify", "correct", "reread"] {
        let (code, errors) = told(house.command(&[unknown, "ffffffff"]));
        assert_eq!(code, 1, "{unknown}");
        let expected = "dateline: nothing in the ledger has an id that begins with \"ffffffff\"\n";
        assert_eq!(errors, expected, "{unknown}");
    }
    std::fs::write(house.folder.path().join("file"), "").unwrap();
    let (code, errors) = told(house.command(&["export", "--format", "csv", "file/out"]));
    assert_eq!((code, errors.matches("file/out").count()), (2, 1), "{errors}");
    let (code, errors) = told(house.command(&["query", "SELEC"]));
    assert_eq!((code, errors.matches("syntax error").count()), (2, 1), "{errors}");
    assert!(!errors.contains("os error") && !errors.contains("Error code"), "{errors}");
}

#[test]
fn an_empty_csv_keeps_its_header() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    std::fs::write(house.folder.path().join("a.txt"), "The quay of Orm is long.").unwrap();
    house.run(&["ingest", "a.txt"]);
    let lists: &[(&[&str], &str)] = &[
        (&["statements", "--by", "Nobody"], "id,dispatch,"),
        (&["events", "--by", "Nobody"], "id,dispatch,"),
        (&["figures", "--measure", "killed"], "id,dispatch,"),
        (&["stories", "--place", "Nowhere"], "id,title,"),
        (&["search", "xylophone"], "dispatch,"),
        (&["correct"], "id,dispatch,record,field,"),
        (&["query", "SELECT 1 AS n, 2 AS m WHERE 0"], "n,m\n"),
    ];
    for (list, header) in lists {
        let assert = house.command(&[list, ["--format", "csv"].as_slice()].concat()).assert();
        let shown = String::from_utf8(assert.code(1).get_output().stdout.clone()).unwrap();
        assert!(shown.starts_with(header) && shown.lines().count() == 1, "{list:?}: {shown}");
    }
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    std::fs::write(house.folder.path().join("a.txt"), "The quay of Orm is long.").unwrap();
    house.run(&["ingest", "a.txt"]);
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000) \
               SELECT i, 'a word of the quay' AS words FROM n";
    for format in ["csv", "json", "table"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
            .current_dir(house.folder.path())
            .args(["query", sql, "--format", format])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take()); // closes the pipe before anything is written
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = house.run(&["completions", shell]);
        assert!(script.contains("reread") && script.contains("figures"), "{shell}");
    }
    assert!(house.run(&["man"]).contains("dateline \\- Reads"));
    assert!(house.run(&["man", "figures"]).contains("figures \\-\\-measure killed"));
    assert_eq!(told(house.command(&["man", "fly"])).0, 2);
}

#[test]
fn a_pipe_gets_one_record_a_line() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let mut command = house.command(&["read", "-"]);
    let text = "At least 12 people were killed in Naples on Friday, the mayor said.";
    let output = command.write_stdin(text).assert().success().get_output().stdout.clone();
    let record: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(record["schema"], "dateline/1");
    assert_eq!(record["text"], text);
    assert_eq!(record["figures"][0]["low"], 12);
    assert_eq!(record["figures"][0]["high"], Value::Null);
    assert_eq!(record["statements"][0]["source"]["text"], "the mayor");
}

#[test]
fn one_bad_item_never_stops_a_batch() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let folder = house.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.pdf"), b"%PDF-1.4\n\x00\x01binary").unwrap();
    std::fs::write(folder.join("b.txt"), b"").unwrap();
    std::fs::write(folder.join("c.jsonl"), b"{\"text\": \"cut").unwrap();
    std::fs::write(folder.join("d.txt"), b"The governor said that the bridge was safe.").unwrap();
    let output = house.run(&["ingest", "in"]);
    assert!(output.starts_with("1 dispatches"), "{output}");
    let notes = house.lines(&["query", "SELECT kind, message FROM notes"]);
    assert!(notes.len() >= 3, "{notes:#?}");
}

#[test]
fn exports_hold_every_statement() {
    let house = House::with_samples();
    let n = house.lines(&["query", "SELECT count(*) AS n FROM current_statements"]);
    let n = usize::try_from(n[0]["n"].as_u64().unwrap()).unwrap();
    for format in ["json", "csv", "parquet"] {
        let told = house.run(&["export", "--format", format, format]);
        assert!(house.folder.path().join(format).is_dir());
        assert_eq!(told.contains(&format!(": {n} rows")), format != "json", "{told}");
    }
    let csv = std::fs::read_to_string(house.folder.path().join("csv/statements.csv")).unwrap();
    assert!(csv.lines().count() > n);
}

#[test]
fn corrections_are_kept_with_who_and_why() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let run = |arguments: &[&str]| house.command(arguments).output().unwrap();
    let input = "The mayor, Rosa Quispe, said on Tuesday that 12 people were killed in Lima.";
    std::fs::write(house.folder.path().join("a.txt"), input).unwrap();
    assert!(run(&["ingest", "a.txt"]).status.success());
    let figure = house.lines(&["query", "SELECT id FROM current_figures"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let says = ["--reason", "misheard", "--author", "Mira Hale"];
    let correct = |arguments: &[&str]| run(&[&["correct"], arguments, &says].concat());
    assert!(correct(&[&figure[..6], "x", "1"]).status.code() == Some(2), "no record is named");
    assert_eq!(correct(&[&figure, "colour", "red"]).status.code(), Some(2));
    assert_eq!(correct(&[&figure, "measure", "eaten"]).status.code(), Some(2));
    assert_eq!(correct(&[&figure, "low", "many"]).status.code(), Some(2));
    assert_eq!(run(&["correct", &figure, "low", "13"]).status.code(), Some(2), "says why and who");
    assert_eq!(run(&["correct"]).status.code(), Some(1), "nothing was stored so far");
    assert!(correct(&[&figure, "low", "13"]).status.success());
    assert!(correct(&[&figure, "low", "14"]).status.success());
    assert!(correct(&[&figure.replace("/f1", "/s1"), "--remove"]).status.success());
    let listed = house.run(&["correct", &figure, "--format", "json"]);
    let rows: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen = |row: &Value| [row["field"].clone(), row["was"].clone(), row["value"].clone()];
    assert_eq!(
        rows.iter().map(seen).collect::<Vec<_>>(),
        [["low", "12", "13"], ["low", "12", "14"]]
    );
    let at = |name: &str| usize::try_from(rows[0][name].as_u64().unwrap()).unwrap();
    assert!(input[at("start_byte")..at("end_byte")].starts_with("12"));
    let shown = house.run(&["dispatch", &figure[..16], "--format", "table"]);
    for words in ["f1 (corrected)", "s1 (removed)", "misheard", "Mira Hale"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(run(&["export", "--format", "csv", "out"]).status.success());
    let csv = std::fs::read_to_string(house.folder.path().join("out/corrections.csv")).unwrap();
    assert_eq!(csv.lines().count(), 4);
}

#[test]
fn what_is_forgotten_is_gone() {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let run = |arguments: &[&str]| house.command(arguments).output().unwrap();
    let sentence = "The quincunx of Tolvik burned on Tuesday, the mayor said.";
    std::fs::write(house.folder.path().join("a.txt"), sentence).unwrap();
    std::fs::write(house.folder.path().join("b.pdf"), b"%PDF-1.4\n\x00\x01binary").unwrap();
    assert!(run(&["ingest", "a.txt", "b.pdf"]).status.success());
    let ids: Vec<String> = house
        .lines(&["query", "SELECT id FROM items ORDER BY key"])
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    let forget = |more: &[&str]| run(&[&["forget", &ids[0][..6], &ids[1][..6]], more].concat());
    assert_eq!(forget(&["--yes"]).status.code(), Some(2), "no reason");
    assert_eq!(forget(&["--yes", "--reason", " "]).status.code(), Some(2), "no reason");
    assert_eq!(forget(&["--reason", "asked for"]).status.code(), Some(2), "nobody says yes");
    assert_eq!(run(&["search", "quincunx"]).status.code(), Some(0));
    let output = forget(&["--yes", "--reason", "asked for"]);
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("57 bytes, 1 sightings, 1 readings"), "{told}");
    assert_eq!(run(&["search", "quincunx"]).status.code(), Some(1));
    let bytes = std::fs::read(house.folder.path().join("dateline.db")).unwrap();
    assert!(!bytes.windows(8).any(|window| window == b"quincunx"));
    assert_eq!(forget(&["--yes", "--reason", "again"]).status.code(), Some(1));
    assert_eq!(
        house.lines(&["query", "SELECT forgotten FROM items WHERE forgotten = 'asked for'"]).len(),
        2
    );
    assert_eq!(run(&["forget", "0", "--ledger", "no.db", "--reason", "x"]).status.code(), Some(2));
    assert!(!house.folder.path().join("no.db").exists());
}
