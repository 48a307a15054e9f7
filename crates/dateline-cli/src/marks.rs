//! A dispatch for a person: its text with marks, and short tables of what it claims.

use std::collections::BTreeMap;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use dateline::Record;
use dateline::ledger::query::CorrectionRow;
use dateline::record::{Body, ParticipantRecord, StatementRecord};
use dateline::text::CodePoints;
use serde_json::{Number, Value, json};

use crate::column::grouped;
use crate::output::List;
use crate::paragraph;
use crate::screen::{self, Screen};

/// Columns of corrections that a person is shown.
pub(crate) const CORRECTED: &[&str] = &["id", "field", "was", "value", "author", "reason", "made"];

/// Writes one record, and what people say is wrong in it.
pub(crate) fn write(
    out: &mut Screen<impl Write>,
    record: &Record,
    corrections: &[CorrectionRow],
) -> anyhow::Result<()> {
    let Some(body) = &record.body else {
        let place = record.item.path.as_deref().or(record.item.url.as_deref()).unwrap_or("-");
        out.styled(Style::new().bold(), &screen::line(place))?;
        writeln!(out, "  {}", record.id)?;
        return write_notes(out, record);
    };
    let title = body.title.as_deref().unwrap_or("(no title)");
    paragraph::write(out, screen::width(), [(Style::new().bold(), &*screen::line(title))])?;
    let outlet = screen::line(body.outlet.as_deref().unwrap_or("outlet unknown"));
    let published = screen::line(body.published.as_deref().unwrap_or("date unknown"));
    let origin = format!("{outlet} · {published} · {}", record.id);
    paragraph::write(out, screen::width(), [(Style::new(), &*origin)])?;
    writeln!(out)?;
    write_text(out, body)?;
    let claims = Claims::of(body, corrections);
    write_list(out, "Statements", &claims.statements())?;
    write_list(out, "Events", &claims.events())?;
    write_list(out, "Figures", &claims.figures())?;
    write_list(out, "Times", &times(body))?;
    write_list(out, "Places", &places(body))?;
    write_list(out, "Corrections", &List::of(corrections, CORRECTED)?)?;
    write_notes(out, record)
}

fn write_notes(out: &mut Screen<impl Write>, record: &Record) -> anyhow::Result<()> {
    for note in &record.notes {
        let note = format!("note ({}, {}): {}", note.stage, note.kind, note.message);
        paragraph::write(out, screen::width(), [(Style::new(), &*note)])?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_list(out: &mut Screen<impl Write>, name: &str, list: &List<'_>) -> anyhow::Result<()> {
    if !list.rows.is_empty() {
        out.heading(name)?;
        writeln!(out, "{}\n", list.table()?)?;
    }
    Ok(())
}

/// What a stretch of text is marked as.
///
/// # Notes
/// Each mark is underlined and carries ids, so that colours only help: none is dark blue, yellow or
/// white, which cannot be read on one background or another.
#[derive(Clone, Copy)]
enum Role {
    Source,
    Cue,
    Event,
    Figure,
}

impl Role {
    fn style(self) -> Style {
        let colour = match self {
            Self::Source | Self::Cue => AnsiColor::Cyan,
            Self::Event => AnsiColor::Green,
            Self::Figure => AnsiColor::Magenta,
        };
        let style = Style::new().underline().fg_color(Some(colour.into()));
        if matches!(self, Self::Source) { style.bold() } else { style }
    }
}

/// How marks look, as the line above a text tells.
const LEGEND: &[(&str, Role, &str)] = &[
    ("s1", Role::Source, "who says it"),
    ("s1", Role::Cue, "how it is said"),
    ("e1", Role::Event, "event"),
    ("f1", Role::Figure, "figure"),
];

/// A stretch of text to be marked, how, and the ids of the records that it belongs to.
struct Mark {
    start: u32,
    end: u32,
    role: Role,
    ids: String,
}

fn marks(body: &Body) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut push = |start, end, role, id: &String| {
        marks.push(Mark { start, end, role, ids: id.clone() });
    };
    for statement in &body.statements {
        let sources = statement.source.iter().flat_map(|source| &source.spans);
        sources.for_each(|&[start, end]| push(start, end, Role::Source, &statement.id));
        if let Some(cue) = &statement.cue {
            push(cue.start, cue.end, Role::Cue, &statement.id);
        }
    }
    for figure in &body.figures {
        push(figure.start, figure.end, Role::Figure, &figure.id);
    }
    for event in &body.events {
        push(event.trigger.start, event.trigger.end, Role::Event, &event.id);
    }
    // Of those that begin together, the longest holds the others.
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    marks.dedup_by(|next, mark| {
        let is_same = (next.start, next.end) == (mark.start, mark.end);
        if is_same {
            mark.ids = format!("{},{}", mark.ids, next.ids);
        }
        is_same
    });
    marks
}

/// Appends marked words in brackets, behind the ids of their records.
fn push_marked<'t>(pieces: &mut Vec<(Style, &'t str)>, ids: &'t str, role: Role, words: &'t str) {
    let beside = Style::new().dimmed();
    pieces.extend([
        (beside, "["),
        (beside, ids),
        (beside, " "),
        (role.style(), words),
        (beside, "]"),
    ]);
}

