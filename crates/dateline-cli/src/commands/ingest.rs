//! `dateline ingest`: dispatches into a ledger.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstyle::Style;
use clap::{Args, ValueEnum};
use dateline::intake::{Config, FieldMap, Given, Limits, files, open};
use dateline::record::Include;
use dateline::syntax::Engine;
use dateline::{Ingested, Ledger, Reader, State};
use indicatif::{HumanBytes, ProgressBar};
use jiff::civil::Date;
use serde_json::json;

use crate::Outcome;
use crate::column::grouped;
use crate::data::Data;
use crate::filter::date;
use crate::trouble::{Troubles, is_one_missing};
use crate::{hint, interrupt, paragraph, progress, screen};

#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files or folders; `-` for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The ledger; made if it does not exist
    #[arg(short, long, default_value = "dateline.db", env = "DATELINE_LEDGER")]
    ledger: PathBuf,
    /// How to report; by default a summary for a person
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Progress, then a summary with the first answers
    #[value(alias = "table")]
    Text,
    /// One JSON object for each item, printed once it is safe in the ledger
    Json,
}

/// How input is read; the same for every command that reads text.
#[derive(Debug, Args)]
pub(crate) struct ReadingArguments {
    #[command(flatten)]
    engine: EngineArgument,
    /// Which field of a JSON line or CSV row holds what, such as `text=body` or `outlet=paper`
    #[arg(long = "field", value_name = "NAME=FIELD")]
    fields: Vec<String>,
    /// Who published the dispatches that do not tell it
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Language of all dispatches, as an ISO 639-1 code; `en` reads what is too short to be detected
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Option<String>,
    /// Day of publication of the dispatches that do not tell it (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = date)]
    published: Option<Date>,
    /// Largest item in MiB
    #[arg(long, default_value_t = 16)]
    max_item_mib: usize,
    /// Most pieces of words (some 1.2 a word) of a dispatch that are read for claims
    #[arg(long, default_value_t = Limits::default().pieces)]
    max_pieces: usize,
    /// Follow links that lead out of a folder that is read
    #[arg(long)]
    follow_links: bool,
}

/// Which engine reads.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct EngineArgument {
    /// Which engine reads sentences, tags, trees and names: `careful` or `swift`
    #[arg(short, long, default_value_t, env = "DATELINE_ENGINE")]
    pub(crate) engine: Engine,
}

impl ReadingArguments {
    pub(crate) fn reader(&self, include: Include) -> anyhow::Result<Reader> {
        Ok(Reader::new(self.config()?).engine(self.engine.engine).with(include))
    }

    fn config(&self) -> anyhow::Result<Config> {
        let mut fields = FieldMap::default();
        for assignment in &self.fields {
            fields.assign(assignment).map_err(anyhow::Error::msg)?;
        }
        let item_bytes = self.max_item_mib << 20;
        let limits = Limits { item_bytes, pieces: self.max_pieces, ..Limits::default() };
        let (outlet, language) = (self.outlet.clone(), self.language.clone());
        let given = Given { outlet, language, published: self.published };
        Ok(Config { limits, fields, given, follow_links: self.follow_links })
    }
}

/// Reads the code of a language.
pub(super) fn language(text: &str) -> Result<String, String> {
    let code = text.to_ascii_lowercase();
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then_some(code).ok_or_else(|| {
        format!("`{text}` is no ISO 639-1 code; they have two letters, such as `en`")
    })
}

impl Ingest {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let include = Include { origin: true, ..Include::default() };
        let reader = self.reading.reader(include)?;
        interrupt::watch()?;
        let found = open(&self.paths, reader.config());
        let is_quiet = self.quiet || self.format == Format::Json;
        let position = Position::new(&self.paths, reader.config());
        let mut report = Report::new(self.format, position, is_quiet);
        dateline::ingest(&reader, &self.ledger, found, |batch| report.observe(batch))?;
        report.bar.finish_and_clear();
        report.check()?;
        let mut ledger = Ledger::open(&self.ledger)?;
        progress::make_views(&mut ledger, is_quiet)?;
        if !is_quiet {
            report.summarise(&ledger, &self.ledger, start)?;
        }
        let n_held = report.n(State::Stored) + report.n_known();
        Ok(if is_one_missing(&self.paths) { Outcome::Failed } else { (n_held > 0).into() })
    }
}

/// What is told while the batches come.
struct Report {
    format: Format,
    bar: ProgressBar,
    position: Position,
    n_by_state: BTreeMap<State, usize>,
    n_again: usize,
    n_changed: usize,
    n_bytes: u64,
    troubles: Troubles,
    broken_pipe: Option<anyhow::Error>,
}

