//! What is claimed: statements, events and figures, each with its evidence.
//!
//! [`extract`] makes [`Claims`] of a dispatch whose mentions are found.

mod event;
mod figure;
mod statement;

use dateline_mention::{Mentions, Parsed};
use dateline_text::Note;

pub use event::{Event, EventId, EventStatus, Participant};
pub use figure::{Figure, FigureId, FigureKind, FigureStatus, Measure};
pub use statement::{Act, Attitude, Source, SourceKind, Statement, StatementForm, StatementId};

/// Everything that a dispatch claims, each list in text order.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// Who said what.
    pub statements: Vec<Statement>,
    /// What was done.
    pub events: Vec<Event>,
    /// How many, how much.
    pub figures: Vec<Figure>,
    /// What could not be worked out.
    pub notes: Vec<Note>,
}

/// Extracts the claims of a dispatch.
pub fn extract(parsed: Parsed<'_>, mentions: &Mentions) -> Claims {
    let statements = statement::extract_statements(parsed, mentions);
    let contents = statement::Contents::new(&statements);
    let events = event::extract_events(parsed, mentions, &contents);
    let figures = figure::extract_figures(parsed, mentions, &contents, &events);
    Claims { statements, events, figures, notes: Vec::new() }
}
