//! The files of Universal NER: tokens with IOB2 labels under the text of each sentence.

use std::path::Path;

use dateline::text::Span;

use super::tokens::{align, join};
use super::{Data, Document};
use crate::gold::read_text;
use crate::{Error, Split, hash_modulo};

const LABELS: [&str; 3] = ["PER", "LOC", "ORG"];

/// Of the training file, documents whose name leaves no remainder modulo this are tuning.
const TUNING_MODULUS: u64 = 10;

/// Reads the documents of a split: a file with `dev` in its name is development.
///
/// The sentences of a document are joined by one space. The training file is of an older version:
/// labels other than the three (`OTH`, and `B-O` for `O`) are none.
pub(super) fn read(path: &Path, split: Split) -> Result<Data, Error> {
    let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_dev = file_name.split(['-', '_', '.']).any(|part| part == "dev");
    let is_taken = |name: &str| match split {
        Split::All => true,
        Split::Development => is_dev,
        Split::Tuning => !is_dev && hash_modulo(name, TUNING_MODULUS) == 0,
    };
    let (mut documents, n_lost) = documents(&read_text(path)?);
    documents.retain(|document| is_taken(&document.name));
    let mut remarks = Vec::new();
    if n_lost > 0 {
        remarks.push(format!("{n_lost} sentences left out: their tokens do not align"));
    }
    let n_all = documents.len();
    Ok(Data { name: "UNER EWT", labels: &LABELS, documents, n_all, remarks })
}

/// Returns the documents, and how many sentences could not be used.
fn documents(file: &str) -> (Vec<Document>, usize) {
    let mut documents: Vec<Document> = Vec::new();
    let mut n_lost = 0;
    for sentence in file.replace('\r', "").split("\n\n") {
        let name = comment(sentence, "newdoc id");
        if name.is_some() || documents.is_empty() {
            let name = name.unwrap_or_default().to_owned();
            documents.push(Document { name, text: String::new(), names: Vec::new() });
        }
        let (Some(document), Some(text)) = (documents.last_mut(), comment(sentence, "text")) else {
            continue;
        };
        match names(text, sentence) {
            Some(names) => append(document, text, &names),
            None => n_lost += 1,
        }
    }
    documents.retain(|document| !document.text.is_empty());
    (documents, n_lost)
}

fn comment<'s>(sentence: &'s str, key: &str) -> Option<&'s str> {
    sentence.lines().find_map(|line| {
        let rest = line.strip_prefix("# ")?.strip_prefix(key)?;
        rest.trim_start().strip_prefix('=').map(str::trim)
    })
}

fn names(text: &str, sentence: &str) -> Option<Vec<(Span, &'static str)>> {
    let rows: Vec<(&str, &str)> = sentence
        .lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(|line| {
            let mut fields = line.split('\t').skip(1);
            Some((fields.next()?, fields.next()?))
        })
        .collect();
    let tokens: Vec<&str> = rows.iter().map(|(token, _)| *token).collect();
    let spans = align(text, &tokens)?;
    let tagged: Vec<(Span, &str)> =
        spans.into_iter().zip(rows.iter().map(|(_, tag)| *tag)).collect();
    let known = |label: &str| LABELS.into_iter().find(|one| *one == label);
    Some(join(&tagged).into_iter().filter_map(|(span, tag)| Some((span, known(tag)?))).collect())
}

fn append(document: &mut Document, text: &str, names: &[(Span, &'static str)]) {
    if !document.text.is_empty() {
        document.text.push(' ');
    }
    let shift = document.text.len();
    document.text.push_str(text);
    document.names.extend(names.iter().map(|(span, label)| {
        (Span::new(shift + span.start as usize, shift + span.end as usize), *label)
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_make_documents() {
        let file = "# newdoc id = a\n# sent_id = 1\n# text = Ana left.\n1\tAna\tB-PER\t-\t-\n\
            2\tleft\tB-O\t-\t-\n3\t.\tO\t-\t-\n\n# sent_id = 2\n# text = In Bern, yes.\n\
            1\tIn\tO\n2\tBern\tB-LOC\n3\t,\tB-OTH\n4\tyes\tO\n5\t.\tO\n\n\
            # newdoc id = b\n# text = #1\n1\t#\tO\n2\t1\tO\n";
        let (documents, n_lost) = documents(file);
        assert_eq!(n_lost, 0);
        assert_eq!(documents[0].text, "Ana left. In Bern, yes.");
        let words: Vec<(&str, &str)> =
            documents[0].names.iter().map(|(s, l)| (s.of(&documents[0].text), *l)).collect();
        assert_eq!(words, [("Ana", "PER"), ("Bern", "LOC")]);
        assert_eq!(documents[1].text, "#1");
    }
}
