//! The stored records and the corrections, one JSON object a line.

use std::io::Write;
use std::path::Path;

use super::{Written, unwritable, write_file};
use crate::store::unpack_json;
use crate::{Ledger, Result};

const RECORDS: &str = "records.jsonl";
const CORRECTIONS: &str = "corrections.jsonl";

pub(super) fn write_records(ledger: &Ledger, folder: &Path) -> Result<Written> {
    write_file(folder, RECORDS, |file| {
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
                .map_err(|source| unwritable(&folder.join(RECORDS), source))?;
            n_rows += 1;
        }
        Ok(n_rows)
    })
}

pub(super) fn write_corrections(ledger: &Ledger, folder: &Path) -> Result<Written> {
    let failed = |source| unwritable(&folder.join(CORRECTIONS), source);
    write_file(folder, CORRECTIONS, |file| {
        let rows = ledger.correction_rows(None)?;
        for row in &rows {
            serde_json::to_writer(&mut *file, row).map_err(|error| failed(error.into()))?;
            file.write_all(b"\n").map_err(failed)?;
        }
        Ok(rows.len() as u64)
    })
}
