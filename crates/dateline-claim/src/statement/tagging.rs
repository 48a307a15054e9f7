//! Tags set right by the names: the engine takes some words of a rare name for a verb or a mark, which
//! cuts a source short.

use dateline_mention::{Name, NameLabel, Parsed};
use dateline_syntax::Upos;

use super::Attitude;
use super::lexicon::{CUES, Cue, CueClass};

/// A tag with its lemma.
pub(super) type Tagged<'d> = (Upos, &'d str);

/// Returns tag and lemma of each token: a word with a capital inside the name of a person or body is
/// part of it, a mark after it shows an owner.
pub(super) fn tag<'d>(parsed: Parsed<'d>, names: &[Name]) -> Vec<Tagged<'d>> {
    let words = parsed.parse.words.iter().map(|word| (word.upos, word.lemma.as_str()));
    let mut tagged: Vec<Tagged<'d>> = words.collect();
    let bears = |name: &&Name| matches!(name.label, NameLabel::Person | NameLabel::Organization);
    for at in names.iter().filter(bears).flat_map(|name| parsed.segmentation.tokens_in(name.span)) {
        let form = parsed.segmentation.tokens[at].span.of(&parsed.dispatch.text);
        let Some((upos, lemma)) = tagged.get_mut(at) else { continue };
        // "Hale Says Mine Closed": in a headline a verb may be taken for part of a name.
        if *upos == Upos::Verb && is_verb_of_saying(lemma) {
            continue;
        }
        if matches!(form, "'" | "’" | "'s" | "’s") {
            *upos = Upos::Part;
        } else if form.starts_with(char::is_uppercase) {
            *upos = Upos::Propn;
        }
    }
    tagged
}

fn is_verb_of_saying(lemma: &str) -> bool {
    let is_said = |cue: &Cue| cue.class == CueClass::Verb && cue.attitude == Attitude::Said;
    CUES.starting_with(lemma).iter().any(is_said)
}
