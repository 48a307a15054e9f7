//! What a question is narrowed to, and how the database is led to the rows that fit.
//!
//! A question is answered newest first. Where one of its conditions fits few rows, those rows are
//! looked up and sorted; where every condition fits many, the dispatches are walked from the newest
//! on and each row is tested, until there are enough.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::{Error, Result};

/// Narrows a question; every part that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day of publication, as an ISO date.
    pub since: Option<String>,
    /// Last day of publication.
    pub until: Option<String>,
    /// Name of an outlet; case does not matter.
    pub outlet: Option<String>,
    /// Name of a place, or ISO 3166 alpha-3 code of a country; case does not matter. An event or a
    /// figure must have happened there, a statement or dispatch must speak of it.
    pub place: Option<String>,
    /// Words that must all stand in the statement, or in the sentence of the event or figure, or
    /// in some sentence of the dispatch; in any form. `"…"` holds words that stand together. Of
    /// dispatches, with `by`: in one statement of that speaker.
    pub about: Option<String>,
    /// Words of the name of the speaker, or of someone who takes part in the event.
    pub by: Option<String>,
    /// Act of a statement, type of an event, measure of a figure.
    pub act: Option<String>,
    /// Id of a story.
    pub story: Option<String>,
    /// Id of a dispatch.
    pub dispatch: Option<String>,
    /// Most rows; the newest come first.
    pub limit: Option<u32>,
}

/// Rows of a condition up to which they are looked up and sorted.
const FEW: i64 = 4_000;

/// Rows of a condition up to which they are gathered once, where testing each is dear.
const MANY: i64 = 50_000;

/// One condition, in two forms.
#[derive(Debug)]
pub(super) struct Condition {
    /// A query for the keys (`key`) of all rows that fit.
    pub(super) set: String,
    /// A test of one row `r` of a dispatch `d`.
    test: String,
    /// What the `?`s of either form stand for.
    pub(super) values: Vec<Value>,
    /// Whether the test asks the full-text index, which costs far more than a look at a column.
    is_dear: bool,
}

impl Condition {
    pub(super) fn new(set: impl Into<String>, test: impl Into<String>) -> Self {
        Self { set: set.into(), test: test.into(), values: Vec::new(), is_dear: false }
    }

    /// Marks the test as dear.
    pub(super) fn dear(self) -> Self {
        Self { is_dear: true, ..self }
    }

    /// Sets every `?` of the condition to one value.
    pub(super) fn with(mut self, value: &str) -> Self {
        let n_marks = self.set.matches('?').count();
        debug_assert_eq!(n_marks, self.test.matches('?').count(), "both forms: {self:?}");
        self.values = vec![Value::from(value.to_owned()); n_marks];
        self
    }

    /// Returns how many rows fit, as far as it matters.
    fn n_rows(&self, connection: &Connection) -> Result<i64> {
        let most = if self.is_dear { MANY } else { FEW };
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({}) LIMIT {most})", self.set);
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(&self.values), |row| row.get(0))?)
    }

    /// Returns the better test of a row with this key.
    pub(super) fn test(&self, connection: &Connection, key: &str) -> Result<String> {
        let most = if self.is_dear { MANY } else { FEW };
        let is_gathered = self.n_rows(connection)? < most;
        // The plus keeps the gathered keys from leading, which would need a sort of all rows.
        Ok(if is_gathered { format!("+{key} IN ({})", self.set) } else { self.test.clone() })
    }
}

/// A question: which columns of which rows, under which conditions.
#[derive(Debug)]
pub(super) struct Question<'f> {
    /// Columns, in terms of `r` (the row), `d` (its dispatch) and the joined tables.
    pub(super) columns: &'static str,
    /// Table of the rows; its key and the key of its reading.
    pub(super) table: (&'static str, &'static str, &'static str),
    /// Tables joined to the rows.
    pub(super) joins: &'static str,
    pub(super) filter: &'f Filter,
    pub(super) conditions: Vec<Condition>,
}

