//! What is searched for: words and phrases, joined by `OR`, `NOT` and brackets.
//!
//! The one way from what a person types to the full-text index. Whatever is no operator here is
//! quoted there, so that nothing else of the index's own language can be reached.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::{Error, Result};

/// Most words of a search; each costs a walk through the index.
const MOST_WORDS: usize = 64;

/// Most characters of a word of a search.
const MOST_CHARS: usize = 100;

/// Most brackets that stand within each other.
const MOST_LEVELS: usize = 16;

/// A search that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    /// Words that stand together; of the last, only the beginning where it is a prefix.
    Phrase { words: String, is_prefix: bool },
    /// All of some, none of others.
    All { wanted: Vec<Words>, unwanted: Vec<Words> },
    /// One of several.
    Any(Vec<Words>),
}

impl Words {
    /// Reads a search: words that must all be there, `"…"` for words that stand together, `word*`
    /// for its beginning, `OR`, `NOT` or `-word`, brackets.
    ///
    /// # Errors
    /// There is no word to search for, there are too many, or something is left open.
    pub(super) fn parse(text: &str) -> Result<Self> {
        check_size(text)?;
        let mut parser = Parser { text, tokens: tokens(text)?, next: 0 };
        let words = parser.any(0)?;
        match parser.peek() {
            None => words.ok_or_else(|| Error::NoWords(text.to_owned())),
            Some(token) => Err(wrong(text, token.at, "this bracket was never opened")),
        }
    }

    /// Returns the query for the full-text index, in some columns or, where none is named, in all.
    pub(super) fn query(&self, columns: &str) -> String {
        let mut query = String::new();
        self.write(&mut query);
        if columns.is_empty() { query } else { format!("{{{columns}}} : {query}") }
    }

    /// Returns what must all be there, part by part.
    pub(super) fn parts(&self) -> &[Self] {
        match self {
            Self::All { wanted, unwanted } if unwanted.is_empty() => wanted,
            _ => std::slice::from_ref(self),
        }
    }

    fn write(&self, query: &mut String) {
        match self {
            Self::Phrase { words, is_prefix: false } => query.push_str(&format!("(\"{words}\")")),
            Self::Phrase { words, is_prefix: true } => {
                query.push_str(&format!("(\"{words}\" *"));
                for word in completed(words) {
                    query.push_str(&format!(" OR \"{word}\""));
                }
                query.push(')');
            }
            Self::All { wanted, unwanted } => {
                query.push('(');
                write_joined(query, wanted, " AND ");
                if !unwanted.is_empty() {
                    query.push_str(" NOT ");
                    write_joined(query, unwanted, " OR ");
                }
                query.push(')');
            }
            Self::Any(several) => write_joined(query, several, " OR "),
        }
    }
}

fn write_joined(query: &mut String, several: &[Words], between: &str) {
    query.push('(');
    for (at, words) in several.iter().enumerate() {
        query.push_str(if at == 0 { "" } else { between });
        words.write(query);
    }
    query.push(')');
}

/// Returns words of that beginning with the endings that the index takes off, so that it finds their
/// stems, which may be shorter: `nationali` is in `nationality`, whose stem is `nation`.
fn completed(beginning: &str) -> impl Iterator<Item = String> {
    let endings = include_str!("../../../../lexicons/search/endings.txt").lines();
    endings.filter(|line| !line.starts_with('#')).flat_map(move |ending| {
        let begun = (0..ending.len()).filter(|&at| beginning.ends_with(&ending[..at]));
        begun.map(move |at| format!("{beginning}{}", &ending[at..]))
    })
}

/// A part of what was typed, and the byte at which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    at: usize,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Phrase { words: String, is_prefix: bool },
    Or,
    And,
    Not,
    Open,
    Close,
}

/// Divides what was typed; what has neither letter nor digit says nothing.
fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let kind = match c {
            '(' => Kind::Open,
            ')' => Kind::Close,
            '-' if rest.peek().is_some_and(|&(_, next)| is_start(next)) => Kind::Not,
            _ if is_quote(c) => {
                let words = quoted(&mut rest)
                    .ok_or_else(|| wrong(text, at, "this quotation mark is never closed"))?;
                let is_prefix = rest.next_if(|&(_, next)| next == '*').is_some();
                Kind::Phrase { words, is_prefix }
            }
            _ if ends_word(c) => continue,
            _ => word(c, &mut rest),
        };
        let says_nothing = matches!(&kind, Kind::Phrase { words, .. } if !has_word(words));
        if !says_nothing {
            tokens.push(Token { at, kind });
        }
    }
    Ok(tokens)
}

