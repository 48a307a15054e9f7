//! Works out the reader's version: a hash of all that decides what a reading says.
//!
//! The source of the reading crates, the weights and the lexicons go in; a change to any of them is
//! a new reader version, so that a ledger never mixes two readings under one name.

#![allow(clippy::disallowed_methods, reason = "the build reads the source it hashes")]

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

const READING_CRATES: [&str; 6] = [
    "dateline",
    "dateline-text",
    "dateline-intake",
    "dateline-syntax",
    "dateline-mention",
    "dateline-claim",
];

fn main() {
    let root = PathBuf::from("../..");
    let mut all = Sha256::new();
    for name in READING_CRATES {
        all.update(hash_tree(&root.join("crates").join(name).join("src")));
    }
    for (folder, variable) in [("models", "DATELINE_MODELS"), ("lexicons", "DATELINE_LEXICONS")] {
        let parts = named_hashes(&root.join(folder));
        all.update(parts.join(","));
        println!("cargo::rustc-env={variable}={}", parts.join(","));
    }
    println!("cargo::rustc-env=DATELINE_READER_HASH={}", hex(&all.finalize(), 6));
}

/// One `name@hash` for each entry of a folder.
fn named_hashes(folder: &Path) -> Vec<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    entries(folder)
        .iter()
        .filter_map(|entry| {
            let name = entry.file_stem()?.to_str()?;
            Some(format!("{name}@{}", hex(&hash_tree(entry), 4)))
        })
        .collect()
}

fn hash_tree(path: &Path) -> Vec<u8> {
    println!("cargo::rerun-if-changed={}", path.display());
    let mut hash = Sha256::new();
    if path.is_dir() {
        for entry in entries(path) {
            hash.update(
                entry.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default(),
            );
            hash.update(hash_tree(&entry));
        }
    } else {
        hash.update(fs::read(path).unwrap_or_default());
    }
    hash.finalize().to_vec()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn hex(bytes: &[u8], n_bytes: usize) -> String {
    bytes[..n_bytes].iter().map(|byte| format!("{byte:02x}")).collect()
}
