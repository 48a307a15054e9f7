//! Corrections with their history, as rows.

use dateline_text::ItemId;
use serde::Serialize;

use crate::record::Part;
use crate::{Correction, Ledger, Result};

/// A correction, and the part of the newest reading that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct CorrectionRow {
    /// Id of the part, such as `ba7816bf8f01cfea/s3`; `None` where the newest reading has none there.
    pub id: Option<String>,
    pub dispatch: String,
    pub record: String,
    pub field: String,
    pub was: Option<String>,
    pub value: Option<String>,
    pub reason: Option<String>,
    pub author: Option<String>,
    pub made: Option<String>,
    pub start_byte: u32,
    pub end_byte: u32,
}

impl Ledger {
    /// Returns the corrections of an item, or of all items, each in the order they were made.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn correction_rows(&self, item: Option<ItemId>) -> Result<Vec<CorrectionRow>> {
        let mut corrections = self.corrections(item)?;
        corrections.sort_by_key(|correction| correction.item); // stable
        let mut rows = Vec::with_capacity(corrections.len());
        for of_one in corrections.chunk_by(|a, b| a.item == b.item) {
            let record = of_one.first().map(|one| self.record(one.item)).transpose()?.flatten();
            let parts = record.map(|record| record.parts()).unwrap_or_default();
            rows.extend(of_one.iter().map(|correction| row(correction, &parts)));
        }
        Ok(rows)
    }
}

fn row(correction: &Correction, parts: &[Part]) -> CorrectionRow {
    let Correction { item, start_byte, end_byte, record, field, .. } = correction;
    CorrectionRow {
        id: correction.part(parts).map(|part| format!("{item}/{}", part.id)),
        dispatch: item.to_string(),
        record: record.clone(),
        field: field.clone(),
        was: correction.was.clone(),
        value: correction.value.clone(),
        reason: correction.reason.clone(),
        author: correction.author.clone(),
        made: correction.made.clone(),
        start_byte: *start_byte,
        end_byte: *end_byte,
    }
}
