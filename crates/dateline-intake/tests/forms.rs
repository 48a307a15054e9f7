//! One dispatch in each form: its fields, its blocks, and the bytes behind every block.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::fmt::Write;
use std::io::Cursor;

use dateline_intake::{Config, decode, open_reader, strict};
use dateline_text::Dispatch;

/// Reads a file that goes by `name` and compares what is found, one dispatch after another.
fn check(bytes: &[u8], name: &str, expected: &str) {
    let config = Config::default();
    let mut shown = String::new();
    for found in open_reader(Cursor::new(bytes.to_vec()), name, &config) {
        let item = found.item.unwrap();
        let decoded = decode(&item, &found.sighting, &config);
        let dispatch = decoded.dispatch.unwrap();
        show(&mut shown, &dispatch);
        for note in found.notes.iter().chain(&decoded.notes) {
            writeln!(shown, "note {}", note.kind.as_str()).unwrap();
        }
        let witness = strict::Witness::new(&item);
        for block in &dispatch.blocks {
            let again = witness.words(&dispatch.origin.bytes_of(block.span)).unwrap();
            assert!(strict::same(block.span.of(&dispatch.text), &again), "{again}");
        }
    }
    assert_eq!(shown.trim(), expected.trim(), "\n{shown}");
}

fn show(shown: &mut String, dispatch: &Dispatch) {
    let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
    let published = dispatch.published.as_ref().map(|published| published.text.clone());
    writeln!(
        shown,
        "{} | {} | {} | {} | {} | {}",
        words(&dispatch.external_id),
        words(&dispatch.outlet),
        words(&dispatch.title),
        words(&dispatch.byline),
        words(&published),
        words(&dispatch.language),
    )
    .unwrap();
    for block in &dispatch.blocks {
        writeln!(shown, "[{}] {}", block.kind.as_str(), block.span.of(&dispatch.text)).unwrap();
    }
}

#[test]
fn crawled_text() {
    check(
        " date 2024-02-11 Lantern Daily - The board of the quay met on Monday.\n\nIt said the storm \
         had done “great harm”.Orn, the chairman, left.Read more: How to mend a quayThe ships wait \
         for the cranes.\nWith NLW"
            .as_bytes(),
        "a.txt",
        "
- | Lantern Daily | - | - | 2024-02-11 | en
[header] date 2024-02-11 Lantern Daily -
[paragraph] The board of the quay met on Monday.
[paragraph] It said the storm had done “great harm”.
[paragraph] Orn, the chairman, left.
[boilerplate] Read more: How to mend a quay
[paragraph] The ships wait for the cranes.
[boilerplate] With NLW",
    );
}

#[test]
fn wire_text() {
    check(
        b"\xEF\xBB\xBFQuay closes after storm\r\n\r\nORRIN, Feb. 10 (NLW) -- The quay was closed on\r\n\
          Monday, the board said, and that it will stay\r\nclosed.\r\n\r\n- one crane fell\r\n- two ships sank\r\n",
        "a.txt",
        "
- | - | Quay closes after storm | - | - | en
[title] Quay closes after storm
[dateline] ORRIN, Feb. 10 (NLW) --
[paragraph] The quay was closed on\r\nMonday, the board said, and that it will stay\r\nclosed.
[list] - one crane fell
[list] - two ships sank",
    );
}

#[test]
fn json_lines() {
    check(
        br#"{"id": 7, "headline": "Quay closes", "source": {"name": "Lantern Daily"}, "date": "2024-02-10", "text": "ORRIN \u2014 The quay was closed, the board said.\n\nIt \"will stay closed\"."}"#,
        "a.jsonl",
        "
7 | Lantern Daily | Quay closes | - | 2024-02-10 | en
[title] Quay closes
[dateline] ORRIN —
[paragraph] The quay was closed, the board said.
[paragraph] It \"will stay closed\".",
    );
}

#[test]
fn a_headline_alone_is_the_text() {
    check(
        br#"{"headline": "Board closes the quay of Orrin to all ships"}"#,
        "a.jsonl",
        "
- | - | Board closes the quay of Orrin to all ships | - | - | en
[title] Board closes the quay of Orrin to all ships",
    );
}

#[test]
fn csv_rows() {
    check(
        b"id;title;published;text\r\n7;\"Quay; closed\";Feb 10, 2024;\"The \"\"quay\"\" was closed, and the board left.\r\n\r\nThe ships wait.\"\r\n",
        "a.csv",
        "
7 | - | Quay; closed | - | 2024-02-10 | en
[title] Quay; closed
[paragraph] The \"quay\" was closed, and the board left.
[paragraph] The ships wait.",
    );
}

