//! The blocks of a page that are its article, found again among the page's own text nodes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use trafilatura::{ExtractResult, Options};

use super::align::{Aligner, Place, squeeze};
use super::entity::Dialect;
use super::page::{Gap, Page};
use super::traced::Traced;
use super::tree;

/// Pages longer than this are not handed to the selector, whose trees take many times the page.
const MOST_PAGE_BYTES: usize = 4 << 20;
/// Nor pages whose tree has more nodes, for the same reason.
const MOST_TREE_NODES: usize = 150_000;
/// Nor pages that are nested deeper: for some elements its work grows with depth times nodes.
const MOST_DEPTH: usize = 256;
/// Nor pages with more attributes in one tag, each of which is compared with all the others.
const MOST_ATTRIBUTES: usize = 1000;

/// What selecting an article gives.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// Places on the page, in page order, without overlap.
    pub(crate) blocks: Vec<Place>,
    /// Selected blocks that could not be found again.
    pub(crate) lost: Vec<String>,
    /// What the selector says of the page.
    pub(crate) told: Option<trafilatura::Metadata>,
}

/// Why nothing was selected.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The page is too much for the selector.
    Limit(String),
    /// The selector found nothing, or failed.
    Failed(String),
}

/// Selects the article's blocks.
///
/// # Errors
/// Says why nothing could be selected.
pub(crate) fn select(html: &str, page: &Page) -> Result<Selection, Refusal> {
    let n_deep = check(html, page).map_err(Refusal::Limit)?;
    let extract = if n_deep <= EASY_DEPTH { extract(html) } else { extract_on_wide_stack(html) };
    let extract = extract.map_err(Refusal::Failed)?;
    let wanted = selected_blocks(&extract.content_html);
    let (blocks, lost) = Aligner::new(page).place_all(&wanted);
    Ok(Selection { blocks, lost, told: Some(extract.metadata) })
}

/// Makes sure that the selector can take a page; returns how deep it is nested.
fn check(html: &str, page: &Page) -> Result<usize, String> {
    if html.len() > MOST_PAGE_BYTES {
        return Err(format!("the page is longer than {MOST_PAGE_BYTES} bytes of text"));
    }
    if page.n_attributes > MOST_ATTRIBUTES {
        return Err(format!("a tag of the page has more than {MOST_ATTRIBUTES} attributes"));
    }
    match tree::measure(html, MOST_TREE_NODES) {
        None => Err(format!("the page makes a tree of more than {MOST_TREE_NODES} nodes")),
        Some(tree) if tree.n_deep > MOST_DEPTH => {
            Err(format!("the page is nested {} deep; at most {MOST_DEPTH} is read", tree.n_deep))
        }
        Some(tree) => Ok(tree.n_deep),
    }
}

/// The selector calls itself for each level of nesting: up to here any thread's stack will do.
const EASY_DEPTH: usize = 60;
/// A stack for the deepest pages; memory is used only as far as it is touched.
const WIDE_STACK_BYTES: usize = 64 << 20;

/// Runs the selector; it is foreign code over foreign pages, and a panic in it must not end a batch.
fn extract(html: &str) -> Result<ExtractResult, String> {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    match catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options))) {
        Ok(Ok(extract)) => Ok(extract),
        Ok(Err(error)) => Err(format!("no article was found on the page: {error}")),
        Err(_) => Err("the article selector failed on this page".to_owned()),
    }
}

fn extract_on_wide_stack(html: &str) -> Result<ExtractResult, String> {
    let failed = || "the article selector failed on this page".to_owned();
    thread::scope(|scope| {
        let wide = thread::Builder::new().stack_size(WIDE_STACK_BYTES);
        let worker = wide.spawn_scoped(scope, || extract(html)).map_err(|_| failed())?;
        worker.join().map_err(|_| failed())?
    })
}

/// Splits the selector's output into blocks, each without white space.
fn selected_blocks(html: &str) -> Vec<String> {
    let (parent, _) = Traced::of_bytes(html.as_bytes(), encoding_rs::UTF_8, 0);
    let selected = Page::read(&parent, 0..html.len(), Dialect::Html);
    let mut blocks: Vec<String> = Vec::new();
    for node in &selected.nodes {
        if node.gap == Gap::Block || blocks.is_empty() {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(&squeeze(&selected.flat.text[node.range.clone()]));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}
