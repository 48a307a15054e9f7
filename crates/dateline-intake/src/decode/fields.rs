//! Fields of a record, by the names that the user's map gives them.

use super::draft::Draft;
use crate::FieldMap;

/// Looks up the first of several names that says something.
pub(crate) fn first<T>(names: &[String], find: impl Fn(&str) -> Option<T>) -> Option<T> {
    names.iter().find_map(|name| find(name))
}

/// Fills all fields but the text, from a look-up of words by name.
pub(crate) fn fill(draft: &mut Draft, fields: &FieldMap, words: impl Fn(&str) -> Option<String>) {
    draft.external_id = first(&fields.id, &words);
    draft.title = first(&fields.title, &words);
    draft.byline = first(&fields.byline, &words);
    draft.outlet = first(&fields.outlet, &words).or_else(|| draft.outlet.take());
    draft.declared = first(&fields.language, &words).or_else(|| draft.declared.take());
    draft.read_dates(first(&fields.published, &words), None);
}
