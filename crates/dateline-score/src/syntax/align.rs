//! The comparison of the CoNLL 2018 shared task.
//!
//! # Source
//! `conll18_ud_eval.py` of the CoNLL 2018 shared task: sentences and tokens are equal where their
//! ranges of characters (white space left out) are; words outside multiword tokens likewise; words
//! of overlapping multiword tokens are aligned by the longest common subsequence of their forms.

use std::cmp::Ordering;
use std::ops::Range;

use super::conllu::Document;
use super::word::{Analysis, Word};
use crate::metric::Tally;
use crate::task::Mistake;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    Tokens,
    Sentences,
    Words,
    Upos,
    Lemmas,
    Uas,
    Las,
}

impl Metric {
    pub(super) const ALL: [Metric; 7] = [
        Metric::Tokens,
        Metric::Sentences,
        Metric::Words,
        Metric::Upos,
        Metric::Lemmas,
        Metric::Uas,
        Metric::Las,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Metric::Tokens => "tokens",
            Metric::Sentences => "sentences",
            Metric::Words => "words",
            Metric::Upos => "UPOS",
            Metric::Lemmas => "lemmas",
            Metric::Uas => "UAS",
            Metric::Las => "LAS",
        }
    }
}

/// How two analyses of one text compare.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    /// In the order of [`Metric::ALL`].
    pub(super) tallies: [Tally; Metric::ALL.len()],
    gold: &'a Analysis,
    found: &'a Analysis,
    // Positions of gold and found words that are the same.
    pairs: Vec<(usize, usize)>,
}

/// Compares two analyses; `None` where their characters are not the same.
pub(super) fn compare<'a>(gold: &'a Analysis, found: &'a Analysis) -> Option<Comparison<'a>> {
    if gold.characters != found.characters {
        return None;
    }
    let pairs = align_words(&gold.words, &found.words);
    let count = |is_right: &dyn Fn(&Word, &Word) -> bool| Tally {
        n_right: pairs.iter().filter(|(g, f)| is_right(&gold.words[*g], &found.words[*f])).count(),
        n_found: found.words.len(),
        n_gold: gold.words.len(),
    };
    let has_same_head = |g: &Word, f: &Word| match (g.head, f.head) {
        (Some(g), Some(f)) => pairs.binary_search(&(g, f)).is_ok(),
        (None, None) => !f.deprel.is_empty(),
        _ => false,
    };
    let tallies = [
        ranges_tally(&gold.tokens, &found.tokens),
        ranges_tally(&gold.sentences, &found.sentences),
        count(&|_, _| true),
        count(&|g, f| g.upos == f.upos),
        count(&|g, f| g.lemma == "_" || g.lemma == f.lemma),
        count(&|g, f| has_same_head(g, f)),
        count(&|g, f| has_same_head(g, f) && g.deprel == f.deprel),
    ];
    Some(Comparison { tallies, gold, found, pairs })
}

fn ranges_tally(gold: &[Range<usize>], found: &[Range<usize>]) -> Tally {
    let (mut g, mut f, mut n_right) = (0, 0, 0);
    while g < gold.len() && f < found.len() {
        match gold[g].start.cmp(&found[f].start) {
            Ordering::Less => g += 1,
            Ordering::Greater => f += 1,
            Ordering::Equal => {
                n_right += usize::from(gold[g].end == found[f].end);
                g += 1;
                f += 1;
            }
        }
    }
    Tally { n_right, n_found: found.len(), n_gold: gold.len() }
}

/// Pairs the words of both sides that are the same, in order.
fn align_words(gold: &[Word], found: &[Word]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut f) = (0, 0);
    while g < gold.len() && f < found.len() {
        let (one, other) = (&gold[g], &found[f]);
        if one.is_multiword || other.is_multiword {
            let (in_gold, in_found) = multiword_stretch(gold, found, (g, f));
            (g, f) = (in_gold.end, in_found.end);
            pairs.extend(common_forms(gold, found, in_gold, in_found));
        } else if one.range == other.range {
            pairs.push((g, f));
            g += 1;
            f += 1;
        } else if one.range.start <= other.range.start {
            g += 1;
        } else {
            f += 1;
        }
    }
    pairs
}

