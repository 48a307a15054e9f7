//! The `dateline` program.

mod commands;
mod data;
mod days;
mod filter;
mod marks;
mod output;
mod paragraph;
mod screen;
mod trouble;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;

/// Reads news dispatches and keeps a ledger of who said what happened.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    dateline::ledger::tell_waiting(|ledger| {
        let ledger = ledger.to_string_lossy();
        screen::tell(format_args!("waiting for another process that writes to {ledger}"));
    });
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    match arguments.command.run() {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            screen::tell(format_args!("dateline: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Shows why the command line is not run: what is wrong with it, or that it asks for help.
fn explain(error: &clap::Error) -> ExitCode {
    match screen::explain(error) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(2),
        _ if error.use_stderr() => ExitCode::from(2),
        _ => ExitCode::SUCCESS,
    }
}

/// What a command came to; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
}

impl From<bool> for Outcome {
    fn from(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// A reader that stops early (`| head`) is no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.map(std::io::Error::kind).or(json) == Some(ErrorKind::BrokenPipe)
    })
}
