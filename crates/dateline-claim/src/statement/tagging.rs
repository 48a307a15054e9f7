//! Tags set right by what is known beyond the sentence: names, and verbs of saying.
//!
//! The tagger has never met most names, and takes some words of a rare name for a verb or a mark; it
//! takes some verbs of saying for nouns. Either cuts a source short.

use std::ops::Range;

use dateline_mention::{Name, NameLabel, Parsed};
use dateline_syntax::{TokenId, Upos};

use super::Attitude;
use super::lexicon::{CUES, Cue, CueClass};

/// A tag with its lemma.
pub(super) type Tagged<'d> = (Upos, &'d str);

/// Returns tag and lemma of each token.
pub(super) fn tag<'d>(parsed: Parsed<'d>, names: &[Name]) -> Vec<Tagged<'d>> {
    let words = parsed.parse.words.iter().map(|word| (word.upos, word.lemma.as_str()));
    let mut tagging = Tagging { parsed, words: words.collect() };
    for name in names {
        if matches!(name.label, NameLabel::Person | NameLabel::Organization) {
            let tokens = parsed.segmentation.tokens_in(name.span);
            tokens.for_each(|at| tagging.set_name(at));
        }
    }
    for sentence in &parsed.segmentation.sentences {
        tagging.set_office(&sentence.tokens);
        tagging.set_perfect(&sentence.tokens);
        tagging.set_gerund(&sentence.tokens);
        tagging.set_verbs(&sentence.tokens);
    }
    tagging.words
}

struct Tagging<'d> {
    parsed: Parsed<'d>,
    words: Vec<Tagged<'d>>,
}

