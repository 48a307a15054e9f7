//! Opening the file: for writing, for reading, and where nothing can be written beside it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Ledger, migration};
use crate::{Error, Result};

/// Time between two looks at a lock that another process holds.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Looks at a lock after which a person is told that this process waits: two seconds.
const LOOKS_UNTIL_TOLD: i32 = 40;

static TELL_WAITING: OnceLock<fn(&Path)> = OnceLock::new();

/// Sets what is called, once a wait, when a ledger has been waited for for two seconds.
///
/// # Notes
/// For the whole process, as who waits does not hang on which ledger is open; the first call
/// counts. Without it, waiting is silent.
pub fn tell_waiting(tell: fn(&Path)) {
    let _ = TELL_WAITING.set(tell);
}

impl Ledger {
    /// Opens a ledger for writing; makes it where there is none; brings an older form to the
    /// newest.
    ///
    /// # Errors
    /// The file is no ledger, is too new, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        let shown = path.display().to_string();
        wait_for_others(&mut connection, path)?;
        migration::form(&connection, &shown)?;
        keep_log(&connection)?;
        prepare(&connection)?;
        migration::migrate(&mut connection, &shown)?;
        Ok(Self { connection })
    }

    /// Opens a ledger that must be there, for reading alone.
    ///
    /// # Notes
    /// Readers of a write-ahead log keep an index of it in a file beside it. Where that cannot be
    /// made (a folder or medium that is read-only, another user's file), the ledger is taken for
    /// one that nobody writes to, if no log with changes lies beside it.
    ///
    /// # Errors
    /// There is no file, or it is no ledger, or too new; or it has a log that cannot be read here.
    pub fn open_readonly(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Err(Error::NoLedger { path: path.display().to_string() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match open_to_read(path, path, flags) {
            Err(Error::Database(cause)) if needs_to_write(&cause) => {
                if has_log(path) {
                    return Err(Error::UnreadLog { path: path.display().to_string() });
                }
                let uri = PathBuf::from(immutable_uri(path));
                open_to_read(path, &uri, flags | OpenFlags::SQLITE_OPEN_URI)
                    .map_err(|_| Error::Database(cause))
            }
            other => other,
        }
    }

    /// Makes a ledger that lives in memory.
    ///
    /// # Errors
    /// SQLite has no memory for it.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        prepare(&connection)?;
        migration::migrate(&mut connection, ":memory:")?;
        Ok(Self { connection })
    }
}

fn open_to_read(path: &Path, opened: &Path, flags: OpenFlags) -> Result<Ledger> {
    let mut connection = Connection::open_with_flags(opened, flags)?;
    wait_for_others(&mut connection, path)?;
    let shown = path.display().to_string();
    // Any form can be read as it is, since later ones only added to it; none: one is being made.
    if migration::form(&connection, &shown)? == 0 {
        return Err(Error::NoLedger { path: shown });
    }
    prepare(&connection)?;
    Ok(Ledger { connection })
}

/// Waits for other processes as long as their work takes, and says so once.
fn wait_for_others(connection: &mut Connection, path: &Path) -> Result<()> {
    let path = path.to_owned();
    connection.busy_handler(Some(move |n_looks: i32| {
        if n_looks == LOOKS_UNTIL_TOLD
            && let Some(tell) = TELL_WAITING.get()
        {
            tell(&path);
        }
        std::thread::sleep(LOOK_AGAIN);
        true
    }))?;
    Ok(())
}

/// Sets the write-ahead log, which stays with the file.
///
/// # Notes
/// A new file is turned over under an exclusive lock, for which the database does not wait by
/// itself; another process that makes the same ledger is soon done with it.
fn keep_log(connection: &Connection) -> Result<()> {
    for _ in 0..LOOKS_UNTIL_TOLD {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                std::thread::sleep(LOOK_AGAIN);
            }
            other => return Ok(other?),
        }
    }
    Ok(connection.pragma_update(None, "journal_mode", "wal")?)
}

fn prepare(connection: &Connection) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -64 * 1024)?; // KiB
    Ok(())
}

/// Tells whether the file could be read if something could be written beside it.
fn needs_to_write(cause: &rusqlite::Error) -> bool {
    matches!(
        cause.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::FileLockingProtocolFailed)
    )
}

/// Tells whether a write-ahead log with changes lies beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Returns the address by which the database takes a file for one that nobody writes to.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from(if path.is_absolute() { "file://" } else { "file:" });
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_any_path() {
        let uri = |path: &str| immutable_uri(Path::new(path));
        assert_eq!(uri("/a b/50%.db"), "file:///a%20b/50%25.db?immutable=1");
        assert_eq!(uri("what?#.db"), "file:what%3F%23.db?immutable=1");
    }
}
