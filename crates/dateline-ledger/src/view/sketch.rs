//! What is kept of a dispatch to find its copies and its story by.
//!
//! # Source
//! Sampling of shingles by their hash, for resemblance and containment: A. Broder, *On the
//! resemblance and containment of documents*, 1997, section 4 (`MOD` sketches). Unlike a `MinHash`
//! signature of fixed length, the sample of a shortened reprint is a part of the sample of the full
//! text, however different their lengths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::record::{Body, EntityRecord, PlaceRecord};

/// Words in a shingle.
const N_WORDS: usize = 5;

/// One shingle in this many is kept.
const SAMPLE: u32 = 4;

/// One kept shingle in this many is looked up to find candidates.
pub(super) const CANDIDATE: u32 = 4;

/// Sentences at the head of a story that tell what it is about.
const N_LEAD_SENTENCES: usize = 3;

/// Most weight that one term can have.
const MOST_WEIGHT: u32 = 6;

/// Begins a word of a name.
pub(super) const NAME: char = '#';

/// Begins a place; its extent follows: [`SPOT`], [`AREA`] or [`COUNTRY`].
pub(super) const PLACE: char = '@';

/// A town, lake, building.
pub(super) const SPOT: char = '.';

/// A province, region, district.
pub(super) const AREA: char = '~';

/// A country.
pub(super) const COUNTRY: char = '=';

static STOP_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("stop_words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Sampled shingles, and the names, places and salient words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sketch {
    /// Shingles in the text.
    pub(crate) n_shingles: u32,
    /// Hash of all words in order; `None` where there are none.
    pub(crate) fingerprint: Option<i64>,
    /// Hashes of sampled shingles, ascending, each once.
    pub(crate) hashes: Vec<u32>,
    /// Weight of each term, which begins with [`NAME`], [`PLACE`] or a letter.
    pub(crate) terms: BTreeMap<String, u32>,
}

impl Sketch {
    /// Sketches the parts of a dispatch that tell its story.
    pub(crate) fn of(body: &Body) -> Self {
        let story = story_text(body);
        let words: Vec<u64> = words_of(&story).map(|word| hash(word.as_bytes())).collect();
        let hashes =
            words.windows(N_WORDS).map(|shingle| shingle.iter().copied().fold(0, mix) >> 32);
        let kept: BTreeSet<u32> =
            hashes.map(|hash| hash as u32).filter(|hash| *hash < u32::MAX / SAMPLE).collect();
        let fingerprint = words.iter().copied().fold(words.len() as u64, mix).cast_signed();
        Self {
            n_shingles: words.len().saturating_sub(N_WORDS - 1) as u32,
            fingerprint: (!words.is_empty()).then_some(fingerprint),
            hashes: kept.into_iter().collect(),
            terms: terms_of(body),
        }
    }

