//! HTML pages, and HTML inside feeds: text built from the page's own text nodes.

use std::ops::Range;

use dateline_text::{Block, BlockKind, NoteKind, Span};

use super::align::{Place, squeeze};
use super::article::{self, Refusal, Selection};
use super::draft::Draft;
use super::entity::Dialect;
use super::meta::Meta;
use super::page::{Gap, Page, Role};
use super::traced::{Traced, fold};
use super::{furniture, masthead, opening};

/// Reads a page: its title, then the blocks of its article.
pub(crate) fn page(draft: &mut Draft, source: &Traced) {
    let page = Page::read(source, 0..source.text.len(), Dialect::Html);
    let mut meta = Meta::read(&source.text);
    let selection = select(draft, source, &page);
    if let Some(told) = &selection.told {
        meta.complete(told);
    }
    let title = title_place(&page, &meta);
    push_title(draft, &page, title.as_ref(), meta.titles.first());
    draft.outlet = meta.outlet.or_else(|| draft.outlet.take());
    draft.byline = meta.byline;
    draft.published = meta.published;
    push_story(draft, &page, &selection.blocks, title.as_ref());
    note_lost(draft, &selection.lost);
}

/// Selects the article; where the page is too much for the selector, what reads like prose.
fn select(draft: &mut Draft, source: &Traced, page: &Page) -> Selection {
    match article::select(&source.text, page) {
        Ok(selection) => selection,
        Err(Refusal::Failed(why)) => {
            draft.note(NoteKind::Dropped, why);
            Selection::default()
        }
        Err(Refusal::Limit(why)) => {
            let message = format!("{why}; its longer paragraphs are read, story or not");
            draft.note(NoteKind::Limit, message);
            Selection { blocks: prose(page), ..Selection::default() }
        }
    }
}

/// Returns the blocks of a page that are long enough to be paragraphs of a story.
fn prose(page: &Page) -> Vec<Place> {
    let n_words = |place: &Place| {
        let words = page.flat.text[place.start()..place.end()].split_whitespace();
        words.take(PROSE_WORDS).count()
    };
    all_blocks(page).into_iter().filter(|place| n_words(place) == PROSE_WORDS).collect()
}

/// Menus, buttons and captions mostly have fewer words.
const PROSE_WORDS: usize = 12;

/// Appends the blocks of a story; leaves out what repeats the title.
pub(crate) fn push_story(draft: &mut Draft, page: &Page, places: &[Place], title: Option<&Place>) {
    if page.is_cut {
        draft.note(
            NoteKind::Limit,
            "the page has too many stretches of text; the last are left off",
        );
    }
    let known = draft.title.as_deref().map(comparable);
    let mut is_first = true;
    for place in places {
        let overlaps = |other: &Place| place.start() < other.end() && other.start() < place.end();
        let words = place.write(page);
        if title.is_some_and(overlaps)
            || is_first && known.as_deref() == Some(&*comparable(&words.text))
        {
            continue;
        }
        let kind = match page.nodes.get(page.node_at(place.start())).map(|node| node.role) {
            Some(Role::PageTitle) => continue,
            Some(Role::Caption) => BlockKind::Caption,
            _ if is_first && masthead::is_byline_or_date(words.text.trim()) => BlockKind::Header,
            role => match furniture::kind(words.text.trim()) {
                BlockKind::Paragraph if role == Some(Role::ListItem) => BlockKind::List,
                kind => kind,
            },
        };
        draft.push_block(&words, kind);
        let Some(block) = draft.blocks.last().copied() else { continue };
        if kind == BlockKind::Header {
            masthead::complete(draft, block.span);
        }
        if kind == BlockKind::Boilerplate {
            draft.credit.extend(furniture::credit(block.span.of(&draft.text.text)));
        }
        if is_first && kind == BlockKind::Paragraph {
            split_dateline(draft, block);
            is_first = false;
        }
    }
}

