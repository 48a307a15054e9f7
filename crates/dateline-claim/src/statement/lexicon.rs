//! The cues and the kinds of source, as written in `lexicons/statements/`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Act, Attitude, SourceKind};

/// Class of word that a cue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CueClass {
    Verb,
    Noun,
    Adjective,
}

/// How content follows a cue; the header of `cues.tsv` explains each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame {
    Clause,
    That,
    Quote,
    Infinitive,
    Gerund,
    Noun,
    /// `The mayor seemed to agree`: what seems so is part of the content.
    SubjectPredicate,
    NounInfinitive,
    NounPredicate,
    NounThen(Box<str>),
    /// `puts the damage at $2 million`
    NounThenNumber(Box<str>),
    Preposition(Box<str>),
    PrepositionInfinitive(Box<str>),
    Hearer(Box<Frame>),
}

impl Frame {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "clause" => Self::Clause,
            "that" => Self::That,
            "quote" => Self::Quote,
            "inf" => Self::Infinitive,
            "ing" => Self::Gerund,
            "np" => Self::Noun,
            "subject" => Self::SubjectPredicate,
            "np-inf" => Self::NounInfinitive,
            "np-pred" => Self::NounPredicate,
            _ => Self::parse_compound(word)?,
        })
    }

    fn parse_compound(word: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix("whom-") {
            let inner = Self::parse(rest).or_else(|| Some(Self::Preposition(rest.into())))?;
            return Some(Self::Hearer(Box::new(inner)));
        }
        if let Some(link) = word.strip_prefix("np-").and_then(|rest| rest.strip_suffix("-num")) {
            return Some(Self::NounThenNumber(link.into()));
        }
        if let Some(rest) = word.strip_prefix("np-") {
            return Some(Self::NounThen(rest.into()));
        }
        if let Some(preposition) = word.strip_suffix("-np-inf") {
            return Some(Self::PrepositionInfinitive(preposition.into()));
        }
        word.strip_suffix("-np").map(|preposition| Self::Preposition(preposition.into()))
    }
}

/// One line of `cues.tsv`.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Lemma and particles.
    pub(super) words: Vec<Box<str>>,
    pub(super) class: CueClass,
    pub(super) attitude: Attitude,
    pub(super) act: Act,
    pub(super) frames: Vec<Frame>,
}

/// The cues by their first word, longest first.
pub(super) struct Cues {
    by_first: FxHashMap<Box<str>, Vec<Cue>>,
}

impl Cues {
    /// Returns the lines whose first word is a lemma, those with most words first.
    pub(super) fn starting_with(&self, lemma: &str) -> &[Cue] {
        self.by_first.get(lemma).map_or(&[], Vec::as_slice)
    }
}

/// The compiled-in cues.
pub(super) static CUES: LazyLock<Cues> =
    LazyLock::new(|| parse_cues(include_str!("../../../../lexicons/statements/cues.tsv")));

/// What a source is, by the lemma of its head.
pub(super) static SOURCE_KINDS: LazyLock<FxHashMap<&'static str, SourceKind>> =
    LazyLock::new(|| parse_kinds(include_str!("../../../../lexicons/statements/sources.tsv")));

/// Objects with which a verb is no cue, by the lemma of the verb.
pub(super) static IDIOMS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| parse_idioms(include_str!("../../../../lexicons/statements/idioms.tsv")));

/// The small lists of words.
pub(super) static LISTS: LazyLock<Lists> =
    LazyLock::new(|| Lists(parse_lists(include_str!("../../../../lexicons/statements/words.tsv"))));

/// Lists of lemmas by name, as `words.tsv` has them.
pub(super) struct Lists(FxHashMap<&'static str, FxHashSet<&'static str>>);

impl Lists {
    /// Tells whether a list holds a word.
    pub(super) fn holds(&self, list: &str, word: &str) -> bool {
        self.0.get(list).is_some_and(|words| words.contains(word))
    }
}

