//! Laws of decoding: every character leads back to bytes that say the same, and nothing panics.

#![allow(clippy::unwrap_used, clippy::format_collect, reason = "tests fail loudly")]

use dateline_intake::{Config, Decoded, decode, open_reader, strict};
use dateline_text::{Dispatch, Item, Media, Sighting, Span};
use encoding_rs::Encoding;
use proptest::prelude::*;

/// Text with what decoders stumble over: quotes, escapes, references, several scripts, controls.
const TEXT: &str =
    "([a-zA-Z ,.;:&<>\"'/\\\\é“”—ßя中😀\n\t]|&amp;|&nbsp;|&#8217;|&copy|\\]\\]>){0,80}";

fn read(item: &Item) -> Decoded {
    decode(item, &Sighting::default(), &Config::default())
}

/// Checks every character of a dispatch against its bytes.
fn check_origin(item: &Item, dispatch: &Dispatch) -> Result<(), TestCaseError> {
    let witness = strict::Witness::new(item);
    let covered = dispatch.origin.runs().last().map_or(0, |run| run.text.end as usize);
    prop_assert_eq!(covered, dispatch.text.len(), "the map covers the text");
    for (at, c) in dispatch.text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        let ranges = dispatch.origin.bytes_of(span);
        let again = witness.words(&ranges);
        let words = span.of(&dispatch.text);
        let is_same = again.as_deref().is_ok_and(|again| strict::same(words, again));
        prop_assert!(is_same, "{:?} at {} of {:?}: {:?}", words, at, dispatch.text, again);
    }
    let whole = Span::new(0, dispatch.text.len());
    let again = witness.words(&dispatch.origin.bytes_of(whole));
    prop_assert!(again.as_deref().is_ok_and(|again| strict::same(&dispatch.text, again)));
    Ok(())
}

fn check_blocks(dispatch: &Dispatch) -> Result<(), TestCaseError> {
    let mut end = 0;
    for block in &dispatch.blocks {
        prop_assert!(block.span.start >= end && !block.span.is_empty(), "{:?}", dispatch.blocks);
        prop_assert!(dispatch.text.get(block.span.range()).is_some());
        let gap = &dispatch.text[end as usize..block.span.start as usize];
        prop_assert!(gap.trim().is_empty(), "gap {:?}", gap);
        end = block.span.end;
    }
    prop_assert!(dispatch.text[end as usize..].trim().is_empty());
    Ok(())
}

fn check(item: &Item) -> Result<Option<Dispatch>, TestCaseError> {
    let decoded = read(item);
    prop_assert!(decoded.dispatch.is_some() || !decoded.notes.is_empty());
    if let Some(dispatch) = &decoded.dispatch {
        check_origin(item, dispatch)?;
        check_blocks(dispatch)?;
    }
    Ok(decoded.dispatch)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&#34;")
}