fn quoted(rest: &mut Peekable<CharIndices<'_>>) -> Option<String> {
    let mut words = String::new();
    loop {
        match rest.next()? {
            (_, c) if is_quote(c) => return Some(words),
            (_, c) => words.push(if c.is_control() { ' ' } else { c }),
        }
    }
}

fn word(first: char, rest: &mut Peekable<CharIndices<'_>>) -> Kind {
    let mut words = String::from(first);
    while let Some((_, c)) = rest.next_if(|&(_, c)| !ends_word(c)) {
        words.push(c);
    }
    match words.as_str() {
        "OR" => Kind::Or,
        "AND" => Kind::And,
        "NOT" => Kind::Not,
        _ => {
            let stem = words.trim_end_matches('*').len();
            let is_prefix = stem < words.len();
            words.truncate(stem);
            Kind::Phrase { words, is_prefix }
        }
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_quote(c) || matches!(c, '(' | ')')
}

/// Tells whether a hyphen before it leaves out what follows.
fn is_start(c: char) -> bool {
    c.is_alphanumeric() || is_quote(c) || c == '('
}

fn has_word(words: &str) -> bool {
    words.chars().any(char::is_alphanumeric)
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    next: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take_if(&mut self, kind: &Kind) -> Option<usize> {
        let at = self.peek().filter(|token| token.kind == *kind)?.at;
        self.next += 1;
        Some(at)
    }

    /// Reads what is joined by `OR`; `None` where nothing stands.
    fn any(&mut self, level: usize) -> Result<Option<Words>> {
        let mut several = Vec::new();
        let mut or = None;
        loop {
            let first = self.all(level)?;
            let next = self.take_if(&Kind::Or);
            match (first, or, next) {
                (Some(words), ..) => several.push(words),
                (None, Some(at), _) => {
                    return Err(wrong(self.text, at, "nothing to look for follows this OR"));
                }
                (None, None, Some(at)) => {
                    return Err(wrong(self.text, at, "nothing to look for stands before this OR"));
                }
                (None, None, None) => return Ok(None),
            }
            or = next;
            if or.is_none() {
                let only = several.len() == 1;
                return Ok(if only { several.pop() } else { Some(Words::Any(several)) });
            }
        }
    }

    /// Reads what must all be there, and what must not; `None` where nothing stands.
    fn all(&mut self, level: usize) -> Result<Option<Words>> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut not = None;
        loop {
            let and = self.take_if(&Kind::And);
            if and.is_some() && wanted.is_empty() && unwanted.is_empty() {
                let why = "nothing to look for stands before this AND";
                return Err(wrong(self.text, and.unwrap_or_default(), why));
            }
            let negation = self.take_if(&Kind::Not);
            let why = if negation.is_some() { "NOT" } else { "AND" };
            match (self.one(level)?, negation.or(and)) {
                (Some(words), _) if negation.is_some() => unwanted.push(words),
                (Some(words), _) => wanted.push(words),
                (None, Some(at)) => {
                    return Err(wrong(self.text, at, &format!("nothing follows this {why}")));
                }
                (None, None) => break,
            }
            not = not.or(negation);
        }
        match not {
            Some(at) if wanted.is_empty() => {
                let why = "nothing is looked for beside what this leaves out";
                Err(wrong(self.text, at, why))
            }
            None if wanted.len() < 2 => Ok(wanted.pop()),
            _ => Ok(Some(Words::All { wanted, unwanted })),
        }
    }

    fn one(&mut self, level: usize) -> Result<Option<Words>> {
        if let Some(at) = self.take_if(&Kind::Open) {
            return self.bracket(at, level + 1).map(Some);
        }
        let Some(Token { kind: Kind::Phrase { words, is_prefix }, .. }) = self.peek() else {
            return Ok(None);
        };
        let phrase = Words::Phrase { words: words.clone(), is_prefix: *is_prefix };
        self.next += 1;
        Ok(Some(phrase))
    }

    fn bracket(&mut self, at: usize, level: usize) -> Result<Words> {
        if level > MOST_LEVELS {
            let why = format!("at most {MOST_LEVELS} brackets may stand within each other");
            return Err(wrong(self.text, at, &why));
        }
        let words = self.any(level)?;
        if self.take_if(&Kind::Close).is_none() {
            return Err(wrong(self.text, at, "this bracket is never closed"));
        }
        words.ok_or_else(|| wrong(self.text, at, "nothing stands in these brackets"))
    }
}

fn wrong(text: &str, at: usize, why: &str) -> Error {
    let character = text[..at].chars().count() + 1;
    Error::BadSearch { words: text.to_owned(), character, why: why.to_owned() }
}

