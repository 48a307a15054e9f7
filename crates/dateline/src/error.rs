//! The one error that users of the library meet.

use std::fmt;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The ledger could not be opened, read or written.
    Ledger,
    /// Nothing in the ledger has the id that was asked for.
    NotFound,
    /// An option that has no meaning.
    Options,
    /// A stage of the reader broke; please report it.
    Reader,
}

/// Something that stopped the work; what is wrong and what to do.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl Error {
    /// Wraps a cause.
    pub fn new(
        kind: ErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { kind, source: source.into() }
    }

    /// Returns what kind of thing went wrong.
    ///
    /// ```
    /// use std::path::Path;
    ///
    /// use dateline::ErrorKind;
    ///
    /// let error = dateline::verify_ledger(Path::new("no such file.db"), false, |_| ()).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Ledger);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}

impl From<dateline_ledger::Error> for Error {
    fn from(error: dateline_ledger::Error) -> Self {
        let kind = match error {
            dateline_ledger::Error::NotFound(_) => ErrorKind::NotFound,
            _ => ErrorKind::Ledger,
        };
        Self::new(kind, error)
    }
}
