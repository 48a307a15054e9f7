//! `dateline story`: one story, its dispatches, copies of one text, figures side by side.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use dateline::ledger::query::{SeriesRow, StoryDetail, StoryRow};
use dateline::ledger::{Error, Filter};
use serde::Serialize;

use super::stories::SHOWN;
use crate::Outcome;
use crate::data::Data;
use crate::filter::LedgerArgument;
use crate::output::{Format, List, PrintArguments};
use crate::screen::{self, Screen};

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
        let asked = self.asked.join(" ");
        let found = match ledger.resolve_story(&asked) {
            Err(Error::NotFound(_)) => ledger.stories_named(&asked)?,
            id => ledger.stories(&Filter { story: Some(id?), ..Filter::default() })?,
        };
        let [one] = &found[..] else { return print_several(&asked, &found, self.print) };
        let Some(story) = ledger.story(&one.id)? else { return Ok(Outcome::Nothing) };
        match self.print.format() {
            Format::Table => write_story(&mut screen::out(), &story)?,
            Format::Json => Data::new().json_line(&story)?,
            Format::Csv => return List::of(&story.series, &[])?.print(self.print),
        }
        Ok(Outcome::Found)
    }
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

fn write_story(out: &mut Screen<impl Write>, story: &StoryDetail) -> anyhow::Result<()> {
    let row = &story.story;
    out.heading(&screen::line(row.title.as_deref().unwrap_or("(no title)")))?;
    let place = screen::line(row.place.as_deref().unwrap_or("place unknown"));
    let days = [row.first_day.as_deref(), row.last_day.as_deref()].map(|d| d.unwrap_or("?"));
    writeln!(
        out,
        "{place} · {} to {} · {} dispatches of {} outlets, {} texts · {}\n",
        days[0], days[1], row.n_dispatches, row.n_outlets, row.n_origins, row.id
    )?;
    let columns = ["published", "outlet", "title", "agency", "origin", "share", "id"];
    write_list(out, "Dispatches", &story.dispatches, &columns)?;
    let copied: Vec<_> = story.origins.iter().filter(|origin| origin.n_reprints > 1).collect();
    let columns = ["id", "agency", "first_day", "n_dispatches", "n_reprints", "outlets"];
    write_list(out, "Texts with reprints", &copied, &columns)?;
    write_list(out, "Figures side by side", &figures(story), &[])
}

fn write_list<R: Serialize>(
    out: &mut Screen<impl Write>,
    name: &str,
    rows: &[R],
    shown: &[&'static str],
) -> anyhow::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    out.heading(name)?;
    writeln!(out, "{}\n", List::of(rows, shown)?.table())?;
    Ok(())
}

/// A figure as shown beside the others of its story.
#[derive(Serialize)]
struct FigureLine {
    measure: String,
    day: Option<String>,
    outlet: Option<String>,
    speaker: Option<String>,
    words: String,
    bounds: String,
    stands: String,
    id: String,
}

fn figures(story: &StoryDetail) -> Vec<FigureLine> {
    let mut relations: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for comparison in &story.comparisons {
        let counts = relations.entry(&comparison.later).or_default();
        *counts.entry(&comparison.relation).or_default() += 1;
    }
    let stands = |id: &str| match relations.get(id) {
        Some(counts) => {
            let told = counts.iter().map(|(relation, n)| format!("{relation} {n}"));
            told.collect::<Vec<_>>().join(", ")
        }
        None => String::new(),
    };
    let line = |row: &'_ SeriesRow| FigureLine {
        measure: row.measure.clone(),
        day: row.day.clone(),
        outlet: row.outlet.clone(),
        speaker: row.speaker.clone(),
        words: row.text.clone(),
        bounds: crate::marks::bounds(row.value, row.low, row.high),
        stands: stands(&row.id),
        id: row.id.clone(),
    };
    story.series.iter().map(line).collect()
}
