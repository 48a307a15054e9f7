//! Which statement stands within which.

use super::draft::Draft;
use super::rule;

/// Returns, for each draft, the position of the innermost draft whose content holds its cue; for one who is cited,
/// of the draft whose content is theirs.
pub(super) fn find_within(drafts: &[Draft]) -> Vec<Option<usize>> {
    // Drafts whose content may still hold a later cue.
    let mut open: Vec<usize> = Vec::new();
    let mut within = vec![None; drafts.len()];
    let mut by_cue: Vec<usize> = (0..drafts.len()).collect();
    by_cue.sort_by_key(|&at| drafts[at].cue.start);
    let mut by_start: Vec<usize> = (0..drafts.len()).collect();
    by_start.sort_by_key(|&at| drafts[at].content.first().map_or(usize::MAX, |part| part.start));
    let mut next = 0;
    for &at in &by_cue {
        let cue = drafts[at].cue.start;
        while next < by_start.len()
            && drafts[by_start[next]].content.first().is_some_and(|part| part.start <= cue)
        {
            open.push(by_start[next]);
            next += 1;
        }
        open.retain(|&holder| drafts[holder].content.last().is_some_and(|part| part.end > cue));
        if drafts[at].rule == rule::CITING
            && let Some(host) = host_of(drafts, at)
        {
            within[at] = Some(host);
            continue;
        }
        within[at] = open
            .iter()
            .copied()
            .filter(|&holder| drafts[holder].holds(cue) && rank(drafts, holder) > rank(drafts, at))
            .min_by_key(|&holder| rank(drafts, holder));
    }
    within
}

/// Returns the nearest draft with the same content as one who is cited.
fn host_of(drafts: &[Draft], at: usize) -> Option<usize> {
    const NEAR: usize = 16;
    let cited = &drafts[at];
    let near = at.saturating_sub(NEAR)..drafts.len().min(at + NEAR);
    near.filter(|&host| drafts[host].rule != rule::CITING)
        .filter(|&host| drafts[host].content == cited.content)
        .min_by_key(|&host| drafts[host].cue.start.abs_diff(cited.cue.start))
}

/// Orders drafts so that a holder always ranks above what it holds, and no two hold each other; one who is
/// cited stands inside the statement with the same content.
fn rank(drafts: &[Draft], at: usize) -> (usize, bool, usize) {
    let draft = &drafts[at];
    (draft.content.iter().map(ExactSizeIterator::len).sum(), draft.rule != rule::CITING, at)
}
