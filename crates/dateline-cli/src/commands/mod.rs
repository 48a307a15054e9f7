//! One file for each command.

mod bench;
mod completions;
mod correct;
mod dispatch;
mod dispatches;
mod events;
mod export;
mod figures;
mod forget;
mod ingest;
mod man;
mod outlets;
mod places;
mod query;
mod read;
mod reread;
mod score;
mod search;
mod speakers;
mod statements;
pub(crate) mod stories;
mod story;
mod verify;

use clap::Subcommand;

use crate::Outcome;

/// What the program is asked to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read dispatches and show or print what is said, without a ledger
    #[command(
        after_help = "Examples:\n  dateline read article.html\n  dateline read feed.xml.gz --format json | head -1\n  dateline read - --language en"
    )]
    Read(read::Read),
    /// Read dispatches into a ledger
    #[command(
        after_help = "Examples:\n  dateline ingest samples\n  dateline ingest news/ --ledger news.db --outlet \"Harbour Post\"\n  dateline ingest crawl.jsonl --field text=body --field outlet=paper"
    )]
    Ingest(ingest::Ingest),
    /// Read what is in the ledger again, and tell what changes
    #[command(
        after_help = "Examples:\n  dateline reread --dry-run\n  dateline reread --engine swift\n  dateline reread 3fa9c1d2 --language en"
    )]
    Reread(reread::Reread),
    /// Show one dispatch of the ledger
    #[command(
        after_help = "Examples:\n  dateline dispatch 3fa9c1d2\n  dateline dispatch 3fa9c1d2 --format json"
    )]
    Dispatch(dispatch::Dispatch),
    /// List dispatches
    #[command(
        after_help = "Examples:\n  dateline dispatches --outlet \"harbour post\" --since 2026-02\n  dateline dispatches --place Peru --format csv"
    )]
    Dispatches(dispatches::Dispatches),
    /// List who said what
    #[command(
        after_help = "Examples:\n  dateline statements --act denies\n  dateline statements --source-kind unnamed --min-confidence 0.7\n  dateline statements --by Hale --since 2026-02-01 --format csv > hale.csv"
    )]
    Statements(statements::Statements),
    /// List what was done
    #[command(
        after_help = "Examples:\n  dateline events --type CONSULT --place Nairobi\n  dateline events --by \"relief board\" --until 2026-01-31"
    )]
    Events(events::Events),
    /// List counts and amounts
    #[command(
        after_help = "Examples:\n  dateline figures --measure killed\n  dateline figures --measure displaced --by Hale --fold --format json"
    )]
    Figures(figures::Figures),
    /// List who says something, and how often
    #[command(after_help = "Examples:\n  dateline speakers\n  dateline speakers --story 3fa9c1d2")]
    Speakers(speakers::Speakers),
    /// List outlets, and how much each published
    #[command(after_help = "Examples:\n  dateline outlets\n  dateline outlets --about earthquake")]
    Outlets(outlets::Outlets),
    /// List places, and what happened there
    #[command(
        after_help = "Examples:\n  dateline places\n  dateline places --since 2026-02 --format csv"
    )]
    Places(places::Places),
    /// List stories: dispatches on the same happening
    #[command(
        after_help = "Examples:\n  dateline stories\n  dateline stories --place Romania --since 2026-02-01"
    )]
    Stories(stories::Stories),
    /// Show one story: its dispatches, copies, and figures side by side
    #[command(
        after_help = "Examples:\n  dateline story 3fa9c1d2\n  dateline story flood dam\n  dateline story 3fa9c1d2 --format csv"
    )]
    Story(story::Story),
    /// Find dispatches by words
    #[command(
        after_help = "Examples:\n  dateline search earthquake\n  dateline search '\"relief board\" (tents OR blankets) NOT music' --since 2026-01-20"
    )]
    Search(search::Search),
    /// Ask the ledger in SQL, read-only
    #[command(
        after_help = "Examples:\n  dateline query \"SELECT outlet, count(*) AS n FROM dispatches GROUP BY outlet\"\n  dateline query \"SELECT * FROM notes\" --format csv"
    )]
    Query(query::Query),
    /// Prove everything in the ledger, down to the original bytes; or show the proof of one record
    #[command(
        after_help = "Examples:\n  dateline verify\n  dateline verify 3fa9c1d2/s1\n  dateline verify --quick --repair"
    )]
    Verify(verify::Verify),
    /// Say what is wrong in a reading, or list what was said
    #[command(
        after_help = "Examples:\n  dateline correct 3fa9c1d2/s1 act denies --reason \"it is a denial\" --author \"Mira Hale\"\n  dateline correct 3fa9c1d2"
    )]
    Correct(correct::Correct),
    /// Take dispatches out of the ledger for good
    #[command(
        after_help = "Examples:\n  dateline forget 3fa9c1d2 --reason \"the outlet asked for it\""
    )]
    Forget(forget::Forget),
    /// Write the ledger as JSON, CSV or Parquet
    #[command(
        after_help = "Examples:\n  dateline export --format csv out\n  dateline export --format parquet out --ledger news.db"
    )]
    Export(export::Export),
    /// Score the reader on gold data
    #[command(
        after_help = "Examples:\n  dateline score times corpora/timeml\n  dateline score names corpora/uner --split all --format csv"
    )]
    Score(score::Score),
    /// Measure speed, or make a ledger of a given size to time queries on
    #[command(
        after_help = "Examples:\n  dateline bench samples\n  dateline bench --ledger big.db --synthesise 10000"
    )]
    Bench(bench::Bench),
    /// Print what a shell completes command lines by
    #[command(
        after_help = "Examples:\n  dateline completions bash > dateline.bash\n  dateline completions fish | source"
    )]
    Completions(completions::Completions),
    /// Print the manual page of the program or of a command
    #[command(
        after_help = "Examples:\n  dateline man | man -l -\n  dateline man ingest | man -l -"
    )]
    Man(man::Man),
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
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}
