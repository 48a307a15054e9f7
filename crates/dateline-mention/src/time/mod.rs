//! Expressions of time, resolved against the dispatch's date.

mod clause;
mod clock;
mod cycle;
mod day;
mod duration;
mod expression;
mod lexicon;
mod list;
mod modified;
mod part_of_year;
mod period;
mod reference;
mod relative;
mod resolve;
mod rules;
mod set;
mod stretch;
mod tense;
mod weekday;
mod year;

use dateline_text::{Evidence, Note, NoteKind, Span, Stage, local_id};
use jiff::civil::Date;

use self::{expression::Found, period::Place, resolve::Resolver, tense::leaning};
use crate::{
    Parsed,
    quantity::{Line, sentences},
};

local_id!(
    /// Position of a [`Time`]; prints as `t1`.
    TimeId,
    "t"
);

/// What an expression of time is.
///
/// # Source
/// `TimeML` 1.2.1, TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeKind {
    /// A calendar day, or a longer stretch of the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that comes again.
    Set,
}

impl TimeKind {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Where it stands, as TIMEX3 draws it (without prepositions).
    pub span: Span,
    /// What it is.
    pub kind: TimeKind,
    /// TIMEX3 value: `2024-02-10`, `2023-10`, `P3D`, `PRESENT_REF`; `None` where unresolved.
    pub value: Option<String>,
    /// First day covered.
    pub from: Option<Date>,
    /// Last day covered. `since early October` covers up to the dispatch's date.
    pub to: Option<Date>,
    /// Why the value is missing.
    pub why: Option<String>,
    /// The rule that resolved it.
    pub evidence: Evidence,
}

/// Finds and resolves the expressions of time in a dispatch.
///
/// # Notes
/// Adds [`NoteKind::Unresolved`] for each expression without a value.
pub(crate) fn find_times(parsed: Parsed<'_>) -> (Vec<Time>, Vec<Note>) {
    let text = &parsed.dispatch.text;
    let lower = text.to_ascii_lowercase();
    let lines: Vec<Line<'_>> = sentences(parsed)
        .into_iter()
        .map(|span| Line::new(text, &lower, span).tagged(parsed))
        .collect();
    let found: Vec<Vec<(usize, Found)>> = lines.iter().map(read_line).collect();
    let mut resolver = Resolver::new(
        parsed.dispatch.reference_date(),
        found.iter().flatten().map(|(_, found)| found),
    );
    let mut times = Vec::new();
    for (n_line, (line, found)) in lines.iter().zip(&found).enumerate() {
        let places = resolve_line((parsed, line), n_line, found, (&mut resolver, &mut times));
        period::widen(line, parsed.dispatch, &places, &mut times);
    }
    let notes = times.iter().filter_map(|time| note_of(time, text)).collect();
    (times, notes)
}

/// Reads one sentence from left to right, the longest expression at each place; returns each with
/// its first lexeme.
fn read_line(line: &Line<'_>) -> Vec<(usize, Found)> {
    let mut read: Vec<(usize, Found)> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let continued = read.last().and_then(|(_, before)| list::continued(line, at, before));
        let longest = rules::longest(line, at);
        match continued.filter(|c| longest.as_ref().is_none_or(|l| l.end <= c.end)).or(longest) {
            Some(found) => {
                let end = found.end.max(at + 1);
                read.push((at, found));
                at = end;
            }
            None => at += 1,
        }
    }
    read
}

/// Resolves the expressions of one sentence and adds them to the times.
fn resolve_line(
    (parsed, line): (Parsed<'_>, &Line<'_>),
    n_line: usize,
    read: &[(usize, Found)],
    (resolver, times): (&mut Resolver, &mut Vec<Time>),
) -> Vec<Place> {
    let mut places = Vec::with_capacity(read.len());
    for (start, found) in read {
        let span = line.span(*start, found.end);
        let leaning =
            clause::leaning(parsed, span).unwrap_or_else(|| leaning(line, *start, found.end));
        let resolved = resolver.resolve(found, leaning, n_line);
        places.push(Place { time: times.len(), start: *start, end: found.end });
        times.push(Time {
            span,
            kind: resolved.kind,
            value: resolved.value,
            from: resolved.from,
            to: resolved.to,
            why: resolved.why.map(str::to_owned),
            evidence: lexicon::evidence(found.rule),
        });
    }
    places
}

