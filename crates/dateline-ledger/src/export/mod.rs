//! Copies of the newest readings in other formats, for other programs.

mod csv;
mod json;
mod parquet;
mod table;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

pub use self::csv::Formulas;
use crate::{Error, Ledger, Result};

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `records.jsonl`: the stored records, one a line, as `dateline read` prints them; and
    /// `corrections.jsonl`.
    Json,
    /// One CSV file (RFC 4180, UTF-8, with a header) for each table.
    Csv(Formulas),
    /// One Parquet file for each table.
    Parquet,
}

/// A file that an export wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path.
    pub path: PathBuf,
    /// Its rows, header not counted.
    pub n_rows: u64,
}

impl Ledger {
    /// Writes the newest readings into a folder, which is made where it is not there; files of the
    /// same names are replaced.
    ///
    /// # Errors
    /// A file cannot be written, or a stored record is damaged.
    pub fn export(&self, format: Format, folder: &Path) -> Result<Vec<Written>> {
        std::fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
        match format {
            Format::Json => {
                Ok(vec![json::write_records(self, folder)?, json::write_corrections(self, folder)?])
            }
            Format::Csv(formulas) => {
                table::TABLES.iter().map(|t| csv::write(self, t, formulas, folder)).collect()
            }
            Format::Parquet => {
                table::TABLES.iter().map(|t| parquet::write(self, t, folder)).collect()
            }
        }
    }
}

/// Writes a file beside its place and moves it there when it is whole.
fn write_file(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<u64>,
) -> Result<Written> {
    let path = folder.join(name);
    let part = folder.join(format!("{name}.part"));
    #[expect(clippy::disallowed_methods, reason = "an export writes files; that is its purpose")]
    let file = File::create(&part).map_err(|source| unwritable(&part, source))?;
    let mut file = BufWriter::new(file);
    let n_rows = fill(&mut file)?;
    let written = file.into_inner().map_err(std::io::IntoInnerError::into_error);
    written
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&part, &path))
        .map_err(|source| unwritable(&path, source))?;
    Ok(Written { path, n_rows })
}

fn unwritable(path: &Path, source: std::io::Error) -> Error {
    Error::Write { path: path.display().to_string(), source }
}
