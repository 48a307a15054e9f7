//! Word lists that tell what a name names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::NameLabel;
use crate::place::gazetteer::key_of;

/// Grammatical gender of the words for a person; `None` where they do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    fn parse(letter: &str) -> Option<Self> {
        match letter {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

/// An office, calling or form of address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    /// What may take its holder up again, as in `nominals.tsv`.
    pub(crate) classes: Vec<&'static str>,
    /// The gender it tells.
    pub(crate) gender: Option<Gender>,
}

impl Title {
    /// Tells whether it is a mere form of address.
    pub(crate) fn is_form(&self) -> bool {
        self.classes.first() == Some(&"form")
    }
}

/// A well-known body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownBody {
    /// Its full name.
    pub(crate) name: &'static str,
    /// ISO 3166 alpha-3 of the country it belongs to.
    pub(crate) country: Option<&'static str>,
    /// PLOVER sectors.
    pub(crate) sectors: Vec<&'static str>,
}

/// Returns the title that some words are, whatever their case.
pub(crate) fn title(words: &str) -> Option<&'static Title> {
    let lower = words.to_lowercase();
    let plain = lower.strip_prefix("former ").unwrap_or(&lower);
    let singular = || TITLES.get(plain.strip_suffix('s').filter(|word| word.len() > 3)?);
    TITLES.get(plain).or_else(singular)
}

/// A first name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FirstName {
    /// The gender it goes with; `None` where it goes with both.
    pub(crate) gender: Option<Gender>,
}

/// Returns what a first name tells; `None` for a word that is no first name.
pub(crate) fn first_name(word: &str) -> Option<FirstName> {
    FIRST_NAMES.get(word).map(|&gender| FirstName { gender })
}

/// Returns the known body of a name or short form, in exact letters.
pub(crate) fn known_body(words: &str) -> Option<&'static KnownBody> {
    BODIES.get(words)
}

/// Returns what a name is that ends with this word.
pub(crate) fn head_label(word: &str) -> Option<NameLabel> {
    HEADS.get(word.to_lowercase().as_str()).copied()
}

/// Tells whether a word opens sentences without being a name.
pub(crate) fn is_opening(word: &str) -> bool {
    COMMON.opening.contains(word.to_lowercase().as_str())
}

/// Tells whether a word is a month, a day or the like.
pub(crate) fn is_calendar(word: &str) -> bool {
    COMMON.calendar.contains(word.to_lowercase().as_str())
}

/// Tells whether a folded name is that of a network where people post.
pub(crate) fn is_network(folded: &str) -> bool {
    COMMON.network.contains(folded)
}

#[derive(Default)]
struct Common {
    opening: BTreeSet<&'static str>,
    calendar: BTreeSet<&'static str>,
    network: BTreeSet<&'static str>,
}

static TITLES: LazyLock<BTreeMap<&'static str, Title>> =
    LazyLock::new(|| read_titles(include_str!("../../../../lexicons/names/titles.tsv")));
static FIRST_NAMES: LazyLock<BTreeMap<&'static str, Option<Gender>>> =
    LazyLock::new(|| read_first_names(include_str!("../../../../lexicons/names/first_names.tsv")));
static BODIES: LazyLock<BTreeMap<&'static str, KnownBody>> =
    LazyLock::new(|| read_bodies(include_str!("../../../../lexicons/names/organizations.tsv")));
static HEADS: LazyLock<BTreeMap<&'static str, NameLabel>> =
    LazyLock::new(|| read_heads(include_str!("../../../../lexicons/names/heads.tsv")));
static COMMON: LazyLock<Common> =
    LazyLock::new(|| read_common(include_str!("../../../../lexicons/names/common.txt")));

/// Returns the lines of a lexicon that are not comments.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_titles(text: &'static str) -> BTreeMap<&'static str, Title> {
    let title = |row: &'static str| {
        let mut fields = row.split('\t');
        let (words, classes, gender) = (fields.next()?, fields.next()?, fields.next()?);
        let title = Title { classes: classes.split(',').collect(), gender: Gender::parse(gender) };
        Some((words, title))
    };
    rows(text).filter_map(title).collect()
}

fn read_first_names(text: &'static str) -> BTreeMap<&'static str, Option<Gender>> {
    let mut names = BTreeMap::new();
    for (gender, list) in rows(text).filter_map(|row| row.split_once('\t')) {
        let gender = Gender::parse(gender);
        for name in list.split_whitespace() {
            // A name on the lists of both goes with both.
            names
                .entry(name)
                .and_modify(|known| {
                    if *known != gender {
                        *known = None;
                    }
                })
                .or_insert(gender);
        }
    }
    names
}

fn read_bodies(text: &'static str) -> BTreeMap<&'static str, KnownBody> {
    let mut bodies = BTreeMap::new();
    for row in rows(text) {
        let fields: Vec<_> = row.split('\t').collect();
        let [name, others, country, sectors] = fields[..] else { continue };
        let listed = |field: &'static str, by: &'static str| {
            field.split(by).filter(|word| *word != "-").collect::<Vec<_>>()
        };
        let country = (country != "-").then_some(country);
        let body = KnownBody { name, country, sectors: listed(sectors, ",") };
        for form in listed(others, "; ").into_iter().chain([name]) {
            bodies.insert(form, body.clone());
        }
    }
    bodies
}

fn read_heads(text: &'static str) -> BTreeMap<&'static str, NameLabel> {
    let labelled = rows(text).filter_map(|row| row.split_once('\t'));
    let words = labelled.filter_map(|(label, words)| Some((NameLabel::parse(label)?, words)));
    words
        .flat_map(|(label, words)| words.split_whitespace().map(move |word| (word, label)))
        .collect()
}

fn read_common(text: &'static str) -> Common {
    let mut common = Common::default();
    let mut section = "";
    for row in rows(text) {
        let words = row.split_whitespace();
        match section {
            _ if row.starts_with('[') => section = row,
            "[calendar]" => common.calendar.extend(words),
            "[network]" => common.network.extend(words),
            _ => common.opening.extend(words),
        }
    }
    common
}

/// Folds words for comparison between mentions.
pub(crate) fn fold(words: &str) -> String {
    key_of(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        assert!(title("Foreign Minister").is_some_and(|title| title.classes.contains(&"diplomat")));
        assert!(title("former president").is_some());
        assert_eq!(title("spokeswoman").and_then(|title| title.gender), Some(Gender::Female));
        assert!(title("Mr").is_some_and(Title::is_form));
        assert_eq!(first_name("Maria"), Some(FirstName { gender: Some(Gender::Female) }));
        assert_eq!(first_name("Andrea"), Some(FirstName { gender: None }));
        assert_eq!(
            known_body("PFLP").map(|b| b.name),
            Some("Popular Front for the Liberation of Palestine")
        );
        assert_eq!(head_label("Airport"), Some(NameLabel::Facility));
        assert!(is_calendar("Monday") && is_opening("However"));
    }

    #[test]
    fn rows_of_the_lists_have_their_columns() {
        let columns = |text: &'static str, n: usize| {
            for row in rows(text) {
                assert_eq!(row.split('\t').count(), n, "{row}");
            }
        };
        columns(include_str!("../../../../lexicons/names/titles.tsv"), 3);
        columns(include_str!("../../../../lexicons/names/nominals.tsv"), 4);
        columns(include_str!("../../../../lexicons/names/organizations.tsv"), 4);
        columns(include_str!("../../../../lexicons/names/heads.tsv"), 2);
    }
}
