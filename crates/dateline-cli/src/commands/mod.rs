//! One file for each command.

mod bench;
mod correct;
mod dispatch;
mod dispatches;
mod events;
mod export;
mod figures;
mod forget;
mod ingest;
mod outlets;
mod places;
mod query;
mod read;
mod reread;
mod score;
mod search;
mod speakers;
mod statements;
mod stories;
mod story;
mod verify;

use clap::Subcommand;

use crate::Outcome;

/// What the program is asked to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read dispatches and show or print what is said, without a ledger
    Read(read::Read),
    /// Read dispatches into a ledger
    Ingest(ingest::Ingest),
    /// Read what is in the ledger again, and tell what changes
    Reread(reread::Reread),
    /// Show one dispatch of the ledger
    Dispatch(dispatch::Dispatch),
    /// List dispatches
    Dispatches(dispatches::Dispatches),
    /// List who said what
    Statements(statements::Statements),
    /// List what was done
    Events(events::Events),
    /// List counts and amounts
    Figures(figures::Figures),
    /// List who says something, and how often
    Speakers(speakers::Speakers),
    /// List outlets, and how much each published
    Outlets(outlets::Outlets),
    /// List places, and what happened there
    Places(places::Places),
    /// List stories: dispatches on the same happening
    Stories(stories::Stories),
    /// Show one story: its dispatches, copies, and figures side by side
    Story(story::Story),
    /// Find dispatches by words
    Search(search::Search),
    /// Ask the ledger in SQL, read-only
    Query(query::Query),
    /// Prove everything in the ledger, down to the original bytes; or show the proof of one record
    Verify(verify::Verify),
    /// Say what is wrong in a reading, or list what was said
    Correct(correct::Correct),
    /// Take dispatches out of the ledger for good
    Forget(forget::Forget),
    /// Write the ledger as JSON, CSV or Parquet
    Export(export::Export),
    /// Score the reader on gold data
    Score(score::Score),
    /// Measure speed, or make a ledger of a given size to time queries on
    Bench(bench::Bench),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Command::Read(command) => command.run(),
            Command::Ingest(command) => command.run(),
            Command::Reread(command) => command.run(),
            Command::Dispatch(command) => command.run(),
            Command::Dispatches(command) => command.run(),
            Command::Statements(command) => command.run(),
            Command::Events(command) => command.run(),
            Command::Figures(command) => command.run(),
            Command::Speakers(command) => command.run(),
            Command::Outlets(command) => command.run(),
            Command::Places(command) => command.run(),
            Command::Stories(command) => command.run(),
            Command::Story(command) => command.run(),
            Command::Search(command) => command.run(),
            Command::Query(command) => command.run(),
            Command::Verify(command) => command.run(),
            Command::Correct(command) => command.run(),
            Command::Forget(command) => command.run(),
            Command::Export(command) => command.run(),
            Command::Score(command) => command.run(),
            Command::Bench(command) => command.run(),
        }
    }
}
