//! The lines above a story that stands alone: outlet, date, headline, byline.

use dateline_text::{Block, BlockKind, Published, Span};

use super::draft::Draft;
use super::traced::fold;
use super::{byline, date, furniture, opening};

/// What the lines above a story say.
#[derive(Debug, Default)]
pub(crate) struct Masthead {
    pub(crate) blocks: Vec<Block>,
    pub(crate) outlet: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<Published>,
    /// Where the story begins.
    pub(crate) end: usize,
}

/// More lines are no masthead.
const MOST_LINES: usize = 8;
/// A longer line is story.
const MOST_LINE_CHARS: usize = 160;
/// Words beside the date in a line of outlet, date and time.
const MOST_WORDS_BESIDE_DATE: usize = 6;

/// Reads the lines above the story.
///
/// A line is taken as long as it says what it is: a date with little beside it, `By` and a name, a
/// name of an outlet above a date, one headline. The first other line begins the story.
pub(crate) fn read(text: &str) -> Masthead {
    let mut head = Masthead::default();
    let lines = lines(text);
    for (at, &line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied();
        let Some(kind) = head.take(text, line, next) else { break };
        head.blocks.push(Block { span: line.span, kind });
        head.end = line.span.end as usize;
    }
    // A text that is all masthead is a story after all.
    if lines.len() == head.blocks.len() { Masthead::default() } else { head }
}

/// Tells a line of the author or the date alone.
pub(crate) fn is_byline_or_date(words: &str) -> bool {
    words.chars().nth(MOST_LINE_CHARS).is_none()
        && (byline::line(words).is_some() || dated(words).is_some())
}

/// Fills author and date from such a line where nothing better told them.
pub(crate) fn complete(draft: &mut Draft, span: Span) {
    let words = span.of(&draft.text.text);
    draft.byline = draft.byline.take().or_else(|| byline::line(words));
    draft.published = draft.published.take().or_else(|| date_in(words));
}

#[derive(Debug, Clone, Copy)]
struct Line {
    span: Span,
    before_blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if !span.is_empty() {
            if lines.len() > MOST_LINES {
                break;
            }
            lines.push(Line { span, before_blank: false });
        } else if let Some(last) = lines.last_mut() {
            last.before_blank = true;
        }
    }
    lines
}

impl Masthead {
    /// Takes a line; `None` for a line of the story.
    fn take(&mut self, text: &str, line: Line, next: Option<Line>) -> Option<BlockKind> {
        let words = line.span.of(text);
        if words.chars().nth(MOST_LINE_CHARS).is_some()
            || opening::dateline(text, line.span, None).is_some()
        {
            return None;
        }
        if let Some(name) = byline::line(words) {
            self.byline.get_or_insert(name);
            return Some(BlockKind::Header);
        }
        if let Some((published, outlet)) = dated(words) {
            self.published.get_or_insert(published);
            self.outlet = self.outlet.take().or(outlet);
            return Some(BlockKind::Header);
        }
        let next_words = next.map(|next| next.span.of(text))?;
        if self.blocks.is_empty() && is_outlet(words) && dated(next_words).is_some() {
            self.outlet = Some(fold(words));
            return Some(BlockKind::Header);
        }
        let has_title = self.blocks.iter().any(|block| block.kind == BlockKind::Title);
        let is_apart =
            line.before_blank || byline::line(next_words).is_some() || dated(next_words).is_some();
        (!has_title && is_apart && is_headline(words)).then_some(BlockKind::Title)
    }
}

/// Reads a line that is little more than a date: `Northline Wire | 19 Nov 2025 | 15:05 GMT`,
/// `Published: 26 May 2025`.
fn dated(words: &str) -> Option<(Published, Option<String>)> {
    let published = date_in(words)?;
    let parts: Vec<&str> = parts(words).collect();
    let n_words =
        words.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    if n_words > MOST_WORDS_BESIDE_DATE || words.ends_with('.') {
        return None;
    }
    let outlet = parts.first().filter(|part| parts.len() > 1 && is_outlet(part));
    Some((published, outlet.map(|&outlet| outlet.to_owned())))
}

/// Reads the date in a line of author, date and time; not that of a change.
pub(crate) fn date_in(words: &str) -> Option<Published> {
    parts(words).filter(|part| !furniture::is_of_change(part)).find_map(|part| {
        let after_colon = part.split_once(": ").map_or(part, |(_, after)| after);
        date::read(after_colon)
    })
}

fn parts(words: &str) -> impl Iterator<Item = &str> {
    words.split(['|', '·', '•']).map(str::trim)
}

/// Tells a name of one to five words, all with a capital.
fn is_outlet(words: &str) -> bool {
    let is_name = |word: &str| {
        word.trim_start_matches('(').starts_with(char::is_uppercase)
            || matches!(word, "of" | "the" | "and" | "&")
    };
    words.split_whitespace().count() <= 5
        && words.split_whitespace().all(is_name)
        && !words.contains(|c: char| c.is_ascii_digit())
}

/// Tells a line without a full stop that is no caption, link or list.
fn is_headline(words: &str) -> bool {
    !words.ends_with(['.', ':', ';', ',', '…', '-'])
        && words.contains(' ')
        && furniture::kind(words) == BlockKind::Paragraph
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: [&str; 4], story: &str) {
        let head = read(text);
        let title = head.blocks.iter().find(|block| block.kind == BlockKind::Title);
        let found = [
            head.outlet.unwrap_or_default(),
            head.published.map(|published| published.text).unwrap_or_default(),
            title.map(|title| title.span.of(text).to_owned()).unwrap_or_default(),
            head.byline.unwrap_or_default(),
        ];
        assert_eq!(found, expected.map(str::to_owned), "{text}");
        assert_eq!(text[head.end..].trim(), story);
    }

    #[test]
    fn mastheads() {
        check(
            "Lantern Wire (LW) | 19 Nov 2025 | 15:05 GMT\n\nQuay closes after storm\nBy Mira Hale\n\nORRIN, Nov. 19 (LW) -- It closed.",
            ["Lantern Wire (LW)", "2025-11-19", "Quay closes after storm", "Mira Hale"],
            "ORRIN, Nov. 19 (LW) -- It closed.",
        );
        check(
            "LANTERN TIMES\nSunday 23 November 2025\nWho closed the quay?\n\nNobody knows.",
            ["LANTERN TIMES", "2025-11-23", "Who closed the quay?", ""],
            "Nobody knows.",
        );
        check(
            "Quay closes after storm\n\nThe quay closed on Monday.",
            ["", "", "Quay closes after storm", ""],
            "The quay closed on Monday.",
        );
    }

    #[test]
    fn stories_without_a_masthead() {
        let wrapped = "The quay closed on Monday after a storm that\nhad lasted for two days.";
        check(wrapped, ["", "", "", ""], wrapped);
        let one = "Quay closes after storm";
        check(one, ["", "", "", ""], one);
        let dated =
            "The storm of 19 November 2025 broke the quay and eleven of its cranes.\n\nMore.";
        check(dated, ["", "", "", ""], dated);
    }
}
