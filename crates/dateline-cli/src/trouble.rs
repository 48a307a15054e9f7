//! What could not be read, told at the end.

use std::io::{self, Write};

use dateline::text::Sighting;

use crate::screen;

/// More of them are counted, but not listed.
const MOST_LISTED: usize = 10;

/// Files and records that could not be read: how many, the first of them, and why.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    n_met: usize,
    listed: Vec<String>,
}

impl Troubles {
    /// Adds one that was met at a place.
    pub(crate) fn add(&mut self, sighting: &Sighting, why: Option<&str>) {
        self.n_met += 1;
        if self.listed.len() < MOST_LISTED {
            let path = sighting.path.as_deref().unwrap_or("-");
            let member = sighting.member.as_deref().map(|member| format!(" {member}"));
            let why = why.unwrap_or("no reason known");
            let trouble = format!("{path}{}: {why}", member.unwrap_or_default());
            self.listed.push(screen::line(&trouble));
        }
    }

    /// Writes them out; nothing where there were none. `more` says where all of them are found.
    pub(crate) fn write(&self, out: &mut impl Write, more: &str) -> io::Result<()> {
        if self.n_met == 0 {
            return Ok(());
        }
        writeln!(out, "{} could not be read:", self.n_met)?;
        for trouble in &self.listed {
            writeln!(out, "  {trouble}")?;
        }
        if self.n_met > self.listed.len() {
            writeln!(out, "  … {more}")?;
        }
        Ok(())
    }
}
