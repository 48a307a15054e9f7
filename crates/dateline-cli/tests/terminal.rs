//! What a person sees: every list on terminals of 80, 100 and 160 columns, and rules for others.
//!
//! `INSTA_UPDATE=always cargo test -p dateline-cli --test terminal` writes what is shown now; read
//! the difference before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");
const SNAPSHOT_WIDTHS: [usize; 3] = [80, 100, 160];
/// Lines of a story's figures that the README shows.
const PICTURE_LINES: usize = 20;

/// A folder with a ledger of the samples, read once for all tests.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let house = House { folder: tempfile::tempdir().unwrap() };
    let output = house.run(100, &["ingest", "--engine", "swift", "--quiet", "samples"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "it was told to be quiet");
    house
});

struct House {
    folder: TempDir,
}

impl House {
    fn run(&self, width: usize, arguments: &[&str]) -> Output {
        // Paths of the samples are the same on every machine.
        let samples = self.folder.path().join("samples");
        if !samples.exists() {
            std::os::unix::fs::symlink(samples_folder(), &samples).unwrap();
        }
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.folder.path()).args(arguments);
        command.env("COLUMNS", width.to_string()).env_remove("DATELINE_LEDGER");
        command.output().unwrap()
    }

    /// Runs a list command as on a terminal.
    fn shown(&self, width: usize, arguments: &[&str]) -> String {
        let output = self.run(width, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout).replace(PROGRAM, "dateline")
    }

    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(100, &[arguments, &["--format", "json"]].concat());
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Returns the first value of a query.
    fn value(&self, sql: &str) -> String {
        let row = self.rows(&["query", sql]).remove(0);
        row.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    fn dispatch(&self) -> String {
        self.value("SELECT id FROM dispatches WHERE path LIKE '%quake/northline-wire-2025-10-14%'")
    }

    fn story(&self) -> String {
        self.value("SELECT id FROM stories WHERE place = 'Huanta' ORDER BY n_dispatches DESC")
    }
}

fn samples_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").canonicalize().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Compares what a command shows at each width with what is kept.
#[track_caller]
fn check(name: &str, arguments: &[&str]) {
    let shown = SNAPSHOT_WIDTHS.map(|width| {
        let shown = HOUSE.shown(width, arguments);
        format!("== {width} columns\n{shown}")
    });
    insta::assert_snapshot!(name, shown.join("\n"));
}

#[test]
fn lists() {
    let table = ["--format", "table"];
    let lists: &[&[&str]] = &[
        &["statements", "--act", "denies", "-n", "6"],
        &["events", "--type", "ASSAULT", "-n", "6"],
        &["figures", "--measure", "killed", "-n", "10"],
        &["stories"],
        &["search", "quake", "-n", "5"],
    ];
    for list in lists {
        check(list[0], &[list, table.as_slice()].concat());
    }
}

#[test]
fn queries() {
    let narrow =
        "SELECT outlet, count(*) AS n, 1234567.5 AS amount FROM dispatches GROUP BY outlet";
    check("query", &["query", narrow, "--format", "table"]);
    // All but `reader`, whose version is another after each change of the code.
    let wide = "SELECT reading, id, external_id, outlet, title, byline, published, day, url, path, \
                member, language, agency, dateline_place, n_statements, n_events, n_figures \
                FROM dispatches ORDER BY id LIMIT 1";
    check("query-of-many-columns", &["query", wide, "--format", "table"]);
}

#[test]
fn a_story() {
    check("story", &["story", &HOUSE.story(), "--format", "table"]);
}

#[test]
fn a_dispatch_with_marks() {
    check("dispatch", &["dispatch", &HOUSE.dispatch(), "--format", "text"]);
}

#[test]
fn the_proof_of_a_record() {
    check("verify", &["verify", &format!("{}/f1", HOUSE.dispatch())]);
}

#[test]
fn the_summary_of_an_ingest() {
    let shown = SNAPSHOT_WIDTHS.map(|width| {
        let arguments = ["ingest", "--engine", "swift", "samples", "--ledger", "my news.db"];
        let shown = HOUSE.shown(width, &arguments);
        let (told, rest) = shown.split_once('\n').unwrap();
        let (before, after) = told.split_once(" in ").unwrap();
        let (_, known) = after.split_once(';').unwrap();
        std::fs::remove_file(HOUSE.folder.path().join("my news.db")).unwrap();
        format!("== {width} columns\n{before} in … s;{known}\n{rest}")
    });
    insta::assert_snapshot!("ingest", shown.join("\n"));
}

