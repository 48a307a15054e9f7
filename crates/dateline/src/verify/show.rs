//! The words of one dispatch or record beside the bytes that they stand in.

use dateline_ledger::Ledger;
use dateline_text::{ItemId, Sighting};

use super::anchor::{Prover, spans};
use crate::Error;

/// The anchors of a dispatch, or of one record in it.
#[derive(Debug, Clone)]
pub struct Anchors {
    /// Id of the dispatch.
    pub dispatch: ItemId,
    /// Where it was met, the first time first.
    pub sightings: Vec<Sighting>,
    /// Whether the item's bytes are those that its id is the hash of.
    pub has_own_bytes: bool,
    /// Its spans, in the order of the record.
    pub list: Vec<Anchor>,
}

/// One span: its words, and the bytes that they were read from.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// Which span, such as `s1.cue`.
    pub place: String,
    /// The words as recorded.
    pub words: String,
    /// Ranges of the item's bytes, with the bytes.
    pub bytes: Vec<((u32, u32), Vec<u8>)>,
    /// What was found instead of the words, where they do not agree.
    pub found: Option<String>,
}

/// Returns the anchors of what an id, or the head of one, names: a dispatch or a record in it.
///
/// # Errors
/// The ledger has nothing of this id, or what it has does not read back.
pub fn anchors_of(ledger: &Ledger, id: &str) -> Result<Anchors, Error> {
    let resolved = ledger.resolve(id)?;
    let nothing = || dateline_ledger::Error::NotFound(resolved.to_string());
    let item: ItemId = resolved.dispatch.parse().map_err(|_| nothing())?;
    let content = ledger.content(item)?.ok_or_else(nothing)?;
    let body = content.record.body.unwrap_or_default();
    let prover = Prover::new(&content.item, &body);
    let is_asked = |place: &str| match &resolved.local {
        Some(local) => place.split('.').next() == Some(local),
        None => !place.starts_with("blocks"), // the sentences have their words
    };
    let asked = spans(&body).into_iter().filter(|(place, ..)| is_asked(place));
    let list = asked.map(|(place, (start, end), words)| {
        let ranges = prover.ranges(start, end).into_iter();
        Anchor {
            place,
            words: words.unwrap_or(prover.words(start, end)).to_owned(),
            bytes: ranges.map(|range| (range, prover.bytes(range).to_vec())).collect(),
            found: prover.prove((start, end), words).err().map(|(_, found)| found),
        }
    });
    let list: Vec<Anchor> = list.collect();
    if list.is_empty() && resolved.local.is_some() {
        return Err(nothing().into());
    }
    Ok(Anchors {
        dispatch: item,
        sightings: ledger.sightings(item)?,
        has_own_bytes: ItemId::of(&content.item.bytes) == item,
        list,
    })
}
