//! Stretches between quotation marks.
//!
//! Marks come in many forms (`“ ”`, `"`, `''`, `‘ ’`), are mixed, and are dropped. A quotation never
//! leaves its block; one that is not closed runs to the end of its block, which is how a quotation
//! of several paragraphs is set.

use crate::Span;

/// Words between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included.
    pub span: Span,
    /// Whether it is closed before its block ends.
    pub closed: bool,
}

/// Finds the outermost quotations of a block.
pub fn quotations(text: &str, block: Span) -> Vec<Quotation> {
    let marks = find_marks(text, block);
    let mut found = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let open = marks[at];
        at += 1;
        if open.side == Side::Close {
            continue;
        }
        match find_close(text, &marks[at..], open) {
            Some(ahead) => {
                let close = marks[at + ahead];
                found.push(Quotation { span: open.span.cover(close.span), closed: true });
                at += ahead + 1;
            }
            None if open.level == Level::Double && open.side != Side::Either => {
                let end = find_reopening(&marks[at..], open).unwrap_or(block.end);
                let span = Span { start: open.span.start, end }.trim(text);
                found.push(Quotation { span, closed: false });
                at += marks[at..].partition_point(|mark| mark.span.start < end);
            }
            None => {}
        }
    }
    found
}

/// Finds the quotations between single marks that one between double marks holds.
pub fn inner_quotations(text: &str, outer: Quotation) -> Vec<Quotation> {
    let words = outer.span.of(text);
    let is_single = |span: Span| {
        let mut marks = span.of(text).chars();
        let is_mark = |mark: char| matches!(mark, '\'' | '‘' | '`' | '‚');
        marks.next().is_some_and(is_mark) && !marks.next().is_some_and(is_mark)
    };
    let Some(first) = words.chars().next().filter(|_| !is_single(outer.span)) else {
        return Vec::new();
    };
    let start = outer.span.start + first.len_utf8() as u32;
    let last = words.chars().next_back().filter(|_| outer.closed).map_or(0, char::len_utf8);
    let end = outer.span.end - last as u32;
    if start >= end {
        return Vec::new();
    }
    let mut inner = quotations(text, Span { start, end });
    inner.retain(|quotation| quotation.closed && is_single(quotation.span));
    inner
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Double,
    Single,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    span: Span,
    side: Side,
    level: Level,
}

fn find_marks(text: &str, block: Span) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut chars = block.of(text).char_indices().peekable();
    let mut before = ' ';
    while let Some((at, char)) = chars.next() {
        let start = block.start as usize + at;
        let mut end = start + char.len_utf8();
        let mut level = match char {
            '"' | '“' | '”' | '„' | '«' | '»' | '＂' => Level::Double,
            '\'' | '‘' | '’' | '`' | '‚' => Level::Single,
            _ => {
                before = char;
                continue;
            }
        };
        if level == Level::Single && chars.peek().is_some_and(|&(_, next)| next == char) {
            let _ = chars.next();
            end += char.len_utf8();
            level = Level::Double;
        }
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        if let Some(side) = side_of(char, level, before, after) {
            marks.push(Mark { span: Span::new(start, end), side, level });
        }
        before = char;
    }
    marks
}

fn side_of(char: char, level: Level, before: char, after: char) -> Option<Side> {
    let opens = !before.is_alphanumeric() && !after.is_whitespace() && !is_stop(after);
    let closes = !before.is_whitespace() && !after.is_alphanumeric();
    match (char, level) {
        ('“' | '„' | '«', _) | ('‘' | '`', Level::Double) => Some(Side::Open),
        ('”' | '»', _) | ('’', Level::Double) => Some(Side::Close),
        ('‘' | '`' | '‚', Level::Single) => opens.then_some(Side::Open),
        ('’', Level::Single) => closes.then_some(Side::Close),
        (_, Level::Single) => match (opens, closes) {
            (true, false) => Some(Side::Open),
            (false, true) => Some(Side::Close),
            _ => None,
        },
        (_, Level::Double) => Some(match (opens, closes) {
            (true, false) => Side::Open,
            (false, true) => Side::Close,
            _ => Side::Either,
        }),
    }
}

fn is_stop(char: char) -> bool {
    matches!(char, '.' | ',' | ';' | '?' | '!' | ')')
}

// A single quotation is short and holds no double mark: else an apostrophe would close it.
const SINGLE_MAX_BYTES: u32 = 300;

// Marks looked at for the end of one quotation, so that a text of nothing but marks costs little.
const MAX_MARKS: usize = 64;

fn find_close(text: &str, marks: &[Mark], open: Mark) -> Option<usize> {
    for (ahead, mark) in marks.iter().enumerate().take(MAX_MARKS) {
        if open.level == Level::Double {
            match (mark.level, mark.side) {
                (Level::Double, Side::Close | Side::Either) => return Some(ahead),
                (Level::Double, Side::Open) if is_pair(text, open, *mark) => return None,
                _ => {}
            }
        } else {
            if mark.level == Level::Double || mark.span.end > open.span.end + SINGLE_MAX_BYTES {
                return None;
            }
            if mark.side == Side::Close {
                return Some(ahead);
            }
        }
    }
    None
}

/// Tells whether two opening marks are of one kind, so that the first was never closed.
fn is_pair(text: &str, open: Mark, other: Mark) -> bool {
    open.span.of(text) == other.span.of(text)
}

fn find_reopening(marks: &[Mark], open: Mark) -> Option<u32> {
    marks
        .iter()
        .find(|mark| mark.level == open.level && mark.side == Side::Open)
        .map(|mark| mark.span.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = quotations(text, Span::new(0, text.len()));
        let words: Vec<&str> = found.iter().map(|quotation| quotation.span.of(text)).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn curly_and_straight() {
        check("He said “no” and \"yes\".", &["“no”", "\"yes\""]);
    }

    #[test]
    fn two_single_marks_are_one_double() {
        check("''It is late,'' she said.", &["''It is late,''"]);
    }

    #[test]
    fn inner_marks_belong_to_the_outer_quotation() {
        check("“He said ‘no’ twice,” she said.", &["“He said ‘no’ twice,”"]);
    }

    #[test]
    fn single_marks() {
        check("She called it ‘a mistake’ and left.", &["‘a mistake’"]);
        check("the workers’ demands, and the mayor's", &[]);
    }

    #[test]
    fn missing_space_before_the_mark() {
        check("on the horizon.“Time is short”, they said.", &["“Time is short”"]);
    }

    #[test]
    fn dropped_close() {
        check("“We will go, he said.", &["“We will go, he said."]);
        check("“We will go. “We will stay,” he said.", &["“We will go.", "“We will stay,”"]);
    }

    proptest! {
        #[test]
        fn spans_lie_on_boundaries_in_order(text in "[a\"'“”‘’ .,]{0,60}|\\PC{0,60}") {
            let found = quotations(&text, Span::new(0, text.len()));
            let mut end = 0;
            for quotation in found {
                prop_assert!(quotation.span.start >= end);
                prop_assert!(text.get(quotation.span.range()).is_some());
                end = quotation.span.end;
            }
        }
    }
}
