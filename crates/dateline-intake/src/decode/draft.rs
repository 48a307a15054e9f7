//! A dispatch in the making.

use dateline_text::{
    Block, BlockKind, Dateline, Dispatch, ItemId, Note, NoteKind, Published, Sighting, Span, Stage,
};

use super::language;
use super::traced::Traced;
use crate::{Decoded, short};

/// What stands between two blocks of a text that is built from pieces.
const BLOCK_SEPARATOR: &str = "\n\n";

/// A dispatch in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: Traced,
    pub(crate) blocks: Vec<Block>,
    pub(crate) external_id: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) dateline: Option<Dateline>,
    pub(crate) published: Option<Published>,
    pub(crate) credit: Vec<String>,
    pub(crate) notes: Vec<Note>,
}

impl Draft {
    /// Begins with what the sighting tells.
    pub(crate) fn new(sighting: &Sighting) -> Self {
        Self { outlet: sighting.outlet.clone(), ..Self::default() }
    }

    /// Appends a block of words after a separator; nothing for white space alone.
    pub(crate) fn push_block(&mut self, words: &Traced, kind: BlockKind) {
        let whole = Span::new(0, words.text.len()).trim(&words.text);
        if whole.is_empty() {
            return;
        }
        if !self.text.text.is_empty() {
            self.text.insert(BLOCK_SEPARATOR);
        }
        let start = self.text.text.len();
        self.text.copy(words, whole.range());
        self.blocks.push(Block { span: Span::new(start, self.text.text.len()), kind });
    }

    /// Adds a note of the decoding stage.
    pub(crate) fn note(&mut self, kind: NoteKind, message: impl Into<String>) {
        self.notes.push(Note::new(Stage::Decode, kind, message));
    }

    /// Adds a note on byte sequences that the charset does not have, if there are any.
    pub(crate) fn note_bad_sequences(&mut self, n_bad: usize, charset: &str) {
        if n_bad > 0 {
            let message =
                format!("{n_bad} byte sequences are not {charset}; U+FFFD stands for each");
            self.note(NoteKind::BadSequence, message);
        }
    }

    /// Tells the language and makes the dispatch.
    pub(crate) fn finish(mut self, item: ItemId) -> Decoded {
        self.cut_names();
        let has_words = self.blocks.iter().any(|block| block.kind.is_read());
        if !has_words && self.title.is_none() {
            self.note(NoteKind::Empty, "there is no text in it");
            return Decoded { dispatch: None, notes: self.notes };
        }
        let language = language::detect(&self.words());
        if language.as_deref() != Some("en") {
            let message = match &language {
                Some(code) => format!("written in `{code}`; only English is read for claims"),
                None => "the language cannot be told; only English is read for claims".to_owned(),
            };
            self.note(NoteKind::Language, message);
        }
        let dispatch = Dispatch {
            item,
            external_id: self.external_id,
            outlet: self.outlet,
            title: self.title,
            byline: self.byline,
            dateline: self.dateline,
            published: self.published,
            credit: self.credit,
            language,
            text: self.text.text,
            origin: self.text.origin,
            blocks: self.blocks,
        };
        Decoded { dispatch: Some(dispatch), notes: self.notes }
    }

    /// Cuts names that are too long to be told again everywhere; a title stands in the text as well.
    fn cut_names(&mut self) {
        let names = [
            (&mut self.external_id, "id"),
            (&mut self.outlet, "outlet"),
            (&mut self.title, "title"),
            (&mut self.byline, "byline"),
        ];
        let notes =
            names.into_iter().filter_map(|(name, what)| short::cut(name, what, Stage::Decode));
        self.notes.extend(notes);
    }

    /// Returns the words that the language is told by: the story, else the title.
    fn words(&self) -> String {
        let told = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::List);
        let blocks = self.blocks.iter().filter(told).map(|block| block.span.of(&self.text.text));
        let mut words = String::new();
        for block in blocks {
            words.push_str(block);
            words.push('\n');
            if words.len() > MOST_PROBE_BYTES {
                break;
            }
        }
        if words.is_empty() { self.title.clone().unwrap_or_default() } else { words }
    }
}

/// More than this is not looked at for the language.
const MOST_PROBE_BYTES: usize = 8000;
