//! `dateline reread`: what is in the ledger, read again.

use std::io::Write;

use clap::{Args, ValueEnum};
use dateline::intake::Given;
use dateline::ledger::query::Which;
use dateline::record::{Change, Difference};
use dateline::syntax::Engine;
use dateline::{Asked, Ledger};
use indicatif::ProgressBar;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::ingest::language;
use crate::Outcome;
use crate::data::Data;
use crate::filter::{LedgerArgument, date};
use crate::{interrupt, progress, screen};

/// Options that are not given stay as each dispatch was read last.
#[derive(Debug, Args)]
pub(crate) struct Reread {
    /// Ids of dispatches, their first characters are enough; all dispatches by default
    #[arg(value_name = "ID", conflicts_with_all = ["below", "outlet"])]
    ids: Vec<String>,
    /// Dispatches of a file or folder, by the path that it was ingested by
    #[arg(long = "path", value_name = "PATH", conflicts_with = "outlet")]
    below: Option<String>,
    /// Dispatches of an outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
    /// Tell what would change, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// How to report; by default what changed, for a person
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
    /// Begin with the program's defaults, not with the options that each was read with last
    #[arg(long)]
    defaults: bool,
    /// Which engine reads: `careful` or `swift`
    #[arg(short, long, env = "DATELINE_ENGINE")]
    engine: Option<Engine>,
    /// Which field of a JSON line or CSV row holds what, such as `text=body`
    #[arg(long = "field", value_name = "NAME=FIELD")]
    fields: Vec<String>,
    /// Who published the dispatches that do not tell it
    #[arg(long, value_name = "NAME")]
    as_outlet: Option<String>,
    /// Language of the dispatches, as an ISO 639-1 code
    #[arg(long, value_name = "CODE", value_parser = language)]
    language: Option<String>,
    /// Day of publication of the dispatches that do not tell it (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = date)]
    published: Option<Date>,
    /// Largest item in MiB
    #[arg(long, value_name = "N")]
    max_item_mib: Option<usize>,
    /// Most pieces of words (some 1.2 a word) of a dispatch that are read for claims
    #[arg(long, value_name = "N")]
    max_pieces: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What changed, then a summary
    #[value(alias = "table")]
    Text,
    /// One JSON object for each dispatch, printed once its reading is safe in the ledger
    Json,
}

/// Dispatches whose changes are told to a person.
const MOST_LINES: usize = 20;
/// Changes that are told of one dispatch.
const MOST_CHANGES: usize = 6;
/// Longer values are cut.
const MOST_CHARS: usize = 60;

impl Reread {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        interrupt::watch()?;
        let is_quiet = self.quiet || self.format == Format::Json;
        let (path, which) = (&self.ledger.path, self.which());
        let n_all = match &which {
            Which::All => Some(self.ledger.open()?.counts()?.dispatches),
            Which::Ids(ids) => Some(ids.len() as u64),
            Which::Path(_) | Which::Outlet(_) => None,
        };
        let bar = progress::of_dispatches(n_all, is_quiet);
        let mut report = Report::new(self.format, self.dry_run, bar);
        dateline::reread(&self.asked(), path, &which, self.dry_run, |batch| report.observe(batch))?;
        report.bar.finish_and_clear();
        if let Some(error) = report.broken_pipe.take() {
            return Err(error);
        }
        if !self.dry_run {
            progress::make_views(&mut Ledger::open(path)?, is_quiet)?;
        }
        if !is_quiet {
            report.summarise()?;
        }
        Ok((report.n_again + report.n_known > 0).into())
    }

    fn which(&self) -> Which {
        match (&self.below, &self.outlet) {
            (Some(path), _) => Which::Path(path.clone()),
            (_, Some(outlet)) => Which::Outlet(outlet.clone()),
            _ if self.ids.is_empty() => Which::All,
            _ => Which::Ids(self.ids.clone()),
        }
    }

    fn asked(&self) -> Asked {
        let (outlet, language) = (self.as_outlet.clone(), self.language.clone());
        Asked {
            engine: self.engine,
            fields: self.fields.clone(),
            given: Given { outlet, language, published: self.published },
            item_bytes: self.max_item_mib.map(|n| n << 20),
            pieces: self.max_pieces,
            is_anew: self.defaults,
        }
    }
}

/// What is told while the batches come.
struct Report {
    format: Format,
    is_dry: bool,
    bar: ProgressBar,
    lines: Vec<String>,
    n_again: usize,
    n_changed: usize,
    n_known: usize,
    broken_pipe: Option<anyhow::Error>,
}

impl Report {
    fn new(format: Format, is_dry: bool, bar: ProgressBar) -> Self {
        let (lines, broken_pipe) = (Vec::new(), None);
        Self { format, is_dry, bar, lines, n_again: 0, n_changed: 0, n_known: 0, broken_pipe }
    }

    fn observe(&mut self, batch: &[dateline::Reread]) {
        for one in batch {
            let Some(difference) = &one.difference else {
                self.n_known += 1;
                continue;
            };
            self.n_again += 1;
            if !difference.is_empty() {
                self.n_changed += 1;
                if self.lines.len() < MOST_LINES {
                    self.lines.push(format!("{}: {}", one.item, told(difference)));
                }
            }
        }
        self.bar.inc(batch.len() as u64);
        if self.format == Format::Json && self.broken_pipe.is_none() {
            self.broken_pipe = self.print_json(batch).err();
        }
    }

