//! Hostile words, large words and large questions: what reaches a terminal, a file, a program.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");

/// What acts on a terminal, or hides in it.
#[rustfmt::skip]
const SEQUENCES: &[&str] = &[
    "\x1b]0;x\x07", "\x1b]2;x\x1b\\", "\x1b]8;;http://x.example\x1b\\", "\x1b]52;c;eA\x07",
    "\x1b]1337;File=:eA\x07", "\x1b[2J", "\x1b[H", "\x1b[8m", "\x1b[31m", "\x1b[0m", "\x1b[1;36m",
    "\x1b[5;7H", "\x1b[9A", "\x1b[K", "\x1b[?1049h", "\x1b[?25l", "\x1b[6n", "\x1b[c", "\x1b[s",
    "\x1b[20t", "\x1b[3g", "\x1bc", "\x1b7", "\x1b8", "\x1bM", "\x1b#8", "\x1b(0", "\x1b=",
    "\x1bP+q544e\x1b\\", "\x1b_x\x1b\\", "\x1b^x\x1b\\", "\x1bXx\x1b\\", "\x1b", "\x1b[",
    "\x1b]0;x", "\x07", "\x08\x08", "\x0e", "\x0f", "\x05", "\x01", "\x18", "\x7f",
    "\x7f\x7f\x7f", "\u{9b}2J", "\u{9d}0;x\u{9c}", "\u{90}x\u{9c}", "\u{84}", "\u{8d}", "\u{98}x",
    "\u{9b}8m", "\u{202a}", "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}txt", "\u{2066}",
    "\u{2067}", "\u{2068}", "\u{2069}", "\u{200e}", "\u{200f}", "\u{61c}", "\u{e0001}",
    "\u{e0041}\u{e007f}",
];

