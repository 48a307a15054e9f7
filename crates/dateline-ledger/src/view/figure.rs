//! Figures of a story side by side, and how they stand to each other.
//!
//! Compared are figures told as fact, that count all so far, of a period that reaches into the
//! story. A figure that copies of one text repeat counts once.

use rusqlite::{Connection, Row, params};

use crate::Result;

/// Figures of other sources, newest first, that a figure is compared with.
const MOST_OTHERS: usize = 12;

/// A period that ends this many days before the story begins is background.
const BACKGROUND_DAYS: i32 = 7;

/// Measures of amounts, which two figures of one story may give of quite different things.
const SUMS: &[&str] = &["money", "aid"];

/// Words for everyone, which narrow a count to no one.
const EVERYONE: &[&str] = &[
    "people",
    "persons",
    "person",
    "others",
    "lives",
    "victims",
    "bodies",
    "dead",
    "residents",
    "fatalities",
    "deaths",
    "casualties",
    "men and women",
    "human beings",
    "souls",
];

/// One figure of a series.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    key: i64,
    scope: Scope,
    day: Option<String>,
    outlet: Option<String>,
    speaker: Option<String>,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    hedge: Option<String>,
    figure: i64,
    reading: i64,
    origin: String,
}

/// What two figures must share to be comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Scope {
    story: String,
    measure: String,
    unit: Option<String>,
    population: Option<String>,
    place: Option<String>,
}

/// How two figures of one scope stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Agree,
    Supersede,
    Contradict,
}

impl Relation {
    fn as_str(self) -> &'static str {
        match self {
            Relation::Agree => "agree",
            Relation::Supersede => "supersede",
            Relation::Contradict => "contradict",
        }
    }
}

/// Inserts the series of all stories and the comparisons within them.
pub(super) fn insert_series(connection: &Connection) -> Result<()> {
    let mut select = connection.prepare(
        "SELECT f.key, o.story, f.measure, f.unit, f.population,
                CASE WHEN p.feature GLOB 'PCL*' OR p.feature GLOB 'ADM*' OR p.feature GLOB 'RGN*'
                  THEN NULL ELSE nullif(p.name, s.place) END, s.place,
                coalesce(f.as_of, f.to_day, d.day), d.outlet, t.speaker, f.value, f.low, f.high,
                f.hedge, f.reading, o.id
         FROM figures AS f
         JOIN dispatches AS d ON d.reading = f.reading
         JOIN copies AS c ON c.reading = f.reading
         JOIN origins AS o ON o.id = c.origin
         JOIN stories AS s ON s.id = o.story
         LEFT JOIN places AS p ON p.reading = f.reading AND p.n = f.place
         LEFT JOIN statements AS t ON t.reading = f.reading AND t.n = f.said_in
         LEFT JOIN events AS e ON e.reading = f.reading AND e.n = f.event
         WHERE f.status = 'actual' AND f.kind = 'cumulative'
           AND e.status IS NOT 'historical'
           AND (f.to_day IS NULL OR s.first_day IS NULL OR
                f.to_day >= date(s.first_day, ?1))
         ORDER BY o.story, f.measure, f.unit, d.day, d.published, d.id, f.n",
    )?;
    let since = format!("-{BACKGROUND_DAYS} days");
    let mut rows = select.query([since])?;
    let (mut points, mut story) = (Vec::new(), String::new());
    let mut next_key = 1;
    while let Some(row) = rows.next()? {
        let point = point_of(row)?;
        if point.scope.story != story {
            insert_story(connection, std::mem::take(&mut points), &mut next_key)?;
            story.clone_from(&point.scope.story);
        }
        points.push(point);
    }
    insert_story(connection, points, &mut next_key)
}

fn point_of(row: &Row<'_>) -> rusqlite::Result<Point> {
    let place: Option<String> = row.get(5)?;
    let population: Option<String> = row.get(4)?;
    Ok(Point {
        key: 0,
        scope: Scope {
            story: row.get(1)?,
            measure: row.get(2)?,
            unit: row.get(3)?,
            population: population.and_then(|words| narrowing(&words)),
            place: place.or(row.get(6)?), // a figure of a whole province is the story's
        },
        day: row.get(7)?,
        outlet: row.get(8)?,
        speaker: row.get(9)?,
        value: row.get(10)?,
        low: row.get(11)?,
        high: row.get(12)?,
        hedge: row.get(13)?,
        figure: row.get(0)?,
        reading: row.get(14)?,
        origin: row.get(15)?,
    })
}

/// Returns the words that narrow a count to some people; `None` where they mean everyone.
fn narrowing(population: &str) -> Option<String> {
    let words = population.to_lowercase();
    let words = words.trim_start_matches("the ").trim_start_matches("other ").trim();
    (!words.is_empty() && !EVERYONE.contains(&words)).then(|| words.to_owned())
}

