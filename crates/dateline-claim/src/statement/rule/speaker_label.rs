//! `Orn: “The dam will hold.”`

use dateline_syntax::Upos;

use crate::statement::content::{Scene, trim_end};
use crate::statement::draft::{Draft, whole};
use crate::statement::noun_phrase::base_end;
use crate::statement::{Act, Attitude};

/// Reads a unit that opens with a name and a colon.
pub(in crate::statement) fn speaker_label(scene: &Scene<'_, '_>) -> Option<Draft> {
    const LABEL_MAX_TOKENS: usize = 8;
    let page = scene.page;
    let start = scene.bounds.start;
    let end = base_end(page, start, scene.bounds.end)?;
    let fits = page.form(end) == ":"
        && end - start <= LABEL_MAX_TOKENS
        && page.is(end - 1, &[Upos::Propn])
        && scene.is_level(end)
        && end + 1 < scene.bounds.end;
    let quoted = fits && scene.quotation_from(end + 1).is_some();
    quoted.then(|| Draft {
        rule: "speaker_label",
        attitude: Attitude::Said,
        act: Act::Says,
        source: Some(start..end),
        cue: end..end + 1,
        content: whole(end + 1..trim_end(page, end + 1, scene.bounds.end)),
        addressee: None,
        learned: None,
    })
}