/// Returns the text of a record: its title, and its story if it has words.
fn under(title: &str, story: &str) -> String {
    if story.trim().is_empty() { title.to_owned() } else { format!("{title}\n\n{story}") }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn plain_text_is_the_input(text in TEXT) {
        if let Some(dispatch) = check(&Item::new(text.clone().into_bytes(), Media::Text))? {
            prop_assert_eq!(dispatch.text, text);
        }
    }

    #[test]
    fn charsets(
        text in "[a-z .é“”яб中文日本語ア한]{0,40}",
        label in prop::sample::select(vec![
            "windows-1252", "windows-1251", "koi8-r", "gb18030", "big5", "shift_jis", "euc-jp",
            "euc-kr", "iso-2022-jp",
        ]),
    ) {
        let charset = Encoding::for_label(label.as_bytes()).unwrap();
        let (bytes, _, had_others) = charset.encode(&text);
        prop_assume!(!had_others);
        let mut item = Item::new(bytes.into_owned(), Media::Text);
        item.charset = Some(label.to_owned());
        check(&item)?;
    }

    #[test]
    fn utf_16(text in TEXT, is_little in any::<bool>()) {
        let unit = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let mut bytes = unit(0xFEFF).to_vec();
        bytes.extend(text.encode_utf16().flat_map(unit));
        if let Some(dispatch) = check(&Item::new(bytes, Media::Text))? {
            prop_assert_eq!(dispatch.text, text);
        }
    }

    #[test]
    fn json_text_is_the_title_and_the_string(text in TEXT, is_ascii in any::<bool>()) {
        let mut line = serde_json::json!({"id": 7, "text": text, "title": "Quay"}).to_string();
        if is_ascii {
            let mut units = [0; 2];
            line = line.chars().map(|c| if c.is_ascii() { c.to_string() } else { c.encode_utf16(&mut units).iter().map(|u| format!("\\u{u:04x}")).collect() }).collect();
        }
        let dispatch = check(&Item::new(line.into_bytes(), Media::Json))?.unwrap();
        prop_assert_eq!(dispatch.text, under("Quay", &text));
    }

    #[test]
    fn csv_text_is_the_title_and_the_cell(text in TEXT, title in "[a-z,\"]{1,8}") {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "title", "text"]).unwrap();
        writer.write_record(["7", &title, &text]).unwrap();
        let file = writer.into_inner().unwrap();
        let found: Vec<_> = open_reader(std::io::Cursor::new(file), "a.csv", &Config::default()).collect();
        prop_assert_eq!(found.len(), 1);
        let item = found[0].item.as_ref().unwrap();
        let dispatch = check(item)?.unwrap();
        prop_assert!(dispatch.text == text || dispatch.text == under(title.trim(), &text));
        prop_assert_eq!(dispatch.title.as_deref(), Some(title.trim()));
    }

    #[test]
    fn pages(title in TEXT, texts in prop::collection::vec(TEXT, 1..4)) {
        let body: String = texts
            .iter()
            .map(|text| format!("<p>Said <b>{}</b> &ldquo;on&rdquo; the<br>quay.</p>\n", escape(text)))
            .collect();
        let page = format!("<html><head><title>{}</title></head><body><article><h1>{0}</h1>{body}</article></body></html>", escape(&title));
        check(&Item::new(page.into_bytes(), Media::Html))?;
    }

    #[test]
    fn feed_entries(title in TEXT, text in TEXT) {
        let html = format!("<p>{}</p><ul><li>One &mdash; two</li></ul>", escape(&text));
        let cdata = html.replace("]]>", "]]&gt;");
        for content in [escape(&html), format!("<![CDATA[{cdata}]]>")] {
            let rss = format!("<item><title>{}</title><content:encoded>{content}</content:encoded></item>", escape(&title));
            check(&Item::new(rss.into_bytes(), Media::RssEntry))?;
            let atom = format!("<entry><title>{}</title><content type=\"html\">{content}</content></entry>", escape(&title));
            check(&Item::new(atom.into_bytes(), Media::AtomEntry))?;
        }
        let xhtml = format!("<entry><title type=\"html\">A</title><content type=\"xhtml\"><div>{html}</div></content></entry>");
        check(&Item::new(xhtml.into_bytes(), Media::AtomEntry))?;
        let json = serde_json::json!({"id": 1, "title": title, "content_html": html}).to_string();
        check(&Item::new(json.into_bytes(), Media::JsonFeedEntry))?;
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), charset in "[a-z0-9-]{0,10}") {
        for media in Media::ALL {
            let mut item = Item::new(bytes.clone(), media);
            item.columns = ["text".to_owned()].into();
            item.charset = Some(charset.clone());
            let decoded = read(&item);
            let witness = strict::Witness::new(&item);
            if let Some(dispatch) = decoded.dispatch {
                let whole = Span::new(0, dispatch.text.len());
                let _ = witness.words(&dispatch.origin.bytes_of(whole));
            }
            let _ = witness.words(&[(0, bytes.len() as u32), (3, 900)]);
        }
        let count = open_reader(std::io::Cursor::new(bytes), "x", &Config::default()).count();
        prop_assert!(count <= 200);
    }

    #[test]
    fn nothing_panics_on_markup(text in "([<>/!&;\"'= \\-]|<p>|<item>|<title>|</title>|<script>|\\]\\]>|<!\\[CDATA\\[|é|&#|\\{\"text\":\"){0,60}") {
        for media in Media::ALL {
            let item = Item::new(text.clone().into_bytes(), media);
            let decoded = read(&item);
            if let Some(dispatch) = decoded.dispatch {
                check_blocks(&dispatch)?;
            }
        }
        let _ = open_reader(std::io::Cursor::new(text.into_bytes()), "x.html", &Config::default()).count();
    }
}
