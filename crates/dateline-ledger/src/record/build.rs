//! From what the stages made of an item to its record.

use dateline_claim::Claims;
use dateline_mention::Mentions;
use dateline_syntax::{Parse, Segmentation};
use dateline_text::{CodePoints, Dispatch, Item, Sighting};

use super::convert::Converter;
use super::origin::origin_runs;
use super::{Body, ItemRecord, Note, Reader, Record, SCHEMA};

/// Which parts of the output are written only on demand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Include {
    /// `origin`: the map from text to the item's bytes.
    pub origin: bool,
    /// `tokens` and `mwt`.
    pub tokens: bool,
    /// `names`.
    pub names: bool,
}

impl Include {
    /// Everything: what a ledger can answer most questions from.
    pub const ALL: Self = Self { origin: true, tokens: true, names: true };
}

/// The item that a record is about: what it is, where it was met, what read it.
#[derive(Debug, Clone, Copy)]
pub struct Provenance<'r> {
    /// The item.
    pub item: &'r Item,
    /// Where it was met.
    pub sighting: &'r Sighting,
    /// What read it.
    pub reader: &'r Reader,
    /// What was met before the text was cut into sentences: by intake and decoding.
    pub notes: &'r [dateline_text::Note],
}

/// What the stages made of a dispatch.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// The decoded article.
    pub dispatch: &'r Dispatch,
    /// Sentences and tokens.
    pub segmentation: &'r Segmentation,
    /// Tags and lemmas.
    pub parse: &'r Parse,
    /// Who, where, when, how many.
    pub mentions: &'r Mentions,
    /// Who said what happened.
    pub claims: &'r Claims,
}

impl Record {
    /// Writes down what was read of a dispatch.
    ///
    /// # Units
    /// Offsets are converted from bytes to code points.
    pub fn of_reading(provenance: Provenance<'_>, reading: Reading<'_>, include: Include) -> Self {
        let points = CodePoints::new(&reading.dispatch.text);
        let converter = Converter { text: &reading.dispatch.text, points: &points };
        let found = reading.mentions.notes.iter().chain(&reading.claims.notes);
        let notes = provenance.notes.iter().chain(found).map(|note| converter.note(note));
        Self {
            external_id: reading.dispatch.external_id.clone(),
            body: Some(body(&converter, provenance.sighting, reading, include)),
            notes: notes.collect(),
            ..bare(provenance)
        }
    }

    /// Writes down that an item could not be read; its notes say why.
    pub fn of_unreadable(provenance: Provenance<'_>) -> Self {
        let notes = provenance.notes.iter().map(|note| Note {
            stage: note.stage.as_str().to_owned(),
            kind: note.kind.as_str().to_owned(),
            start: None,
            end: None,
            message: note.message.clone(),
        });
        Self { notes: notes.collect(), ..bare(provenance) }
    }
}

fn bare(provenance: Provenance<'_>) -> Record {
    let Provenance { item, sighting, reader, .. } = provenance;
    Record {
        schema: SCHEMA.to_owned(),
        reader: reader.clone(),
        id: item.id.to_string(),
        external_id: None,
        item: ItemRecord {
            path: sighting.path.clone(),
            url: sighting.url.clone(),
            member: sighting.member.clone(),
            media_type: item.media.as_str().to_owned(),
            retrieved: sighting.retrieved.clone(),
        },
        body: None,
        notes: Vec::new(),
    }
}

fn body(
    converter: &Converter<'_>,
    sighting: &Sighting,
    reading: Reading<'_>,
    include: Include,
) -> Body {
    let Reading { dispatch, segmentation, parse, mentions, claims } = reading;
    let origin = || origin_runs(&dispatch.origin, converter.points, &dispatch.text);
    Body {
        outlet: dispatch.outlet.clone().or_else(|| sighting.outlet.clone()),
        title: dispatch.title.clone(),
        byline: dispatch.byline.clone(),
        published: dispatch.published.as_ref().map(|published| published.text.clone()),
        dateline: dispatch.dateline.as_ref().map(|dateline| converter.dateline(dateline)),
        credit: dispatch.credit.clone(),
        language: dispatch.language.clone(),
        text: dispatch.text.clone(),
        origin: include.origin.then(origin),
        blocks: dispatch.blocks.iter().map(|block| converter.block(block)).collect(),
        sentences: segmentation.sentences.iter().map(|s| converter.range(s.span)).collect(),
        tokens: include.tokens.then(|| converter.tokens(segmentation, parse)),
        mwt: include.tokens.then(|| converter.multiwords(segmentation)),
        names: include.names.then(|| mentions.names.iter().map(|n| converter.name(n)).collect()),
        entities: converter.entities(&mentions.entities),
        times: converter.times(&mentions.times),
        places: converter.places(&mentions.places),
        statements: converter.statements(&claims.statements),
        events: converter.events(&claims.events),
        figures: converter.figures(&claims.figures),
    }
}

#[cfg(test)]
mod tests {
    use dateline_claim::{
        Act, Attitude, Figure, FigureKind, FigureStatus, Measure, Source, SourceKind, Statement,
        StatementForm, StatementId,
    };
    use dateline_mention::{Entity, EntityId, EntityKind, EntityMention, MentionForm};
    use dateline_syntax::{Sentence, Token};
    use dateline_text::{BlockKind, Evidence, Media, NoteKind, Span, Stage};

