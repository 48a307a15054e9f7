//! The rows that a record becomes, one table after another.

use rusqlite::{Connection, params};

use super::count;
use crate::Result;
use crate::record::{
    Body, EntityRecord, EventRecord, FigureRecord, Note, ParticipantRecord, PlaceRecord, Range,
    Record, StatementRecord, TimeRecord, Words,
};

/// Inserts everything that a reading's record holds into the tables that questions are asked of.
pub(crate) fn insert_parts(connection: &Connection, reading: i64, record: &Record) -> Result<()> {
    for note in &record.notes {
        insert_note(connection, reading, note)?;
    }
    let Some(body) = &record.body else { return Ok(()) };
    let parts = Parts { connection, reading, body };
    parts.sentences()?;
    for (at, entity) in body.entities.iter().enumerate() {
        parts.entity(at + 1, entity)?;
    }
    for (at, time) in body.times.iter().enumerate() {
        parts.time(at + 1, time)?;
    }
    for (at, place) in body.places.iter().enumerate() {
        parts.place(at + 1, place)?;
    }
    for (at, statement) in body.statements.iter().enumerate() {
        parts.statement(at + 1, statement)?;
    }
    for (at, event) in body.events.iter().enumerate() {
        parts.event(at + 1, event)?;
    }
    for (at, figure) in body.figures.iter().enumerate() {
        parts.figure(at + 1, figure)?;
    }
    Ok(())
}

fn insert_note(connection: &Connection, reading: i64, note: &Note) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO notes (reading, stage, kind, start_point, end_point, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![reading, note.stage, note.kind, note.start, note.end, note.message])?;
    Ok(())
}

struct Parts<'a> {
    connection: &'a Connection,
    reading: i64,
    body: &'a Body,
}

