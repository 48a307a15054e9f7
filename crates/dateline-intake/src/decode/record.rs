//! Plain text, JSON objects and CSV rows: forms whose text is the decoded input.

use dateline_text::{Block, BlockKind, Item, Note, NoteKind, Span, Stage};

use super::draft::Draft;
use super::fields;
use super::json::{self, Object};
use super::traced::{Traced, fold};
use super::{cell, furniture, masthead, opening, paragraph};
use crate::FieldMap;
use crate::short::MOST_NAME_CHARS;

/// Reads plain text.
pub(crate) fn plain(draft: &mut Draft, source: &Traced) {
    draft.text = source.clone();
    mark(draft, 0, Headline::Guess);
}

/// Reads a JSON object by the field map.
pub(crate) fn object(draft: &mut Draft, source: &Traced, map: &FieldMap) -> Result<(), Note> {
    let text = &source.text;
    let object = Object::read(text, 0..text.len())
        .map_err(|error| malformed(format!("the JSON cannot be read: {error}")))?;
    if object.is_cut {
        let message = format!("of its fields only the first {} are looked at", json::MOST_FIELDS);
        draft.note(NoteKind::Limit, message);
    }
    fields::fill(draft, map, |name| json::words(text, object.find(text, name)?));
    let is_string =
        |name: &str| object.find(text, name).filter(|place| text[place.clone()].starts_with('"'));
    let mut string = |names: &[String]| {
        let place = fields::first(names, is_string)?;
        let (decoded, n_bad) = json::string(source, place);
        draft.note_bad_sequences(n_bad, "Unicode (half of a surrogate pair)");
        Some(decoded)
    };
    let (title, story) = (string(&map.title), string(&map.text));
    set_text(draft, title, story).ok_or_else(|| no_text(map))
}

/// Reads a CSV row by its column names and the field map.
pub(crate) fn row(
    draft: &mut Draft,
    source: &Traced,
    item: &Item,
    map: &FieldMap,
) -> Result<(), Note> {
    let columns = &item.columns;
    let told = || cell::delimiter(&source.text, columns.len());
    let delimiter = item.delimiter.unwrap_or_else(told);
    let mut rest = cell::split(source.text.as_bytes(), delimiter);
    let cells: Vec<_> = rest.by_ref().take(columns.len()).collect();
    let n_cells = cells.len() + rest.count();
    if n_cells != columns.len() {
        let message = format!("the row has {n_cells} cells for {} columns", columns.len());
        draft.note(NoteKind::Malformed, message);
    }
    let find = |name: &str| {
        let at = columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name))?;
        cells.get(at).map(|cell| cell::decode(source, cell))
    };
    fields::fill(draft, map, |name| {
        find(name).map(|cell| cell.text.trim().to_owned()).filter(|words| !words.is_empty())
    });
    let (title, story) = (fields::first(&map.title, find), fields::first(&map.text, find));
    set_text(draft, title, story).ok_or_else(|| no_text(map))
}

/// Makes the text of decoded fields: the headline, and the story under it; `None` where there is
/// neither. A story that opens with the headline has it once.
fn set_text(draft: &mut Draft, title: Option<Traced>, story: Option<Traced>) -> Option<()> {
    let Some(story) = story else {
        draft.push_block(&title?, BlockKind::Title);
        return Some(());
    };
    let is_apart = |title: &Traced| !opens_with(&story.text, &title.text);
    if let Some(title) = title.filter(is_apart) {
        draft.push_block(&head(&title), BlockKind::Title);
    }
    if draft.blocks.is_empty() || !story.text.trim().is_empty() {
        let start = draft.begin_story(&story);
        mark(draft, start, Headline::Known);
    }
    Some(())
}

/// Returns as much of a headline above a story as is told of it elsewhere.
fn head(title: &Traced) -> Traced {
    let bare = Span::new(0, title.text.len()).trim(&title.text);
    let most = bare.of(&title.text).char_indices().nth(MOST_NAME_CHARS);
    let (start, end) = (bare.start as usize, bare.end as usize);
    let mut head = Traced::default();
    head.copy(title, start..most.map_or(end, |(at, _)| start + at));
    head
}