/// Returns the smallest stretches of both sides that hold whole every multiword token in them;
/// `gold[g]` or `found[f]` is one.
fn multiword_stretch(
    gold: &[Word],
    found: &[Word],
    (mut g, mut f): (usize, usize),
) -> (Range<usize>, Range<usize>) {
    let (one, other) = (&gold[g], &found[f]);
    let mut end = if one.is_multiword {
        f += usize::from(!other.is_multiword && other.range.start < one.range.start);
        one.range.end
    } else {
        g += usize::from(one.range.start < other.range.start);
        other.range.end
    };
    let (first_gold, first_found) = (g, f);
    while !is_beyond(gold.get(g), end) || !is_beyond(found.get(f), end) {
        let is_gold_next = match (gold.get(g), found.get(f)) {
            (Some(one), Some(other)) => one.range.start <= other.range.start,
            (one, _) => one.is_some(),
        };
        let (side, at) = if is_gold_next { (gold, &mut g) } else { (found, &mut f) };
        if side[*at].is_multiword {
            end = end.max(side[*at].range.end);
        }
        *at += 1;
    }
    (first_gold..g, first_found..f)
}

/// Tells whether a word, if there is one, reaches beyond the end of a stretch.
fn is_beyond(word: Option<&Word>, end: usize) -> bool {
    word.is_none_or(
        |word| {
            if word.is_multiword { word.range.start >= end } else { word.range.end > end }
        },
    )
}

/// Pairs words by the longest common subsequence of their lower-cased forms.
fn common_forms(
    gold: &[Word],
    found: &[Word],
    in_gold: Range<usize>,
    in_found: Range<usize>,
) -> Vec<(usize, usize)> {
    let forms = |words: &[Word]| -> Vec<String> {
        words.iter().map(|word| word.form.to_lowercase()).collect()
    };
    let (one, other) = (forms(&gold[in_gold.clone()]), forms(&found[in_found.clone()]));
    let mut longest = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    for g in (0..one.len()).rev() {
        for f in (0..other.len()).rev() {
            let both = longest[g + 1][f + 1] + usize::from(one[g] == other[f]);
            longest[g][f] = both.max(longest[g + 1][f]).max(longest[g][f + 1]);
        }
    }
    let (mut g, mut f, mut pairs) = (0, 0, Vec::new());
    while g < one.len() && f < other.len() {
        if one[g] == other[f] {
            pairs.push((in_gold.start + g, in_found.start + f));
            g += 1;
            f += 1;
        } else if longest[g][f] == longest[g + 1][f] {
            g += 1;
        } else {
            f += 1;
        }
    }
    pairs
}

impl Comparison<'_> {
    /// Lists gold words that have no partner, or one with another tag or lemma, in their sentence.
    pub(super) fn mistakes(&self, document: &Document) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut pairs = self.pairs.iter().peekable();
        for (at, gold) in self.gold.words.iter().enumerate() {
            let found = pairs.next_if(|pair| pair.0 == at).map(|pair| &self.found.words[pair.1]);
            if found.is_some_and(|found| found.upos == gold.upos && found.lemma == gold.lemma) {
                continue;
            }
            let tell = |word: &Word| format!("{} {} {}", word.form, word.upos, word.lemma);
            mistakes.push(Mistake {
                document: document.name.clone(),
                gold: tell(gold),
                found: found.map_or_else(String::new, tell),
                context: sentence_around(self.gold, at),
            });
        }
        mistakes
    }
}