impl Parts<'_> {
    fn sentences(&self) -> Result<()> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO sentences (reading, n, start_point, end_point, block, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut words = Slices::new(&self.body.text);
        for (at, Range { start, end }) in self.body.sentences.iter().enumerate() {
            let block = self.body.blocks.partition_point(|block| block.end <= *start);
            let block = self.body.blocks.get(block).map_or("paragraph", |b| b.kind.as_str());
            let text = words.next(*start, *end);
            insert.execute(params![self.reading, count(at + 1), start, end, block, text])?;
        }
        Ok(())
    }

    /// Returns the number of the sentence that holds a code point.
    fn sentence_at(&self, point: u32) -> Option<i64> {
        let at = self.body.sentences.partition_point(|sentence| sentence.end <= point);
        let sentence = self.body.sentences.get(at)?;
        (sentence.start <= point).then_some(count(at + 1))
    }

    fn entity_named(&self, id: Option<&str>) -> Option<&EntityRecord> {
        self.body.entities.get(number(id?)?.unsigned_abs() as usize - 1)
    }

    /// Returns the name of an entity; a plural shows its members' names too.
    fn name_of(&self, entity: &EntityRecord) -> String {
        let members: Vec<&str> = entity
            .members
            .iter()
            .filter_map(|id| self.entity_named(Some(id)))
            .map(|member| member.name.as_str())
            .collect();
        match members.as_slice() {
            [] => entity.name.clone(),
            members => format!("{} ({})", entity.name, members.join("; ")),
        }
    }

    fn entity(&self, n: usize, entity: &EntityRecord) -> Result<()> {
        let actor = entity.actor.as_ref();
        let members: Vec<i64> = entity.members.iter().filter_map(|id| number(id)).collect();
        self.connection.prepare_cached(
            "INSERT INTO entities (reading, n, kind, name, code, country, sectors, roles, members)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?.execute(params![
            self.reading, count(n), entity.kind, entity.name, actor.map(|actor| &actor.code),
            actor.and_then(|actor| actor.country.as_deref()), actor.map(|actor| json(&actor.sectors)),
            json(&entity.roles), json(&members),
        ])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO mentions
               (reading, entity, n, start_point, end_point, text, form, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (at, mention) in entity.mentions.iter().enumerate() {
            insert.execute(params![
                self.reading,
                count(n),
                count(at + 1),
                mention.start,
                mention.end,
                mention.text,
                mention.form,
                mention.rule,
                mention.confidence,
            ])?;
        }
        Ok(())
    }

    fn time(&self, n: usize, time: &TimeRecord) -> Result<()> {
        self.connection.prepare_cached(
            "INSERT INTO times (reading, n, start_point, end_point, text, type, value, from_day,
               to_day, why, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?.execute(params![
            self.reading, count(n), time.start, time.end, time.text, time.kind, time.value,
            time.from, time.to, time.why, time.rule, time.confidence,
        ])?;
        Ok(())
    }

    fn place(&self, n: usize, place: &PlaceRecord) -> Result<()> {
        self.connection.prepare_cached(
            "INSERT INTO places (reading, n, start_point, end_point, text, entity, name, country,
               lat, lon, radius_km, gazetteer_id, feature, why, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?.execute(params![
            self.reading, count(n), place.start, place.end, place.text,
            place.entity.as_deref().and_then(number), place.name, place.country, place.lat,
            place.lon, place.radius_km, place.gazetteer_id, place.feature, place.why, place.rule,
            place.confidence,
        ])?;
        Ok(())
    }

    fn statement(&self, n: usize, statement: &StatementRecord) -> Result<()> {
        let source = statement.source.as_ref();
        let entity = source.and_then(|source| source.entity.as_deref());
        let speaker = match self.entity_named(entity) {
            Some(entity) => Some(self.name_of(entity)),
            None => source.map(|source| source.text.clone()),
        };
        let (cue, addressee) = (statement.cue.as_ref(), statement.addressee.as_ref());
        let start = statement.content.spans.first().map_or(0, |span| span[0]);
        self.connection.prepare_cached(
            "INSERT INTO statements (reading, n, sentence, form, attitude, act, speaker, source,
               source_spans, source_entity, source_kind, cue, cue_start, cue_end, content,
               content_spans, addressee, addressee_start, addressee_end, within, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18, ?19, ?20, ?21, ?22)",
        )?.execute(params![
            self.reading, count(n), self.sentence_at(start), statement.form, statement.attitude,
            statement.act, speaker, source.map(|source| &source.text),
            source.map(|source| json(&source.spans)), entity.and_then(number),
            source.map(|source| &source.kind), text(cue), start_of(cue), end_of(cue),
            statement.content.text, json(&statement.content.spans), text(addressee),
            start_of(addressee), end_of(addressee), statement.within.as_deref().and_then(number),
            statement.rule, statement.confidence,
        ])?;
        Ok(())
    }

    fn event(&self, n: usize, event: &EventRecord) -> Result<()> {
        let actors = self.participants(n, "actor", &event.actors)?;
        let recipients = self.participants(n, "recipient", &event.recipients)?;
        let trigger = &event.trigger;
        self.connection
            .prepare_cached(
                "INSERT INTO events (reading, n, sentence, type, mode, contexts, trigger_words,
               start_point, end_point, actors, recipients, place, time, from_day, to_day, status,
               said_in, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18, ?19)",
            )?
            .execute(params![
                self.reading,
                count(n),
                self.sentence_at(trigger.start),
                event.kind,
                event.mode,
                json(&event.contexts),
                trigger.text,
                trigger.start,
                trigger.end,
                actors,
                recipients,
                event.place.as_deref().and_then(number),
                event.time.as_deref().and_then(number),
                event.from,
                event.to,
                event.status,
                event.said_in.as_deref().and_then(number),
                event.rule,
                event.confidence,
            ])?;
        Ok(())
    }

    /// Inserts the participants of one role; returns their names, joined.
    fn participants(
        &self,
        event: usize,
        role: &str,
        participants: &[ParticipantRecord],
    ) -> Result<String> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO participants
               (reading, event, role, n, start_point, end_point, text, entity, name, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let mut names = Vec::new();
        for (at, participant) in participants.iter().enumerate() {
            let entity = participant.entity.as_deref();
            let name = self
                .entity_named(entity)
                .map_or(participant.text.clone(), |entity| self.name_of(entity));
            insert.execute(params![
                self.reading,
                count(event),
                role,
                count(at + 1),
                participant.start,
                participant.end,
                participant.text,
                entity.and_then(number),
                name,
                participant.code,
            ])?;
            names.push(name);
        }
        Ok(names.join("; "))
    }

    fn figure(&self, n: usize, figure: &FigureRecord) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO figures (reading, n, sentence, start_point, end_point, text, measure,
               value, low, high, hedge, unit, population, place, from_day, to_day, as_of, kind,
               part_of, status, event, said_in, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18, ?19, ?20, ?21, ?22, ?23, ?24)",
            )?
            .execute(params![
                self.reading,
                count(n),
                self.sentence_at(figure.start),
                figure.start,
                figure.end,
                figure.text,
                figure.measure,
                figure.value,
                figure.low,
                figure.high,
                text(figure.hedge.as_ref()),
                figure.unit,
                text(figure.population.as_ref()),
                figure.place.as_deref().and_then(number),
                figure.from,
                figure.to,
                figure.as_of,
                figure.kind,
                figure.part_of.as_deref().and_then(number),
                figure.status,
                figure.event.as_deref().and_then(number),
                figure.said_in.as_deref().and_then(number),
                figure.rule,
                figure.confidence,
            ])?;
        Ok(())
    }
}

/// Returns the number of a local id: 3 of `s3`.
pub(crate) fn number(id: &str) -> Option<i64> {
    let digits = id.trim_start_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok().filter(|n| *n > 0)
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("lists of plain data can be written")
}

fn text(words: Option<&Words>) -> Option<&str> {
    words.map(|words| words.text.as_str())
}

fn start_of(words: Option<&Words>) -> Option<u32> {
    words.map(|words| words.start)
}

fn end_of(words: Option<&Words>) -> Option<u32> {
    words.map(|words| words.end)
}

/// Cuts ranges of code points out of a text in one pass; ranges must ascend.
struct Slices<'t> {
    text: &'t str,
    point: u32,
    byte: usize,
}

impl<'t> Slices<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, point: 0, byte: 0 }
    }

    fn next(&mut self, start: u32, end: u32) -> &'t str {
        let from = self.seek(start);
        let to = self.seek(end);
        self.text.get(from..to).unwrap_or("")
    }

    fn seek(&mut self, point: u32) -> usize {
        if point < self.point {
            *self = Self::new(self.text);
        }
        let rest = self.text[self.byte..].char_indices();
        let wanted = (point - self.point) as usize;
        let step = rest.map(|(at, _)| at).nth(wanted);
        self.byte = step.map_or(self.text.len(), |step| self.byte + step);
        self.point = point;
        self.byte
    }
}
