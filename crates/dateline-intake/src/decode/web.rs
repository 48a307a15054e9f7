//! HTML pages, and HTML inside feeds: text built from the page's own text nodes.

use std::ops::Range;

use dateline_text::{Block, BlockKind, NoteKind, Published, Span};

use super::align::{Place, squeeze};
use super::article::{self, Refusal, Selection};
use super::draft::Draft;
use super::entity::Dialect;
use super::meta::Meta;
use super::page::{Page, Role};
use super::surplus::{self, Surplus};
use super::traced::{Traced, fold};
use super::{byline, furniture, masthead, opening};

/// Reads a page: its title, then the blocks of its article.
pub(crate) fn page(draft: &mut Draft, source: &Traced) {
    let page = Page::read(source, 0..source.text.len(), Dialect::Html);
    let mut meta = Meta::read(&source.text);
    let surplus = Surplus::of(&page);
    let mut selection = select(draft, source, &page, &surplus);
    if let Some(told) = &selection.told {
        meta.complete(told);
    }
    let title = title_place(&page, &meta);
    if let Some(title) = &title {
        selection.blocks = apart_from(title, selection.blocks, &page);
    }
    complete_short(draft, &page, &mut selection, title.as_ref(), &surplus);
    let above = Above::read(&page, title.as_ref(), &selection.blocks);
    push_title(draft, &page, title.as_ref(), meta.titles.first());
    draft.outlet = meta.outlet.or_else(|| draft.outlet.take());
    draft.declared = meta.language;
    draft.published = meta.published.or(above.published).or(meta.guessed);
    draft.note_unread_date(&meta.dates);
    let author = selection.told.as_ref().map(|told| fold(&told.author));
    let author = author.filter(|author| is_in_story(&page, author, title.as_ref(), &selection));
    draft.byline = meta.byline.or(above.byline).or_else(|| byline::told(&author?));
    push_story(draft, &page, &selection.blocks, title.as_ref());
    note_lost(draft, &selection.lost);
    if !draft.blocks.iter().any(|block| is_body(block.kind)) {
        draft.note(NoteKind::Dropped, "no story was found on the page below its title");
    }
}

fn is_body(kind: BlockKind) -> bool {
    kind.is_read() && kind != BlockKind::Title
}

/// What stands between the headline and the story: author and date.
#[derive(Debug, Default)]
struct Above {
    byline: Option<String>,
    published: Option<Published>,
}

impl Above {
    fn read(page: &Page, title: Option<&Place>, story: &[Place]) -> Self {
        let mut above = Self::default();
        let start = title.map_or(0, Place::end);
        let Some(first) = story.iter().find(|place| place.start() >= start) else { return above };
        for block in surplus::blocks(page) {
            if block.start < start || block.start > first.start() {
                continue;
            }
            let mut own = surplus::solid_nodes(page, &block).filter(|node| !node.around.is_aside);
            let Some(node) = own.next() else { continue };
            let words = Place::of(block.clone()).write(page).text;
            let by_name = byline::line(&words);
            let is_author = node.around.is_author;
            let name = by_name.or_else(|| byline::marked(&words).filter(|_| is_author));
            if name.is_some() || is_author || masthead::is_byline_or_date(&words) {
                above.published = above.published.take().or_else(|| masthead::date_in(&words));
            }
            above.byline = above.byline.take().or(name);
        }
        above
    }
}

/// Tells whether words stand on the page from the headline to the end of the story: an author of
/// whom the selector tells may be that of another story.
fn is_in_story(page: &Page, words: &str, title: Option<&Place>, selection: &Selection) -> bool {
    let start = title.map_or(0, Place::end);
    let end = selection.blocks.iter().map(Place::end).max().unwrap_or(0);
    let near = page.flat.text.get(start..end).unwrap_or_default();
    !words.is_empty() && squeeze(near).contains(&squeeze(words))
}

