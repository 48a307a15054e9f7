//! What can go wrong with a ledger.

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is an `SQLite` database of another program.
    #[error("{path} is a database, but not a ledger; give the path of a ledger or of a new file")]
    NotALedger {
        /// The path as given.
        path: String,
    },
    /// The file was written by a newer program.
    #[error("the ledger has form {found}, this program knows forms up to {known}; use a newer one")]
    TooNew {
        /// Form of the file.
        found: i64,
        /// Newest form that this program knows.
        known: i64,
    },
    /// The file was written by an older program and has no seals to prove it by.
    #[error(
        "the ledger has the older form {found}; `dateline verify --repair` brings it to {known}"
    )]
    TooOld {
        /// Form of the file.
        found: i64,
        /// Newest form that this program knows.
        known: i64,
    },
    /// The file has a log of changes that cannot be read where nothing can be written.
    #[error(
        "{path}-wal holds changes of {path}, and cannot be read where nothing can be written; \
         copy both files to a folder that can be written, or open the ledger once as its owner"
    )]
    UnreadLog {
        /// The path as given.
        path: String,
    },
    /// There is no ledger at the path.
    #[error("there is no ledger at {path}; `dateline ingest` makes one")]
    NoLedger {
        /// The path as given.
        path: String,
    },
    /// Nothing has this id or an id that begins so.
    #[error("nothing in the ledger has an id that begins with {0:?}")]
    NotFound(String),
    /// Several things have ids that begin so.
    #[error("{prefix:?} begins several ids: {}; give more digits", ids.join(", "))]
    Ambiguous {
        /// The prefix as given.
        prefix: String,
        /// Some of the ids.
        ids: Vec<String>,
    },
    /// A query that may not be run.
    #[error("the query is not allowed: {0}; only reading is")]
    NotAllowed(String),
    /// A query that took too long.
    #[error("the query was stopped after {0} steps; narrow it, or add a limit")]
    TooLong(u64),
    /// A query that would take more room than it may.
    #[error(
        "the query was stopped: {what} would take more than {most_bytes} bytes; narrow it, or add a limit"
    )]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The bound.
        most_bytes: usize,
    },
    /// A part of a reading that is not there.
    #[error("{dispatch} has no {local}")]
    NoPart {
        /// The dispatch.
        dispatch: String,
        /// Local id as given.
        local: String,
    },
    /// A field that a part of a reading does not have.
    #[error("a {kind} has no {field:?} to correct; it has {}", fields.join(", "))]
    NoField {
        /// Kind of the part.
        kind: &'static str,
        /// The field as given.
        field: String,
        /// Fields that it has.
        fields: Vec<&'static str>,
    },
    /// A value that a field cannot hold.
    #[error("{field} cannot be {value:?}: {why}")]
    BadValue {
        /// The field.
        field: String,
        /// The value as given.
        value: String,
        /// What is wrong with it.
        why: String,
    },
    /// More to search for than a search takes.
    #[error("a search takes at most {most_words} words of at most {most_chars} characters each")]
    TooManyWords {
        /// Most words.
        most_words: usize,
        /// Most characters of a word.
        most_chars: usize,
    },
    /// Search words that are no search.
    #[error("{0:?} has no word to search for")]
    NoWords(String),
    /// A search that cannot be read.
    #[error("cannot search for `{words}`: {why} (character {character})")]
    BadSearch {
        /// The search as given.
        words: String,
        /// Where it is wrong, counted from 1.
        character: usize,
        /// What is wrong there.
        why: String,
    },
    /// A name that nothing in the ledger bears.
    #[error(
        "no {kind} {name:?} in the ledger{}",
        nearest.as_ref().map_or(String::new(), |nearest| format!("; nearest: {nearest:?}"))
    )]
    Unknown {
        /// What is asked for: outlet, place, speaker.
        kind: &'static str,
        /// The name as given.
        name: String,
        /// The name in the ledger that is most like it.
        nearest: Option<String>,
    },
    /// A word that is none of those that a field may hold.
    #[error(
        "no {field} {word:?}{}; it is one of {}",
        nearest.map_or(String::new(), |nearest| format!("; did you mean {nearest:?}?")),
        allowed.join(", ")
    )]
    NotAllowedWord {
        /// The field.
        field: &'static str,
        /// The word as given.
        word: String,
        /// The allowed word that is most like it.
        nearest: Option<&'static str>,
        /// All allowed words.
        allowed: Vec<&'static str>,
    },
    /// Something stored does not read back.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// Path of the file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A table could not be written as Parquet.
    #[error("cannot write Parquet: {0}")]
    Parquet(String),
    /// An error of the database itself.
    #[error("the database reports: {0}")]
    Database(#[from] rusqlite::Error),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;
