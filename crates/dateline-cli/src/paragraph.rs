//! Text for a person: folded, broken into lines at words, its marked words in their styles.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::screen::{Screen, push_visible};

/// Words in one style.
type Run = (Style, String);

/// Writes pieces of text as one paragraph of lines that are at most `width` columns wide.
pub(crate) fn write<'t, W: Write>(
    out: &mut Screen<W>,
    width: usize,
    pieces: impl IntoIterator<Item = (Style, &'t str)>,
) -> io::Result<()> {
    for line in lines(width, pieces) {
        for (style, words) in &line.runs {
            out.styled(*style, words)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Breaks pieces of text into lines, at words; a word that is longer than a line is cut.
pub(crate) fn lines<'t>(
    width: usize,
    pieces: impl IntoIterator<Item = (Style, &'t str)>,
) -> Vec<Line> {
    let mut paragraph = Paragraph { width, lines: Vec::new(), word: Line::default() };
    for (style, words) in pieces {
        words.chars().for_each(|c| paragraph.push(style, c));
    }
    paragraph.end_word();
    paragraph.lines
}

/// What is laid out: the lines so far, and the word that may still fit into the last one.
struct Paragraph {
    width: usize,
    lines: Vec<Line>,
    word: Line,
}

/// Runs and the columns that they take.
#[derive(Debug, Default)]
pub(crate) struct Line {
    runs: Vec<Run>,
    pub(crate) width: usize,
}

impl Line {
    /// Returns the line's words without their styles.
    pub(crate) fn words(&self) -> String {
        self.runs.iter().map(|(_, words)| words.as_str()).collect()
    }

    fn push(&mut self, style: Style, words: &str) {
        match self.runs.last_mut() {
            Some((last, run)) if *last == style => run.push_str(words),
            _ => self.runs.push((style, words.to_owned())),
        }
        self.width += words.width();
    }

    fn append(&mut self, word: &Line) {
        if let (Some((before, _)), Some((after, _))) = (self.runs.last(), word.runs.first()) {
            let style = if before == after { *after } else { Style::new() };
            self.push(style, " ");
        }
        word.runs.iter().for_each(|(style, words)| self.push(*style, words));
    }
}

impl Paragraph {
    fn push(&mut self, style: Style, c: char) {
        if c.is_whitespace() {
            return self.end_word();
        }
        let mut shown = String::new();
        push_visible(&mut shown, c);
        if self.word.width + shown.width() > self.width {
            self.end_word();
        }
        self.word.push(style, &shown);
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if word.runs.is_empty() {
            return;
        }
        match self.lines.last_mut() {
            Some(line) if line.width + 1 + word.width <= self.width => line.append(&word),
            _ => self.lines.push(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 100;

    #[track_caller]
    fn check(pieces: &[(Style, &str)], expected: &str) {
        let mut screen = Screen::of(Vec::new(), true);
        write(&mut screen, WIDTH, pieces.iter().copied()).unwrap();
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

    #[test]
    fn wide_letters_count_twice_and_combining_marks_not_at_all() {
        let broken = |width, words| {
            let lines = lines(width, [(Style::new(), words)]);
            lines.iter().map(|line| (line.words(), line.width)).collect::<Vec<_>>()
        };
        let line = |words: &str, width| (words.to_owned(), width);
        assert_eq!(broken(5, "東京東京"), [line("東京", 4), line("東京", 4)]);
        assert_eq!(broken(4, "e\u{301}e\u{301} o\u{308}"), [line("e\u{301}e\u{301} o\u{308}", 4)]);
    }
}
