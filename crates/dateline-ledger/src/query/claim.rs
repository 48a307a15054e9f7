//! Statements, events, figures and dispatches, one row a record.

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::filter::{Condition, Filter, Question, match_words};
use crate::{Ledger, Result};

/// Declares a row: a field for each column of the question, in order.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $column:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
        pub struct $name { $(pub $field: $type),+ }

        impl $name {
            const COLUMNS: &'static str = row!(@list $($column),+);

            fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
                let mut at = 0..;
                let mut next = move || at.next().unwrap_or_default();
                Ok(Self { $($field: row.get(next())?),+ })
            }
        }
    };
    (@list $first:literal $(, $rest:literal)*) => { concat!($first $(, ", ", $rest)*) };
}

row! {
    /// A dispatch.
    DispatchRow {
        id: String = "d.id",
        outlet: Option<String> = "d.outlet",
        title: Option<String> = "d.title",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        url: Option<String> = "d.url",
        path: Option<String> = "d.path",
        member: Option<String> = "d.member",
        language: Option<String> = "d.language",
        agency: Option<String> = "d.agency",
        dateline_place: Option<String> = "d.dateline_place",
        n_statements: u32 = "d.n_statements",
        n_events: u32 = "d.n_events",
        n_figures: u32 = "d.n_figures",
        story: Option<String> = "o.story",
        origin: Option<String> = "c.origin",
        share: Option<f64> = "c.share",
        reader: String = "d.reader",
    }
}

row! {
    /// A statement.
    StatementRow {
        id: String = "d.id || '/s' || r.n",
        dispatch: String = "d.id",
        speaker: Option<String> = "r.speaker",
        source: Option<String> = "r.source",
        source_kind: Option<String> = "r.source_kind",
        cue: Option<String> = "r.cue",
        act: String = "r.act",
        attitude: String = "r.attitude",
        form: String = "r.form",
        content: String = "r.content",
        addressee: Option<String> = "r.addressee",
        within: Option<String> = "CASE WHEN r.within IS NOT NULL THEN d.id || '/s' || r.within END",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}

row! {
    /// An event.
    EventRow {
        id: String = "d.id || '/e' || r.n",
        dispatch: String = "d.id",
        kind: String = "r.type",
        mode: Option<String> = "r.mode",
        contexts: String = "r.contexts",
        trigger: String = "r.trigger_words",
        actors: String = "r.actors",
        recipients: String = "r.recipients",
        place: Option<String> = "p.name",
        country: Option<String> = "p.country",
        lat: Option<f64> = "p.lat",
        lon: Option<f64> = "p.lon",
        from_day: Option<String> = "r.from_day",
        to_day: Option<String> = "r.to_day",
        status: String = "r.status",
        said_in: Option<String> = "CASE WHEN r.said_in IS NOT NULL THEN d.id || '/s' || r.said_in END",
        speaker: Option<String> = "t.speaker",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}

row! {
    /// A figure.
    FigureRow {
        id: String = "d.id || '/f' || r.n",
        dispatch: String = "d.id",
        measure: String = "r.measure",
        text: String = "r.text",
        value: Option<f64> = "r.value",
        low: Option<f64> = "r.low",
        high: Option<f64> = "r.high",
        hedge: Option<String> = "r.hedge",
        unit: Option<String> = "r.unit",
        population: Option<String> = "r.population",
        place: Option<String> = "p.name",
        country: Option<String> = "p.country",
        from_day: Option<String> = "r.from_day",
        to_day: Option<String> = "r.to_day",
        as_of: Option<String> = "r.as_of",
        kind: String = "r.kind",
        part_of: Option<String> = "CASE WHEN r.part_of IS NOT NULL THEN d.id || '/f' || r.part_of END",
        status: String = "r.status",
        said_in: Option<String> = "CASE WHEN r.said_in IS NOT NULL THEN d.id || '/s' || r.said_in END",
        speaker: Option<String> = "t.speaker",
        sentence: Option<String> = "x.text",
        outlet: Option<String> = "d.outlet",
        url: Option<String> = "d.url",
        published: Option<String> = "d.published",
        rule: String = "r.rule",
        confidence: Option<f64> = "r.confidence",
    }
}

const SENTENCE: &str = "LEFT JOIN sentences AS x ON x.reading = r.reading AND x.n = r.sentence";

const SENTENCE_PLACE_SPEAKER: &str =
    "LEFT JOIN sentences AS x ON x.reading = r.reading AND x.n = r.sentence
     LEFT JOIN places AS p ON p.reading = r.reading AND p.n = r.place
     LEFT JOIN statements AS t ON t.reading = r.reading AND t.n = r.said_in";

const ORIGIN: &str = "LEFT JOIN copies AS c ON c.reading = d.reading
                      LEFT JOIN origins AS o ON o.id = c.origin";

impl Ledger {
    /// Returns the dispatches that fit, newest first.
    pub fn dispatches(&self, filter: &Filter) -> Result<Vec<DispatchRow>> {
        dispatch_question(filter)?.answer(self.connection(), DispatchRow::read)
    }

    /// Returns the statements that fit, newest first.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<StatementRow>> {
        statement_question(filter)?.answer(self.connection(), StatementRow::read)
    }

    /// Returns the events that fit, newest first.
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventRow>> {
        event_question(filter)?.answer(self.connection(), EventRow::read)
    }

    /// Returns the figures that fit, newest first.
    pub fn figures(&self, filter: &Filter) -> Result<Vec<FigureRow>> {
        figure_question(filter)?.answer(self.connection(), FigureRow::read)
    }
}

pub(super) fn dispatch_question(filter: &Filter) -> Result<Question<'_>> {
    let mut conditions = Vec::new();
    push_scope(&mut conditions, filter, ("dispatches", "reading"));
    if let Some(act) = &filter.act {
        conditions.push(
            Condition::new(
                "SELECT reading AS key FROM statements WHERE act = ?",
                "EXISTS (SELECT 1 FROM statements AS t WHERE t.reading = d.reading AND t.act = ?)",
            )
            .with(act),
        );
    }
    if let Some(place) = &filter.place {
        conditions.push(spoken_of("p.reading", "", place));
    }
    if filter.by.is_some() {
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
            .with(&match_statement(filter)?),
        );
    } else if let Some(about) = &filter.about {
        conditions.push(
            Condition::new(
                "SELECT x.reading AS key FROM search JOIN sentences AS x ON x.key = search.rowid
                 WHERE search MATCH ?",
                "EXISTS (SELECT 1 FROM sentences AS y CROSS JOIN search ON search.rowid = y.key
                         WHERE y.reading = d.reading AND search MATCH ?)",
            )
            .dear()
            .with(&match_words(about, "")?),
        );
    }
    Ok(Question {
        columns: DispatchRow::COLUMNS,
        table: ("dispatches", "reading", "reading"),
        joins: ORIGIN,
        filter,
        conditions,
    })
}

