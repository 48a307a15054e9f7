//! How the database is led to the rows that fit.
//!
//! A question is answered newest first. Where one of its conditions fits few rows, those rows are
//! looked up and sorted; where every condition fits many, the dispatches are walked from the newest
//! on and each row is tested, until there are enough. Where all rows are wanted, walking would test
//! each row of the ledger, and the condition that fits fewest leads.

use std::ops::ControlFlow;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::filter::{Filter, Narrow};
use crate::Result;

/// Rows of a condition up to which they are looked up and sorted.
const FEW: i64 = 4_000;

/// Rows of a condition up to which they are gathered once, where testing each is dear.
const MANY: i64 = 50_000;

/// One condition, in two forms.
#[derive(Debug)]
pub(super) struct Condition {
    /// A query for the keys (`key`) of all rows that fit; `None` where no index leads to them.
    set: Option<String>,
    /// A test of one row `r` of a dispatch `d`.
    test: String,
    /// What the `?`s of either form stand for.
    pub(super) values: Vec<Value>,
    /// Whether the test asks the full-text index, which costs far more than a look at a column.
    is_dear: bool,
}

impl Condition {
    pub(super) fn new(set: impl Into<String>, test: impl Into<String>) -> Self {
        Self { set: Some(set.into()), test: test.into(), values: Vec::new(), is_dear: false }
    }

    /// A condition that rows are tested for, and never looked up by.
    pub(super) fn test_alone(test: impl Into<String>) -> Self {
        Self { set: None, test: test.into(), values: Vec::new(), is_dear: false }
    }

    /// Marks the test as dear.
    pub(super) fn dear(self) -> Self {
        Self { is_dear: true, ..self }
    }

    /// Sets the `?` of each form.
    pub(super) fn with(self, value: impl Into<Value>) -> Self {
        self.with_all(vec![value.into()])
    }

    /// Sets the `?`s of each form, which stand in the same order in both.
    pub(super) fn with_all(mut self, values: Vec<Value>) -> Self {
        let n_marks = |form: &str| form.matches('?').count();
        debug_assert!(
            self.set.iter().chain([&self.test]).all(|form| n_marks(form) == values.len()),
            "both forms: {self:?}"
        );
        self.values = values;
        self
    }

    /// Returns how many rows fit, as far as it matters.
    fn n_rows(&self, connection: &Connection) -> Result<i64> {
        let Some(set) = &self.set else { return Ok(i64::MAX) };
        let most = if self.is_dear { MANY } else { FEW };
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({set}) LIMIT {most})");
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(&self.values), |row| row.get(0))?)
    }

    /// Returns the better test of a row with this key, where the test is dear.
    pub(super) fn test(&self, connection: &Connection, key: &str) -> Result<String> {
        let most = if self.is_dear { MANY } else { FEW };
        Ok(match &self.set {
            // The plus keeps the gathered keys from leading, which would need a sort of all rows.
            Some(set) if self.n_rows(connection)? < most => format!("+{key} IN ({set})"),
            _ => self.test.clone(),
        })
    }
}

/// What is asked of the rows that fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The rows, newest first.
    Rows,
    /// How many there are.
    Number,
    /// Of how many dispatches they are, if only those without a date counted.
    Undated,
}

/// A question: which columns of which rows, under which conditions.
#[derive(Debug)]
pub(super) struct Question<'n> {
    /// Columns, in terms of `r` (the row), `d` (its dispatch) and the joined tables.
    pub(super) columns: &'static str,
    /// Table of the rows; its key and the key of its reading.
    pub(super) table: (&'static str, &'static str, &'static str),
    /// Tables joined to the rows, one row to each.
    pub(super) joins: &'static str,
    pub(super) narrow: &'n Narrow<'n>,
    pub(super) conditions: Vec<Condition>,
    /// Most rows.
    pub(super) limit: Option<u32>,
}

