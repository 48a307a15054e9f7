//! The tables of places, searched by name.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GazetteerPlace {
    /// Its name in the gazetteer.
    pub(crate) name: String,
    /// ISO 3166 alpha-3.
    pub(crate) country: Option<&'static str>,
    /// Code of the first-level division it stands in; empty for countries and regions.
    pub(crate) admin1: &'static str,
    /// Degrees north.
    pub(crate) lat: f64,
    /// Degrees east.
    pub(crate) lon: f64,
    /// Inhabitants; 0 where unknown.
    pub(crate) population: u64,
    /// `GeoNames` feature code.
    pub(crate) feature: &'static str,
    /// `GeoNames` id; `None` for our own regions.
    pub(crate) geonames_id: Option<&'static str>,
    /// Radius of a circle of about the same area.
    pub(crate) radius_km: Option<f64>,
    /// Whether it was found under its own name rather than another one.
    pub(crate) by_own_name: bool,
}

impl GazetteerPlace {
    /// Tells whether it is a country.
    pub(crate) fn is_country(&self) -> bool {
        self.feature == "PCLI"
    }

    /// Tells whether it is a first-level or second-level division, a region or a water.
    pub(crate) fn is_area(&self) -> bool {
        !self.feature.starts_with("PPL")
    }
}

/// Returns every place of a name, in no order of likelihood but always the same order.
pub(crate) fn places_named(name: &str) -> Vec<GazetteerPlace> {
    let key = key_of(name);
    if key.is_empty() {
        return Vec::new();
    }
    let mut found = rows_of_key(&key, true);
    for alias in ALIASES.rows(&key) {
        let mut fields = alias.split('\t').skip(1);
        let (target, id) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let same = |place: &GazetteerPlace| place.geonames_id == Some(id);
        if !found.iter().any(same) {
            found.extend(rows_of_key(target, false).into_iter().filter(same));
        }
    }
    found
}

/// Returns the country of a name or short form.
pub(crate) fn country_named(name: &str) -> Option<GazetteerPlace> {
    places_named(name).into_iter().find(GazetteerPlace::is_country)
}

/// A word for the people or things of a country, faith or party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demonym {
    /// ISO 3166 alpha-3; `None` for such words without a country (`Arab`, `Kurdish`).
    pub(crate) country: Option<&'static str>,
}

/// Returns what a word for people or things tells of their country.
pub(crate) fn demonym(words: &str) -> Option<Demonym> {
    DEMONYMS.get(words.replace('-', " ").as_str()).map(|&country| Demonym { country })
}

/// Returns the country that a word for people or things belongs to.
pub(crate) fn country_of_demonym(words: &str) -> Option<&'static str> {
    demonym(words).and_then(|demonym| demonym.country)
}

/// Folds a name to its key in the tables.
///
/// # Notes
/// The same folding stands in `training/gazetteer.py`; a test compares the tables with it.
pub(crate) fn key_of(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.nfkd().filter(|&letter| !is_combining_mark(letter)) {
        match letter {
            '.' | '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' => {}
            '-' | '–' | '‑' | '/' => key.push(' '),
            'ł' | 'Ł' => key.push('l'),
            'ø' | 'Ø' => key.push('o'),
            'đ' | 'Đ' | 'ð' => key.push('d'),
            'ß' => key.push_str("ss"),
            'æ' | 'Æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'ı' => key.push('i'),
            'þ' => key.push_str("th"),
            _ => key.extend(letter.to_lowercase().filter(|&lower| !is_combining_mark(lower))),
        }
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows_of_key(key: &str, by_own_name: bool) -> Vec<GazetteerPlace> {
    let tables = [&COUNTRIES, &ADMIN1, &ADMIN2, &CITIES];
    let rows = tables.iter().flat_map(|table| table.rows(key));
    let mut found: Vec<_> = rows.filter_map(|row| parse_row(row, by_own_name)).collect();
    if by_own_name {
        found.extend(REGIONS.get(key).cloned());
    }
    found
}

/// Lines sorted by their first column.
struct Table {
    lines: Vec<&'static str>,
}

impl Table {
    fn new(text: &'static str) -> Self {
        Self { lines: rows(text).collect() }
    }

    fn rows(&self, key: &str) -> &[&'static str] {
        let order = |line: &str| line.split('\t').next().unwrap_or("").cmp(key);
        let start = self.lines.partition_point(|line| order(line) == Ordering::Less);
        let n_equal = self.lines[start..].partition_point(|line| order(line) == Ordering::Equal);
        &self.lines[start..start + n_equal]
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn parse_row(row: &'static str, by_own_name: bool) -> Option<GazetteerPlace> {
    let mut fields = row.split('\t');
    let mut next = || fields.next();
    let (key, shown) = (next()?, next()?);
    Some(GazetteerPlace {
        name: if shown.is_empty() { title_case(key) } else { shown.to_owned() },
        country: next(),
        admin1: next()?,
        lat: next()?.parse().ok()?,
        lon: next()?.parse().ok()?,
        population: next()?.parse().ok()?,
        feature: next()?,
        geonames_id: next(),
        radius_km: next().and_then(|radius| radius.parse().ok()),
        by_own_name,
    })
}

fn title_case(key: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    key.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

static COUNTRIES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("../../../../lexicons/places/countries.tsv")));
static ADMIN1: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("../../../../lexicons/places/admin1.tsv")));
static ADMIN2: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("../../../../lexicons/places/admin2.tsv")));
static CITIES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("../../../../lexicons/places/cities.tsv")));
static ALIASES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("../../../../lexicons/places/aliases.tsv")));
static REGIONS: LazyLock<BTreeMap<String, GazetteerPlace>> =
    LazyLock::new(|| read_regions(include_str!("../../../../lexicons/places/regions.tsv")));
