//! Conversion of each kind of record: bytes to code points, enums to words, positions to ids.

use std::fmt::Display;

use dateline_claim::{
    Event, EventId, Figure, FigureId, Participant, Source, Statement, StatementId,
};
use dateline_mention::{Entity, EntityId, Name, Place, PlaceId, Time, TimeId};
use dateline_syntax::{Parse, Segmentation};
use dateline_text::{Block, CodePoints, Dateline, Evidence, Span};

use super::{
    ActorRecord, BlockRecord, DatelineRecord, EntityRecord, EventRecord, FigureRecord,
    MentionRecord, Multiword, NameRecord, Note, ParticipantRecord, PlaceRecord, Range, RoleRecord,
    SourceRecord, Spans, StatementRecord, TimeRecord, TokenRecord, Words,
};

/// Converts what points into one text.
pub(super) struct Converter<'t> {
    pub(super) text: &'t str,
    pub(super) points: &'t CodePoints<'t>,
}

impl Converter<'_> {
    pub(super) fn range(&self, span: Span) -> Range {
        let (start, end) = self.points.of_span(span);
        Range { start, end }
    }

    pub(super) fn words(&self, span: Span) -> Words {
        let Range { start, end } = self.range(span);
        Words { start, end, text: span.of(self.text).to_owned() }
    }

    pub(super) fn note(&self, note: &dateline_text::Note) -> Note {
        let range = note.span.map(|span| self.range(span));
        Note {
            stage: note.stage.as_str().to_owned(),
            kind: note.kind.as_str().to_owned(),
            start: range.map(|range| range.start),
            end: range.map(|range| range.end),
            message: note.message.clone(),
        }
    }

    pub(super) fn dateline(&self, dateline: &Dateline) -> DatelineRecord {
        let words = |span: Span| span.of(self.text).to_owned();
        DatelineRecord {
            place: dateline.place.map(words),
            date: dateline.date.map(|date| date.to_string()),
            agency: dateline.agency.map(words),
        }
    }

    pub(super) fn block(&self, block: &Block) -> BlockRecord {
        let Range { start, end } = self.range(block.span);
        BlockRecord { start, end, kind: block.kind.as_str().to_owned() }
    }

    pub(super) fn tokens(&self, segmentation: &Segmentation, parse: &Parse) -> Vec<TokenRecord> {
        let token = |at: usize| {
            let form = self.words(segmentation.tokens[at].span);
            let word = parse.words.get(at);
            TokenRecord {
                start: form.start,
                end: form.end,
                form: form.text,
                lemma: word.map(|word| word.lemma.clone()).unwrap_or_default(),
                upos: word.map_or("X", |word| word.upos.as_str()).to_owned(),
                feats: word.map(|word| word.feats.to_owned()).filter(|feats| !feats.is_empty()),
                head: word.and_then(|word| word.head),
                deprel: word.map(|word| word.deprel.to_owned()),
            }
        };
        (0..segmentation.tokens.len()).map(token).collect()
    }

    pub(super) fn multiwords(&self, segmentation: &Segmentation) -> Vec<Multiword> {
        let multiword = |token: &dateline_syntax::MultiwordToken| {
            let Range { start, end } = self.range(token.span);
            let last = token.tokens.end.saturating_sub(1).max(token.tokens.start);
            Multiword { start, end, first: token.tokens.start, last }
        };
        segmentation.multiword.iter().map(multiword).collect()
    }

    pub(super) fn name(&self, name: &Name) -> NameRecord {
        let Range { start, end } = self.range(name.span);
        let (rule, confidence) = evidence(name.evidence);
        NameRecord { start, end, label: name.label.as_str().to_owned(), rule, confidence }
    }

    pub(super) fn entities(&self, entities: &[Entity]) -> Vec<EntityRecord> {
        entities.iter().enumerate().map(|(at, entity)| self.entity(at, entity)).collect()
    }

    fn entity(&self, at: usize, entity: &Entity) -> EntityRecord {
        let role = |role: &dateline_mention::Role| RoleRecord {
            title: role.title.clone(),
            organization: role.organization.clone(),
            country: role.country.clone(),
            span: self.words(role.span),
        };
        let actor = |actor: &dateline_mention::Actor| ActorRecord {
            code: actor.code.clone(),
            country: actor.country.clone(),
            sectors: actor.sectors.clone(),
        };
        EntityRecord {
            id: EntityId::from(at).to_string(),
            kind: entity.kind.as_str().to_owned(),
            name: entity.name.clone(),
            actor: entity.actor.as_ref().map(actor),
            roles: entity.roles.iter().map(role).collect(),
            mentions: entity.mentions.iter().map(|mention| self.mention(mention)).collect(),
            members: entity.members.iter().map(ToString::to_string).collect(),
        }
    }

    fn mention(&self, mention: &dateline_mention::EntityMention) -> MentionRecord {
        let Words { start, end, text } = self.words(mention.span);
        let (rule, confidence) = evidence(mention.evidence);
        MentionRecord { start, end, text, form: mention.form.as_str().to_owned(), rule, confidence }
    }

    pub(super) fn times(&self, times: &[Time]) -> Vec<TimeRecord> {
        let time = |(at, time): (usize, &Time)| {
            let Words { start, end, text } = self.words(time.span);
            let (rule, confidence) = evidence(time.evidence);
            TimeRecord {
                id: TimeId::from(at).to_string(),
                start,
                end,
                text,
                kind: time.kind.as_str().to_owned(),
                value: time.value.clone(),
                from: shown(time.from),
                to: shown(time.to),
                why: time.why.clone(),
                rule,
                confidence,
            }
        };
        times.iter().enumerate().map(time).collect()
    }

    pub(super) fn places(&self, places: &[Place]) -> Vec<PlaceRecord> {
        let place = |(at, place): (usize, &Place)| {
            let Words { start, end, text } = self.words(place.span);
            let (rule, confidence) = evidence(place.evidence);
            PlaceRecord {
                id: PlaceId::from(at).to_string(),
                start,
                end,
                text,
                entity: shown(place.entity),
                name: place.name.clone(),
                country: place.country.clone(),
                lat: place.lat,
                lon: place.lon,
                radius_km: place.radius_km,
                gazetteer_id: place.gazetteer_id.clone(),
                feature: place.feature.clone(),
                why: place.why.clone(),
                rule,
                confidence,
            }
        };
        places.iter().enumerate().map(place).collect()
    }

    pub(super) fn statements(&self, statements: &[Statement]) -> Vec<StatementRecord> {
        let statement = |(at, statement): (usize, &Statement)| {
            let (rule, confidence) = evidence(statement.evidence);
            StatementRecord {
                id: StatementId::from(at).to_string(),
                form: statement.form.as_str().to_owned(),
                attitude: statement.attitude.as_str().to_owned(),
                act: statement.act.as_str().to_owned(),
                source: statement.source.as_ref().map(|source| self.source(source)),
                cue: statement.cue.map(|span| self.words(span)),
                content: self.spans(&statement.content),
                addressee: statement.addressee.map(|span| self.words(span)),
                within: shown(statement.within),
                rule,
                confidence,
            }
        };
        statements.iter().enumerate().map(statement).collect()
    }

    fn source(&self, source: &Source) -> SourceRecord {
        let Spans { spans, text } = self.spans(&source.spans);
        SourceRecord {
            spans,
            text,
            entity: shown(source.entity),
            kind: source.kind.as_str().to_owned(),
        }
    }

    fn spans(&self, spans: &[Span]) -> Spans {
        let pair = |span: &Span| self.points.of_span(*span).into();
        let words: Vec<&str> = spans.iter().map(|span| span.of(self.text)).collect();
        Spans { spans: spans.iter().map(pair).collect(), text: words.join(" ") }
    }

    pub(super) fn events(&self, events: &[Event]) -> Vec<EventRecord> {
        let event = |(at, event): (usize, &Event)| {
            let (rule, confidence) = evidence(event.evidence);
            EventRecord {
                id: EventId::from(at).to_string(),
                kind: event.kind.to_owned(),
                mode: event.mode.map(str::to_owned),
                contexts: event.contexts.iter().map(ToString::to_string).collect(),
                trigger: self.words(event.trigger),
                actors: self.participants(&event.actors),
                recipients: self.participants(&event.recipients),
                place: shown(event.place),
                time: shown(event.time),
                from: shown(event.from),
                to: shown(event.to),
                status: event.status.as_str().to_owned(),
                said_in: shown(event.said_in),
                rule,
                confidence,
            }
        };
        events.iter().enumerate().map(event).collect()
    }

    fn participants(&self, participants: &[Participant]) -> Vec<ParticipantRecord> {
        let participant = |participant: &Participant| {
            let Words { start, end, text } = self.words(participant.span);
            let (entity, code) = (shown(participant.entity), participant.code.clone());
            ParticipantRecord { start, end, text, entity, code }
        };
        participants.iter().map(participant).collect()
    }

    pub(super) fn figures(&self, figures: &[Figure]) -> Vec<FigureRecord> {
        figures.iter().enumerate().map(|(at, figure)| self.figure(at, figure)).collect()
    }

    fn figure(&self, at: usize, figure: &Figure) -> FigureRecord {
        let Words { start, end, text } = self.words(figure.span);
        let (rule, confidence) = evidence(figure.evidence);
        FigureRecord {
            id: FigureId::from(at).to_string(),
            start,
            end,
            text,
            measure: figure.measure.as_str().to_owned(),
            value: figure.value,
            low: figure.low,
            high: figure.high,
            hedge: figure.hedge.map(|span| self.words(span)),
            unit: figure.unit.clone(),
            population: figure.population.map(|span| self.words(span)),
            place: shown(figure.place),
            from: shown(figure.from),
            to: shown(figure.to),
            as_of: shown(figure.as_of),
            kind: figure.kind.as_str().to_owned(),
            part_of: shown(figure.part_of),
            status: figure.status.as_str().to_owned(),
            event: shown(figure.event),
            said_in: shown(figure.said_in),
            rule,
            confidence,
        }
    }
}

fn evidence(evidence: Evidence) -> (String, Option<f64>) {
    (evidence.rule.to_owned(), evidence.confidence.map(dateline_text::Confidence::share))
}

fn shown<T: Display>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}