/// Returns the words of the sentence that a word stands in, the word itself in brackets.
fn sentence_around(analysis: &Analysis, at: usize) -> String {
    let range = &analysis.words[at].range;
    let sentence = analysis.sentences.partition_point(|one| one.end <= range.start);
    let Some(sentence) = analysis.sentences.get(sentence) else { return String::new() };
    let inside =
        |word: &&Word| sentence.start <= word.range.start && word.range.end <= sentence.end;
    let first = analysis.words.partition_point(|word| word.range.start < sentence.start);
    let words = analysis.words[first..].iter().take_while(inside).enumerate();
    let told = words.map(|(offset, word)| {
        if first + offset == at { format!("[{}]", word.form) } else { word.form.clone() }
    });
    told.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds an analysis from words: `|` ends a sentence, `do+n't` is one token of two words, and
    /// `form/UPOS/head/deprel` gives what the test is about (head counted from 1 in the text).
    fn analysis(words: &str) -> Analysis {
        let mut analysis = Analysis::default();
        let mut start = 0;
        for token in words.split_whitespace() {
            if token == "|" {
                analysis.sentences.push(start..analysis.characters.len());
                start = analysis.characters.len();
                continue;
            }
            let parts: Vec<&str> = token.split('+').collect();
            let surface: String = parts.iter().map(|p| p.split('/').next().unwrap_or("")).collect();
            let range = analysis.push_token(&surface);
            for part in &parts {
                let fields: Vec<&str> = part.split('/').collect();
                let field = |at: usize| fields.get(at).copied().unwrap_or("").to_owned();
                analysis.words.push(Word {
                    range: range.clone(),
                    is_multiword: parts.len() > 1,
                    form: field(0),
                    lemma: field(0),
                    upos: field(1),
                    head: field(2).parse::<usize>().ok().filter(|n| *n > 0).map(|n| n - 1),
                    deprel: field(3),
                });
            }
        }
        analysis.sentences.push(start..analysis.characters.len());
        analysis
    }

    fn check(gold: &str, found: &str, expected: [(usize, usize, usize); 7]) {
        let (gold, found) = (analysis(gold), analysis(found));
        let comparison = compare(&gold, &found).expect("the same characters");
        let tallies = comparison.tallies.map(|t| (t.n_right, t.n_found, t.n_gold));
        assert_eq!(tallies, expected);
    }

    #[test]
    fn a_split_token_costs_itself_alone() {
        // Gold: re-open / it. Found: re / -open / it. Tokens: only "it" is in both: 1 of 3 found,
        // of 2 gold. One sentence on each side, the same. "it": right tag; nothing has a tree.
        check(
            "re-open/VERB it/PRON",
            "re/X -open/VERB it/PRON",
            [(1, 3, 2), (1, 1, 1), (1, 3, 2), (1, 3, 2), (1, 3, 2), (0, 3, 2), (0, 3, 2)],
        );
    }

    #[test]
    fn multiword_tokens_are_aligned_by_form() {
        // Gold: token don't = do + n't. Found: two tokens do, n't. Tokens: sail alone is in both:
        // 1 of 3 found, 2 gold. Words: do and n't are aligned by form, sail by range: 3, 3, 3.
        check(
            "do/AUX+n't/PART sail/VERB",
            "do/AUX n't/X sail/VERB",
            [(1, 3, 2), (1, 1, 1), (3, 3, 3), (2, 3, 3), (3, 3, 3), (0, 3, 3), (0, 3, 3)],
        );
        // The other way round, and with a word before the multiword token that reaches into it:
        // found "so ca+n't" for gold "soca n't": characters s o c a n ' t. The stretch is the
        // whole; forms so, ca, n't against soca, n't have n't in common.
        check(
            "soca n't",
            "so ca+n't",
            [(0, 2, 2), (1, 1, 1), (1, 3, 2), (1, 3, 2), (1, 3, 2), (0, 3, 2), (0, 3, 2)],
        );
    }

    #[test]
    fn trees_count_heads_of_aligned_words() {
        // Gold: She(1) → left(2), left root, early(3) → left. Found: the same heads, but "early"
        // is another relation; LAS has 2 of 3, UAS 3 of 3.
        check(
            "She/P/2/nsubj left/V/0/root early/A/2/advmod",
            "She/P/2/nsubj left/V/0/root early/A/2/obl",
            [(3, 3, 3), (1, 1, 1), (3, 3, 3), (3, 3, 3), (3, 3, 3), (3, 3, 3), (2, 3, 3)],
        );
        // Found cuts one sentence in two: sentences 0 of 2 found, 1 gold.
        check(
            "She/P/2/nsubj left/V/0/root",
            "She/P/0/root | left/V/0/root",
            [(2, 2, 2), (0, 2, 1), (2, 2, 2), (2, 2, 2), (2, 2, 2), (1, 2, 2), (1, 2, 2)],
        );
    }

    #[test]
    fn other_characters_cannot_be_compared() {
        assert!(compare(&analysis("a b"), &analysis("a c")).is_none());
    }
}