impl Question<'_> {
    /// Answers the question: hands on each row as `read` reads it, newest first.
    pub(super) fn answer<T>(
        &self,
        connection: &Connection,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        take: &mut dyn FnMut(T) -> ControlFlow<()>,
    ) -> Result<()> {
        let (sql, values) = self.sql(connection, Asked::Rows, self.few())?;
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if take(read(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Returns how many rows fit, whatever the limit.
    pub(super) fn count(&self, connection: &Connection) -> Result<u64> {
        self.number(connection, Asked::Number)
    }

    /// Returns how many dispatches have rows that fit but for the day, which is not known.
    pub(super) fn n_undated(&self, connection: &Connection) -> Result<u64> {
        self.number(connection, Asked::Undated)
    }

    fn number(&self, connection: &Connection, asked: Asked) -> Result<u64> {
        let (sql, values) = self.sql(connection, asked, i64::MAX)?;
        let mut statement = connection.prepare_cached(&sql)?;
        let n: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(n.unsigned_abs())
    }

    /// Returns how many rows of a condition are few.
    fn few(&self) -> i64 {
        let is_page = self.limit.is_some_and(|limit| i64::from(limit) < FEW);
        if is_page { FEW } else { i64::MAX }
    }

    /// Returns the query and the values of its `?`s; a condition that fits fewer than `few` rows
    /// leads to them.
    fn sql(&self, connection: &Connection, asked: Asked, few: i64) -> Result<(String, Vec<Value>)> {
        let leader = self.leader(connection, few)?;
        let (table, key, reading) = self.table;
        let mut values = Vec::new();
        let only_outlet = self.only_outlet().filter(|_| leader.is_none());
        let from = if let Some((at, set)) = leader {
            values.extend(self.conditions[at].values.iter().cloned());
            format!(
                "(SELECT DISTINCT key FROM ({set})) AS hit
                 CROSS JOIN {table} AS r ON r.{key} = hit.key
                 CROSS JOIN dispatches AS d ON d.reading = r.{reading}"
            )
        } else if only_outlet.is_some() {
            format!(
                "appearances AS a
                 CROSS JOIN dispatches AS d ON d.reading = a.reading
                 CROSS JOIN {table} AS r ON r.{reading} = d.reading"
            )
        } else {
            format!("dispatches AS d CROSS JOIN {table} AS r ON r.{reading} = d.reading")
        };
        let (day, place) =
            if only_outlet.is_some() { ("a.day", "a.reading") } else { ("d.day", "d.reading") };
        let mut tests = Vec::new();
        if asked == Asked::Undated {
            tests.push(format!("({day} IS NULL OR {day} = '')"));
        } else {
            test_days(self.narrow.filter, day, &mut tests, &mut values);
        }
        self.test_outlet(only_outlet, &mut tests, &mut values);
        for (at, condition) in self.conditions.iter().enumerate() {
            if leader.is_none_or(|(leading, _)| leading != at) {
                tests.push(if condition.is_dear {
                    condition.test(connection, &format!("r.{key}"))?
                } else {
                    condition.test.clone()
                });
                values.extend(condition.values.iter().cloned());
            }
        }
        let tests = if tests.is_empty() { "1".to_owned() } else { tests.join(" AND ") };
        let joins = self.joins;
        let (columns, end) = match asked {
            Asked::Rows => {
                let limit = self.limit.map_or(String::new(), |limit| format!("LIMIT {limit}"));
                (self.columns, format!("ORDER BY {day} DESC, {place} DESC, r.{key} {limit}"))
            }
            Asked::Number => ("count(*)", String::new()),
            Asked::Undated => ("count(DISTINCT d.reading)", String::new()),
        };
        Ok((format!("SELECT {columns} FROM {from} {joins} WHERE {tests} {end}"), values))
    }

    /// Returns the condition that fits the fewest rows, if they are few.
    fn leader(&self, connection: &Connection, few: i64) -> Result<Option<(usize, &str)>> {
        let mut fewest = (few, None);
        for (at, condition) in self.conditions.iter().enumerate() {
            let n_rows = condition.n_rows(connection)?;
            if n_rows < fewest.0 {
                fewest = (n_rows, condition.set.as_deref().map(|set| (at, set)));
            }
        }
        Ok(fewest.1)
    }

    fn only_outlet(&self) -> Option<&str> {
        match self.narrow.outlets.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    fn test_outlet(&self, led: Option<&str>, tests: &mut Vec<String>, values: &mut Vec<Value>) {
        let outlets = &self.narrow.outlets;
        if let Some(outlet) = led {
            tests.push("a.outlet = ?".to_owned());
            values.push(Value::from(outlet.to_owned()));
        } else if !outlets.is_empty() {
            tests.push(appears_in("d.reading", outlets));
            values.extend(outlets.iter().cloned().map(Value::from));
        }
    }
}

/// Returns a test for whether one of some outlets published a reading.
pub(super) fn appears_in(reading: &str, outlets: &[String]) -> String {
    let marks = super::name::marks(outlets.len());
    format!(
        "EXISTS (SELECT 1 FROM appearances AS a
                 WHERE a.reading = {reading} AND a.outlet IN ({marks}))"
    )
}

fn test_days(filter: &Filter, day: &str, tests: &mut Vec<String>, values: &mut Vec<Value>) {
    for (sign, bound) in [(">=", &filter.since), ("<=", &filter.until)] {
        if let Some(bound) = bound {
            tests.push(format!("{day} {sign} ? AND {day} <> ''"));
            values.push(Value::from(bound.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::claim::{
        dispatch_question, event_question, figure_question, sentence_question, statement_question,
    };
    use super::*;
    use crate::Ledger;

    /// Returns the plan of a question whose conditions fit few rows, or many.
    fn plan(ledger: &Ledger, question: &Question<'_>, asked: Asked, few: i64) -> Vec<String> {
        let connection = ledger.connection();
        let (sql, values) = question.sql(connection, asked, few).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = statement.query_map(params_from_iter(values), |row| row.get(3)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Tells whether a step reads a whole table without being led by an index.
    fn is_whole_scan(step: &str) -> bool {
        let of_few = step.contains("SCAN hit") || step.contains("SCAN (subquery");
        step.starts_with("SCAN") && !step.contains("INDEX") && !of_few
    }

    fn filters() -> Vec<Filter> {
        let some = |words: &str| Some(words.to_owned());
        let all = Filter::default;
        vec![
            all(),
            Filter { since: some("2031-05-06"), until: some("2031-05-07"), ..all() },
            Filter { outlet: some("Harbour Post"), since: some("2031-05-06"), ..all() },
            Filter { outlet: some("Harbour"), since: some("2031-05-06"), ..all() },
            Filter { place: some("Tolvik"), ..all() },
            Filter { place: some("Norway"), ..all() },
            Filter { about: some("herring"), ..all() },
            Filter { about: some("(herring OR cod*) -nets"), words: some("quota"), ..all() },
            Filter { by: some("Hale"), ..all() },
            Filter { by: some("Hale"), about: some("herring"), ..all() },
            Filter { outlet: some("NLW"), act: some("denies"), ..all() },
            Filter { source_kind: some("unnamed"), ..all() },
            Filter { status: some("actual"), min_confidence: Some(0.5), ..all() },
            Filter { fold: true, ..all() },
            Filter { story: some("0123456789abcdef"), ..all() },
            Filter { dispatch: some("0123456789abcdef"), ..all() },
        ]
    }

    fn known() -> Ledger {
        let ledger = Ledger::in_memory().unwrap();
        let rows = "PRAGMA foreign_keys = OFF;
            INSERT INTO appearances (outlet, day, reading)
              VALUES ('Harbour Post', '', 1), ('Harbour Star', '', 1), ('NLW', '', 1);
            INSERT INTO places (reading, n, start_point, end_point, text, name, country, rule)
              VALUES (1, 1, 0, 1, 'Tolvik', 'Tolvik', 'NOR', 'x')";
        ledger.connection().execute_batch(rows).unwrap();
        ledger
    }

    #[test]
    fn every_filter_is_led_by_an_index() {
        let ledger = known();
        for mut filter in filters() {
            let acts = [None, Some("denies"), Some("CONSULT"), Some("killed"), None];
            let asks_act = filter.act.is_some();
            for (at, act) in acts.into_iter().enumerate() {
                filter.act = act.filter(|_| asks_act).map(str::to_owned);
                let narrow = Narrow::new(ledger.connection(), &filter).unwrap();
                let question = match at {
                    0 => dispatch_question(&narrow),
                    1 => statement_question(&narrow),
                    2 => event_question(&narrow),
                    3 => figure_question(&narrow),
                    _ if narrow.about.is_none() => continue, // nothing is searched for
                    _ => sentence_question(&narrow),
                };
                check(&ledger, &question.unwrap());
            }
        }
    }

    #[track_caller]
    fn check(ledger: &Ledger, question: &Question<'_>) {
        let filter = question.narrow.filter;
        for asked in [Asked::Rows, Asked::Number, Asked::Undated] {
            for few in [0, FEW, i64::MAX] {
                let plan = plan(ledger, question, asked, few);
                let whole: Vec<_> = plan.iter().filter(|step| is_whole_scan(step)).collect();
                assert!(whole.is_empty(), "{filter:?} {few}: {plan:#?}");
                // Walking from the newest on needs no sorting, so that it can stop early.
                let sorts = plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
                assert!(few > 0 || !sorts, "{filter:?}: {plan:#?}");
            }
        }
    }
}
