//! The stored records, one JSON object a line.

use std::io::Write;
use std::path::Path;

use super::{Written, unwritable, write_file};
use crate::store::unpack_json;
use crate::{Ledger, Result};

const NAME: &str = "records.jsonl";

pub(super) fn write_records(ledger: &Ledger, folder: &Path) -> Result<Written> {
    write_file(folder, NAME, |file| {
        let mut statement = ledger.connection().prepare(
            "SELECT record FROM readings
             WHERE key IN (SELECT max(key) FROM readings GROUP BY item) ORDER BY key",
        )?;
        let mut rows = statement.query([])?;
        let mut n_rows = 0;
        while let Some(row) = rows.next()? {
            let json = unpack_json(&row.get::<_, Vec<u8>>(0)?)?;
            file.write_all(&json)
                .and_then(|()| file.write_all(b"\n"))
                .map_err(|source| unwritable(&folder.join(NAME), source))?;
            n_rows += 1;
        }
        Ok(n_rows)
    })
}
