//! Output, version 1: one record for each dispatch.
//!
//! Field names and their order are an outside interface (`docs/record.schema.json`). Offsets are
//! Unicode code points into `text`, half open.

mod build;
mod convert;
mod difference;
mod form;
mod number;
mod options;
mod origin;
mod part;

use serde::{Deserialize, Serialize};

pub use build::{Include, Provenance, Reading};
pub use difference::{Change, Count, Difference, Unmatched};
pub use form::allowed_words;
pub use options::Options;
pub use origin::{OriginRun, byte_ranges, origin_runs};
pub use part::Part;

/// Version of the output's form.
pub const SCHEMA: &str = "dateline/1";

/// One dispatch as read.
///
/// # Notes
/// An item that could not be read has `schema`, `reader`, `id`, `item` and `notes` alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Record {
    pub schema: String,
    pub reader: Reader,
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    pub item: ItemRecord,
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    pub notes: Vec<Note>,
}

/// What read the dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Reader {
    pub version: String,
    pub engine: String,
    pub models: Vec<String>,
    pub lexicons: Vec<String>,
    #[serde(default, skip_serializing_if = "Options::is_default")]
    pub options: Options,
}

/// Where the item was met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct ItemRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    pub media_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<String>,
}

/// What a readable dispatch says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Body {
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub dateline: Option<DatelineRecord>,
    pub credit: Vec<String>,
    pub language: Option<String>,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Vec<[u32; 4]>>,
    pub blocks: Vec<BlockRecord>,
    pub sentences: Vec<Range>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<TokenRecord>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mwt: Option<Vec<Multiword>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<NameRecord>>,
    pub entities: Vec<EntityRecord>,
    pub times: Vec<TimeRecord>,
    pub places: Vec<PlaceRecord>,
    pub statements: Vec<StatementRecord>,
    pub events: Vec<EventRecord>,
    pub figures: Vec<FigureRecord>,
}

/// A half-open range of code points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Range {
    pub start: u32,
    pub end: u32,
}

/// A range and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Words {
    pub start: u32,
    pub end: u32,
    pub text: String,
}

/// Several ranges; `text` is their words joined by one space.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Spans {
    pub spans: Vec<[u32; 2]>,
    pub text: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct DatelineRecord {
    pub place: Option<String>,
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct BlockRecord {
    pub start: u32,
    pub end: u32,
    pub kind: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct TokenRecord {
    pub start: u32,
    pub end: u32,
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub feats: Option<String>,
    pub head: Option<usize>,
    pub deprel: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Multiword {
    pub start: u32,
    pub end: u32,
    pub first: usize,
    pub last: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct NameRecord {
    pub start: u32,
    pub end: u32,
    pub label: String,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct EntityRecord {
    pub id: String,
    pub kind: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorRecord>,
    pub roles: Vec<RoleRecord>,
    pub mentions: Vec<MentionRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct ActorRecord {
    pub code: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct RoleRecord {
    pub title: String,
    pub organization: Option<String>,
    pub country: Option<String>,
    pub span: Words,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct MentionRecord {
    pub start: u32,
    pub end: u32,
    pub text: String,
    pub form: String,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct TimeRecord {
    pub id: String,
    pub start: u32,
    pub end: u32,
    pub text: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct PlaceRecord {
    pub id: String,
    pub start: u32,
    pub end: u32,
    pub text: String,
    pub entity: Option<String>,
    pub name: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    pub gazetteer_id: Option<String>,
    pub feature: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct StatementRecord {
    pub id: String,
    pub form: String,
    pub attitude: String,
    pub act: String,
    pub source: Option<SourceRecord>,
    pub cue: Option<Words>,
    pub content: Spans,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Words>,
    pub within: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct SourceRecord {
    pub spans: Vec<[u32; 2]>,
    pub text: String,
    pub entity: Option<String>,
    pub kind: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct ParticipantRecord {
    pub start: u32,
    pub end: u32,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct EventRecord {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub trigger: Words,
    pub actors: Vec<ParticipantRecord>,
    pub recipients: Vec<ParticipantRecord>,
    pub place: Option<String>,
    pub time: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub status: String,
    pub said_in: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct FigureRecord {
    pub id: String,
    pub start: u32,
    pub end: u32,
    pub text: String,
    pub measure: String,
    #[serde(default, serialize_with = "number::serialize")]
    pub value: Option<f64>,
    #[serde(default, serialize_with = "number::serialize")]
    pub low: Option<f64>,
    #[serde(default, serialize_with = "number::serialize")]
    pub high: Option<f64>,
    pub hedge: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub population: Option<Words>,
    pub place: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub as_of: Option<String>,
    pub kind: String,
    pub part_of: Option<String>,
    pub status: String,
    pub event: Option<String>,
    pub said_in: Option<String>,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// Something a reader of the record should know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are described in docs/output.md")]
pub struct Note {
    pub stage: String,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    pub message: String,
}