/// Inserts the points of one story, scope by scope, and their comparisons.
fn insert_story(connection: &Connection, points: Vec<Point>, next_key: &mut i64) -> Result<()> {
    let mut points = without_repeats(points);
    points.sort_by(|a, b| (&a.scope, &a.day).cmp(&(&b.scope, &b.day))); // stable
    for point in &mut points {
        point.key = *next_key;
        *next_key += 1;
        insert_point(connection, point)?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO comparisons (story, earlier, later, relation) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let comparable = points.chunk_by(|a, b| a.scope == b.scope);
    for scope in comparable.filter(|scope| !SUMS.contains(&scope[0].scope.measure.as_str())) {
        for (earlier, later, relation) in compare(scope) {
            insert.execute(params![scope[0].scope.story, earlier, later, relation.as_str()])?;
        }
    }
    Ok(())
}

/// Leaves out what a copy of one text repeats.
fn without_repeats(points: Vec<Point>) -> Vec<Point> {
    let mut told = std::collections::BTreeSet::new();
    let bits = |number: Option<f64>| number.map(f64::to_bits);
    points
        .into_iter()
        .filter(|point| {
            told.insert((
                point.origin.clone(),
                point.scope.clone(),
                point.speaker.clone(),
                [bits(point.value), bits(point.low), bits(point.high)],
            ))
        })
        .collect()
}

fn insert_point(connection: &Connection, point: &Point) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO series (key, story, measure, unit, population, place, day, outlet, speaker,
               value, low, high, hedge, figure, reading, origin)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            point.key,
            point.scope.story,
            point.scope.measure,
            point.scope.unit,
            point.scope.population,
            point.scope.place,
            point.day,
            point.outlet,
            point.speaker,
            point.value,
            point.low,
            point.high,
            point.hedge,
            point.figure,
            point.reading,
            point.origin,
        ])?;
    Ok(())
}

/// Compares each point with the one before it of the same source, and with the newest ones of
/// other sources on the same day.
fn compare(points: &[Point]) -> Vec<(i64, i64, Relation)> {
    let mut compared = Vec::new();
    let mut newest: Vec<&Point> = Vec::new(); // one a source, the newest last
    for later in points {
        let own = newest.iter().position(|earlier| source_of(earlier) == source_of(later));
        if let Some(own) = own {
            let earlier = newest.remove(own);
            let relation = relation_of_one_source(earlier, later);
            compared.extend(relation.map(|relation| (earlier.key, later.key, relation)));
        }
        for earlier in newest.iter().rev().take(MOST_OTHERS) {
            if earlier.day == later.day && later.day.is_some() {
                let relation = if share_value(earlier, later) {
                    Relation::Agree
                } else {
                    Relation::Contradict
                };
                compared.push((earlier.key, later.key, relation));
            }
        }
        newest.push(later);
    }
    compared
}

/// Compares two points of one source; two numbers in one dispatch count different things.
fn relation_of_one_source(earlier: &Point, later: &Point) -> Option<Relation> {
    let is_same = (earlier.low, earlier.high) == (later.low, later.high);
    if is_same || (earlier.day == later.day && share_value(earlier, later)) {
        Some(Relation::Agree)
    } else if earlier.reading == later.reading {
        None
    } else if earlier.day < later.day {
        Some(Relation::Supersede)
    } else {
        Some(Relation::Contradict)
    }
}

/// Returns who is behind a point: the speaker, else the outlet, else the text itself.
fn source_of(point: &Point) -> String {
    let source = point.speaker.as_ref().or(point.outlet.as_ref()).unwrap_or(&point.origin);
    source.to_lowercase()
}

/// Tells whether some value lies within both points' bounds.
fn share_value(a: &Point, b: &Point) -> bool {
    let low = |point: &Point| point.low.unwrap_or(f64::NEG_INFINITY);
    let high = |point: &Point| point.high.unwrap_or(f64::INFINITY);
    low(a).max(low(b)) <= high(a).min(high(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(key: i64, day: &str, speaker: &str, bounds: (Option<f64>, Option<f64>)) -> Point {
        Point {
            key,
            scope: Scope {
                story: "s".to_owned(),
                measure: "killed".to_owned(),
                unit: None,
                population: None,
                place: None,
            },
            day: Some(day.to_owned()),
            outlet: None,
            speaker: Some(speaker.to_owned()),
            value: None,
            low: bounds.0,
            high: bounds.1,
            hedge: None,
            figure: key,
            reading: key,
            origin: key.to_string(),
        }
    }

    fn exactly(n: f64) -> (Option<f64>, Option<f64>) {
        (Some(n), Some(n))
    }

    #[test]
    fn a_later_figure_of_one_source_supersedes() {
        let points = [
            point(1, "2031-05-01", "Rescue Office", exactly(12.0)),
            point(2, "2031-05-02", "rescue office", exactly(19.0)),
            point(3, "2031-05-03", "Rescue Office", exactly(17.0)),
            point(4, "2031-05-04", "Rescue Office", exactly(17.0)),
        ];
        assert_eq!(
            compare(&points),
            [(1, 2, Relation::Supersede), (2, 3, Relation::Supersede), (3, 4, Relation::Agree)]
        );
    }

    #[test]
    fn sources_of_one_day_agree_where_a_value_fits_both() {
        let points = [
            point(1, "2031-05-01", "Rescue Office", exactly(12.0)),
            point(2, "2031-05-01", "Harbour Union", (Some(10.0), None)),
            point(3, "2031-05-01", "City Hall", exactly(9.0)),
            point(4, "2031-05-02", "Coast Guard", exactly(30.0)),
        ];
        assert_eq!(
            compare(&points),
            [(1, 2, Relation::Agree), (2, 3, Relation::Contradict), (1, 3, Relation::Contradict)]
        );
    }

    #[test]
    fn words_for_everyone_narrow_nothing() {
        assert_eq!(narrowing("people"), None);
        assert_eq!(narrowing("the victims"), None);
        assert_eq!(narrowing("Children").as_deref(), Some("children"));
    }
}
