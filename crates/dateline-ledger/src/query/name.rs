//! From names as a person types them to those that stand in the ledger, and from words to closed
//! lists.

use dateline_mention::{AskedPlace, name_key};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::record::allowed_words;
use crate::{Error, Result};

/// Likeness (Jaro-Winkler, 0 to 1) from which a name is told as the nearest one.
const NEAR: f64 = 0.8;

/// Names of all outlets, in order: as many looks into the index as there are outlets.
const OUTLETS: &str = "WITH RECURSIVE known (name) AS (
  SELECT min(outlet) FROM appearances WHERE outlet > ''
  UNION ALL SELECT (SELECT min(outlet) FROM appearances WHERE outlet > known.name) FROM known
            WHERE known.name IS NOT NULL)
  SELECT name FROM known WHERE name IS NOT NULL";

/// Names of all places, in order, in the same way.
const PLACES: &str = "WITH RECURSIVE known (name) AS (
  SELECT min(name COLLATE NOCASE) FROM places
  UNION ALL SELECT (SELECT min(name COLLATE NOCASE) FROM places
                    WHERE name COLLATE NOCASE > known.name) FROM known
            WHERE known.name IS NOT NULL)
  SELECT name FROM known WHERE name IS NOT NULL";

/// A name as a person types it: whole words of it, in any case, with or without accents; `*` ends
/// the beginning of a word.
struct Typed {
    key: String,
}

impl Typed {
    fn new(words: &str) -> Self {
        Self { key: name_key(words) }
    }

    /// Tells whether it is the whole name.
    fn is(&self, name: &str) -> bool {
        name_key(name) == self.key
    }

    /// Tells whether it is the whole name, or its beginning with `*` behind it.
    fn begins(&self, name: &str) -> bool {
        match self.key.strip_suffix('*') {
            Some(beginning) => name_key(name).starts_with(beginning),
            None => self.is(name),
        }
    }

    /// Tells whether all its words are words of the name.
    fn is_part_of(&self, name: &str) -> bool {
        let key = name_key(name);
        let is_sign = |c: char| !c.is_alphanumeric();
        let mut words = self.key.split_whitespace().filter(|word| *word != "*").peekable();
        words.peek().is_some()
            && words.all(|word| match word.strip_suffix('*') {
                Some(beginning) => key.split(is_sign).any(|part| part.starts_with(beginning)),
                None => key.split_whitespace().chain(key.split(is_sign)).any(|part| part == word),
            })
    }

    /// Returns the name that is most like it.
    fn nearest<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        let mut best = (NEAR, None);
        for name in names {
            let likeness = strsim::jaro_winkler(&self.key, &name_key(name));
            if likeness > best.0 {
                best = (likeness, Some(name));
            }
        }
        best.1
    }
}

/// Returns the outlets that are meant: the one of that name, else all that have its words in theirs.
///
/// # Errors
/// There is none.
pub(super) fn outlets(connection: &Connection, words: &str) -> Result<Vec<String>> {
    let (typed, known) = (Typed::new(words), names(connection, OUTLETS)?);
    if let Some(name) = known.iter().find(|name| typed.is(name)) {
        return Ok(vec![name.clone()]);
    }
    let parts: Vec<String> = known.iter().filter(|name| typed.is_part_of(name)).cloned().collect();
    if parts.is_empty() { Err(unknown("outlet", words, &known)) } else { Ok(parts) }
}

/// A place as it stands in the ledger: by its names, by its country, by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    names: Vec<String>,
    country: Option<String>,
}

impl Place {
    /// Returns the place that is meant.
    ///
    /// # Errors
    /// No dispatch speaks of it.
    pub(super) fn find(connection: &Connection, words: &str) -> Result<Self> {
        let asked = AskedPlace::of(words);
        let country = asked.country.map(str::to_owned);
        let mut place = Self { names: asked.names, country };
        if place.country.is_none() {
            place.names.push(words.trim().to_owned());
        }
        if place.is_known(connection)? {
            return Ok(place);
        }
        let (typed, known) = (Typed::new(words), names(connection, PLACES)?);
        place.names = known.iter().filter(|name| typed.begins(name)).cloned().collect();
        if place.names.is_empty() { Err(unknown("place", words, &known)) } else { Ok(place) }
    }

    fn is_known(&self, connection: &Connection) -> Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM places AS q WHERE {})", self.test("q"));
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(self.values()), |row| row.get(0))?)
    }

    /// Returns the test of a row of `places`.
    pub(super) fn test(&self, table: &str) -> String {
        let mut tests = Vec::new();
        if !self.names.is_empty() {
            let marks = marks(self.names.len());
            tests.push(format!("{table}.name COLLATE NOCASE IN ({marks})"));
        }
        if self.country.is_some() {
            tests.push(format!("{table}.country = ? COLLATE NOCASE"));
        }
        tests.join(" AND ")
    }

    /// Returns the values of the test's `?`s.
    pub(super) fn values(&self) -> Vec<Value> {
        self.names.iter().chain(&self.country).cloned().map(Value::from).collect()
    }
}

/// Returns the word of a closed list that is meant; case does not matter.
///
/// # Errors
/// It is none of them.
pub(super) fn closed(field: &'static str, list: &str, word: &str) -> Result<&'static str> {
    let allowed = allowed_words(list);
    if let Some(known) = allowed.iter().find(|known| known.eq_ignore_ascii_case(word)) {
        return Ok(known);
    }
    let nearest = Typed::new(word).nearest(allowed.iter().copied());
    Err(Error::NotAllowedWord { field, word: word.to_owned(), nearest, allowed })
}

/// Returns so many `?`s for a list.
pub(super) fn marks(n: usize) -> String {
    vec!["?"; n].join(", ")
}

fn names(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn unknown(kind: &'static str, words: &str, known: &[String]) -> Error {
    let nearest = Typed::new(words).nearest(known.iter().map(String::as_str));
    Error::Unknown { kind, name: words.to_owned(), nearest: nearest.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_whole_words_without_accents() {
        let has = |typed: &str, name: &str| Typed::new(typed).is_part_of(name);
        assert!(has("harbour", "Harbour Post"));
        assert!(has("POST HARBOUR", "Harbour Post"));
        assert!(has("courrier d'oree", "Courrier d’Orée"));
        assert!(has("harb*", "Harbour Post"));
        assert!(has("ledger", "Harbour Ledger – Africa"));
        assert!(has("post", "The Post, Tolvik"));
        assert!(!has("harb", "Harbour Post"));
        assert!(!has("harbour star", "Harbour Post"));
        assert!(!has("*", "Harbour Post"));
        assert!(!has("", "Harbour Post"));
        assert!(Typed::new("Tolv*").begins("Tólvik") && !Typed::new("vik*").begins("Tólvik"));
    }

    #[test]
    fn a_wrong_word_is_told_with_the_near_one() {
        let Err(Error::NotAllowedWord { nearest, allowed, .. }) = closed("act", "act", "deny")
        else {
            panic!("no act");
        };
        assert_eq!(nearest, Some("denies"));
        assert!(allowed.contains(&"condemns"));
        assert_eq!(closed("act", "act", "Denies").unwrap(), "denies");
        assert_eq!(closed("type", "event_type", "consult").unwrap(), "CONSULT");
        let told = closed("measure", "measure", "kiled").unwrap_err().to_string();
        assert!(told.contains("did you mean \"killed\"") && told.contains("hostages"), "{told}");
        let told = closed("measure", "measure", "xyz").unwrap_err().to_string();
        assert!(!told.contains("mean"), "{told}");
    }
}
