//! Numbers and vague counts, with their bounds.

mod amount;
mod digits;
mod hedge;
mod line;
mod number;
mod table;
mod trap;
mod unit;

use dateline_text::{BlockKind, Evidence, Span};

use self::{
    amount::{Amount, read_amount},
    hedge::{Bounds, Effect, hedge_after, hedge_before},
};
pub(crate) use self::{
    line::{LexemeKind, Line},
    number::{Number, WordKind, number_word, read_number, read_ordinal},
    table::{Phrases, cell, rows},
};
use crate::{Parsed, Time};

/// What a quantity counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuantityKind {
    /// A number of things or people.
    Count,
    /// An amount of money; the unit is an ISO 4217 code or the word used.
    Money,
    /// A share of a hundred.
    Percent,
    /// A measure with a unit, such as kilometres or degrees.
    Measure,
    /// First, second, third.
    Ordinal,
}

impl QuantityKind {
    /// Returns the word written to cases and records.
    pub fn as_str(self) -> &'static str {
        match self {
            QuantityKind::Count => "count",
            QuantityKind::Money => "money",
            QuantityKind::Percent => "percent",
            QuantityKind::Measure => "measure",
            QuantityKind::Ordinal => "ordinal",
        }
    }
}

/// A number in the text and what it may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Where it stands, hedge included, counted noun not included: `almost 28,000`.
    pub span: Span,
    /// What it counts.
    pub kind: QuantityKind,
    /// The number as said; `None` for `dozens`.
    pub value: Option<f64>,
    /// Least value, inclusive; `None` where unbounded.
    pub low: Option<f64>,
    /// Greatest value, inclusive; `None` where unbounded.
    pub high: Option<f64>,
    /// The words that hedge it.
    pub hedge: Option<Span>,
    /// Unit of money or measure.
    pub unit: Option<String>,
    /// The rule that read it.
    pub evidence: Evidence,
}

/// Finds the quantities in a dispatch; numbers that are part of a time or an age are not quantities.
pub(crate) fn find_quantities(parsed: Parsed<'_>, times: &[Time]) -> Vec<Quantity> {
    let text = &parsed.dispatch.text;
    let lower = text.to_ascii_lowercase();
    let mut quantities = Vec::new();
    for span in sentences(parsed) {
        let line = Line::new(text, &lower, span);
        let first = times.partition_point(|time| time.span.end <= span.start);
        read_line(&line, &times[first..], &mut quantities);
    }
    let in_words = |span| &parsed.segmentation.tokens[parsed.segmentation.tokens_in(span)];
    quantities.retain(|quantity| {
        in_words(quantity.span).iter().all(|word| word.span.len() <= LONGEST_NUMBER_BYTES)
    });
    quantities
}

/// A longer word holds codes, or numbers without end, and no number that counts something.
const LONGEST_NUMBER_BYTES: usize = 64;

/// Returns the sentences that may hold quantities or times.
pub(crate) fn sentences(parsed: Parsed<'_>) -> Vec<Span> {
    let sentences = parsed.segmentation.sentences.iter();
    sentences.filter(|s| s.kind != BlockKind::Boilerplate).map(|s| s.span).collect()
}

fn read_line(line: &Line<'_>, times: &[Time], quantities: &mut Vec<Quantity>) {
    let mut times = times.iter().peekable();
    let mut at = 0;
    while at < line.len() {
        let place = line.span(at, at + 1);
        while times.next_if(|time| time.span.end <= place.start).is_some() {}
        let Some((hedged, end)) = read_hedged(line, at) else {
            at += 1;
            continue;
        };
        let span = line.span(at, end);
        match times.peek() {
            // A hedge may belong to a time: `more than three weeks`.
            Some(time) if time.span.overlaps(span) => at += 1,
            _ => {
                quantities.push(hedged);
                at = end.max(at + 1);
            }
        }
    }
}

/// Reads an amount with the hedges around it; returns the place after it.
fn read_hedged(line: &Line<'_>, at: usize) -> Option<(Quantity, usize)> {
    let (mut effects, start) = hedges_before(line, at);
    let amount = read_amount(line, start)?;
    let hedge_start = line.span(at, start);
    let mut end = amount.end;
    let mut hedge = (start > at).then_some(hedge_start);
    if let Some((effect, after)) = hedge_after(line, end) {
        effects.push(effect);
        let word = if line.is_hyphen(end) { end + 1 } else { end };
        hedge = hedge.or_else(|| Some(line.span(word, after)));
        end = after;
    }
    let bounds =
        effects.iter().fold(amount.bounds, |bounds, effect| narrow(*effect, amount, bounds));
    let quantity = Quantity {
        span: line.span(at, end),
        kind: amount.kind,
        value: amount.value,
        low: bounds.low,
        high: bounds.high,
        hedge,
        unit: amount.unit.map(str::to_owned),
        evidence: Evidence::unmeasured(amount.rule),
    };
    Some((quantity, end))
}

/// Reads up to two hedges: `at least some`.
fn hedges_before(line: &Line<'_>, at: usize) -> (Vec<Effect>, usize) {
    let (mut effects, mut start) = (Vec::new(), at);
    while let Some((effect, end)) = hedge_before(line, start).filter(|_| effects.len() < 2) {
        effects.push(effect);
        start = end;
    }
    // The inner hedge is the weaker: `at least about 40` is at least 40.
    effects.reverse();
    (effects, start)
}

