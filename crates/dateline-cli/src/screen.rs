//! What people see: standard output and standard error, with foreign words made harmless.
//!
//! Words of dispatches, names of files and answers of the database may hold sequences that clear a
//! terminal, name its window, write to its clipboard or turn the order of letters. None reaches it:
//! what is written to a [`Screen`] is made visible, and only [`Screen::styled`] sets a style.
//! Nothing else in the program opens the two streams but [`crate::data`]; `clippy.toml` sees to it.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal, StderrLock, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

/// Most characters of foreign words on one line; what is longer ends in `…`.
pub(crate) const MOST_ON_A_LINE: usize = 1_000;

/// Columns of a line where nobody tells how wide the terminal is.
const USUAL_WIDTH: usize = 100;
/// Narrower terminals break the lines themselves.
const LEAST_WIDTH: usize = 40;

/// Standard output, for people.
#[expect(clippy::disallowed_methods, reason = "all that people see goes through here")]
pub(crate) fn out() -> Screen<StdoutLock<'static>> {
    let out = io::stdout().lock();
    let has_styles = AutoStream::choice(&out) != ColorChoice::Never;
    Screen { out, has_styles, begun: Vec::new() }
}

/// Standard error, for people.
#[expect(clippy::disallowed_methods, reason = "all that people see goes through here")]
pub(crate) fn err() -> Screen<StderrLock<'static>> {
    Screen { out: io::stderr().lock(), has_styles: false, begun: Vec::new() }
}

/// Tells whether a person reads what the program writes.
pub(crate) fn is_terminal() -> bool {
    #[expect(clippy::disallowed_methods, reason = "asks, and writes nothing")]
    io::stdout().is_terminal()
}

/// Returns how many columns standard output has: as `COLUMNS` says, else as the terminal does.
pub(crate) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    #[expect(clippy::disallowed_methods, reason = "asks, and writes nothing")]
    let measured =
        || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into());
    match told.or_else(measured) {
        Some(0) | None => USUAL_WIDTH,
        Some(width) => width.max(LEAST_WIDTH),
    }
}

/// Tells a person something in one line, beside the output.
pub(crate) fn tell(message: impl Display) {
    let message = message.to_string().replace('\n', "\u{240a}");
    // Where standard error is closed, there is nobody to tell.
    let _ = writeln!(err(), "{message}");
}

/// Asks a person something; `None` where standard input is no terminal, so that nobody is there.
pub(crate) fn ask(question: impl Display) -> io::Result<Option<String>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let mut err = err();
    write!(err, "{question} ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(Some(answer.trim().to_owned()))
}

/// Shows what is wrong with a command line, or the help that it asks for.
pub(crate) fn explain(error: &clap::Error) -> io::Result<()> {
    let text = error.render().to_string();
    if error.use_stderr() { write!(err(), "{text}") } else { write!(out(), "{text}") }
}

/// A stream to a person: what would act on a terminal becomes visible on its way.
#[derive(Debug)]
pub(crate) struct Screen<W> {
    out: W,
    has_styles: bool,
    // A character whose last bytes are still to come.
    begun: Vec<u8>,
}

impl<W: Write> Screen<W> {
    #[cfg(test)]
    pub(crate) fn of(out: W, has_styles: bool) -> Self {
        Self { out, has_styles, begun: Vec::new() }
    }

    #[cfg(test)]
    pub(crate) fn into_inner(self) -> W {
        self.out
    }

    /// Writes words in a style, where the stream shows styles.
    pub(crate) fn styled(&mut self, style: Style, words: &str) -> io::Result<()> {
        if !self.has_styles || style.is_plain() {
            return self.write_all(words.as_bytes());
        }
        write!(self.out, "{style}")?;
        self.write_all(words.as_bytes())?;
        write!(self.out, "{style:#}")
    }

