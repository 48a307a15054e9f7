//! The words of a record against the text, and the text against the original bytes.
//!
//! Each span is proved twice: its recorded words against the record's text, and the text against
//! the item's bytes, which are decoded again by [`dateline_intake::strict`].

use dateline_intake::strict::Witness;
use dateline_ledger::record::{Body, Record, Words};
use dateline_text::{CodePoints, Item, ItemId, OriginMap, Run, Span};

/// What the verification of a record found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Spans proved or not.
    pub n_spans: u64,
    /// Spans whose words are not the text's, or whose text is not the bytes'.
    pub n_wrong: u64,
    /// The first of them.
    pub wrong: Vec<WrongAnchor>,
}

/// Most wrong anchors that are kept.
const MOST_KEPT: usize = 100;

/// A span that leads to other words than recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongAnchor {
    /// The item.
    pub item: ItemId,
    /// Which span, such as `s1.cue`.
    pub place: String,
    /// The words as recorded.
    pub recorded: String,
    /// What was found instead.
    pub found: String,
}

/// Verifies one record against the item it was made of.
///
/// ```
/// use dateline::intake::{Config, open_reader};
/// use dateline::record::Include;
/// use dateline::{Reader, verify_record};
///
/// let text = "The bridge was closed on Friday, the mayor said.";
/// let found = open_reader(text.as_bytes(), "-", &Config::default()).next().expect("one item");
/// let reader = Reader::default().with(Include { origin: true, ..Include::default() });
/// let mut record = reader.read(&found).expect("an item");
/// let item = found.item.expect("an item");
/// assert_eq!(verify_record(&item, &record).n_wrong, 0);
///
/// record.body.as_mut().expect("English is read").statements[0].content.text = "open".to_owned();
/// assert!(verify_record(&item, &record).n_wrong > 0);
/// ```
///
/// # Notes
/// A record without `origin` (see `record::Include`) has no anchors: each of its spans is wrong.
pub fn verify_record(item: &Item, record: &Record) -> Verification {
    let mut verification = Verification::default();
    if ItemId::of(&item.bytes) != item.id {
        let found = ItemId::of(&item.bytes).to_string();
        verification.add(item.id, "item", item.id.to_string(), found);
    }
    let Some(body) = &record.body else { return verification };
    let prover = Prover::new(item, body);
    for (place, span, words) in spans(body) {
        verification.n_spans += 1;
        if let Err((recorded, found)) = prover.prove(span, words) {
            verification.add(item.id, &place, recorded, found);
        }
    }
    for (place, spans, words) in joined(body) {
        let found = prover.joined(spans);
        if words != found {
            verification.add(item.id, &place, words.to_owned(), found);
        }
    }
    verification
}

impl Verification {
    fn add(&mut self, item: ItemId, place: &str, recorded: String, found: String) {
        self.n_wrong += 1;
        if self.wrong.len() == MOST_KEPT {
            return;
        }
        self.wrong.push(WrongAnchor { item, place: place.to_owned(), recorded, found });
    }
}

/// Proves the spans of one record.
pub(super) struct Prover<'r> {
    item: &'r Item,
    text: &'r str,
    points: CodePoints<'r>,
    // Counts code points, not bytes, of the text.
    origin: OriginMap,
    witness: Witness<'r>,
}

impl<'r> Prover<'r> {
    /// Prepares a record.
    ///
    /// # Notes
    /// Of an origin map that runs backwards, which no reader makes, nothing is proved.
    pub(super) fn new(item: &'r Item, body: &'r Body) -> Self {
        let runs = body.origin.as_deref().unwrap_or_default();
        let is_sound = runs.iter().all(|run| run[0] <= run[1] && run[2] <= run[3])
            && runs.is_sorted_by(|one, next| one[1] <= next[0]);
        let runs = runs.iter().filter(|_| is_sound);
        let runs = runs.map(|&[start, end, start_byte, end_byte]| Run {
            text: Span { start, end },
            start_byte,
            end_byte,
        });
        Self {
            item,
            text: &body.text,
            points: CodePoints::new(&body.text),
            origin: runs.collect(),
            witness: Witness::new(item),
        }
    }

    /// Returns the words of several spans as a record joins them.
    fn joined(&self, spans: &[[u32; 2]]) -> String {
        let words = |&[start, end]: &[u32; 2]| self.words(start, end);
        spans.iter().map(words).collect::<Vec<_>>().join(" ")
    }

    /// Gives recorded and found words where they differ.
    pub(super) fn prove(
        &self,
        (start, end): (u32, u32),
        words: Option<&str>,
    ) -> Result<(), (String, String)> {
        let text = self.words(start, end);
        if let Some(words) = words
            && words != text
        {
            return Err((words.to_owned(), text.to_owned()));
        }
        match self.witness.compare(&self.ranges(start, end), text) {
            Ok(None) => Ok(()),
            Ok(Some(found)) => Err((text.to_owned(), found)),
            Err(error) => Err((text.to_owned(), error.to_string())),
        }
    }

    /// Returns the words of the text in a range of code points; none in one that runs backwards.
    pub(super) fn words(&self, start: u32, end: u32) -> &'r str {
        self.points.to_span(start, end).of(self.text)
    }

    /// Returns the ranges of the item's bytes that a range of code points came from.
    pub(super) fn ranges(&self, start: u32, end: u32) -> Vec<(u32, u32)> {
        self.origin.bytes_of(Span { start, end: end.max(start) })
    }

    /// Returns some of the item's bytes.
    pub(super) fn bytes(&self, (start, end): (u32, u32)) -> &'r [u8] {
        self.item.bytes.get(start as usize..end as usize).unwrap_or_default()
    }
}

