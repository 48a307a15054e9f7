//! What a name or code of a place stands for that a person asks for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::gazetteer::{self, GazetteerPlace, key_of};

/// What a name or code of a place stands for: a whole country, or places by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedPlace {
    /// Names that the gazetteer gives such places; empty where a whole country is meant, or where
    /// it knows none.
    pub names: Vec<String>,
    /// ISO 3166 alpha-3 of the country that is meant, or that the places must lie in.
    pub country: Option<&'static str>,
}

impl AskedPlace {
    /// Reads the name of a place or country in any case, with or without accents, in English or as
    /// its people call it, or a country's ISO 3166 code. "Tripoli, Lebanon" is that of the country.
    pub fn of(words: &str) -> Self {
        if let Some(country) = country_of(words) {
            return Self { names: Vec::new(), country: Some(country) };
        }
        let places = likely(gazetteer::places_named(words));
        if places.is_empty()
            && let Some((name, country)) = words.rsplit_once(',')
            && let Some(country) = country_of(country.trim())
        {
            return Self::inside(name.trim(), country);
        }
        Self { names: names_of(places.iter()), country: None }
    }

    fn inside(name: &str, country: &'static str) -> Self {
        let places = gazetteer::places_named(name);
        let inside = places.iter().filter(|place| place.country == Some(country));
        let mut names = names_of(inside);
        if names.is_empty() {
            names.push(name.to_owned());
        }
        Self { names, country: Some(country) }
    }
}

/// Folds a name as the gazetteer compares names: lower case, no accents, no apostrophes.
pub fn name_key(name: &str) -> String {
    key_of(name)
}

fn country_of(words: &str) -> Option<&'static str> {
    let code = words.to_ascii_uppercase();
    let by_code = CODES.get(code.as_str()).copied();
    by_code.or_else(|| gazetteer::country_named(words).and_then(|place| place.country))
}

/// Keeps places of that very name, and those that are better known by another: `Kiev` is a small
/// town, but first of all Kyiv.
fn likely(mut places: Vec<GazetteerPlace>) -> Vec<GazetteerPlace> {
    let own = places.iter().filter(|place| place.by_own_name).map(|place| place.population).max();
    places.retain(|place| place.by_own_name || own.is_none_or(|own| place.population > own));
    places
}

fn names_of<'p>(places: impl Iterator<Item = &'p GazetteerPlace>) -> Vec<String> {
    let mut names: Vec<String> =
        places.filter(|place| !place.is_country()).map(|place| place.name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// Alpha-3 by alpha-2, and by itself.
static CODES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../../lexicons/places/country_codes.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let pairs = rows.filter_map(|row| row.split_once('\t'));
    pairs.flat_map(|(two, three)| [(two, three), (three, three)]).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, names: &[&str], country: Option<&str>) {
        let asked = AskedPlace::of(words);
        let found: Vec<&str> = asked.names.iter().map(String::as_str).collect();
        assert_eq!((found.as_slice(), asked.country), (names, country), "{words}");
    }

    #[test]
    fn countries_are_known_by_name_and_code() {
        for words in ["Romania", "romania", "ROMANIA", "ROU", "rou", "RO", "România"] {
            check(words, &[], Some("ROU"));
        }
        for words in ["US", "USA", "United States", "America", "u.s."] {
            check(words, &[], Some("USA"));
        }
        check("UK", &[], Some("GBR"));
        check("Cote d'Ivoire", &[], Some("CIV"));
        check("Ivory Coast", &[], Some("CIV"));
    }

    #[test]
    fn places_are_known_without_accents_and_by_other_names() {
        check("Kiev", &["Kiev", "Kyiv"], None);
        check("munchen", &["Munich"], None);
        check("são paulo", &["São Paulo"], None);
        check("Sao Paulo", &["São Paulo"], None);
        check("Tolvik Harbour", &[], None);
    }

    #[test]
    fn a_country_behind_a_comma_narrows_the_name() {
        check("Tripoli, Lebanon", &["Tripoli"], Some("LBN"));
        check("Georgia, USA", &["Georgia"], Some("USA"));
        check("Tolvik, Norway", &["Tolvik"], Some("NOR"));
    }

    #[test]
    fn every_country_of_the_gazetteer_has_a_code() {
        let table = include_str!("../../../../lexicons/places/countries.tsv");
        for row in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let country = row.split('\t').nth(2).unwrap();
            assert_eq!(CODES.get(country), Some(&country), "{row}");
        }
    }
}
