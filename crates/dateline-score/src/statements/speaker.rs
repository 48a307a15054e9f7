//! Who the speaker of a statement is: the person or body that its source stands for.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::Reading;
use dateline::mention::{EntityId, MentionForm};
use dateline::text::{CodePoints, Span};

use super::{Article, Data};
use crate::gold::{fold, read_text};
use crate::{Error, Split};

/// A statement's source, and the words that name its speaker most fully.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    /// Where the source begins, in bytes.
    pub(super) at: u32,
    /// As drawn by one or several readers, any of whom may be right.
    pub(super) namings: Vec<Span>,
    /// What kind of source it is, by the first reader; empty where none was told.
    pub(super) kind: String,
}

/// What came of a gold speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hit {
    /// An entity that one of the namings mentions, or a group all of whose members one names.
    Right,
    /// Another one, or none.
    Wrong,
    /// No statement with this source was found.
    Missed,
}

impl Speaker {
    /// Returns the namings' words.
    pub(super) fn describe(&self, text: &str) -> String {
        let words = self.namings.iter().map(|naming| format!("“{}”", fold(naming.of(text))));
        words.collect::<Vec<_>>().join(" or ")
    }

    /// Returns the first word of the source.
    pub(super) fn source(&self, text: &str) -> Span {
        let start = self.at as usize;
        let rest = text.get(start..).unwrap_or("");
        Span::new(start, start + rest.find(char::is_whitespace).unwrap_or(rest.len()))
    }
}

/// Looks a speaker up in a reading; tells also whom was found.
pub(super) fn look_up(reading: &Reading, speaker: &Speaker) -> (Hit, String) {
    let text = &reading.dispatch.text;
    let sources = reading.claims.statements.iter().filter_map(|one| one.source.as_ref());
    let holds = |span: &Span| span.start <= speaker.at && speaker.at < span.end;
    let Some(source) = sources.into_iter().find(|source| source.spans.iter().any(holds)) else {
        return (Hit::Missed, String::new());
    };
    let entity = source.entity.and_then(|id| reading.mentions.entity(id));
    let mentions = entity.iter().flat_map(|entity| &entity.mentions).map(|mention| mention.span);
    let mut words = mentions.chain(source.spans.iter().copied());
    let is_right = words.any(|span| {
        let mention = fold(span.of(text));
        let names =
            |naming: &Span| naming.overlaps(span) || mention.contains(&fold(naming.of(text)));
        speaker.namings.iter().any(names)
    });
    // "Hale and Orn", where the gold has "Orn and her brother, Jan Hale": both are named there.
    let is_named = |id: &EntityId, naming: &str| {
        let names = reading.mentions.entity(*id).into_iter().flat_map(|one| &one.mentions);
        let mut names = names.filter(|one| one.form == MentionForm::Name);
        names.any(|mention| naming.contains(&fold(mention.span.of(text))))
    };
    let members = entity.map_or(&[][..], |entity| &entity.members);
    let is_same_group = members.len() > 1
        && speaker.namings.iter().any(|naming| {
            let naming = fold(naming.of(text));
            members.iter().all(|id| is_named(id, &naming))
        });
    let found = entity.map_or_else(|| "no one".to_owned(), |entity| entity.name.clone());
    (if is_right || is_same_group { Hit::Right } else { Hit::Wrong }, found)
}

/// Reads a table of speakers drawn by one or two readers; the texts are `DOCUMENT.txt` in a folder.
pub(super) fn read(gold: &Path, texts: &Path, split: Split) -> Result<Data, Error> {
    let broken = |line: &str| Error::format(gold, format!("cannot read `{line}`"));
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    // The articles of one table are all of PolNeAR's train part, for tuning, or all of its development part.
    let is_tuning =
        gold.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("-tuning"));
    let is_asked = is_tuning == (split == Split::Tuning);
    let rows = if is_asked { read_text(gold)? } else { String::new() };
    for line in rows.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [document, source, readers @ ..] = &cells[..] else { return Err(broken(line)) };
        if readers.is_empty() || readers.len() % 2 != 0 {
            return Err(broken(line));
        }
        let document = *document;
        if !articles.contains_key(document) {
            let text = read_text(&texts.join("text").join(format!("{document}.txt")))?;
            let name = document.to_owned();
            let (attributions, speakers) = (None, Vec::new());
            let article = Article { name, text, published: None, attributions, speakers };
            articles.insert(document.to_owned(), article);
        }
        let Some(article) = articles.get_mut(document) else { continue };
        let points = CodePoints::new(&article.text);
        let span = |pair: &str| {
            let (start, end) = pair.split_once(' ')?;
            Some(points.to_span(start.parse().ok()?, end.parse().ok()?))
        };
        // Of each reader: the words, and what kind of source it is.
        let namings: Option<Vec<Span>> = readers.chunks(2).map(|cells| span(cells[0])).collect();
        let at = span(&format!("{source} {source}")).map(|span| span.start);
        let (at, namings) = at.zip(namings).ok_or_else(|| broken(line))?;
        let kind = readers[1].to_owned();
        article.speakers.push(Speaker { at, namings, kind });
    }
    let name = "PolNeAR, speakers".to_owned();
    Ok(Data { name, articles: articles.into_values().collect() })
}