    /// Writes a line in bold letters.
    pub(crate) fn heading(&mut self, words: &str) -> io::Result<()> {
        self.styled(Style::new().bold(), words)?;
        writeln!(self)
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut whole = std::mem::take(&mut self.begun);
        whole.extend_from_slice(bytes);
        if let Err(error) = std::str::from_utf8(&whole)
            && error.error_len().is_none()
        {
            self.begun = whole.split_off(error.valid_up_to());
        }
        for chunk in whole.utf8_chunks() {
            self.out.write_all(visible(chunk.valid()).as_bytes())?;
            for byte in chunk.invalid() {
                write!(self.out, "‹x{byte:02X}›")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns words with every character shown that would act on a terminal or hide in it; line ends
/// and tabs stay.
///
/// # Notes
/// C0 controls become their pictures (`␛`), all others `‹U+202E›`. Letters of every script stay as
/// they are, and so do the joiners that emoji and Persian are written with.
pub(crate) fn visible(words: &str) -> Cow<'_, str> {
    let is_shown_otherwise =
        |c: char| !matches!(c, '\n' | '\t') && (c.is_control() || is_hidden(c));
    if !words.contains(is_shown_otherwise) {
        return Cow::Borrowed(words);
    }
    let mut shown = String::with_capacity(words.len() + 16);
    words.chars().for_each(|c| push_visible(&mut shown, c));
    Cow::Owned(shown)
}

/// Appends a character as [`visible`] shows it.
pub(crate) fn push_visible(shown: &mut String, c: char) {
    match c {
        '\n' | '\t' => shown.push(c),
        '\0'..='\x1f' => shown.extend(char::from_u32(0x2400 + u32::from(c))),
        '\x7f' => shown.push('\u{2421}'),
        _ if is_hidden(c) => {
            let _ = write!(shown, "‹U+{:04X}›", u32::from(c)); // a string takes all
        }
        _ => shown.push(c),
    }
}

/// Tells whether a character beyond ASCII acts on a terminal, turns the direction of writing or
/// cannot be seen.
///
/// # Source
/// Unicode 17, 23.1 (C1 controls), UAX 9 (directional formatting), 23.8 and 23.9 (annotations,
/// tags); UTR 36 (what they hide).
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Returns foreign words for one line: visible, white space folded, cut where they are very long.
pub(crate) fn line(words: &str) -> String {
    let (mut line, mut n_left) = (String::new(), MOST_ON_A_LINE);
    for (at, word) in words.split_whitespace().enumerate() {
        let space = if at > 0 { " " } else { "" };
        for c in space.chars().chain(word.chars()) {
            if n_left == 0 {
                line.push('…');
                return line;
            }
            push_visible(&mut line, c);
            n_left -= 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    fn written(has_styles: bool, write: impl FnOnce(&mut Screen<Vec<u8>>)) -> String {
        let mut screen = Screen::of(Vec::new(), has_styles);
        write(&mut screen);
        String::from_utf8(screen.into_inner()).unwrap()
    }

    #[track_caller]
    fn check(words: &str, expected: &str) {
        assert_eq!(visible(words), expected);
        assert_eq!(written(true, |screen| write!(screen, "{words}").unwrap()), expected);
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown() {
        check("\x1b]0;x\x07 quake", "␛]0;x␇ quake");
        check("\x1b[31mred\x1b[0m\r\x08", "␛[31mred␛[0m␍␈");
        check("a\u{9b}2Jb\x7f", "a‹U+009B›2Jb␡");
        check("\u{202e}elif\u{2066}\u{61c}", "‹U+202E›elif‹U+2066›‹U+061C›");
        check("\u{2028}\u{e0041}", "‹U+2028›‹U+E0041›");
    }

    #[test]
    fn scripts_stay_as_they_are() {
        check("tab\tand\nline", "tab\tand\nline");
        check(
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd} — 東京 👩\u{200d}🚒 \u{645}\u{6cc}\u{200c}\u{62e}",
            {
                "\u{5e9}\u{5dc}\u{5d5}\u{5dd} — 東京 👩\u{200d}🚒 \u{645}\u{6cc}\u{200c}\u{62e}"
            },
        );
    }

    #[test]
    fn styles_are_the_programs_alone() {
        let style = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        let styled = |is_on| written(is_on, |screen| screen.styled(style, "a\x1b[8m").unwrap());
        assert_eq!(styled(true), "\x1b[36ma␛[8m\x1b[0m");
        assert_eq!(styled(false), "a␛[8m");
    }

    #[test]
    fn characters_may_come_in_parts() {
        let parts = written(false, |screen| {
            for byte in "é…\u{202e}".bytes() {
                screen.write_all(&[byte]).unwrap();
            }
            screen.write_all(b"\xff.").unwrap();
        });
        assert_eq!(parts, "é…‹U+202E›‹xFF›.");
    }

    #[test]
    fn a_line_is_folded_and_cut() {
        assert_eq!(line(" Rain\n\tfell\x1b "), "Rain fell␛");
        let long = line(&"é".repeat(1_000_000));
        assert_eq!(long.chars().count(), MOST_ON_A_LINE + 1);
        assert!(long.ends_with('…'));
        assert_eq!(line(&"é".repeat(MOST_ON_A_LINE)), "é".repeat(MOST_ON_A_LINE));
    }
}
