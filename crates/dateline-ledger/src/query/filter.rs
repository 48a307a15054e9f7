//! What a question is narrowed to.

use rusqlite::Connection;

use super::name::{self, Place};
use super::words::Words;
use crate::Result;

/// Narrows a question; every part that is set must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// First day of publication, as an ISO date.
    pub since: Option<String>,
    /// Last day of publication.
    pub until: Option<String>,
    /// Name of an outlet, or words of it; case and accents do not matter, `*` ends the beginning of a
    /// word. Where several outlets have the words, all of them count.
    pub outlet: Option<String>,
    /// Name of a place or country, or ISO 3166 code of a country; case and accents do not matter.
    /// An event or a figure must have happened there; of anything else, the dispatch must speak of
    /// it.
    pub place: Option<String>,
    /// What must stand in the statement, or in the sentence of the event or figure, or in some
    /// sentence of the dispatch: words that must all be there, in any form. `"…"` holds words that
    /// stand together, `OR`, `NOT`, `-`, brackets and `word*` mean what they do elsewhere. Of
    /// dispatches, with `by`: in one statement of that speaker.
    pub about: Option<String>,
    /// As `about`, and in the same sentence: what is searched for.
    pub words: Option<String>,
    /// Words of the name of the speaker, or of someone who takes part in the event.
    pub by: Option<String>,
    /// Act of a statement, type of an event, measure of a figure.
    pub act: Option<String>,
    /// Status of an event or figure.
    pub status: Option<String>,
    /// Kind of the source of the statement, or of the one that the event or figure is told in.
    pub source_kind: Option<String>,
    /// Least confidence; what has none is left out.
    pub min_confidence: Option<f64>,
    /// Id of a story.
    pub story: Option<String>,
    /// Id of a dispatch.
    pub dispatch: Option<String>,
    /// Whether the same words in copies of one text are one row, which tells how many print them.
    pub fold: bool,
    /// Most rows; the newest come first.
    pub limit: Option<u32>,
}

/// A filter whose names and words have been looked up.
#[derive(Debug)]
pub(super) struct Narrow<'f> {
    pub(super) filter: &'f Filter,
    /// Outlets by their names; empty where none is asked for.
    pub(super) outlets: Vec<String>,
    pub(super) place: Option<Place>,
    pub(super) about: Option<Words>,
    pub(super) by: Option<Words>,
    pub(super) source_kind: Option<&'static str>,
}

impl<'f> Narrow<'f> {
    /// Looks up what the filter names.
    ///
    /// # Errors
    /// Nothing bears a name, a word is not one of its list, a search cannot be read.
    pub(super) fn new(connection: &Connection, filter: &'f Filter) -> Result<Self> {
        let outlet = filter.outlet.as_deref().map(|words| name::outlets(connection, words));
        let place = filter.place.as_deref().map(|words| Place::find(connection, words));
        let kind = filter.source_kind.as_deref();
        Ok(Self {
            filter,
            outlets: outlet.transpose()?.unwrap_or_default(),
            place: place.transpose()?,
            about: both(parsed(filter.words.as_ref())?, parsed(filter.about.as_ref())?),
            by: parsed(filter.by.as_ref())?,
            source_kind: kind
                .map(|kind| name::closed("kind of source", "source_kind", kind))
                .transpose()?,
        })
    }
}

fn parsed(words: Option<&String>) -> Result<Option<Words>> {
    words.map(|words| Words::parse(words)).transpose()
}

fn both(first: Option<Words>, second: Option<Words>) -> Option<Words> {
    match (first, second) {
        (Some(a), Some(b)) => Some(Words::All { wanted: vec![a, b], unwanted: Vec::new() }),
        (one, other) => one.or(other),
    }
}