    fn print_json(&self, batch: &[dateline::Reread]) -> anyhow::Result<()> {
        let mut out = Data::new();
        for one in batch {
            let state = match &one.difference {
                None => "known",
                Some(_) if self.is_dry => "told",
                Some(_) => "stored",
            };
            let none = Difference::default();
            let Difference { counts, added, removed, changed } =
                one.difference.as_ref().unwrap_or(&none);
            out.json_line(&json!({
                "id": one.item.to_string(), "state": state, "was": one.was, "now": one.now,
                "counts": counts, "added": added, "removed": removed, "changed": changed,
            }))?;
        }
        Ok(())
    }

    fn summarise(&self) -> anyhow::Result<()> {
        let mut out = screen::out();
        for line in &self.lines {
            writeln!(out, "{}", screen::line(line))?;
        }
        if self.n_changed > self.lines.len() {
            let n_more = self.n_changed - self.lines.len();
            writeln!(out, "… and {n_more} more that changed; --format json tells of all")?;
        }
        let (n_again, n_changed, n_known) = (self.n_again, self.n_changed, self.n_known);
        let end = if self.is_dry { "; nothing was stored" } else { "" };
        writeln!(out, "{n_again} read again: {n_changed} changed; {n_known} read so already{end}")?;
        Ok(())
    }
}

/// Tells the first changes of a dispatch: how many claims, what they say, then the rest.
fn told(difference: &Difference) -> String {
    let counts = difference.counts.iter();
    let mut told: Vec<String> =
        counts.map(|count| format!("{} {} → {}", count.kind, count.was, count.now)).collect();
    told.extend(replaced(difference));
    let mut changed: Vec<&Change> = difference.changed.iter().collect();
    changed.sort_by_key(|change| rank(change));
    told.extend(changed.into_iter().map(told_change));
    let n_more = told.len().saturating_sub(MOST_CHANGES);
    told.truncate(MOST_CHANGES);
    let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
    told.join(", ") + &more
}

/// Tells of kinds of which there are as many as before, and some are others.
fn replaced(difference: &Difference) -> Vec<String> {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for part in &difference.added {
        match kinds.last_mut() {
            Some((kind, n)) if *kind == part.kind => *n += 1,
            _ => kinds.push((part.kind, 1)),
        }
    }
    kinds.retain(|(kind, _)| difference.counts.iter().all(|count| count.kind != *kind));
    kinds.into_iter().map(|(kind, n)| format!("{kind} replaced: {n}")).collect()
}

/// Statements, events and figures come before the dispatch, and that before what they name; how a
/// record was found comes last.
fn rank(change: &Change) -> (bool, usize) {
    let kind = match change.id.as_deref().and_then(|id| id.chars().next()) {
        Some('s') => 0,
        Some('e') => 1,
        Some('f') => 2,
        None => 3,
        Some(_) => 4,
    };
    (matches!(change.field.as_str(), "rule" | "confidence"), kind)
}

fn told_change(change: &Change) -> String {
    let of = change.id.as_ref().map_or(String::new(), |id| format!(" of {id}"));
    format!("{}{of} {} → {}", change.field, shown(&change.was), shown(&change.now))
}

fn shown(value: &Value) -> String {
    let words = words_of(value);
    match words.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

fn words_of(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(members) if members.is_empty() => "none".to_owned(),
        Value::Array(members) => members.iter().map(words_of).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let told = ["entity", "text", "title"].iter().find_map(|field| fields.get(*field));
            told.map_or_else(|| value.to_string(), words_of)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use dateline::record::{Count, Unmatched};

    use super::*;

    fn change(id: Option<&str>, field: &str, was: &str, now: &str) -> Change {
        Change {
            id: id.map(str::to_owned),
            field: field.to_owned(),
            was: Value::from(was),
            now: Value::from(now),
        }
    }

    #[test]
    fn claims_are_told_first() {
        let part = |kind| Unmatched { kind, id: "s9".to_owned(), text: "it rained".to_owned() };
        let difference = Difference {
            counts: vec![Count { kind: "statements", was: 4, now: 5 }],
            added: vec![part("statements"), part("times")],
            removed: vec![part("times")],
            changed: vec![
                change(None, "title", "Rain", "Snow"),
                change(Some("a1"), "name", "Hale", "Mira Hale"),
                change(Some("s2"), "rule", "engine", "quoted"),
                change(Some("s2"), "speaker", "Hale", "Mira Hale"),
            ],
        };
        assert_eq!(
            told(&difference),
            "statements 4 → 5, times replaced: 1, speaker of s2 Hale → Mira Hale, title Rain → Snow, \
             name of a1 Hale → Mira Hale, rule of s2 engine → quoted"
        );
    }

    #[test]
    fn lists_are_told_by_names() {
        let actors = json!([{"text": "He", "entity": "Otto Kell"}, {"text": "the crew"}]);
        assert_eq!(shown(&actors), "Otto Kell; the crew");
        assert_eq!(shown(&json!([])), "none");
    }

    #[test]
    fn long_lists_are_cut() {
        let changed = (0..9).map(|_| change(Some("s1"), "act", "says", "denies")).collect();
        let told = told(&Difference { changed, ..Difference::default() });
        assert!(told.ends_with("act of s1 says → denies and 3 more"), "{told}");
        assert_eq!(shown(&Value::from("x".repeat(99))).chars().count(), MOST_CHARS + 1);
    }
}
