//! JSON lines.

use dateline_text::{Item, Media, Sighting};

use super::document;
use super::stream::{self, Part, Stream};
use crate::{Config, Found};

/// Yields the lines of a stream, each an item.
pub(crate) struct Lines {
    stream: Stream,
    sighting: Sighting,
    config: Config,
    has_returns: bool,
    n_read: usize,
    is_done: bool,
}

impl Lines {
    pub(crate) fn new(stream: Stream, sighting: Sighting, config: Config) -> Self {
        let has_returns = stream.ends_lines_with_returns();
        Self { stream, sighting, config, has_returns, n_read: 0, is_done: false }
    }

    fn read_line(&mut self) -> std::io::Result<Part> {
        let has_returns = self.has_returns;
        let ends = |byte| byte == b'\n' || has_returns && byte == b'\r';
        let part = self.stream.read_record(self.config.limits.item_bytes, ends)?;
        if matches!(part, Part::Over { has_ended: false, .. }) {
            self.stream.skip_record(ends)?;
        }
        Ok(part)
    }

    fn sighting_here(&self) -> Sighting {
        Sighting { member: Some(format!("line {}", self.n_read)), ..self.sighting.clone() }
    }
}

impl Iterator for Lines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            self.n_read += 1;
            let note = match self.read_line() {
                Ok(Part::Record(line)) if is_blank(&line) => continue,
                Ok(Part::Record(line)) => {
                    let item = Item::new(line.trim_ascii().to_vec(), Media::Json);
                    return Some(document::object(item, self.sighting_here(), &self.config.fields));
                }
                Ok(Part::Over { .. }) => stream::over_limit(self.config.limits.item_bytes),
                Ok(Part::End) => break,
                Err(error) => {
                    self.is_done = true;
                    stream::note_of(&error)
                }
            };
            return Some(Found { sighting: self.sighting_here(), item: None, notes: vec![note] });
        }
        None
    }
}

/// Tells a line without anything, or with a byte order mark alone.
fn is_blank(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).is_empty()
}
