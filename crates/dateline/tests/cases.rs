//! Runs the cases under `cases/<stage>/<phenomenon>.md`.
//!
//! A case is a heading, a fenced `text` block (with `published=…` where the day matters) and a
//! fenced `expected` block with one record a line. `DATELINE_UPDATE=1` writes what the reader says
//! now into the files.

#![allow(clippy::disallowed_methods, reason = "a test reads and updates its cases")]

mod lines;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::intake::decode;
use dateline::text::{Dispatch, Item, Media, Sighting};
use dateline::{Reader, Reading};

/// One case of a file: where its parts stand, as lines of the file.
struct Case {
    name: String,
    published: Option<String>,
    text: String,
    expected: String,
    // Lines of the file between the fences of the `expected` block.
    expected_lines: std::ops::Range<usize>,
}

fn cases(page: &str) -> Vec<Case> {
    let lines: Vec<&str> = page.lines().collect();
    let mut cases = Vec::new();
    let (mut name, mut text, mut published) = (String::new(), String::new(), None);
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut name);
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let start = at;
        while at < lines.len() && lines[at] != "```" {
            at += 1;
        }
        let body = lines[start..at].join("\n");
        at += 1;
        let mut words = info.split_whitespace();
        match words.next() {
            Some("text") => {
                published =
                    words.find_map(|word| word.strip_prefix("published=")).map(str::to_owned);
                text = body;
            }
            Some("expected") => cases.push(Case {
                name: name.clone(),
                published: published.take(),
                text: std::mem::take(&mut text),
                expected: body,
                expected_lines: start..at - 1,
            }),
            _ => {}
        }
    }
    cases
}

fn dispatch(case: &Case) -> Dispatch {
    let item = Item::new(case.text.as_bytes().to_vec(), Media::Text);
    let decoded = decode(&item, &Sighting::default(), Reader::default().config());
    let mut dispatch = decoded.dispatch.expect("a case is readable text");
    dispatch.language = Some("en".to_owned()); // cases are short, and short texts are hard to tell
    match &case.published {
        Some(day) => dispatch.published_on(day.parse().expect("a date")),
        None => dispatch,
    }
}

fn read(case: &Case) -> Reading {
    Reader::default().read_dispatch(dispatch(case))
}

fn files(stage: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(stage).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = listing.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Runs every case of a stage through `said`, which writes a reading as lines.
fn check(stage: &str, said: fn(&Reading) -> Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(stage);
    let is_update = std::env::var_os("DATELINE_UPDATE").is_some();
    let (mut n_cases, mut failures) = (0, String::new());
    for file in files(&folder) {
        let page = fs::read_to_string(&file).expect("a case file");
        let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
        for case in cases(&page).iter().rev() {
            n_cases += 1;
            let actual = said(&read(case)).join("\n");
            if actual.trim() != case.expected.trim() {
                let place = file.file_name().unwrap_or_default().to_string_lossy();
                writeln!(
                    failures,
                    "\n{place}, {}\n--- expected\n{}\n--- said\n{actual}",
                    case.name, case.expected
                )
                .expect("writing to a string");
                let said = actual.lines().map(str::to_owned);
                lines.splice(case.expected_lines.clone(), said);
            }
        }
        if is_update {
            fs::write(&file, lines.join("\n") + "\n").expect("writing the cases");
        }
    }
    assert!(n_cases > 0, "no cases under {}", folder.display());
    assert!(is_update || failures.is_empty(), "{failures}");
}

#[test]
fn segmentation() {
    check("segmentation", lines::segmentation);
}

#[test]
fn names() {
    check("names", lines::names);
}

#[test]
fn entities() {
    check("entities", lines::entities);
}

#[test]
fn times() {
    check("times", lines::times);
}

#[test]
fn places() {
    check("places", lines::places);
}

#[test]
fn quantities() {
    check("quantities", lines::quantities);
}

#[test]
fn statements() {
    check("statements", lines::statements);
}

#[test]
fn events() {
    check("events", lines::events);
}

#[test]
fn figures() {
    check("figures", lines::figures);
}
