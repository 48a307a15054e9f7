//! Dispatches on the same happening.
//!
//! Origins are taken in order of time; each joins the running story that is nearest to it in names,
//! places and salient words of title and lead, if it is near enough, or begins a story. A term
//! counts the more, the fewer origins have it. Words alone make no story: quarterly results of two
//! companies, in the same words, share no name.

use jiff::civil::Date;
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use super::origin::{Origin, Origins, Weighted};
use super::sketch::{AREA, COUNTRY, NAME, PLACE, SPOT};
use crate::Result;
use crate::store::count;

/// A story is running for this many days after its last dispatch.
const RUNNING_DAYS: i32 = 4;

/// Least nearness of an origin to a story: the mean of the cosine over all terms and the cosine over
/// names and places.
const LEAST_NEARNESS: f64 = 0.2;

/// The same for an origin without a date.
const LEAST_NEARNESS_UNDATED: f64 = 0.3;

/// Least cosine over names and places: words alone make no story.
const LEAST_NAMES: f64 = 0.05;

/// A name in more origins than this, and than this share of them, tells no story from another.
const MOST_ORIGINS_OF_NAME: (u32, u32) = (20, 100);

/// Origins imagined beside those in the ledger, so that in a small ledger a word of every dispatch
/// of one story still counts.
const N_IMAGINED: f64 = 1_000.0;

/// Terms of an origin by which running stories are looked up.
const N_KEYS: usize = 16;

/// Terms kept of a story.
const MOST_TERMS: usize = 100;

/// Running stories that an origin is compared with in full.
const MOST_CANDIDATES: usize = 12;

/// Stories of one term that an origin without a date is compared with; a term of more is no key.
const MOST_STORIES_OF_TERM: usize = 2_000;

/// A vector of term weights, by ascending term number.
type Vector = Vec<(u32, f64)>;

/// A story: its origins, in order of time. An origin alone is one, too.
#[derive(Debug, Clone, Default)]
pub(super) struct Story {
    origins: Vec<usize>,
    sum: Vector,
    first_day: Option<i32>,
    last_day: Option<i32>,
}

/// All stories, in order of time, and the story of each origin.
#[derive(Debug, Default)]
pub(super) struct Stories {
    list: Vec<Story>,
    of_origin: Vec<usize>,
}

impl Stories {
    /// Returns the id of an origin's story: the id of the story's earliest dispatch.
    pub(super) fn id_of_origin<'o>(&self, origins: &'o Origins, origin: usize) -> &'o str {
        &origins.list[self.list[self.of_origin[origin]].origins[0]].id
    }
}

/// Groups the origins by what they tell of.
///
/// # Notes
/// Twice: origins into stories, then stories into stories, since two halves of one story that
/// began apart have come to share more names than their first dispatches did.
pub(super) fn find_stories(origins: &Origins) -> Stories {
    let rarity = Rarity::of(origins);
    let alone = |(at, origin): (usize, &Origin)| Story {
        origins: vec![at],
        sum: vector_of(&origin.terms, &rarity),
        first_day: day_number(origin.first_day.as_deref()),
        last_day: day_number(origin.last_day.as_deref()),
    };
    let alone = origins.list.iter().enumerate().map(alone).collect();
    let list = join(join(alone, &rarity), &rarity);
    let mut of_origin = vec![0; origins.list.len()];
    for (at, story) in list.iter().enumerate() {
        story.origins.iter().for_each(|origin| of_origin[*origin] = at);
    }
    Stories { list, of_origin }
}

/// Joins stories that are near to each other, in order of time.
fn join(stories: Vec<Story>, rarity: &Rarity) -> Vec<Story> {
    let mut joiner = Joiner {
        rarity,
        list: Vec::new(),
        running: FxHashMap::default(),
        ever: FxHashMap::default(),
    };
    for story in stories {
        joiner.add(story);
    }
    for story in &mut joiner.list {
        story.origins.sort_unstable(); // the numbers of the origins are in order of time
    }
    joiner.list.sort_by_key(|story| story.origins[0]);
    joiner.list
}

