//! PLV: sentences with `<s>actor</s>`, `<t>recipient</t>` and a PLOVER root, tab-separated.

use std::path::Path;

use dateline::text::Span;

use crate::Split;

/// Of the rows, counted from 0, those without remainder modulo this are development.
const MODULUS: usize = 5;

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// The row's number.
    pub(super) id: String,
    /// The sentence with its marks.
    pub(super) marked: String,
    /// The sentence without them.
    pub(super) text: String,
    /// The words of the actor; the first, where several are marked.
    pub(super) source: Option<Span>,
    /// The words of the recipient.
    pub(super) target: Option<Span>,
    /// PLOVER event type.
    pub(super) root: String,
}

/// Reads the rows of a split.
pub(super) fn read(tsv: &str, split: Split) -> Result<Vec<Pair>, String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(tsv.as_bytes());
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| {
        headers.iter().position(|one| one == name).ok_or_else(|| format!("no column `{name}`"))
    };
    let (marked, root) = (column("marked_sentence")?, column("gold_root")?);
    let mut pairs = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(|error| error.to_string())?;
        let is_in = match split {
            Split::Development => at % MODULUS == 0,
            Split::Tuning => at % MODULUS != 0,
            Split::All => true,
        };
        let cell = |at: usize| row.get(at).unwrap_or("");
        if is_in {
            pairs.extend(pair(&format!("row {at}"), cell(marked), cell(root)));
        }
    }
    Ok(pairs)
}

/// Takes the marks out of a sentence; `None` where it has no words.
pub(super) fn pair(id: &str, marked: &str, root: &str) -> Option<Pair> {
    let mut text = String::new();
    let (mut source, mut target) = (None, None);
    let mut rest = marked;
    let mut start = 0;
    while let Some((at, mark)) = next_mark(rest) {
        text.push_str(&rest[..at]);
        rest = &rest[at + mark.len()..];
        let span = Span::new(start, text.len()).trim(&text);
        match mark {
            "</s>" => source = source.or(Some(span)),
            "</t>" => target = target.or(Some(span)),
            _ => start = text.len(),
        }
    }
    text.push_str(rest);
    (!text.trim().is_empty()).then(|| Pair {
        id: id.to_owned(),
        marked: marked.to_owned(),
        text,
        source,
        target,
        root: root.trim().to_owned(),
    })
}

fn next_mark(text: &str) -> Option<(usize, &'static str)> {
    ["<s>", "</s>", "<t>", "</t>"]
        .into_iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, mark)))
        .min()
}

/// Returns the name of the data set: the file's, without its extension.
pub(super) fn data_name(path: &Path) -> String {
    crate::gold::stem(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let pair = pair("1", "The <t>Łódź team</t> beat <s>Ana</s>; <s>she</s> left", "ASSAULT")
            .expect("marked");
        assert_eq!(pair.text, "The Łódź team beat Ana; she left");
        assert_eq!(pair.target.map(|span| span.of(&pair.text)), Some("Łódź team"));
        assert_eq!(pair.source.map(|span| span.of(&pair.text)), Some("Ana"));
    }

    #[test]
    fn every_fifth_row_is_development() {
        let row = "1\t<s>A</s> met <t>B</t>\tCONSULT\n";
        let tsv = format!("id\tmarked_sentence\tgold_root\n{}", row.repeat(11));
        let ids = |split| -> Vec<String> {
            read(&tsv, split).expect("well formed").into_iter().map(|pair| pair.id).collect()
        };
        assert_eq!(ids(Split::Development), ["row 0", "row 5", "row 10"]);
        assert_eq!(ids(Split::Tuning).len(), 8);
        assert!(read("a\tb\n", Split::All).is_err());
    }
}
