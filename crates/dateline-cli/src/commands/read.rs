//! `dateline read`: what is said, without a ledger.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dateline::Reader;
use dateline::intake::Found;
use dateline::ledger::record::Include;
use dateline::syntax::conllu;

use super::ingest::ReadingArguments;
use crate::Outcome;
use crate::data::Data;
use crate::marks;
use crate::screen;
use crate::trouble::{Troubles, is_one_missing};

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Files or folders; `-` for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to print; by default marked text on a terminal, JSON lines in a pipe
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// What to tell beyond the claims (JSON)
    #[arg(long, value_enum, value_delimiter = ',')]
    with: Vec<With>,
    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Marked text and tables
    #[value(alias = "table")]
    Text,
    /// One JSON object a line
    Json,
    /// CoNLL-U: sentences, tokens, lemmas, tags, trees
    Conllu,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum With {
    /// The map from text to original bytes
    Origin,
    /// Tokens with lemma and tag
    Tokens,
    /// Spans of names
    Names,
}

impl Read {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let usual = if screen::is_terminal() { Format::Text } else { Format::Json };
        let format = self.format.unwrap_or(usual);
        let include = Include {
            origin: self.with.contains(&With::Origin),
            tokens: self.with.contains(&With::Tokens),
            names: self.with.contains(&With::Names),
        };
        let reader = self.reading.reader(include)?;
        let mut data = Data::new();
        let mut is_found = false;
        let mut troubles = Troubles::default();
        for found in dateline::intake::open(&self.paths, reader.config()) {
            if format == Format::Conllu {
                is_found |= print_conllu(&mut data, &reader, &found)?;
                continue;
            }
            let Some(record) = reader.read(&found) else {
                troubles.add(&found.sighting, found.notes.first().map(|note| &*note.message));
                continue;
            };
            is_found |= record.body.is_some();
            if record.body.is_none() {
                troubles.add(&found.sighting, record.notes.first().map(|note| &*note.message));
            }
            if format == Format::Text {
                marks::write(&mut screen::out(), &record, &[])?;
            } else {
                data.json_line(&record)?;
            }
        }
        data.flush()?;
        troubles.write(&mut screen::err(), "and more")?;
        Ok(if is_one_missing(&self.paths) { Outcome::Failed } else { is_found.into() })
    }
}

fn print_conllu(out: &mut Data, reader: &Reader, found: &Found) -> anyhow::Result<bool> {
    let Some(item) = &found.item else { return Ok(false) };
    let (Some(reading), _) = reader.read_item(item, &found.sighting) else { return Ok(false) };
    let text = conllu(&reading.dispatch, &reading.segmentation, &reading.parse);
    out.write_all(text.as_bytes())?;
    Ok(true)
}
