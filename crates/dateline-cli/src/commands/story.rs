//! `dateline story`: one story, its dispatches, copies of one text, figures side by side.

use std::collections::BTreeMap;
use std::io::Write;

use anstyle::Style;
use clap::Args;
use dateline::Ledger;
use dateline::ledger::query::{ComparisonRow, SeriesRow, StoryDetail, StoryRow};
use dateline::ledger::{Error, Filter};
use serde::Serialize;

use super::stories::SHOWN;
use crate::Outcome;
use crate::data::Data;
use crate::filter::LedgerArgument;
use crate::output::{Format, List, PrintArguments};
use crate::progress::tell_stale_views;
use crate::screen::{self, Screen};
use crate::{marks, paragraph};

/// Columns shown to a person.
const DISPATCHES: &[&str] = &["id", "published", "outlet", "title", "agency", "origin", "share"];
const TEXTS: &[&str] = &["id", "first_day", "agency", "n_dispatches", "n_reprints", "outlets"];
const FIGURES: &[&str] = &[
    "id",
    "measure",
    "bounds",
    "population",
    "place",
    "outlet",
    "speaker",
    "day",
    "stands",
    "words",
];
/// Figures that one contradicts or replaces, named with whose they are; more are counted.
const MOST_NAMED: usize = 2;

#[derive(Debug, Args)]
pub(crate) struct Story {
    /// Id of the story or of one of its dispatches (the first characters are enough), or words that
    /// its dispatches have
    #[arg(required = true, value_name = "ID|WORDS")]
    asked: Vec<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    print: PrintArguments,
}

impl Story {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let ledger = self.ledger.open()?;
        tell_stale_views(&ledger)?;
        let asked = self.asked.join(" ");
        let found = match ledger.resolve_story(&asked) {
            Err(missing @ Error::NotFound(_)) => match ledger.stories_named(&asked)? {
                none if none.is_empty() && is_head_of_id(&asked) => return Err(missing.into()),
                found => found,
            },
            id => ledger.stories(&Filter { story: Some(id?), ..Filter::default() })?,
        };
        let [one] = &found[..] else { return print_several(&asked, &found, self.print) };
        let Some(story) = ledger.story(&one.id)? else { return Ok(Outcome::Nothing) };
        match self.print.format() {
            Format::Table => write_story(&mut screen::out(), &ledger, &story)?,
            Format::Json => Data::new().json_line(&story)?,
            Format::Csv => return List::of(&story.series, &[])?.print(self.print),
        }
        Ok(Outcome::Found)
    }
}

/// Tells whether this is rather the head of an id than a word.
fn is_head_of_id(asked: &str) -> bool {
    asked.len() >= 4 && asked.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Lists the stories that words may mean; says where there are none.
fn print_several(
    asked: &str,
    stories: &[StoryRow],
    print: PrintArguments,
) -> anyhow::Result<Outcome> {
    if stories.is_empty() {
        screen::tell(format_args!("no story is about {asked:?}"));
        return Ok(Outcome::Nothing);
    }
    screen::tell(format_args!("several stories are about {asked:?}; choose one by its id"));
    List::of(stories, SHOWN)?.print(print)
}

fn write_story(
    out: &mut Screen<impl Write>,
    ledger: &Ledger,
    story: &StoryDetail,
) -> anyhow::Result<()> {
    let row = &story.story;
    let title = screen::line(row.title.as_deref().unwrap_or("(no title)"));
    paragraph::write(out, screen::width(), [(Style::new().bold(), &*title)])?;
    let place = screen::line(row.place.as_deref().unwrap_or("place unknown"));
    let days = [row.first_day.as_deref(), row.last_day.as_deref()].map(|d| d.unwrap_or("?"));
    let summary = format!(
        "{place} · {} to {} · {} dispatches of {} outlets, {} texts · {}",
        days[0], days[1], row.n_dispatches, row.n_outlets, row.n_origins, row.id
    );
    paragraph::write(out, screen::width(), [(Style::new(), &*summary)])?;
    writeln!(out)?;
    let mut write_list = |name: &str, list: List<'_>| -> anyhow::Result<()> {
        if !list.rows.is_empty() {
            out.heading(name)?;
            writeln!(out, "{}\n", list.in_ledger(ledger).table()?)?;
        }
        Ok(())
    };
    write_list("Dispatches", List::of(&story.dispatches, DISPATCHES)?)?;
    let copied = story.origins.iter().filter(|origin| origin.n_reprints > 1);
    write_list("Texts with reprints", List::of(&copied.cloned().collect::<Vec<_>>(), TEXTS)?)?;
    write_list("Figures side by side", List::of(&figures(story), FIGURES)?)
}

/// A figure as shown beside the others of its story.
#[derive(Default, Serialize)]
struct FigureLine {
    id: String,
    measure: String,
    bounds: String,
    words: String,
    population: Option<String>,
    place: Option<String>,
    day: Option<String>,
    outlet: Option<String>,
    speaker: Option<String>,
    stands: String,
}

fn figures(story: &StoryDetail) -> Vec<FigureLine> {
    let rows: BTreeMap<&str, &SeriesRow> =
        story.series.iter().map(|row| (row.id.as_str(), row)).collect();
    let line = |row: &SeriesRow| FigureLine {
        id: row.id.clone(),
        measure: row.measure.clone(),
        bounds: number(row),
        words: row.text.clone(),
        population: row.population.clone(),
        place: row.place.clone(),
        day: row.day.clone(),
        outlet: row.outlet.clone(),
        speaker: row.speaker.clone(),
        stands: stands(&row.id, &story.comparisons, &rows),
    };
    story.series.iter().map(line).collect()
}

/// Returns a figure's number with its unit.
fn number(row: &SeriesRow) -> String {
    let bounds = marks::bounds(row.value, row.low, row.high);
    row.unit.as_ref().map_or(bounds.clone(), |unit| format!("{bounds} {unit}"))
}

/// Tells what a figure contradicts and replaces, and whose that is; agreement is only counted.
fn stands(id: &str, comparisons: &[ComparisonRow], rows: &BTreeMap<&str, &SeriesRow>) -> String {
    let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut n_agreeing = 0;
    for ComparisonRow { earlier, relation, later } in comparisons {
        let is_later = later == id;
        let other = if is_later { earlier } else { later };
        let (Some(other), true) = (rows.get(other.as_str()), is_later || earlier == id) else {
            continue;
        };
        let word = match (relation.as_str(), is_later) {
            ("contradict", _) => "contradicts",
            ("supersede", true) => "replaces",
            ("supersede", false) => "replaced by",
            _ => {
                n_agreeing += 1;
                continue;
            }
        };
        let whose = other.speaker.as_deref().or(other.outlet.as_deref()).unwrap_or("unknown");
        let words = format!("{} of {whose}", number(other));
        let of_word = told.entry(word).or_default();
        if !of_word.contains(&words) {
            of_word.push(words);
        }
    }
    let mut parts: Vec<String> =
        told.into_iter().map(|(word, others)| listed(word, &others)).collect();
    if n_agreeing > 0 {
        parts.push(format!("agrees with {n_agreeing}"));
    }
    parts.join("; ")
}

/// Joins the first of what a figure stands to in one way.
fn listed(word: &str, others: &[String]) -> String {
    let n_shown = others.len().min(MOST_NAMED);
    let more = match others.len() - n_shown {
        0 => String::new(),
        n_more => format!(" and {n_more} more"),
    };
    format!("{word} {}{more}", others[..n_shown].join(", "))
}
