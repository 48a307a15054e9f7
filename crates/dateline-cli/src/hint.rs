//! How a person goes on: commands that have something to show in this ledger.

use std::io::Write;
use std::path::Path;

use dateline::Ledger;
use dateline::ledger::Filter;

use crate::commands::stories;
use crate::output::{List, short_id};
use crate::screen;

/// Stories in the summary of an ingest.
const N_STORIES: usize = 6;
/// What is counted and what is done in saying something, the more telling first.
const MEASURES: &[&str] = &["killed", "injured", "missing", "displaced", "detained"];
const ACTS: &[&str] = &["denies", "accuses", "condemns", "warns", "confirms"];

/// Writes the largest stories, and how to go on from there.
pub(crate) fn write_first_answers(
    out: &mut impl Write,
    ledger: &Ledger,
    path: &Path,
) -> anyhow::Result<()> {
    let mut rows = ledger.stories(&Filter::default())?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.n_dispatches, row.last_day.clone())));
    rows.truncate(N_STORIES);
    let list = List::of(&rows, stories::SHOWN)?.in_ledger(ledger);
    let mut most_told = None;
    for row in &rows {
        let told = (ledger.comparisons(&row.id)?.len(), row.n_outlets);
        most_told = most_told.max(Some((told, short_id(ledger, &row.id)?)));
    }
    let Some((_, story)) = most_told else { return Ok(()) };
    writeln!(out, "{}\n", list.table()?)?;
    let mut commands = vec![format!("story {story}")];
    commands.extend(
        first(MEASURES, |filter| Ok(!ledger.figures(filter)?.is_empty()))?
            .map(|measure| format!("figures --measure {measure}")),
    );
    commands.extend(
        first(ACTS, |filter| Ok(!ledger.statements(filter)?.is_empty()))?
            .map(|act| format!("statements --act {act}")),
    );
    for (n, command) in commands.iter().enumerate() {
        let head = if n == 0 { "Next:" } else { "" };
        writeln!(out, "{head:5}  {}", command_line(command, path))?;
    }
    Ok(())
}

/// Returns the first word that something in the ledger is filed under.
fn first(
    words: &[&'static str],
    mut has: impl FnMut(&Filter) -> anyhow::Result<bool>,
) -> anyhow::Result<Option<&'static str>> {
    for word in words {
        let filter = Filter { act: Some((*word).to_owned()), limit: Some(1), ..Filter::default() };
        if has(&filter)? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// Writes a command as it is to be typed: with the program as it was started, and the ledger
/// unless it is the usual one.
pub(crate) fn command_line(command: &str, ledger: &Path) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "dateline".to_owned());
    let ledger = match ledger.to_string_lossy() {
        path if path == "dateline.db" => String::new(),
        path => format!(" --ledger {}", quoted(&path)),
    };
    screen::line(&format!("{} {command}{ledger}", quoted(&program)))
}

/// Quotes words for a shell where they hold what it would take apart.
fn quoted(words: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if !words.is_empty() && words.chars().all(is_plain) {
        words.to_owned()
    } else {
        format!("'{}'", words.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_is_kept_where_it_is_not_the_usual_one() {
        let line = |ledger| command_line("story 3fa9c1d2", Path::new(ledger));
        assert!(line("dateline.db").ends_with(" story 3fa9c1d2"));
        assert!(line("news/a.db").ends_with(" story 3fa9c1d2 --ledger news/a.db"));
        assert!(line("my news's.db").ends_with(r" --ledger 'my news'\''s.db'"));
    }
}
