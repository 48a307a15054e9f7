//! The form of the ledger and what the documents say of it.

use std::collections::BTreeMap;

use dateline_claim::{
    Act, Attitude, EventStatus, FigureKind, FigureStatus, Measure, SourceKind, StatementForm,
};
use dateline_ledger::query::Limits;
use dateline_ledger::record::{
    ActorRecord, DatelineRecord, FigureRecord, Multiword, NameRecord, Options, RoleRecord,
    TokenRecord, Words,
};
use dateline_ledger::{Ledger, Record};
use dateline_mention::{EntityKind, MentionForm, NameLabel, TimeKind};
use dateline_syntax::Upos;
use dateline_text::{BlockKind, Media, NoteKind, Stage};

use crate::builder::week;

#[test]
fn every_table_and_column_is_described() {
    let page = include_str!("../../../../docs/ledger.md");
    let mut ledger = Ledger::in_memory().unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c
               WHERE t.type IN ('table', 'view') AND t.name NOT GLOB 'search*_*'
                 AND t.name NOT GLOB 'sqlite_*' AND c.hidden = 0
               ORDER BY t.name, c.cid";
    let columns = ledger.query(sql, Limits::default()).unwrap().rows;
    assert!(columns.len() > 150, "{}", columns.len());
    for column in columns {
        let (table, name) = (column[0].as_str().unwrap(), column[1].as_str().unwrap());
        let section = page.split("\n### ").find(|part| {
            part.lines()
                .next()
                .is_some_and(|head| head.split(", ").any(|h| h == format!("`{table}`")))
        });
        let section = section.unwrap_or_else(|| panic!("docs/ledger.md has no `{table}`"));
        assert!(section.contains(&format!("`{name}`")), "docs/ledger.md: {table}.{name}");
    }
}

const RECORD_SCHEMA: &str = include_str!("../../../../docs/record.schema.json");

fn record_schema() -> serde_json::Value {
    serde_json::from_str(RECORD_SCHEMA).unwrap()
}

