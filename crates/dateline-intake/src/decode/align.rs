//! Finding selected text again on the page it came from.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::page::{Gap, Kind, Page, Role};
use super::traced::Traced;

/// Where a block stands: stretches of the page's flat text, in order, without overlap.
///
/// There is more than one where the selector left something out in the middle, such as the number
/// of a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(pub(crate) Vec<Range<usize>>);

impl Place {
    /// Makes a place of one stretch.
    pub(crate) fn of(range: Range<usize>) -> Self {
        Self(std::iter::once(range).collect())
    }

    /// Writes the block's words, white space folded.
    pub(crate) fn write(&self, page: &Page) -> Traced {
        let mut out = Traced::default();
        let mut end_before = None;
        for range in &self.0 {
            let mut part = Traced::default();
            page.write(&mut part, range.clone());
            if let Some(end) = end_before {
                join(&mut out, page, end, range.start);
            }
            out.copy(&part, 0..part.text.len());
            end_before = Some(range.end);
        }
        out
    }

    /// Returns the first place of the flat text.
    pub(crate) fn start(&self) -> usize {
        self.0.first().map_or(0, |range| range.start)
    }

    /// Returns the place after the last.
    pub(crate) fn end(&self) -> usize {
        self.0.last().map_or(0, |range| range.end)
    }
}

/// Writes the space that the page has after one stretch or before the next.
fn join(out: &mut Traced, page: &Page, end: usize, start: usize) {
    let flat = &page.flat.text;
    let is_space = |c: &char| c.is_whitespace();
    if let Some(space) = flat[end..].chars().next().filter(is_space) {
        out.put(" ", &page.flat, end..end + space.len_utf8());
    } else if let Some(space) = flat[..start].chars().next_back().filter(is_space) {
        out.put(" ", &page.flat, start - space.len_utf8()..start);
    } else if page.nodes[page.node_at(end)..=page.node_at(start)]
        .iter()
        .any(|node| node.gap != Gap::Inline && node.range.start >= end)
    {
        out.insert(" ");
    }
}

/// Finds text on a page by its characters without white space.
pub(crate) struct Aligner<'p> {
    page: &'p Page,
    solid: String,
    // (place in `solid`, place in the flat text) where the two stop running side by side.
    steps: Vec<(usize, usize)>,
    // Places in `solid` where a text node begins, by the bytes there.
    starts: FxHashMap<Vec<u8>, Vec<usize>>,
    node_starts: Vec<usize>,
}

/// Bytes that a place is looked up by: the longer key where the text is long enough.
const KEYS_BYTES: [usize; 2] = [16, 3];
/// Places that are tried for one look-up.
const MOST_TRIES: usize = 256;
/// A shorter block is looked for between its neighbours alone.
const LONG_BYTES: usize = 24;
/// Parts of one block, at most.
const MOST_PARTS: usize = 64;
/// How far apart two stretches of one block may stand, without white space.
const MOST_SKIPPED_BYTES: usize = 2000;

impl<'p> Aligner<'p> {
    /// Indexes a page.
    pub(crate) fn new(page: &'p Page) -> Self {
        let (solid, steps) = solid_of(&page.flat.text);
        let mut aligner =
            Self { page, solid, steps, starts: FxHashMap::default(), node_starts: Vec::new() };
        aligner.index_starts();
        aligner
    }

