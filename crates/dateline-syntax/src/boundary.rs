//! Where sentences end among the tokens of a block.
//!
//! A sentence ends after a full stop, question or exclamation mark (with the quotes and brackets
//! that close right after it), unless what follows says otherwise; at an empty line; and before a
//! bullet that opens a line.

use crate::Token;
use crate::lexicon::{Abbreviation, WORDS, holds};

/// Returns the positions, counted from the block's first token, before which a new sentence starts.
pub(crate) fn sentence_ends(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut reader =
        Reader { text, tokens, cased: has_both_cases(text, tokens), quote_open: false };
    let mut ends = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        reader.note_quote(at);
        let next = reader.end_after(start, at);
        let end = next.unwrap_or(at + 1);
        for closer in at + 1..end {
            reader.note_quote(closer);
        }
        if next.is_some() || reader.line_breaks(at) {
            ends.push(end);
            start = end;
        }
        at = end;
    }
    ends
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    cased: bool,
    quote_open: bool,
}

impl<'t> Reader<'t> {
    fn form(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn gap_before(&self, at: usize) -> &'t str {
        match (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at)) {
            (Some(before), Some(token)) => {
                self.text.get(before.span.end as usize..token.span.start as usize).unwrap_or("")
            }
            _ => " ",
        }
    }

    // A straight double quote opens and closes by turns; spaces tell where they can.
    fn note_quote(&mut self, at: usize) {
        if self.form(at) == "\"" {
            let before = !self.gap_before(at).is_empty();
            let after = !self.gap_before(at + 1).is_empty();
            self.quote_open = if before == after { !self.quote_open } else { before };
        }
    }

    // An empty line, or a line that a bullet opens.
    fn line_breaks(&self, at: usize) -> bool {
        let gap = self.gap_before(at + 1);
        let n_lines = gap.bytes().filter(|b| *b == b'\n').count();
        let bullet = matches!(self.form(at + 1), "•" | "▪" | "●" | "◦" | "‣" | "·" | "*" | "■");
        n_lines > 1 || (n_lines == 1 && bullet)
    }

    // Returns where the next sentence starts, if one ends with the token `at`.
    fn end_after(&self, start: usize, at: usize) -> Option<usize> {
        let form = self.form(at);
        let mark = Mark::of(form)?;
        let end = self.after_closers(at + 1);
        if end == self.tokens.len() {
            return None;
        }
        let closed = end > at + 1;
        let ends = match mark {
            Mark::Stop => self.stop_ends(start, at, end, closed),
            Mark::Dots => self.opens_sentence(end) && !self.gap_before(end).is_empty(),
            Mark::Strong => self.opens_sentence(end) && !(closed && self.reports(end)),
            Mark::Abbreviation => self.abbreviation_ends(at, end, closed),
        };
        ends.then_some(end)
    }

    // Quotes and brackets that close without a gap belong to the sentence that they end.
    fn after_closers(&self, from: usize) -> usize {
        let mut at = from;
        let mut quote_open = self.quote_open;
        while self.gap_before(at).is_empty() && at < self.tokens.len() {
            match self.form(at) {
                "”" | "’" | "'" | "''" | "’’" | ")" | "]" | "»" => {}
                "\"" if quote_open || !self.gap_before(at + 1).is_empty() => quote_open = false,
                "[" if self.is_note(at) => at += 2,
                _ => break,
            }
            at += 1;
        }
        at
    }

    // The number of a footnote: "left.[2] He".
    fn is_note(&self, at: usize) -> bool {
        let glued = |at: usize| self.gap_before(at).is_empty();
        let number = self.form(at + 1).chars().all(|c| c.is_ascii_digit());
        number && glued(at + 1) && glued(at + 2) && self.form(at + 2) == "]"
    }

    fn stop_ends(&self, start: usize, at: usize, next: usize, closed: bool) -> bool {
        if at - start == 1 && is_list_number(self.form(start)) {
            return false;
        }
        let gap = !self.gap_before(next).is_empty();
        let first = self.first_char(next);
        if first.is_some_and(char::is_lowercase) {
            // In careless text a sentence may start small; a quotation goes on with its cue.
            return gap && !closed && self.form(at.saturating_sub(1)).chars().count() > 3;
        }
        if first.is_some_and(char::is_numeric) {
            return gap || self.form(at.saturating_sub(1)).chars().all(char::is_alphabetic);
        }
        self.opens_sentence(next) && !(closed && self.reports(next))
    }

    fn abbreviation_ends(&self, at: usize, next: usize, closed: bool) -> bool {
        let form = self.form(at);
        let kind = WORDS.abbreviation(form.trim_end_matches('.'));
        match kind {
            Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Inside) => {
                return false;
            }
            _ if closed => return self.opens_sentence(next) && !self.reports(next),
            _ => {}
        }
        let opens_quote = matches!(self.form(next), "“" | "\"" | "‘");
        let word = if opens_quote { next + 1 } else { next };
        // Where all letters are capitals, "IN" or "AND" opens no sentence more than another word.
        let form = self.form(word);
        let sure = self.cased || SURE_STARTERS.iter().any(|sure| form.eq_ignore_ascii_case(sure));
        sure && self.is_capital(word) && holds(&WORDS.starters, form)
    }

    fn first_char(&self, at: usize) -> Option<char> {
        self.form(at).chars().next()
    }

    fn is_capital(&self, at: usize) -> bool {
        self.first_char(at).is_some_and(|c| c.is_uppercase() || (!self.cased && c.is_alphabetic()))
    }

    // A capital, a number or a sign that opens, also behind quotes and brackets.
    fn opens_sentence(&self, at: usize) -> bool {
        let opener =
            |at: &usize| matches!(self.form(*at), "“" | "\"" | "‘" | "'" | "(" | "[" | "``" | "«");
        let word = (at..at + 3).find(|at| !opener(at)).unwrap_or(at);
        match self.first_char(word) {
            Some(c) if c.is_alphabetic() => !c.is_lowercase() || !self.cased,
            Some(c) if c.is_numeric() => true,
            None | Some(',' | ';' | ':' | ')' | ']' | '.' | '?' | '!') => false,
            Some('-' | '–' | '—' | '…') => !self.gap_before(word).is_empty(),
            Some(_) => true,
        }
    }

    // "“Who goes there?” Orn asked": a short subject and a verb of saying.
    fn reports(&self, at: usize) -> bool {
        let verb = (at..at + 4).find(|at| holds(&WORDS.reporting, self.form(*at)));
        verb.is_some_and(|verb| {
            (at..verb).all(|at| self.first_char(at).is_some_and(char::is_alphabetic))
        })
    }
}

const SURE_STARTERS: [&str; 8] = ["the", "he", "she", "it", "they", "but", "however", "meanwhile"];

enum Mark {
    Stop,
    Dots,
    Strong,
    Abbreviation,
}

impl Mark {
    fn of(form: &str) -> Option<Self> {
        match form.chars().next_back()? {
            '.' if form == "." => Some(Mark::Stop),
            '.' if form.starts_with('.') => Some(Mark::Dots),
            '.' => Some(Mark::Abbreviation),
            '…' => Some(Mark::Dots),
            ']' if form.len() > 1 => Some(Mark::Dots),
            '?' | '!' | '。' | '！' | '？' | '؟' | '۔' | '।' => Some(Mark::Strong),
            _ => None,
        }
    }
}

fn is_list_number(form: &str) -> bool {
    form.len() <= 3 && form.chars().all(|c| c.is_ascii_digit())
        || form.len() == 1 && form.chars().all(|c| c.is_ascii_alphabetic())
}

fn has_both_cases(text: &str, tokens: &[Token]) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    let words = first.span.cover(last.span).of(text);
    words.contains(char::is_uppercase) && words.contains(char::is_lowercase)
}
