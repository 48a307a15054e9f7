//! The text nodes of a page, each with its place and its element.

use std::ops::Range;

use super::around::{Around, Tracker};
use super::entity::{self, Dialect};
use super::markup::{Markup, Token, attributes};
use super::traced::Traced;

/// A page as its text nodes.
///
/// `flat` holds the decoded text of all nodes one after another; each [`Node`] is a stretch of it.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) flat: Traced,
    pub(crate) nodes: Vec<Node>,
    /// Whether text nodes were left off at its end.
    pub(crate) is_cut: bool,
    /// The most attributes that one of its tags has, where they are many.
    pub(crate) n_attributes: usize,
}

/// One text node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Stretch of the page's flat text.
    pub(crate) range: Range<usize>,
    /// What stands between the node before and this one.
    pub(crate) gap: Gap,
    /// What the nearest telling element says of it.
    pub(crate) role: Role,
    /// What stands around it.
    pub(crate) around: Around,
}

/// What stands between two text nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Inline tags or comments at most: a word may run on.
    Inline,
    /// A line break.
    Line,
    /// The border of a block.
    Block,
}

/// What the nearest telling element says of a text node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    /// `<title>`
    PageTitle,
    /// `<h1>`
    MainHeading,
    /// `<li>`, `<dd>`, `<dt>`
    ListItem,
    /// `<figcaption>`, `<caption>`
    Caption,
    /// Anything else.
    #[default]
    Plain,
}

impl Page {
    /// Collects the text nodes of a stretch of markup; scripts and styles are left out.
    pub(crate) fn read(parent: &Traced, range: Range<usize>, dialect: Dialect) -> Self {
        let mut page = Self::default();
        let mut roles: Vec<(String, Role)> = Vec::new();
        let mut tracker = Tracker::default();
        let mut gap = Gap::Block;
        for token in Markup::new(&parent.text, range, dialect) {
            match token {
                Token::Open { name, attributes, closed } => {
                    let name = parent.text[name].to_ascii_lowercase();
                    let told = &parent.text[attributes];
                    page.n_attributes = page.n_attributes.max(n_attributes(told));
                    gap = gap.max(border(&name));
                    if !closed {
                        let is_block = border(&name) == Gap::Block;
                        tracker.open(&name, is_block, || self::attributes(told));
                    }
                    if let Some(role) = role(&name)
                        && !closed
                    {
                        roles.truncate(MOST_ROLES - 1);
                        roles.push((name, role));
                    }
                }
                Token::Close { name } => {
                    let name = parent.text[name].to_ascii_lowercase();
                    gap = gap.max(border(&name));
                    tracker.close(&name, border(&name) == Gap::Block);
                    if let Some(at) = roles.iter().rposition(|(open, _)| *open == name) {
                        roles.truncate(at);
                    }
                }
                Token::Text(_) | Token::Verbatim(_) if page.nodes.len() >= MOST_NODES => {
                    page.is_cut = true;
                }
                Token::Text(range) => {
                    page.push(roles.last(), tracker.around(), gap, |flat| {
                        entity::decode(flat, parent, range, dialect);
                    });
                    gap = Gap::Inline;
                }
                Token::Verbatim(range) => {
                    let around = tracker.around();
                    page.push(roles.last(), around, gap, |flat| flat.copy(parent, range));
                    gap = Gap::Inline;
                }
                Token::Raw(_) => {}
            }
        }
        page
    }

    /// Makes a page of plain text: one block for each paragraph between blank lines.
    pub(crate) fn plain(text: Traced) -> Self {
        let mut nodes = Vec::new();
        let mut at = 0;
        for part in text.text.split_inclusive("\n\n") {
            let range = at..at + part.len();
            at = range.end;
            nodes.push(Node {
                range,
                gap: Gap::Block,
                role: Role::Plain,
                around: Around::default(),
            });
        }
        Self { flat: text, nodes, ..Self::default() }
    }

    /// Appends a text node; `write` appends its words.
    fn push(
        &mut self,
        inside: Option<&(String, Role)>,
        around: Around,
        gap: Gap,
        write: impl FnOnce(&mut Traced),
    ) {
        let role = inside.map(|&(_, role)| role).unwrap_or_default();
        let start = self.flat.text.len();
        write(&mut self.flat);
        self.nodes.push(Node { range: start..self.flat.text.len(), gap, role, around });
    }

    /// Returns the index of the node that holds a place of the flat text.
    pub(crate) fn node_at(&self, at: usize) -> usize {
        self.nodes.partition_point(|node| node.range.end <= at)
    }

