//! One bad record costs one record: the others are read, and a note tells its place.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files and fail loudly"
)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use dateline_intake::{Config, FieldMap, Found, decode, open, open_reader};
use dateline_text::{NoteKind, Sighting};
use proptest::prelude::*;

/// What came of a file.
#[derive(Debug)]
struct Read {
    /// The text of each dispatch, in order.
    texts: Vec<String>,
    /// What was no dispatch: its place and why.
    bad: Vec<(String, String)>,
    /// Kinds of all notes of intake.
    kinds: Vec<NoteKind>,
}

fn read(found: impl Iterator<Item = Found>) -> Read {
    let mut read = Read { texts: Vec::new(), bad: Vec::new(), kinds: Vec::new() };
    for Found { sighting, item, notes } in found {
        read.kinds.extend(notes.iter().map(|note| note.kind));
        let decoded = item.map(|item| decode(&item, &sighting, &Config::default()));
        let why = notes.iter().chain(decoded.iter().flat_map(|decoded| &decoded.notes)).next();
        let why = why.map(|note| note.message.clone());
        match decoded.and_then(|decoded| decoded.dispatch) {
            Some(dispatch) => read.texts.push(dispatch.text),
            None => read.bad.push((sighting.member.unwrap_or_default(), why.unwrap())),
        }
    }
    read
}

fn bytes(bytes: impl Into<Vec<u8>>, name: &str) -> Read {
    read(open_reader(Cursor::new(bytes.into()), name, &Config::default()))
}

fn hostile(name: &str) -> Read {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/hostile").join(name);
    read(open(&[path], &Config::default()))
}

fn places(read: &Read) -> Vec<&str> {
    read.bad.iter().map(|(place, _)| place.as_str()).collect()
}

