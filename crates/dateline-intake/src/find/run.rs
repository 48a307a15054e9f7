//! Runs of things that are all refused for one reason, told as one.

use super::{Members, note};
use crate::Found;

/// Joins refused members that follow each other for the same reason: a file of another form has one
/// on every line.
pub(crate) fn join(members: Members) -> Members {
    let mut members = members.peekable();
    Box::new(std::iter::from_fn(move || {
        let mut first = members.next()?;
        let mut last = None;
        let mut n_more = 0;
        while let Some(next) = members.next_if(|next| is_same(&first, next)) {
            n_more += 1;
            last = next.sighting.member;
        }
        if n_more > 0 {
            let last = last.unwrap_or_default();
            for one in &mut first.notes {
                *one = note(one.kind, format!("{}, nor are {n_more} more to {last}", one.message));
            }
        }
        Some(first)
    }))
}

fn is_same(first: &Found, next: &Found) -> bool {
    let is_refused = first.item.is_none() && next.item.is_none() && next.sighting.member.is_some();
    is_refused && first.sighting.path == next.sighting.path && first.notes == next.notes
}
