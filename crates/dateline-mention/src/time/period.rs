//! Days that the words around an expression add: since, until, from … to.

use dateline_text::Dispatch;
use jiff::civil::Date;

use super::Time;
use crate::quantity::Line;

/// An expression and the lexemes it covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Position in the list of times.
    pub(super) time: usize,
    /// First lexeme.
    pub(super) start: usize,
    /// One past the last lexeme.
    pub(super) end: usize,
}

/// Widens the days of the expressions of one sentence.
///
/// `since X` runs to the dispatch's date, `until X` has no first day, and both ends of `from X to
/// Y`, `X to Y`, `between X and Y` cover the whole period.
pub(super) fn widen(line: &Line<'_>, dispatch: &Dispatch, places: &[Place], times: &mut [Time]) {
    for place in places {
        let time = &mut times[place.time];
        match line.before(place.start, 1) {
            "since" => time.to = until_dispatch(time.from, dispatch.reference_date()),
            "until" | "till" if time.to.is_some() => time.from = None,
            _ => {}
        }
    }
    for pair in places.windows(2) {
        if is_period(line, pair[0], pair[1]) {
            join(times, pair[0].time, pair[1].time);
        }
    }
}

fn until_dispatch(from: Option<Date>, reference: Option<Date>) -> Option<Date> {
    let (from, reference) = (from?, reference?);
    Some(from.max(reference))
}

fn is_period(line: &Line<'_>, first: Place, second: Place) -> bool {
    let opening = line.before(first.start, 1);
    let n_between = second.start - first.end;
    match line.low(first.end) {
        "and" => n_between == 1 && opening == "between",
        "to" | "through" | "until" | "till" | "-" | "\u{2013}" | "\u{2014}" => n_between == 1,
        _ => false,
    }
}

fn join(times: &mut [Time], first: usize, second: usize) {
    // `until` has emptied the second one's first day; its last day is what counts.
    let (from, to) = (times[first].from, times[second].to);
    if let (Some(from), Some(to)) = (from, to)
        && from <= to
    {
        for time in [first, second] {
            (times[time].from, times[time].to) = (Some(from), Some(to));
        }
    }
}
