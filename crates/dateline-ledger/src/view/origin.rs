//! Texts that one or more dispatches reprint.
//!
//! Dispatches are taken in order of time, those without a day last, so that none of these is the
//! origin of one that has a day. One that shares enough of its shingles with an origin
//! met before is a copy of it; any other begins an origin. Each is compared with a few texts of
//! each candidate origin alone, never with every copy.

use rusqlite::{Connection, Row, params};
use rustc_hash::FxHashMap;

use super::sketch::{finds_candidates, unpack_hashes, unpack_terms};
use crate::Result;
use crate::store::count;

/// Least share of the shorter text that must stand in the longer one.
const LEAST_CONTAINED: f64 = 0.5;

/// The same for sketches too small to estimate a share well.
const LEAST_CONTAINED_SMALL: f64 = 0.8;

/// Sketches below this size are small; below half of it they prove nothing.
const SMALL_SKETCH: usize = 12;

/// Least share of both texts together: keeps a round-up of many texts from standing for them all.
const LEAST_RESEMBLANCE: f64 = 0.1;

/// Texts of one origin that later dispatches are compared with.
const MOST_TEXTS: usize = 3;

/// Texts kept for one hash; more of them mean a stock phrase, not a copy.
const MOST_TEXTS_OF_HASH: usize = 16;

/// Candidates that are compared in full.
const MOST_CANDIDATES: usize = 8;

/// A term of [`Origins::terms`] and its weight.
pub(super) type Weighted = (u32, u32);

/// One text and its copies.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) id: String,
    pub(super) reading: i64,
    pub(super) first_day: Option<String>,
    pub(super) last_day: Option<String>,
    pub(super) agency: Option<String>,
    /// Terms of its earliest dispatch, by ascending number.
    pub(super) terms: Vec<Weighted>,
    pub(super) copies: Vec<Copy>,
}

/// A dispatch and the share of its text that stands in its origin's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copy {
    pub(super) reading: i64,
    share: f64,
}

/// All origins, in order of time, and the terms that their numbers stand for.
#[derive(Debug, Default)]
pub(super) struct Origins {
    pub(super) list: Vec<Origin>,
    pub(super) terms: Vec<String>,
}

/// Groups the dispatches by the text they reprint.
pub(super) fn find_origins(connection: &Connection) -> Result<Origins> {
    let mut finder = Finder::default();
    let mut in_time = connection.prepare(
        "SELECT reading FROM dispatches
         ORDER BY day IS NULL, day, ifnull(unixepoch(published), 0), id",
    )?;
    let readings = in_time.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut find = connection.prepare(
        "SELECT d.reading, d.id, d.day, d.agency, d.credit, s.fingerprint, s.hashes, s.terms
         FROM dispatches AS d JOIN sketches AS s USING (reading) WHERE d.reading = ?1",
    )?;
    for reading in readings {
        finder.add(find.query_row([reading], sketched)?);
    }
    Ok(finder.origins)
}

fn sketched(row: &Row<'_>) -> rusqlite::Result<Sketched> {
    let credit: String = row.get(4)?;
    Ok(Sketched {
        reading: row.get(0)?,
        id: row.get(1)?,
        day: row.get(2)?,
        agency: row.get::<_, Option<String>>(3)?.or_else(|| first_of(&credit)),
        fingerprint: row.get(5)?,
        hashes: unpack_hashes(row.get_ref(6)?.as_blob()?),
        terms: row.get(7)?,
    })
}

/// Inserts the origins and their copies; `stories` gives the number of each origin's story.
pub(super) fn insert_origins(
    connection: &Connection,
    origins: &Origins,
    stories: &super::story::Stories,
) -> Result<()> {
    let mut insert_origin = connection.prepare(
        "INSERT INTO origins (id, story, reading, first_day, last_day, agency, n_dispatches,
           n_reprints) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
    )?;
    let mut insert_copy =
        connection.prepare("INSERT INTO copies (reading, origin, share) VALUES (?1, ?2, ?3)")?;
    for (at, origin) in origins.list.iter().enumerate() {
        insert_origin.execute(params![
            origin.id,
            stories.id_of_origin(origins, at),
            origin.reading,
            origin.first_day,
            origin.last_day,
            origin.agency,
            count(origin.copies.len()),
        ])?;
        for copy in &origin.copies {
            let share = (copy.share * 100.0).round() / 100.0;
            insert_copy.execute(params![copy.reading, origin.id, share])?;
        }
    }
    connection.execute(
        "UPDATE origins SET n_reprints = n.n FROM (
           SELECT c.origin, count(*) AS n FROM copies AS c JOIN appearances USING (reading)
           GROUP BY c.origin) AS n WHERE n.origin = origins.id",
        [],
    )?;
    Ok(())
}

/// A text that later dispatches are compared with.
struct Text {
    origin: usize,
    hashes: Vec<u32>,
}

/// A dispatch as it is put into an origin.
struct Sketched {
    reading: i64,
    id: String,
    day: Option<String>,
    agency: Option<String>,
    fingerprint: Option<i64>,
    hashes: Vec<u32>,
    terms: String,
}

#[derive(Default)]
struct Finder {
    origins: Origins,
    term_numbers: FxHashMap<String, u32>,
    texts: Vec<Text>,
    texts_of_origin: Vec<Vec<usize>>,
    texts_of_hash: FxHashMap<u32, Vec<usize>>,
    origin_of_fingerprint: FxHashMap<i64, usize>,
}

