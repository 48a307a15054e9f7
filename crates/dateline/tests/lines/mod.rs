//! A reading as lines that a linguist can read and write: one record a line.

use dateline::Reading;
use dateline::claim::{Participant, Statement};
use dateline::mention::{EntityId, PlaceId};
use dateline::text::{BlockKind, Span};

pub(crate) fn segmentation(reading: &Reading) -> Vec<String> {
    let segmentation = &reading.segmentation;
    let sentence_line = |sentence: &dateline::syntax::Sentence| {
        let tokens = segmentation.tokens[sentence.tokens.clone()].iter();
        let forms: Vec<&str> = tokens.map(|token| token.span.of(&reading.dispatch.text)).collect();
        let kind = match sentence.kind {
            BlockKind::Paragraph => String::new(),
            kind => format!("[{}] ", kind.as_str()),
        };
        format!("{kind}{}", forms.join(" "))
    };
    segmentation.sentences.iter().map(sentence_line).collect()
}

pub(crate) fn names(reading: &Reading) -> Vec<String> {
    let line = |name: &dateline::mention::Name| {
        format!("{} | {}", quoted(reading, name.span), name.label.as_str())
    };
    reading.mentions.names.iter().map(line).collect()
}

pub(crate) fn entities(reading: &Reading) -> Vec<String> {
    let line = |entity: &dateline::mention::Entity| {
        let mut parts = vec![entity.kind.as_str().to_owned(), entity.name.clone()];
        if !entity.roles.is_empty() {
            let role = |role: &dateline::mention::Role| match &role.organization {
                Some(organization) => format!("{} of {organization}", role.title),
                None => role.title.clone(),
            };
            let roles: Vec<String> = entity.roles.iter().map(role).collect();
            parts.push(format!("roles {}", roles.join("; ")));
        }
        if !entity.members.is_empty() {
            let members: Vec<&str> =
                entity.members.iter().map(|&id| entity_name(reading, id)).collect();
            parts.push(format!("members {}", members.join("; ")));
        }
        let mentions: Vec<String> =
            entity.mentions.iter().map(|mention| quoted(reading, mention.span)).collect();
        parts.push(mentions.join("; "));
        parts.join(" | ")
    };
    reading.mentions.entities.iter().map(line).collect()
}

pub(crate) fn times(reading: &Reading) -> Vec<String> {
    let line = |time: &dateline::mention::Time| {
        let value = time.value.as_deref().unwrap_or("-");
        let mut parts =
            vec![quoted(reading, time.span), time.kind.as_str().to_owned(), value.to_owned()];
        parts.extend(period(time.from, time.to));
        parts.join(" | ")
    };
    reading.mentions.times.iter().map(line).collect()
}

pub(crate) fn places(reading: &Reading) -> Vec<String> {
    let line = |place: &dateline::mention::Place| {
        let mut parts = vec![quoted(reading, place.span), place.name.clone()];
        parts.extend(place.country.clone());
        parts.extend(place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat:.1} {lon:.1}")));
        parts.join(" | ")
    };
    reading.mentions.places.iter().map(line).collect()
}

pub(crate) fn quantities(reading: &Reading) -> Vec<String> {
    use dateline::mention::QuantityKind as Kind;
    let line = |quantity: &dateline::mention::Quantity| {
        let kind = match quantity.kind {
            Kind::Count => "count",
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Measure => "measure",
            Kind::Ordinal => "ordinal",
        };
        let mut parts = vec![quoted(reading, quantity.span), kind.to_owned()];
        parts.extend(numbers([quantity.value, quantity.low, quantity.high]));
        parts.extend(quantity.unit.as_ref().map(|unit| format!("unit {unit}")));
        parts.extend(quantity.hedge.map(|hedge| format!("hedge {}", quoted(reading, hedge))));
        parts.join(" | ")
    };
    reading.mentions.quantities.iter().map(line).collect()
}

pub(crate) fn statements(reading: &Reading) -> Vec<String> {
    reading.claims.statements.iter().map(|statement| statement_line(reading, statement)).collect()
}

