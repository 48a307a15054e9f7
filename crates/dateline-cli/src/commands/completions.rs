//! `dateline completions`: what a shell completes a command line by.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::data::Data;
use crate::{Arguments, Outcome};

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "dateline", &mut script);
        let mut out = Data::new();
        out.write_all(&script)?;
        out.flush()?;
        Ok(Outcome::Found)
    }
}
