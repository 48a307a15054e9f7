//! `dateline man`: the manual page of the program or of a command.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::data::Data;
use crate::{Arguments, Outcome};

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The command; without one, the page of the program
    command: Option<String>,
}

impl Man {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let mut program = Arguments::command();
        program.build();
        let command = match &self.command {
            None => &program,
            Some(name) => match program.find_subcommand(name) {
                Some(command) => command,
                None => anyhow::bail!("there is no command `{name}`; `dateline help` lists them"),
            },
        };
        let name = self.command.map_or("dateline".to_owned(), |name| format!("dateline-{name}"));
        let mut out = Data::new();
        Page::new(command.clone()).title(name).render(&mut out)?;
        out.flush()?;
        Ok(Outcome::Found)
    }
}
