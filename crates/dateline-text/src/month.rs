//! Names of months.

/// The months, January first, in lower case.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns the number of a month (1-12) told by its name or a short form: `February`, `Feb.`, `Sept`.
///
/// # Example
/// ```
/// assert_eq!(dateline_text::month_named("Sept."), Some(9));
/// assert_eq!(dateline_text::month_named("Se"), None);
/// ```
pub fn month_named(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let is_short = word.len() == 3 || word.eq_ignore_ascii_case("sept");
    let is_named = |month: &str| {
        let start = if is_short { month.get(..word.len()) } else { Some(month) };
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    (1..).zip(MONTHS).find(|(_, month)| is_named(month)).map(|(number, _)| number)
}
