//! A dispatch for a person: its text with marks, and short tables of what it claims.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use dateline::Record;
use dateline::record::{Body, StatementRecord};
use dateline::text::CodePoints;
use serde_json::{Value, json};

use crate::output::List;

const WIDTH: usize = 100;

/// Writes one record.
pub(crate) fn write(out: &mut impl Write, record: &Record) -> anyhow::Result<()> {
    let bold = Style::new().bold();
    let Some(body) = &record.body else {
        let place = record.item.path.as_deref().or(record.item.url.as_deref()).unwrap_or("-");
        writeln!(out, "{bold}{place}{bold:#}  {}", record.id)?;
        return write_notes(out, record);
    };
    let title = body.title.as_deref().unwrap_or("(no title)");
    writeln!(out, "{bold}{title}{bold:#}")?;
    let outlet = body.outlet.as_deref().unwrap_or("outlet unknown");
    let published = body.published.as_deref().unwrap_or("date unknown");
    writeln!(out, "{outlet} · {published} · {}\n", record.id)?;
    write_text(out, body)?;
    write_list(out, "Statements", &statements(body))?;
    write_list(out, "Events", &events(body))?;
    write_list(out, "Figures", &figures(body))?;
    write_list(out, "Times", &times(body))?;
    write_list(out, "Places", &places(body))?;
    write_notes(out, record)
}

