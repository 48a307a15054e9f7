//! Whole dispatches against what a careful reader would record: `cases/reading/*.md`.
//!
//! A line of an `expected` block that the reader does not reach begins with `missed `; a statement
//! or figure that it makes up begins with `extra `. The test fails when either is no longer true,
//! so that the file always tells how far the reader has come. `DATELINE_UPDATE=1` rewrites the marks. A block
//! `expected statements` is about statements alone.

#![allow(clippy::disallowed_methods, reason = "a test reads and updates its cases")]

#[allow(dead_code, reason = "shared with the case runner, which uses the rest")]
mod lines;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::claim::{Event, Figure, Statement};
use dateline::intake::decode;
use dateline::text::{Item, Media, Sighting, Span};
use dateline::{Reader, Reading};

/// One expected record: its kind and its parts, as written.
struct Expected {
    kind: String,
    parts: Vec<String>,
}

impl Expected {
    fn parse(line: &str) -> Self {
        let mut parts = line.split(" | ").map(|part| part.trim().to_owned());
        Self { kind: parts.next().unwrap_or_default(), parts: parts.collect() }
    }

    /// Returns what follows a part's first word.
    fn value(&self, name: &str) -> Option<&str> {
        let rest =
            |part: &'_ String| part.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
        let part = self.parts.iter().find(|part| rest(part))?;
        Some(part[name.len()..].trim())
    }

