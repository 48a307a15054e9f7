//! `The mayor said so. “The dam will hold. We have checked it.”`

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use crate::statement::Attitude;
use crate::statement::draft::Draft;
use crate::statement::page::{Page, Unit};

/// Drafts that a look back goes over.
const NEAR_DRAFTS: usize = 32;

/// Gives a unit that is nothing but a quotation to the statement before it.
///
/// The statement stands in the same paragraph, or ends the paragraph before with a quotation; `last` are the last
/// unit with words of its own, and the paragraph up to which its quotation has run on.
pub(in crate::statement) fn running_quotation(
    page: &Page<'_>,
    unit: &Unit,
    drafts: &mut [Draft],
    last: Option<(&Unit, usize)>,
) -> bool {
    let Some(content) = bare_quotation(page, unit) else { return false };
    // The engine may have run it on already.
    if drafts.iter().rev().take(NEAR_DRAFTS).any(|draft| draft.holds(content.start)) {
        return true;
    }
    let Some((last_unit, last_block)) = last else { return false };
    let same_block = last_unit.block == unit.block;
    let from = last_unit.tokens.start;
    let Some(draft) = drafts
        .iter_mut()
        .rev()
        .take_while(|draft| draft.first() >= from)
        .filter(|draft| matches!(draft.attitude, Attitude::Said | Attitude::Wrote))
        .min_by_key(|draft| draft.first())
    else {
        return false;
    };
    let quoted = draft.content.last().is_some_and(|part| page.quotation_at(part.end - 1).is_some());
    if !(same_block || quoted && last_block + 1 == unit.block) {
        return false;
    }
    draft.content.push(content);
    true
}

/// Returns the tokens of a unit that stands in quotations altogether.
pub(in crate::statement) fn bare_quotation(page: &Page<'_>, unit: &Unit) -> Option<Range<TokenId>> {
    let tokens = unit.tokens.clone();
    let outside = tokens
        .clone()
        .filter(|&at| page.quotation_at(at).is_none() && !page.is(at, &[Upos::Punct]))
        .count();
    (outside == 0 && page.quotation_at(tokens.start).is_some()).then_some(tokens)
}