/// Takes the headline out of blocks that run on into the story, as where the selector makes one block
/// of a whole page: what is left of such a block is parted as the page parts it.
fn apart_from(title: &Place, places: Vec<Place>, page: &Page) -> Vec<Place> {
    let blocks = surplus::blocks(page);
    let mut apart = Vec::with_capacity(places.len());
    for place in places {
        if !overlaps(title, &place) {
            apart.push(place);
            continue;
        }
        let (start, end) = (place.start().max(title.end()), place.end());
        let first = blocks.partition_point(|range| range.start < start);
        let rest = blocks[first..].iter().take_while(|range| range.start < end);
        apart.extend(rest.cloned().map(Place::of));
    }
    apart
}

/// Adds the paragraphs of the page's own article where the selector found few words or none: it
/// passes over short articles.
fn complete_short(
    draft: &mut Draft,
    page: &Page,
    selection: &mut Selection,
    title: Option<&Place>,
    surplus: &Surplus,
) {
    let is_title = |place: &Place| title.is_some_and(|title| overlaps(title, place));
    let n_words = |place: &Place| {
        page.flat.text[place.start()..place.end()].split_whitespace().take(SHORT_WORDS).count()
    };
    let n_story: usize = selection.blocks.iter().map(n_words).sum();
    if n_story >= SHORT_WORDS {
        return;
    }
    let mut own = own_paragraphs(page, surplus);
    if own.is_empty() && n_story == 0 {
        own = prose(page, surplus);
        if !own.is_empty() {
            let message = "no article was found on the page; its longer paragraphs are read, \
                           story or not";
            draft.note(NoteKind::Dropped, message);
        }
    }
    // These are few: a block has a word at least.
    let known = std::mem::take(&mut selection.blocks);
    let is_known = |place: &Place| known.iter().any(|known| overlaps(known, place));
    own.retain(|place| !is_title(place) && !is_known(place));
    selection.blocks = known;
    selection.blocks.extend(own);
    selection.blocks.sort_by_key(Place::start);
}

/// A story with fewer words may be short, or not have been found as a whole.
const SHORT_WORDS: usize = 50;

/// Returns the paragraphs inside `<article>` and `<main>`.
fn own_paragraphs(page: &Page, surplus: &Surplus) -> Vec<Place> {
    let is_own = |range: &Range<usize>| {
        let mut nodes = surplus::solid_nodes(page, range);
        nodes.next().is_some_and(|node| node.around.is_story && node.around.is_paragraph)
            && page.flat.text[range.clone()].split_whitespace().nth(FEWEST_WORDS - 1).is_some()
            && !surplus.holds(range.start)
    };
    surplus::blocks(page).into_iter().filter(is_own).map(Place::of).collect()
}

/// A paragraph with fewer words is a button or a label.
const FEWEST_WORDS: usize = 4;
fn overlaps(one: &Place, other: &Place) -> bool {
    one.start() < other.end() && other.start() < one.end()
}

/// Selects the article; where the page is too much for the selector, what reads like prose.
fn select(draft: &mut Draft, source: &Traced, page: &Page, surplus: &Surplus) -> Selection {
    match article::select(&source.text, page) {
        Ok(selection) => Selection { blocks: surplus.leave_out(selection.blocks), ..selection },
        Err(Refusal::Failed(why)) => {
            draft.note(NoteKind::Dropped, why);
            Selection::default()
        }
        Err(Refusal::Limit(why)) => {
            let message = format!("{why}; its longer paragraphs are read, story or not");
            draft.note(NoteKind::Limit, message);
            Selection { blocks: prose(page, surplus), ..Selection::default() }
        }
    }
}

/// Returns the blocks of a page that are long enough to be paragraphs of a story.
fn prose(page: &Page, surplus: &Surplus) -> Vec<Place> {
    let n_words = |place: &Place| {
        let words = page.flat.text[place.start()..place.end()].split_whitespace();
        words.take(PROSE_WORDS).count()
    };
    let is_prose = |place: &Place| n_words(place) == PROSE_WORDS && !surplus.holds(place.start());
    all_blocks(page).into_iter().filter(is_prose).collect()
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
        let words = place.write(page);
        if title.is_some_and(|title| overlaps(title, place))
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
    surplus::blocks(page).into_iter().map(Place::of).collect()
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