impl Question<'_> {
    /// Answers the question: rows as `read` reads them, newest first.
    pub(super) fn answer<T>(
        &self,
        connection: &Connection,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let (sql, values) = self.sql(connection, FEW)?;
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), read)?;
        Ok(rows.collect::<Result<Vec<T>, _>>()?)
    }

    /// Returns the query and the values of its `?`s; a condition that fits fewer than `few` rows
    /// leads to them.
    fn sql(&self, connection: &Connection, few: i64) -> Result<(String, Vec<Value>)> {
        let leader = self.leader(connection, few)?;
        let (table, key, reading) = self.table;
        let mut values: Vec<Value> = Vec::new();
        let outlet = self.filter.outlet.as_deref();
        let (from, day) = match (leader, outlet) {
            (Some(at), _) => {
                values.extend(self.conditions[at].values.iter().cloned());
                let set = &self.conditions[at].set;
                (
                    format!(
                        "(SELECT DISTINCT key FROM ({set})) AS hit
                         CROSS JOIN {table} AS r ON r.{key} = hit.key
                         CROSS JOIN dispatches AS d ON d.reading = r.{reading}"
                    ),
                    "d.day",
                )
            }
            (None, Some(_)) => (
                format!(
                    "appearances AS a
                     CROSS JOIN dispatches AS d ON d.reading = a.reading
                     CROSS JOIN {table} AS r ON r.{reading} = d.reading"
                ),
                "a.day",
            ),
            (None, None) => (
                format!("dispatches AS d CROSS JOIN {table} AS r ON r.{reading} = d.reading"),
                "d.day",
            ),
        };
        let mut tests = Vec::new();
        self.test_days(day, &mut tests, &mut values);
        self.test_outlet(leader.is_some(), &mut tests, &mut values);
        for (at, condition) in self.conditions.iter().enumerate() {
            if Some(at) != leader {
                tests.push(if condition.is_dear {
                    condition.test(connection, &format!("r.{key}"))?
                } else {
                    condition.test.clone()
                });
                values.extend(condition.values.iter().cloned());
            }
        }
        let place = if outlet.is_some() && leader.is_none() { "a.reading" } else { "d.reading" };
        let order = format!("{day} DESC, {place} DESC, r.{key}");
        let limit = self.filter.limit.map_or(String::new(), |limit| format!("LIMIT {limit}"));
        let tests = if tests.is_empty() { "1".to_owned() } else { tests.join(" AND ") };
        let (columns, joins) = (self.columns, self.joins);
        let sql =
            format!("SELECT {columns} FROM {from} {joins} WHERE {tests} ORDER BY {order} {limit}");
        Ok((sql, values))
    }

    /// Returns the condition that fits the fewest rows, if they are few.
    fn leader(&self, connection: &Connection, few: i64) -> Result<Option<usize>> {
        let mut fewest = (few, None);
        for (at, condition) in self.conditions.iter().enumerate() {
            let n_rows = condition.n_rows(connection)?;
            if n_rows < fewest.0 {
                fewest = (n_rows, Some(at));
            }
        }
        Ok(fewest.1)
    }

    fn test_days(&self, day: &str, tests: &mut Vec<String>, values: &mut Vec<Value>) {
        for (sign, bound) in [(">=", &self.filter.since), ("<=", &self.filter.until)] {
            if let Some(bound) = bound {
                tests.push(format!("{day} {sign} ? AND {day} <> ''"));
                values.push(Value::from(bound.clone()));
            }
        }
    }

    fn test_outlet(&self, is_led: bool, tests: &mut Vec<String>, values: &mut Vec<Value>) {
        let Some(outlet) = &self.filter.outlet else { return };
        tests.push(if is_led {
            "EXISTS (SELECT 1 FROM appearances AS a
                     WHERE a.reading = d.reading AND a.outlet = ?)"
                .to_owned()
        } else {
            "a.outlet = ?".to_owned()
        });
        values.push(Value::from(outlet.clone()));
    }
}

/// Most words of a search; each costs a walk through the index.
const MOST_WORDS: usize = 64;

/// Most characters of a word of a search.
const MOST_CHARS: usize = 100;