fn statement_line(reading: &Reading, statement: &Statement) -> String {
    let mut parts = vec![
        statement.form.as_str().to_owned(),
        statement.attitude.as_str().to_owned(),
        statement.act.as_str().to_owned(),
    ];
    if let Some(source) = &statement.source {
        let words = joined(reading, &source.spans);
        let name = source.entity.map(|id| full_name(reading, id));
        parts.push(match name {
            Some(name) => format!("source \"{words}\" = {name}"),
            None => format!("source \"{words}\""),
        });
    }
    parts.extend(statement.cue.map(|cue| format!("cue {}", quoted(reading, cue))));
    parts.push(format!("content \"{}\"", joined(reading, &statement.content)));
    parts.extend(statement.addressee.map(|span| format!("addressee {}", quoted(reading, span))));
    parts.extend(statement.within.map(|id| format!("within {id}")));
    parts.join(" | ")
}

pub(crate) fn figures(reading: &Reading) -> Vec<String> {
    let line = |figure: &dateline::claim::Figure| {
        let mut parts = vec![figure.measure.as_str().to_owned(), quoted(reading, figure.span)];
        parts.extend(numbers([figure.value, figure.low, figure.high]));
        parts.extend(figure.unit.as_ref().map(|unit| format!("unit {unit}")));
        parts.extend(figure.hedge.map(|hedge| format!("hedge {}", quoted(reading, hedge))));
        parts.extend(figure.place.map(|id| format!("place {}", place_name(reading, id))));
        parts.extend(period(figure.from, figure.to));
        parts.extend(figure.as_of.map(|day| format!("as of {day}")));
        parts.push(figure.kind.as_str().to_owned());
        parts.extend(figure.part_of.map(|id| format!("part of {id}")));
        parts.push(figure.status.as_str().to_owned());
        parts.extend(figure.said_in.map(|id| format!("said_in {id}")));
        parts.join(" | ")
    };
    reading.claims.figures.iter().map(line).collect()
}

pub(crate) fn events(reading: &Reading) -> Vec<String> {
    let line = |event: &dateline::claim::Event| {
        let kind = match event.mode {
            Some(mode) => format!("{} {mode}", event.kind),
            None => event.kind.to_owned(),
        };
        let mut parts = vec![kind, quoted(reading, event.trigger)];
        parts.extend(people(reading, "actors", &event.actors));
        parts.extend(people(reading, "recipients", &event.recipients));
        parts.extend(event.place.map(|id| format!("place {}", place_name(reading, id))));
        parts.extend(period(event.from, event.to));
        parts.push(event.status.as_str().to_owned());
        parts.extend(event.said_in.map(|id| format!("said_in {id}")));
        parts.join(" | ")
    };
    reading.claims.events.iter().map(line).collect()
}

fn people(reading: &Reading, role: &str, people: &[Participant]) -> Option<String> {
    let name = |person: &Participant| match person.entity {
        Some(id) => full_name(reading, id),
        None => person.span.of(&reading.dispatch.text).to_owned(),
    };
    let names: Vec<String> = people.iter().map(name).collect();
    (!names.is_empty()).then(|| format!("{role} {}", names.join("; ")))
}

/// Returns an entity's name, or its members' names where it is a plural named one by one.
pub(crate) fn full_name(reading: &Reading, id: EntityId) -> String {
    let members = &reading.mentions.entities[id.index()].members;
    if members.is_empty() {
        return entity_name(reading, id).to_owned();
    }
    let names: Vec<&str> = members.iter().map(|&member| entity_name(reading, member)).collect();
    names.join("; ")
}

fn entity_name(reading: &Reading, id: EntityId) -> &str {
    &reading.mentions.entities[id.index()].name
}

pub(crate) fn place_name(reading: &Reading, id: PlaceId) -> &str {
    &reading.mentions.places[id.index()].name
}

fn quoted(reading: &Reading, span: Span) -> String {
    format!("\"{}\"", span.of(&reading.dispatch.text))
}

fn joined(reading: &Reading, spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().map(|span| span.of(&reading.dispatch.text)).collect();
    words.join(" … ")
}

fn period(from: Option<jiff::civil::Date>, to: Option<jiff::civil::Date>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("to {to}")),
        (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
    }
}

/// `value 28000`, then `low - high 28000` unless the number is exact.
fn numbers([value, low, high]: [Option<f64>; 3]) -> Vec<String> {
    let show =
        |number: Option<f64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let mut parts = Vec::new();
    parts.extend(value.map(|value| format!("value {value}")));
    if value.is_none() || low != value || high != value {
        parts.push(format!("low {} high {}", show(low), show(high)));
    }
    parts
}
