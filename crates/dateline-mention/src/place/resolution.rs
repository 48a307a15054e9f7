//! Which of the places of a name is meant.

use std::collections::BTreeMap;

use super::gazetteer::{GazetteerPlace, key_of, places_named};

/// A name of a place with what the words beside it tell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Toponym {
    /// The words.
    pub(crate) name: String,
    /// A larger place named right beside it: "Orm, Ohio", "Ohio's Orm".
    pub(crate) within: Option<String>,
}

/// What a dispatch tells of the part of the world it speaks of, apart from names of towns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setting {
    /// How often each country is named or its people are.
    pub(crate) countries: BTreeMap<&'static str, u32>,
}

// Weights of the score, set on the tuning part of LGL and GeoVirus. A score of 1 stands for ten
// times the inhabitants.
const OTHER_NAME: f64 = -1.0;
const COUNTRY: f64 = 4.5;
const CAPITAL: f64 = 1.5;
const DIVISION: f64 = 0.8;
const OWN_REGION: f64 = 8.5;
const COUNTRY_IN_SETTING: f64 = 3.0;
const DIVISION_IN_SETTING: f64 = 2.5;
const NEAR: f64 = 1.5;
const NEAR_KM: f64 = 150.0;
/// Places of a dispatch that nearness is measured to.
const MAX_ANCHORS: usize = 60;

/// Resolves the toponyms of one dispatch; `None` where the gazetteer has no place of the name.
pub(crate) fn resolve(toponyms: &[Toponym], setting: &Setting) -> Vec<Option<GazetteerPlace>> {
    let mut by_name: BTreeMap<(String, Option<String>), Option<GazetteerPlace>> = BTreeMap::new();
    let key = |toponym: &Toponym| (key_of(&toponym.name), toponym.within.as_deref().map(key_of));
    let candidates: BTreeMap<_, _> =
        toponyms.iter().map(|toponym| (key(toponym), candidates(toponym))).collect();
    let mut anchors: Vec<GazetteerPlace> = Vec::new();
    // Twice: the second time each name sees what the others were taken for.
    for _ in 0..2 {
        let evidence = Evidence::new(setting, &anchors);
        let taken = by_name.clone();
        for (name, candidates) in &candidates {
            // What the name itself was taken for is no evidence for it.
            let own = taken.get(name).and_then(Option::as_ref);
            by_name.insert(name.clone(), best(candidates, &evidence, own));
        }
        anchors = by_name.values().flatten().take(MAX_ANCHORS).cloned().collect();
    }
    let qualified: BTreeMap<String, GazetteerPlace> = by_name
        .iter()
        .filter(|((_, within), _)| within.is_some())
        .filter_map(|((name, _), place)| Some((name.clone(), place.clone()?)))
        .collect();
    // A name that is told apart once keeps that sense in the whole dispatch.
    let find = |toponym: &Toponym| {
        let told = || qualified.get(&key_of(&toponym.name)).cloned();
        let own = || by_name.get(&key(toponym)).cloned().flatten();
        if toponym.within.is_some() { own() } else { told().or_else(own) }
    };
    toponyms.iter().map(find).collect()
}

/// Returns the places of a name that lie in the larger place named beside it, if any does.
fn candidates(toponym: &Toponym) -> Vec<GazetteerPlace> {
    let all = places_of(&toponym.name);
    let Some(within) = &toponym.within else { return all };
    let larger = places_named(within);
    let is_inside = |place: &GazetteerPlace| larger.iter().any(|area| holds(area, place));
    let inside: Vec<_> = all.iter().filter(|place| is_inside(place)).cloned().collect();
    if inside.is_empty() { all } else { inside }
}

/// Returns the places of a name, or of the name without words for its kind or part.
fn places_of(name: &str) -> Vec<GazetteerPlace> {
    const FRONT: [&str; 16] = [
        "the ",
        "city of ",
        "town of ",
        "province of ",
        "downtown ",
        "northern ",
        "southern ",
        "eastern ",
        "western ",
        "central ",
        "greater ",
        "upper ",
        "state of ",
        "island of ",
        "north ",
        "south ",
    ];
    const END: [&str; 8] = [
        " city",
        " province",
        " state",
        " region",
        " district",
        " governorate",
        " county",
        " island",
    ];
    let found = places_named(name);
    if !found.is_empty() {
        return found;
    }
    let key = key_of(name);
    let front = FRONT.iter().find_map(|front| key.strip_prefix(front));
    let end = END.iter().find_map(|end| key.strip_suffix(end));
    let added = || places_named(&format!("{key} city"));
    front.or(end).map_or_else(added, places_named)
}

fn holds(area: &GazetteerPlace, place: &GazetteerPlace) -> bool {
    let same_country = area.country.is_some() && area.country == place.country;
    same_country
        && (area.is_country()
            || (!area.admin1.is_empty()
                && area.admin1 == place.admin1
                && area.geonames_id != place.geonames_id))
}

/// What speaks for one candidate against another.
struct Evidence<'s> {
    countries: &'s BTreeMap<&'static str, u32>,
    anchors: &'s [GazetteerPlace],
    divisions: BTreeMap<(&'static str, &'static str), u32>,
    anchor_countries: BTreeMap<&'static str, u32>,
}

impl<'s> Evidence<'s> {
    fn new(setting: &'s Setting, anchors: &'s [GazetteerPlace]) -> Self {
        let mut divisions = BTreeMap::new();
        let mut anchor_countries = BTreeMap::new();
        for place in anchors {
            let Some(country) = place.country else { continue };
            *anchor_countries.entry(country).or_insert(0) += 1;
            if !place.admin1.is_empty() {
                *divisions.entry((country, place.admin1)).or_insert(0) += 1;
            }
        }
        Self { countries: &setting.countries, anchors, divisions, anchor_countries }
    }

