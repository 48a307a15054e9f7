//! Dispatches of other newsrooms, annotated for Dateline: `cases/attribution/README.md`.
//!
//! One file holds the stand-off of many dispatches in the lines of PolNeAR, each under `# ID`; the texts
//! stay where they are: JSON lines with `id` and `text`, or a folder whose file `b/1.txt` is `b-1`.

use std::collections::BTreeMap;
use std::path::Path;

use super::polnear::{read_event, read_lines};
use super::speaker::Speaker;
use super::{Article, Attribution, Data};
use crate::gold::{files_under, read_text, stem};
use crate::{Error, Split};

/// Of a newsroom's dispatches, one half is for reading errors.
const MODULUS: u64 = 2;

/// Reads the annotated dispatches of a split.
pub(super) fn read(gold: &Path, texts: &Path, split: Split) -> Result<Data, Error> {
    let texts = read_texts(texts)?;
    let annotation = read_text(gold)?;
    let (title, rest) = annotation
        .strip_prefix("#! ")
        .and_then(|rest| rest.split_once('\n'))
        .ok_or_else(|| Error::format(gold, "the first line is not `#! NAME`"))?;
    let mut articles = Vec::new();
    for section in rest.split("# ").skip(1) {
        let (name, lines) = section.split_once('\n').unwrap_or((section, ""));
        if !split.holds_by_hash(name, MODULUS) {
            continue;
        }
        let text = texts
            .get(name)
            .ok_or_else(|| Error::format(gold, format!("the texts have no `{name}`")))?;
        let article = article(name, text, lines);
        articles
            .push(article.map_err(|line| Error::format(gold, format!("cannot read `{line}`")))?);
    }
    Ok(Data { name: title.to_owned(), articles })
}

fn article(name: &str, text: &str, lines: &str) -> Result<Article, String> {
    let (spans, events) = read_lines(text, lines.lines())?;
    let (mut attributions, mut speakers) = (Vec::new(), Vec::new());
    for event in events {
        let attribution: Attribution = read_event(event, &spans).joined(text);
        let namings = event.split(' ').filter_map(|part| spans.get(part.strip_prefix("Speaker:")?));
        let namings: Vec<_> = namings.flatten().copied().collect();
        if let Some(source) = attribution.source.first().filter(|_| !namings.is_empty()) {
            speakers.push(Speaker { at: source.start, namings, kind: String::new() });
        }
        attributions.push(attribution);
    }
    Ok(Article {
        name: name.to_owned(),
        text: text.to_owned(),
        published: None,
        attributions: Some(attributions),
        speakers,
    })
}

fn read_texts(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    if path.is_dir() {
        let files = files_under(path, "txt")?;
        let named = files.iter().map(|file| {
            let folder = file.parent().map(stem).unwrap_or_default();
            let bytes = std::fs::read(file).map_err(Error::file(file))?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok((format!("{folder}-{}", stem(file)), text))
        });
        return named.collect();
    }
    let field = |row: &serde_json::Value, key: &str| row[key].as_str().map(str::to_owned);
    read_text(path)?
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| Error::format(path, error.to_string()))?;
            let pair = field(&row, "id").zip(field(&row, "text"));
            pair.ok_or_else(|| Error::format(path, "a line lacks `id` or `text`"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::text::Span;

    #[test]
    fn sections_are_read_with_their_speakers() {
        let folder = tempfile::tempdir().expect("a folder");
        let texts = folder.path().join("texts.jsonl");
        let row = |id: &str, text: &str| serde_json::json!({ "id": id, "text": text }).to_string();
        let rows = [row("a", "Ana Orn came. She said it rains."), row("b", "It rains.")];
        std::fs::write(&texts, rows.join("\n")).expect("a writable folder");
        let gold = folder.path().join("gold.ann");
        let lines = "#! Ours\n# a\nT1\tSource 14 17\nT2\tCue 18 22\nT3\tContent 23 31\n\
            T4\tSpeaker 0 7\nE1\tAttribution Source:T1 Cue:T2 Content:T3 Speaker:T4\n# b\n";
        std::fs::write(&gold, lines).expect("a writable folder");
        let data = read(&gold, &texts, Split::All).expect("well formed");
        assert_eq!((data.name.as_str(), data.articles.len()), ("Ours", 2));
        let article = &data.articles[0];
        let attributions = article.attributions.as_ref().expect("attributions");
        assert_eq!(attributions[0].content[0].of(&article.text), "it rains");
        assert_eq!(
            article.speakers,
            [Speaker { at: 14, namings: vec![Span::new(0, 7)], kind: String::new() }]
        );
        let other = folder.path().join("other.jsonl");
        std::fs::write(&other, row("b", "It rains.")).expect("a writable folder");
        let error = read(&gold, &other, Split::All).expect_err("a text is missing");
        assert!(error.to_string().contains("`a`"), "{error}");
    }
}