pub(super) type Recorded<'b> = (String, (u32, u32), Option<&'b str>);

/// Lists every span of a record, with its recorded words where it records them.
pub(super) fn spans(body: &Body) -> Vec<Recorded<'_>> {
    let mut spans = Vec::new();
    let mut add =
        |place: String, start: u32, end: u32, words| spans.push((place, (start, end), words));
    for (at, block) in body.blocks.iter().enumerate() {
        add(format!("blocks[{at}]"), block.start, block.end, None);
    }
    for (at, sentence) in body.sentences.iter().enumerate() {
        add(format!("sentences[{at}]"), sentence.start, sentence.end, None);
    }
    for token in body.tokens.iter().flatten() {
        add("tokens".to_owned(), token.start, token.end, Some(token.form.as_str()));
    }
    for entity in &body.entities {
        for mention in &entity.mentions {
            add(format!("{}.mentions", entity.id), mention.start, mention.end, Some(&mention.text));
        }
        for role in &entity.roles {
            let span = &role.span;
            add(format!("{}.roles", entity.id), span.start, span.end, Some(&span.text));
        }
    }
    for time in &body.times {
        add(time.id.clone(), time.start, time.end, Some(&time.text));
    }
    for place in &body.places {
        add(place.id.clone(), place.start, place.end, Some(&place.text));
    }
    add_claims(body, &mut add);
    spans
}

/// Lists what is recorded as several spans with their words joined.
fn joined(body: &Body) -> impl Iterator<Item = (String, &[[u32; 2]], &str)> {
    body.statements.iter().flat_map(|statement| {
        let content = &statement.content;
        let source = statement.source.iter();
        let source = source.map(|one| ("source", one.spans.as_slice(), one.text.as_str()));
        let parts = source.chain([("content", content.spans.as_slice(), content.text.as_str())]);
        parts.map(|(part, spans, words)| (format!("{}.{part}", statement.id), spans, words))
    })
}

fn add_claims<'b>(body: &'b Body, add: &mut impl FnMut(String, u32, u32, Option<&'b str>)) {
    for statement in &body.statements {
        let id = &statement.id;
        for [start, end] in statement.source.iter().flat_map(|source| source.spans.iter().copied())
        {
            add(format!("{id}.source"), start, end, None);
        }
        for [start, end] in statement.content.spans.iter().copied() {
            add(format!("{id}.content"), start, end, None);
        }
        for (part, words) in [("cue", &statement.cue), ("addressee", &statement.addressee)] {
            add_words(format!("{id}.{part}"), words.as_ref(), add);
        }
    }
    for event in &body.events {
        let trigger = &event.trigger;
        add(format!("{}.trigger", event.id), trigger.start, trigger.end, Some(&trigger.text));
        for (part, persons) in [("actors", &event.actors), ("recipients", &event.recipients)] {
            for person in persons {
                add(format!("{}.{part}", event.id), person.start, person.end, Some(&person.text));
            }
        }
    }
    for figure in &body.figures {
        add(figure.id.clone(), figure.start, figure.end, Some(&figure.text));
        for (part, words) in [("hedge", &figure.hedge), ("population", &figure.population)] {
            add_words(format!("{}.{part}", figure.id), words.as_ref(), add);
        }
    }
}

fn add_words<'b>(
    place: String,
    words: Option<&'b Words>,
    add: &mut impl FnMut(String, u32, u32, Option<&'b str>),
) {
    if let Some(words) = words {
        add(place, words.start, words.end, Some(&words.text));
    }
}

#[cfg(test)]
mod tests {
    use dateline_ledger::record::Include;
    use dateline_text::{Media, Sighting};

    use super::*;
    use crate::Reader;
    use crate::intake::Found;

    fn read(json: &str) -> (Item, Record) {
        let item = Item::new(json.as_bytes().to_vec(), Media::Json);
        let reader = Reader::default().with(Include::ALL);
        let found =
            Found { sighting: Sighting::default(), item: Some(item.clone()), notes: Vec::new() };
        (item, reader.read(&found).expect("an item is given"))
    }

    const LINE: &str = r#"{"outlet":"A","published":"2026-02-03","text":"“Three caf\u00e9s burned,” the mayor of Oslo said on Monday."}"#;

    #[test]
    fn a_reading_is_proved() {
        let (item, record) = read(LINE);
        let verification = verify_record(&item, &record);
        assert!(verification.n_spans > 5);
        assert_eq!(verification.wrong, []);
    }

    #[test]
    fn other_words_are_found() {
        let (item, mut record) = read(LINE);
        let body = record.body.as_mut().expect("readable");
        let cue = body.statements[0].cue.as_mut().expect("a cue");
        cue.text = "claimed".to_owned();
        let wrong = verify_record(&item, &record).wrong;
        assert_eq!((wrong[0].recorded.as_str(), wrong[0].found.as_str()), ("claimed", "said"));
    }

    #[test]
    fn other_bytes_are_found() {
        let (item, record) = read(LINE);
        let mut other = Item::new(LINE.replace("Oslo", "Bonn").into_bytes(), Media::Json);
        other.id = item.id;
        assert!(!verify_record(&other, &record).wrong.is_empty());
    }
}
