//! A dispatch in the making.

use dateline_text::{
    Block, BlockKind, Dateline, Dispatch, ItemId, Note, NoteKind, Published, Sighting, Span, Stage,
};
use jiff::civil::Date;

use super::traced::{MOST_RUNS, Traced};
use super::{date, language};
use crate::{Decoded, Given, short};

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
    given: Given,
}

impl Draft {
    /// Begins with what the sighting tells, and what is given for all dispatches.
    pub(crate) fn new(sighting: &Sighting, given: &Given) -> Self {
        Self { outlet: sighting.outlet.clone(), given: given.clone(), ..Self::default() }
    }

    /// Returns the day of publication, as far as it is known by now.
    pub(crate) fn day(&self) -> Option<Date> {
        self.published.as_ref().map(|published| published.date).or(self.given.published)
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
        self.bound();
        let has_words = self.blocks.iter().any(|block| block.kind.is_read());
        if !has_words && self.title.is_none() {
            self.note(NoteKind::Empty, "there is no text in it");
            return Decoded { dispatch: None, notes: self.notes };
        }
        let language = self.given.language.take().or_else(|| language::detect(&self.words()));
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
            outlet: self.outlet.or(self.given.outlet),
            title: self.title,
            byline: self.byline,
            dateline: self.dateline,
            published: self.published.or(self.given.published.map(date::day)),
            credit: self.credit,
            language,
            text: self.text.text,
            origin: self.text.origin,
            blocks: self.blocks,
        };
        Decoded { dispatch: Some(dispatch), notes: self.notes }
    }

    /// Keeps every part within its bound, with a note on each that was cut.
    fn bound(&mut self) {
        if self.text.is_cut {
            let message = format!(
                "the text is cut: it has more than {MOST_RUNS} characters beyond ASCII, references \
                 and escapes"
            );
            self.note(NoteKind::Limit, message);
        }
        if let Some(last) = self.blocks.last().filter(|_| self.blocks.len() > MOST_BLOCKS) {
            let rest = self.blocks[MOST_BLOCKS - 1].span.cover(last.span);
            self.blocks.truncate(MOST_BLOCKS - 1);
            self.blocks.push(Block { span: rest, kind: BlockKind::Boilerplate });
            let message = format!("what follows the first {MOST_BLOCKS} blocks is not read");
            self.note(NoteKind::Limit, message);
        }
        self.credit.retain(|body| body.len() <= LONGEST_CREDIT_BYTES);
        self.credit.truncate(MOST_CREDITS);
        self.cut_names();
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

/// Most blocks of a dispatch; what follows is one more.
const MOST_BLOCKS: usize = 50_000;
/// Most bodies that a dispatch credits.
const MOST_CREDITS: usize = 16;
/// A longer line credits nobody.
const LONGEST_CREDIT_BYTES: usize = 500;

/// More than this is not looked at for the language.
const MOST_PROBE_BYTES: usize = 8000;
