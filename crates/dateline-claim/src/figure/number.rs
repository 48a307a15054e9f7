//! Numbers that may be figures: read quantities, `no one`, and `a man`.

use std::ops::Range;

use dateline_mention::{Mentions, Quantity, QuantityKind};
use dateline_syntax::TokenId;
use dateline_text::Span;

use super::lexicon::{LEXICON, List, Use};
use crate::event::sentence::Row;

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Origin<'m> {
    /// A quantity of the text.
    Quantity(&'m Quantity),
    /// The newer number of a change: `from 10 to 12`.
    Latest(f64),
    /// `a man`, `another woman`: one.
    Single,
    /// `no one`, `no casualties`: none.
    Nothing,
}

/// A number with the noun phrase it stands in.
#[derive(Debug, Clone)]
pub(super) struct Number<'m> {
    /// Where it comes from.
    pub(super) origin: Origin<'m>,
    /// The chunk that it stands in.
    pub(super) chunk: usize,
    /// The number's own tokens, hedge included.
    pub(super) tokens: Range<TokenId>,
    /// The tokens of those counted, without adjectives that measure (`12 people dead`).
    pub(super) population: Option<Range<TokenId>>,
}

impl Number<'_> {
    /// Returns value, least and greatest value.
    pub(super) fn bounds(&self) -> (Option<f64>, Option<f64>, Option<f64>) {
        match self.origin {
            Origin::Quantity(quantity) => (quantity.value, quantity.low, quantity.high),
            Origin::Latest(count) => (Some(count), Some(count), Some(count)),
            Origin::Single => (Some(1.0), Some(1.0), Some(1.0)),
            Origin::Nothing => (Some(0.0), Some(0.0), Some(0.0)),
        }
    }

    /// Drops the older number of `from 10 to 12`; `None` where the words are not such a change.
    ///
    /// Quantities read the words as a range; behind a toll that climbs they are two counts.
    pub(super) fn newest(&self, row: &Row<'_>) -> Option<Self> {
        let quantity = self.quantity()?;
        let latest = quantity.high.filter(|_| row.form(self.tokens.start) == "from")?;
        let to = self.tokens.clone().find(|&token| row.form(token) == "to")?;
        let tokens = to + 1..self.tokens.end;
        let number = Self { origin: Origin::Latest(latest), tokens, ..self.clone() };
        (!number.tokens.is_empty()).then_some(number)
    }

    /// Returns the quantity that it is read from.
    pub(super) fn quantity(&self) -> Option<&Quantity> {
        match self.origin {
            Origin::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Returns the end of the number and those counted.
    pub(super) fn end(&self) -> TokenId {
        self.population.as_ref().map_or(self.tokens.end, |population| population.end)
    }

    /// Returns the words: hedge, number, population.
    pub(super) fn span(&self, row: &Row<'_>) -> Span {
        row.span(self.tokens.start..self.end())
    }
}

/// Finds the numbers of a sentence, in text order.
pub(super) fn numbers<'m>(row: &Row<'_>, mentions: &'m Mentions) -> Vec<Number<'m>> {
    let mut numbers: Vec<Number<'m>> = Vec::new();
    for chunk in 0..row.chunks.len() {
        if !row.chunks[chunk].is_noun() {
            continue;
        }
        match word_number(row, chunk) {
            Some(number) => numbers.push(number),
            None => {
                for number in quantities(row, mentions, chunk) {
                    // the five of `three of the five` counts nothing by itself
                    let whole = numbers.last().and_then(|before| before.population.clone());
                    if !whole.is_some_and(|whole| whole.contains(&number.tokens.start)) {
                        numbers.push(number);
                    }
                }
            }
        }
    }
    numbers
}

fn quantities<'m>(row: &Row<'_>, mentions: &'m Mentions, chunk: usize) -> Vec<Number<'m>> {
    let tokens = row.chunks[chunk].tokens.clone();
    let span = row.span(tokens);
    let from = mentions.quantities.partition_point(|quantity| quantity.span.end <= span.start);
    let inside = mentions.quantities[from..].iter().take_while(|q| q.span.start < span.end);
    inside
        .filter(|q| {
            matches!(q.kind, QuantityKind::Count | QuantityKind::Money | QuantityKind::Measure)
        })
        .filter_map(|quantity| {
            let tokens = row.tokens_in(quantity.span);
            // `a 17-man team` counts nothing
            let hyphened = row.form(tokens.end).starts_with('-');
            let counts = !tokens.is_empty() && !hyphened;
            counts.then(|| Number {
                origin: Origin::Quantity(quantity),
                chunk,
                population: population(row, chunk, tokens.end, quantity.kind),
                tokens: tokens.start..with_more(row, tokens.end),
            })
        })
        .collect()
}

/// Takes `more` behind a bare number into it: `thousands more`.
fn with_more(row: &Row<'_>, end: TokenId) -> TokenId {
    if row.form(end) == "more" && row.form(end + 1) != "than" { end + 1 } else { end }
}

fn population(
    row: &Row<'_>,
    chunk: usize,
    start: TokenId,
    kind: QuantityKind,
) -> Option<Range<TokenId>> {
    let start = with_more(row, start);
    if kind != QuantityKind::Count {
        return None;
    }
    let mut end = row.chunks[chunk].tokens.end;
    while end > start && is_state(row, end - 1) {
        end -= 1;
    }
    let own_end = row.chunks[chunk].tokens.end;
    let of = end == own_end && row.form_at(chunk + 1) == "of";
    if let Some(next) = row.chunks.get(chunk + 2).filter(|next| of && next.is_noun()) {
        // `hundreds of people`; `12 of the passengers` counts passengers, too
        let of = if end > start { start } else { next.tokens.start };
        return Some(of..next.tokens.end);
    }
    (end > start).then_some(start..end)
}

fn is_state(row: &Row<'_>, token: TokenId) -> bool {
    LEXICON.measure(Use::State, row.form(token)).is_some()
}

/// Reads `no one`, `no casualties`, `a man`, `another soldier`.
fn word_number<'m>(row: &Row<'_>, chunk: usize) -> Option<Number<'m>> {
    let tokens = row.chunks[chunk].tokens.clone();
    let first = row.form(tokens.start);
    let head = row.lemma(tokens.end - 1);
    // `no one`, `no-one`
    let before = (1..=2).filter_map(|back| tokens.start.checked_sub(back));
    let no = before.take_while(|&token| matches!(row.form(token), "-" | "no" | "no-"));
    if let Some(no) = no.last().filter(|&no| first == "one" && row.form(no) != "-") {
        let tokens = no..tokens.start + 1;
        return Some(Number { origin: Origin::Nothing, chunk, tokens, population: None });
    }
    let nothing = ["nobody", "none", "no-one"].contains(&first)
        || first == "no" && (tokens.len() > 1 || row.form(tokens.end) == "one");
    let one_person = ["a", "an", "another"].contains(&first)
        && tokens.len() > 1
        && LEXICON.lists(List::Person, head)
        && row.form(tokens.end - 1) == head
        && row.form(tokens.end) != "of";
    let origin = match (nothing, one_person) {
        (true, _) => Origin::Nothing,
        (_, true) => Origin::Single,
        _ => return None,
    };
    let population = tokens.start + 1..tokens.end;
    Some(Number {
        origin,
        chunk,
        tokens: tokens.start..tokens.start + 1,
        population: (!population.is_empty()).then_some(population),
    })
}