/// Counts words as the index does: what stands between signs is a word, also in `"…"`.
fn check_size(words: &str) -> Result<()> {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut n_words = 0;
    for part in parts {
        n_words += 1;
        if n_words > MOST_WORDS || part.chars().nth(MOST_CHARS).is_some() {
            return Err(Error::TooManyWords { most_words: MOST_WORDS, most_chars: MOST_CHARS });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, query: &str) {
        assert_eq!(Words::parse(text).unwrap().query(""), query, "{text}");
    }

    #[test]
    fn words_phrases_and_operators_are_read() {
        check("herring", r#"("herring")"#);
        check("herring quota", r#"((("herring") AND ("quota")))"#);
        check("herring AND quota", r#"((("herring") AND ("quota")))"#);
        check(r#""herring quota""#, r#"("herring quota")"#);
        check("“herring quota” talks", r#"((("herring quota") AND ("talks")))"#);
        check("cod OR herring nets", r#"(("cod") OR ((("herring") AND ("nets"))))"#);
        check("(cod OR herring) nets", r#"(((("cod") OR ("herring")) AND ("nets")))"#);
        check("cod -nets", r#"((("cod")) NOT (("nets")))"#);
        check("cod NOT nets -boats", r#"((("cod")) NOT (("nets") OR ("boats")))"#);
        check("cod AND NOT (nets boats)", r#"((("cod")) NOT (((("nets") AND ("boats")))))"#);
        check("-nets cod", r#"((("cod")) NOT (("nets")))"#);
        // Small letters are words, and so is what the index would take for its own language.
        check("cod or not", r#"((("cod") AND ("or") AND ("not")))"#);
        check("12,000 it's co-op", r#"((("12,000") AND ("it's") AND ("co-op")))"#);
        check("content:cod ^cod", r#"((("content:cod") AND ("^cod")))"#);
        check("NEAR(cod nets, 2)", r#"((("NEAR") AND ((("cod") AND ("nets,") AND ("2")))))"#);
        check("cod — - * nets", r#"((("cod") AND ("nets")))"#);
    }

    #[test]
    fn a_beginning_is_completed() {
        let query = |text: &str| Words::parse(text).unwrap().query("");
        assert!(query("herr*").starts_with(r#"("herr" * OR "herrable""#));
        assert!(query("herr*").contains(r#" OR "herring""#));
        assert!(query("nationali*").contains(r#" OR "nationality""#));
        assert!(query("\"harbour governm\"*").contains(r#" OR "harbour government""#));
        assert!(query("é*").starts_with(r#"("é" *"#));
    }

    #[track_caller]
    fn refuse(text: &str, character: usize, expected: &str) {
        match Words::parse(text) {
            Err(Error::BadSearch { character: at, why, .. }) => {
                assert_eq!((at, why.contains(expected)), (character, true), "{text}: {why}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        refuse(r#"cod "herring nets"#, 5, "quotation mark is never closed");
        refuse("cod OR", 5, "follows this OR");
        refuse("OR cod", 1, "before this OR");
        refuse("cod OR OR nets", 5, "follows this OR");
        refuse("OR", 1, "before this OR");
        refuse("é AND", 3, "follows this AND");
        refuse("AND cod", 1, "before this AND");
        refuse("cod NOT", 5, "follows this NOT");
        refuse("-cod", 1, "leaves out");
        refuse("cod OR -nets", 8, "leaves out");
        refuse("cod ()", 5, "nothing stands in these brackets");
        refuse("(cod nets", 1, "never closed");
        refuse("cod) nets", 4, "never opened");
        refuse(&format!("{}cod", "(".repeat(500)), 17, "at most 16 brackets");
        assert!(matches!(Words::parse(" -- *"), Err(Error::NoWords(_))));
        assert!(matches!(Words::parse("\"\""), Err(Error::NoWords(_))));
    }

    #[test]
    fn a_search_is_bounded() {
        let of = |n_words: usize, n_chars: usize| vec!["h".repeat(n_chars); n_words];
        let ends_well = |words: &str| Words::parse(words).is_ok();
        assert!(ends_well(&of(MOST_WORDS, MOST_CHARS).join(" ")));
        assert!(!ends_well(&of(MOST_WORDS + 1, 1).join(" ")));
        assert!(!ends_well(&of(1, MOST_CHARS + 1).join(" ")));
        // Signs divide words, and quotation marks do not hide them.
        assert!(!ends_well(&of(MOST_WORDS + 1, 1).join("-")));
        assert!(!ends_well(&format!("\"{}\"", of(20_000, 3).join(" "))));
    }
}
