//! Paragraphs of plain text.

use dateline_text::Span;

/// A longer line is a paragraph by itself, not part of a hard-wrapped one.
const MOST_WRAPPED_CHARS: usize = 110;
/// A wrapped line is at least this share of the widest one, unless it ends its paragraph.
const FULL_LINE_SHARE: f64 = 0.7;

/// Splits text from `start` into paragraphs.
///
/// Blank lines part paragraphs. Inside a stretch without blank lines, hard-wrapped lines belong
/// together, while bullets, indents and lines that were not full begin a new paragraph. A missing
/// space after the end of a sentence (`… on Monday.The board …`) is a lost paragraph border.
pub(crate) fn split(text: &str, start: usize) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut stretch: Vec<Line> = Vec::new();
    for line in lines(text, start) {
        if line.span.is_empty() {
            close(text, &mut stretch, &mut paragraphs);
        } else {
            stretch.push(line);
        }
    }
    close(text, &mut stretch, &mut paragraphs);
    paragraphs
}

/// A line without its white space.
struct Line {
    span: Span,
    n_indent: usize,
    n_chars: usize,
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Line> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let whole = Span::new(at, at + line_len(rest));
        at = whole.end as usize;
        let span = whole.trim(text);
        let n_indent = (span.start - whole.start) as usize;
        Some(Line { span, n_indent, n_chars: span.of(text).chars().count() })
    })
}

/// Returns the length of the first line, its end included: LF, CR LF, CR, or a separator of Unicode.
fn line_len(text: &str) -> usize {
    let Some(end) = text.find(['\n', '\r', '\u{2028}', '\u{2029}']) else { return text.len() };
    let mark = &text[end..];
    let n_mark =
        if mark.starts_with("\r\n") { 2 } else { mark.chars().next().map_or(0, char::len_utf8) };
    end + n_mark
}

fn close(text: &str, stretch: &mut Vec<Line>, paragraphs: &mut Vec<Span>) {
    let lines = std::mem::take(stretch);
    let layout = Layout::of(text, &lines);
    let mut open: Option<Span> = None;
    for (at, line) in lines.iter().enumerate() {
        open = match open {
            Some(span) if !layout.breaks(text, &lines[at - 1], line) => Some(span.cover(line.span)),
            Some(span) => {
                split_glued(text, span, paragraphs);
                Some(line.span)
            }
            None => Some(line.span),
        };
    }
    if let Some(span) = open {
        split_glued(text, span, paragraphs);
    }
}

/// How the lines of a stretch are set.
struct Layout {
    n_width: usize,
    n_indent: usize,
    one_a_line: bool,
}

impl Layout {
    fn of(text: &str, lines: &[Line]) -> Self {
        let wrapped = lines.iter().filter(|line| line.n_chars <= MOST_WRAPPED_CHARS);
        Self {
            n_width: wrapped.map(|line| line.n_chars).max().unwrap_or(0),
            n_indent: lines.iter().map(|line| line.n_indent).min().unwrap_or(0),
            one_a_line: lines.iter().all(|line| ends_sentence(line.span.of(text))),
        }
    }

    fn breaks(&self, text: &str, before: &Line, line: &Line) -> bool {
        self.one_a_line
            || before.n_chars > MOST_WRAPPED_CHARS
            || line.n_chars > MOST_WRAPPED_CHARS
            || line.n_indent >= self.n_indent + 2
            || (before.n_chars as f64) < FULL_LINE_SHARE * self.n_width as f64
            || bullet(line.span.of(text)).is_some()
    }
}