/// Tells whether a story opens with its headline: as a line of its own, or in a first sentence that
/// goes on.
fn opens_with(story: &str, title: &str) -> bool {
    let letters = |words: &str| {
        words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let title = letters(title);
    let n_title = title.chars().count();
    let mut n_letters = 0;
    let end = story.char_indices().find(|(_, c)| {
        n_letters += if c.is_alphanumeric() { c.to_lowercase().count() } else { 0 };
        n_letters >= n_title
    });
    let Some((at, last)) = end.filter(|_| n_title > 0) else { return false };
    let (head, rest) = story.split_at(at + last.len_utf8());
    let is_whole = !rest.starts_with(char::is_alphanumeric);
    let is_line = rest.trim_start_matches([' ', '.', '!', '?']).starts_with(['\n', '\r']);
    let is_long = head.split_whitespace().count() >= LONG_TITLE_WORDS;
    is_whole && (is_line || is_long) && letters(head) == title
}

/// A first sentence may open with the words of a shorter headline by chance.
const LONG_TITLE_WORDS: usize = 4;

/// Whether the headline is to be looked for in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headline {
    /// The text stands alone: its first line may be the headline.
    Guess,
    /// The headline has a field of its own.
    Known,
}

/// Marks what the parts of the story are, which begins at `start`.
fn mark(draft: &mut Draft, start: usize, headline: Headline) {
    let text = std::mem::take(&mut draft.text.text);
    let mut start = start;
    if let Some(header) = opening::header(&text[start..]) {
        let span = Span::new(start + header.span.start as usize, start + header.span.end as usize);
        draft.blocks.push(Block { span, kind: BlockKind::Header });
        draft.outlet = header.outlet.or_else(|| draft.outlet.take());
        draft.published = draft.published.take().or(header.published);
        start = span.end as usize;
    } else if headline == Headline::Guess {
        start = mark_masthead(draft, &text);
    }
    let paragraphs = paragraph::split(&text, start);
    let title = repeated_title(&text, &paragraphs, draft.title.as_deref());
    draft.blocks.extend(title.map(|span| Block { span, kind: BlockKind::Title }));
    let story = &paragraphs[usize::from(title.is_some())..];
    for (at, &span) in story.iter().enumerate() {
        let span = if at == 0 { mark_dateline(draft, &text, span) } else { span };
        mark_paragraph(draft, &text, span);
    }
    draft.text.text = text;
}

/// Marks the lines above the story; returns where the story begins.
fn mark_masthead(draft: &mut Draft, text: &str) -> usize {
    let head = masthead::read(text);
    draft.blocks.extend(&head.blocks);
    let title = head.blocks.iter().find(|block| block.kind == BlockKind::Title);
    draft.title = title.map(|title| fold(title.span.of(text)));
    draft.outlet = draft.outlet.take().or(head.outlet);
    draft.byline = head.byline;
    draft.published = head.published;
    head.end
}

/// Takes the dateline off the first paragraph; returns the rest.
fn mark_dateline(draft: &mut Draft, text: &str, paragraph: Span) -> Span {
    let Some(dateline) = opening::dateline(text, paragraph, draft.day()) else { return paragraph };
    let span = dateline.span;
    draft.blocks.push(Block { span, kind: BlockKind::Dateline });
    draft.dateline = Some(dateline);
    Span::new(span.end as usize, paragraph.end as usize).trim(text)
}

fn mark_paragraph(draft: &mut Draft, text: &str, paragraph: Span) {
    for (span, kind) in furniture::parts(text, paragraph) {
        if span.is_empty() {
            continue;
        }
        draft.blocks.push(Block { span, kind });
        if kind == BlockKind::Boilerplate {
            draft.credit.extend(furniture::credit(span.of(text)));
        }
    }
}

/// Finds the known headline where the text repeats it as its first paragraph.
fn repeated_title(text: &str, paragraphs: &[Span], title: Option<&str>) -> Option<Span> {
    let first = *paragraphs.first()?;
    (paragraphs.len() > 1 && fold(first.of(text)) == fold(title?)).then_some(first)
}

fn malformed(message: String) -> Note {
    Note::new(Stage::Decode, NoteKind::Malformed, message)
}

fn no_text(map: &FieldMap) -> Note {
    malformed(format!(
        "no field for the text ({}) or the title; name it with the field map, as in text=NAME",
        map.text.join(", ")
    ))
}
