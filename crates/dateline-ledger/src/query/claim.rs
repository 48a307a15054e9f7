//! Questions for dispatches, statements, events, figures and sentences.

use super::filter::Narrow;
use super::name::closed;
use super::question::{Condition, Question};
use super::rows::{DispatchRow, EventRow, FigureRow, StatementRow};
use super::search::Hit;
use super::words::Words;
use crate::{Error, Result};

/// Tables joined to every row: what the dispatch is a copy of, and its story.
macro_rules! joined {
    ($first:literal) => {
        concat!(
            $first,
            " LEFT JOIN story_dispatches AS k ON k.reading = r.reading
              LEFT JOIN stories AS z ON z.id = k.story"
        )
    };
}

const SHARE: &str = joined!("LEFT JOIN copies AS c ON c.reading = r.reading");

const SENTENCE: &str =
    joined!("LEFT JOIN sentences AS x ON x.reading = r.reading AND x.n = r.sentence");

const SENTENCE_PLACE_SPEAKER: &str = joined!(
    "LEFT JOIN sentences AS x ON x.reading = r.reading AND x.n = r.sentence
     LEFT JOIN places AS p ON p.reading = r.reading AND p.n = r.place
     LEFT JOIN statements AS t ON t.reading = r.reading AND t.n = r.said_in"
);

pub(super) fn dispatch_question<'n>(narrow: &'n Narrow<'_>) -> Result<Question<'n>> {
    let filter = narrow.filter;
    let mut conditions = of_dispatch(narrow, ("dispatches", "reading"));
    if let Some(act) = &filter.act {
        conditions.push(
            Condition::new(
                "SELECT reading AS key FROM statements WHERE act = ?",
                "EXISTS (SELECT 1 FROM statements AS t WHERE t.reading = d.reading AND t.act = ?)",
            )
            .with(closed("act", "act", act)?.to_owned()),
        );
    }
    if let Some(kind) = narrow.source_kind {
        conditions.push(
            Condition::new(
                "SELECT reading AS key FROM statements WHERE source_kind = ?",
                "EXISTS (SELECT 1 FROM statements AS t
                         WHERE t.reading = d.reading AND t.source_kind = ?)",
            )
            .with(kind.to_owned()),
        );
    }
    if narrow.by.is_some() {
        conditions.push(
            Condition::new(
                "SELECT t.reading AS key
                 FROM search_statements AS q JOIN statements AS t ON t.key = q.rowid
                 WHERE search_statements MATCH ?",
                "EXISTS (SELECT 1 FROM statements AS t
                         CROSS JOIN search_statements AS q ON q.rowid = t.key
                         WHERE t.reading = d.reading AND search_statements MATCH ?)",
            )
            .dear()
            .with(statement_words(narrow)),
        );
    } else if let Some(about) = &narrow.about {
        conditions.push(has_sentence(about));
    }
    Ok(question(narrow, ("dispatches", "reading", DispatchRow::COLUMNS), SHARE, conditions))
}

pub(super) fn statement_question<'n>(narrow: &'n Narrow<'_>) -> Result<Question<'n>> {
    let filter = narrow.filter;
    let mut conditions = of_dispatch(narrow, ("statements", "key"));
    if let Some(act) = &filter.act {
        let set = "SELECT key FROM statements WHERE act = ?";
        let act = closed("act", "act", act)?;
        conditions.push(Condition::new(set, "r.act = ?").with(act.to_owned()));
    }
    if let Some(kind) = narrow.source_kind {
        let set = "SELECT key FROM statements WHERE source_kind = ?";
        conditions.push(Condition::new(set, "r.source_kind = ?").with(kind.to_owned()));
    }
    if narrow.by.is_some() || narrow.about.is_some() {
        conditions.push(
            Condition::new(
                "SELECT rowid AS key FROM search_statements WHERE search_statements MATCH ?",
                "EXISTS (SELECT 1 FROM search_statements
                         WHERE rowid = r.key AND search_statements MATCH ?)",
            )
            .dear()
            .with(statement_words(narrow)),
        );
    }
    conditions.extend(confidence(narrow));
    Ok(question(narrow, ("statements", "key", StatementRow::COLUMNS), SENTENCE, conditions))
}