#[test]
fn html_page() {
    let story = "The quay was closed on Monday after the storm, the harbour board said, and the \
                 cranes will not be mended before the end of the month.";
    let page = format!(
        "<html><head><meta charset=windows-1252><title>Quay closes | Lantern</title>\
         <meta property='og:site_name' content='Lantern Daily'>\
         <meta property='article:published_time' content='2024-02-11T09:00:00Z'></head><body>\
         <nav><a href=/>Home</a> <a href=/x>World</a></nav><article><h1>Quay closes</h1>\
         <p>By Mira Hale</p><p>{story}</p><p>It is \u{93}<b>great</b> harm\u{94}&nbsp;&mdash; the board\n \
         said.&#8217; {story}</p><script>var x = '<p>no</p>';</script></article>\
         <footer>All rights reserved</footer></body></html>"
    );
    // The quotation marks of windows-1252 are single bytes.
    let bytes: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    check(
        &bytes,
        "a.html",
        &format!(
            "
- | Lantern Daily | Quay closes | Mira Hale | 2024-02-11T09:00:00Z | en
[title] Quay closes
[header] By Mira Hale
[paragraph] {story}
[paragraph] It is “great harm” — the board said.’ {story}"
        ),
    );
}

#[test]
fn rss() {
    check(
        b"<?xml version='1.0' encoding='iso-8859-1'?><rss xmlns:content='c'><channel><title>Lantern</title>\
          <image><title>Logo</title></image><item><title>Caf\xe9 closes &amp;amp; burns</title>\
          <guid>g1</guid><pubDate>Sun, 11 Feb 2024 09:00:00 +0200</pubDate><dc:creator>Mira Hale</dc:creator>\
          <description>Short.</description><content:encoded><![CDATA[<p>The caf\xe9 &amp; the quay were closed, \
          said the board.</p><p>They wait.</p>]]></content:encoded></item></channel></rss>",
        "-",
        "
g1 | Lantern | Café closes & burns | Mira Hale | 2024-02-11T09:00:00+02:00 | en
[title] Café closes & burns
[paragraph] The café & the quay were closed, said the board.
[paragraph] They wait.",
    );
}

#[test]
fn atom() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Lantern</title><author><name>X</name></author>\
         <entry><title>Quay &lt;closed&gt;</title><id>u1</id><published>2024-02-11T09:00:00Z</published>\
         <author><name>Mira Hale</name></author><content type='xhtml'><div><p>The quay was “closed” to the \
         ships.</p><ul><li>One crane</li></ul></div></content></entry>\
         <entry><title type='html'>The &amp;eacute;clat of the quay</title><summary>That was the \
         summary &amp; no more of it.</summary></entry></feed>"
            .as_bytes(),
        "-",
        "
u1 | Lantern | Quay <closed> | Mira Hale | 2024-02-11T09:00:00Z | en
[title] Quay <closed>
[paragraph] The quay was “closed” to the ships.
[list] One crane
- | Lantern | The éclat of the quay | - | - | en
[title] The éclat of the quay
[paragraph] That was the summary & no more of it.",
    );
}

#[test]
fn json_feed() {
    check(
        br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Lantern", "items": [
            {"id": "1", "title": "Quay \u0026 crane", "content_html": "<p>The quay &amp; the crane were closed.<\/p>", "date_published": "2024-02-11T09:00:00Z", "authors": [{"name": "Mira Hale"}]},
            {"id": "2", "content_text": "The ships wait for the cranes.\n\nThey wait."}]}"#,
        "-",
        "
1 | Lantern | Quay & crane | Mira Hale | 2024-02-11T09:00:00Z | en
[title] Quay & crane
[paragraph] The quay & the crane were closed.
2 | Lantern | - | - | - | en
[paragraph] The ships wait for the cranes.
[paragraph] They wait.",
    );
}

#[test]
fn a_date_that_is_not_read_is_none() {
    check(
        b"<rss><channel><title>Lantern - World news</title><language>en-gb</language><item><title>Quay shut</title>\
          <pubDate>the 11th of last month</pubDate><updated>2024-03-01</updated><source url='x'>LANTERN DAILY</source>\
          <author>mira@lantern.example (Mira Hale)</author><description>Boats wait.</description></item></channel></rss>",
        "-",
        "
- | Lantern Daily | Quay shut | Mira Hale | - | en
[title] Quay shut
[paragraph] Boats wait.
note unresolved",
    );
}

#[test]
fn links_to_other_stories_are_left_out() {
    let story = "The quay was closed on Monday after the storm, the harbour board said, and the \
                 cranes will not be mended before the end of the month.";
    let page = format!(
        "<html lang=en><head><title>Quay closes</title></head><body><main><article><h1>Quay closes</h1>\
         <p>{story}</p><p><a href=/1>Nine dead as ferry sinks off Suma, coast guard says</a></p>\
         <h3>Also read:</h3><h3><a href=/2>Seven killed in mine blast</a></h3>\
         <p>The ships wait, the board said.</p>\
         <div class='story-teasers'><p>Storm leaves 300 homeless, the town of Orm said.</p></div>\
         <p><a href=/3>On Tuesday, the board said that the second quay would open in June.</a></p>\
         <p>{story}</p></article></main></body></html>"
    );
    check(
        page.as_bytes(),
        "a.html",
        &format!(
            "
- | - | Quay closes | - | - | en
[title] Quay closes
[paragraph] {story}
[paragraph] The ships wait, the board said.
[paragraph] On Tuesday, the board said that the second quay would open in June.
[paragraph] {story}"
        ),
    );
}
