//! Folders: what is walked, what is skipped, and that links in circles end.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests make files and fail loudly"
)]

use std::path::{Path, PathBuf};

use dateline_intake::{Config, Found, open};
use dateline_text::NoteKind;

/// The files of a folder that are found, and the paths that are skipped.
fn walk(folder: &Path, config: &Config) -> (Vec<String>, Vec<String>) {
    let name = |found: &Found| {
        let path = PathBuf::from(found.sighting.path.clone().unwrap());
        path.strip_prefix(folder).unwrap().display().to_string()
    };
    let (read, skipped): (Vec<_>, Vec<_>) =
        open(&[folder.to_path_buf()], config).partition(|found| found.item.is_some());
    assert!(skipped.iter().all(|found| found.notes[0].kind == NoteKind::Skipped), "{skipped:?}");
    (read.iter().map(name).collect(), skipped.iter().map(name).collect())
}

#[cfg(unix)]
#[test]
fn links_stay_inside_the_folder_and_end() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("far.txt"), "It rained far away.").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir_all(path.join("b/.kept")).unwrap();
    for file in ["b/one.txt", "b/.kept/two.txt"] {
        std::fs::write(path.join(file), "It rained.").unwrap();
    }
    for (link, target) in [("a", path), ("b/c", path), ("b/far", outside.path())] {
        symlink(target, path.join(link)).unwrap();
    }
    symlink(path.join("b/.kept"), path.join("kept")).unwrap();
    symlink(path.join("b/one.txt"), path.join("same.txt")).unwrap();
    symlink(outside.path().join("far.txt"), path.join("z.txt")).unwrap();
    let (read, skipped) = walk(path, &Config::default());
    assert_eq!(read, ["b/one.txt", "same.txt", "kept/two.txt"]);
    assert_eq!(skipped, ["b/far", "z.txt"]);
    let (read, _) = walk(path, &Config { follow_links: true, ..Config::default() });
    assert!(
        read.contains(&"b/far/far.txt".to_owned()) && read.contains(&"z.txt".to_owned()),
        "{read:?}"
    );
    let (read, _) = walk(&path.join("a"), &Config::default());
    assert_eq!(read.len(), 3, "what the user names may be a link: {read:?}");
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "It rained.").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("b.sock")).unwrap();
    let pipe = folder.path().join("c.pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(
        walk(folder.path(), &Config::default()),
        (vec!["a.txt".into()], vec!["b.sock".into(), "c.pipe".into()])
    );
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "It rained in Orrin.").unwrap()
    });
    let read = open(&[pipe], &Config::default()).next().unwrap();
    assert_eq!(read.item.unwrap().bytes, b"It rained in Orrin.");
    writer.join().unwrap();
}

#[test]
fn databases_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("x.db", b"SQLite format 3\0\x10\0\x01\x01");
    put("x.db-wal", b"");
    put("x.db-shm", b"anything");
    put("x.db-journal", b"");
    put("y-journal", b"It rained.");
    let (read, skipped) = walk(folder.path(), &Config::default());
    assert_eq!(read, ["y-journal"]);
    assert_eq!(skipped, ["x.db", "x.db-journal", "x.db-shm", "x.db-wal"]);
}