    /// Returns the bytes that [`unpack_hashes`] reads.
    pub(crate) fn packed_hashes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// Returns the lines that [`unpack_terms`] reads.
    pub(crate) fn packed_terms(&self) -> String {
        let lines = self.terms.iter().map(|(term, weight)| format!("{weight} {term}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Reads the hashes of a stored sketch.
pub(super) fn unpack_hashes(bytes: &[u8]) -> Vec<u32> {
    let words = bytes.chunks_exact(4);
    words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect()
}

/// Reads the terms of a stored sketch.
pub(super) fn unpack_terms(lines: &str) -> impl Iterator<Item = (&str, u32)> {
    lines.lines().filter_map(|line| {
        let (weight, term) = line.split_once(' ')?;
        Some((term, weight.parse().ok()?))
    })
}

/// Tells whether candidates are looked up by this hash.
pub(super) fn finds_candidates(hash: u32) -> bool {
    hash < u32::MAX / SAMPLE / CANDIDATE
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

/// Returns the paragraphs and lists; where there are none, the whole text.
fn story_text(body: &Body) -> String {
    let told = body.blocks.iter().filter(|b| matches!(b.kind.as_str(), "paragraph" | "list"));
    let ranges: Vec<(u32, u32)> = told.map(|block| (block.start, block.end)).collect();
    if ranges.is_empty() {
        return body.text.clone();
    }
    slices(&body.text, &ranges).join("\n")
}

/// Returns the words of ascending ranges of code points.
fn slices<'t>(text: &'t str, ranges: &[(u32, u32)]) -> Vec<&'t str> {
    let points = dateline_text::CodePoints::new(text);
    ranges.iter().map(|(start, end)| points.to_span(*start, *end).of(text)).collect()
}

fn terms_of(body: &Body) -> BTreeMap<String, u32> {
    let names = words_of_names(body);
    let mut terms = BTreeMap::new();
    let mut add = |term: String, weight: u32| {
        let sum: &mut u32 = terms.entry(term).or_default();
        *sum = (*sum + weight).min(MOST_WEIGHT);
    };
    let mut add_word = |word: String, weight: u32| match names.get(&word) {
        Some(_) => add(format!("{NAME}{word}"), weight),
        None => add(word, weight),
    };
    salient(body.title.as_deref().unwrap_or("")).for_each(|word| add_word(word, 2));
    lead_of(body).iter().flat_map(|sentence| salient(sentence)).for_each(|word| add_word(word, 1));
    for (word, weight) in &names {
        add_word(word.clone(), *weight);
    }
    for place in &body.places {
        let name = place.name.replace(['\n', '\r'], " ");
        let weight = if extent_of(place) == COUNTRY { 1 } else { 2 };
        add(format!("{PLACE}{}{name}", extent_of(place)), weight);
    }
    terms
}

/// Returns the words of the names of persons, bodies and places, each with its weight. Countries and
/// peoples are left out: they stand in too many stories to tell them apart.
fn words_of_names(body: &Body) -> BTreeMap<String, u32> {
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for entity in body.entities.iter().filter(|entity| is_named(entity)) {
        let weight = if entity.mentions.len() > 2 { 3 } else { 2 };
        salient(&entity.name).for_each(|word| *names.entry(word).or_default() += weight);
    }
    let (countries, places): (Vec<_>, Vec<_>) =
        body.places.iter().partition(|place| extent_of(place) == COUNTRY);
    for word in places.iter().flat_map(|place| salient(&place.name)) {
        *names.entry(word).or_default() += 1;
    }
    for word in countries.iter().flat_map(|place| salient(&place.name)) {
        names.remove(&word);
    }
    names
}

/// Returns how far a place extends.
///
/// # Source
/// `GeoNames` feature codes.
fn extent_of(place: &PlaceRecord) -> char {
    match place.feature.as_deref() {
        Some(code) if code.starts_with("PCL") => COUNTRY,
        Some(code) if code.starts_with("ADM") || code.starts_with("RGN") => AREA,
        _ => SPOT,
    }
}

fn is_named(entity: &EntityRecord) -> bool {
    !matches!(entity.kind.as_str(), "group" | "other")
        && entity.mentions.iter().any(|mention| mention.form == "name")
}

/// Returns the first sentences of the story proper.
fn lead_of(body: &Body) -> Vec<&str> {
    let is_told = |point: u32| {
        let at = body.blocks.partition_point(|block| block.end <= point);
        body.blocks.get(at).is_none_or(|block| block.kind == "paragraph")
    };
    let told = body.sentences.iter().filter(|sentence| is_told(sentence.start));
    let ranges: Vec<(u32, u32)> =
        told.take(N_LEAD_SENTENCES).map(|sentence| (sentence.start, sentence.end)).collect();
    slices(&body.text, &ranges)
}

/// Returns the words that tell one story from another, in one form for singular and plural.
fn salient(text: &str) -> impl Iterator<Item = String> {
    let words = words_of(text).filter(|word| {
        word.chars().count() > 2
            && !word.starts_with(|c: char| c.is_numeric())
            && !STOP_WORDS.contains(word.as_str())
    });
    words.map(|word| match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word,
    })
}

/// FNV-1a, 64 bits.
///
/// # Source
/// G. Fowler, L. C. Noll, K.-P. Vo; constants of the 64-bit hash.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Mixes one hash into another.
///
/// # Source
/// The finaliser of `SplitMix64` (S. Vigna).
fn mix(state: u64, next: u64) -> u64 {
    let mut z = state.wrapping_mul(31).wrapping_add(next).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
