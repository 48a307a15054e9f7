//! What a ledger is asked, from outside: one command for each question.

#![allow(clippy::unwrap_used, reason = "a test fails where a file is missing")]

use std::path::Path;
use std::process::Output;
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A ledger of the samples and of one dispatch without a date.
static HOUSE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let undated = "The harbour master, Anneke Bruyl, denied that the quay had been closed.";
    std::fs::write(folder.path().join("undated.txt"), undated).unwrap();
    let paths = [samples.to_str().unwrap(), "undated.txt"];
    let arguments = [&["ingest", "--engine", "swift"], &paths[..]].concat();
    assert!(output_in(folder.path(), &arguments).status.success());
    folder
});

fn output_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("dateline").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

/// Runs a command; returns its exit code and what it prints for programs and for people.
fn ask(arguments: &[&str]) -> (i32, String, String) {
    let output = output_in(HOUSE.path(), arguments);
    let words = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), words(output.stdout), words(output.stderr))
}

#[track_caller]
fn rows(arguments: &[&str]) -> Vec<Value> {
    let (code, out, told) = ask(arguments);
    assert!(code == 0, "{arguments:?}: {told}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn count(table: &str) -> usize {
    let n = rows(&["query", &format!("SELECT count(*) AS n FROM current_{table}")]);
    usize::try_from(n[0]["n"].as_u64().unwrap()).unwrap()
}

#[test]
fn lists_for_programs_are_whole() {
    let n = count("statements");
    assert!(n > 100);
    assert_eq!(rows(&["statements"]).len(), n);
    assert_eq!(rows(&["statements", "--limit", "0"]).len(), n);
    assert_eq!(rows(&["statements", "--limit", "7"]).len(), 7);
    let (_, csv, _) = ask(&["statements", "--format", "csv", "--limit", "120"]);
    assert_eq!(csv.lines().next().unwrap().split(',').next(), Some("id"));
    let (code, table, _) = ask(&["statements", "--format", "table"]);
    assert_eq!(code, 0);
    assert!(table.ends_with(&format!("100 of {n}; --limit 0 shows all\n")), "{table}");
    let (_, table, _) = ask(&["stories", "--format", "table"]);
    assert!(!table.contains("--limit"), "{table}");
}

#[test]
fn an_empty_csv_keeps_its_header() {
    let (code, csv, _) = ask(&["statements", "--by", "Nobody At All", "--format", "csv"]);
    assert_eq!(code, 1);
    assert!(csv.starts_with("id,dispatch,speaker,source,"), "{csv}");
    assert_eq!(csv.lines().count(), 1);
}

#[test]
fn single_commands_answer_what_is_asked_first() {
    let denials = rows(&["statements", "--act", "DENIES"]);
    let tells = |row: &Value| row["sentence"].is_string() && row["speaker"].is_string();
    assert!(denials.len() > 5 && denials.iter().filter(|row| tells(row)).count() > 5);
    let said = rows(&["statements", "--by", "norrgard", "--since", "2026-03-10"]);
    assert!(!said.is_empty());
    assert!(
        said.iter()
            .all(|row| row["outlet"].is_string() && row["day"].as_str() >= Some("2026-03-10"))
    );
    let displaced = rows(&["figures", "--measure", "displaced"]);
    assert!(displaced.iter().filter(|row| row["story_title"].is_string()).count() > 2);
    let unnamed = rows(&["statements", "--source-kind", "unnamed"]);
    assert!(!unnamed.is_empty() && unnamed.iter().all(|row| row["source_kind"] == "unnamed"));
    let sure = rows(&["statements", "--min-confidence", "0.8"]);
    assert!(sure.iter().all(|row| row["confidence"].as_f64() >= Some(0.8)));
}

#[test]
fn places_are_asked_for_by_name_or_code() {
    let by_code = rows(&["figures", "--place", "ROU"]);
    assert!(!by_code.is_empty());
    for name in ["Romania", "romania", "RO", "România"] {
        assert_eq!(rows(&["figures", "--place", name]), by_code, "{name}");
    }
    let town = rows(&["figures", "--place", "fagaras"]);
    assert!(!town.is_empty() && town.iter().all(|row| row["place"] == "Făgăraș"), "{town:?}");
}

#[test]
fn what_is_not_there_is_told_with_what_is_near() {
    let (code, out, told) = ask(&["figures", "--place", "Arlitt"]);
    assert_eq!((code, &*out), (1, ""));
    assert_eq!(told, "no place \"Arlitt\" in the ledger; nearest: \"Arlit\"\n");
    let (code, _, told) = ask(&["dispatches", "--outlet", "Meridien Post"]);
    assert!(code == 1 && told.contains("nearest: \"Meridian Post\""), "{told}");
    for (list, option, word, near) in [
        ("statements", "--act", "deny", "denies"),
        ("events", "--type", "consul", "CONSULT"),
        ("figures", "--measure", "Kiled", "killed"),
        ("figures", "--status", "fear", "feared"),
        ("speakers", "--source-kind", "unname", "unnamed"),
    ] {
        let (code, _, told) = ask(&[list, option, word]);
        assert!(code == 2 && told.contains(&format!("'{near}'")), "{told}");
    }
}

#[test]
fn what_is_wrong_with_a_search_is_told() {
    for (words, expected) in [
        ("talks OR", "nothing to look for follows this OR (character 7)"),
        ("\"talks", "this quotation mark is never closed (character 1)"),
        ("talks ()", "nothing stands in these brackets (character 7)"),
        ("NOT talks", "nothing is looked for beside what this leaves out (character 1)"),
    ] {
        let (code, _, told) = ask(&["search", words]);
        assert!(code == 2 && told.contains(expected), "{told}");
    }
    let all = rows(&["search", "talks"]).len();
    let some = rows(&["search", "talks", "NOT", "herders"]).len();
    assert!(0 < some && some < all);
    assert!(rows(&["search", "talks", "--place", "Kenya"]).len() < all);
}

#[test]
fn dispatches_without_a_date_are_told() {
    let (code, out, told) = ask(&["statements", "--by", "bruyl", "--since", "2026"]);
    assert_eq!((code, &*out), (1, ""));
    assert_eq!(told, "1 dispatch without a date was left out\n");
    let (_, _, told) = ask(&["statements", "--by", "bruyl"]);
    assert_eq!(told, "");
}

#[test]
fn words_lead_to_a_story() {
    let story = rows(&["story", "Huanta", "roofs"]).remove(0);
    let id = story["story"]["id"].as_str().unwrap();
    assert_eq!(rows(&["story", &id[..6]]), std::slice::from_ref(&story));
    let (code, _, told) = ask(&["story", "xylophone"]);
    assert!(code == 1 && told.contains("no story is about \"xylophone\""), "{told}");
    let in_story = rows(&["dispatches", "--story", &id[..6]]);
    assert_eq!(in_story.len(), story["dispatches"].as_array().unwrap().len());
    let figures = rows(&["figures", "--story", id, "--fold"]);
    assert!(figures.iter().all(|row| row["story"] == id && row["copies"].as_u64() >= Some(1)));
}

#[test]
fn what_a_ledger_holds_is_listed() {
    let dispatches = rows(&["dispatches"]);
    assert_eq!(dispatches.len(), 53);
    let outlets = rows(&["outlets"]);
    let n: u64 = outlets.iter().map(|row| row["n_dispatches"].as_u64().unwrap()).sum();
    let n_named = dispatches.iter().filter(|row| row["outlet"].is_string()).count() as u64;
    assert!(outlets.len() > 5 && n == n_named, "{n} {n_named}");
    let speakers = rows(&["speakers", "--act", "denies", "--by", "bruyl"]);
    assert_eq!(speakers[0]["speaker"], "Anneke Bruyl");
    let places = rows(&["places", "--place", "Niger"]);
    assert!(places.iter().all(|row| row["country"] == "NER"));
}

#[test]
fn tables_show_the_words_behind_a_speaker() {
    let (_, table, _) = ask(&["statements", "--by", "Lokwang Esekon", "--format", "table"]);
    assert!(table.contains("(“He”)") && !table.contains("(“Lokwang Esekon”)"), "{table}");
}
