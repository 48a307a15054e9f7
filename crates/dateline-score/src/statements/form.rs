//! How a gold statement is put: by its quotation marks, and by the words for its source.

use dateline::text::Span;

const MARKS: [char; 5] = ['"', '“', '”', '«', '»'];

/// Returns the form of a content: direct where quotation marks open and close it (closing
/// punctuation left aside), mixed where they stand elsewhere in it, indirect where there are none.
pub(super) fn content_form(text: &str, content: &[Span]) -> ContentForm {
    let words: Vec<&str> = content.iter().map(|span| span.of(text)).collect();
    let whole = words.join(" ");
    if !whole.contains(MARKS) {
        return ContentForm::Indirect;
    }
    let core = whole.trim_matches(|c: char| c.is_whitespace() || ".,;:!?".contains(c));
    if core.starts_with(MARKS) && core.ends_with(MARKS) {
        ContentForm::Direct
    } else {
        ContentForm::Mixed
    }
}

/// How a content is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentForm {
    Direct,
    Indirect,
    Mixed,
}

impl ContentForm {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            ContentForm::Direct => "direct",
            ContentForm::Indirect => "indirect",
            ContentForm::Mixed => "mixed",
        }
    }
}

/// The form of the words for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SourceForm {
    Name,
    Nominal,
    Pronoun,
    None,
}

impl SourceForm {
    /// Tells the form from the first word after determiners: a capital letter makes a name, unless
    /// the dispatch writes the word small elsewhere (`Officials` at the head of a sentence).
    pub(super) fn of(text: &str, source: &[Span]) -> Self {
        let whole: Vec<&str> = source.iter().flat_map(|s| s.of(text).split_whitespace()).collect();
        if whole.is_empty() {
            return SourceForm::None;
        }
        if let [word] = whole[..]
            && PRONOUNS.contains(&bare(word).to_lowercase().as_str())
        {
            return SourceForm::Pronoun;
        }
        let first = whole
            .iter()
            .map(|word| bare(word))
            .find(|word| !DETERMINERS.contains(&word.to_lowercase().as_str()));
        match first {
            Some(word) if is_capital(word) && !stands_small(text, word) => SourceForm::Name,
            _ => SourceForm::Nominal,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            SourceForm::Name => "source a name",
            SourceForm::Nominal => "source a nominal",
            SourceForm::Pronoun => "source a pronoun",
            SourceForm::None => "source none",
        }
    }
}

const PRONOUNS: [&str; 31] = [
    "he",
    "she",
    "they",
    "i",
    "we",
    "you",
    "it",
    "who",
    "him",
    "her",
    "them",
    "me",
    "us",
    "one",
    "someone",
    "everyone",
    "anyone",
    "nobody",
    "everybody",
    "somebody",
    "anybody",
    "himself",
    "herself",
    "themselves",
    "myself",
    "this",
    "that",
    "these",
    "those",
    "others",
    "which",
];

const DETERMINERS: [&str; 24] = [
    "the", "a", "an", "some", "many", "most", "several", "other", "another", "one", "two", "three",
    "his", "her", "their", "its", "our", "my", "this", "that", "these", "those", "both", "all",
];

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn stands_small(text: &str, word: &str) -> bool {
    let small = word.to_lowercase();
    text.match_indices(&small).any(|(at, _)| {
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_inside(text[..at].chars().next_back())
            && !is_inside(text[at + small.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: (&str, &str)) {
        // Source in square brackets, content in curly ones.
        let between = |open: char, close: char| {
            let start = text.find(open).map(|at| at + 1);
            let end = text.find(close);
            start.zip(end).map(|(start, end)| Span::new(start, end)).into_iter().collect::<Vec<_>>()
        };
        let form = content_form(text, &between('{', '}'));
        let source = SourceForm::of(text, &between('[', ']'));
        assert_eq!((form.as_str(), source.as_str()), expected, "{text}");
    }

    #[test]
    fn forms_by_marks_and_by_first_word() {
        check("{“We are late,”} [she] said.", ("direct", "source a pronoun"));
        check(
            "[Officials] said {“all” boats}. More officials came.",
            ("mixed", "source a nominal"),
        );
        check("[The Harbour Union] said {it would wait}.", ("indirect", "source a name"));
        check("[a man from Naples] said {it}.", ("indirect", "source a nominal"));
        check("It is said {that it leaks}.", ("indirect", "source none"));
    }
}
