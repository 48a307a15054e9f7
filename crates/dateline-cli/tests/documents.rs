//! Runs what the documents tell people to type: every command line and every query, on a ledger of
//! the samples.

#![allow(clippy::disallowed_methods, reason = "a test reads the repository")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Returns a line with what its words in capitals stand for.
fn put_in(line: &str, dispatch: &str) -> String {
    line.replace("ID", dispatch)
        .replace("FILE", "samples/quake/quake.jsonl")
        .replace("FOLDER", "samples/talks")
        .replace("OUT", "out")
}

/// Returns the id of a dispatch of the ledger that has some of everything.
fn dispatch(folder: &Path) -> String {
    let sql = "SELECT id FROM dispatches WHERE n_statements > 3 AND n_events > 1 AND n_figures > 0
               ORDER BY id LIMIT 1";
    let output = run(folder, &format!("dateline query \"{sql}\" --format json"));
    let row: Value = serde_json::from_slice(&output.stdout).expect("one row of JSON");
    row["id"].as_str().expect("an id").to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Runs a line as a shell would, with the program on the path.
fn run(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_dateline")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("DATELINE_ENGINE", "swift")
        .output()
        .expect("a shell")
}

fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).expect("docs/").flatten().map(|e| e.path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.extend(["README.md", "samples/README.md"].map(|name| root().join(name)));
    pages.sort();
    pages
}

/// Returns the lines of the blocks of one language on a page.
fn blocks(page: &Path, language: &str) -> Vec<String> {
    let text = fs::read_to_string(page).expect("a page");
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

/// Returns the command of a line, its comment taken off; `None` where it is none of ours.
fn command(line: &str) -> Option<String> {
    let line = line.split(" # ").next().unwrap_or_default().trim();
    let ours = line.strip_prefix("cargo run --release -- ").map(|rest| format!("dateline {rest}"));
    ours.or_else(|| line.starts_with("dateline ").then(|| line.to_owned()))
}

#[test]
fn every_command_of_the_documents_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::os::unix::fs::symlink(root().join("samples"), folder.join("samples")).expect("a link");
    let made = run(folder, "dateline ingest samples");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let dispatch = dispatch(folder);
    let mut n_run = 0;
    for page in pages() {
        for line in blocks(&page, "sh").iter().flat_map(|block| block.lines()) {
            let Some(line) = command(line) else { continue };
            // What takes corpora, or an hour, is read as far as its words go.
            let is_read_alone =
                ["CORPORA", "REUTERS", "--write"].iter().any(|word| line.contains(word));
            let asked =
                if is_read_alone { format!("{line} --help") } else { put_in(&line, &dispatch) };
            // Each has a ledger of its own, since some take out or correct.
            fs::copy(folder.join("dateline.db"), folder.join("copy.db")).expect("a copy");
            let output = run(folder, &format!("export DATELINE_LEDGER=copy.db; {asked}"));
            let error = String::from_utf8_lossy(&output.stderr);
            let code = output.status.code();
            assert!(matches!(code, Some(0 | 1)), "{}: {asked}: {code:?}\n{error}", page.display());
            n_run += 1;
        }
        for query in blocks(&page, "sql") {
            let output = run(folder, &format!("dateline query --format json \"{query}\""));
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{}: {query}\n{error}", page.display());
            n_run += 1;
        }
    }
    assert!(n_run > 40, "{n_run}");
}
