//! What gold and reader are brought to before they are compared.

use std::ops::Range;

use dateline::Reading;

/// A text cut into sentences, tokens and words, without its white space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Analysis {
    /// Every character of every token, in order.
    pub(super) characters: Vec<char>,
    /// Ranges of `characters`, in order.
    pub(super) sentences: Vec<Range<usize>>,
    /// Ranges of `characters`, in order.
    pub(super) tokens: Vec<Range<usize>>,
    /// Syntactic words, in order.
    pub(super) words: Vec<Word>,
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The characters of its token; the words of a multiword token share them.
    pub(super) range: Range<usize>,
    /// Whether its token holds several words.
    pub(super) is_multiword: bool,
    pub(super) form: String,
    pub(super) lemma: String,
    pub(super) upos: String,
    /// Position of the head in `Analysis::words`; `None` for a root, or without a tree.
    pub(super) head: Option<usize>,
    /// Relation without its subtype; empty without a tree.
    pub(super) deprel: String,
}

impl Analysis {
    /// Appends the characters of a token and returns their range.
    pub(super) fn push_token(&mut self, form: &str) -> Range<usize> {
        let start = self.characters.len();
        self.characters.extend(form.chars().filter(|c| !c.is_whitespace()));
        let range = start..self.characters.len();
        self.tokens.push(range.clone());
        range
    }
}

/// Brings a reading to the form of the gold.
pub(super) fn analysis_of(reading: &Reading) -> Analysis {
    let text = &reading.dispatch.text;
    let segmentation = &reading.segmentation;
    let mut analysis = Analysis::default();
    let mut multiword = segmentation.multiword.iter().peekable();
    let mut inside: Option<(usize, Range<usize>)> = None;
    for sentence in &segmentation.sentences {
        let start = analysis.characters.len();
        for at in sentence.tokens.clone() {
            let span = segmentation.tokens[at].span;
            while multiword.peek().is_some_and(|one| one.tokens.end <= at) {
                multiword.next();
            }
            let holder = multiword.peek().filter(|one| one.tokens.contains(&at));
            let (range, is_multiword) = match (holder, &inside) {
                (Some(one), Some((first, range))) if *first == one.tokens.start => {
                    (range.clone(), true)
                }
                (Some(one), _) => {
                    let range = analysis.push_token(one.span.of(text));
                    inside = Some((one.tokens.start, range.clone()));
                    (range, true)
                }
                (None, _) => (analysis.push_token(span.of(text)), false),
            };
            let word = reading.parse.words.get(at);
            analysis.words.push(Word {
                range,
                is_multiword,
                form: span.of(text).to_owned(),
                lemma: word.map_or_else(String::new, |word| word.lemma.clone()),
                upos: word.map_or("", |word| word.upos.as_str()).to_owned(),
                head: word.and_then(|word| word.head),
                deprel: word.map_or("", |word| without_subtype(word.deprel)).to_owned(),
            });
        }
        analysis.sentences.push(start..analysis.characters.len());
    }
    analysis
}

/// Cuts the subtype off a relation: `nmod:poss` is `nmod`.
pub(super) fn without_subtype(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or(deprel)
}
