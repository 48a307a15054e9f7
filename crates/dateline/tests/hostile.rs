//! Every input that once broke something, here or in a tool of the same kind, is read, stored and
//! proved; the good records of the broken ones are kept, and nothing is told wrongly of the rest.

#![allow(clippy::disallowed_methods, reason = "a test reads its inputs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::intake::{Config, open};
use dateline::record::Include;
use dateline::syntax::Engine;
use dateline::{Ledger, Reader, State, ingest, verify_ledger};

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(root).expect("the folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Ingests files into a new ledger and proves it, reading again; tells how many records of each file
/// were stored and how many could not be read.
#[track_caller]
fn take_in(files: &[PathBuf], config: Config) -> BTreeMap<String, (usize, usize)> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hostile.db");
    let include = Include { origin: true, ..Include::default() };
    let reader = Reader::new(config).engine(Engine::Swift).with(include);
    let mut n_by_file: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    ingest(&reader, &path, open(files, reader.config()), |batch| {
        for one in batch {
            let file = Path::new(one.sighting.path.as_deref().expect("a file"));
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let (n_read, n_unread) = n_by_file.entry(name).or_default();
            match one.state {
                State::Unreadable | State::Refused => *n_unread += 1,
                _ => *n_read += 1,
            }
        }
    })
    .expect("a ledger that can be written");
    Ledger::open(&path).and_then(|mut ledger| ledger.refresh_views()).expect("views");
    let proof = verify_ledger(&path, true, |_| {}).expect("a ledger that can be read");
    assert_eq!(proof.differences, []);
    assert_eq!(proof.n_again, proof.n_readings);
    n_by_file
}

#[test]
fn hostile_files_cost_themselves() {
    let found = take_in(&files("hostile"), Config::default());
    let expected = [
        ("array_bad.json", (200, 1)),
        ("cl_neg.warc", (10, 1)),
        ("cr.csv", (200, 0)),
        ("del-0x7f.txt", (1, 0)),
        ("feed-title-1MB.rss.xml.gz", (0, 1)),
        ("feed_bad.json", (200, 1)),
        ("field-map.jsonl", (0, 1)),
        ("first_comment.jsonl", (200, 1)),
        ("fonts90-p400k-6GB.html.gz", (0, 1)),
        ("nul.csv", (201, 0)),
        ("numbers-25000-1.2GB-out.txt.gz", (1, 0)),
        ("rt7000-stack-overflow.html", (1, 0)),
        ("terminal-escapes.jsonl", (1, 0)),
        ("verify-false-cdata.atom.xml", (1, 0)),
        ("verify-false-csv-comma.csv", (1, 0)),
        ("verify-false-lt.rss.xml", (1, 0)),
        ("verify-false-numeric-ref.rss.xml", (1, 0)),
        ("verify-false-pi.rss.xml", (1, 0)),
        ("verify-false.tsv", (1, 0)),
    ];
    let expected = expected.map(|(name, counts)| (name.to_owned(), counts));
    assert_eq!(found, BTreeMap::from(expected));
}

/// What grows more than the ratio allows is refused by it; here it is let in.
#[test]
fn packed_bombs_are_bounded_behind_the_ratio_too() {
    let packed =
        files("hostile").into_iter().filter(|file| file.extension().is_some_and(|e| e == "gz"));
    let mut config = Config::default();
    config.limits.ratio = 100_000;
    let found = take_in(&packed.collect::<Vec<_>>(), config);
    assert_eq!(found["feed-title-1MB.rss.xml.gz"].0, 300);
    assert_eq!(found["fonts90-p400k-6GB.html.gz"].0 + found["fonts90-p400k-6GB.html.gz"].1, 1);
}

#[test]
fn inputs_of_public_reports_are_read_and_proved() {
    let files = files("inputs");
    let found = take_in(&files, Config::default());
    assert_eq!(found.len(), files.len());
    for (name, (n_read, n_unread)) in found {
        assert!(n_read > 0 && n_unread == 0, "{name}: {n_read} read, {n_unread} not");
    }
}