    /// Appends a range of the flat text to `out`: white space folded, controls left out, a
    /// separator where a line or block ends between two words.
    pub(crate) fn write(&self, out: &mut Traced, range: Range<usize>) {
        let mut pending = Space::None;
        let mut is_first = true;
        for node in &self.nodes[self.node_at(range.start)..] {
            if node.range.start >= range.end {
                break;
            }
            if !is_first && node.gap != Gap::Inline {
                pending = pending.or(Space::Border);
            }
            is_first = false;
            let from = node.range.start.max(range.start);
            let to = node.range.end.min(range.end);
            self.write_node(out, from..to, &mut pending);
        }
    }

    fn write_node(&self, out: &mut Traced, range: Range<usize>, pending: &mut Space) {
        let text = &self.flat.text[range.clone()];
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let kind = Kind::of(first);
            let same = |c: char| Kind::of(c) == kind;
            let n_bytes = text[at..].find(|c| !same(c)).unwrap_or(text.len() - at);
            let here = range.start + at..range.start + at + n_bytes;
            at += n_bytes;
            match kind {
                Kind::Solid => {
                    match std::mem::replace(pending, Space::None) {
                        Space::Some(space) => out.put(" ", &self.flat, space),
                        Space::Border => out.insert(" "),
                        Space::None => {}
                    }
                    out.copy(&self.flat, here);
                }
                // White space before the first word is not written.
                Kind::Space if !out.text.is_empty() => {
                    *pending = std::mem::replace(pending, Space::None).or(Space::Some(here));
                }
                Kind::Space | Kind::Control => {}
            }
        }
    }
}

/// Open elements that are remembered for their role; deeper ones replace the last.
const MOST_ROLES: usize = 64;
/// Text nodes that are kept; those after them are left off.
const MOST_NODES: usize = 500_000;

/// Counts the attributes of a tag that may have many; nought for any other.
fn n_attributes(text: &str) -> usize {
    let is_long = text.len() >= MANY_ATTRIBUTES_BYTES;
    if is_long { attributes(text).len() } else { 0 }
}

/// A tag with fewer bytes has not too many attributes.
const MANY_ATTRIBUTES_BYTES: usize = 1000;

/// White space that has been read but not written.
enum Space {
    None,
    Border,
    Some(Range<usize>),
}

impl Space {
    fn or(self, other: Space) -> Space {
        match self {
            Space::None => other,
            Space::Border if matches!(other, Space::Some(_)) => other,
            found => found,
        }
    }
}

/// What a character is for folding and for finding text again.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(crate) enum Kind {
    Solid,
    Space,
    /// What is not written: controls, and what cannot be seen.
    Control,
}

impl Kind {
    pub(crate) fn of(c: char) -> Self {
        match c {
            _ if c.is_whitespace() => Kind::Space,
            _ if c.is_control() || is_invisible(c) => Kind::Control,
            _ => Kind::Solid,
        }
    }
}

/// Tells a mark where a word may break, and other characters without width that part no letters of
/// any script.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

fn role(name: &str) -> Option<Role> {
    match name {
        "title" => Some(Role::PageTitle),
        "h1" => Some(Role::MainHeading),
        "li" | "dd" | "dt" => Some(Role::ListItem),
        "figcaption" | "caption" => Some(Role::Caption),
        "article" | "section" | "main" | "body" | "head" | "p" | "blockquote" => Some(Role::Plain),
        _ => None,
    }
}

fn border(name: &str) -> Gap {
    match name {
        "br" => Gap::Line,
        _ if INLINE.contains(&name) => Gap::Inline,
        _ => Gap::Block,
    }
}

/// # Source
/// WHATWG HTML, 15.3 "Rendering": elements that do not begin a block.
const INLINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "g", "i", "img", "ins", "kbd", "label", "mark", "meta", "nobr", "q", "rb", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let (parent, _) = Traced::of_bytes(html.as_bytes(), encoding_rs::UTF_8, 0);
        let page = Page::read(&parent, 0..html.len(), Dialect::Html);
        let mut out = Traced::default();
        page.write(&mut out, 0..page.flat.text.len());
        assert_eq!(out.text, expected, "{html}");
    }

    #[test]
    fn words_run_on_over_inline_tags_alone() {
        check("<p>un<b>break</b>able\n  <i>word</i></p><p>Next</p>", "unbreakable word Next");
        check("a<br>b &nbsp; c<script>x</script>d", "a b c d");
        check("<td>1</td><td>2</td>", "1 2");
        check("a&shy;b\u{200B}c", "abc");
    }
}
