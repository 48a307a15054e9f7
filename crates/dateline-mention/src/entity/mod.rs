//! Those whom a dispatch speaks of, with every mention of them.

mod cast;
mod coordination;
mod following;
mod holder;
mod lookup;
mod memory;
mod naming;
mod nominal_lexicon;
mod phrase;
mod role;
mod same_name;
mod scene;

use dateline_text::{Evidence, Span, local_id};
pub(crate) use lookup::by_span;

use self::cast::Cast;
use self::following::follow;
pub(crate) use self::holder::name_holders;
use self::memory::Memory;
pub use self::memory::PronounChoice;
use self::naming::group_names;
use self::scene::Scene;
use crate::{Name, Parsed};

local_id!(
    /// Position of an [`Entity`]; prints as `a1`.
    EntityId,
    "a"
);

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body with a name or an office.
    Organization,
    /// People without a body: `residents`, `the leaders`, a nation.
    Group,
    /// A place.
    Place,
    /// A building, airport, bridge, camp.
    Facility,
    /// A document that says something: a report, a law.
    Other,
}

impl EntityKind {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Group => "group",
            EntityKind::Place => "place",
            EntityKind::Facility => "facility",
            EntityKind::Other => "other",
        }
    }
}

/// Someone or something that a dispatch speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name in the dispatch.
    pub name: String,
    /// Codes, where a lexicon knows it.
    pub actor: Option<Actor>,
    /// Offices that the dispatch gives it.
    pub roles: Vec<Role>,
    /// Every mention, in text order; never empty.
    pub mentions: Vec<EntityMention>,
    /// Members, where the entity is a plural that the dispatch has named one by one
    /// (`the leaders`, `they`).
    pub members: Vec<EntityId>,
}

/// Codes of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Code, such as `IRN` or `IRNGOV`.
    pub code: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
}

/// An office that a dispatch gives someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The office as written: `Foreign Minister`.
    pub title: String,
    /// The body it is held in, as written.
    pub organization: Option<String>,
    /// ISO 3166 alpha-3 of the country it is held in.
    pub country: Option<String>,
    /// The words that say so.
    pub span: Span,
}

/// The form of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionForm {
    /// `Hale`, `Governor Mira Hale`.
    Name,
    /// `the diplomat`.
    Nominal,
    /// `she`.
    Pronoun,
}

impl MentionForm {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            MentionForm::Name => "name",
            MentionForm::Nominal => "nominal",
            MentionForm::Pronoun => "pronoun",
        }
    }
}

/// One mention of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityMention {
    /// Where it stands: the whole noun phrase, titles included, relative clauses not.
    pub span: Span,
    /// Its form.
    pub form: MentionForm,
    /// The rule or head that made it a mention of this entity.
    pub evidence: Evidence,
}

/// Groups the mentions of a dispatch into entities.
pub(crate) fn find_entities(parsed: Parsed<'_>, names: &[Name]) -> Vec<Entity> {
    let scene = Scene::new(parsed, names);
    let mut cast = Cast::default();
    let placed = group_names(&scene, names, &mut cast);
    follow(&scene, names, &placed, &mut cast, Memory::default());
    cast.finish()
}

/// Returns the choices of pronouns in a dispatch.
pub(crate) fn pronoun_choices(parsed: Parsed<'_>, names: &[Name]) -> Vec<PronounChoice> {
    let scene = Scene::new(parsed, names);
    let mut cast = Cast::default();
    let placed = group_names(&scene, names, &mut cast);
    follow(&scene, names, &placed, &mut cast, Memory::keeping_choices()).into_choices()
}
