//! Holds the house to its own plan: which crate uses which, and that the paths named in documents
//! exist.

#![allow(clippy::disallowed_methods, reason = "a test reads the repository")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Reads the table under `<!-- crates: … -->` in ARCHITECTURE.md.
fn planned() -> BTreeMap<String, BTreeSet<String>> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let table = page.split("<!-- crates:").nth(1).expect("the table's mark");
    table
        .lines()
        .skip(3)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> =
                line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let uses = cells[2].split(", ").filter(|name| *name != "–").map(full_name).collect();
            (cells[1].to_owned(), uses)
        })
        .collect()
}

fn full_name(short: &str) -> String {
    if short.starts_with("dateline") { short.to_owned() } else { format!("dateline-{short}") }
}

/// Reads each crate's manifest; development dependencies do not count.
fn found() -> BTreeMap<String, BTreeSet<String>> {
    let crates = fs::read_dir(root().join("crates")).expect("crates/");
    crates
        .flatten()
        .map(|entry| {
            let manifest = fs::read_to_string(entry.path().join("Cargo.toml")).expect("a manifest");
            let manifest: toml::Table = manifest.parse().expect("valid TOML");
            let uses =
                manifest["dependencies"].as_table().into_iter().flat_map(|table| table.keys());
            let uses = uses.filter(|name| name.starts_with("dateline")).cloned().collect();
            (manifest["package"]["name"].as_str().expect("a name").to_owned(), uses)
        })
        .collect()
}

#[test]
fn crates_use_only_what_the_architecture_says() {
    assert_eq!(found(), planned());
}

/// Returns what stands between backticks or in a link's brackets, and looks like a path.
fn paths_in(page: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let quoted = page.split('`').skip(1).step_by(2);
    for word in links.chain(quoted) {
        let word = word.split('#').next().unwrap_or(word).trim_end_matches('/');
        let rooms = ["crates/", "docs/", "lexicons/", "samples/", "cases/", "training/", "models/"];
        let is_path = rooms.iter().any(|room| word.starts_with(room))
            || (Path::new(word).extension().is_some_and(|end| end == "md") && !word.contains(' '));
        let is_pattern = word.contains(['<', '*', '{', ' ', '…', ':']);
        if is_path && !is_pattern {
            paths.push(word.to_owned());
        }
    }
    paths
}

fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir()
                && !["target", ".git", ".venv", "node_modules"].iter().any(|n| name == *n)
            {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                documents.push(path);
            }
        }
    }
    documents.sort();
    documents
}

#[test]
fn paths_named_in_documents_exist() {
    let mut missing = Vec::new();
    for document in documents() {
        let page = fs::read_to_string(&document).expect("a document");
        let folder = document.parent().expect("a folder");
        for path in paths_in(&page) {
            if !root().join(&path).exists() && !folder.join(&path).exists() {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