/// Inserts the stories and their dispatches.
pub(super) fn insert_stories(
    connection: &Connection,
    origins: &Origins,
    stories: &Stories,
) -> Result<()> {
    let rarity = Rarity::of(origins);
    let mut insert = connection.prepare(
        "INSERT INTO stories (id, title, first_day, last_day, place, n_dispatches, n_outlets,
           n_origins) VALUES (?1, (SELECT title FROM dispatches WHERE reading = ?2), ?3, ?4, ?5,
           0, 0, ?6)",
    )?;
    for story in &stories.list {
        let members = || story.origins.iter().map(|origin| &origins.list[*origin]);
        insert.execute(params![
            origins.list[story.origins[0]].id,
            origins.list[most_typical(story, origins, &rarity)].reading,
            members().filter_map(|origin| origin.first_day.as_deref()).min(),
            members().filter_map(|origin| origin.last_day.as_deref()).max(),
            place_of(members(), &origins.terms),
            count(story.origins.len()),
        ])?;
    }
    connection.execute_batch(
        "INSERT INTO story_dispatches (story, reading, origin)
           SELECT o.story, c.reading, o.id FROM origins AS o JOIN copies AS c ON c.origin = o.id;
         UPDATE stories SET n_dispatches = n.dispatches, n_outlets = n.outlets FROM (
           SELECT s.story, count(DISTINCT s.reading) AS dispatches,
             count(DISTINCT nullif(a.outlet, '')) AS outlets
           FROM story_dispatches AS s JOIN appearances AS a USING (reading) GROUP BY s.story
         ) AS n WHERE n.story = stories.id;
         UPDATE stories SET title = (
           SELECT d.title FROM story_dispatches AS s JOIN dispatches AS d USING (reading)
           WHERE s.story = stories.id AND d.title IS NOT NULL ORDER BY d.day, d.id LIMIT 1)
         WHERE title IS NULL;",
    )?;
    Ok(())
}

struct Joiner<'r> {
    rarity: &'r Rarity,
    list: Vec<Story>,
    /// Running stories that have a term among their keys, oldest first.
    running: FxHashMap<u32, Vec<usize>>,
    /// All stories that have a term among their keys, oldest first.
    ever: FxHashMap<u32, Vec<usize>>,
}

impl Joiner<'_> {
    fn add(&mut self, story: Story) {
        let keys = heaviest(&story.sum, N_KEYS);
        let least = if story.first_day.is_some() { LEAST_NEARNESS } else { LEAST_NEARNESS_UNDATED };
        let candidates = self.candidates(&keys, story.first_day);
        let scored = candidates
            .into_iter()
            .map(|at| (self.nearness(&story.sum, &self.list[at].sum), at))
            .filter(|(near, _)| *near >= least);
        // Of equals, the earliest.
        let best = scored.max_by(|(x, a), (y, b)| x.total_cmp(y).then(b.cmp(a)));
        let at = if let Some((_, at)) = best {
            let joined = &mut self.list[at];
            joined.origins.extend(story.origins);
            joined.last_day = joined.last_day.max(story.last_day);
            joined.sum = add(&joined.sum, &story.sum);
            at
        } else {
            self.list.push(story);
            self.list.len() - 1
        };
        for (term, _) in keys {
            for stories in [&mut self.running, &mut self.ever] {
                let stories = stories.entry(term).or_default();
                if stories.len() <= MOST_STORIES_OF_TERM && !stories.contains(&at) {
                    stories.push(at);
                }
            }
        }
    }

    /// Returns the stories that share the most weight of keys: running ones, or for an origin
    /// without a date any.
    fn candidates(&mut self, keys: &Vector, day: Option<i32>) -> Vec<usize> {
        let mut met: Vec<(usize, f64)> = Vec::new();
        for (term, weight) in keys {
            let stories = match day {
                Some(day) => self.running_on(day, *term),
                None => self.ever.get(term).filter(|ever| ever.len() <= MOST_STORIES_OF_TERM),
            };
            met.extend(stories.into_iter().flatten().map(|story| (*story, *weight)));
        }
        met.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then(x.total_cmp(y)));
        let sum = |run: &[(usize, f64)]| run.iter().map(|(_, weight)| weight).sum::<f64>();
        let mut shared: Vec<(f64, usize)> =
            met.chunk_by(|a, b| a.0 == b.0).map(|run| (sum(run), run[0].0)).collect();
        shared.sort_unstable_by(|(x, a), (y, b)| y.total_cmp(x).then(a.cmp(b)));
        shared.into_iter().take(MOST_CANDIDATES).map(|(_, story)| story).collect()
    }

    fn nearness(&self, a: &Vector, b: &Vector) -> f64 {
        let names = cosine(a, b, |term| self.rarity.is_telling_name[term as usize]);
        if names < LEAST_NAMES { 0.0 } else { f64::midpoint(names, cosine(a, b, |_| true)) }
    }

    /// Returns the stories of a term that are running on a day; forgets those that no longer are.
    fn running_on(&mut self, day: i32, term: u32) -> Option<&Vec<usize>> {
        let list = &self.list;
        let stories = self.running.get_mut(&term)?;
        stories.retain(|story| list[*story].last_day.is_none_or(|last| day - last <= RUNNING_DAYS));
        Some(stories)
    }
}

/// How much each term tells one story from another.
#[derive(Debug, Default)]
struct Rarity {
    weight: Vec<f64>,
    is_telling_name: Vec<bool>,
}

