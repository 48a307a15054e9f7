//! Names, addresses and messages, kept short: they are told again with all that is found under
//! them.

use dateline_text::{Note, NoteKind, Sighting, Stage};

use crate::Found;

/// The longest name: of an outlet, a headline, an author, an id of the input's own.
pub(crate) const MOST_NAME_CHARS: usize = 500;
/// The longest address. A longer one is left out: cut, it would lead elsewhere.
const MOST_ADDRESS_CHARS: usize = 4096;
/// The longest message of a note; what is quoted in it may be of any length.
const MOST_MESSAGE_CHARS: usize = 1000;

/// Cuts a name where it is too long, and tells so; `what` says whose name it is.
pub(crate) fn cut(name: &mut Option<String>, what: &str, stage: Stage) -> Option<Note> {
    let words = name.as_mut()?;
    let (end, _) = words.char_indices().nth(MOST_NAME_CHARS)?;
    words.truncate(words[..end].trim_end().len());
    let message =
        format!("the {what} is longer than {MOST_NAME_CHARS} characters; the rest is left out");
    Some(Note::new(stage, NoteKind::Limit, message))
}

/// Cuts what a found thing tells of itself, and gives its outlet the name of its house.
pub(crate) fn found(mut found: Found) -> Found {
    let Sighting { url, outlet, retrieved, .. } = &mut found.sighting;
    *outlet = outlet.take().map(|outlet| crate::outlet::house(&outlet));
    let notes = [cut(outlet, "outlet", Stage::Intake), cut(retrieved, "date", Stage::Intake)];
    found.notes.extend(notes.into_iter().flatten());
    if url.as_ref().is_some_and(|url| url.chars().nth(MOST_ADDRESS_CHARS).is_some()) {
        *url = None;
        let message =
            format!("the address is longer than {MOST_ADDRESS_CHARS} characters and left out");
        found.notes.push(Note::new(Stage::Intake, NoteKind::Limit, message));
    }
    messages(&mut found.notes);
    found
}

/// Cuts the messages of notes.
pub(crate) fn messages(notes: &mut [Note]) {
    for note in notes {
        if let Some((end, _)) = note.message.char_indices().nth(MOST_MESSAGE_CHARS) {
            note.message.truncate(end);
            note.message.push('…');
        }
    }
}
