//! Tags, lemmas, trees, names and statements.

use std::ops::Range;

use dateline_text::Confidence;

use crate::TokenId;

/// Part of speech.
///
/// # Source
/// Universal Dependencies v2, universal POS tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of Universal Dependencies")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// Every tag, in the order of declaration.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// Returns the tag as Universal Dependencies writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Upos::Adj => "ADJ",
            Upos::Adp => "ADP",
            Upos::Adv => "ADV",
            Upos::Aux => "AUX",
            Upos::Cconj => "CCONJ",
            Upos::Det => "DET",
            Upos::Intj => "INTJ",
            Upos::Noun => "NOUN",
            Upos::Num => "NUM",
            Upos::Part => "PART",
            Upos::Pron => "PRON",
            Upos::Propn => "PROPN",
            Upos::Punct => "PUNCT",
            Upos::Sconj => "SCONJ",
            Upos::Sym => "SYM",
            Upos::Verb => "VERB",
            Upos::X => "X",
        }
    }

    /// Returns the tag of a name as Universal Dependencies writes it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|upos| upos.as_str() == name)
    }
}

/// One word as parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Dictionary form, lower case except for proper nouns.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features as Universal Dependencies writes them (`Number=Plur`); empty where
    /// there are none.
    pub feats: &'static str,
    /// Head in the dependency tree: `None` for a root.
    pub head: Option<TokenId>,
    /// Relation to the head.
    pub deprel: &'static str,
}

/// One [`Word`] for each token of a [`Segmentation`](crate::Segmentation).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parse {
    /// In the order of `Segmentation::tokens`.
    pub words: Vec<Word>,
    /// Names in text order.
    pub names: Vec<TaggedName>,
    /// Statements in the order of their cues.
    pub statements: Vec<TaggedStatement>,
}

/// Returns the noun before a relative pronoun that its clause hangs on: in `the board, which ruled`,
/// `board`. Where the tree leads elsewhere than to a noun around the one just before, that one.
pub fn antecedent(words: &[Word], pronoun: TokenId) -> Option<TokenId> {
    let verb = words.get(words.get(pronoun)?.head?)?;
    let told = verb.head.filter(|&noun| verb.deprel == "acl:relcl" && noun < pronoun);
    let is_mark = |at: &TokenId| words[*at].upos == Upos::Punct;
    let before = (0..pronoun).rev().take(MARKS_BEFORE + 1).find(|at| !is_mark(at))?;
    let is_noun = matches!(words[before].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    match told {
        Some(noun) if is_noun && !is_under(words, before, noun) => Some(before),
        None if is_noun && words[pronoun].lemma.starts_with("who") => Some(before),
        _ => told,
    }
}

/// Marks between a noun and its relative pronoun at most: a quotation mark, a comma.
const MARKS_BEFORE: usize = 2;

/// Tells whether a word hangs on another, on a way of some length.
fn is_under(words: &[Word], at: TokenId, top: TokenId) -> bool {
    const MAX_STEPS: usize = 12;
    let mut up = std::iter::successors(Some(at), |&at| words.get(at)?.head).take(MAX_STEPS);
    up.any(|at| at == top)
}

/// A name as an engine found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedName {
    /// Its words.
    pub tokens: Range<TokenId>,
    /// What it names, in the labels of the `en_worldwide` corpus.
    pub label: &'static str,
}

/// A statement as an engine found it: outside of any other, since none learned to look within.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedStatement {
    /// The words that name the source, where they stand near.
    pub source: Option<Range<TokenId>>,
    /// The words that attribute.
    pub cue: Range<TokenId>,
    /// What is said, in text order; never empty.
    pub content: Vec<Range<TokenId>>,
    /// How probable it is to the engine that the content has just these words: of its parts, the least
    /// probable one.
    pub confidence: Confidence,
}