fn parse_lists(table: &'static str) -> FxHashMap<&'static str, FxHashSet<&'static str>> {
    let entry = |line: &'static str| {
        let (list, words) = line.split_once('\t')?;
        Some((list, words.split(", ").collect()))
    };
    lines(table).filter_map(entry).collect()
}

fn parse_idioms(table: &'static str) -> FxHashMap<&'static str, Vec<&'static str>> {
    let entry = |line: &'static str| {
        let (verb, objects) = line.split_once('\t')?;
        Some((verb, objects.split(", ").collect()))
    };
    lines(table).filter_map(entry).collect()
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn parse_cues(table: &str) -> Cues {
    let mut cues: Vec<Cue> = lines(table).filter_map(parse_cue).collect();
    cues.sort_by_key(|cue| std::cmp::Reverse(cue.words.len()));
    let mut by_first: FxHashMap<Box<str>, Vec<Cue>> = FxHashMap::default();
    for cue in cues {
        by_first.entry(cue.words[0].clone()).or_default().push(cue);
    }
    Cues { by_first }
}

fn parse_cue(line: &str) -> Option<Cue> {
    let mut columns = line.split('\t');
    let words: Vec<Box<str>> = columns.next()?.split(' ').map(Box::from).collect();
    let class = match columns.next()? {
        "verb" => CueClass::Verb,
        "noun" => CueClass::Noun,
        "adjective" => CueClass::Adjective,
        _ => return None,
    };
    let attitude = find_word(Attitude::ALL, Attitude::as_str, columns.next()?)?;
    let act = find_word(Act::ALL, Act::as_str, columns.next()?)?;
    let frames = columns.next()?.split(' ').map(Frame::parse).collect::<Option<_>>()?;
    Some(Cue { words, class, attitude, act, frames })
}

fn find_word<T: Copy>(all: &[T], as_str: fn(T) -> &'static str, word: &str) -> Option<T> {
    all.iter().copied().find(|&value| as_str(value) == word)
}

fn parse_kinds(table: &'static str) -> FxHashMap<&'static str, SourceKind> {
    let mut kinds = FxHashMap::default();
    for line in lines(table) {
        let Some((kind, words)) = line.split_once('\t') else { continue };
        let Some(kind) = find_word(SourceKind::ALL, SourceKind::as_str, kind) else { continue };
        for word in words.split(", ") {
            kinds.entry(word).or_insert(kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_cues_is_read() {
        let table = include_str!("../../../../lexicons/statements/cues.tsv");
        for line in lines(table) {
            assert!(parse_cue(line).is_some(), "not read: {line}");
        }
        assert!(lines(table).count() > 300);
    }

    #[test]
    fn every_line_of_the_sources_is_read() {
        let table = include_str!("../../../../lexicons/statements/sources.tsv");
        for line in lines(table) {
            let kind = line.split('\t').next().unwrap();
            assert!(find_word(SourceKind::ALL, SourceKind::as_str, kind).is_some(), "{line}");
        }
    }

    #[test]
    fn every_list_that_is_asked_for_is_there() {
        for (list, word) in [
            ("occasion", "statement"),
            ("artifact", "letter"),
            ("chain", "go"),
            ("undone", "decline"),
            ("relaying", "quote"),
            ("spokesperson", "spokesman"),
            ("no_one", "nobody"),
        ] {
            assert!(LISTS.holds(list, word), "{list}");
        }
    }

    #[test]
    fn frames_are_read_from_their_words() {
        assert_eq!(Frame::parse("np-of"), Some(Frame::NounThen("of".into())));
        assert_eq!(Frame::parse("np-at-num"), Some(Frame::NounThenNumber("at".into())));
        assert_eq!(Frame::parse("for-np"), Some(Frame::Preposition("for".into())));
        assert_eq!(Frame::parse("on-np-inf"), Some(Frame::PrepositionInfinitive("on".into())));
        assert_eq!(
            Frame::parse("whom-about"),
            Some(Frame::Hearer(Box::new(Frame::Preposition("about".into()))))
        );
        assert_eq!(Frame::parse("nonsense"), None);
    }
}