pub(super) fn event_question<'n>(narrow: &'n Narrow<'_>) -> Result<Question<'n>> {
    let by = Condition::new(
        "SELECT rowid AS key FROM search_events WHERE search_events MATCH ?",
        "EXISTS (SELECT 1 FROM search_events WHERE rowid = r.key AND search_events MATCH ?)",
    );
    let kind = narrow.filter.act.as_deref().map(|kind| closed("type", "event_type", kind));
    let act = kind.transpose()?.map(|kind| ("type", kind));
    told_question(narrow, ("events", EventRow::COLUMNS), (by, ""), (act, "event_status"))
}

pub(super) fn figure_question<'n>(narrow: &'n Narrow<'_>) -> Result<Question<'n>> {
    let by = Condition::new(
        "SELECT f.key FROM search_statements AS q
         JOIN statements AS s ON s.key = q.rowid
         JOIN figures AS f ON f.reading = s.reading AND f.said_in = s.n
         WHERE search_statements MATCH ?",
        "EXISTS (SELECT 1 FROM search_statements
                 WHERE rowid = t.key AND search_statements MATCH ?)",
    );
    let kind = narrow.filter.act.as_deref().map(|kind| closed("measure", "measure", kind));
    let act = kind.transpose()?.map(|kind| ("measure", kind));
    let table = ("figures", FigureRow::COLUMNS);
    told_question(narrow, table, (by, "speaker source"), (act, "figure_status"))
}

/// Asks for sentences with the words.
pub(super) fn sentence_question<'n>(narrow: &'n Narrow<'_>) -> Result<Question<'n>> {
    let mut conditions = of_dispatch(narrow, ("sentences", "key"));
    let about = narrow.about.as_ref().ok_or_else(|| Error::NoWords(String::new()))?.query("");
    conditions.push(
        Condition::new(
            "SELECT rowid AS key FROM search WHERE search MATCH ?",
            "EXISTS (SELECT 1 FROM search WHERE rowid = r.key AND search MATCH ?)",
        )
        .dear()
        .with(about),
    );
    if let Some(by) = &narrow.by {
        conditions.push(
            Condition::new(
                "SELECT y.key FROM search_statements AS q
                 JOIN statements AS s ON s.key = q.rowid
                 JOIN sentences AS y ON y.reading = s.reading AND y.n = s.sentence
                 WHERE search_statements MATCH ?",
                "EXISTS (SELECT 1 FROM statements AS s
                         CROSS JOIN search_statements AS q ON q.rowid = s.key
                         WHERE s.reading = r.reading AND s.sentence = r.n
                           AND search_statements MATCH ?)",
            )
            .dear()
            .with(by.query("speaker source")),
        );
    }
    let table = ("sentences", "key", Hit::COLUMNS);
    Ok(question(narrow, table, STORY, conditions))
}

const STORY: &str = joined!("");

fn question<'n>(
    narrow: &'n Narrow<'_>,
    (table, key, columns): (&'static str, &'static str, &'static str),
    joins: &'static str,
    conditions: Vec<Condition>,
) -> Question<'n> {
    let table = (table, key, "reading");
    // Copies are counted over all rows, whatever the limit.
    let limit = narrow.filter.limit.filter(|_| !narrow.filter.fold);
    Question { columns, table, joins, narrow, conditions, limit }
}

/// Returns the full-text query for statements by someone about something.
fn statement_words(narrow: &Narrow<'_>) -> String {
    let by = narrow.by.iter().map(|words| words.query("speaker source"));
    let about = narrow.about.iter().map(|words| words.query("content"));
    by.chain(about).map(|query| format!("({query})")).collect::<Vec<_>>().join(" AND ")
}

