//! The `dateline` program.

mod column;
mod commands;
mod data;
mod days;
mod filter;
mod hint;
mod interrupt;
mod marks;
mod output;
mod paragraph;
mod progress;
mod screen;
mod table;
mod trouble;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;

/// Reads news dispatches and keeps a ledger of who said what happened.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true, max_term_width = 100)]
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
    let outcome = arguments.command.run();
    let code = match outcome {
        Ok(outcome) => outcome.exit_code(),
        Err(error) if is_broken_pipe(&error) => Outcome::Found.exit_code(),
        Err(error) => {
            screen::tell(format_args!("dateline: {}", trouble::words_of(&error)));
            if is_not_found(&error) { Outcome::Nothing } else { Outcome::Failed }.exit_code()
        }
    };
    ExitCode::from(interrupt::exit_code().unwrap_or(code))
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
    /// Something that was asked for could not be done, and it was told why.
    Failed,
}

impl Outcome {
    fn exit_code(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::Nothing => 1,
            Self::Failed => 2,
        }
    }
}

impl From<bool> for Outcome {
    fn from(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// An id that nothing has is an answer: nothing was found.
fn is_not_found(error: &anyhow::Error) -> bool {
    let of_ledger = error.downcast_ref::<dateline::ledger::Error>();
    let of_library = error.downcast_ref::<dateline::Error>().map(dateline::Error::kind);
    matches!(of_ledger, Some(dateline::ledger::Error::NotFound(_)))
        || of_library == Some(dateline::ErrorKind::NotFound)
}

/// A reader that stops early (`| head`) is no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        });
        io.or(json).or(csv) == Some(ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_examples_of_each_command_are_commands() {
        let mut n_examples = 0;
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  ")).collect();
            assert!(!examples.is_empty(), "{} has no example", command.get_name());
            for example in examples {
                let line = example.split(" | ").next().unwrap().split(" > ").next().unwrap();
                let parts = words_of_line(line);
                assert_eq!(parts[..2], ["dateline", command.get_name()], "{example}");
                Arguments::try_parse_from(&parts)
                    .unwrap_or_else(|error| panic!("{example}: {error}"));
                n_examples += 1;
            }
        }
        assert!(n_examples > 20);
    }

    /// Takes a command line apart as a shell does, quotation marks alone.
    fn words_of_line(line: &str) -> Vec<String> {
        let (mut words, mut is_quoted) = (vec![String::new()], false);
        for c in line.trim().chars() {
            match c {
                '"' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                _ => words.last_mut().unwrap().push(c),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }
}
