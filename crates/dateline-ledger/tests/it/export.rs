//! Exports: what is written is what was stored.

use std::path::Path;

use dateline_ledger::export::{Format, Formulas};
use dateline_ledger::{Ledger, Record};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use crate::builder::{draft, week};

fn exported(format: Format) -> (tempfile::TempDir, Vec<(String, u64)>) {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&week()).unwrap();
    let hostile = draft("Harbour Post", "2031-05-09", "=1+1", &["A \"quoted\",\nbroken sentence."]);
    ledger.append(&[hostile.statement("A", "says", "\"quoted\",\nbroken").done()]).unwrap();
    ledger.refresh_views().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let written = ledger.export(format, &folder.path().join("out")).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let files = written.iter().map(|file| (name(&file.path), file.n_rows)).collect();
    (folder, files)
}

fn all_tables(ending: &str) -> Vec<(String, u64)> {
    let tables =
        [("dispatches", 7), ("statements", 8), ("events", 1), ("figures", 5), ("corrections", 0)];
    tables.map(|(name, n)| (format!("{name}.{ending}"), n)).to_vec()
}

#[test]
fn json_lines_are_the_stored_records() {
    let (folder, files) = exported(Format::Json);
    assert_eq!(files, [("records.jsonl".to_owned(), 7), ("corrections.jsonl".to_owned(), 0)]);
    let lines = std::fs::read_to_string(folder.path().join("out/records.jsonl")).unwrap();
    let records: Vec<Record> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stored: Vec<Record> = week().into_iter().map(|sighted| sighted.record).collect();
    assert_eq!(records[..6], stored);
    assert!(records.iter().all(|record| record.body.is_some()));
}

#[test]
fn csv_rows_read_back_and_do_nothing_in_a_spreadsheet() {
    let (folder, files) = exported(Format::Csv(Formulas::Disarmed));
    assert_eq!(files, all_tables("csv"));
    let mut reader = csv::Reader::from_path(folder.path().join("out/statements.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let content = header.iter().position(|name| name == "content").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.iter().any(|row| &row[content] == "\"quoted\",\nbroken"));
    let mut reader = csv::Reader::from_path(folder.path().join("out/dispatches.csv")).unwrap();
    let titles: Vec<String> = reader.records().map(|row| row.unwrap()[2].to_owned()).collect();
    assert!(titles.contains(&"'=1+1".to_owned()), "{titles:?}");
}

#[test]
fn parquet_rows_read_back() {
    let (folder, files) = exported(Format::Parquet);
    assert_eq!(files, all_tables("parquet"));
    let file = std::fs::File::open(folder.path().join("out/figures.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let columns = reader.metadata().file_metadata().schema_descr().columns().to_vec();
    let at = |name: &str| columns.iter().position(|column| column.name() == name).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let union = rows
        .iter()
        .find(|row| row.get_string(at("speaker")).is_ok_and(|name| name.contains("Boatmen")))
        .unwrap();
    assert_eq!(union.get_double(at("low")).ok(), Some(25.0));
    assert!(union.get_double(at("value")).is_err(), "null");
    assert!(union.get_string(at("sentence")).unwrap().starts_with("The Boatmen's Union said"));
}