fn line(n: usize) -> String {
    format!(r#"{{"id": "n{n}", "text": "The quay of Orrin closed {n} times, said the board."}}"#)
}

#[test]
fn lines_are_told_by_several_of_them() {
    let objects = format!("{}\n{}\n{}\n", line(1), line(2), line(3));
    let check = |above: &str, n_bad: usize| {
        let read = bytes(format!("{above}\n{objects}"), "a.json");
        assert_eq!((read.texts.len(), read.bad.len()), (3, n_bad), "{above}: {read:?}");
    };
    check("# exported 2026-01-01", 1);
    check("// exported\n// again", 1);
    check("null", 1);
    check("7", 1);
    check(r#"["id", "text"]"#, 1);
    check("\u{FEFF}", 0);
    check("}} &/ garbage {", 1);
    check(r#"{"id": "n0", "text": "It ra"#, 1);
    let read = bytes(format!("{}\n\u{FEFF}null\n7\n{}\n", line(1), line(2)), "a.jsonl");
    assert_eq!(places(&read), ["line 2"]);
    assert!(read.bad[0].1.contains("1 more to line 3"), "{read:?}");
    assert_eq!(hostile("first_comment.jsonl").texts.len(), 200);
}

#[test]
fn a_first_line_longer_than_the_head_is_a_line() {
    let long = format!(r#"{{"text": "{}"}}"#, "The quay was closed. ".repeat(4000));
    let read = bytes(format!("{long}\n{}\n{}", line(1), line(2)), "a.json");
    assert_eq!(read.texts.len(), 3);
    let read = bytes(format!("# exported\n{long}\n{}\n", line(1)), "a.json");
    assert_eq!(read.texts.len(), 2);
}

#[test]
fn lines_that_end_with_returns_alone() {
    let read = bytes(format!("{}\r{}\r{}", line(1), line(2), line(3)), "a.jsonl");
    assert_eq!((read.texts.len(), read.bad.len()), (3, 0));
}

#[test]
fn a_json_feed_is_told_by_its_version() {
    let mention = r#"{"text": "See https://jsonfeed.org/version/1.1 and stay."}"#;
    assert_eq!(bytes(format!("{mention}\n{}\n", line(1)), "a.jsonl").texts.len(), 2);
    let nested =
        r#"{"text": "The quay closed.", "x": {"version": "https://jsonfeed.org/version/1"}}"#;
    assert_eq!(bytes(nested, "-").texts, ["The quay closed."]);
    let late = r#"{"items": [{"id": 1, "content_text": "The quay closed."}], "version": "https:\/\/jsonfeed.org\/version\/1"}"#;
    assert_eq!(bytes(late, "-").texts, ["The quay closed."]);
}

#[test]
fn a_broken_member_costs_itself() {
    let read = hostile("array_bad.json");
    assert_eq!((read.texts.len(), places(&read)), (200, vec!["entry 101"]));
    assert!(read.bad[0].1.contains("at byte 17131"), "{read:?}");
    let read = hostile("feed_bad.json");
    assert_eq!((read.texts.len(), places(&read)), (200, vec!["entry 101"]));
    let whole = format!("{{\"status\": 1, \"found\": [{}, {}, {}]}}", line(1), line(2), line(3));
    for n_bytes in [whole.len() - 20, whole.len() - 2] {
        let read = bytes(&whole.as_bytes()[..n_bytes], "-");
        assert_eq!(read.texts.len() + read.bad.len(), 3);
        assert!(read.texts.len() >= 2, "{read:?}");
    }
    let text = "[\n{\"text\": \"One rained.\"},\nnull,\n3,\n{\"text\": \"Two rained.\"}\n]";
    let read = bytes(text, "a.json");
    assert_eq!((read.texts.len(), places(&read)), (2, vec!["entry 2"]));
}

#[test]
fn documents_in_other_charsets() {
    let text =
        "[{\"text\": \"Caf\u{e9} closed.\"}, {\"text\": oops}, {\"text\": \"Caf\u{e9} burned.\"}]";
    let wide: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes_of in [wide, narrow, text.as_bytes().to_vec()] {
        let read = bytes(bytes_of, "a.json");
        assert_eq!(read.texts, ["Caf\u{e9} closed.", "Caf\u{e9} burned."]);
        assert_eq!(places(&read), ["entry 2"]);
    }
    let plain: Vec<u8> = "[{\"text\": \"It rained.\", \"outlet\": \"Lantern\"}]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let found = open_reader(Cursor::new(plain), "a.json", &Config::default()).next().unwrap();
    assert_eq!((found.notes, found.sighting.outlet.as_deref()), (vec![], Some("Lantern")));
    // The second byte of this character is a bracket to the eye.
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("[{\"text\": \"\u{30fc}\u{30fc} closed\"}]");
    let read = bytes(sjis.into_owned(), "a.json");
    assert_eq!(read.texts.len(), 1, "{read:?}");
}

#[test]
fn an_entry_without_an_end_ends_before_the_next() {
    let item =
        |n: usize| format!("<item><title>Quay {n}</title><description>It closed.</description>");
    let feed =
        format!("<rss><channel>{}</item>{}{}</item></channel></rss>", item(1), item(2), item(3));
    assert_eq!(bytes(feed, "-").texts.len(), 3);
}

#[test]
fn a_zero_costs_the_record_that_it_stands_in() {
    let read = hostile("nul.csv");
    assert_eq!((read.texts.len(), read.bad.len()), (201, 0));
    let read = bytes(format!("{}\n{{\"text\": \"a\0b\"}}\n{}\n", line(1), line(2)), "a.jsonl");
    assert_eq!((read.texts.len(), places(&read)), (2, vec!["line 2"]));
    let text = format!("{}\0{}", "The quay was closed. ".repeat(9), "It rained. ".repeat(9));
    assert_eq!(bytes(text, "a.txt").texts.len(), 1);
    let random: Vec<u8> =
        (0..60_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(bytes(random, "a.txt").kinds, [NoteKind::Binary]);
}

#[test]
fn utf_32_is_no_utf_16() {
    for has_mark in [true, false] {
        for to_bytes in [u32::to_le_bytes, u32::to_be_bytes] {
            let mark = has_mark.then_some('\u{FEFF}');
            let text = mark.into_iter().chain("The quay was closed.".chars());
            let read =
                bytes(text.flat_map(|c| to_bytes(u32::from(c))).collect::<Vec<_>>(), "a.txt");
            assert!(read.bad[0].1.contains("UTF-32"), "{read:?}");
        }
    }
}

#[test]
fn records_in_utf_16_say_so() {
    for text in ["id,text\n1,It rained.\n", "{\"text\": \"One\"}\n{\"text\": \"Two\"}\n"] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(bytes(wide, "a").bad[0].1.contains("records in UTF-16"));
    }
}

#[test]
fn rows_that_end_with_returns_alone() {
    let read = hostile("cr.csv");
    assert_eq!((read.texts.len(), read.bad.len()), (200, 0));
}

#[test]
fn rows_of_other_lengths() {
    let read = bytes("id,title,text\n1,Quay,It closed.\n2,Quay\n3,Quay,It rained.,more\n", "a.csv");
    assert_eq!(read.texts, ["Quay\n\nIt closed.", "Quay", "Quay\n\nIt rained."]);
    let read = bytes("id,nr,text\n1,2,It closed.\n2\n", "a.csv");
    assert_eq!(places(&read), ["row 2"]);
    assert!(read.bad[0].1.contains("1 cells for 3"), "{read:?}");
}

#[test]
fn an_open_quote_ends_with_its_line() {
    let row = |n: usize, quote: &str| format!("{n},Quay {n},\"It closed, {n} said.{quote}\n");
    for end in [row(3, "\"") + &row(4, "\""), "3,Quay,Closed.\n4,Quay,Closed.\n".to_owned()] {
        let file = format!("id,title,text\n{}{}{end}", row(1, "\""), row(2, ""));
        let read = bytes(file, "a.csv");
        assert_eq!(read.texts.len(), 4, "{read:?}");
        assert_eq!(read.texts[1].trim_end(), "Quay 2\n\nIt closed, 2 said.");
        assert_eq!(read.kinds, [NoteKind::Malformed]);
    }
    let kept = "id,title,text\n1,Quay,\"It closed,\nit \"rained\" on.\"\n2,Quay,Closed.\n";
    assert_eq!(bytes(kept, "a.csv").texts.len(), 2);
}

#[test]
fn too_many_columns_are_refused() {
    let header = (0..300_000).fold("text".to_owned(), |mut header, n| {
        write!(header, ",c{n}").unwrap();
        header
    });
    let read = bytes(format!("{header}\n{}", "It rained.\n".repeat(1000)), "a.csv");
    assert_eq!(read.kinds, [NoteKind::Limit]);
    assert!(read.bad[0].1.contains("300001 columns"), "{read:?}");
}

#[test]
fn names_are_cut() {
    let found: Vec<_> = {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../cases/hostile/feed-title-1MB.rss.xml.gz");
        open(
            &[path],
            &Config {
                limits: dateline_intake::Limits { ratio: 2000, ..Default::default() },
                ..Config::default()
            },
        )
        .collect()
    };
    assert_eq!(found.iter().filter(|found| found.item.is_some()).count(), 300);
    let length = |found: &Found| found.sighting.outlet.as_ref().map_or(0, String::len);
    assert!(found.iter().all(|found| length(found) <= 500));
    let notes: Vec<_> = found.iter().flat_map(|found| &found.notes).collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!(notes[0].kind, NoteKind::Limit);

    let long = "Łódź".repeat(300);
    let line = serde_json::json!({"text": "It rained.", "outlet": long, "title": long, "url": long.repeat(9)});
    let found =
        open_reader(Cursor::new(line.to_string()), "a.jsonl", &Config::default()).next().unwrap();
    assert_eq!(found.sighting.outlet.as_ref().map(|name| name.chars().count()), Some(500));
    assert_eq!(found.sighting.url, None);
    let dispatch = decode(found.item.as_ref().unwrap(), &Sighting::default(), &Config::default())
        .dispatch
        .unwrap();
    assert_eq!(dispatch.title.map(|name| name.chars().count()), Some(500));
    assert_eq!(dispatch.outlet.map(|name| name.chars().count()), Some(500));
    let quoted = bytes(
        format!("{{\"text\": \"It rained.\"}}\n{{\"published\": \"{long}\", \"text\": \"It\"}}\n"),
        "a.jsonl",
    );
    assert_eq!(quoted.texts.len(), 2);
}

#[test]
fn deep_values_have_no_words() {
    let deep = format!("{}7{}", "[".repeat(200_000), "]".repeat(200_000));
    let line =
        format!(r#"{{"text": "It rained.", "outlet": {deep}, "source": {{"name": "Lantern"}}}}"#);
    let mut found = open_reader(Cursor::new(line), "a.jsonl", &Config::default());
    assert_eq!(found.next().unwrap().sighting.outlet.as_deref(), Some("Lantern"));
}

const PAGE: &str =
    "<html><body><p>The quay was closed on Monday, the harbour board said.</p></body></html>";

fn record(n: usize, length: &str, end: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lantern.example/{n}\r\n\
         Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n{}{end}",
        block(n)
    )
}

fn block(n: usize) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>{n}</title>{PAGE}")
}

fn good(n: usize) -> String {
    record(n, &block(n).len().to_string(), "\r\n\r\n")
}

fn check_archive(archive: impl Into<Vec<u8>>, n_good: usize, bad: &[&str]) -> Read {
    let read = bytes(archive, "a.warc");
    assert_eq!((read.texts.len(), places(&read)), (n_good, bad.to_vec()), "{read:?}");
    read
}

#[test]
fn a_wrong_length_costs_its_record() {
    for length in ["-1", "", "x", "99", "999", "99999999999999", "900000000000000000000"] {
        let archive = good(1) + &record(2, length, "\r\n\r\n") + &good(3) + &good(4);
        if length == "99" {
            // Too short: what is left of the block is no record.
            let read = bytes(archive, "a.warc");
            assert_eq!(read.texts.len(), 3, "{read:?}");
            assert_eq!(places(&read), ["record 2"]);
            continue;
        }
        let read = check_archive(archive, 3, &["record 2"]);
        assert!(read.bad[0].1.contains(&format!("byte {}", good(1).len())), "{read:?}");
    }
    assert_eq!(hostile("cl_neg.warc").texts.len(), 10);
    assert_eq!(hostile("cl_neg.warc").bad.len(), 1);
}

#[test]
fn records_parted_by_less_than_they_should() {
    let length = block(1).len().to_string();
    let archive = record(1, &length, "\r\n") + &record(2, &length, "") + &record(3, &length, "");
    check_archive(archive, 3, &[]);
}

#[test]
fn what_is_no_record_is_passed_over() {
    let archive = good(1) + "not a record\r\nnor this\r\n\r\n" + &good(2);
    let read = check_archive(archive, 2, &["record 1"]);
    assert!(read.bad[0].1.starts_with("26 bytes from byte"), "{read:?}");
    let headless = good(1) + "WARC/1.0\r\nWARC-Type: response\r\n" + &good(3);
    check_archive(headless, 2, &["record 2"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_damaged_gzip_member_costs_its_record() {
    let members: Vec<_> = (1..=4).map(|n| gzip(good(n).as_bytes())).collect();
    let check = |damage: &dyn Fn(&mut Vec<u8>)| {
        let mut members = members.clone();
        damage(&mut members[1]);
        let read = bytes(members.concat(), "a.warc.gz");
        assert_eq!(read.texts.len(), 3, "{read:?}");
        assert_eq!(read.bad.len(), 1, "{read:?}");
        let pages: Vec<_> =
            open_reader(Cursor::new(members.concat()), "a.warc.gz", &Config::default())
                .filter_map(|found| found.item.and(found.sighting.url))
                .collect();
        assert_eq!(pages.len(), 3, "{pages:?}");
    };
    check(&|member| member[0] = 0);
    check(&|member| {
        let middle = member.len() / 2;
        member.truncate(middle);
    });
    check(&|member| {
        let middle = member.len() / 2;
        member[middle..middle + 8].fill(0xFF);
    });
    check(&|member| {
        let n_bytes = member.len();
        member[n_bytes - 6] ^= 1;
    });
}

#[test]
fn bodies_in_other_codings_than_they_say() {
    let packed = |wrap: &dyn Fn(&[u8]) -> Vec<u8>, says: &str| {
        let body = wrap(PAGE.as_bytes());
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{says}\r\n\r\n");
        let length = head.len() + body.len();
        let opening =
            format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n");
        [opening.as_bytes(), head.as_bytes(), &body].concat()
    };
    let check = |archive: Vec<u8>| {
        let read = check_archive(archive, 1, &[]);
        assert_eq!(read.texts[0], "The quay was closed on Monday, the harbour board said.");
    };
    let deflate = |bytes: &[u8]| {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let zlib = |bytes: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let plain = |bytes: &[u8]| bytes.to_vec();
    check(packed(&deflate, "Content-Encoding: deflate"));
    check(packed(&zlib, "Content-Encoding: deflate"));
    check(packed(&gzip, "Content-Encoding: x-gzip"));
    for coding in ["deflate", "gzip", "br"] {
        check(packed(&plain, &format!("Content-Encoding: {coding}")));
    }
    check(packed(&plain, "Transfer-Encoding: chunked"));
    let resource = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{PAGE}",
        PAGE.len()
    );
    check(resource.into_bytes());
}

#[test]
fn feeds_that_are_escaped_too_often() {
    let feed = "<rss><channel><item><title>Bakery won&amp;amp;#8217;t close</title><description>\
         &amp;lt;p&amp;gt;The town&amp;amp;rsquo;s &amp;amp;ldquo;old bakery&amp;amp;rdquo; stays.&amp;lt;/p&amp;gt;\
         &amp;lt;p&amp;gt;Hale &amp;amp;amp; Oran said so.&amp;lt;/p&amp;gt;</description></item></channel></rss>";
    let found = open_reader(Cursor::new(feed), "-", &Config::default()).next().unwrap();
    let item = found.item.unwrap();
    let dispatch = decode(&item, &found.sighting, &Config::default()).dispatch.unwrap();
    let expected = "Bakery won\u{2019}t close\n\nThe town\u{2019}s \u{201c}old bakery\u{201d} stays.\n\nHale & Oran said so.";
    assert_eq!(dispatch.text, expected);
    let witness = dateline_intake::strict::Witness::new(&item);
    for block in &dispatch.blocks {
        let again = witness.words(&dispatch.origin.bytes_of(block.span)).unwrap();
        assert!(dateline_intake::strict::same(block.span.of(&dispatch.text), &again), "{again}");
    }
}

#[test]
fn pages_that_lie_about_their_charset() {
    let page = |charset: &str| {
        format!(
            "<html><head><meta charset={charset}></head><body><p>Caf\u{e9} Zo\u{eb} won, said the mayor.</p></body></html>"
        )
    };
    let narrow: Vec<u8> =
        page("utf-8").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes_of in [page("utf-16").into_bytes(), narrow] {
        assert_eq!(bytes(bytes_of, "a.html").texts, ["Caf\u{e9} Zo\u{eb} won, said the mayor."]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Dropping some bytes out of one record keeps all the others, whatever the container.
    #[test]
    fn damage_costs_one_record(
        damaged in 0_usize..5,
        from in any::<prop::sample::Index>(),
        n_dropped in 1_usize..40,
        is_archive in any::<bool>(),
    ) {
        let written = |n: usize| if is_archive { good(n) } else { line(n) };
        let mut records: Vec<Vec<u8>> = (0..5).map(|n| written(n).into_bytes()).collect();
        let record = &mut records[damaged];
        let end = record.len() - if is_archive { 4 } else { 0 };
        let from = from.index(end);
        record.drain(from..(from + n_dropped).min(end));
        let (file, name) = if is_archive {
            // An archive is told by how it begins.
            prop_assume!(damaged > 0 || from >= 5);
            (records.concat(), "a.warc")
        } else {
            ([b"[", records.join(&b",\n"[..]).as_slice(), b"]"].concat(), "a.json")
        };
        prop_assume!(is_archive || file[1..].trim_ascii_start().starts_with(b"{"));
        let read = bytes(file, name);
        prop_assert!(read.texts.len() >= 4, "{:?}", read);
    }

    #[test]
    fn bounds_of_fields_do_not_panic(names in prop::collection::vec("[a-z.]{0,8}", 0..4), text in "[{}\\[\\]\",:a\n]{0,80}") {
        let fields = FieldMap { text: names, ..FieldMap::default() };
        let config = Config { fields, ..Config::default() };
        let n_found = open_reader(Cursor::new(text.clone()), "a.json", &config).count();
        prop_assert!(n_found <= text.len() + 1);
    }
}
