//! What a page says of itself: JSON-LD, `OpenGraph`, `<meta>`, `<time>`.

use dateline_text::Published;
use serde_json::Value;

use super::around::Tracker;
use super::entity::Dialect;
use super::markup::{Markup, Token, attributes};
use super::traced::fold;
use super::{byline, date};

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// Headlines, the most telling first.
    pub(crate) titles: Vec<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<Published>,
    /// A date that the selector found somewhere.
    pub(crate) guessed: Option<Published>,
    /// Dates as they are written, the most telling first.
    pub(crate) dates: Vec<String>,
    /// The language that it says it is in.
    pub(crate) language: Option<String>,
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
        let dates: Vec<String> = written.into_iter().flatten().collect();
        Self {
            titles: titles.into_iter().flatten().collect(),
            outlet: linked
                .outlet
                .or_else(|| first(&["og:site_name", "application-name", "dc.publisher"])),
            byline: linked
                .byline
                .or_else(|| first(&AUTHOR))
                .and_then(|byline| byline::told(&byline)),
            published: dates.iter().find_map(|text| date::read(text)),
            guessed: None,
            dates,
            language: linked
                .language
                .or_else(|| told.language.clone())
                .or_else(|| first(&LANGUAGE)),
        }
    }

    /// Fills what is still missing with what the selector found, but for the author, whom it may
    /// take from another story.
    pub(crate) fn complete(&mut self, told: &trafilatura::Metadata) {
        let some = |text: &str| Some(fold(text)).filter(|text| !text.is_empty());
        self.outlet = self.outlet.take().or_else(|| some(&told.sitename));
        self.titles.extend(some(&told.title));
        let date = told.date.map(|date| date.to_string());
        self.guessed = date.and_then(|date| date::read(&date));
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
const LANGUAGE: [&str; 4] = ["content-language", "dc.language", "og:locale", "language"];
const AUTHOR: [&str; 5] = ["author", "article:author", "parsely-author", "dc.creator", "byl"];

/// The tags that tell something.
#[derive(Default)]
struct Told {
    metas: Vec<(String, String)>,
    times: Vec<String>,
    linked: Vec<String>,
    language: Option<String>,
}

impl Told {
    fn read(html: &str) -> Self {
        let mut told = Self::default();
        let mut is_linked = false;
        let mut tracker = Tracker::default();
        for token in Markup::new(html, 0..html.len(), Dialect::Html) {
            match token {
                Token::Open { name, attributes: range, closed } => {
                    is_linked = false;
                    let tag = html[name].to_ascii_lowercase();
                    if ["html", "meta", "time", "script"].contains(&&*tag) {
                        let is_own = !tracker.around().is_aside;
                        is_linked = told.take(&tag, &attributes(&html[range.clone()]), is_own);
                    }
                    if !closed {
                        tracker.open(&tag, false, || attributes(&html[range]));
                    }
                }
                Token::Close { name } => tracker.close(&html[name].to_ascii_lowercase(), false),
                Token::Raw(range) if is_linked && range.len() <= MOST_LINKED_BYTES => {
                    told.linked.push(html[range].to_owned());
                }
                _ => {}
            }
        }
        told
    }

    /// Keeps what a tag tells; says whether JSON-LD follows. Times of other stories are passed over.
    fn take(&mut self, tag: &str, attributes: &[(String, String)], is_own: bool) -> bool {
        let get = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        if tag == "script" {
            return get("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
        }
        if tag == "html" {
            let told = get("lang").or_else(|| get("xml:lang")).map(str::to_owned);
            self.language = self.language.take().or(told);
        } else if tag == "time" {
            self.times.extend(get("datetime").filter(|_| is_own).map(str::to_owned));
        } else if let Some(content) = get("content") {
            for key in ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(get) {
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
    language: Option<String>,
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
            language: words(article.get("inLanguage")),
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
