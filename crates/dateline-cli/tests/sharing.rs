//! Several processes at one ledger, and a ledger that cannot be written.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its files, and fails where one is missing"
)]

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use rusqlite::Connection;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");
const N_DISPATCHES: usize = 60;

fn write_dispatches(path: &Path, outlet: &str) {
    let line = |n: usize| {
        serde_json::json!({
            "outlet": outlet, "published": format!("2031-03-{:02}", n % 28 + 1),
            "text": format!("At least {n} people left their homes near Tolvik, the {outlet} said."),
        })
        .to_string()
    };
    let lines: Vec<String> = (1..=N_DISPATCHES).map(line).collect();
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn start(arguments: &[&str], folder: &Path) -> Child {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).env("DATELINE_ENGINE", "swift");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    start(arguments, folder).wait_with_output().unwrap()
}

#[track_caller]
fn check(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn two_writers_and_readers_share_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let outlets = ["Harbour Post", "Evening Star"];
    for (at, outlet) in outlets.iter().enumerate() {
        write_dispatches(&folder.join(format!("{at}.jsonl")), outlet);
    }
    let mut writers: Vec<Child> =
        (0..2).map(|at| start(&["ingest", &format!("{at}.jsonl")], folder)).collect();
    let mut n_answers = 0;
    while writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        let count = run(&["query", "SELECT count(*) AS n FROM dispatches"], folder);
        // Until the first transaction there is no ledger yet.
        let is_new = String::from_utf8_lossy(&count.stderr).contains("ledger");
        assert!(count.status.success() || is_new, "{}", String::from_utf8_lossy(&count.stderr));
        n_answers += usize::from(count.status.success());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(n_answers > 0, "readers are answered while others write");
    for writer in writers {
        check(&writer.wait_with_output().unwrap());
    }
    let verified = run(&["verify", "--quick"], folder);
    check(&verified);
    let told = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(told.contains(&format!("of {} readings", 2 * N_DISPATCHES)), "{told}");
    assert!(!told.contains("older than"), "the views are those of both: {told}");
}

#[test]
fn a_writer_waits_for_another_and_says_so_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_dispatches(&folder.join("0.jsonl"), "Harbour Post");
    check(&run(&["ingest", "0.jsonl"], folder));
    let other = Connection::open(folder.join("dateline.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::fs::write(folder.join("1.txt"), "The bridge is safe, the governor said.").unwrap();
    let writer = start(&["ingest", "1.txt"], folder);
    std::thread::sleep(Duration::from_secs(5));
    other.execute_batch("COMMIT").unwrap();
    let output = writer.wait_with_output().unwrap();
    check(&output);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told.matches("waiting for another process that writes to").count(), 1, "{told}");
}

/// Runs the program as a user who may write nothing here; `None` where that cannot be done.
#[cfg(unix)]
fn run_as_nobody(arguments: &[&str], folder: &Path) -> Option<Output> {
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM];
    let output =
        Command::new("setpriv").args(user).args(arguments).current_dir(folder).output().ok()?;
    let is_run = output.status.code().is_some_and(|code| code <= 2)
        && !String::from_utf8_lossy(&output.stderr).contains("setpriv:");
    is_run.then_some(output)
}

#[cfg(unix)]
#[test]
fn a_ledger_in_a_folder_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;

    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    write_dispatches(&folder.join("0.jsonl"), "Harbour Post");
    check(&run(&["ingest", "0.jsonl"], folder));
    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name();
        if name != "dateline.db" && name != "0.jsonl" {
            std::fs::remove_file(entry.path()).unwrap(); // the log and its index, empty by now
        }
    }
    allow(&folder.join("dateline.db"), 0o444);
    allow(folder, 0o555);
    for arguments in
        [&["query", "SELECT count(*) AS n FROM dispatches"][..], &["verify", "--quick"]]
    {
        check(&run(arguments, folder));
        if let Some(output) = run_as_nobody(arguments, folder) {
            check(&output);
        }
    }
    allow(folder, 0o755);
}
