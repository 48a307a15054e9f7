//! When and where a figure counts: what its own sentence tells, else what the text before it lends.

use std::ops::Range;

use dateline_mention::{Mentions, PlaceId};
use dateline_syntax::Sentence;

use super::lexicon::{LEXICON, List};
use super::measure::Reading;
use super::number::Number;
use super::period::{Told, lasts};
use super::place::{
    Places, happens_at, is_in_relative, is_set_elsewhere, joins, place_told, places_of,
};
use super::standing::continues;
use super::{Figure, FigureKind, FigureStatus, Measure, Scene};
use crate::StatementId;
use crate::event::sentence::Row;
use crate::event::setting::{clause_around, since_clause, time_near};

/// When and where a figure counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    pub(super) told: Told,
    pub(super) place: Option<PlaceId>,
}

/// What a sentence that was read leaves for those behind it.
#[derive(Debug, Clone)]
pub(super) struct Backdrop {
    /// Its figures.
    figures: Range<usize>,
    /// Where it plays.
    places: Places,
    /// Whether it tells of a happening.
    happens: bool,
}

impl Backdrop {
    /// Looks at a sentence whose figures have been read.
    pub(super) fn new(row: &Row<'_>, mentions: &Mentions, figures: Range<usize>) -> Self {
        let happens = happens_at(row, mentions);
        Self { figures, places: places_of(row, mentions), happens }
    }
}

fn is_happening(lemma: &str) -> bool {
    LEXICON.lists(List::Happening, lemma)
}

// A happening is told again within this many sentences, where `the fire` speaks of it.
const MAX_SENTENCES_TO_HAPPENING: usize = 6;

// A sentence without a place plays where one of so many before it plays.
const MAX_SENTENCES_TO_PLACE: usize = 3;

// What ended longer before the dispatch is not its news.
const MAX_DAYS_OF_NEWS: i32 = 30;

