//! Who, where, when and how many: the mentions in a dispatch.
//!
//! [`find`] makes [`Mentions`] of a segmented and parsed dispatch.

mod entity;
mod name;
mod place;
mod quantity;
mod time;

use dateline_syntax::{Parse, Segmentation};
use dateline_text::{Dispatch, Note, SpanIndex};

pub use entity::{
    Actor, Entity, EntityId, EntityKind, EntityMention, MentionForm, PronounChoice, Role,
};
pub use name::{Name, NameLabel};
pub use place::{AskedPlace, Place, PlaceId, name_key};
pub use quantity::{Quantity, QuantityKind};
pub use time::{Time, TimeId, TimeKind};

/// Everything found in a dispatch, each list in text order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mentions {
    /// Spans of names with their labels.
    pub names: Vec<Name>,
    /// Persons, organisations, groups and places spoken of, with every mention of them.
    pub entities: Vec<Entity>,
    /// Expressions of time, resolved where the dispatch tells enough.
    pub times: Vec<Time>,
    /// Places, resolved where the gazetteer knows them.
    pub places: Vec<Place>,
    /// Numbers and vague counts with their bounds.
    pub quantities: Vec<Quantity>,
    /// What could not be worked out.
    pub notes: Vec<Note>,
    /// The mentions of all entities by where they stand.
    pub by_span: SpanIndex<EntityId>,
}

/// What the stages before [`find`] made of a dispatch.
#[derive(Debug, Clone, Copy)]
pub struct Parsed<'d> {
    /// The text.
    pub dispatch: &'d Dispatch,
    /// Sentences and tokens.
    pub segmentation: &'d Segmentation,
    /// Tags and lemmas.
    pub parse: &'d Parse,
}

/// Returns every pronoun with the mentions that it may take up, to learn from.
pub fn pronoun_choices(parsed: Parsed<'_>) -> Vec<PronounChoice> {
    let names = entity::name_holders(parsed, name::find_names(parsed));
    entity::pronoun_choices(parsed, &names)
}

/// Finds the mentions in a dispatch.
pub fn find(parsed: Parsed<'_>) -> Mentions {
    let (times, notes) = time::find_times(parsed);
    let quantities = quantity::find_quantities(parsed, &times);
    let names = entity::name_holders(parsed, name::find_names(parsed));
    let entities = entity::find_entities(parsed, &names);
    let places = place::find_places(parsed, &names, &entities);
    let by_span = entity::by_span(&entities);
    Mentions { names, entities, times, places, quantities, notes, by_span }
}