pub(super) fn statement_question(filter: &Filter) -> Result<Question<'_>> {
    let mut conditions = Vec::new();
    push_scope(&mut conditions, filter, ("statements", "key"));
    if let Some(act) = &filter.act {
        let set = "SELECT key FROM statements WHERE act = ?";
        conditions.push(Condition::new(set, "r.act = ?").with(act));
    }
    if let Some(place) = &filter.place {
        let join = "JOIN statements AS r ON r.reading = p.reading";
        conditions.push(spoken_of("r.key", join, place));
    }
    if filter.by.is_some() || filter.about.is_some() {
        conditions.push(
            Condition::new(
                "SELECT rowid AS key FROM search_statements WHERE search_statements MATCH ?",
                "EXISTS (SELECT 1 FROM search_statements
                         WHERE rowid = r.key AND search_statements MATCH ?)",
            )
            .dear()
            .with(&match_statement(filter)?),
        );
    }
    Ok(Question {
        columns: StatementRow::COLUMNS,
        table: ("statements", "key", "reading"),
        joins: SENTENCE,
        filter,
        conditions,
    })
}

/// Returns the full-text query for statements by someone about something.
fn match_statement(filter: &Filter) -> Result<String> {
    let by = filter.by.as_deref().map(|words| match_words(words, "speaker source"));
    let about = filter.about.as_deref().map(|words| match_words(words, "content"));
    let both = by.into_iter().chain(about).collect::<Result<Vec<_>>>()?;
    Ok(both.join(" AND "))
}

pub(super) fn event_question(filter: &Filter) -> Result<Question<'_>> {
    let by = Condition::new(
        "SELECT rowid AS key FROM search_events WHERE search_events MATCH ?",
        "EXISTS (SELECT 1 FROM search_events WHERE rowid = r.key AND search_events MATCH ?)",
    );
    let act = Condition::new("SELECT key FROM events WHERE type = upper(?)", "r.type = upper(?)");
    told_question(filter, ("events", EventRow::COLUMNS), (by, ""), act)
}

