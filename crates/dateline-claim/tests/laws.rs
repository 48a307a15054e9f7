//! Laws of figures and events, over arbitrary text.

use dateline_claim::{Claims, extract};
use dateline_mention::{Mentions, Parsed, find};
use dateline_syntax::{Analysis, Engine};
use dateline_text::{Dispatch, Span};
use proptest::prelude::*;

fn read(text: &str) -> (Mentions, Claims) {
    let dispatch = Dispatch::from_text(text);
    let Analysis { segmentation, parse } = Engine::Swift.analyse(&dispatch);
    let parsed = Parsed { dispatch: &dispatch, segmentation: &segmentation, parse: &parse };
    let mentions = find(parsed);
    let claims = extract(parsed, &mentions);
    (mentions, claims)
}

fn spans(claims: &Claims) -> Vec<Span> {
    let figures = claims.figures.iter().flat_map(|figure| {
        [Some(figure.span), figure.hedge, figure.population].into_iter().flatten()
    });
    let events = claims.events.iter().flat_map(|event| {
        let participants = event.actors.iter().chain(&event.recipients).map(|one| one.span);
        std::iter::once(event.trigger).chain(participants)
    });
    figures.chain(events).collect()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let (mentions, claims) = read(text);
    for span in spans(&claims) {
        prop_assert!(text.get(span.range()).is_some_and(|words| !words.is_empty()), "{span:?}");
    }
    prop_assert!(claims.events.is_sorted_by_key(|event| event.trigger));
    for (at, figure) in claims.figures.iter().enumerate() {
        prop_assert!(figure.part_of.is_none_or(|whole| whole.index() < at));
        prop_assert!(figure.event.is_none_or(|event| event.index() < claims.events.len()));
        prop_assert!(figure.place.is_none_or(|place| place.index() < mentions.places.len()));
        if let (Some(low), Some(high)) = (figure.low, figure.high) {
            prop_assert!(low <= high, "{low} {high}");
        }
    }
    let (_, again) = read(text);
    prop_assert_eq!(again.figures, claims.figures);
    prop_assert_eq!(again.events, claims.events);
    Ok(())
}

// Words that the rules ask for, so that arbitrary rows of them reach every branch.
const WORDS: &str = "(12|28,000|dozens|no one|a man|people|children|killed|injured|dead|missing|feared|including|among the|death toll|rose|to|of|by|and|,|;|that|which|were|was|had|will|not|launched|attacks|on|talks|with|the|army|rebels|Saturday|since October|in|another|more|lives|claimed|\\$5 million|aid|trucks|\\.|\"|“|”|’s|if|would|said|threatened|protesters|é)";

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text)?;
    }

    #[test]
    fn any_row_of_cue_words_is_read(words in prop::collection::vec(WORDS, 0..40)) {
        check(&words.join(" "))?;
    }
}