    fn score(&self, place: &GazetteerPlace, own: Option<&GazetteerPlace>) -> f64 {
        let size = ((place.population + 1) as f64).log10();
        size + kind_score(place)
            + self.country_score(place, own)
            + self.division_score(place, own)
            + self.near_score(place, own)
    }

    fn country_score(&self, place: &GazetteerPlace, own: Option<&GazetteerPlace>) -> f64 {
        let Some(country) = place.country else { return 0.0 };
        let is_own = own.is_some_and(|own| own.country == Some(country));
        let told = share(self.countries, &country, 0);
        let shared = share(&self.anchor_countries, &country, u32::from(is_own));
        COUNTRY_IN_SETTING * told.max(shared).sqrt()
    }

    fn division_score(&self, place: &GazetteerPlace, own: Option<&GazetteerPlace>) -> f64 {
        let Some(country) = place.country.filter(|_| !place.admin1.is_empty()) else { return 0.0 };
        let is_own =
            own.is_some_and(|own| own.country == place.country && own.admin1 == place.admin1);
        let count = self.divisions.get(&(country, place.admin1)).copied().unwrap_or(0);
        let others = f64::from(count.saturating_sub(u32::from(is_own)));
        DIVISION_IN_SETTING * (others / self.anchors.len().max(1) as f64).sqrt()
    }

    fn near_score(&self, place: &GazetteerPlace, own: Option<&GazetteerPlace>) -> f64 {
        let is_own =
            |anchor: &GazetteerPlace| own.is_some_and(|own| own.geonames_id == anchor.geonames_id);
        let is_near = |anchor: &GazetteerPlace| {
            !is_own(anchor)
                && anchor.geonames_id != place.geonames_id
                && !anchor.is_country()
                && distance_km(anchor, place) < NEAR_KM
        };
        if self.anchors.iter().any(is_near) { NEAR } else { 0.0 }
    }
}

/// Returns the share of a country among those counted, less what is not to count.
fn share(counts: &BTreeMap<&'static str, u32>, country: &&'static str, own: u32) -> f64 {
    let all = counts.values().sum::<u32>().max(1);
    f64::from(counts.get(country).copied().unwrap_or(0).saturating_sub(own)) / f64::from(all)
}

fn kind_score(place: &GazetteerPlace) -> f64 {
    let kind = match place.feature {
        "PCLI" => COUNTRY,
        "PPLC" => CAPITAL,
        "ADM1" => DIVISION,
        _ if place.geonames_id.is_none() => OWN_REGION,
        _ => 0.0,
    };
    kind + if place.by_own_name { 0.0 } else { OTHER_NAME }
}

fn best(
    candidates: &[GazetteerPlace],
    evidence: &Evidence<'_>,
    own: Option<&GazetteerPlace>,
) -> Option<GazetteerPlace> {
    let scored = candidates.iter().map(|place| (evidence.score(place, own), place));
    let better = |one: &(f64, &GazetteerPlace), other: &(f64, &GazetteerPlace)| {
        one.0.total_cmp(&other.0).then_with(|| other.1.geonames_id.cmp(&one.1.geonames_id))
    };
    scored.max_by(better).map(|(_, place)| place.clone())
}

/// Returns the distance on the sphere.
///
/// # Source
/// Haversine formula, mean radius of the Earth 6,371 km.
pub(crate) fn distance_km(one: &GazetteerPlace, other: &GazetteerPlace) -> f64 {
    let (lat1, lat2) = (one.lat.to_radians(), other.lat.to_radians());
    let d_lat = (lat2 - lat1) / 2.0;
    let d_lon = (other.lon - one.lon).to_radians() / 2.0;
    let chord = d_lat.sin().powi(2) + lat1.cos() * lat2.cos() * d_lon.sin().powi(2);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[(&str, Option<&str>)], countries: &[(&'static str, u32)], expected: &[&str]) {
        let toponym = |&(name, within): &(&str, Option<&str>)| Toponym {
            name: name.to_owned(),
            within: within.map(str::to_owned),
        };
        let toponyms: Vec<_> = names.iter().map(toponym).collect();
        let setting = Setting { countries: countries.iter().copied().collect() };
        let found: Vec<_> = resolve(&toponyms, &setting)
            .into_iter()
            .map(|place| {
                place.map_or("-".to_owned(), |p| {
                    format!("{} {}", p.country.unwrap_or("-"), p.admin1)
                })
            })
            .collect();
        assert_eq!(found, expected, "{names:?}");
    }

    #[test]
    fn the_larger_place_is_the_likelier() {
        check(&[("Paris", None)], &[], &["FRA 11"]);
        check(&[("Xyzzyville", None)], &[], &["-"]);
    }

    #[test]
    fn what_stands_beside_a_name_tells_which() {
        check(&[("Paris", Some("Texas")), ("Paris", None)], &[], &["USA TX", "USA TX"]);
        check(&[("Tripoli", Some("Lebanon"))], &[], &["LBN 09"]);
        check(&[("Tripoli", None)], &[("LBN", 6)], &["LBN 09"]);
        check(&[("Tripoli", None)], &[], &["LBY 77"]);
    }

    #[test]
    fn distance_of_two_capitals() {
        let place = |name: &str, country: &str| {
            places_named(name)
                .into_iter()
                .find(|p| p.country == Some(country) && p.feature == "PPLC")
                .unwrap()
        };
        // Paris and London are 344 km apart.
        let km = distance_km(&place("Paris", "FRA"), &place("London", "GBR"));
        assert!((km - 344.0).abs() < 3.0, "{km}");
    }
}
