//! How large a tree a page makes, before anything is built of it that costs more.
//!
//! Tags alone do not tell: some elements end without a tag, others are opened again in every
//! paragraph, and a page of a kilobyte can so make millions of them. So the page is parsed as the
//! selector parses it, with a sink that keeps nothing but where each element hangs.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeMut, NodeRef, Tree};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// The size of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// Elements, texts and comments.
    pub(crate) n_nodes: usize,
    /// Levels below the document.
    pub(crate) n_deep: usize,
}

/// Measures the tree of a page; `None` once it has more than `most_nodes`.
pub(crate) fn measure(html: &str, most_nodes: usize) -> Option<Size> {
    let mut parser = parse_document(Sink::new(), ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.ceil_char_boundary(STEP_BYTES));
        parser.process(StrTendril::from_slice(step));
        if parser.tokenizer.sink.sink.n_nodes() > most_nodes {
            return None;
        }
        rest = after;
    }
    let tree = parser.finish();
    let n_nodes = tree.values().len();
    (n_nodes <= most_nodes).then(|| Size { n_nodes, n_deep: n_deep(&tree) })
}

/// So much of a page is parsed between two looks at the tree: a few bytes can open many elements.
const STEP_BYTES: usize = 64;

fn n_deep(tree: &Tree<Node>) -> usize {
    let (mut n_open, mut n_most) = (0_usize, 0);
    for edge in tree.root().traverse() {
        match edge {
            Edge::Open(_) => n_open += 1,
            Edge::Close(_) => n_open -= 1,
        }
        n_most = n_most.max(n_open);
    }
    n_most.saturating_sub(1)
}

/// What hangs in the tree.
enum Node {
    Element(QualName),
    Text,
    /// The document, a template's content, a comment.
    Other,
}

/// Keeps the tree without its words and attributes.
struct Sink(RefCell<Tree<Node>>);

impl Sink {
    fn new() -> Self {
        Self(RefCell::new(Tree::new(Node::Other)))
    }

    fn n_nodes(&self) -> usize {
        self.0.borrow().values().len()
    }

    fn orphan(&self, node: Node) -> NodeId {
        self.0.borrow_mut().orphan(node).id()
    }

    fn node<T>(&self, id: NodeId, read: impl FnOnce(NodeRef<'_, Node>) -> T) -> T {
        read(self.0.borrow().get(id).expect("the parser hands back what it was given"))
    }

    fn change(&self, id: NodeId, change: impl FnOnce(NodeMut<'_, Node>)) {
        change(self.0.borrow_mut().get_mut(id).expect("the parser hands back what it was given"));
    }
}

fn is_text(node: Option<NodeMut<'_, Node>>) -> bool {
    node.is_some_and(|mut node| matches!(node.value(), Node::Text))
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree<Node> {
        self.0.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        self.0.borrow().root().id()
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn elem_name<'a>(&'a self, id: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |tree| match tree.get(*id).map(|node| node.value()) {
            Some(Node::Element(name)) => name,
            _ => unreachable!("the parser asks elements alone for their names"),
        })
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let id = self.orphan(Node::Element(name));
        if flags.template {
            self.change(id, |mut template| {
                template.append(Node::Other);
            });
        }
        id
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.orphan(Node::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.orphan(Node::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.change(*parent, |mut parent| match child {
            NodeOrText::AppendNode(id) => {
                parent.append_id(id);
            }
            NodeOrText::AppendText(_) if is_text(parent.last_child()) => {}
            NodeOrText::AppendText(_) => {
                parent.append(Node::Text);
            }
        });
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(id) = child {
            self.remove_from_parent(&id);
        }
        if self.node(*sibling, |sibling| sibling.parent().is_none()) {
            return;
        }
        self.change(*sibling, |mut sibling| match child {
            NodeOrText::AppendNode(id) => {
                sibling.insert_id_before(id);
            }
            NodeOrText::AppendText(_) if is_text(sibling.prev_sibling()) => {}
            NodeOrText::AppendText(_) => {
                sibling.insert_before(Node::Text);
            }
        });
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        before: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        if self.node(*element, |element| element.parent().is_some()) {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, template: &NodeId) -> NodeId {
        self.node(*template, |template| template.first_child().map_or(template.id(), |c| c.id()))
    }

    fn add_attrs_if_missing(&self, _element: &NodeId, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, id: &NodeId) {
        self.change(*id, |mut node| node.detach());
    }

    fn reparent_children(&self, from: &NodeId, to: &NodeId) {
        self.change(*to, |mut to| to.reparent_from_id_append(*from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(html: &str) -> (usize, usize) {
        let size = measure(html, 100_000).expect("small");
        (size.n_nodes, size.n_deep)
    }

    #[test]
    fn elements_and_texts_are_counted_where_the_parser_puts_them() {
        // document, html, head, body, p, words
        assert_eq!(size("<p>Rain."), (6, 4));
        assert_eq!(size("<p>Rain &amp; more rain fell."), (6, 4));
        assert_eq!(size("<p>a<p>b"), (8, 4));
        assert_eq!(size("<b><p>a</b>b"), (9, 5));
        assert_eq!(size("<table>a<tr><td>b").1, 7);
        assert_eq!(size(&"<rt>".repeat(500)).1, 502);
        assert_eq!(size(&"<svg><option>".repeat(50)).1, 102);
    }

    #[test]
    fn a_page_that_makes_too_many_is_left_off() {
        let fonts: String = (0..90).map(|size| format!("<font size={size}>")).collect();
        let page = format!("{fonts}{}", "<p>".repeat(400_000));
        assert_eq!(measure(&page, 100_000), None);
    }
}
