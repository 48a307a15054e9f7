//! CoNLL-U files: documents, and the raw text that they were made from.

use std::fs;
use std::path::Path;

use super::word::{Analysis, Word, without_subtype};
use crate::{Split, hash_modulo};

const TUNING_MODULUS: u64 = 10;

/// One document: its gold analysis, and its surface tokens with what stands before them.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) analysis: Analysis,
    surface: Vec<Surface>,
}

#[derive(Debug, Clone)]
struct Surface {
    form: String,
    before: Gap,
}

/// What stands between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Space,
    Paragraph,
}

impl Document {
    /// Rebuilds the text: tokens joined as `SpaceAfter` says, sentences by one space, a blank line
    /// where a paragraph begins.
    pub(super) fn raw_text(&self) -> String {
        let mut text = String::new();
        for token in &self.surface {
            match token.before {
                _ if text.is_empty() => {}
                Gap::Nothing => {}
                Gap::Space => text.push(' '),
                Gap::Paragraph => text.push_str("\n\n"),
            }
            text.push_str(&token.form);
        }
        text
    }
}

/// Reads the documents of a file; a file without `# newdoc` is one document.
///
/// Empty nodes (`8.1`) are left aside.
pub(super) fn documents(conllu: &str) -> Result<Vec<Document>, String> {
    let mut reader = FileReader { gap: Gap::Paragraph, ..FileReader::default() };
    for (at, line) in conllu.lines().enumerate() {
        reader.read_line(line.trim_end()).map_err(|what| format!("line {}: {what}", at + 1))?;
    }
    reader.end_sentence()?;
    reader.documents.retain(|document| !document.analysis.words.is_empty());
    Ok(reader.documents)
}

#[derive(Debug)]
struct FileReader {
    documents: Vec<Document>,
    gap: Gap,
    // Of the sentence being read: its first character and first word, and for each word the head
    // as written.
    start: usize,
    first_word: usize,
    heads: Vec<usize>,
    // Words that the multiword token being read still holds.
    n_inside: usize,
}

impl Default for FileReader {
    fn default() -> Self {
        Self {
            documents: Vec::new(),
            gap: Gap::Paragraph,
            start: 0,
            first_word: 0,
            heads: Vec::new(),
            n_inside: 0,
        }
    }
}

impl FileReader {
    fn read_line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() {
            return self.end_sentence();
        }
        if let Some(comment) = line.strip_prefix('#') {
            self.read_comment(comment.trim_start());
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _, _, head, deprel, _, misc] = fields[..] else {
            return Err(format!("{} columns where CoNLL-U has 10", fields.len()));
        };
        if id.contains('.') {
            return Ok(());
        }
        if let Some((first, last)) = id.split_once('-') {
            let number = |id: &str| id.parse::<usize>().map_err(|_| format!("bad id `{id}`"));
            self.n_inside = (number(last)? + 1).saturating_sub(number(first)?);
            self.push_surface(form, misc);
            return Ok(());
        }
        let is_multiword = self.n_inside > 0;
        if is_multiword {
            self.n_inside -= 1;
        } else {
            self.push_surface(form, misc);
        }
        self.heads.push(head.parse().unwrap_or(0));
        let analysis = &mut self.document().analysis;
        let range = analysis.tokens.last().cloned().unwrap_or(0..0);
        analysis.words.push(Word {
            range,
            is_multiword,
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.to_owned(),
            head: None,
            deprel: without_subtype(deprel).to_owned(),
        });
        Ok(())
    }

    fn read_comment(&mut self, comment: &str) {
        let is_key = |key: &str| {
            comment
                .strip_prefix(key)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '=']))
        };
        if is_key("newdoc") {
            let name = comment.split_once('=').map_or("", |(_, name)| name.trim()).to_owned();
            self.documents.push(Document { name, ..Document::default() });
            self.gap = Gap::Paragraph;
            self.start = 0;
            self.first_word = 0;
        } else if is_key("newpar") {
            self.gap = Gap::Paragraph;
        }
    }

    fn push_surface(&mut self, form: &str, misc: &str) {
        let before = self.gap;
        let is_tight = misc.split('|').any(|feature| feature == "SpaceAfter=No");
        self.gap = if is_tight { Gap::Nothing } else { Gap::Space };
        let document = self.document();
        document.analysis.push_token(form);
        document.surface.push(Surface { form: form.to_owned(), before });
    }

    /// Returns the document being read; makes one where the file did not open it.
    fn document(&mut self) -> &mut Document {
        if self.documents.is_empty() {
            self.documents.push(Document::default());
        }
        self.documents.last_mut().expect("one was just made")
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        if self.heads.is_empty() {
            return Ok(());
        }
        let (first_word, start) = (self.first_word, self.start);
        let heads = std::mem::take(&mut self.heads);
        let analysis = &mut self.document().analysis;
        for (at, head) in heads.iter().enumerate().filter(|(_, head)| **head > 0) {
            if *head > heads.len() {
                return Err(format!("head {head} in a sentence of {} words", heads.len()));
            }
            analysis.words[first_word + at].head = Some(first_word + head - 1);
        }
        let end = analysis.characters.len();
        analysis.sentences.push(start..end);
        let n_words = analysis.words.len();
        self.start = end;
        self.first_word = n_words;
        self.n_inside = 0;
        Ok(())
    }
}