impl Report {
    fn new(format: Format, position: Position, is_quiet: bool) -> Self {
        let bar = progress::of_input(position.total(), is_quiet);
        let (n_by_state, n_bytes, troubles, broken_pipe) = Default::default();
        let (n_again, n_changed) = (0, 0);
        Self {
            format,
            bar,
            position,
            n_by_state,
            n_again,
            n_changed,
            n_bytes,
            troubles,
            broken_pipe,
        }
    }

    fn n(&self, state: State) -> usize {
        self.n_by_state.get(&state).copied().unwrap_or(0)
    }

    fn n_known(&self) -> usize {
        self.n(State::Known) + self.n(State::Older)
    }

    fn observe(&mut self, batch: &[Ingested]) {
        for one in batch {
            *self.n_by_state.entry(one.state).or_default() += 1;
            self.n_bytes += one.n_bytes as u64;
            self.n_again += usize::from(one.changed.is_some());
            self.n_changed += usize::from(one.changed == Some(true));
            self.position.pass(one);
            if matches!(one.state, State::Unreadable | State::Refused) {
                self.troubles.add(&one.sighting, one.note.as_deref());
            }
        }
        self.bar.set_position(self.position.bytes());
        if self.format == Format::Json && self.broken_pipe.is_none() {
            self.broken_pipe = print_json(batch).err();
        }
    }

    fn check(&mut self) -> anyhow::Result<()> {
        self.broken_pipe.take().map_or(Ok(()), Err)
    }

    fn summarise(&self, ledger: &Ledger, path: &Path, start: Instant) -> anyhow::Result<()> {
        let mut out = screen::out();
        let seconds = start.elapsed().as_secs_f64();
        let n_stored = self.n(State::Stored);
        writeln!(
            out,
            "{} dispatches ({}) read into {} in {seconds:.1} s, {:.0} a second; {} known already",
            grouped(&n_stored.into()),
            HumanBytes(self.n_bytes),
            screen::line(&path.to_string_lossy()),
            n_stored as f64 / seconds.max(0.001),
            grouped(&self.n_known().into()),
        )?;
        self.write_second_readings(&mut out)?;
        let all = hint::command_line("query \"SELECT * FROM notes\"", path);
        self.troubles.write(&mut out, &format!("all of them: {all}"))?;
        let counts = ledger.counts()?;
        let held = [
            (counts.dispatches, "dispatches"),
            (counts.statements, "statements"),
            (counts.events, "events"),
            (counts.figures, "figures"),
            (counts.stories, "stories"),
            (counts.origins, "texts"),
        ];
        let held = held.map(|(n, of_what)| format!("{} {of_what}", grouped(&n.into())));
        let line = format!("The ledger holds {}.", held.join(", "));
        paragraph::write(&mut out, screen::width(), [(Style::new(), &*line)])?;
        writeln!(out)?;
        hint::write_first_answers(&mut out, ledger, path)
    }

    /// Tells what was read before with other options, or by another version of the program.
    fn write_second_readings(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (n_again, n_older) = (self.n_again, self.n(State::Older));
        if n_again > 0 {
            writeln!(
                out,
                "{n_again} read again with other options or by another version: {} changed",
                self.n_changed
            )?;
        }
        if n_older > 0 {
            writeln!(
                out,
                "{n_older} of those known were read otherwise since, and lists show that reading; \
                 `dateline reread` goes back"
            )?;
        }
        Ok(())
    }
}

fn print_json(batch: &[Ingested]) -> anyhow::Result<()> {
    let mut out = Data::new();
    for one in batch {
        out.json_line(&json!({
            "id": one.item.map(|id| id.to_string()),
            "state": one.state.as_str(),
            "path": one.sighting.path,
            "member": one.sighting.member,
            "changed": one.changed,
            "note": one.note,
        }))?;
    }
    Ok(())
}

/// How far into the input the batches are, in bytes of the files as they lie on disk.
struct Position {
    sizes: BTreeMap<String, u64>,
    n_done: u64,
    current: Option<String>,
    n_in_current: u64,
}

impl Position {
    fn new(paths: &[PathBuf], config: &Config) -> Self {
        let size = |path: PathBuf| {
            let n_bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
            (path.display().to_string(), n_bytes)
        };
        let sizes = files(paths, config).map(size).collect();
        Self { sizes, n_done: 0, current: None, n_in_current: 0 }
    }

    fn total(&self) -> u64 {
        self.sizes.values().sum()
    }

    fn pass(&mut self, one: &Ingested) {
        if self.current != one.sighting.path {
            self.n_done += self.size_of_current();
            self.current.clone_from(&one.sighting.path);
            self.n_in_current = 0;
        }
        self.n_in_current += one.n_bytes as u64;
    }

    fn size_of_current(&self) -> u64 {
        self.current.as_ref().and_then(|path| self.sizes.get(path)).copied().unwrap_or(0)
    }

    /// Returns the bytes passed; a packed file counts at most its packed size.
    fn bytes(&self) -> u64 {
        self.n_done + self.n_in_current.min(self.size_of_current())
    }
}