/// Returns the length of the bullet or number that a list member begins with.
pub(crate) fn bullet(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if matches!(first, '•' | '*' | '▪' | '●' | '‣' | '-' | '–') {
        let n_bytes = first.len_utf8();
        return line[n_bytes..].starts_with(' ').then_some(n_bytes + 1);
    }
    let n_digits = line.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let rest = &line[n_digits..];
    ((1..=2).contains(&n_digits) && (rest.starts_with(". ") || rest.starts_with(") ")))
        .then_some(n_digits + 2)
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// Splits a paragraph where a sentence ends and the next begins without a space.
fn split_glued(text: &str, paragraph: Span, paragraphs: &mut Vec<Span>) {
    let words = paragraph.of(text);
    let mut start = 0;
    let mut quote_is_open = false;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => quote_is_open = !quote_is_open,
            '.' | '!' | '?' => {
                let mut end = at + 1;
                while let Some(&(next, closer)) = chars.peek()
                    && (matches!(closer, '”' | '’' | ')' | ']' | '.' | '!' | '?')
                        || closer == '"' && quote_is_open)
                {
                    quote_is_open &= closer != '"';
                    end = next + closer.len_utf8();
                    chars.next();
                }
                if ends_a_word(&words[..at]) && begins_a_sentence(&words[end..]) {
                    push(text, paragraph, start, end, paragraphs);
                    start = end;
                }
            }
            _ => {}
        }
    }
    push(text, paragraph, start, words.len(), paragraphs);
}

fn push(text: &str, paragraph: Span, start: usize, end: usize, paragraphs: &mut Vec<Span>) {
    let at = paragraph.start as usize;
    let span = Span::new(at + start, at + end).trim(text);
    if !span.is_empty() {
        paragraphs.push(span);
    }
}

/// Tells whether a full stop after these words can end a sentence: not after an initial or inside
/// `U.S.`, `p.m.`
fn ends_a_word(before: &str) -> bool {
    let mut last = before.chars().rev();
    match (last.next(), last.next()) {
        (Some('"' | '”' | '’' | ')' | ']' | '%'), _) => true,
        (Some(c), _) if c.is_ascii_digit() => true,
        (Some(c), Some(d)) => c.is_lowercase() && d.is_alphabetic(),
        _ => false,
    }
}

/// Names of the form `Word.Com` that are no border.
const DOMAINS: [&str; 8] = ["Com", "Org", "Net", "Gov", "Edu", "Js", "Io", "Co"];

fn begins_a_sentence(after: &str) -> bool {
    let bare = after.trim_start_matches(['"', '“', '‘', '(', '[']);
    let n_word = bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len());
    let word = &bare[..n_word];
    let is_capital = word.starts_with(char::is_uppercase);
    let is_cut = n_word == bare.len() && after.len() == bare.len();
    let follows_stop = bare[n_word..].starts_with('.') && word.chars().count() < 2;
    is_capital && !is_cut && !follows_stop && !DOMAINS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = split(text, 0).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("One.\n\n  Two.  \r\n\r\nThree.", &["One.", "Two.", "Three."]);
    }

    #[test]
    fn wrapped_lines_belong_together() {
        check(
            "The board of the harbour said on Monday that it\nwould open the second quay in June, \
             two years later\nthan planned.\n    The first quay will close for repairs as soon\nas \
             the last ship has left.",
            &[
                "The board of the harbour said on Monday that it\nwould open the second quay in \
                 June, two years later\nthan planned.",
                "The first quay will close for repairs as soon\nas the last ship has left.",
            ],
        );
    }

    #[test]
    fn every_line_end_counts_once() {
        check(
            "One crane fell on\r\nthe old quay.\r\n\r\nTwo.",
            &["One crane fell on\r\nthe old quay.", "Two."],
        );
        check("One.\r\rTwo.", &["One.", "Two."]);
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let line = "The board of the harbour said on Monday that it would open the second quay in \
                    June, two years later than it had planned to.";
        check(&format!("{line}\n{line}\nShort."), &[line, line, "Short."]);
    }

    #[test]
    fn bullets_begin_paragraphs() {
        check(
            "Demands:\n- higher pay\n- a new quay",
            &["Demands:", "- higher pay", "- a new quay"],
        );
    }

    #[test]
    fn lost_borders() {
        check(
            "It rose on Monday.The board met “in haste”.“We wait”, he said.\"No,\" she said.",
            &[
                "It rose on Monday.",
                "The board met “in haste”.",
                "“We wait”, he said.",
                "\"No,\" she said.",
            ],
        );
        check(
            "The U.S.A. and J.K. Orn met at 3 p.m. on lake.com.",
            &["The U.S.A. and J.K. Orn met at 3 p.m. on lake.com."],
        );
        check("It said \"we go.\"They went.", &["It said \"we go.\"", "They went."]);
        check("Visit Harbour.Com today.", &["Visit Harbour.Com today."]);
    }
}