impl Finder {
    fn add(&mut self, dispatch: Sketched) {
        let Sketched { reading, fingerprint, .. } = dispatch;
        let origin = match self.origin_for(fingerprint, &dispatch.hashes) {
            Some((origin, share)) => {
                self.join(origin, Copy { reading, share }, &dispatch);
                origin
            }
            None => self.begin(&dispatch),
        };
        if let Some(fingerprint) = fingerprint {
            self.origin_of_fingerprint.entry(fingerprint).or_insert(origin);
        }
        self.keep_text(origin, dispatch.hashes);
    }

    /// Returns the origin that a text is a copy of, and the share of it that stands there.
    fn origin_for(&self, fingerprint: Option<i64>, hashes: &[u32]) -> Option<(usize, f64)> {
        if let Some(origin) = self.origin_of_fingerprint.get(&fingerprint?) {
            return Some((*origin, 1.0));
        }
        let compared = self.candidates(hashes).into_iter().map(|text| {
            let overlap = Overlap::of(hashes, &self.texts[text].hashes);
            (text, overlap)
        });
        let copies = compared.filter(|(_, overlap)| overlap.is_copy());
        let best = copies.max_by(|(a, x), (b, y)| {
            x.resemblance.total_cmp(&y.resemblance).then(b.cmp(a)) // of equals, the earliest
        });
        best.map(|(text, overlap)| (self.texts[text].origin, overlap.share))
    }

    /// Returns the texts that share the most hashes looked up, most first.
    fn candidates(&self, hashes: &[u32]) -> Vec<usize> {
        let looked_up = hashes.iter().filter(|hash| finds_candidates(**hash));
        let mut met: Vec<usize> =
            looked_up.filter_map(|hash| self.texts_of_hash.get(hash)).flatten().copied().collect();
        met.sort_unstable();
        let mut counted: Vec<(usize, usize)> =
            met.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect();
        counted.sort_unstable_by_key(|(n, text)| (std::cmp::Reverse(*n), *text));
        counted.into_iter().take(MOST_CANDIDATES).map(|(_, text)| text).collect()
    }

    fn begin(&mut self, dispatch: &Sketched) -> usize {
        let terms = self.number_terms(&dispatch.terms);
        self.origins.list.push(Origin {
            id: dispatch.id.clone(),
            reading: dispatch.reading,
            first_day: dispatch.day.clone(),
            last_day: dispatch.day.clone(),
            agency: dispatch.agency.clone(),
            terms,
            copies: vec![Copy { reading: dispatch.reading, share: 1.0 }],
        });
        self.texts_of_origin.push(Vec::new());
        self.origins.list.len() - 1
    }

    fn join(&mut self, origin: usize, copy: Copy, dispatch: &Sketched) {
        let origin = &mut self.origins.list[origin];
        origin.copies.push(copy);
        if dispatch.day.is_some() {
            origin.last_day = origin.last_day.take().max(dispatch.day.clone());
        }
        if origin.agency.is_none() {
            origin.agency.clone_from(&dispatch.agency);
        }
    }

    /// Keeps a text for comparison if it is the first of its origin, or much fuller than those
    /// kept.
    fn keep_text(&mut self, origin: usize, hashes: Vec<u32>) {
        let kept = &self.texts_of_origin[origin];
        let longest = kept.iter().map(|text| self.texts[*text].hashes.len()).max().unwrap_or(0);
        if kept.len() >= MOST_TEXTS || hashes.len() * 4 <= longest * 5 {
            return;
        }
        let text = self.texts.len();
        for hash in hashes.iter().filter(|hash| finds_candidates(**hash)) {
            let texts = self.texts_of_hash.entry(*hash).or_default();
            if texts.len() < MOST_TEXTS_OF_HASH {
                texts.push(text);
            }
        }
        self.texts_of_origin[origin].push(text);
        self.texts.push(Text { origin, hashes });
    }

    fn number_terms(&mut self, lines: &str) -> Vec<Weighted> {
        let mut terms: Vec<Weighted> = Vec::new();
        for (term, weight) in unpack_terms(lines) {
            let next = self.origins.terms.len() as u32;
            let number = *self.term_numbers.entry(term.to_owned()).or_insert(next);
            if number == next {
                self.origins.terms.push(term.to_owned());
            }
            terms.push((number, weight));
        }
        terms.sort_unstable();
        terms
    }
}

/// How much two texts share, estimated from their sketches.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Overlap {
    /// Hashes in the smaller sketch.
    n_smaller: usize,
    /// Share of the smaller one's text that stands in the other.
    contained: f64,
    /// Share of both texts together.
    resemblance: f64,
    /// Share of the first one's text that stands in the second.
    share: f64,
}

impl Overlap {
    fn of(a: &[u32], b: &[u32]) -> Self {
        let n_common = count_common(a, b);
        let n_smaller = a.len().min(b.len());
        let part = |of: usize| if of == 0 { 0.0 } else { n_common as f64 / of as f64 };
        Self {
            n_smaller,
            contained: part(n_smaller),
            resemblance: part(a.len() + b.len() - n_common),
            share: part(a.len()),
        }
    }

    fn is_copy(self) -> bool {
        let least =
            if self.n_smaller < SMALL_SKETCH { LEAST_CONTAINED_SMALL } else { LEAST_CONTAINED };
        self.n_smaller >= SMALL_SKETCH / 2
            && self.contained >= least
            && self.resemblance >= LEAST_RESEMBLANCE
    }
}

fn count_common(a: &[u32], b: &[u32]) -> usize {
    let (mut at, mut n_common) = ((0, 0), 0);
    while let (Some(left), Some(right)) = (a.get(at.0), b.get(at.1)) {
        n_common += usize::from(left == right);
        at = (at.0 + usize::from(left <= right), at.1 + usize::from(right <= left));
    }
    n_common
}

/// Returns the first member of a JSON list of names.
fn first_of(json: &str) -> Option<String> {
    serde_json::from_str::<Vec<String>>(json).ok()?.into_iter().next()
}