/// Writes the text block by block, with its marks.
fn write_text(out: &mut Screen<impl Write>, body: &Body) -> anyhow::Result<()> {
    let points = CodePoints::new(&body.text);
    let words = |start: u32, end: u32| points.to_span(start, end).of(&body.text);
    let marks = marks(body);
    if !marks.is_empty() {
        let mut legend = vec![(Style::new(), "Marks:")];
        for (id, role, meaning) in LEGEND {
            legend.push((Style::new(), " "));
            push_marked(&mut legend, id, *role, meaning);
        }
        paragraph::write(out, screen::width(), legend)?;
        writeln!(out)?;
    }
    for block in &body.blocks {
        let plain = if block.kind == "paragraph" { Style::new() } else { Style::new().dimmed() };
        let mut pieces = Vec::new();
        let mut at = block.start;
        let first = marks.partition_point(|mark| mark.start < block.start);
        for mark in marks[first..].iter().take_while(|mark| mark.start < block.end) {
            if mark.start < at || mark.end > block.end {
                continue; // inside a mark already made, or over the block's end
            }
            pieces.push((plain, words(at, mark.start)));
            push_marked(&mut pieces, &mark.ids, mark.role, words(mark.start, mark.end));
            at = mark.end;
        }
        pieces.push((plain, words(at, block.end)));
        paragraph::write(out, screen::width(), pieces)?;
        writeln!(out)?;
    }
    Ok(())
}

