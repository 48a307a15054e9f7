//! Replays the inputs of the fuzz targets, and broken copies of the samples.

#![allow(clippy::disallowed_methods, reason = "a test reads its inputs")]

use std::fs;
use std::path::{Path, PathBuf};

use dateline::replay;

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let (mut files, mut folders) = (Vec::new(), vec![root]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn inputs_of_open() {
    for file in files("fuzz/corpus/open") {
        replay::open(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn inputs_of_find() {
    for file in files("fuzz/corpus/find") {
        dateline::intake::replay::find(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn inputs_of_decode() {
    for file in files("fuzz/corpus/decode") {
        dateline::intake::replay::decode(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn inputs_of_proof() {
    for file in files("fuzz/corpus/proof") {
        dateline::intake::replay::proof(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn inputs_of_chain() {
    for file in files("fuzz/corpus/chain") {
        replay::chain(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn inputs_of_engine() {
    for file in files("fuzz/corpus/engine") {
        let is_whole = file.ends_with("tiny");
        let mut bytes = fs::read(&file).expect("an input");
        assert_eq!(replay::engine(&bytes), is_whole, "{}", file.display());
        // Bytes turned over one by one in the header, and here and there in the tables.
        let n = bytes.len();
        for at in (0..n.min(4_000)).chain((0..n).step_by(97)) {
            bytes[at] ^= 0x55;
            replay::engine(&bytes);
            bytes[at] ^= 0x55;
        }
    }
}

/// Cuts each sample short and turns bits over: what is left must be read, or noted, in peace.
#[test]
fn broken_samples() {
    for file in files("samples") {
        let bytes = fs::read(&file).expect("a sample");
        replay::open(&bytes);
        replay::open(&bytes[..bytes.len() * 2 / 3]);
        let mut turned = bytes;
        for at in (7..turned.len()).step_by(211) {
            turned[at] ^= 0x5A;
        }
        replay::open(&turned);
    }
}