    /// Returns the quoted strings of a part.
    fn words(&self, name: &str) -> Vec<String> {
        self.value(name).map(quoted).unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<f64> {
        let mut words = self.parts.iter().flat_map(|part| part.split_whitespace());
        words.find(|word| *word == name)?;
        words.next()?.parse().ok()
    }
}

/// Returns the strings in straight double quotes; `\"` stands for a quote inside.
fn quoted(part: &str) -> Vec<String> {
    let (mut strings, mut current, mut escaped) = (Vec::new(), None, false);
    for letter in part.chars() {
        match (&mut current, letter) {
            (None, '"') => current = Some(String::new()),
            (None, _) => {}
            (Some(_), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(_), '"') if !escaped => strings.extend(current.take()),
            (Some(words), letter) => words.push(letter),
        }
        escaped = false;
    }
    strings
}

fn words_of(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Shared words over all words.
fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (words_of(one), words_of(other));
    let n_all = one.union(&other).count();
    if n_all == 0 { 0.0 } else { one.intersection(&other).count() as f64 / n_all as f64 }
}

fn spans_text(reading: &Reading, spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().map(|span| span.of(&reading.dispatch.text)).collect();
    words.join(" ")
}

/// Speaker, cue and act as expected, and at least half of the content.
fn is_statement(reading: &Reading, expected: &Expected, said: &Statement) -> bool {
    let content =
        overlap(&expected.words("content").join(" "), &spans_text(reading, &said.content));
    let cue = said.cue.map_or("", |cue| cue.of(&reading.dispatch.text));
    let is_cue =
        expected.words("cue").is_empty() || overlap(&expected.words("cue").join(" "), cue) > 0.0;
    let is_act = expected
        .parts
        .iter()
        .filter_map(|part| part.strip_prefix("act: "))
        .all(|act| act == said.act.as_str());
    content >= 0.5 && is_cue && is_act && is_speaker(reading, expected, said)
}

fn is_speaker(reading: &Reading, expected: &Expected, said: &Statement) -> bool {
    let Some(source) = expected.value("source") else { return said.source.is_none() };
    let Some(found) = &said.source else { return false };
    match source.rsplit_once("\" = ") {
        Some((_, names)) => {
            let words = spans_text(reading, &found.spans);
            let said = found.entity.map_or(words, |id| lines::full_name(reading, id));
            name_set(names) == name_set(&said)
        }
        None => overlap(&quoted(source).join(" "), &spans_text(reading, &found.spans)) >= 0.5,
    }
}

fn name_set(names: &str) -> BTreeSet<String> {
    names.split("; ").map(|name| name.trim().trim_start_matches("the ").to_lowercase()).collect()
}

/// Measure, number, bounds, hedge and period as expected.
fn is_figure(reading: &Reading, expected: &Expected, said: &Figure) -> bool {
    let text = &reading.dispatch.text;
    let words = quoted(&expected.parts[1]).join(" ");
    let hedge = said.hedge.map(|hedge| hedge.of(text).to_lowercase()).unwrap_or_default();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let (from, to) = period(expected);
    expected.parts[0] == said.measure.as_str()
        && overlap(&words, said.span.of(text)) > 0.0
        && said.span.of(text).contains(words.as_str())
        && expected.number("value") == said.value
        && expected.number("low") == said.low
        && expected.number("high") == said.high
        && expected.words("hedge").join(" ").to_lowercase() == hedge
        && (from.is_none() || (from == day(said.from) && to == day(said.to)))
}

fn period(expected: &Expected) -> (Option<String>, Option<String>) {
    let part = expected.parts.iter().find_map(|part| part.strip_prefix("from "));
    match part.and_then(|part| part.split_once(" to ")) {
        Some((from, to)) => (Some(from.to_owned()), Some(to.to_owned())),
        None => (None, None),
    }
}

/// Type, words, participants, place, first day and status as expected.
fn is_event(reading: &Reading, expected: &Expected, said: &Event) -> bool {
    let text = &reading.dispatch.text;
    let people = |people: &[dateline::claim::Participant]| -> BTreeSet<String> {
        let name = |person: &dateline::claim::Participant| match person.entity {
            Some(id) => lines::full_name(reading, id),
            None => person.span.of(text).to_owned(),
        };
        people.iter().flat_map(|person| name_set(&name(person))).collect()
    };
    let named = |role: &str| expected.value(role).map(name_set).unwrap_or_default();
    let place = said.place.map(|id| lines::place_name(reading, id).to_owned());
    let day = expected.value("time").map(|time| time.split('/').next().unwrap_or(time));
    let from = said.from.map(|from| from.to_string()).unwrap_or_default();
    expected.parts[0] == said.kind
        && overlap(&quoted(&expected.parts[1]).join(" "), said.trigger.of(text)) > 0.0
        && named("actors").is_subset(&people(&said.actors))
        && named("recipients").is_subset(&people(&said.recipients))
        && (expected.value("place").is_none() || place.as_deref() == expected.value("place"))
        && day.is_none_or(|day| from.starts_with(day))
        && expected.parts.last().is_some_and(|status| status == said.status.as_str())
}

/// Marks the expected lines by what the reader reaches, and adds what it makes up.
fn marked(reading: &Reading, gold: &[&str], only_statements: bool) -> Vec<String> {
    let claims = &reading.claims;
    let mut used = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
    let mut lines = Vec::new();
    for line in gold {
        let expected = Expected::parse(line);
        let kind = ["statement", "figure", "event"].iter().position(|kind| expected.kind == *kind);
        let kind = kind.unwrap_or_else(|| panic!("a statement, figure or event: {line}"));
        let hit = match kind {
            0 => {
                position(&claims.statements, &used[0], |one| is_statement(reading, &expected, one))
            }
            1 => position(&claims.figures, &used[1], |one| is_figure(reading, &expected, one)),
            _ => position(&claims.events, &used[2], |one| is_event(reading, &expected, one)),
        };
        used[kind].extend(hit);
        lines.push(if hit.is_some() { (*line).to_owned() } else { format!("missed {line}") });
    }
    let statements = lines::statements(reading).into_iter().enumerate();
    let extra = statements.filter(|(at, _)| !used[0].contains(at));
    lines.extend(extra.map(|(_, line)| format!("extra statement | {line}")));
    if only_statements {
        return lines;
    }
    let figures = lines::figures(reading).into_iter().enumerate();
    let extra = figures.filter(|(at, _)| !used[1].contains(at));
    lines.extend(extra.map(|(_, line)| format!("extra figure | {line}")));
    lines
}

fn position<T>(records: &[T], used: &BTreeSet<usize>, is_it: impl Fn(&T) -> bool) -> Option<usize> {
    (0..records.len()).find(|at| !used.contains(at) && is_it(&records[*at]))
}

fn read(text: &str) -> Reading {
    let item = Item::new(text.as_bytes().to_vec(), Media::Text);
    let reader = Reader::default();
    let decoded = decode(&item, &Sighting::default(), reader.config());
    reader.read_dispatch(decoded.dispatch.expect("readable text"))
}

/// Rewrites the page's `expected` blocks by what the reader says.
fn reread(page: &str) -> String {
    let (mut out, mut text, mut block) =
        (String::new(), String::new(), None::<(String, Vec<&str>)>);
    for line in page.lines() {
        match (&mut block, line) {
            (None, fence) if fence.starts_with("```") => {
                block = Some((fence[3..].to_owned(), Vec::new()));
            }
            (Some((info, lines)), "```") => {
                if info.starts_with("expected") {
                    let strip = |line: &&str| {
                        line.strip_prefix("missed ").map_or(*line, |gold| gold).to_owned()
                    };
                    let gold = lines.iter().filter(|line| !line.starts_with("extra "));
                    let gold: Vec<String> = gold.map(strip).collect();
                    let gold: Vec<&str> = gold.iter().map(String::as_str).collect();
                    for line in marked(&read(&text), &gold, info.ends_with(" statements")) {
                        out += &format!("{line}\n");
                    }
                } else {
                    text = lines.join("\n");
                    out += &format!("{text}\n");
                }
                block = None;
            }
            (Some((_, lines)), line) => {
                lines.push(line);
                continue;
            }
            (None, _) => {}
        }
        out += &format!("{line}\n");
    }
    out
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/reading");
    let listing = fs::read_dir(folder).expect("cases/reading").flatten();
    let mut files: Vec<PathBuf> = listing.map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn whole_dispatches_read_as_the_cases_tell() {
    for file in files() {
        let page = fs::read_to_string(&file).expect("a case file");
        let now = reread(&page);
        if std::env::var_os("DATELINE_UPDATE").is_some() {
            fs::write(&file, &now).expect("writing the cases");
        } else {
            check_same_lines(&page, &now);
        }
    }
}

/// Fails with the lines that changed.
fn check_same_lines(page: &str, now: &str) {
    let old: BTreeSet<&str> = page.lines().collect();
    let new: BTreeSet<&str> = now.lines().collect();
    let gone: Vec<&&str> = old.difference(&new).collect();
    let come: Vec<&&str> = new.difference(&old).collect();
    assert!(gone.is_empty() && come.is_empty(), "no longer: {gone:#?}\nnow: {come:#?}");
}
