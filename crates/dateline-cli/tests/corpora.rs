//! What must hold over the corpora; run by `./test --corpora DIR`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]
#![cfg(feature = "corpora")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");
/// The most memory that reading any corpus may take.
const MOST_MIB: u64 = 400;

fn corpora() -> PathBuf {
    PathBuf::from(std::env::var_os("DATELINE_CORPORA").expect("./test --corpora DIR sets it"))
}

/// Runs the program and returns its peak memory in MiB.
fn run(arguments: &[&str]) -> u64 {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program starts");
    let mut peak_kib = 0;
    loop {
        peak_kib = peak_kib.max(peak_kib_of(child.id()));
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            assert!(status.success(), "dateline {arguments:?}: {status}");
            return peak_kib / 1024;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn peak_kib_of(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Ingests a path, holds the memory bound, and verifies every anchor.
fn check(path: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = folder.path().join("corpus.db");
    let ledger = ledger.to_str().expect("a plain path");
    let path = path.to_str().expect("a plain path");
    let peak_mib = run(&["ingest", "--format", "json", path, "--ledger", ledger]);
    println!("{path}: peak memory {peak_mib} MiB");
    assert!(peak_mib <= MOST_MIB, "{path}: {peak_mib} MiB");
    run(&["verify", "--ledger", ledger]);
}

#[test]
fn reuters() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines = folder.path().join("reuters.jsonl");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../training/reuters.py");
    let status = Command::new("python3")
        .arg(script)
        .arg(corpora().join("raw/reuters21578"))
        .stdout(std::fs::File::create(&lines).expect("a temporary file"))
        .status()
        .expect("python3 starts");
    assert!(status.success());
    check(&lines);
}

#[test]
fn pages() {
    check(&corpora().join("html/trafilatura"));
}

#[test]
fn archives() {
    check(&corpora().join("html/warcio"));
}