impl Scene<'_> {
    /// Finds when and where a figure counts; `first` is the first figure of its sentence.
    ///
    /// What a sentence tells itself is never replaced; a sentence that tells any day of its own borrows
    /// no period, one that tells any place of its own borrows no place.
    pub(super) fn scope(
        &self,
        row: &Row<'_>,
        number: &Number<'_>,
        reading: Reading,
        first: usize,
    ) -> Scope {
        let own = Scope {
            told: Told::new(row, self.mentions, number.chunk, reading),
            place: place_told(row, self.mentions, number.chunk, reading).or_else(|| {
                since_clause(row, self.mentions, number.chunk).and_then(|(_, place)| place)
            }),
        };
        if !reading.measure.is_of_people() {
            return own;
        }
        let lent = self.lent(row, number, reading, first);
        let elsewhere = own.place.is_some() && own.place != lent.scope.place;
        let a_day = lent.scope.told.from == lent.scope.told.to;
        let later = a_day && lasts(row, number.chunk, reading);
        let borrows = own.told.is_unknown() && !elsewhere && !later;
        let told = if borrows { lent.told(self.tells_day(row)) } else { own.told };
        let place = own.place.or_else(|| {
            let same_time = own.told.is_unknown() || own.told == lent.scope.told;
            let lent =
                lent.scope.place.filter(|_| same_time && !is_set_elsewhere(row, self.mentions));
            let status = self.status(row, number, &reading);
            let happened = matches!(status, FigureStatus::Actual | FigureStatus::Feared);
            let told_aside = is_in_relative(row, number.chunk);
            let sure = happened && !told_aside && self.is_news(&told);
            lent.or_else(|| self.place_before(row, reading.measure).filter(|_| sure))
        });
        Scope { told, place }
    }

    fn tells_day(&self, row: &Row<'_>) -> bool {
        let span = row.span(row.tokens());
        let times = &self.mentions.times;
        let from = times.partition_point(|time| time.span.end <= span.start);
        let mut here = times[from..].iter().take_while(|time| time.span.start < span.end);
        here.any(|time| time.from.is_some())
    }

    /// Finds what an earlier figure or happening lends, the surest first.
    fn lent(&self, row: &Row<'_>, number: &Number<'_>, reading: Reading, first: usize) -> Lent {
        if let Some(scope) = self.told_beside(row, number, reading, first) {
            return Lent { scope, in_sentence: true };
        }
        let scope = self
            .happening_told_before(row, reading)
            .or_else(|| self.count_continued(row, number, reading))
            .unwrap_or_default();
        Lent { scope, in_sentence: false }
    }

    /// Returns the scope of the count told before in the sentence: the same count by another source
    /// ("70 were killed, the unions say; the firm speaks of 43 dead"), or a count that it is joined to.
    fn told_beside(
        &self,
        row: &Row<'_>,
        number: &Number<'_>,
        reading: Reading,
        first: usize,
    ) -> Option<Scope> {
        let before = self.figures[first..].iter().rev();
        let last = before.clone().find(|figure| figure.measure.is_of_people())?;
        let clause = clause_around(row, number.chunk);
        let at = row.chunk_of(row.tokens_in(last.span).start);
        let joined = clause.start.checked_sub(1).is_some_and(|edge| joins(row, edge));
        let beside = joined || clause.contains(&at);
        let same = |figure: &&Figure| {
            figure.measure == reading.measure && figure.kind == FigureKind::Cumulative
        };
        before.into_iter().find(same).or(Some(last).filter(|_| beside)).map(scope_of)
    }

    /// Returns the scope of the count that `thousands more` goes on from: the same source's, in the
    /// sentence before.
    fn count_continued(
        &self,
        row: &Row<'_>,
        number: &Number<'_>,
        reading: Reading,
    ) -> Option<Scope> {
        let alone = places_of(row, self.mentions) == Places::Nowhere && !self.tells_place(row);
        let before = self.backdrops.last().filter(|_| alone && continues(row, number))?;
        let said_in = self.said_in(number, row);
        // the dispatch goes on itself: `a further 35 were wounded`, but not `dozens more are missing`
        let told_on = said_in.is_none() && !lasts(row, number.chunk, reading);
        let whole =
            |figure: &&Figure| figure.kind != FigureKind::Subset && figure.measure.is_of_people();
        let last = self.figures[before.figures.clone()].iter().rev().find(whole)?;
        (last.said_in == said_in || told_on).then(|| scope_of(last))
    }

    fn said_in(&self, number: &Number<'_>, row: &Row<'_>) -> Option<StatementId> {
        self.contents.said_in(number.span(row))
    }

    fn tells_place(&self, row: &Row<'_>) -> bool {
        let span = row.span(row.tokens());
        let places = &self.mentions.places;
        let from = places.partition_point(|place| place.span.end <= span.start);
        places.get(from).is_some_and(|place| place.span.start < span.end)
    }

    /// Returns when and where that happened which the verb of the figure speaks of again: `the fire`.
    fn happening_told_before(&self, row: &Row<'_>, reading: Reading) -> Option<Scope> {
        row.chunks[reading.cue].verb()?;
        let arguments = row.arguments(reading.cue);
        let obliques = arguments.obliques.iter().filter_map(|oblique| oblique.phrases.first());
        let mut phrases = arguments.subjects.iter().chain(obliques);
        let noun = phrases.find_map(|phrase| {
            let definite = matches!(row.form(phrase.tokens.start), "the" | "this" | "that");
            let noun = row.lemma(row.chunks[phrase.chunk].head());
            (definite && is_happening(noun)).then(|| noun.to_owned())
        })?;
        let n_read = self.backdrops.len();
        let before = self.sentences[..n_read].iter().rev().take(MAX_SENTENCES_TO_HAPPENING);
        before.into_iter().find_map(|sentence| self.happening_in(sentence, &noun))
    }

    /// Reads when and where a sentence tells a happening, if it tells when.
    fn happening_in(&self, sentence: &Sentence, noun: &str) -> Option<Scope> {
        let row = Row::new(self.parsed, self.mentions, &self.phrases, sentence.tokens.clone());
        let is_it =
            |at: &usize| row.chunks[*at].is_noun() && row.lemma(row.chunks[*at].head()) == noun;
        (0..row.chunks.len()).filter(is_it).find_map(|at| {
            let verb = (at..row.chunks.len()).find(|&next| row.chunks[next].verb().is_some());
            // behind a preposition it is not what the verb tells of
            let verb = verb.filter(|_| row.preposition_before(at).is_none()).unwrap_or(at);
            let time = time_near(&row, self.mentions, at, verb)?;
            let told = Told::of(&self.mentions.times[time.index()]);
            let Places::Here(place) = places_of(&row, self.mentions) else {
                return Some(Scope { told, place: None });
            };
            Some(Scope { told, place: Some(place) })
        })
    }

    /// Returns the place of the happening told right before a sentence that is set nowhere itself.
    fn place_before(&self, row: &Row<'_>, measure: Measure) -> Option<PlaceId> {
        if self.tells_place(row) || is_set_elsewhere(row, self.mentions) {
            return None;
        }
        let before = self.backdrops.iter().rev().take(MAX_SENTENCES_TO_PLACE);
        let told = before.into_iter().find(|backdrop| backdrop.places != Places::Nowhere)?;
        match told.places {
            Places::Here(place) if told.happens || self.counts_alike(told, measure) => Some(place),
            _ => None,
        }
    }

    /// Tells whether a sentence counts what a measure may go on from: harm from harm, arrests from
    /// arrests.
    fn counts_alike(&self, backdrop: &Backdrop, measure: Measure) -> bool {
        let mut counted =
            self.figures[backdrop.figures.clone()].iter().map(|figure| figure.measure);
        counted.any(|other| other == measure || other.is_of_harm() && measure.is_of_harm())
    }

    /// Tells whether a period may be that of the news: an older one has its own place.
    fn is_news(&self, told: &Told) -> bool {
        let Some((to, reference)) = told.to.zip(self.parsed.dispatch.reference_date()) else {
            return true;
        };
        reference.since(to).is_ok_and(|gap| gap.get_days() <= MAX_DAYS_OF_NEWS)
    }
}

/// What an earlier figure or happening lends.
struct Lent {
    scope: Scope,
    in_sentence: bool,
}

impl Lent {
    /// Returns the period, unless the sentence tells a day of its own (`dated`) that may be meant.
    fn told(&self, dated: bool) -> Told {
        if dated && !self.in_sentence { Told::default() } else { self.scope.told }
    }
}

fn scope_of(figure: &Figure) -> Scope {
    let told = Told { from: figure.from, to: figure.to, as_of: figure.as_of };
    Scope { told, place: figure.place }
}