fn list(columns: &[&'static str], rows: Vec<Vec<Value>>) -> List<'static> {
    let names = columns.iter().map(|&column| column.to_owned()).collect();
    List::of_values(names, rows).showing(columns)
}

/// A dispatch's claims, and what their ids lead to.
struct Claims<'b> {
    body: &'b Body,
    entities: BTreeMap<&'b str, &'b str>,
    places: BTreeMap<&'b str, &'b str>,
    statements: BTreeMap<&'b str, &'b StatementRecord>,
    /// Local ids of what is corrected, and whether it should not be there at all.
    corrected: BTreeMap<&'b str, bool>,
}

impl<'b> Claims<'b> {
    fn of(body: &'b Body, corrections: &'b [CorrectionRow]) -> Self {
        let mut corrected = BTreeMap::new();
        for row in corrections {
            if let Some((_, local)) = row.id.as_deref().and_then(|id| id.rsplit_once('/')) {
                *corrected.entry(local).or_default() |= row.value.is_none();
            }
        }
        let entities = body.entities.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        let places = body.places.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        let statements = body.statements.iter().map(|one| (one.id.as_str(), one));
        Self {
            body,
            entities: entities.collect(),
            places: places.collect(),
            statements: statements.collect(),
            corrected,
        }
    }

    /// Returns an id, with a word beside it where somebody says that it is wrong.
    fn id(&self, id: &str) -> String {
        match self.corrected.get(id) {
            None => id.to_owned(),
            Some(false) => format!("{id} (corrected)"),
            Some(true) => format!("{id} (removed)"),
        }
    }

    fn entity(&self, id: Option<&String>) -> Option<&'b str> {
        self.entities.get(id?.as_str()).copied()
    }

    /// Returns the speaker's full name, in brackets the words that stand for it without telling it.
    fn speaker(&self, statement: &StatementRecord) -> String {
        let Some(source) = &statement.source else { return "(not told)".to_owned() };
        match self.entity(source.entity.as_ref()) {
            Some(name) if source.text.contains(name) => name.to_owned(),
            Some(name) => format!("{name} (“{}”)", source.text),
            _ => source.text.clone(),
        }
    }

    fn statements(&self) -> List<'static> {
        let rows = self.body.statements.iter().map(|statement| {
            vec![
                json!(self.id(&statement.id)),
                json!(self.speaker(statement)),
                json!(statement.act),
                json!(statement.form),
                json!(statement.content.text),
                json!(statement.within),
            ]
        });
        list(&["id", "speaker", "act", "form", "content", "within"], rows.collect())
    }

    fn events(&self) -> List<'static> {
        let rows = self.body.events.iter().map(|event| {
            let place = event.place.as_ref().and_then(|id| self.places.get(id.as_str()));
            vec![
                json!(self.id(&event.id)),
                json!(event.kind),
                json!(event.trigger.text),
                json!(self.names(&event.actors)),
                json!(self.names(&event.recipients)),
                json!(place),
                json!(days(event.from.as_deref(), event.to.as_deref())),
                json!(event.status),
            ]
        });
        let columns = ["id", "type", "words", "actors", "recipients", "place", "when", "status"];
        list(&columns, rows.collect())
    }

    fn names(&self, people: &'b [ParticipantRecord]) -> String {
        let name = |person: &'b ParticipantRecord| {
            self.entity(person.entity.as_ref()).unwrap_or(&person.text)
        };
        people.iter().map(name).collect::<Vec<_>>().join("; ")
    }

    fn figures(&self) -> List<'static> {
        let rows = self.body.figures.iter().map(|figure| {
            let said_in = figure.said_in.as_ref().and_then(|id| self.statements.get(id.as_str()));
            vec![
                json!(self.id(&figure.id)),
                json!(figure.measure),
                json!(figure.text),
                json!(bounds(figure.value, figure.low, figure.high)),
                json!(days(figure.from.as_deref(), figure.to.as_deref())),
                json!(figure.kind),
                json!(figure.status),
                json!(said_in.map(|statement| self.speaker(statement))),
            ]
        });
        let columns = ["id", "measure", "words", "bounds", "period", "kind", "status", "said_by"];
        list(&columns, rows.collect())
    }
}

/// Returns the bounds as a mathematician writes them: `12`, `≥ 12`, `40–50`.
pub(crate) fn bounds(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let number =
        |value: f64| Number::from_f64(value).map_or(String::new(), |number| grouped(&number));
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

fn times(body: &Body) -> List<'static> {
    let rows = body.times.iter().map(|time| {
        let why = time.why.clone();
        vec![
            json!(time.text),
            json!(time.value.clone().or(why)),
            json!(days(time.from.as_deref(), time.to.as_deref())),
        ]
    });
    list(&["words", "value", "period"], rows.collect())
}

fn places(body: &Body) -> List<'static> {
    let mut seen = std::collections::BTreeSet::new();
    let rows = body.places.iter().filter(|place| seen.insert(&place.name)).map(|place| {
        let at = place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat:.2} {lon:.2}"));
        vec![json!(place.name), json!(place.country), json!(at), json!(place.why)]
    });
    list(&["place", "country", "lat, lon", "why not"], rows.collect())
}
