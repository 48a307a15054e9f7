//! Inputs that are cut, locked, empty, foreign or too large: a note says why, and the rest is read.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests make files and fail loudly"
)]

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use dateline_intake::{Config, Found, Limits, decode, open, open_reader};
use dateline_text::{Media, NoteKind};

fn find(bytes: Vec<u8>, name: &str) -> Vec<Found> {
    open_reader(Cursor::new(bytes), name, &Config::default()).collect()
}

fn kinds(found: &[Found]) -> Vec<NoteKind> {
    found.iter().flat_map(|found| &found.notes).map(|note| note.kind).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const STORY: &str = "The quay was closed on Monday after the storm, the harbour board said. It said \
    that the cranes had been damaged and that the ships would be sent to the port of Orrin.";

#[test]
fn a_cut_gzip_file_keeps_what_came_before() {
    let packed = gzip(STORY.repeat(50).as_bytes());
    let found = find(packed[..packed.len() - 20].to_vec(), "a.txt.gz");
    assert_eq!(kinds(&found), [NoteKind::Truncated]);
    let item = found[0].item.as_ref().unwrap();
    assert!(item.bytes.starts_with(STORY.as_bytes()));
}

#[test]
fn packed_forms_are_undone() {
    let line = format!("{{\"text\": \"{STORY}\"}}\n");
    let found = find(gzip(line.as_bytes()), "a.jsonl.gz");
    assert_eq!(found[0].item.as_ref().unwrap().bytes, line.trim().as_bytes());
    let found = find(zstd::encode_all(STORY.as_bytes(), 1).unwrap(), "a.txt.zst");
    assert_eq!(found[0].item.as_ref().unwrap().media, Media::Text);
    let found = find(gzip(&gzip(STORY.as_bytes())), "a.txt.gz.gz");
    assert_eq!(found[0].item.as_ref().unwrap().bytes, STORY.as_bytes());
}

#[test]
fn a_bomb_is_refused() {
    let found = find(gzip(&vec![b'a'; 12 << 20]), "bomb.txt.gz");
    assert_eq!(kinds(&found), [NoteKind::Limit]);
    assert!(found[0].notes[0].message.contains("ratio"));
}

/// A line of some size that counts how far it was read ahead of what was taken.
#[test]
fn a_long_line_is_skipped_and_the_next_is_read() {
    let config =
        Config { limits: Limits { item_bytes: 1 << 16, ..Limits::default() }, ..Config::default() };
    let long = std::io::repeat(b'x').take(50 << 20);
    let stream = Cursor::new(b"{\"text\": \"One.\"}\n".to_vec())
        .chain(long)
        .chain(Cursor::new(b"\n{\"text\": \"Two.\"}\n".to_vec()));
    let found: Vec<_> = open_reader(stream, "a.jsonl", &config).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(kinds(&found), [NoteKind::Limit]);
    assert_eq!(found[1].sighting.member.as_deref(), Some("line 2"));
    assert!(found[1].item.is_none() && found[2].item.is_some());
}

#[test]
fn a_large_file_is_refused() {
    let config =
        Config { limits: Limits { item_bytes: 1000, ..Limits::default() }, ..Config::default() };
    let found: Vec<_> = open_reader(std::io::repeat(b'x').take(2000), "a.txt", &config).collect();
    assert_eq!(kinds(&found), [NoteKind::Limit]);
}

#[test]
fn unread_forms_say_why() {
    let check = |bytes: &[u8], expected: NoteKind| {
        let found = find(bytes.to_vec(), "x");
        assert_eq!(kinds(&found), [expected], "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(found[0].item.as_ref().unwrap().media, Media::Other);
    };
    check(b"", NoteKind::Empty);
    check(b"PK\x03\x04\x14\0\x09\0", NoteKind::Encrypted);
    check(b"%PDF-1.4 ... /Encrypt 3 0 R", NoteKind::Encrypted);
    check(b"%PDF-1.4", NoteKind::Binary);
    check(b"\xff\xd8\xff\xe0 jpeg", NoteKind::Binary);
}

#[test]
fn a_broken_line_does_not_end_the_file() {
    let found = find(
        b"{\"text\": \"One.\"}\n{\"text\": \"Tw\n\n{\"text\": \"Three.\"}".to_vec(),
        "a.jsonl",
    );
    assert_eq!(found.len(), 3);
    assert_eq!(kinds(&found), [NoteKind::Malformed]);
    assert_eq!(found[2].sighting.member.as_deref(), Some("line 4"));
}

#[test]
fn missing_text_says_which_names_were_tried() {
    let found = find(b"{\"words\": \"One.\"}".to_vec(), "a.jsonl");
    let decoded = decode(found[0].item.as_ref().unwrap(), &found[0].sighting, &Config::default());
    assert!(decoded.dispatch.is_none());
    assert!(decoded.notes[0].message.contains("text, body, content"));
}

#[test]
fn a_cut_feed_gives_its_whole_entries() {
    let feed =
        "<rss><channel><title>Lantern &amp; Co</title><item><title>One</title></item><item><ti";
    let found = find(feed.as_bytes().to_vec(), "-");
    assert_eq!(kinds(&found), [NoteKind::Truncated]);
    assert_eq!(found[0].item.as_ref().unwrap().bytes, b"<item><title>One</title></item>");
    assert_eq!(found[0].sighting.outlet.as_deref(), Some("Lantern & Co"));
}

fn record(payload: &str) -> String {
    let length = payload.len();
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lantern.example/a\r\n\
         WARC-Date: 2024-02-11T10:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n\
         Content-Length: {length}\r\n\r\n{payload}\r\n\r\n"
    )
}

#[test]
fn web_archives() {
    let plain =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n<p>{STORY}</p>");
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n\
                   6\r\n<p>One\r\n5;x=y\r\n two.\r\n0\r\n\r\n";
    let moved = "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n";
    let whole = record(&plain) + &record(chunked) + &record(moved) + &record(&plain);
    let found = find(whole.as_bytes()[..whole.len() - 60].to_vec(), "a.warc");
    assert_eq!(found.len(), 3);
    let first = found[0].item.as_ref().unwrap();
    assert_eq!((first.media, first.charset.as_deref()), (Media::Html, Some("koi8-r")));
    assert_eq!(found[0].sighting.url.as_deref(), Some("https://lantern.example/a"));
    assert_eq!(found[0].sighting.retrieved.as_deref(), Some("2024-02-11T10:00:00Z"));
    assert_eq!(found[1].item.as_ref().unwrap().bytes, b"<p>One two.");
    assert_eq!(found[2].sighting.member.as_deref(), Some("record 4"));
    assert_eq!(kinds(&found), [NoteKind::Truncated]);
}

#[test]
fn a_hostile_length_takes_no_memory() {
    let bytes =
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1"
            .to_vec();
    assert!(kinds(&find(bytes, "a.warc")).contains(&NoteKind::Truncated));
}

#[test]
fn folders_are_walked_in_order_and_missing_paths_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("b.txt", "B");
    put("a/z.txt", "AZ");
    put("a/b.txt", "AB");
    put(".hidden", "H");
    let missing = folder.path().join("missing.txt");
    let paths: Vec<PathBuf> = vec![folder.path().to_path_buf(), missing];
    let found: Vec<_> = open(&paths, &Config::default()).collect();
    let texts: Vec<_> = found
        .iter()
        .filter_map(|found| found.item.as_ref())
        .map(|item| String::from_utf8_lossy(&item.bytes).into_owned())
        .collect();
    assert_eq!(texts, ["AB", "AZ", "B"]);
    assert_eq!(kinds(&found), [NoteKind::Unreadable]);
}

#[test]
fn deep_nesting_ends() {
    let deep = "[".repeat(100_000);
    find(format!("{{\"text\": {deep}").into_bytes(), "a.jsonl");
    for (tag, n_deep) in
        [("<div>", 50_000), ("<div>", 2000), ("<font><b>", 900), ("<p><li>", 50_000)]
    {
        let html = tag.repeat(n_deep) + "<p>" + STORY;
        let found = find(html.into_bytes(), "a.html");
        decode(found[0].item.as_ref().unwrap(), &found[0].sighting, &Config::default());
    }
    let feed = format!("<rss><item>{}</item></rss>", "<a>".repeat(50_000));
    for found in find(feed.into_bytes(), "a.xml") {
        if let Some(item) = &found.item {
            decode(item, &found.sighting, &Config::default());
        }
    }
}
