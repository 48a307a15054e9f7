//! Places, with coordinates.

mod asked;
pub(crate) mod gazetteer;
mod resolution;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dateline_text::{Evidence, Span, local_id};

pub use self::asked::{AskedPlace, name_key};
use self::gazetteer::GazetteerPlace;
use self::resolution::{Setting, Toponym, resolve};
use crate::{Entity, EntityId, EntityKind, Name, NameLabel, Parsed};

local_id!(
    /// Position of a [`Place`]; prints as `p1`.
    PlaceId,
    "p"
);

/// A place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Where it stands.
    pub span: Span,
    /// The entity it is a mention of.
    pub entity: Option<EntityId>,
    /// The gazetteer's name; the words themselves where unresolved.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Radius of a circle of the same area, in kilometres.
    pub radius_km: Option<f64>,
    /// Id in the gazetteer, such as `geonames:276781`.
    pub gazetteer_id: Option<String>,
    /// `GeoNames` feature code: `PPLC`, `PCLI`, `ADM1`.
    pub feature: Option<String>,
    /// Why it is not resolved.
    pub why: Option<String>,
    /// The rule that found and resolved it.
    pub evidence: Evidence,
}

/// Finds and resolves the places among the names; each points at its entity.
pub(crate) fn find_places(parsed: Parsed<'_>, names: &[Name], entities: &[Entity]) -> Vec<Place> {
    let text = parsed.dispatch.text.as_str();
    let located = names.iter().filter(|name| name.label == NameLabel::Location);
    let mut located: Vec<Span> = located.map(|name| name.span).collect();
    let owned: Vec<Span> =
        located.iter().filter_map(|owner| owned_place(text, names, *owner)).collect();
    located.extend(owned);
    located.sort();
    let mut toponyms: Vec<Toponym> =
        (0..located.len()).map(|at| toponym(text, &located, at)).collect();
    // Places inside names of bodies are no mentions of places, but tell where the dispatch plays.
    toponyms.extend(names.iter().filter_map(|name| place_inside(text, name)));
    let setting = setting(text, names);
    let resolved = resolve(&toponyms, &setting);
    let entity_of = entities_by_start(entities);
    let known = |span: Span| entity_of.get(&span).copied();
    let found = located.iter().zip(resolved);
    found.map(|(span, place)| place_of(span.of(text), *span, place, known(*span))).collect()
}

/// Finds the town that stands behind its country, where the names left it out:
/// `in Madagascar’s Ambovombe`.
fn owned_place(text: &str, names: &[Name], owner: Span) -> Option<Span> {
    let country = country_alone(owner.of(text))?;
    let after = text.get(owner.end as usize..)?;
    let rest = after.strip_prefix("’s ").or_else(|| after.strip_prefix("'s "))?;
    let words = rest.split([' ', ',', '.', ';', '\n', '”', '"']);
    let capitals = words.take_while(|word| word.starts_with(char::is_uppercase));
    let n_bytes = capitals.take(MAX_INSIDE_WORDS + 1).map(|word| word.len() + 1).sum::<usize>();
    let name = rest.get(..n_bytes.checked_sub(1)?)?;
    let start = text.len() - rest.len();
    let span = Span::new(start, start + name.len());
    let in_country = |place: &GazetteerPlace| place.by_own_name && place.country == Some(country);
    let known = gazetteer::places_named(name).iter().any(in_country);
    let at = names.partition_point(|other| other.span.end <= span.start);
    let named = names.get(at).is_some_and(|other| other.span.overlaps(span));
    (known && !named).then_some(span)
}

/// Reads what larger place stands right beside a name.
fn toponym(text: &str, located: &[Span], at: usize) -> Toponym {
    let span = located[at];
    let between =
        |one: Span, other: Span| text.get(one.end as usize..other.start as usize).unwrap_or("");
    let next =
        located.get(at + 1).filter(|next| between(span, **next) == ", ").map(|next| next.of(text));
    let owner = at.checked_sub(1).map(|before| located[before]);
    let owner = owner
        .filter(|owner| matches!(between(*owner, span), "'s " | "’s "))
        .map(|owner| owner.of(text));
    let after = text.get(span.end as usize..).unwrap_or("");
    let within = division_after(after).or_else(|| next.filter(|next| is_area(next))).or(owner);
    // "Gary, IN": behind a town no word
    let is_behind_town =
        at.checked_sub(1).is_some_and(|before| between(located[before], span) == ", ");
    let words = span.of(text);
    let spelled_out = division_of_short_form(words).filter(|_| is_behind_town);
    let name = spelled_out.unwrap_or_else(|| full_division(words));
    Toponym { name: name.to_owned(), within: within.map(str::to_owned) }
}