static DEMONYMS: LazyLock<BTreeMap<String, Option<&'static str>>> =
    LazyLock::new(|| read_demonyms(include_str!("../../../../lexicons/places/demonyms.tsv")));

fn read_regions(text: &'static str) -> BTreeMap<String, GazetteerPlace> {
    let mut regions = BTreeMap::new();
    for row in rows(text) {
        let fields: Vec<_> = row.split('\t').collect();
        let [names, country, lat, lon, radius, feature] = fields[..] else { continue };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
        for name in names.split("; ") {
            let place = GazetteerPlace {
                name: names.split("; ").next().unwrap_or(name).to_owned(),
                country: (country != "-").then_some(country),
                admin1: "",
                lat,
                lon,
                population: 0,
                feature,
                geonames_id: None,
                radius_km: radius.parse().ok(),
                by_own_name: true,
            };
            regions.insert(key_of(name), place);
        }
    }
    regions
}

fn read_demonyms(text: &'static str) -> BTreeMap<String, Option<&'static str>> {
    let mut demonyms = BTreeMap::new();
    for row in rows(text) {
        let Some((country, words)) = row.split_once('\t') else { continue };
        for word in words.split(' ') {
            demonyms.insert(word.replace('-', " "), (country != "-").then_some(country));
        }
    }
    demonyms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_by_the_key_that_the_program_computes() {
        for table in [&COUNTRIES, &ADMIN1, &ADMIN2, &CITIES] {
            assert!(table.lines.len() > 200);
            let keys: Vec<_> = table.lines.iter().map(|l| l.split('\t').next().unwrap()).collect();
            assert!(keys.is_sorted());
            for line in &table.lines {
                let place = parse_row(line, true).expect("every row parses");
                assert_eq!(key_of(&place.name), line.split('\t').next().unwrap());
            }
        }
        assert!(ALIASES.lines.is_sorted_by_key(|line| line.split('\t').next().unwrap()));
    }

    #[test]
    fn every_row_of_the_hand_written_tables_is_read() {
        let regions = include_str!("../../../../lexicons/places/regions.tsv");
        for row in rows(regions) {
            let names = row.split('\t').next().unwrap();
            for name in names.split("; ") {
                assert!(REGIONS.contains_key(&key_of(name)), "{name}");
            }
        }
    }

    #[test]
    fn countries_are_found_by_any_of_their_names() {
        for (name, iso3) in
            [("U.S.", "USA"), ("Britain", "GBR"), ("Iran", "IRN"), ("Côte d'Ivoire", "CIV")]
        {
            assert_eq!(country_named(name).and_then(|place| place.country), Some(iso3), "{name}");
        }
        assert_eq!(country_of_demonym("Palestinians"), Some("PSE"));
        assert_eq!(country_of_demonym("South Korean"), Some("KOR"));
        assert_eq!(demonym("Kurdish"), Some(Demonym { country: None }));
        assert_eq!(demonym("Beirut"), None);
    }
}
