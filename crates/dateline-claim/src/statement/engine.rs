//! Statements that the engine found, as drafts.

use std::ops::Range;

use dateline_syntax::{TaggedStatement, TokenId};

use super::clause::is_comma;
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
    let content: Vec<Range<TokenId>> =
        content.into_iter().map(|part| before_next_cue(page, part, &found.cue)).collect();
    let first = content.first()?.start;
    let cue = listed(page, &found.cue);
    // "is set to leave": what no word of the lexicon tells.
    let unlisted = if page.is_word(first, &["to"]) { Attitude::Planned } else { Attitude::Said };
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

/// `said it was over | and called for calm`: cuts a part where the tree joins another verb to the cue.
fn before_next_cue(page: &Page<'_>, part: Range<TokenId>, cue: &Range<TokenId>) -> Range<TokenId> {
    let is_next = |at: &TokenId| {
        page.is_word(*at, &["and", "but"])
            && page.same_level(*at, cue.start)
            && page.joined_to(*at).is_some_and(|first| cue.contains(&first))
    };
    let Some(end) = (part.start + 1..part.end).find(is_next) else { return part };
    let end = if is_comma(page, end - 1) && end - 1 > part.start { end - 1 } else { end };
    part.start..end
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