/// Applies one hedge; a hedge that bounds wins over one that does not.
fn narrow(effect: Effect, amount: Amount, bounds: Bounds) -> Bounds {
    match amount.value {
        Some(value) => {
            let bounded = effect.bound(value, amount.kind);
            let is_exact = bounds.low.is_some() && bounds.low == bounds.high;
            if is_exact || effect != Effect::About { bounded } else { bounds }
        }
        None if amount.bounds.high.is_none() => bounds,
        None => effect.bound_range(bounds),
    }
}

#[cfg(test)]
mod tests {
    use dateline_syntax::{Analysis, Engine};
    use dateline_text::Dispatch;
    use proptest::prelude::*;

    use super::*;

    fn find(dispatch: &Dispatch) -> Vec<Quantity> {
        let Analysis { segmentation, parse } = Engine::Swift.analyse(dispatch);
        let parsed = Parsed { dispatch, segmentation: &segmentation, parse: &parse };
        let (times, _) = crate::time::find_times(parsed);
        find_quantities(parsed, &times)
    }

    /// Checks `words kind value low..high` for each quantity of a text.
    fn check(text: &str, expected: &[&str]) {
        let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
        let words: Vec<String> = find(&Dispatch::from_text(text))
            .iter()
            .map(|q| {
                let (value, low, high) = (number(q.value), number(q.low), number(q.high));
                format!("{} {} {value} {low}..{high}", q.span.of(text), q.kind.as_str())
            })
            .collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn hedges_move_the_bounds() {
        check("almost 28,000 men", &["almost 28,000 count 28000 ..28000"]);
        check("at least about 12 men", &["at least about 12 count 12 12.."]);
        check("more than $1.5 million", &["more than $1.5 million money 1500000 1500000.."]);
        check("about 40 to 50 men", &["about 40 to 50 count  40..50"]);
        check("a dozen or so boats", &["a dozen or so count 12 .."]);
        check("no fewer than a dozen boats", &["no fewer than a dozen count 12 12.."]);
    }

    #[test]
    fn two_numbers_bound_a_count() {
        check("seven or eight men", &["seven or eight count  7..8"]);
        check("two or three hundred men", &["two or three hundred count  200..300"]);
        check(
            "between six and nine hundred men",
            &["between six and nine hundred count  600..900"],
        );
        check("thirty to forty men", &["thirty to forty count  30..40"]);
        check("two to three dozen men", &["two to three dozen count  24..36"]);
        check("ninety to one hundred men", &["ninety to one hundred count  90..100"]);
        check("800,000 to 1 million men", &["800,000 to 1 million count  800000..1000000"]);
        check("$5-10bn", &["$5-10bn money  5000000000..10000000000"]);
        check("They saved from 30 to 40 men.", &["from 30 to 40 count  30..40"]);
        check("It rose from 30 to 40.", &["30 count 30 30..30", "40 count 40 40..40"]);
        check("5 percent or 10 men", &["5 percent percent 5 5..5", "10 count 10 10..10"]);
        check("ten or five men", &["ten count 10 10..10", "five count 5 5..5"]);
    }

    #[test]
    fn traps_are_no_counts() {
        check("Resolution 1701 of 11 August 2006", &[]);
        check("Orn, 45, won 3-1", &[]);
        check("children 0 to 11 years old", &[]);
        check("one of them and no one else", &[]);
        check("a man was killed", &[]);
        check("a note d2c9-a597-4344-eb4e", &[]);
    }

    #[test]
    fn long_input_is_read_in_one_pass() {
        for words in ["one hundred and ", "12-", "more than ", "$", "1,000,", "tens of "] {
            let _ = find(&Dispatch::from_text(&words.repeat(20_000)));
        }
    }

    /// Words that the rules know, in any order and glue.
    fn countable_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("more than"),
            Just("almost"),
            Just("28,000"),
            Just("1.5"),
            Just("million"),
            Just("$"),
            Just("€"),
            Just("percent"),
            Just("%"),
            Just("-"),
            Just("to"),
            Just("one"),
            Just("of"),
            Just("dozens"),
            Just("several"),
            Just("hundred"),
            Just("between"),
            Just("and"),
            Just("half"),
            Just("a"),
            Just("aged"),
            Just("or more"),
            Just("No."),
            Just("third"),
            Just("years old"),
            Just("½"),
            Just("é"),
            Just("99999999999999999999"),
        ];
        let glue = prop_oneof![Just(" "), Just(""), Just("\n")];
        proptest::collection::vec((word, glue), 0..24)
            .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
    }

    proptest! {
        #[test]
        fn every_text_gives_sorted_spans(text in prop_oneof![countable_text(), any::<String>()]) {
            let quantities = find(&Dispatch::from_text(&text));
            for q in &quantities {
                prop_assert!(text.get(q.span.range()).is_some_and(|words| !words.is_empty()));
                prop_assert!(q.low.zip(q.high).is_none_or(|(low, high)| low <= high));
                prop_assert!(q.hedge.is_none_or(|hedge| q.span.contains(hedge)));
                prop_assert!([q.value, q.low, q.high].iter().flatten().all(|n| n.is_finite()));
            }
            prop_assert!(quantities.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }
}