/// Reads the place that a body's name begins with or has after "of": "Orm Police Department".
fn place_inside(text: &str, name: &Name) -> Option<Toponym> {
    if !matches!(name.label, NameLabel::Organization | NameLabel::Facility) {
        return None;
    }
    let words: Vec<&str> = name.span.of(text).split_whitespace().collect();
    let after_of = words.iter().position(|word| *word == "of").map_or(0, |of| of + 1);
    let is_place = |words: &[&str]| {
        let places = gazetteer::places_named(&words.join(" "));
        places.iter().any(|place| place.by_own_name)
    };
    let found = [0, after_of].into_iter().find_map(|start| {
        let longest = words.len().min(start + MAX_INSIDE_WORDS);
        (start + 1..=longest).rev().map(|end| &words[start..end]).find(|words| is_place(words))
    })?;
    Some(Toponym { name: found.join(" "), within: None })
}

/// Most words of a place inside a body's name.
const MAX_INSIDE_WORDS: usize = 3;

/// Reads a short form of a division after a town: ", Ind."
fn division_after(after: &str) -> Option<&'static str> {
    let rest = after.strip_prefix(", ")?;
    DIVISIONS.iter().find_map(|(short, full)| {
        let tail = rest.strip_prefix(short)?;
        (!tail.starts_with(char::is_alphanumeric)).then_some(*full)
    })
}

/// Returns the division that a short form stands for.
pub(crate) fn division_of_short_form(short: &str) -> Option<&'static str> {
    DIVISIONS.iter().find(|(known, _)| *known == short).map(|(_, full)| *full)
}

/// Spells a short form out that cannot be taken for a word: "Ind.", but not "IN".
fn full_division(name: &str) -> &str {
    let is_dotted = name.contains('.');
    division_of_short_form(name).filter(|_| is_dotted).unwrap_or(name)
}

/// Tells whether a name is that of a country, a division, a region or a water.
pub(crate) fn is_area(name: &str) -> bool {
    gazetteer::places_named(name).iter().any(|place| place.is_country() || place.is_area())
}

/// Counts the countries that a dispatch names, by name or by their people.
fn setting(text: &str, names: &[Name]) -> Setting {
    let mut setting = Setting::default();
    for name in names {
        let words = name.span.of(text);
        let country = match name.label {
            NameLabel::Norp => gazetteer::country_of_demonym(words),
            NameLabel::Location => country_alone(words),
            _ => None,
        };
        if let Some(country) = country {
            *setting.countries.entry(country).or_insert(0) += 1;
        }
    }
    setting
}

/// Returns the country of a name that no division bears as well ("Georgia" tells nothing yet).
fn country_alone(words: &str) -> Option<&'static str> {
    let places = gazetteer::places_named(words);
    let shared = places.iter().any(|place| place.feature == "ADM1");
    places.iter().find(|place| place.is_country() && !shared).and_then(|place| place.country)
}

fn entities_by_start(entities: &[Entity]) -> BTreeMap<Span, EntityId> {
    let is_place = |kind| matches!(kind, EntityKind::Place | EntityKind::Facility);
    let all = entities.iter().enumerate().filter(|(_, entity)| is_place(entity.kind));
    let mentions = all
        .flat_map(|(id, entity)| entity.mentions.iter().map(move |m| (m.span, EntityId::from(id))));
    mentions.collect()
}

fn place_of(
    words: &str,
    span: Span,
    found: Option<GazetteerPlace>,
    entity: Option<EntityId>,
) -> Place {
    let Some(found) = found else {
        return Place {
            span,
            entity,
            name: words.to_owned(),
            country: None,
            lat: None,
            lon: None,
            radius_km: None,
            gazetteer_id: None,
            feature: None,
            why: Some("not in the gazetteer".to_owned()),
            evidence: Evidence::unmeasured("place_not_found"),
        };
    };
    Place {
        span,
        entity,
        name: found.name,
        country: found.country.map(str::to_owned),
        lat: Some(found.lat),
        lon: Some(found.lon),
        radius_km: found.radius_km,
        gazetteer_id: found.geonames_id.map(|id| format!("geonames:{id}")),
        feature: Some(found.feature.to_owned()),
        why: None,
        evidence: Evidence::unmeasured("place_by_name_and_setting"),
    }
}

static DIVISIONS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../lexicons/places/state_abbreviations.tsv").lines();
    let fields = rows.filter(|row| !row.starts_with('#')).filter_map(|row| {
        let mut fields = row.split('\t');
        Some((fields.next()?, fields.next()?))
    });
    fields.flat_map(|(shorts, full)| shorts.split("; ").map(move |short| (short, full))).collect()
});