    /// Places the blocks that can be found, in page order, and gives the words of those that cannot.
    ///
    /// A block is its words without white space. Long blocks are placed first, from the place of
    /// the one before, then anywhere; short ones between their neighbours. A block that was
    /// selected twice is placed once.
    pub(crate) fn place_all(&self, blocks: &[String]) -> (Vec<Place>, Vec<String>) {
        let mut placed = Placed::default();
        let mut lost: Vec<String> = Vec::new();
        let mut cursors = vec![0; blocks.len() + 1];
        for (at, block) in blocks.iter().enumerate() {
            cursors[at + 1] = cursors[at];
            if block.len() < LONG_BYTES {
                continue;
            }
            if let Some(ranges) = self.place(block, cursors[at]..self.solid.len()) {
                cursors[at + 1] = ranges.last().map_or(cursors[at], |range| range.end);
                placed.insert(ranges);
            } else if let Some(ranges) = self.place(block, 0..self.solid.len()) {
                placed.insert(ranges);
            } else {
                lost.push(block.clone());
            }
        }
        for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.len() < LONG_BYTES) {
            let next = cursors[at..].iter().find(|&&cursor| cursor > cursors[at]);
            let within = placed.end_of(cursors[at])..next.copied().unwrap_or(self.solid.len());
            match self.place(block, within) {
                Some(ranges) => placed.insert(ranges),
                None => lost.push(block.clone()),
            }
        }
        (placed.0.values().map(|ranges| self.flat_place(ranges)).collect(), lost)
    }

    /// Finds one block inside a range of `solid`: in one piece, else with parts left out between
    /// text nodes.
    fn place(&self, block: &str, within: Range<usize>) -> Option<Vec<Range<usize>>> {
        if let Some(start) = self.find(block, within.clone()) {
            return Some(std::iter::once(start..start + block.len()).collect());
        }
        let key = block.get(..floor(block, LONG_BYTES)).filter(|key| key.len() >= 3)?;
        let start = self.find(key, within.clone())?;
        self.place_parts(block, start, within.end)
    }

    /// Follows a block from `start` on: as far as it goes, then on at a later text node.
    fn place_parts(&self, block: &str, start: usize, end: usize) -> Option<Vec<Range<usize>>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let (mut start, mut rest) = (start, block);
        while ranges.len() < MOST_PARTS {
            let n_same = common_prefix(&self.solid[start..end.max(start)], rest);
            if n_same == rest.len() {
                ranges.push(start..start + n_same);
                return Some(ranges);
            }
            // The words may go on alike by chance after the place where something was left out:
            // the last end of a text node is tried too.
            let node_end = self.last_start(start + n_same).filter(|&at| at > start);
            let ends = [Some(start + n_same), node_end];
            let (stop, next) = ends.into_iter().flatten().find_map(|stop| {
                let rest = &rest[stop - start..];
                let key = &rest[..floor(rest, KEYS_BYTES[0])];
                let most = (stop + MOST_SKIPPED_BYTES).min(end);
                self.find(key, stop..most).map(|next| (stop, next))
            })?;
            if stop > start {
                ranges.push(start..stop);
            }
            rest = &rest[stop - start..];
            start = next;
        }
        None
    }

    /// Returns the last place at or before another where a text node begins.
    fn last_start(&self, at: usize) -> Option<usize> {
        self.node_starts
            .partition_point(|&start| start <= at)
            .checked_sub(1)
            .map(|n| self.node_starts[n])
    }

    /// Finds text that begins where a text node of the page does.
    fn find(&self, text: &str, within: Range<usize>) -> Option<usize> {
        let n_key = KEYS_BYTES.into_iter().find(|&n_key| n_key <= text.len())?;
        let starts = self.starts.get(&text.as_bytes()[..n_key])?;
        let first = starts.partition_point(|&start| start < within.start);
        let tries = starts[first..].iter().take_while(|&&start| start + text.len() <= within.end);
        let mut tries = tries.take(MOST_TRIES);
        tries.find(|&&start| self.solid.as_bytes()[start..].starts_with(text.as_bytes())).copied()
    }

    fn index_starts(&mut self) {
        // The words of `<title>` come again in the story.
        for node in self.page.nodes.iter().filter(|node| node.role != Role::PageTitle) {
            let start = self.solid_of_flat(node.range.start);
            self.node_starts.push(start);
            for n_key in KEYS_BYTES {
                if let Some(key) = self.solid.as_bytes().get(start..start + n_key) {
                    let places = self.starts.entry(key.to_vec()).or_default();
                    if places.last() != Some(&start) {
                        places.push(start);
                    }
                }
            }
        }
    }

    /// Returns the place in `solid` of the first character at or after a place of the flat text.
    fn solid_of_flat(&self, flat: usize) -> usize {
        let next = self.steps.partition_point(|&(_, start)| start <= flat);
        let Some(before) = next.checked_sub(1) else { return 0 };
        let (solid, start) = self.steps[before];
        let n_after = self.steps.get(next).map_or(self.solid.len(), |&(solid, _)| solid) - solid;
        floor(&self.solid, solid + (flat - start).min(n_after))
    }

    /// Returns the flat place of ranges of `solid`; each goes on to the next character that counts.
    fn flat_place(&self, ranges: &[Range<usize>]) -> Place {
        let flat = |solid: usize| {
            let step = self.steps.partition_point(|&(start, _)| start <= solid) - 1;
            let (at, place) = self.steps[step];
            let next =
                self.steps.get(step + 1).map_or(self.page.flat.text.len(), |&(_, next)| next);
            // A letter that was taken apart is longer in `solid` than on the page.
            floor(&self.page.flat.text, (place + (solid - at)).min(next))
        };
        let end = |solid: usize| {
            if solid == self.solid.len() { self.page.flat.text.len() } else { flat(solid) }
        };
        Place(ranges.iter().map(|range| flat(range.start)..end(range.end)).collect())
    }
}

/// Places that are taken, by where they begin.
#[derive(Default)]
struct Placed(BTreeMap<usize, Vec<Range<usize>>>);

impl Placed {
    /// Takes a place, unless part of it is taken already: then the block was selected twice.
    fn insert(&mut self, ranges: Vec<Range<usize>>) {
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return };
        let before = self.0.range(..last.end).next_back();
        let is_free =
            before.and_then(|(_, taken)| taken.last()).is_none_or(|taken| taken.end <= first.start);
        if is_free {
            self.0.insert(first.start, ranges);
        }
    }

    /// Returns the end of the place that holds or follows directly on `at`, else `at`.
    fn end_of(&self, at: usize) -> usize {
        let before = self.0.range(..at).next_back();
        before.and_then(|(_, taken)| taken.last()).map_or(at, |taken| taken.end.max(at))
    }
}

/// Returns the length of what two texts have in common at their start, in whole characters.
fn common_prefix(left: &str, right: &str) -> usize {
    let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    floor(right, same)
}

/// Returns text as blocks are compared: without white space, controls, marks and what cannot be
/// seen (soft hyphens, joiners), since the selector composes letters and drops some of these.
pub(crate) fn squeeze(text: &str) -> String {
    let mut solid = String::with_capacity(text.len());
    text.chars().for_each(|c| push_solid(&mut solid, c));
    solid
}

fn push_solid(solid: &mut String, c: char) {
    if c.is_ascii() {
        if Kind::of(c) == Kind::Solid {
            solid.push(c);
        }
    } else if Kind::of(c) == Kind::Solid && !is_joiner(c) {
        solid.extend(c.nfd().filter(|&c| !is_combining_mark(c)));
    }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}')
}

/// Squeezes text and keeps where its characters stood.
fn solid_of(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut solid, mut steps) = (String::with_capacity(text.len()), Vec::new());
    // What to add to a place in `solid`; a step where it changes.
    let mut last_shift = None;
    for (at, c) in text.char_indices() {
        let before = solid.len();
        push_solid(&mut solid, c);
        let shift = Some(at.wrapping_sub(before));
        if solid.len() > before && last_shift != shift {
            steps.push((before, at));
            last_shift = shift;
        }
    }
    (solid, steps)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
