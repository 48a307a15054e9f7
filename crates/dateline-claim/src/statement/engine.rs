//! Statements that the engine found, as drafts.

use std::ops::Range;

use dateline_syntax::{TaggedStatement, TokenId, Upos};

use super::draft::Draft;
use super::lexicon::{CUES, Cue};
use super::page::Page;
use super::{Act, Attitude};

/// The id by which the engine's statements are known.
pub(super) const RULE: &str = "engine";

/// Turns what the engine found into a draft; nothing where no word of its content is read.
pub(super) fn draft_of(page: &Page<'_>, found: &TaggedStatement) -> Option<Draft> {
    let content: Vec<Range<TokenId>> =
        found.content.iter().flat_map(|part| page.read_parts(part)).collect();
    let content = told_there(page, content, &found.cue);
    let first = content.first()?.start;
    let cue = listed(page, &found.cue);
    // What no word of the lexicon tells: "is set to leave" is planned, "imposed a ban" done, not said.
    let is_verb = |at: TokenId| page.is(at, &[Upos::Verb, Upos::Aux]);
    let unlisted = if page.is_word(first, &["to"]) {
        Attitude::Planned
    } else if content.iter().any(|part| part.clone().any(is_verb)) {
        Attitude::Said
    } else {
        Attitude::Signalled
    };
    Some(Draft {
        rule: RULE,
        attitude: cue.map_or(unlisted, |cue| cue.attitude),
        act: cue.map_or(Act::Claims, |cue| cue.act),
        source: found.source.clone(),
        cue: found.cue.clone(),
        content,
        addressee: None,
    })
}

/// Leaves out what the writer's own words tell in another sentence, where the cue's holds content too:
/// only quotations run on.
fn told_there(
    page: &Page<'_>,
    content: Vec<Range<TokenId>>,
    cue: &Range<TokenId>,
) -> Vec<Range<TokenId>> {
    let unit = page.units.partition_point(|unit| unit.tokens.end <= cue.start);
    let Some(unit) = page.units.get(unit) else { return content };
    let is_there =
        |part: &Range<TokenId>| part.start < unit.tokens.end && unit.tokens.start < part.end;
    if !content.iter().any(is_there) {
        return content;
    }
    let is_quoted = |part: &Range<TokenId>| part.clone().any(|at| page.quotation_at(at).is_some());
    content.into_iter().filter(|part| is_there(part) || is_quoted(part)).collect()
}

/// Returns the entry of the lexicon that the words of a cue are: the longest, then the first.
fn listed(page: &Page<'_>, tokens: &Range<TokenId>) -> Option<&'static Cue> {
    let fits = |at: TokenId, cue: &Cue| {
        cue.words.iter().enumerate().skip(1).all(|(n, word)| page.low(at + n) == &**word)
    };
    let entries = tokens
        .clone()
        .flat_map(|at| CUES.starting_with(page.lemma(at)).iter().filter(move |cue| fits(at, cue)));
    entries.reduce(|a, b| if b.words.len() > a.words.len() { b } else { a })
}