impl Rarity {
    fn of(origins: &Origins) -> Self {
        let mut n_origins = vec![0_u32; origins.terms.len()];
        for (term, _) in origins.list.iter().flat_map(|origin| &origin.terms) {
            n_origins[*term as usize] += 1;
        }
        let all = origins.list.len();
        let most = MOST_ORIGINS_OF_NAME.0.max(all as u32 / MOST_ORIGINS_OF_NAME.1);
        let weigh = |n: &u32| ((all as f64 + N_IMAGINED) / f64::from(*n)).ln();
        let is_name = |term: &str| term.starts_with([NAME, PLACE]) && !term.starts_with(COUNTRY);
        let named = origins.terms.iter().zip(&n_origins);
        Self {
            weight: n_origins.iter().map(weigh).collect(),
            is_telling_name: named.map(|(term, n)| is_name(term) && *n <= most).collect(),
        }
    }
}

/// Returns the weights of an origin's terms, scaled to length 1.
fn vector_of(terms: &[Weighted], rarity: &Rarity) -> Vector {
    let weigh = |(term, weight): &Weighted| {
        (*term, f64::from(*weight).sqrt() * rarity.weight[*term as usize])
    };
    let mut vector: Vector = terms.iter().map(weigh).collect();
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    for (_, weight) in &mut vector {
        *weight /= length.max(f64::MIN_POSITIVE);
    }
    vector
}

/// Returns the cosine of two vectors over some of their terms.
fn cosine(a: &Vector, b: &Vector, counts: impl Fn(u32) -> bool) -> f64 {
    let (mut at, mut product) = ((0, 0), 0.0);
    while let (Some(left), Some(right)) = (a.get(at.0), b.get(at.1)) {
        if left.0 == right.0 && counts(left.0) {
            product += left.1 * right.1;
        }
        at = (at.0 + usize::from(left.0 <= right.0), at.1 + usize::from(right.0 <= left.0));
    }
    let counted = |v: &Vector| -> f64 {
        v.iter().filter(|(term, _)| counts(*term)).map(|(_, weight)| weight * weight).sum()
    };
    product / (counted(a) * counted(b)).sqrt().max(f64::MIN_POSITIVE)
}

/// Adds two vectors; keeps the heaviest terms.
fn add(a: &Vector, b: &Vector) -> Vector {
    let mut all: Vector = a.iter().chain(b).copied().collect();
    all.sort_by_key(|(term, _)| *term); // stable, so that sums are made in the same order
    let sum = |run: &[(u32, f64)]| (run[0].0, run.iter().map(|(_, weight)| weight).sum());
    let summed: Vector = all.chunk_by(|x, y| x.0 == y.0).map(sum).collect();
    heaviest(&summed, MOST_TERMS)
}

/// Returns the heaviest terms, by ascending number.
fn heaviest(vector: &Vector, most: usize) -> Vector {
    let mut by_weight = vector.clone();
    by_weight.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    by_weight.truncate(most);
    by_weight.sort_by_key(|(term, _)| *term);
    by_weight
}

/// Returns the origin that shares most with its story, a much reprinted one first; of equals, the
/// earliest.
fn most_typical(story: &Story, origins: &Origins, rarity: &Rarity) -> usize {
    let scored = story.origins.iter().map(|at| {
        let origin = &origins.list[*at];
        let shared = cosine(&vector_of(&origin.terms, rarity), &story.sum, |_| true);
        (shared * (1.0 + (origin.copies.len() as f64).ln()), *at)
    });
    let best = scored.max_by(|(x, a), (y, b)| x.total_cmp(y).then(b.cmp(a)));
    best.map_or(story.origins[0], |(_, origin)| origin)
}

/// Returns the place that most origins of a story name; of a town, its province and its country,
/// the town, unless far fewer name it.
fn place_of<'o>(members: impl Iterator<Item = &'o Origin>, terms: &[String]) -> Option<String> {
    let mut counts: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for (term, _) in members.flat_map(|origin| &origin.terms) {
        if let Some(place) = terms[*term as usize].strip_prefix(PLACE) {
            *counts.entry(place).or_default() += 1;
        }
    }
    let rank = |place: &str, n: u32| match place.chars().next() {
        Some(COUNTRY) => n,
        Some(AREA) => n * 3,
        _ => n * 5,
    };
    let best =
        counts.into_iter().max_by(|(a, n), (b, m)| rank(a, *n).cmp(&rank(b, *m)).then(b.cmp(a)));
    best.map(|(place, _)| place.trim_start_matches([SPOT, AREA, COUNTRY]).to_owned())
}

/// Returns the number of days from the first day of 1970.
fn day_number(day: Option<&str>) -> Option<i32> {
    let day: Date = day?.parse().ok()?;
    let since = day.since(Date::constant(1970, 1, 1)).ok()?;
    Some(since.get_days())
}
