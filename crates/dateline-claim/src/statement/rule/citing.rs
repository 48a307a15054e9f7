//! `The agency, citing two officers, said that the road was closed.`

use std::ops::Range;

use dateline_syntax::TokenId;

use crate::statement::content::Scene;
use crate::statement::draft::Draft;
use crate::statement::noun_phrase::{base_end, with_prepositions};
use crate::statement::{Act, Attitude};

/// Id of the statement of the one who is cited.
pub(in crate::statement) const CITING: &str = "citing";

/// Reads `citing`, which stands at a token: whom a statement cites says the same as that statement.
///
/// The statement is the one whose cue the tree hangs the word on, or whose source it belongs to; else the nearest.
pub(in crate::statement) fn citing(
    scene: &Scene<'_, '_>,
    at: TokenId,
    found: &[Draft],
) -> Option<Draft> {
    let page = scene.page;
    let base = base_end(page, at + 1, scene.bounds.end)?;
    let source = at + 1..with_prepositions(page, base, scene.bounds.end);
    let cue = at..at + 1;
    let meets = |draft: &Draft| draft.cue.start < cue.end && cue.start < draft.cue.end;
    let governor = page.head_of(at);
    let hosts = found.iter().filter(|draft| {
        !meets(draft)
            && page.same_level(draft.cue.start, at)
            && scene.bounds.contains(&draft.cue.start)
    });
    let holds = |range: &Range<TokenId>| governor.is_some_and(|head| range.contains(&head));
    let host = hosts.min_by_key(|draft| {
        let is_governor = holds(&draft.cue) || draft.source.as_ref().is_some_and(holds);
        let within = draft.holds(at);
        (within, !is_governor, draft.cue.start.abs_diff(at))
    })?;
    let mut content = host.content.clone();
    give_up(&mut content, &(at..source.end));
    (!content.is_empty()).then_some(Draft {
        rule: CITING,
        attitude: Attitude::Said,
        act: Act::Says,
        source: Some(source),
        cue,
        content,
        addressee: None,
        learned: None,
    })
}

/// Takes some words out of content, where they stand at an end of a part of it.
pub(in crate::statement) fn give_up(content: &mut Vec<Range<TokenId>>, words: &Range<TokenId>) {
    for part in content.iter_mut() {
        if words.contains(&part.start) {
            part.start = words.end.min(part.end);
        } else if words.start < part.end && part.end <= words.end {
            part.end = words.start.max(part.start);
        }
    }
    content.retain(|part| !part.is_empty());
}