fn note_of(time: &Time, text: &str) -> Option<Note> {
    let why = time.why.as_ref()?;
    let message = format!("no date for \"{}\": {why}", time.span.of(text));
    Some(Note::new(Stage::Find, NoteKind::Unresolved, message).at(time.span))
}

#[cfg(test)]
mod tests {
    use dateline_syntax::{Analysis, Engine};
    use dateline_text::Dispatch;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn find(dispatch: &Dispatch) -> (Vec<Time>, Vec<Note>) {
        let Analysis { segmentation, parse } = Engine::Swift.analyse(dispatch);
        find_times(Parsed { dispatch, segmentation: &segmentation, parse: &parse })
    }

    /// Checks `words = value` for each expression of a dispatch of 12 February 2024.
    fn check(text: &str, expected: &[&str]) {
        let dispatch = Dispatch::from_text(text).published_on(date(2024, 2, 12));
        let (times, _) = find(&dispatch);
        let words: Vec<String> = times
            .iter()
            .map(|time| {
                format!("{} = {}", time.span.of(text), time.value.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn news_looks_back_unless_told() {
        check("The boat sank on Saturday.", &["Saturday = 2024-02-10"]);
        check("The boat will sail on Saturday.", &["Saturday = 2024-02-17"]);
        check("It was due in March.", &["March = 2024-03"]);
        check("It may rain, and they march on.", &[]);
        check("Jan Orn met April Hale on Dec. 3.", &["Dec. 3 = 2023-12-03"]);
    }

    #[test]
    fn the_verb_above_tells_the_side() {
        for (ahead, value) in [
            ("Both sides agreed to meet on Thursday.", "2024-02-15"),
            ("A judge ordered the mayor to appear on Friday.", "2024-02-16"),
            ("Polls open on Sunday.", "2024-02-18"),
            ("The funeral is on Wednesday.", "2024-02-14"),
            ("The minister is to visit Orm on Saturday.", "2024-02-17"),
            ("The firm must pay by Friday.", "2024-02-16"),
            ("Officers told residents to leave by Friday.", "2024-02-16"),
            ("She may be asked to speak in May.", "2024-05"),
            ("The team failed to arrive on Saturday.", "2024-02-10"),
            ("The men managed to escape on Saturday.", "2024-02-10"),
            ("The crew may have left on Friday.", "2024-02-09"),
            ("He agreed on Thursday to pay.", "2024-02-08"),
        ] {
            let dispatch = Dispatch::from_text(ahead).published_on(date(2024, 2, 12));
            let (times, _) = find(&dispatch);
            assert_eq!(times[0].value.as_deref(), Some(value), "{ahead}");
        }
    }

    #[test]
    fn the_verb_last_is_no_side() {
        check("The truce will last two weeks.", &["two weeks = P2W"]);
        check("It held for the last two weeks.", &["the last two weeks = P2W"]);
    }

    #[test]
    fn lists_of_days_share_a_month() {
        check(
            "They will strike on Monday 19, Tuesday 20 and Wednesday 21 February.",
            &[
                "Monday 19 = 2024-02-19",
                "Tuesday 20 = 2024-02-20",
                "Wednesday 21 February = 2024-02-21",
            ],
        );
        check(
            "They will strike on April 23, 24 and 26.",
            &["April 23 = 2024-04-23", "24 = 2024-04-24", "26 = 2024-04-26"],
        );
        check(
            "They stopped on the 3rd, 5th and 9th of May 2021.",
            &["the 3rd = 2021-05-03", "5th = 2021-05-05", "9th of May 2021 = 2021-05-09"],
        );
        check("Talks are set for the 28th.", &["the 28th = 2024-02-28"]);
        check("On January 23, 24 people died.", &["January 23 = 2024-01-23"]);
        check("On January 23 and 24 people died.", &["January 23 = 2024-01-23"]);
        check("They met on the 28th floor.", &[]);
    }

    #[test]
    fn ranges_give_each_end_its_month() {
        check("from 15 to 22 February", &["15 = 2024-02-15", "22 February = 2024-02-22"]);
        check("in 1939-45", &["1939 = 1939", "45 = 1945"]);
    }

    #[test]
    fn histories_go_on_from_their_last_date() {
        let text = "War began on 3 May 1911. On 9 June 1911 a bridge fell. In July it was mended. \
                    In 1912 the war went on. A truce came on 4 March 1913, and in 1914 peace. \
                    On 2 June 1915 all went home. In August rain fell.";
        let dispatch = Dispatch::from_text(text).published_on(date(2024, 2, 12));
        let (times, _) = find(&dispatch);
        let value = |words: &str| {
            let time = times.iter().find(|time| time.span.of(text) == words);
            time.and_then(|time| time.value.clone())
        };
        assert_eq!(value("July").as_deref(), Some("1911-07"));
        assert_eq!(value("August").as_deref(), Some("1915-08"));
    }

    #[test]
    fn what_cannot_be_told_is_said() {
        let dispatch = Dispatch::from_text("It sank yesterday.");
        let (times, notes) = find(&dispatch);
        assert_eq!((times.len(), notes.len()), (1, 1));
        assert_eq!((times[0].value.clone(), times[0].from), (None, None));
        assert!(notes[0].message.contains("no date to count from"), "{}", notes[0].message);
    }

    #[test]
    fn long_input_is_read_in_one_pass() {
        for words in
            ["three and a half ", "12-", "Feb. ", "the past ", "1990 to ", "one hundred and "]
        {
            let dispatch = Dispatch::from_text(&words.repeat(20_000)).published_on(Date::MAX);
            let _ = find(&dispatch);
        }
    }

    /// Words that the rules know, in any order and glue.
    fn timely_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("February"),
            Just("Feb."),
            Just("30"),
            Just("9999"),
            Just("0"),
            Just("-"),
            Just("the"),
            Just("last"),
            Just("99999999999999"),
            Just("years"),
            Just("ago"),
            Just("later"),
            Just("Saturday"),
            Just("p.m."),
            Just("’"),
            Just("s"),
            Just("half"),
            Just("a"),
            Just("million"),
            Just("fifth"),
            Just("century"),
            Just("BC"),
            Just("since"),
            Just("to"),
            Just("/"),
            Just(":"),
            Just("earlier"),
            Just("quarter"),
            Just("Easter"),
            Just("é"),
            Just("of"),
            Just("next"),
            Just("every"),
            Just("1.5"),
            Just("24"),
        ];
        let glue = prop_oneof![Just(" "), Just(""), Just("\n")];
        proptest::collection::vec((word, glue), 0..24)
            .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
    }

    proptest! {
        #[test]
        fn every_text_gives_sorted_spans(
            text in prop_oneof![timely_text(), any::<String>()],
            day in 0_i32..3,
        ) {
            let mut dispatch = Dispatch::from_text(&text);
            if day > 0 {
                dispatch = dispatch.published_on(if day == 1 { Date::MAX } else { date(2024, 2, 29) });
            }
            let (times, notes) = find(&dispatch);
            for time in &times {
                prop_assert!(text.get(time.span.range()).is_some_and(|words| !words.is_empty()));
                prop_assert_eq!(time.value.is_none(), time.why.is_some());
                prop_assert!(time.from.zip(time.to).is_none_or(|(from, to)| from <= to));
            }
            prop_assert!(times.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            prop_assert_eq!(notes.len(), times.iter().filter(|time| time.why.is_some()).count());
        }
    }
}
