//! What programs read: JSON, CSV and CoNLL-U on standard output, byte for byte.
//!
//! On a terminal a person reads them, so that what would act on it is shown: as `\u202e` in JSON,
//! which is the same value, as on a [`screen`] in the others.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::screen;

/// Standard output, for programs.
pub(crate) struct Data {
    out: BufWriter<Box<dyn Write>>,
    is_for_people: bool,
}

impl Data {
    #[expect(clippy::disallowed_methods, reason = "data is no words for people")]
    pub(crate) fn new() -> Self {
        let is_for_people = screen::is_terminal();
        let out: Box<dyn Write> =
            if is_for_people { Box::new(screen::out()) } else { Box::new(io::stdout().lock()) };
        Self { out: BufWriter::new(out), is_for_people }
    }

    /// Writes a value as one line of JSON, and passes it on.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        if self.is_for_people {
            value.serialize(&mut Serializer::with_formatter(&mut self.out, Escaping))?;
        } else {
            value.serialize(&mut Serializer::with_formatter(&mut self.out, CompactFormatter))?;
        }
        self.out.write_all(b"\n")?;
        Ok(self.out.flush()?)
    }
}

impl Write for Data {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Escapes what `serde_json` leaves as it is, since it would act on a terminal.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, c, after)) = split_at_hidden(rest) {
            out.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }
}

fn split_at_hidden(words: &str) -> Option<(&str, char, &str)> {
    let is_escaped = |c| c == '\x7f' || screen::is_hidden(c);
    let (at, c) = words.char_indices().find(|&(_, c)| is_escaped(c))?;
    Some((&words[..at], c, &words[at + c.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_for_a_terminal_is_the_same_value() {
        let words = "\x1b]0;x\x07 a\x7fb \u{9b}2J \u{202e}é\u{e0041}";
        let mut out = Vec::new();
        words.serialize(&mut Serializer::with_formatter(&mut out, Escaping)).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, r#""\u001b]0;x\u0007 a\u007fb \u009b2J \u202eé\udb40\udc41""#,);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }
}