/// Returns the full-text query for words that must all be there, in some columns.
///
/// # Errors
/// There is no word, or too many or too long ones.
pub(super) fn match_words(words: &str, columns: &str) -> Result<String> {
    check_size(words)?;
    let quoted = words.split('"').enumerate().flat_map(|(at, part)| {
        let whole = at % 2 == 1; // between quotation marks
        let parts: Vec<&str> = if whole { vec![part] } else { part.split_whitespace().collect() };
        parts
    });
    let has_word = |part: &&str| part.chars().any(char::is_alphanumeric);
    let terms: Vec<String> = quoted.filter(has_word).map(|part| format!("\"{part}\"")).collect();
    if terms.is_empty() {
        return Err(Error::NoWords(words.to_owned()));
    }
    let all = terms.join(" AND ");
    Ok(if columns.is_empty() { all } else { format!("{{{columns}}} : ({all})") })
}

/// Counts words as the index does: what stands between signs is a word, also in `"…"`.
fn check_size(words: &str) -> Result<()> {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut n_words = 0;
    for part in parts {
        n_words += 1;
        if n_words > MOST_WORDS || part.chars().nth(MOST_CHARS).is_some() {
            return Err(Error::TooManyWords { most_words: MOST_WORDS, most_chars: MOST_CHARS });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::claim::{
        dispatch_question, event_question, figure_question, statement_question,
    };
    use super::*;
    use crate::Ledger;

    /// Returns the plan of a question whose conditions fit few rows, or many.
    fn plan(ledger: &Ledger, question: &Question<'_>, few: i64) -> Vec<String> {
        let connection = ledger.connection();
        let (sql, values) = question.sql(connection, few).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = statement.query_map(params_from_iter(values), |row| row.get(3)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Tells whether a step reads a whole table without being led by an index.
    fn is_whole_scan(step: &str) -> bool {
        let of_few = step.contains("SCAN hit") || step.contains("SCAN (subquery");
        step.starts_with("SCAN") && !step.contains("INDEX") && !of_few
    }

    #[test]
    fn a_search_is_bounded() {
        let of = |n_words: usize, n_chars: usize| vec!["h".repeat(n_chars); n_words];
        let ends_well = |words: &str| match_words(words, "").is_ok();
        assert!(ends_well(&of(MOST_WORDS, MOST_CHARS).join(" ")));
        assert!(!ends_well(&of(MOST_WORDS + 1, 1).join(" ")));
        assert!(!ends_well(&of(1, MOST_CHARS + 1).join(" ")));
        // Signs divide words, and quotation marks do not hide them.
        assert!(!ends_well(&of(MOST_WORDS + 1, 1).join("-")));
        assert!(!ends_well(&format!("\"{}\"", of(20_000, 3).join(" "))));
    }

    #[test]
    fn every_filter_is_led_by_an_index() {
        let ledger = Ledger::in_memory().unwrap();
        let filters = [
            Filter::default(),
            Filter {
                since: Some("2031-05-06".to_owned()),
                until: Some("2031-05-07".to_owned()),
                ..Filter::default()
            },
            Filter {
                outlet: Some("Harbour Post".to_owned()),
                since: Some("2031-05-06".to_owned()),
                ..Filter::default()
            },
            Filter { place: Some("Tolvik".to_owned()), ..Filter::default() },
            Filter { about: Some("herring".to_owned()), ..Filter::default() },
            Filter {
                by: Some("Hale".to_owned()),
                about: Some("herring".to_owned()),
                ..Filter::default()
            },
            Filter {
                act: Some("denies".to_owned()),
                outlet: Some("NLW".to_owned()),
                ..Filter::default()
            },
            Filter { story: Some("0123456789abcdef".to_owned()), ..Filter::default() },
            Filter { dispatch: Some("0123456789abcdef".to_owned()), ..Filter::default() },
        ];
        for filter in &filters {
            let questions = [
                dispatch_question(filter),
                statement_question(filter),
                event_question(filter),
                figure_question(filter),
            ];
            for question in questions.map(Result::unwrap) {
                for few in [0, FEW] {
                    let plan = plan(&ledger, &question, few);
                    let whole: Vec<_> = plan.iter().filter(|step| is_whole_scan(step)).collect();
                    assert!(whole.is_empty(), "{filter:?} {few}: {plan:#?}");
                    // Walking from the newest on needs no sorting, so that it can stop early.
                    let sorts = plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
                    assert!(few > 0 || !sorts, "{filter:?}: {plan:#?}");
                }
            }
        }
    }
}