impl Tagging<'_> {
    fn form(&self, at: TokenId) -> &str {
        let token = self.parsed.segmentation.tokens.get(at);
        token.map_or("", |token| token.span.of(&self.parsed.dispatch.text))
    }

    /// A word with a capital inside a name is part of it, a mark after it shows an owner.
    fn set_name(&mut self, at: TokenId) {
        let form = self.form(at);
        let tag = if matches!(form, "'" | "’" | "'s" | "’s") {
            Upos::Part
        } else if form.starts_with(char::is_uppercase) {
            Upos::Propn
        } else {
            return;
        };
        let Some(word) = self.words.get_mut(at) else { return };
        // "Hale Says Mine Closed": in a headline a verb may be taken for part of a name.
        let is_cue = word.0 == Upos::Verb && said(word.1).is_some();
        if !is_cue {
            word.0 = tag;
        }
    }

    /// "an end to the shelling": behind an article and before no noun, a gerund is a noun.
    fn set_gerund(&mut self, sentence: &Range<TokenId>) {
        for at in sentence.start + 1..sentence.end {
            let behind_article = matches!(self.form(at - 1), "the" | "The" | "this" | "a" | "an");
            let next = self.words.get(at + 1).map_or(Upos::X, |word| word.0);
            let is_gerund = behind_article && self.form(at).ends_with("ing");
            let modifies = matches!(next, Upos::Noun | Upos::Propn | Upos::Adj);
            if let Some(word) = self.words.get_mut(at)
                && word.0 == Upos::Verb
                && is_gerund
                && !modifies
            {
                word.0 = Upos::Noun;
            }
        }
    }

    /// "the leaders have sworn that …": "have" before a participle is an auxiliary.
    fn set_perfect(&mut self, sentence: &Range<TokenId>) {
        for at in sentence.start..sentence.end.saturating_sub(1) {
            let is_have = matches!(self.form(at), "have" | "has" | "had");
            let (Some(word), Some(next)) = (self.words.get(at), self.words.get(at + 1)) else {
                return;
            };
            let is_participle = self.form(at + 1) != next.1 && !self.form(at + 1).ends_with("ing");
            if is_have && word.0 == Upos::Verb && next.0 == Upos::Verb && is_participle {
                self.words[at].0 = Upos::Aux;
            }
        }
    }

    /// "the firm speaks of …", "The 52-year-old acknowledged that …": in a clause without a verb, the
    /// word in the place of one.
    fn set_verbs(&mut self, sentence: &Range<TokenId>) {
        let mut start = sentence.start;
        let mut noun = None;
        let mut has_verb = false;
        for at in sentence.clone() {
            let tag = self.words.get(at).map_or(Upos::X, |word| word.0);
            if self.ends_clause(at, tag) {
                if !has_verb {
                    noun = noun.or_else(|| self.verb_before(start, at));
                    self.set_verb(noun);
                }
                (start, noun, has_verb) = (at + 1, None, false);
                continue;
            }
            has_verb |= matches!(tag, Upos::Verb | Upos::Aux);
            if noun.is_none() && at > start + 1 && self.form(at) == "of" {
                noun = self.verb_before(start, at);
            }
        }
    }

    /// "the deputy transport minister": what looks like a verb is the minister's office.
    fn set_office(&mut self, sentence: &Range<TokenId>) {
        const HEADS: &[&str] =
            &["minister", "ministers", "ministry", "secretary", "department", "commissioner"];
        for at in sentence.start + 1..sentence.end {
            let (Some(before), Some(word)) = (self.words.get(at - 1), self.words.get(at)) else {
                return;
            };
            let form = self.form(at);
            let is_bare = word.0 == Upos::Verb && form == word.1;
            let is_inside = matches!(before.0, Upos::Noun | Upos::Adj | Upos::Part | Upos::Det);
            if is_bare
                && is_inside
                && HEADS.contains(&self.form(at + 1))
                && self.form(at - 1) != "to"
            {
                self.words[at].0 = Upos::Noun;
            }
        }
    }

    fn ends_clause(&self, at: TokenId, tag: Upos) -> bool {
        tag == Upos::Sconj || tag == Upos::Punct && !matches!(self.form(at), "-" | "‑" | "'" | "’")
    }

    /// Returns the noun before `end` that is rather a verb of saying, with its lemma.
    fn verb_before(&self, start: TokenId, end: TokenId) -> Option<(TokenId, &'static str)> {
        let at = end.checked_sub(1).filter(|&at| at > start)?;
        let form = self.form(at);
        let follows = matches!(self.form(end), "that" | "of" | "whether");
        let is_noun = self.words.get(at)?.0 == Upos::Noun && form.starts_with(char::is_lowercase);
        let subject = matches!(self.words.get(at - 1)?.0, Upos::Noun | Upos::Propn | Upos::Adj);
        let opens = matches!(self.words.get(start)?.0, Upos::Det | Upos::Propn);
        let lemma = stem(form).filter(|_| is_noun && subject && follows && opens)?;
        Some((at, lemma))
    }

    fn set_verb(&mut self, found: Option<(TokenId, &'static str)>) {
        let Some((at, lemma)) = found else { return };
        if let Some(word) = self.words.get_mut(at) {
            *word = (Upos::Verb, lemma);
        }
    }
}

/// Returns the verb of saying that a form may be: "acknowledged", and "speaks", but not "claims",
/// which is a noun as well.
fn stem(form: &str) -> Option<&'static str> {
    let past = [form.strip_suffix("ed"), form.strip_suffix('d')];
    if let Some(cue) = past.into_iter().flatten().find_map(said) {
        return Some(&cue.words[0]);
    }
    let cue = form.strip_suffix('s').and_then(said)?;
    let is_noun = CUES.starting_with(&cue.words[0]).iter().any(|cue| cue.class == CueClass::Noun);
    (!is_noun).then_some(&*cue.words[0])
}

fn said(lemma: &str) -> Option<&'static Cue> {
    CUES.starting_with(lemma)
        .iter()
        .find(|cue| cue.class == CueClass::Verb && cue.attitude == Attitude::Said)
}
