//! The lists of a ledger: what each consists of, and how it is answered.

use std::ops::ControlFlow;

use serde::Serialize;

use super::claim::{
    dispatch_question, event_question, figure_question, sentence_question, statement_question,
};
use super::filter::{Filter, Narrow};
use super::fold::{Foldable, fold};
use super::question::Question;
use super::rows::{DispatchRow, EventRow, FigureRow, StatementRow};
use super::search::{Hit, hits};
use super::stories::{count_stories, stories};
use super::story::StoryRow;
use super::tally::{OutletRow, PlaceRow, SpeakerRow, outlets, places, speakers};
use crate::{Error, Ledger, Result};

/// A row of a list that a ledger answers with; see [`Ledger::each`].
pub trait Listed: Serialize + Default + Sized {
    /// Hands on the rows that fit, in the order of the list.
    #[doc(hidden)]
    fn each(ledger: &Ledger, narrow: &Asking<'_>, take: Take<'_, Self>) -> Result<()>;

    /// Returns how many rows fit, whatever the limit.
    #[doc(hidden)]
    fn count(ledger: &Ledger, narrow: &Asking<'_>) -> Result<u64>;

    /// Returns how many dispatches fit but for their day, which is not known.
    #[doc(hidden)]
    fn n_undated(ledger: &Ledger, narrow: &Asking<'_>) -> Result<u64> {
        dispatch_question(&narrow.0)?.n_undated(ledger.connection())
    }
}

/// What takes the rows, one by one.
#[doc(hidden)]
pub(super) type Take<'t, R> = &'t mut dyn FnMut(R) -> ControlFlow<()>;

/// What is asked for.
#[doc(hidden)]
#[derive(Debug)]
pub struct Asking<'f>(Narrow<'f>);

impl Ledger {
    /// Hands on the rows of a list that fit a filter one by one, as the ledger yields them: newest
    /// first, or most used first.
    ///
    /// # Errors
    /// Nothing bears a name of the filter, one of its words is not of its list or no search; the
    /// ledger cannot be read; what `take` returns.
    pub fn each<R: Listed, E: From<Error>>(
        &self,
        filter: &Filter,
        mut take: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        let asking = Asking(Narrow::new(self.connection(), filter)?);
        let mut failed = None;
        R::each(self, &asking, &mut |row| match take(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// Returns the rows of a list that fit.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn list<R: Listed>(&self, filter: &Filter) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(filter, |row| -> Result<()> {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Returns how many rows of a list fit, whatever the filter's limit.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn count<R: Listed>(&self, filter: &Filter) -> Result<u64> {
        R::count(self, &Asking(Narrow::new(self.connection(), filter)?))
    }

    /// Returns how many dispatches a list leaves out only since their day is not known; none where
    /// the filter asks for no days.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn n_undated<R: Listed>(&self, filter: &Filter) -> Result<u64> {
        if filter.since.is_none() && filter.until.is_none() {
            return Ok(0);
        }
        R::n_undated(self, &Asking(Narrow::new(self.connection(), filter)?))
    }

    /// Returns the dispatches that fit, newest first.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn dispatches(&self, filter: &Filter) -> Result<Vec<DispatchRow>> {
        self.list(filter)
    }

    /// Returns the statements that fit, newest first.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn statements(&self, filter: &Filter) -> Result<Vec<StatementRow>> {
        self.list(filter)
    }

    /// Returns the events that fit, newest first.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventRow>> {
        self.list(filter)
    }

    /// Returns the figures that fit, newest first.
    ///
    /// # Errors
    /// As of [`Ledger::each`].
    pub fn figures(&self, filter: &Filter) -> Result<Vec<FigureRow>> {
        self.list(filter)
    }
}

macro_rules! asked_and_folded {
    ($row:ident, $question:expr) => {
        impl Listed for $row {
            fn each(ledger: &Ledger, asking: &Asking<'_>, take: Take<'_, Self>) -> Result<()> {
                let question = $question(&asking.0)?;
                if !asking.0.filter.fold {
                    return question.answer(ledger.connection(), Self::read, take);
                }
                let rows = folded(ledger, &question, Self::read)?;
                hand_on(rows, asking, take);
                Ok(())
            }

            fn count(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
                let question = $question(&asking.0)?;
                if !asking.0.filter.fold {
                    return question.count(ledger.connection());
                }
                Ok(folded(ledger, &question, Self::read)?.len() as u64)
            }

            fn n_undated(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
                $question(&asking.0)?.n_undated(ledger.connection())
            }
        }
    };
}

macro_rules! tallied {
    ($row:ident, $all:expr) => {
        impl Listed for $row {
            fn each(ledger: &Ledger, asking: &Asking<'_>, take: Take<'_, Self>) -> Result<()> {
                hand_on($all(ledger, &asking.0)?, asking, take);
                Ok(())
            }

            fn count(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
                Ok($all(ledger, &asking.0)?.len() as u64)
            }
        }
    };
}

asked_and_folded!(StatementRow, statement_question);
asked_and_folded!(EventRow, event_question);
asked_and_folded!(FigureRow, figure_question);
tallied!(OutletRow, outlets);
tallied!(SpeakerRow, speakers);
tallied!(PlaceRow, places);

impl Listed for StoryRow {
    fn each(ledger: &Ledger, asking: &Asking<'_>, take: Take<'_, Self>) -> Result<()> {
        hand_on(stories(ledger, &asking.0)?, asking, take);
        Ok(())
    }

    fn count(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
        count_stories(ledger, &asking.0)
    }
}

impl Listed for DispatchRow {
    fn each(ledger: &Ledger, asking: &Asking<'_>, take: Take<'_, Self>) -> Result<()> {
        dispatch_question(&asking.0)?.answer(ledger.connection(), Self::read, take)
    }

    fn count(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
        dispatch_question(&asking.0)?.count(ledger.connection())
    }
}

impl Listed for Hit {
    fn each(ledger: &Ledger, asking: &Asking<'_>, take: Take<'_, Self>) -> Result<()> {
        hand_on(hits(ledger, &asking.0)?, asking, take);
        Ok(())
    }

    fn count(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
        sentence_question(&asking.0)?.count(ledger.connection())
    }

    fn n_undated(ledger: &Ledger, asking: &Asking<'_>) -> Result<u64> {
        sentence_question(&asking.0)?.n_undated(ledger.connection())
    }
}

/// Hands on as many rows as are wanted.
fn hand_on<R>(rows: Vec<R>, asking: &Asking<'_>, take: Take<'_, R>) {
    let most = asking.0.filter.limit.map_or(usize::MAX, |limit| limit as usize);
    let _ = rows.into_iter().take(most).try_for_each(take);
}

fn folded<R: Foldable>(
    ledger: &Ledger,
    question: &Question<'_>,
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<R>,
) -> Result<Vec<R>> {
    let mut rows = Vec::new();
    question.answer(ledger.connection(), read, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(fold(rows))
}
