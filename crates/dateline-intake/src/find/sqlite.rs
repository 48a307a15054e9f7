//! Databases of SQLite, ledgers among them, which are no dispatches.

use std::io::Read;
use std::path::Path;

/// What a database begins with.
///
/// # Source
/// SQLite, "Database File Format", 1.3.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Endings of the files that SQLite keeps beside an open database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Tells a database by its first bytes.
pub(crate) fn is_database(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Tells a file that SQLite keeps beside a database, by its name and by the database.
#[expect(clippy::disallowed_methods, reason = "files are read in this room")]
pub(crate) fn is_beside_database(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let Some(database) = BESIDE.iter().find_map(|ending| name.strip_suffix(ending)) else {
        return false;
    };
    let mut head = [0; MAGIC.len()];
    let is_file = Path::new(database).is_file();
    let read = |mut file: std::fs::File| file.read_exact(&mut head);
    is_file && std::fs::File::open(database).and_then(read).is_ok() && is_database(&head)
}
