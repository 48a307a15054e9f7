//! How many, how much.

mod confidence;
mod lexicon;
mod measure;
mod number;
mod period;
mod place;
mod scope;
mod standing;

use dateline_mention::{Mentions, Parsed, PlaceId};
use dateline_syntax::Sentence;
use dateline_text::{Evidence, Span, local_id};
use jiff::civil::Date;

use crate::event::sentence::{Phrases, Row};
use crate::statement::{Contents, words};
use crate::{Act, Event, EventId, StatementId};
use confidence::evidence;
use measure::{Reading, read_measure, recount};
use number::{Number, numbers};
use scope::Backdrop;
use standing::{is_new, is_part, member, status_of};

local_id!(
    /// Position of a [`Figure`]; prints as `f1`.
    FigureId,
    "f"
);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each name is the measure's own word")]
pub enum Measure {
    Killed,
    Injured,
    Missing,
    Displaced,
    Detained,
    Hostages,
    Rescued,
    Protesters,
    Money,
    Aid,
}

words!(Measure: Killed = "killed", Injured = "injured", Missing = "missing",
    Displaced = "displaced", Detained = "detained", Hostages = "hostages", Rescued = "rescued",
    Protesters = "protesters", Money = "money", Aid = "aid");

impl Measure {
    /// Tells whether people are counted, not money or goods.
    pub(crate) fn is_of_people(self) -> bool {
        !matches!(self, Self::Money | Self::Aid)
    }

    /// Tells whether those are counted whom a disaster or an attack harms, or spares.
    pub(crate) fn is_of_harm(self) -> bool {
        use Measure::{Displaced, Injured, Killed, Missing, Rescued};
        matches!(self, Killed | Injured | Missing | Displaced | Rescued)
    }
}

/// How the figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// All of them so far.
    Cumulative,
    /// Those since the last count.
    New,
    /// Some of another figure's.
    Subset,
}

words!(FigureKind: Cumulative = "cumulative", New = "new", Subset = "subset");

/// Whether the figure is told as a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureStatus {
    /// Told as so.
    Actual,
    /// Feared or expected.
    Feared,
    /// Denied.
    Denied,
    /// Told under a condition.
    Hypothetical,
}

words!(FigureStatus: Actual = "actual", Feared = "feared", Denied = "denied",
    Hypothetical = "hypothetical");

/// A count or amount of something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The words: hedge, number, population (`almost 28,000 Palestinians`).
    pub span: Span,
    /// What is counted.
    pub measure: Measure,
    /// The number as said; `None` for `dozens`.
    pub value: Option<f64>,
    /// Least value, inclusive.
    pub low: Option<f64>,
    /// Greatest value, inclusive.
    pub high: Option<f64>,
    /// The words that hedge it.
    pub hedge: Option<Span>,
    /// Unit of money or goods.
    pub unit: Option<String>,
    /// Who or what is counted, as written: `Palestinians`, `children`.
    pub population: Option<Span>,
    /// Where.
    pub place: Option<PlaceId>,
    /// First day of the period counted.
    pub from: Option<Date>,
    /// Last day of the period counted.
    pub to: Option<Date>,
    /// The day as of which it is told.
    pub as_of: Option<Date>,
    /// How it counts.
    pub kind: FigureKind,
    /// The figure it is a part of.
    pub part_of: Option<FigureId>,
    /// Whether it is told as a fact.
    pub status: FigureStatus,
    /// The event that it counts the victims or members of.
    pub event: Option<EventId>,
    /// The innermost statement it is told in.
    pub said_in: Option<StatementId>,
    /// The rule that found it.
    pub evidence: Evidence,
}

/// Extracts the figures of a dispatch.
///
/// # Notes
/// A single person told by an article (`a man was killed`) is a figure of one, `no one` a figure of
/// nought; `no casualties` gives two figures of nought, killed and injured, over the same words.
pub(crate) fn extract_figures(
    parsed: Parsed<'_>,
    mentions: &Mentions,
    contents: &Contents<'_>,
    events: &[Event],
) -> Vec<Figure> {
    let mut scene = Scene {
        parsed,
        phrases: Phrases::new(parsed),
        mentions,
        contents,
        events,
        sentences: parsed.segmentation.sentences.iter().filter(|s| s.kind.is_read()).collect(),
        backdrops: Vec::new(),
        figures: Vec::new(),
    };
    for at in 0..scene.sentences.len() {
        scene.read(scene.sentences[at]);
    }
    scene.figures
}

/// What the figures of a dispatch are read from, and those read so far.
struct Scene<'d> {
    parsed: Parsed<'d>,
    phrases: Phrases,
    mentions: &'d Mentions,
    contents: &'d Contents<'d>,
    events: &'d [Event],
    /// The sentences that are read.
    sentences: Vec<&'d Sentence>,
    /// What each sentence read so far leaves.
    backdrops: Vec<Backdrop>,
    figures: Vec<Figure>,
}