fn write_notes(out: &mut impl Write, record: &Record) -> anyhow::Result<()> {
    for note in &record.notes {
        writeln!(out, "note ({}, {}): {}", note.stage, note.kind, note.message)?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_list(out: &mut impl Write, name: &str, list: &List) -> anyhow::Result<()> {
    if !list.rows.is_empty() {
        let bold = Style::new().bold();
        writeln!(out, "{bold}{name}{bold:#}\n{}\n", list.table())?;
    }
    Ok(())
}

/// A stretch of text to be marked, and how.
struct Mark {
    start: u32,
    end: u32,
    style: Style,
}

fn marks(body: &Body) -> Vec<Mark> {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    let mut marks = Vec::new();
    for statement in &body.statements {
        if let Some(source) = &statement.source {
            let spans = source.spans.iter();
            marks.extend(spans.map(|&[start, end]| Mark {
                start,
                end,
                style: colour(AnsiColor::Cyan).bold(),
            }));
        }
        if let Some(cue) = &statement.cue {
            marks.push(Mark { start: cue.start, end: cue.end, style: colour(AnsiColor::Yellow) });
        }
    }
    for figure in &body.figures {
        let style = colour(AnsiColor::Magenta).bold();
        marks.push(Mark { start: figure.start, end: figure.end, style });
    }
    for event in &body.events {
        let (start, end) = (event.trigger.start, event.trigger.end);
        marks.push(Mark { start, end, style: colour(AnsiColor::Green) });
    }
    marks.sort_by_key(|mark| (mark.start, mark.end));
    marks
}

/// Writes the text wrapped, block by block, with its marks.
fn write_text(out: &mut impl Write, body: &Body) -> anyhow::Result<()> {
    let points = CodePoints::new(&body.text);
    let marks = marks(body);
    for block in &body.blocks {
        let mut line = String::new();
        let mut at = block.start;
        let slice = |start: u32, end: u32| points.to_span(start, end).of(&body.text).to_owned();
        for mark in marks.iter().filter(|mark| mark.start >= block.start && mark.end <= block.end) {
            if mark.start < at {
                continue; // inside a mark already made
            }
            line.push_str(&slice(at, mark.start));
            let style = mark.style;
            line.push_str(&format!("{style}{}{style:#}", slice(mark.start, mark.end)));
            at = mark.end;
        }
        line.push_str(&slice(at, block.end));
        let folded = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let dim = if block.kind == "paragraph" { Style::new() } else { Style::new().dimmed() };
        for wrapped in textwrap::wrap(&folded, WIDTH) {
            writeln!(out, "{dim}{wrapped}{dim:#}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn list(columns: &[&str], rows: Vec<Vec<Value>>) -> List {
    List { columns: columns.iter().map(|&c| c.to_owned()).collect(), rows, shown: Vec::new() }
}

fn entity_name<'b>(body: &'b Body, id: Option<&String>) -> Option<&'b str> {
    let entity = body.entities.iter().find(|entity| Some(&entity.id) == id)?;
    Some(&entity.name)
}

/// Returns the speaker's full name, the words in brackets where they differ.
fn speaker(body: &Body, statement: &StatementRecord) -> String {
    let Some(source) = &statement.source else { return "(not told)".to_owned() };
    match entity_name(body, source.entity.as_ref()) {
        Some(name) if name != source.text => format!("{name} (“{}”)", source.text),
        _ => source.text.clone(),
    }
}

fn statements(body: &Body) -> List {
    let rows = body.statements.iter().map(|statement| {
        vec![
            json!(statement.id),
            json!(speaker(body, statement)),
            json!(statement.act),
            json!(statement.form),
            json!(statement.content.text),
            json!(statement.within),
        ]
    });
    list(&["id", "speaker", "act", "form", "content", "within"], rows.collect())
}

fn events(body: &Body) -> List {
    let names = |people: &[dateline::record::ParticipantRecord]| {
        let name = |p: &dateline::record::ParticipantRecord| {
            entity_name(body, p.entity.as_ref()).unwrap_or(&p.text).to_owned()
        };
        people.iter().map(name).collect::<Vec<_>>().join("; ")
    };
    let rows = body.events.iter().map(|event| {
        let place = body.places.iter().find(|place| Some(&place.id) == event.place.as_ref());
        vec![
            json!(event.id),
            json!(event.kind),
            json!(event.trigger.text),
            json!(names(&event.actors)),
            json!(names(&event.recipients)),
            json!(place.map(|place| &place.name)),
            json!(days(event.from.as_deref(), event.to.as_deref())),
            json!(event.status),
        ]
    });
    let columns = ["id", "type", "words", "actors", "recipients", "place", "when", "status"];
    list(&columns, rows.collect())
}

fn figures(body: &Body) -> List {
    let rows = body.figures.iter().map(|figure| {
        vec![
            json!(figure.id),
            json!(figure.measure),
            json!(figure.text),
            json!(bounds(figure.value, figure.low, figure.high)),
            json!(days(figure.from.as_deref(), figure.to.as_deref())),
            json!(figure.kind),
            json!(figure.status),
            json!(said_by(body, figure.said_in.as_ref())),
        ]
    });
    let columns = ["id", "measure", "words", "bounds", "period", "kind", "status", "said by"];
    list(&columns, rows.collect())
}

fn said_by(body: &Body, statement: Option<&String>) -> Option<String> {
    let statement = body.statements.iter().find(|one| Some(&one.id) == statement)?;
    Some(speaker(body, statement))
}

/// Returns the bounds as a mathematician writes them: `12`, `≥ 12`, `40–50`.
pub(crate) fn bounds(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let number = |value: f64| crate::output::cell(&json!(value));
    match (low, high, value) {
        (Some(low), Some(high), _) if (low - high).abs() < f64::EPSILON => number(low),
        (Some(low), Some(high), _) => format!("{}–{}", number(low), number(high)),
        (Some(low), None, _) => format!("≥ {}", number(low)),
        (None, Some(high), _) => format!("≤ {}", number(high)),
        (None, None, Some(value)) => format!("≈ {}", number(value)),
        (None, None, None) => String::new(),
    }
}

fn days(from: Option<&str>, to: Option<&str>) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(from.to_owned()),
        (None, None) => None,
        (from, to) => Some(format!("{} – {}", from.unwrap_or(""), to.unwrap_or(""))),
    }
}

fn times(body: &Body) -> List {
    let rows = body.times.iter().map(|time| {
        let why = time.why.clone();
        vec![
            json!(time.text),
            json!(time.value.clone().or(why)),
            json!(days(time.from.as_deref(), time.to.as_deref())),
        ]
    });
    list(&["words", "value", "days"], rows.collect())
}

fn places(body: &Body) -> List {
    let mut seen = std::collections::BTreeSet::new();
    let rows = body.places.iter().filter(|place| seen.insert(&place.name)).map(|place| {
        let at = place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat:.2} {lon:.2}"));
        vec![json!(place.name), json!(place.country), json!(at), json!(place.why)]
    });
    list(&["place", "country", "lat lon", "why not"], rows.collect())
}