/// Asks for what a sentence tells to have happened somewhere. `by` searches the given columns of a
/// full-text table, `act` is the column and value of the kind, `statuses` the list of statuses.
fn told_question<'n>(
    narrow: &'n Narrow<'_>,
    (table, columns): (&'static str, &'static str),
    (by, searched): (Condition, &str),
    (act, statuses): (Option<(&str, &str)>, &str),
) -> Result<Question<'n>> {
    let mut conditions = Vec::new();
    if let Some(about) = &narrow.about {
        conditions.push(in_sentence(table, about));
    }
    if let Some(words) = &narrow.by {
        conditions.push(by.dear().with(words.query(searched)));
    }
    if let Some((column, kind)) = act {
        let set = format!("SELECT key FROM {table} WHERE {column} = ?");
        conditions.push(Condition::new(set, format!("r.{column} = ?")).with(kind.to_owned()));
    }
    if let Some(kind) = narrow.source_kind {
        let set = format!(
            "SELECT f.key FROM statements AS s
             JOIN {table} AS f ON f.reading = s.reading AND f.said_in = s.n
             WHERE s.source_kind = ?"
        );
        conditions.push(Condition::new(set, "t.source_kind = ?").with(kind.to_owned()));
    }
    if let Some(place) = &narrow.place {
        let set = format!(
            "SELECT f.key FROM places AS q
             JOIN {table} AS f ON f.reading = q.reading AND f.place = q.n WHERE {}",
            place.test("q")
        );
        conditions.push(Condition::new(set, place.test("p")).with_all(place.values()));
    }
    if let Some(status) = &narrow.filter.status {
        let status = closed("status", statuses, status)?;
        conditions.push(Condition::test_alone("r.status = ?").with(status.to_owned()));
    }
    conditions.extend(scope(narrow, (table, "key")));
    conditions.extend(confidence(narrow));
    Ok(question(narrow, (table, "key", columns), SENTENCE_PLACE_SPEAKER, conditions))
}

/// Rows whose sentence has the words.
fn in_sentence(table: &str, words: &Words) -> Condition {
    let set = format!(
        "SELECT f.key FROM search JOIN sentences AS y ON y.key = search.rowid
         JOIN {table} AS f ON f.reading = y.reading AND f.sentence = y.n WHERE search MATCH ?"
    );
    let test = "EXISTS (SELECT 1 FROM search WHERE rowid = x.key AND search MATCH ?)";
    Condition::new(set, test).dear().with(words.query(""))
}

/// Dispatches that have a sentence with the words.
pub(super) fn has_sentence(words: &Words) -> Condition {
    Condition::new(
        "SELECT x.reading AS key FROM search JOIN sentences AS x ON x.key = search.rowid
         WHERE search MATCH ?",
        "EXISTS (SELECT 1 FROM sentences AS y CROSS JOIN search ON search.rowid = y.key
                 WHERE y.reading = d.reading AND search MATCH ?)",
    )
    .dear()
    .with(words.query(""))
}

fn confidence(narrow: &Narrow<'_>) -> Option<Condition> {
    let least = narrow.filter.min_confidence?;
    Some(Condition::test_alone("r.confidence >= ?").with(least))
}

/// Rows of dispatches that speak of a place, of one story, of one dispatch.
fn of_dispatch(narrow: &Narrow<'_>, (table, key): (&str, &str)) -> Vec<Condition> {
    let mut conditions = scope(narrow, (table, key));
    if let Some(place) = &narrow.place {
        let set = format!(
            "SELECT f.{key} AS key FROM places AS q JOIN {table} AS f ON f.reading = q.reading
             WHERE {}",
            place.test("q")
        );
        let test = format!(
            "EXISTS (SELECT 1 FROM places AS q WHERE q.reading = d.reading AND {})",
            place.test("q")
        );
        conditions.push(Condition::new(set, test).with_all(place.values()));
    }
    conditions
}

/// Rows of one story, of one dispatch.
fn scope(narrow: &Narrow<'_>, (table, key): (&str, &str)) -> Vec<Condition> {
    let story = narrow.filter.story.as_ref().map(|story| {
        let set = format!(
            "SELECT f.{key} AS key FROM story_dispatches AS m JOIN {table} AS f USING (reading)
             WHERE m.story = ?"
        );
        let test = "EXISTS (SELECT 1 FROM story_dispatches AS m
                            WHERE m.reading = d.reading AND m.story = ?)";
        Condition::new(set, test).with(story.clone())
    });
    let dispatch = narrow.filter.dispatch.as_ref().map(|dispatch| {
        let set = format!(
            "SELECT f.{key} AS key FROM dispatches AS m JOIN {table} AS f USING (reading)
             WHERE m.id = ?"
        );
        Condition::new(set, "d.id = ?").with(dispatch.clone())
    });
    story.into_iter().chain(dispatch).collect()
}
