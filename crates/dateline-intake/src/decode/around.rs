//! What stands around a text node: the story's own elements, or those of other stories.

use std::sync::LazyLock;

use super::lexicon;

/// What stands around a text node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Around {
    /// Inside `<article>` or `<main>`.
    pub(crate) is_story: bool,
    /// Inside `<p>`.
    pub(crate) is_paragraph: bool,
    /// Inside a link to another page.
    pub(crate) is_link: bool,
    /// Inside menus, asides, comments, lists of other stories.
    pub(crate) is_aside: bool,
    /// Inside an element that is marked as the author's.
    pub(crate) is_author: bool,
}

/// Follows the tags of a page.
#[derive(Debug, Default)]
pub(crate) struct Tracker {
    n_story: usize,
    is_paragraph: bool,
    is_link: bool,
    aside: Option<Open>,
    author: Option<Open>,
}

/// An open element, and how many of its name are open inside it.
#[derive(Debug)]
struct Open {
    name: String,
    n_inside: usize,
}

impl Tracker {
    /// Returns what stands around the next text node.
    pub(crate) fn around(&self) -> Around {
        Around {
            is_story: self.n_story > 0,
            is_paragraph: self.is_paragraph,
            is_link: self.is_link,
            is_aside: self.aside.is_some(),
            is_author: self.author.is_some(),
        }
    }

    /// Takes an opening tag; `is_block` where it begins a block, `attributes` reads its attributes.
    pub(crate) fn open(
        &mut self,
        name: &str,
        is_block: bool,
        attributes: impl FnOnce() -> Vec<(String, String)>,
    ) {
        for open in [&mut self.aside, &mut self.author].into_iter().flatten() {
            open.n_inside += usize::from(open.name == name);
        }
        match name {
            "article" | "main" => self.n_story += 1,
            "p" => self.is_paragraph = true,
            _ if is_block => self.is_paragraph = false,
            _ => {}
        }
        if !MARKED.contains(&name) {
            return;
        }
        let attributes = attributes();
        let value = |wanted: &str| {
            let mut named = attributes.iter().filter(|(name, _)| name == wanted);
            named.next().map_or("", |(_, value)| value.as_str())
        };
        if name == "a" {
            self.is_link = !value("href").is_empty() && !value("href").starts_with('#');
        }
        let open = || Some(Open { name: name.to_owned(), n_inside: 0 });
        if self.aside.is_none() && is_aside(name, value("class"), value("id")) {
            self.aside = open();
        }
        let is_author = |mark: &str| mark.contains("author") || mark.contains("byline");
        let marks = ["class", "rel", "itemprop"].map(|name| value(name).to_ascii_lowercase());
        if self.author.is_none() && marks.iter().any(|mark| is_author(mark)) {
            self.author = open();
        }
    }

    /// Takes a closing tag.
    pub(crate) fn close(&mut self, name: &str, is_block: bool) {
        for open in [&mut self.aside, &mut self.author] {
            match open {
                Some(known) if known.name == name && known.n_inside == 0 => *open = None,
                Some(known) if known.name == name => known.n_inside -= 1,
                _ => {}
            }
        }
        match name {
            "article" | "main" => self.n_story = self.n_story.saturating_sub(1),
            "a" => self.is_link = false,
            _ => {}
        }
        self.is_paragraph &= !is_block;
    }
}

/// Elements whose attributes are looked at; their end tags are not left out.
const MARKED: [&str; 14] = [
    "a", "address", "article", "aside", "details", "div", "footer", "nav", "ol", "section", "span",
    "table", "time", "ul",
];

/// Tells an element that holds no part of the story, by its name, class or id.
fn is_aside(name: &str, class: &str, id: &str) -> bool {
    static ENTRIES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let entries = lexicon::entries(include_str!("../../../../lexicons/intake/asides.txt"));
        entries
            .map(|entry| {
                format!(
                    "-{}",
                    entry
                        .strip_suffix('$')
                        .map_or(format!("{entry}-"), |whole| format!("{whole}$"))
                )
            })
            .collect()
    });
    if matches!(name, "aside" | "nav" | "footer") {
        return true;
    }
    if matches!(name, "a" | "span" | "time") {
        return false;
    }
    class.split_whitespace().chain([id]).filter(|mark| !mark.is_empty()).take(MOST_CLASSES).any(
        |mark| {
            let mark = joined(mark);
            ENTRIES.iter().any(|entry| match entry.strip_suffix('$') {
                Some(whole) => mark.strip_suffix('-') == Some(whole),
                None => mark.contains(entry.as_str()),
            })
        },
    )
}

/// Classes of one element that are looked at.
const MOST_CLASSES: usize = 32;

/// Writes the words of a class apart: `CommentBox` and `comment_box` as `-comment-box-`.
fn joined(mark: &str) -> String {
    let mut words = String::from("-");
    let mut was_small = false;
    for c in mark.chars().take(MOST_CLASS_CHARS) {
        let is_border = !c.is_alphanumeric() || c.is_uppercase() && was_small;
        if is_border && !words.ends_with('-') {
            words.push('-');
        }
        words.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        was_small = c.is_lowercase();
    }
    if !words.ends_with('-') {
        words.push('-');
    }
    words
}

/// Of a longer class the head alone is looked at.
const MOST_CLASS_CHARS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_other_stories() {
        let is = |class: &str| is_aside("div", class, "");
        assert!(is("CommentBox") && is("story-related") && is("x moreOn") && is("latest"));
        assert!(
            is("article__related-links") && is("comment") && is_aside("section", "", "most_read")
        );
        assert!(!is("comment-status-open") && !is("correlated") && !is("latest-of-all") && !is(""));
        assert!(is_aside("nav", "", "") && !is_aside("a", "related", ""));
    }
}
