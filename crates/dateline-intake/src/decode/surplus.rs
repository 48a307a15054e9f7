//! Blocks of a page that are no part of its story: links to other stories, comments, and the
//! headings over them.

use std::ops::Range;

use dateline_text::BlockKind;

use super::align::Place;
use super::page::{Gap, Node, Page, Role};
use super::{byline, furniture};

/// A longer block is no link to another story.
const MOST_TEASER_CHARS: usize = 240;
/// A heading over other stories has few words.
const MOST_HEADING_WORDS: usize = 8;

/// The surplus blocks of a page, as stretches of its flat text in page order.
#[derive(Debug, Default)]
pub(crate) struct Surplus(Vec<Range<usize>>);

impl Surplus {
    /// Finds the blocks that are no part of a story.
    pub(crate) fn of(page: &Page) -> Self {
        let mut found = Vec::new();
        let mut stands_above = false;
        for range in blocks(page).into_iter().rev() {
            let words = page.flat.text[range.clone()].trim();
            let Some(first) = solid_nodes(page, &range).next() else { continue };
            let is_surplus = first.around.is_aside
                || is_teaser(page, &range, words)
                || stands_above && is_heading(words);
            if is_surplus {
                found.push(range);
            }
            stands_above = is_surplus;
        }
        found.reverse();
        Self(found)
    }

    /// Leaves the surplus out of some blocks, unless little would be left: then the marks of the
    /// page mean something else.
    pub(crate) fn leave_out(&self, places: Vec<Place>) -> Vec<Place> {
        let n_bytes = |place: &Place| place.0.iter().map(Range::len).sum::<usize>();
        let n_all: usize = places.iter().map(n_bytes).sum();
        let n_kept: usize =
            places.iter().filter(|place| !self.holds(place.start())).map(n_bytes).sum();
        let mut places = places;
        if n_kept * 2 >= n_all {
            places.retain(|place| !self.holds(place.start()));
        }
        places
    }

    /// Tells whether a place of the flat text is in such a block.
    pub(crate) fn holds(&self, at: usize) -> bool {
        let next = self.0.partition_point(|range| range.end <= at);
        self.0.get(next).is_some_and(|range| range.start <= at)
    }
}

/// Returns every block of a page, from border to border.
pub(crate) fn blocks(page: &Page) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for node in &page.nodes {
        match blocks.last_mut() {
            Some(last) if node.gap != Gap::Block => last.end = node.range.end,
            _ => blocks.push(node.range.clone()),
        }
    }
    blocks
}

/// Returns the text nodes of a block that hold more than white space.
pub(crate) fn solid_nodes<'p>(
    page: &'p Page,
    block: &Range<usize>,
) -> impl Iterator<Item = &'p Node> {
    let end = block.end;
    let nodes = page.nodes[page.node_at(block.start).min(page.nodes.len())..].iter();
    nodes
        .take_while(move |node| node.range.start < end)
        .filter(|node| !page.flat.text[node.range.clone()].trim().is_empty())
}

/// Tells a block that is a link from end to end and no sentence.
fn is_teaser(page: &Page, block: &Range<usize>, words: &str) -> bool {
    let is_link = |node: &Node| {
        node.around.is_link && !matches!(node.role, Role::MainHeading | Role::PageTitle)
    };
    let ends_sentence = words
        .trim_end_matches(['"', '”', '\'', '’', '»', ')'])
        .ends_with(['.', '!', '?', '…', ':', ';', ',']);
    !ends_sentence
        && words.chars().nth(MOST_TEASER_CHARS).is_none()
        && solid_nodes(page, block).all(is_link)
        && byline::line(words).is_none()
}

fn is_heading(words: &str) -> bool {
    words.split_whitespace().nth(MOST_HEADING_WORDS).is_none()
        && furniture::kind(words) == BlockKind::Boilerplate
}