/// Returns the name of the data set that a file belongs to.
pub(super) fn data_name(path: &Path) -> String {
    let name = crate::gold::stem(path);
    if name.starts_with("GUM_") {
        "GUM".to_owned()
    } else if name.starts_with("en_ewt") {
        "UD EWT".to_owned()
    } else {
        name
    }
}

/// Tells whether a document of a file is in a split.
///
/// A file is a development file where its name has the part `dev`, or where `splits.md` beside its
/// folder lists the document under `dev`; else its documents whose hash leaves no remainder modulo
/// 10 are tuning, and the others are for training alone.
pub(super) fn is_in_split(path: &Path, document: &str, split: Split) -> bool {
    let is_dev = is_development(path, document);
    match split {
        Split::All => true,
        Split::Development => is_dev,
        Split::Tuning => !is_dev && hash_modulo(document, TUNING_MODULUS) == 0,
    }
}

fn is_development(path: &Path, document: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.split(['-', '_', '.']).any(|part| part == "dev") {
        return true;
    }
    let list = path.parent().and_then(Path::parent).map(|folder| folder.join("splits.md"));
    let Some(list) = list.and_then(|list| fs::read_to_string(list).ok()) else { return false };
    let mut is_dev_part = false;
    for line in list.lines() {
        if let Some(part) = line.strip_prefix("## ") {
            is_dev_part = part.trim() == "dev";
        } else if is_dev_part && line.trim_start_matches([' ', '*']).trim() == document {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = harbour\n# newpar\n# sent_id = 1\n\
        1\tWe\twe\tPRON\t_\t_\t4\tnsubj\t_\t_\n\
        2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdo\tdo\tAUX\t_\t_\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\t_\t_\t4\tadvmod\t_\t_\n\
        4\tsail\tsail\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n\n\
        # sent_id = 2\n\
        1\tWhy\twhy\tADV\t_\t_\t0\troot\t_\tSpaceAfter=No\n\
        1.1\tgo\tgo\tVERB\t_\t_\t_\t_\t_\t_\n\
        2\t?\t?\tPUNCT\t_\t_\t1\tpunct\t_\t_\n\n\
        # newpar\n\
        1\tFog\tfog\tNOUN\t_\t_\t0\troot:x\t_\t_\n\n\
        # newdoc id = quay\n\
        1\tRain\train\tNOUN\t_\t_\t0\troot\t_\t_\n\n";

    #[test]
    fn raw_text_and_analysis() {
        let documents = documents(SAMPLE).expect("well formed");
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].raw_text(), "We don't sail. Why?\n\nFog");
        assert_eq!(documents[1].raw_text(), "Rain");
        let analysis = &documents[0].analysis;
        // "Wedon'tsail.Why?Fog": sentences end after 12, 16 and 19 characters.
        assert_eq!(analysis.sentences, [0..12, 12..16, 16..19]);
        assert_eq!(analysis.tokens.len(), 7);
        assert_eq!(analysis.words.len(), 8);
        assert_eq!(analysis.words[2].range, 2..7);
        assert!(analysis.words[2].is_multiword);
        assert_eq!(analysis.words[2].head, Some(3));
        assert_eq!(analysis.words[6].head, Some(5));
        assert_eq!(analysis.words[7].deprel, "root");
    }

    #[test]
    fn a_broken_line_is_told() {
        let error = documents("1\tWe\n").expect_err("two columns");
        assert_eq!(error, "line 1: 2 columns where CoNLL-U has 10");
    }

    #[test]
    fn dev_is_told_from_the_name() {
        assert!(is_in_split(Path::new("x/en_ewt-ud-dev.conllu"), "a", Split::Development));
        assert!(!is_in_split(Path::new("x/en_ewt-ud-train.conllu"), "a", Split::Development));
        assert!(!is_in_split(Path::new("x/en_ewt-ud-dev.conllu"), "a", Split::Tuning));
    }
}
