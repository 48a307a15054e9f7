//! A block of text for a person: folded, wrapped, its marked words in their styles.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::screen::{Screen, push_visible};

/// Columns of a line.
const WIDTH: usize = 100;

/// Words in one style.
type Run = (Style, String);

/// Writes pieces of text as one paragraph; a word that is longer than a line is cut.
pub(crate) fn write<'t, W: Write>(
    out: &mut Screen<W>,
    pieces: impl IntoIterator<Item = (Style, &'t str)>,
) -> io::Result<()> {
    let mut paragraph = Paragraph { out, line: Line::default(), word: Line::default() };
    for (style, words) in pieces {
        for c in words.chars() {
            paragraph.push(style, c)?;
        }
    }
    paragraph.end_word()?;
    paragraph.end_line()
}

/// What is laid out: the line so far, and the word that may still fit into it.
struct Paragraph<'s, W> {
    out: &'s mut Screen<W>,
    line: Line,
    word: Line,
}

/// Runs and the columns that they take.
#[derive(Default)]
struct Line {
    runs: Vec<Run>,
    width: usize,
}

impl Line {
    fn push(&mut self, style: Style, c: char) {
        if self.runs.last().is_none_or(|(last, _)| *last != style) {
            self.runs.push((style, String::new()));
        }
        if let Some((_, run)) = self.runs.last_mut() {
            let from = run.len();
            push_visible(run, c);
            self.width += run[from..].width();
        }
    }

    fn append(&mut self, word: Line) {
        self.width += word.width;
        for (style, words) in word.runs {
            match self.runs.last_mut() {
                Some((last, run)) if *last == style => run.push_str(&words),
                _ => self.runs.push((style, words)),
            }
        }
    }
}

impl<W: Write> Paragraph<'_, W> {
    fn push(&mut self, style: Style, c: char) -> io::Result<()> {
        if c.is_whitespace() {
            return self.end_word();
        }
        self.word.push(style, c);
        if self.word.width >= WIDTH { self.end_word() } else { Ok(()) }
    }

    fn end_word(&mut self) -> io::Result<()> {
        if self.word.runs.is_empty() {
            return Ok(());
        }
        if self.line.width > 0 && self.line.width + 1 + self.word.width > WIDTH {
            self.end_line()?;
        }
        let word = std::mem::take(&mut self.word);
        if let (Some((before, _)), Some((after, _))) = (self.line.runs.last(), word.runs.first()) {
            let style = if before == after { *after } else { Style::new() };
            self.line.push(style, ' ');
        }
        self.line.append(word);
        Ok(())
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        for (style, words) in &line.runs {
            self.out.styled(*style, words)?;
        }
        writeln!(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pieces: &[(Style, &str)], expected: &str) {
        let mut screen = Screen::of(Vec::new(), true);
        write(&mut screen, pieces.iter().copied()).unwrap();
        assert_eq!(String::from_utf8(screen.into_inner()).unwrap(), expected);
    }

    #[test]
    fn words_are_folded_and_lines_filled() {
        check(&[(Style::new(), " Rain\r\n fell. ")], "Rain fell.\n");
        let word = "é".repeat(60);
        check(&[(Style::new(), &format!("{word} {word}"))], &format!("{word}\n{word}\n"));
    }

    #[test]
    fn marks_hold_their_words_alone() {
        let bold = Style::new().bold();
        let pieces = [(Style::new(), "The "), (bold, "mayor \x1b[8m"), (Style::new(), " said.")];
        check(&pieces, "The \x1b[1mmayor ␛[8m\x1b[0m said.\n");
    }

    #[test]
    fn a_long_word_is_cut() {
        let expected = format!("{}\n{}\n", "x".repeat(WIDTH), "x".repeat(50));
        check(&[(Style::new(), &"x".repeat(WIDTH + 50))], &expected);
    }
}
