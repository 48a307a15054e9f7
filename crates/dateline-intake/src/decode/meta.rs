//! What a page says of itself: JSON-LD, `OpenGraph`, `<meta>`, `<time>`.

use dateline_text::Published;
use serde_json::Value;

use super::date;
use super::entity::Dialect;
use super::markup::{Markup, Token, attributes};
use super::traced::fold;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// Headlines, the most telling first.
    pub(crate) titles: Vec<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<Published>,
}

/// Longer JSON-LD is not read.
const MOST_LINKED_BYTES: usize = 1 << 20;

impl Meta {
    /// Reads the metadata of a page.
    pub(crate) fn read(html: &str) -> Self {
        let told = Told::read(html);
        let linked = told.linked.iter().find_map(|json| Linked::read(json)).unwrap_or_default();
        let first = |names: &[&str]| names.iter().find_map(|name| told.meta(name));
        let titles = [linked.title, first(&["og:title"]), first(&["twitter:title", "dc.title"])];
        let written = [linked.published, first(&PUBLISHED), told.times.first().cloned()];
        Self {
            titles: titles.into_iter().flatten().collect(),
            outlet: linked
                .outlet
                .or_else(|| first(&["og:site_name", "application-name", "dc.publisher"])),
            byline: linked.byline.or_else(|| first(&AUTHOR)).and_then(|byline| name(&byline)),
            published: written.into_iter().flatten().find_map(|text| date::read(&text)),
        }
    }

    /// Fills what is still missing with what the selector found.
    pub(crate) fn complete(&mut self, told: &trafilatura::Metadata) {
        let some = |text: &str| Some(fold(text)).filter(|text| !text.is_empty());
        self.byline =
            self.byline.take().or_else(|| some(&told.author).and_then(|author| name(&author)));
        self.outlet = self.outlet.take().or_else(|| some(&told.sitename));
        self.titles.extend(some(&told.title));
        let date = told.date.map(|date| date.to_string());
        self.published = self.published.take().or_else(|| date::read(&date?));
    }
}

const PUBLISHED: [&str; 12] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dc.date",
    "date",
];
const AUTHOR: [&str; 5] = ["author", "article:author", "parsely-author", "dc.creator", "byl"];

/// Takes `By` off an author line; an address is no name.
fn name(byline: &str) -> Option<String> {
    let bare = byline.trim();
    let bare = ["By ", "by ", "BY "].iter().find_map(|by| bare.strip_prefix(by)).unwrap_or(bare);
    (!bare.is_empty() && !bare.contains("://")).then(|| bare.trim().to_owned())
}

/// The tags that tell something.
#[derive(Default)]
struct Told {
    metas: Vec<(String, String)>,
    times: Vec<String>,
    linked: Vec<String>,
}

impl Told {
    fn read(html: &str) -> Self {
        let mut told = Self::default();
        let mut is_linked = false;
        for token in Markup::new(html, 0..html.len(), Dialect::Html) {
            match token {
                Token::Open { name, attributes: range, .. } => {
                    is_linked = false;
                    let tag = &html[name];
                    if ["meta", "time", "script"]
                        .iter()
                        .any(|known| tag.eq_ignore_ascii_case(known))
                    {
                        is_linked = told.take(tag, &attributes(&html[range]));
                    }
                }
                Token::Raw(range) if is_linked && range.len() <= MOST_LINKED_BYTES => {
                    told.linked.push(html[range].to_owned());
                }
                _ => {}
            }
        }
        told
    }

    /// Keeps what a tag tells; says whether JSON-LD follows.
    fn take(&mut self, tag: &str, attributes: &[(String, String)]) -> bool {
        let get = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        if tag.eq_ignore_ascii_case("script") {
            return get("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
        }
        if tag.eq_ignore_ascii_case("time") {
            self.times.extend(get("datetime").map(str::to_owned));
        } else if let Some(content) = get("content") {
            for key in ["property", "name", "itemprop"].into_iter().filter_map(get) {
                self.metas.push((key.to_ascii_lowercase(), fold(content)));
            }
        }
        false
    }

    fn meta(&self, name: &str) -> Option<String> {
        let found = self.metas.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    }
}

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
struct Linked {
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    published: Option<String>,
}

impl Linked {
    fn read(json: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(json.trim()).ok()?;
        let article = article(&value)?;
        Some(Self {
            title: words(article.get("headline")),
            outlet: words(article.get("publisher")),
            byline: words(article.get("author")),
            published: words(article.get("datePublished")),
        })
    }
}

/// Finds the object of an article type, in arrays and `@graph` too. `serde_json` bounds the depth.
fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(members) => members.iter().find_map(article),
        Value::Object(object) => {
            let is_article = match object.get("@type") {
                Some(Value::String(kind)) => is_article_type(kind),
                Some(Value::Array(kinds)) => {
                    kinds.iter().filter_map(Value::as_str).any(is_article_type)
                }
                _ => false,
            };
            if is_article { Some(value) } else { object.get("@graph").and_then(article) }
        }
        _ => None,
    }
}

/// # Source
/// schema.org: `Article`, its subtypes and `LiveBlogPosting`.
fn is_article_type(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
}

fn words(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => {
            let text = fold(&super::entity::decoded(text));
            (!text.is_empty()).then_some(text)
        }
        Value::Object(object) => words(object.get("name")),
        Value::Array(members) => {
            let all: Vec<String> =
                members.iter().filter_map(|member| words(Some(member))).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_comes_before_tags() {
        let meta = Meta::read(
            r#"<meta property="og:title" content="Talks &amp; tea | Lantern"><meta name=author content="By Ann Roe">
            <meta property="og:site_name" content="Lantern"><time datetime="2024-02-12T08:00:00Z">
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],
            "headline":"Talks &amp; tea","publisher":{"name":"Lantern Daily"},"datePublished":"2024-02-11"}]}</script>"#,
        );
        assert_eq!(meta.titles, ["Talks & tea", "Talks & tea | Lantern"]);
        assert_eq!(meta.outlet.as_deref(), Some("Lantern Daily"));
        assert_eq!(meta.byline.as_deref(), Some("Ann Roe"));
        assert_eq!(meta.published.unwrap().text, "2024-02-11");
    }
}
