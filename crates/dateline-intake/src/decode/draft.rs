//! A dispatch in the making.

use dateline_text::{
    Block, BlockKind, Dateline, Dispatch, Item, ItemId, Media, Note, NoteKind, Published, Sighting,
    Span, Stage,
};
use jiff::civil::Date;

use super::traced::{MOST_RUNS, Traced};
use super::{date, language};
use crate::outlet::house;
use crate::{Decoded, Given, named, short};

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
    /// The language that the input says it is in, as written there.
    pub(crate) declared: Option<String>,
    given: Given,
    /// The day that the names in the path of a file tell.
    named_day: Option<Date>,
    /// The outlet that they tell.
    named_outlet: Option<String>,
}

impl Draft {
    /// Begins with what the sighting tells, and what is given for all dispatches.
    pub(crate) fn new(item: &Item, sighting: &Sighting, given: &Given) -> Self {
        // A file of many records has one name for all.
        let is_file = matches!(item.media, Media::Text | Media::Html) && sighting.member.is_none();
        let path = sighting.path.as_deref().filter(|_| is_file);
        Self {
            named_day: path.and_then(named::day),
            named_outlet: path.and_then(named::outlet),
            outlet: sighting.outlet.clone(),
            declared: item.language.clone(),
            given: given.clone(),
            ..Self::default()
        }
    }

    /// Returns the day of publication, as far as it is known by now.
    pub(crate) fn day(&self) -> Option<Date> {
        let told = self.published.as_ref().map(|published| published.date);
        told.or(self.given.published).or(self.named_day)
    }

    /// Settles the day of publication where nothing tells it: that of a dateline with its year, the
    /// one that was given, or the one in the name of the file.
    fn settle_day(&mut self) {
        if self.published.is_some() {
            return;
        }
        let in_dateline = self.dateline.as_ref().and_then(|dateline| {
            let words = dateline.span.of(&self.text.text);
            date::read(words).map(|read| read.date)
        });
        let assumed = [
            (in_dateline, "that of the dateline"),
            (self.given.published, ""),
            (self.named_day, "taken from the name of the file or folder"),
        ];
        let found = assumed.into_iter().find_map(|(day, why)| Some((day?, why)));
        let Some((day, why)) = found else { return };
        self.published = Some(date::day(day));
        if !why.is_empty() {
            self.note(NoteKind::Assumed, format!("the day of publication, {day}, is {why}"));
        }
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

    /// Appends a story as it is, after a separator; returns where it begins.
    pub(crate) fn begin_story(&mut self, story: &Traced) -> usize {
        if !self.text.text.is_empty() {
            self.text.insert(BLOCK_SEPARATOR);
        }
        let start = self.text.text.len();
        self.text.copy(story, 0..story.text.len());
        start
    }

    /// Takes the first date of publication that can be read; the date of a change stands for it only
    /// where none is written at all.
    pub(crate) fn read_dates(
        &mut self,
        published: impl IntoIterator<Item = String>,
        changed: impl IntoIterator<Item = String>,
    ) {
        let mut written: Vec<String> = published.into_iter().collect();
        if written.is_empty() {
            written.extend(changed);
        }
        self.published = written.iter().find_map(|text| date::read(text));
        self.note_unread_date(&written);
    }

    /// Adds a note on dates that are written and cannot be read, where the draft has none.
    pub(crate) fn note_unread_date(&mut self, written: &[String]) {
        if let Some(first) = written.first().filter(|_| self.published.is_none()) {
            let message = format!("the publication date `{first}` is in no form that is read");
            self.note(NoteKind::Unresolved, message);
        }
    }

    /// Settles the outlet where nothing tells it: the one that was given, or that in the path.
    fn settle_outlet(&mut self) {
        let told = self.outlet.take().map(|outlet| house(&outlet)).or(self.given.outlet.clone());
        if let (None, Some(name)) = (&told, &self.named_outlet) {
            let message =
                format!("the outlet, {name}, is taken from the name of the file or folder");
            self.notes.push(Note::new(Stage::Decode, NoteKind::Assumed, message));
        }
        self.outlet = told.or(self.named_outlet.take());
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
        self.settle_day();
        self.settle_outlet();
        let declared = self.declared.take();
        let told = || language::tell(&self.words(), declared.as_deref());
        let language = self.given.language.clone().or_else(told);
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
