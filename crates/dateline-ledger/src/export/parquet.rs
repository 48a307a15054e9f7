//! Parquet files, written a few thousand rows at a time.

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rusqlite::Row;

use super::table::{Kind, Table, text};
use super::{Written, write_file};
use crate::{Error, Ledger, Result};

/// Rows held in memory at a time.
const BATCH_ROWS: usize = 8_192;

pub(super) fn write(ledger: &Ledger, table: &Table, folder: &Path) -> Result<Written> {
    let schema = schema_of(table);
    write_file(folder, &format!("{}.parquet", table.name), |file| {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by("dateline".to_owned())
            .build();
        let mut writer =
            ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(failed)?;
        let mut statement = ledger.connection().prepare(&table.sql())?;
        let mut rows = statement.query([])?;
        let (mut columns, mut n_rows) = (builders(table), 0_u64);
        while let Some(row) = rows.next()? {
            for (at, column) in columns.iter_mut().enumerate() {
                column.push(row, at)?;
            }
            n_rows += 1;
            if n_rows.is_multiple_of(BATCH_ROWS as u64) {
                writer.write(&batch(&schema, &mut columns)?).map_err(failed)?;
            }
        }
        writer.write(&batch(&schema, &mut columns)?).map_err(failed)?;
        writer.close().map_err(failed)?;
        Ok(n_rows)
    })
}

fn schema_of(table: &Table) -> Arc<Schema> {
    let kind = |kind: Kind| match kind {
        Kind::Text => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Real => DataType::Float64,
    };
    let fields = table
        .header()
        .zip(table.columns)
        .map(|(name, column)| Field::new(name, kind(column.1), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// A column in the making.
enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
}

impl Builder {
    fn push(&mut self, row: &Row<'_>, at: usize) -> rusqlite::Result<()> {
        match self {
            Builder::Text(column) => column.append_option(text(row, at)?),
            Builder::Integer(column) => column.append_option(row.get(at)?),
            Builder::Real(column) => column.append_option(row.get(at)?),
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(column) => Arc::new(column.finish()),
            Builder::Integer(column) => Arc::new(column.finish()),
            Builder::Real(column) => Arc::new(column.finish()),
        }
    }
}

fn builders(table: &Table) -> Vec<Builder> {
    let builder = |(_, kind): &(&str, Kind)| match kind {
        Kind::Text => Builder::Text(StringBuilder::new()),
        Kind::Integer => Builder::Integer(Int64Builder::new()),
        Kind::Real => Builder::Real(Float64Builder::new()),
    };
    table.columns.iter().map(builder).collect()
}

fn batch(schema: &Arc<Schema>, columns: &mut [Builder]) -> Result<RecordBatch> {
    let arrays = columns.iter_mut().map(Builder::finish).collect();
    RecordBatch::try_new(Arc::clone(schema), arrays)
        .map_err(|error| Error::Parquet(error.to_string()))
}

fn failed<E: std::fmt::Display>(error: E) -> Error {
    Error::Parquet(error.to_string())
}