/// A folder with a ledger of hostile dispatches in it.
struct House {
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Ingests the case of terminal escapes, and each sequence in a title, an outlet, a text, an id
    /// and the name of a file.
    fn with_sequences() -> Self {
        let house = Self::new();
        let folder = house.path().join("in");
        std::fs::create_dir(&folder).unwrap();
        std::fs::copy(case("terminal-escapes.jsonl"), folder.join("escapes.jsonl")).unwrap();
        let lines =
            SEQUENCES.iter().enumerate().map(|(n, hostile)| dispatch(n, hostile).to_string());
        std::fs::write(folder.join("all.jsonl"), lines.collect::<Vec<_>>().join("\n")).unwrap();
        for hostile in SEQUENCES.iter().filter(|sequence| !sequence.contains('/')) {
            let text =
                format!("The mayor of Lima said on Monday that {hostile} 7 people were killed.");
            std::fs::write(folder.join(format!("n{hostile}.txt")), text).unwrap();
            std::fs::write(folder.join(format!("e{hostile}.txt")), "").unwrap(); // has a note
        }
        let output = house.run(&["ingest", "--engine", "swift", "in"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        check_shown("ingest", &output);
        house
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command as on a terminal that shows colours.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.path()).args(arguments).env("CLICOLOR_FORCE", "1");
        command.stdin(Stdio::null()).output().unwrap()
    }

    fn rows(&self, sql: &str) -> Vec<Value> {
        let output = self.run(&["query", "--format", "json", sql]);
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn csv(&self, arguments: &[&str]) -> Vec<csv::StringRecord> {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        records(&output.stdout)
    }
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/hostile").join(name)
}

fn dispatch(n: usize, hostile: &str) -> Value {
    json!({
        "id": format!("{hostile}{n}"), "title": format!("Fire {hostile} in Lima"),
        "outlet": format!("Harbour {hostile} Post"), "published": "2026-02-03",
        "text": format!(
            "LIMA, Feb. 3 (NLW) -- The mayor, Rosa {hostile} Quispe, said on Tuesday that {n} \
             {hostile} people were killed in Lima. Police arrested {hostile} two men."
        ),
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn records(bytes: &[u8]) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(Result::unwrap)
        .collect()
}

/// Takes the program's own styles out: bold, dim, underlined, three colours and their end.
fn without_styles(shown: &str) -> String {
    let styles = ["0", "1", "2", "4", "32", "35", "36"].map(|code| format!("\x1b[{code}m"));
    styles.iter().fold(shown.to_owned(), |shown, style| shown.replace(style, ""))
}

fn acts(c: char) -> bool {
    let is_format = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e0000}'..='\u{e007f}'
    );
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_format
}

#[track_caller]
fn check_shown(what: &str, output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        let shown = without_styles(&text(stream));
        if let Some((at, c)) = shown.char_indices().find(|&(_, c)| acts(c)) {
            let before: String =
                shown[..at].chars().rev().take(60).collect::<Vec<_>>().iter().rev().collect();
            panic!("{what}: {c:?} after {before:?}");
        }
    }
}

#[test]
fn no_command_lets_hostile_words_act() {
    let house = House::with_sequences();
    let find = |sql: &str| house.rows(sql)[0]["id"].as_str().unwrap().to_owned();
    let id = find("SELECT id FROM dispatches WHERE title LIKE '%' || char(27) || '[8m%'");
    let statement = find(&format!("SELECT id FROM current_statements WHERE dispatch = '{id}'"));
    let story = find("SELECT id FROM stories ORDER BY n_dispatches DESC");
    let sql = "SELECT title, outlet, path, external_id AS \"\x1b[2J\u{202e}\" FROM dispatches";
    let reason = "\x1b]0;x\x07\u{9b}2J";
    let correct =
        ["correct", &statement, "content.text", reason, "--reason", reason, "--author", "\u{202e}"];
    let commands: &[&[&str]] = &[
        &["read", "--engine", "swift", "--format", "text", "in"],
        &["ingest", "--engine", "swift", "in"],
        &["stories", "--format", "table"],
        &["story", &story, "--format", "table"],
        &["statements", "--format", "table"],
        &["events", "--format", "table"],
        &["figures", "--format", "table"],
        &["search", "mayor", "--format", "table"],
        &["query", sql, "--format", "table"],
        &["verify"],
        &correct,
        &["correct", "--format", "table"],
        &["dispatch", &id, "--format", "table"],
        &["export", "--format", "json", "out\x1b[2J\u{202e}"],
        &["bench", "--engine", "swift", "in/escapes.jsonl"],
        &["forget", &id, "--reason", reason, "--yes"],
        &["forget", &id, "--reason", reason, "--yes"],
    ];
    for command in commands {
        let output = house.run(command);
        assert_ne!(output.status.code(), Some(2), "{command:?}: {}", text(&output.stderr));
        check_shown(command[0], &output);
    }
    let shown = text(&house.run(&["stories", "--format", "table"]).stdout);
    assert!(["␛", "␡", "‹U+202E›", "‹U+009B›"].iter().all(|form| shown.contains(form)), "{shown}");
}

#[test]
fn errors_show_what_they_repeat() {
    let house = House::with_sequences();
    for hostile in SEQUENCES {
        for command in [
            vec![*hostile],
            vec!["dispatch", hostile],
            vec!["stories", "--ledger", hostile],
            vec!["statements", "--since", hostile],
            vec!["query", hostile],
            vec!["read", hostile],
            vec!["ingest", hostile],
            vec!["correct", "x", hostile, "x", "--reason", "x", "--author", "x"],
            vec!["forget", hostile, "--reason", "x"],
            vec!["export", "--format", hostile, "out"],
            vec!["score", "names", hostile],
        ] {
            let output = house.run(&command);
            assert_ne!(output.status.code(), Some(0), "{command:?}");
            check_shown(command[0], &output);
        }
    }
}

#[test]
fn data_is_written_byte_for_byte() {
    let house = House::with_sequences();
    let output = house.run(&["read", case("del-0x7f.txt").to_str().unwrap()]);
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    let bytes = std::fs::read_to_string(case("del-0x7f.txt")).unwrap();
    assert_eq!(record["text"], bytes);
    let points: Vec<char> = bytes.chars().collect();
    let figures = record["figures"].as_array().unwrap();
    assert!(
        figures.iter().any(|figure| figure["text"] == "At least 12 people" || figure["low"] == 12)
    );
    for figure in figures {
        let at = |name: &str| usize::try_from(figure[name].as_u64().unwrap()).unwrap();
        assert_eq!(figure["text"], points[at("start")..at("end")].iter().collect::<String>());
    }
    let titles = house.rows("SELECT title FROM dispatches WHERE title LIKE 'Fire %'");
    let csv = house.csv(&["query", "--format", "csv", "SELECT title FROM dispatches"]);
    for hostile in SEQUENCES {
        let title = format!("Fire {hostile} in Lima");
        assert!(titles.iter().any(|row| row["title"] == title), "{title:?}");
        assert!(csv.iter().any(|row| row[0] == title), "{title:?}");
    }
}

#[test]
fn csv_runs_no_formula_unless_it_is_asked_for_raw() {
    let house = House::new();
    let formula = "=HYPERLINK(\"http://x.example\")";
    let line = json!({
        "title": formula, "outlet": "@SUM(A1)", "published": "2026-02-03",
        "text": "The mayor, Rosa Quispe, said on Tuesday that 12 people were killed in Lima. \
                 Police arrested two men. =1+1, she said, was -7.",
    });
    std::fs::write(house.path().join("a.jsonl"), line.to_string()).unwrap();
    assert!(house.run(&["ingest", "a.jsonl"]).status.success());
    let id = house.rows("SELECT id FROM stories")[0]["id"].as_str().unwrap().to_owned();
    let statement = format!("{id}/s1");
    let correct =
        ["correct", &statement, "act", "denies", "--reason", "+1", "--author", "@SUM(A1)"];
    assert!(house.run(&correct).status.success());
    let lists: &[&[&str]] = &[
        &["stories"],
        &["story", &id],
        &["statements"],
        &["events"],
        &["figures"],
        &["search", "mayor"],
        &["correct"],
        &["query", "SELECT title, outlet, -7 AS n FROM dispatches"],
    ];
    for list in lists {
        let plain = [list, ["--format", "csv"].as_slice()].concat();
        let disarmed = house.csv(&plain);
        check_disarmed(list[0], &disarmed);
        let raw = house.csv(&[plain.as_slice(), ["--raw"].as_slice()].concat());
        assert_eq!(raw.len(), disarmed.len());
        let has = |words: &str| raw.iter().flatten().any(|cell| cell == words);
        assert!(has(formula) || has("@SUM(A1)"), "{list:?}: {raw:?}");
    }
    let export = |arguments: &[&str]| {
        assert!(house.run(&[&["export", "--format", "csv"], arguments].concat()).status.success());
        let file = house.path().join(arguments[0]).join("dispatches.csv");
        records(&std::fs::read(file).unwrap())
    };
    check_disarmed("export", &export(&["disarmed"]));
    assert!(export(&["raw", "--raw"]).iter().flatten().any(|cell| cell == formula));
}

#[track_caller]
fn check_disarmed(what: &str, rows: &[csv::StringRecord]) {
    assert!(rows.len() > 1, "{what}");
    assert!(rows.iter().flatten().any(|cell| cell.starts_with('\'')), "{what}: {rows:?}");
    for cell in rows.iter().flatten() {
        let is_number = cell.parse::<f64>().is_ok();
        assert!(is_number || !cell.starts_with(['=', '+', '-', '@']), "{what}: {cell}");
    }
}

#[test]
fn a_large_word_is_shown_cut_and_kept_whole() {
    let house = House::new();
    let long = "x".repeat(200_000);
    let words = format!("The mayor of Orm said on Tuesday that the {long} in Sarn was closed.");
    let line = json!({ "title": long, "outlet": "Quay Post", "language": "en", "text": words });
    std::fs::write(house.path().join("a.jsonl"), line.to_string()).unwrap();
    let ingested = house.run(&["ingest", "a.jsonl", "--language", "en"]);
    assert!(ingested.status.success() && ingested.stdout.len() < 60_000);
    let commands: &[&[&str]] = &[
        &["statements", "--format", "table"],
        &["search", "mayor", "--format", "table"],
        &["query", "SELECT text FROM sentences", "--format", "table"],
    ];
    // Laid out whole, one table took more than a minute.
    for command in commands {
        let output = house.run(command);
        assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
        assert!(text(&output.stdout).contains('…') && output.stdout.len() < 60_000, "{command:?}");
    }
    let story = "SELECT text FROM sentences WHERE block = 'paragraph'";
    assert_eq!(house.rows(story)[0]["text"], words);
    let csv = house.csv(&["query", "--format", "csv", story]);
    assert_eq!(csv[1][0], words);
    // A name is told again in every row, and is cut for good.
    let title = &house.rows("SELECT title FROM dispatches")[0]["title"];
    assert_eq!(title.as_str().unwrap().len(), 500);
}

#[test]
fn questions_are_bounded() {
    let house = House::with_sequences();
    let fails = |arguments: &[&str], why: &str| {
        let output = house.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(why), "{arguments:?}: {}", text(&output.stderr));
    };
    let words = vec!["mayor"; 20_000].join(" ");
    fails(&["search", &words], "at most 64 words");
    fails(&["statements", "--about", &words], "at most 64 words");
    fails(&["events", "--by", &words], "at most 64 words");
    fails(&["stories", "--about", &"x".repeat(101)], "100 characters");
    fails(&["query", "SELECT zeroblob(1e9)"], "a value would take more than 33554432 bytes");
    fails(&["query", "SELECT readfile('a.jsonl')"], "no such function");
    fails(&["query", "INSERT INTO search (search) VALUES ('rebuild')"], "not allowed");
    let rows = house.rows("SELECT 1 AS a, 2 AS a, 3 AS b");
    assert_eq!(rows, [json!({ "a": 1, "a_2": 2, "b": 3 })]);
}

#[test]
fn an_interrupt_ends_a_query() {
    let house = House::with_sequences();
    let temporary = tempfile::tempdir().unwrap();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT i, randomblob(9) AS r FROM n ORDER BY r";
    // A shell that starts a program in the background lets it ignore interrupts: not so here.
    let mut child = Command::new("env")
        .args(["--default-signal=INT", PROGRAM, "query", endless])
        .current_dir(house.path())
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(child.try_wait().unwrap(), None, "it runs until it is interrupted");
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let start = Instant::now();
    let status = child.wait().unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(status.signal(), Some(2), "a shell tells of it as 130");
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
    assert!(!house.rows("SELECT id FROM dispatches").is_empty());
}