impl Scene<'_> {
    fn read(&mut self, sentence: &Sentence) {
        let row = Row::new(self.parsed, self.mentions, &self.phrases, sentence.tokens.clone());
        let first = self.figures.len();
        for number in numbers(&row, self.mentions) {
            for (reading, kind) in self.readings(&row, &number, first) {
                let newest = number.newest(&row).filter(|_| reading.rule == "toll");
                let number = newest.as_ref().unwrap_or(&number);
                let figure = self.figure(&row, number, reading, kind, first);
                self.figures.push(figure);
            }
        }
        self.backdrops.push(Backdrop::new(&row, self.mentions, first..self.figures.len()));
    }

    /// Reads what a number counts and how; `first` is the first figure of the sentence.
    fn readings(
        &self,
        row: &Row<'_>,
        number: &Number<'_>,
        first: usize,
    ) -> Vec<(Reading, FigureKind)> {
        let before = self.figures[first..].last();
        let part =
            |measure| (Reading { measure, cue: number.chunk, rule: "part" }, FigureKind::Subset);
        if let Some(whole) = before.filter(|_| is_part(row, number)) {
            return vec![part(whole.measure)];
        }
        if let Some(measure) = member(row, number) {
            return vec![part(measure)];
        }
        let mut readings = read_measure(row, number);
        if readings.is_empty() {
            readings.extend(before.and_then(|before| recount(row, number, before.measure)));
        }
        let kind = |reading: &Reading| {
            let is_more = row.form(number.tokens.end - 1) == "more";
            if is_new(row, number) && self.adds(reading.measure, first, is_more) {
                FigureKind::New
            } else {
                FigureKind::Cumulative
            }
        };
        readings.into_iter().map(|reading| (reading, kind(&reading))).collect()
    }

    /// Tells whether "another five" or "five more" adds to what was counted before.
    ///
    /// "12 killed and another 30 injured" tells all the injured: the others are the killed.
    fn adds(&self, measure: Measure, first: usize, is_more: bool) -> bool {
        let same = |figure: &Figure| figure.measure == measure;
        let here = &self.figures[first..];
        here.iter().any(same) || here.is_empty() && (!is_more || self.figures.iter().any(same))
    }

    fn figure(
        &self,
        row: &Row<'_>,
        number: &Number<'_>,
        reading: Reading,
        kind: FigureKind,
        first: usize,
    ) -> Figure {
        let span = number.span(row);
        let (value, low, high) = number.bounds();
        let quantity = number.quantity();
        let scope = self.scope(row, number, reading, first);
        let whole = (kind == FigureKind::Subset).then(|| self.whole(reading.measure, first));
        Figure {
            span,
            measure: reading.measure,
            value,
            low,
            high,
            hedge: quantity.and_then(|quantity| quantity.hedge),
            unit: quantity.and_then(|quantity| quantity.unit.clone()),
            population: number.population.clone().map(|tokens| row.span(tokens)),
            place: scope.place,
            from: scope.told.from,
            to: scope.told.to,
            as_of: scope.told.as_of,
            kind,
            part_of: whole.flatten(),
            status: self.status(row, number, &reading),
            event: self.event_of(row, number.chunk, reading),
            said_in: self.contents.said_in(span),
            evidence: evidence(reading.rule),
        }
    }

    fn status(&self, row: &Row<'_>, number: &Number<'_>, reading: &Reading) -> FigureStatus {
        let span = number.span(row);
        match self.contents.act_around(span) {
            Some(Act::Denies) => FigureStatus::Denied,
            // `did not confirm that 12 had died`
            Some(Act::Withholds) => FigureStatus::Hypothetical,
            _ => status_of(row, number, reading),
        }
    }

    /// Returns the figure that a subset is a part of: of its sentence, else the last of its measure.
    fn whole(&self, measure: Measure, first: usize) -> Option<FigureId> {
        let whole = |at: &usize| {
            self.figures[*at].measure == measure && self.figures[*at].kind != FigureKind::Subset
        };
        let here = (first..self.figures.len()).rev().find(whole);
        here.or_else(|| (0..first).rev().find(whole)).map(FigureId::from)
    }

    /// Returns the event whose trigger tells the measure, else the nearest fitting one of the sentence.
    fn event_of(&self, row: &Row<'_>, chunk: usize, reading: Reading) -> Option<EventId> {
        let fits = |event: &Event| fitting(reading.measure).contains(&event.kind);
        let cue = row.span(row.chunks[reading.cue].tokens.clone());
        let words = row.span(row.chunks[chunk].tokens.clone());
        let sentence = row.span(row.tokens());
        let from = self.events.partition_point(|event| event.trigger.start < sentence.start);
        let here = self.events[from..].iter().take_while(|event| event.trigger.end <= sentence.end);
        here.enumerate()
            .filter(|(_, event)| fits(event))
            .min_by_key(|(_, event)| {
                let gap = event.trigger.start.abs_diff(words.start);
                (!event.trigger.overlaps(cue), gap)
            })
            .map(|(at, _)| EventId::from(from + at))
    }
}

/// Returns the PLOVER types whose victims or members a measure counts.
fn fitting(measure: Measure) -> &'static [&'static str] {
    match measure {
        Measure::Killed | Measure::Injured => &["ASSAULT"],
        Measure::Missing | Measure::Displaced => &["ASSAULT", "COERCE"],
        Measure::Detained => &["COERCE"],
        Measure::Hostages => &["ASSAULT", "RETREAT"],
        Measure::Rescued => &["AID", "RETREAT"],
        Measure::Protesters => &["PROTEST"],
        Measure::Money | Measure::Aid => &["AID", "AGREE"],
    }
}