#[test]
fn the_words_of_the_schema_are_those_of_the_code() {
    let schema = record_schema();
    let check = |name: &str, words: Vec<&str>| {
        let listed = &schema["$defs"][name]["enum"];
        assert_eq!(listed, &serde_json::json!(words), "docs/record.schema.json: {name}");
    };
    let words = |list: &[&'static str]| list.to_vec();
    check("act", Act::ALL.iter().map(|word| word.as_str()).collect());
    check("attitude", Attitude::ALL.iter().map(|word| word.as_str()).collect());
    check("source_kind", SourceKind::ALL.iter().map(|word| word.as_str()).collect());
    check("statement_form", StatementForm::ALL.iter().map(|word| word.as_str()).collect());
    check("event_status", EventStatus::ALL.iter().map(|word| word.as_str()).collect());
    check("measure", Measure::ALL.iter().map(|word| word.as_str()).collect());
    check("figure_kind", FigureKind::ALL.iter().map(|word| word.as_str()).collect());
    check("figure_status", FigureStatus::ALL.iter().map(|word| word.as_str()).collect());
    check("media_type", Media::ALL.iter().map(|media| media.as_str()).collect());
    check("upos", Upos::ALL.iter().map(|upos| upos.as_str()).collect());
    check(
        "mention_form",
        words(&[
            MentionForm::Name.as_str(),
            MentionForm::Nominal.as_str(),
            MentionForm::Pronoun.as_str(),
        ]),
    );
    check(
        "time_type",
        words(&[
            TimeKind::Date.as_str(),
            TimeKind::Time.as_str(),
            TimeKind::Duration.as_str(),
            TimeKind::Set.as_str(),
        ]),
    );
    check(
        "name_label",
        words(&[
            NameLabel::Person.as_str(),
            NameLabel::Location.as_str(),
            NameLabel::Organization.as_str(),
            NameLabel::Norp.as_str(),
            NameLabel::Facility.as_str(),
        ]),
    );
    check(
        "entity_kind",
        words(&[
            EntityKind::Person.as_str(),
            EntityKind::Organization.as_str(),
            EntityKind::Group.as_str(),
            EntityKind::Place.as_str(),
            EntityKind::Facility.as_str(),
            EntityKind::Other.as_str(),
        ]),
    );
    check(
        "block_kind",
        words(&[
            BlockKind::Title.as_str(),
            BlockKind::Header.as_str(),
            BlockKind::Dateline.as_str(),
            BlockKind::Paragraph.as_str(),
            BlockKind::Caption.as_str(),
            BlockKind::List.as_str(),
            BlockKind::Boilerplate.as_str(),
        ]),
    );
    check(
        "note_stage",
        words(&[
            Stage::Intake.as_str(),
            Stage::Decode.as_str(),
            Stage::Segment.as_str(),
            Stage::Parse.as_str(),
            Stage::Find.as_str(),
            Stage::Extract.as_str(),
            Stage::Ledger.as_str(),
        ]),
    );
    check(
        "note_kind",
        words(&[
            NoteKind::Empty.as_str(),
            NoteKind::Binary.as_str(),
            NoteKind::Encrypted.as_str(),
            NoteKind::Truncated.as_str(),
            NoteKind::Malformed.as_str(),
            NoteKind::Limit.as_str(),
            NoteKind::BadSequence.as_str(),
            NoteKind::Language.as_str(),
            NoteKind::Dropped.as_str(),
            NoteKind::Unresolved.as_str(),
            NoteKind::Assumed.as_str(),
            NoteKind::Unreadable.as_str(),
            NoteKind::Skipped.as_str(),
        ]),
    );
}

/// A record in which every field of every kind is filled.
fn full_record() -> Record {
    let mut sighted = week().remove(4);
    sighted.sighting.member = Some("line 3".to_owned());
    let record = &mut sighted.record;
    record.reader.options = Options {
        charset: Some("windows-1252".to_owned()),
        columns: vec!["title".to_owned(), "story".to_owned()],
        declared_language: Some("en".to_owned()),
        delimiter: Some('\t'),
        fields: BTreeMap::from([("text".to_owned(), vec!["story".to_owned()])]),
        language: Some("en".to_owned()),
        max_item_bytes: Some(1 << 20),
        max_pieces: Some(1000),
        media_type: Some("text/csv".to_owned()),
        outlet: Some("Harbour Post".to_owned()),
        published: Some("2031-05-06".parse().unwrap()),
        returned: 1,
    };
    record.external_id = Some("4711".to_owned());
    record.item.member = Some("line 3".to_owned());
    record.item.retrieved = Some("2031-05-06T10:00:00Z".to_owned());
    record.notes.push(week().remove(5).record.notes.remove(0));
    let body = record.body.as_mut().unwrap();
    let words = || Words { start: 0, end: 7, text: "Fishing".to_owned() };
    body.byline = Some("By Ada Lund".to_owned());
    body.dateline = Some(DatelineRecord {
        place: Some("QUELLPORT".to_owned()),
        date: Some("2031-05-06".to_owned()),
        agency: Some("NLW".to_owned()),
    });
    body.origin = Some(vec![[0, 7, 0, 7]]);
    body.tokens = Some(vec![TokenRecord {
        start: 0,
        end: 7,
        form: "Fishing".to_owned(),
        lemma: "fishing".to_owned(),
        upos: "NOUN".to_owned(),
        feats: None,
        head: Some(0),
        deprel: Some("compound".to_owned()),
    }]);
    body.mwt = Some(vec![Multiword { start: 0, end: 7, first: 0, last: 0 }]);
    body.names = Some(vec![NameRecord {
        start: 0,
        end: 7,
        label: "Person".to_owned(),
        rule: "full_name".to_owned(),
        confidence: None,
    }]);
    body.entities[0].actor = Some(ActorRecord {
        code: "NORGOV".to_owned(),
        country: Some("NOR".to_owned()),
        sectors: vec!["GOV".to_owned()],
    });
    body.entities[0].roles.push(RoleRecord {
        title: "Trade envoy".to_owned(),
        organization: None,
        country: Some("NOR".to_owned()),
        span: words(),
    });
    body.entities[0].members.push("a2".to_owned());
    body.times[0].why = Some("no year".to_owned());
    body.places[0].radius_km = Some(4.5);
    body.places[0].why = Some("two places of this name".to_owned());
    body.statements[0].cue = Some(words());
    body.statements[0].addressee = Some(words());
    body.statements[0].within = Some("s1".to_owned());
    body.events[0].actors[0].code = Some("NORGOV".to_owned());
    body.figures.push(FigureRecord {
        id: "f1".to_owned(),
        start: 0,
        end: 7,
        text: "Fishing".to_owned(),
        measure: "money".to_owned(),
        value: Some(2.5),
        low: Some(2.5),
        high: None,
        hedge: Some(words()),
        unit: Some("EUR".to_owned()),
        population: Some(words()),
        place: Some("p1".to_owned()),
        from: Some("2031-05-01".to_owned()),
        to: Some("2031-05-06".to_owned()),
        as_of: Some("2031-05-06".to_owned()),
        kind: "new".to_owned(),
        part_of: Some("f1".to_owned()),
        status: "feared".to_owned(),
        event: Some("e1".to_owned()),
        said_in: Some("s1".to_owned()),
        rule: "counted_noun".to_owned(),
        confidence: Some(0.5),
    });
    sighted.record
}

#[test]
fn records_are_valid() {
    let validator = jsonschema::validator_for(&record_schema()).unwrap();
    let mut records: Vec<Record> = week().into_iter().map(|sighted| sighted.record).collect();
    records.push(full_record());
    records.push(crate::builder::unreadable("a.bin", &[0]).record);
    for record in records {
        let json = serde_json::to_value(&record).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{json:#}");
    }
}

#[test]
fn what_is_wrong_is_not_valid() {
    let validator = jsonschema::validator_for(&record_schema()).unwrap();
    let mut json = serde_json::to_value(full_record()).unwrap();
    assert!(validator.is_valid(&json));
    json["figures"][0]["measure"] = "victims".into();
    assert!(!validator.is_valid(&json), "an unknown measure");
    json["figures"][0]["measure"] = "killed".into();
    json["figures"][0]["tone"] = "grave".into();
    assert!(!validator.is_valid(&json), "an unknown field");
}

#[test]
fn every_field_is_described() {
    let page = include_str!("../../../../docs/output.md");
    let schema = record_schema();
    let mut fields = std::collections::BTreeSet::new();
    for definition in schema["$defs"].as_object().unwrap().values() {
        let properties = definition["properties"].as_object();
        fields.extend(properties.into_iter().flat_map(|p| p.keys().cloned()));
    }
    for field in fields {
        assert!(page.contains(&format!("`{field}`")), "docs/output.md: {field}");
    }
}
