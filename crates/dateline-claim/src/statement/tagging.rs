//! Tags set right by the names: the engine takes some words of a rare name for a verb or a mark, which
//! cuts a source short.

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
        let is_cue = word.0 == Upos::Verb && is_verb_of_saying(word.1);
        if !is_cue {
            word.0 = tag;
        }
    }
}

fn is_verb_of_saying(lemma: &str) -> bool {
    let is_said = |cue: &Cue| cue.class == CueClass::Verb && cue.attitude == Attitude::Said;
    CUES.starting_with(lemma).iter().any(is_said)
}
