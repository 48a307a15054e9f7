//! HTML in feeds that was escaped once too often.

use std::sync::LazyLock;

use regex::Regex;

use super::entity::{self, Dialect};
use super::traced::Traced;

/// Takes off what was escaped too often: escaped tags where the text has no others, and the escapes
/// of references. No one writes `&lt;p&gt;` or `&amp;rsquo;` for readers of news.
pub(crate) fn unescape(mut html: Traced) -> Traced {
    let mut n_layers = 0;
    while n_layers < MOST_LAYERS && !TAG.is_match(&html.text) && ESCAPED_TAG.is_match(&html.text) {
        let mut inside = Traced::default();
        entity::decode(&mut inside, &html, 0..html.text.len(), Dialect::Xml);
        html = inside;
        n_layers += 1;
    }
    references(html)
}

/// A text is escaped this many times too often at most.
const MOST_LAYERS: usize = 3;

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z]").expect("the pattern is fixed"));

/// Elements that make up the text of news.
static ESCAPED_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?: &lt; | &\#60; | &\#x3c; ) /?
          (?: p | br | div | span | a | b | i | em | strong | u | ul | ol | li | img | h[1-6]
            | blockquote | figure | figcaption | section | article | table | tr | td | iframe )
          (?: \s | / | &gt; | &\#62; | &\#x3e; )",
    )
    .expect("the pattern is fixed")
});

/// Makes `&rsquo;` of `&amp;rsquo;`; `&amp;` before anything else stays.
fn references(html: Traced) -> Traced {
    let mut out = Traced::default();
    let mut done = 0;
    for at in memchr::memmem::find_iter(html.text.as_bytes(), b"&amp;") {
        if at < done {
            continue;
        }
        let mut n_escapes = "&amp;".len();
        while html.text[at + n_escapes..].starts_with("amp;") {
            n_escapes += "amp;".len();
        }
        if !begins_reference(&html.text[at + n_escapes..]) {
            // The last `amp;` is itself what was escaped.
            n_escapes -= "amp;".len();
        }
        if n_escapes > 1 {
            out.copy(&html, done..at);
            out.put("&", &html, at..at + n_escapes);
            done = at + n_escapes;
        }
    }
    if done == 0 {
        return html;
    }
    out.copy(&html, done..html.text.len());
    out
}

/// Tells whether a `&` before this text would make a reference of it.
fn begins_reference(text: &str) -> bool {
    let Some(end) = text.bytes().take(MOST_REFERENCE_BYTES).position(|byte| byte == b';') else {
        return false;
    };
    let whole = format!("&{}", &text[..=end]);
    entity::reference(&whole, Dialect::Html).is_some_and(|(_, n_bytes)| n_bytes == whole.len())
}

/// No reference is longer.
const MOST_REFERENCE_BYTES: usize = 33;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let source = Traced::of_bytes(html.as_bytes(), encoding_rs::UTF_8, 0).0;
        let unescaped = unescape(source);
        assert_eq!(unescaped.text, expected, "{html}");
        let covered = unescaped.origin.runs().last().map_or(0, |run| run.text.end as usize);
        assert_eq!(covered, unescaped.text.len(), "the map covers the text");
    }

    #[test]
    fn what_is_escaped_too_often() {
        check("&lt;p&gt;The quay&amp;rsquo;s&lt;/p&gt;", "<p>The quay&rsquo;s</p>");
        check("&amp;lt;p&amp;gt;The quay&lt;br /&gt;", "&lt;p&gt;The quay<br />");
        check("<p>The quay&amp;#8217;s</p>", "<p>The quay&#8217;s</p>");
        check("The quay&amp;amp;amp;rsquo;s", "The quay&rsquo;s");
        check("Hale &amp;amp; Oran", "Hale &amp; Oran");
    }

    #[test]
    fn what_is_as_it_should_be() {
        for html in
            ["Hale &amp; Oran", "R&amp;D; and &lt;3", "<p>Write &lt;p&gt; here</p>", "x &lt; y"]
        {
            check(html, html);
        }
    }
}
