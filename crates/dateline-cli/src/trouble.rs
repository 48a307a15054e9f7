//! What went wrong, in words: what could not be read, and what ended a command.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
            let why = without_number(why.unwrap_or("no reason known"));
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

/// Tells whether one of the paths that were named cannot be opened.
pub(crate) fn is_one_missing(paths: &[PathBuf]) -> bool {
    let is_missing = |path: &PathBuf| match fs::metadata(path) {
        Ok(met) => met.is_file() && File::open(path).is_err(),
        Err(_) => path != Path::new("-"),
    };
    paths.iter().any(is_missing)
}

/// Returns an error in words. Each error tells its cause itself; the numbers of the operating
/// system mean nothing to a person.
pub(crate) fn words_of(error: &anyhow::Error) -> String {
    without_number(&error.to_string())
}

/// Takes the numbers out that the standard library appends: `(os error 2)`.
fn without_number(words: &str) -> String {
    let mut parts = words.split(" (os error ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit());
        plain.push_str(rest.strip_prefix(')').unwrap_or(rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_system_are_left_out() {
        let plain = "cannot write a.csv: No such file or directory";
        assert_eq!(without_number(&format!("{plain} (os error 2)")), plain);
        assert_eq!(without_number("a (os error 2): b"), "a: b");
        assert_eq!(without_number(plain), plain);
    }
}
