//! What stops a scoring run.

use std::path::{Path, PathBuf};

/// Why gold data could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot open {path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file is not in the format that its task reads.
    #[error("{path}: {message}", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what was expected.
        message: String,
    },
    /// Nothing to score under the paths given.
    #[error("no {expected} under {path} in the split `{split}`", path = path.display())]
    Nothing {
        /// What was looked for.
        expected: &'static str,
        /// Where.
        path: PathBuf,
        /// In which split.
        split: &'static str,
    },
    /// Errors were asked for on a split that is not for reading.
    #[error("errors are read on the tuning split alone; add `--split tuning`")]
    ClosedSplit,
    /// The ledger of a benchmark failed.
    #[error("{0}")]
    Ledger(String),
}

impl Error {
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Error::File { path: path.to_owned(), source }
    }

    pub(crate) fn format(path: &Path, message: impl Into<String>) -> Self {
        Error::Format { path: path.to_owned(), message: message.into() }
    }
}
