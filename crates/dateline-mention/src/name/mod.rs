//! Spans of names.

mod correction;
mod division;
pub(crate) mod lexicon;

use dateline_syntax::TaggedName;
use dateline_text::{Evidence, Span};

use crate::Parsed;

/// What a name names, in the label set of the `en_worldwide` corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameLabel {
    /// A human being.
    Person,
    /// A place: country, town, river, region.
    Location,
    /// A body: ministry, company, party, armed group.
    Organization,
    /// A nationality, religious or political group: `Iranian`, `Palestinians`.
    Norp,
    /// A building, airport, bridge, camp.
    Facility,
}

impl NameLabel {
    const ALL: [NameLabel; 5] = [
        NameLabel::Person,
        NameLabel::Location,
        NameLabel::Organization,
        NameLabel::Norp,
        NameLabel::Facility,
    ];

    /// Returns the label of a name as [`NameLabel::as_str`] writes it.
    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.as_str() == name)
    }

    /// Returns the word written to JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            NameLabel::Person => "Person",
            NameLabel::Location => "Location",
            NameLabel::Organization => "Organization",
            NameLabel::Norp => "NORP",
            NameLabel::Facility => "Facility",
        }
    }
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Where it stands, without titles or articles.
    pub span: Span,
    /// What it names.
    pub label: NameLabel,
    /// The rule or head that found it.
    pub evidence: Evidence,
}

/// Finds the names in a dispatch: those of the engine, set right by the whole of it.
pub(crate) fn find_names(parsed: Parsed<'_>) -> Vec<Name> {
    let names = parsed.parse.names.iter();
    let found = names.filter_map(|name| tagged_name(parsed, name)).collect();
    correction::correct(parsed, division::divide(parsed, found))
}

fn tagged_name(parsed: Parsed<'_>, name: &TaggedName) -> Option<Name> {
    let label = NameLabel::parse(name.label)?;
    let span = parsed.segmentation.span_of(name.tokens.clone());
    Some(Name { span, label, evidence: Evidence::unmeasured("name_head") })
}