    use super::*;

    const TEXT: &str = "“Almost 280 homes are gone”, said Élise Maro.";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).expect("words of the text");
        Span::new(start, start + words.len())
    }

    fn mentions() -> Mentions {
        let mention = EntityMention {
            span: span("Élise Maro"),
            form: MentionForm::Name,
            evidence: Evidence::measured("full_name", 0.937),
        };
        let entity = Entity {
            kind: EntityKind::Person,
            name: "Élise Maro".to_owned(),
            actor: None,
            roles: Vec::new(),
            mentions: vec![mention],
            members: Vec::new(),
        };
        Mentions { entities: vec![entity], ..Mentions::default() }
    }

    fn claims() -> Claims {
        let statement = Statement {
            form: StatementForm::Direct,
            attitude: Attitude::Said,
            act: Act::Says,
            source: Some(Source {
                spans: vec![span("Élise Maro")],
                entity: Some(EntityId(0)),
                kind: SourceKind::Named,
            }),
            cue: Some(span("said")),
            content: vec![span("“Almost"), span("gone”")],
            addressee: None,
            within: None,
            evidence: Evidence::unmeasured("quote_then_cue"),
        };
        let figure = Figure {
            span: span("Almost 280 homes"),
            measure: Measure::Aid,
            value: Some(280.0),
            low: None,
            high: Some(280.0),
            hedge: Some(span("Almost")),
            unit: None,
            population: Some(span("homes")),
            place: None,
            from: None,
            to: None,
            as_of: None,
            kind: FigureKind::Cumulative,
            part_of: None,
            status: FigureStatus::Actual,
            event: None,
            said_in: Some(StatementId(0)),
            evidence: Evidence::unmeasured("counted_noun"),
        };
        Claims { statements: vec![statement], figures: vec![figure], ..Claims::default() }
    }

    fn built(include: Include) -> Record {
        let dispatch = Dispatch::from_text(TEXT);
        let sentence = Sentence {
            span: Span::new(0, TEXT.len()),
            tokens: 0..1,
            block: 0,
            kind: BlockKind::Paragraph,
        };
        let segmentation = Segmentation {
            sentences: vec![sentence],
            tokens: vec![Token { span: span("Almost") }],
            multiword: Vec::new(),
        };
        let item = Item::new(TEXT.as_bytes().to_vec(), Media::Text);
        let (sighting, reader) = (
            Sighting { outlet: Some("Harbour Post".to_owned()), ..Sighting::default() },
            Reader::default(),
        );
        let note =
            dateline_text::Note::new(Stage::Decode, NoteKind::Dropped, "a table").at(span("gone"));
        let notes = [note];
        let provenance =
            Provenance { item: &item, sighting: &sighting, reader: &reader, notes: &notes };
        let reading = Reading {
            dispatch: &dispatch,
            segmentation: &segmentation,
            parse: &Parse::default(),
            mentions: &mentions(),
            claims: &claims(),
        };
        Record::of_reading(provenance, reading, include)
    }

    fn slice(text: &str, [start, end]: [u32; 2]) -> String {
        text.chars().skip(start as usize).take((end - start) as usize).collect()
    }

    #[test]
    fn offsets_count_code_points() {
        let record = built(Include::ALL);
        let body = record.body.expect("a readable dispatch");
        let statement = &body.statements[0];
        let source = statement.source.as_ref().expect("a source");
        assert_eq!(slice(&body.text, source.spans[0]), "Élise Maro");
        assert_eq!(statement.content.text, "“Almost gone”");
        assert_eq!(slice(&body.text, statement.content.spans[1]), "gone”");
        assert_eq!(source.entity.as_deref(), Some("a1"));
        assert_eq!(body.entities[0].mentions[0].confidence, Some(0.94));
        assert_eq!(body.figures[0].said_in.as_deref(), Some("s1"));
        assert_eq!(body.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!((record.notes[0].start, record.notes[0].end), (Some(22), Some(26)));
        assert_eq!(body.tokens.expect("asked for")[0].form, "Almost");
    }

    #[test]
    fn parts_on_demand_are_left_out() {
        let json = serde_json::to_value(built(Include::default())).expect("plain data");
        for part in ["origin", "tokens", "mwt", "names"] {
            assert!(json.get(part).is_none(), "{part}");
        }
    }

    #[test]
    fn a_record_survives_json() {
        let record = built(Include::ALL);
        let json = serde_json::to_string(&record).expect("plain data");
        assert!(json.contains(r#""value":280,"low":null,"high":280,"#), "{json}");
        assert_eq!(serde_json::from_str::<Record>(&json).expect("own output"), record);
    }

    #[test]
    fn an_unreadable_item_has_no_body() {
        let item = Item::new(vec![0, 1, 2], Media::Other);
        let notes = [dateline_text::Note::new(Stage::Decode, NoteKind::Binary, "not text")];
        let provenance = Provenance {
            item: &item,
            sighting: &Sighting::default(),
            reader: &Reader::default(),
            notes: &notes,
        };
        let json = serde_json::to_value(Record::of_unreadable(provenance)).expect("plain data");
        let keys: Vec<&str> =
            json.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["schema", "reader", "id", "item", "notes"]);
    }
}