pub(super) fn figure_question(filter: &Filter) -> Result<Question<'_>> {
    let by = Condition::new(
        "SELECT f.key FROM search_statements AS q
         JOIN statements AS s ON s.key = q.rowid
         JOIN figures AS f ON f.reading = s.reading AND f.said_in = s.n
         WHERE search_statements MATCH ?",
        "EXISTS (SELECT 1 FROM search_statements
                 WHERE rowid = t.key AND search_statements MATCH ?)",
    );
    let act = Condition::new("SELECT key FROM figures WHERE measure = ?", "r.measure = ?");
    told_question(filter, ("figures", FigureRow::COLUMNS), (by, "speaker source"), act)
}

/// Asks for what a sentence tells to have happened somewhere. `by` searches the given columns of a
/// full-text table, `act` is the condition on the kind.
fn told_question<'f>(
    filter: &'f Filter,
    (table, columns): (&'static str, &'static str),
    (by, searched): (Condition, &str),
    act: Condition,
) -> Result<Question<'f>> {
    let mut conditions = Vec::new();
    if let Some(about) = &filter.about {
        conditions.push(in_sentence(table, about)?);
    }
    if let Some(words) = &filter.by {
        conditions.push(by.dear().with(&match_words(words, searched)?));
    }
    if let Some(kind) = &filter.act {
        conditions.push(act.with(kind));
    }
    if let Some(place) = &filter.place {
        conditions.push(happened_in(table, place));
    }
    push_scope(&mut conditions, filter, (table, "key"));
    let table = (table, "key", "reading");
    Ok(Question { columns, table, joins: SENTENCE_PLACE_SPEAKER, filter, conditions })
}

/// Rows whose sentence has the words.
fn in_sentence(table: &str, words: &str) -> Result<Condition> {
    let set = format!(
        "SELECT f.key FROM search JOIN sentences AS y ON y.key = search.rowid
         JOIN {table} AS f ON f.reading = y.reading AND f.sentence = y.n WHERE search MATCH ?"
    );
    let test = "EXISTS (SELECT 1 FROM search WHERE rowid = x.key AND search MATCH ?)";
    Ok(Condition::new(set, test).dear().with(&match_words(words, "")?))
}

/// Rows that happened in a place.
fn happened_in(table: &str, place: &str) -> Condition {
    let by = |column: &str| {
        format!(
            "SELECT f.key FROM places AS q
             JOIN {table} AS f ON f.reading = q.reading AND f.place = q.n
             WHERE q.{column} = ? COLLATE NOCASE"
        )
    };
    let set = format!("{} UNION ALL {}", by("name"), by("country"));
    let test = "(p.name = ? COLLATE NOCASE OR p.country = ? COLLATE NOCASE)";
    Condition::new(set, test).with(place)
}

/// Rows of dispatches that speak of a place.
fn spoken_of(key: &str, join: &str, place: &str) -> Condition {
    let by = |column: &str| {
        format!("SELECT {key} AS key FROM places AS p {join} WHERE p.{column} = ? COLLATE NOCASE")
    };
    let set = format!("{} UNION ALL {}", by("name"), by("country"));
    let test = "EXISTS (SELECT 1 FROM places AS q WHERE q.reading = d.reading
                  AND (q.name = ? COLLATE NOCASE OR q.country = ? COLLATE NOCASE))";
    Condition::new(set, test).with(place)
}

/// Narrows to one story, to one dispatch.
fn push_scope(conditions: &mut Vec<Condition>, filter: &Filter, (table, key): (&str, &str)) {
    if let Some(story) = &filter.story {
        let set = format!(
            "SELECT f.{key} AS key FROM story_dispatches AS m JOIN {table} AS f USING (reading)
             WHERE m.story = ?"
        );
        let test = "EXISTS (SELECT 1 FROM story_dispatches AS m
                            WHERE m.reading = d.reading AND m.story = ?)";
        conditions.push(Condition::new(set, test).with(story));
    }
    if let Some(dispatch) = &filter.dispatch {
        let set = format!(
            "SELECT f.{key} AS key FROM dispatches AS m JOIN {table} AS f USING (reading)
             WHERE m.id = ?"
        );
        conditions.push(Condition::new(set, "d.id = ?").with(dispatch));
    }
}