#[test]
fn corrections() {
    let id = format!("{}/s1", HOUSE.dispatch());
    let says = ["--reason", "it is told by the wire itself", "--author", "Mira Hale"];
    let output = HOUSE.run(100, &[&["correct", &id, "act", "warns"], says.as_slice()].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = SNAPSHOT_WIDTHS.map(|width| {
        let shown = HOUSE.shown(width, &["correct", &id, "--format", "table"]);
        // The day it was made on.
        let day = HOUSE.rows(&["correct", &id])[0]["made"].as_str().unwrap()[..10].to_owned();
        format!("== {width} columns\n{}", shown.replace(&day, "2026-02-24"))
    });
    insta::assert_snapshot!("correct", shown.join("\n"));
}

#[test]
fn no_line_is_wider_than_the_terminal_and_no_id_is_broken() {
    let lists: &[&[&str]] = &[
        &["statements", "--limit", "1000"],
        &["events", "--limit", "1000"],
        &["figures", "--limit", "1000"],
        &["stories"],
        &["query", "SELECT id, speaker, act, content FROM current_statements"],
    ];
    for (width, told) in [(0, 100), (60, 60), (80, 80), (100, 100), (160, 160)] {
        for list in lists {
            let rows = HOUSE.rows(list);
            let shown = HOUSE.shown(width, &[list, ["--format", "table"].as_slice()].concat());
            let widest = shown.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= told, "{list:?} at {width}: {widest} columns");
            let words: BTreeSet<&str> = shown.split_whitespace().collect();
            let is_whole = |row: &Value| {
                let (head, local) = row["id"].as_str().unwrap().split_at(16);
                let short = format!("{}{local}", &head[..8]);
                words.contains(short.as_str())
            };
            assert!(rows.iter().all(is_whole), "{list:?} at {width}: {shown}");
        }
        for document in [vec!["dispatch", &HOUSE.dispatch()], vec!["story", &HOUSE.story()]] {
            let shown = HOUSE.shown(width, &[&document, ["--format", "table"].as_slice()].concat());
            assert!(shown.lines().all(|line| line.width() <= told), "{document:?}: {shown}");
        }
    }
}

#[test]
fn a_short_id_leads_to_its_record() {
    let shown = HOUSE.shown(80, &["figures", "-n", "3", "--format", "table"]);
    for id in shown.lines().skip(2).filter_map(|line| line.split(' ').next()) {
        if id.contains('/') {
            assert!(HOUSE.run(80, &["verify", id]).status.success(), "{id}");
        }
    }
}

/// Writes the picture anew where `DATELINE_UPDATE` is set.
#[test]
fn the_picture_in_the_readme_is_what_is_shown() {
    let arguments = ["ingest", "samples/quake", "--quiet", "--ledger", "quake.db"];
    assert!(HOUSE.run(100, &arguments).status.success());
    let story = HOUSE.shown(100, &["story", "4efe325e", "-f", "text", "--ledger", "quake.db"]);
    let (_, figures) = story.split_once("Figures side by side\n").unwrap();
    let killed = figures.lines().skip_while(|line| !line.contains(" killed "));
    let shown = figures.lines().take(2).chain(killed.take(PICTURE_LINES));
    let picture = shown.map(|line| format!("{line}\n")).collect::<String>();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if std::env::var_os("DATELINE_UPDATE").is_some() {
        std::fs::write(&path, format!("{before}```text\n{picture}```\n{after}")).unwrap();
    } else {
        assert_eq!(shown, picture);
    }
}

#[test]
fn marks_are_told_by_underlines_and_ids_where_colours_are_shown() {
    let mut command = Command::new(PROGRAM);
    command.current_dir(HOUSE.folder.path()).args(["dispatch", &HOUSE.dispatch(), "-f", "text"]);
    let output = command.env("CLICOLOR_FORCE", "1").env("COLUMNS", "80").output().unwrap();
    let shown = text(&output.stdout);
    let blue_yellow_white = ["\x1b[34m", "\x1b[33m", "\x1b[93m", "\x1b[37m", "\x1b[97m"];
    assert!(blue_yellow_white.iter().all(|colour| !shown.contains(colour)));
    let marked = shown.lines().filter(|line| line.contains("[f1") && line.contains("\x1b[4m"));
    assert!(marked.count() >= 2, "the legend and the text: {shown}");
}