/// Returns every block of a page, from border to border.
pub(crate) fn all_blocks(page: &Page) -> Vec<Place> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for node in &page.nodes {
        match places.last_mut() {
            Some(last) if node.gap != Gap::Block => last.end = node.range.end,
            _ => places.push(node.range.clone()),
        }
    }
    places.into_iter().map(Place::of).collect()
}

/// Makes a dateline block of the opening of the last block.
fn split_dateline(draft: &mut Draft, block: Block) {
    let text = &draft.text.text;
    let Some(dateline) = opening::dateline(text, block.span, draft.day()) else { return };
    let rest = Span::new(dateline.span.end as usize, block.span.end as usize).trim(text);
    draft.blocks.pop();
    draft.blocks.push(Block { span: dateline.span, kind: BlockKind::Dateline });
    if !rest.is_empty() {
        draft.blocks.push(Block { span: rest, kind: block.kind });
    }
    draft.dateline = Some(dateline);
}

fn push_title(draft: &mut Draft, page: &Page, place: Option<&Place>, told: Option<&String>) {
    if let Some(place) = place {
        let words = place.write(page);
        draft.title = Some(fold(&words.text));
        draft.push_block(&words, BlockKind::Title);
    } else {
        draft.title = told.cloned();
    }
}

/// Finds the headline among the text nodes: an `<h1>` that the metadata confirms, the only `<h1>`,
/// or the part of `<title>` that is the headline.
fn title_place(page: &Page, meta: &Meta) -> Option<Place> {
    let headings: Vec<(Place, String)> = all_blocks(page)
        .into_iter()
        .filter(|place| {
            page.nodes[page.node_at(place.start()).min(page.nodes.len() - 1)].role
                == Role::MainHeading
        })
        .map(|place| {
            let words = squeeze(&place.write(page).text);
            (place, words)
        })
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let page_title = page_title(page);
    let told = meta.titles.iter().map(String::as_str);
    let all = told.chain(page_title.iter().map(|range| &page.flat.text[range.clone()]));
    let titles: Vec<String> = all.map(comparable).collect();
    let confirms = |words: &str| {
        let words = comparable(words);
        words.len() >= 8 && titles.iter().any(|title| title.starts_with(&words))
    };
    let confirmed = headings.iter().find(|(_, words)| confirms(words));
    let only = || headings.first().filter(|_| headings.len() == 1 && meta.titles.is_empty());
    if let Some((place, _)) = confirmed.or_else(only) {
        return Some(place.clone());
    }
    page_title.map(|range| Place::of(headline_of(page, range, meta)))
}

fn page_title(page: &Page) -> Option<Range<usize>> {
    let node = page.nodes.iter().find(|node| node.role == Role::PageTitle)?;
    (!page.flat.text[node.range.clone()].trim().is_empty()).then(|| node.range.clone())
}

/// Returns words as two forms of one headline are compared: letters and digits alone.
fn comparable(words: &str) -> String {
    squeeze(words).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the part of `<title>` that is the headline, without the outlet's name.
fn headline_of(page: &Page, range: Range<usize>, meta: &Meta) -> Range<usize> {
    let text = &page.flat.text[range.clone()];
    for title in &meta.titles {
        if let Some(at) = text.find(title.as_str()) {
            return range.start + at..range.start + at + title.len();
        }
    }
    let border = [" | ", " · ", " — ", " – ", " - "]
        .iter()
        .filter_map(|border| text.rfind(border))
        .find(|&at| text[..at].split_whitespace().count() >= 4);
    range.start..border.map_or(range.end, |at| range.start + at)
}

fn note_lost(draft: &mut Draft, lost: &[String]) {
    let lost: Vec<&String> = lost.iter().filter(|words| words.chars().count() > 2).collect();
    if let Some(first) = lost.first() {
        let head: String = first.chars().take(40).collect();
        let n_lost = lost.len();
        let message = format!(
            "{n_lost} selected blocks were not found again on the page and were left out; the \
             first begins (without white space) `{head}`"
        );
        draft.note(NoteKind::Dropped, message);
    }
}
