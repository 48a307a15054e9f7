//! Laws that hold of the mentions of any text.

use dateline_mention::{Mentions, Parsed, find};
use dateline_syntax::{Analysis, Engine};
use dateline_text::{Dispatch, Span};
use proptest::prelude::*;

fn read(text: &str) -> Mentions {
    let dispatch = Dispatch::from_text(text);
    let Analysis { segmentation, parse } = Engine::Swift.analyse(&dispatch);
    find(Parsed { dispatch: &dispatch, segmentation: &segmentation, parse: &parse })
}

fn check(text: &str) {
    let mentions = read(text);
    let is_words = |span: Span| !span.is_empty() && text.get(span.range()).is_some();
    assert!(mentions.names.iter().all(|name| is_words(name.span)));
    assert!(mentions.names.is_sorted_by(|one, next| one.span.end <= next.span.start));
    assert!(mentions.places.iter().all(|place| is_words(place.span)));
    for (at, entity) in mentions.entities.iter().enumerate() {
        assert!(!entity.mentions.is_empty());
        assert!(entity.mentions.iter().all(|mention| is_words(mention.span)));
        assert!(entity.mentions.is_sorted_by(|one, next| one.span < next.span));
        assert!(
            entity
                .members
                .iter()
                .all(|id| id.index() < mentions.entities.len() && id.index() != at)
        );
    }
    for place in &mentions.places {
        assert_eq!(place.why.is_some(), place.lat.is_none());
        assert!(place.entity.is_none_or(|id| mentions.entity(id).is_some()));
    }
    assert_eq!(mentions, read(text));
}

/// Words that the rules look for, in any order: what random letters would hardly ever make.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Minister",
        "President",
        "of",
        "the",
        "The",
        "and",
        ",",
        "(",
        ")",
        "\"",
        "’s",
        "'s",
        "“",
        "”",
        "-",
        "Orm",
        "Dana",
        "Weld",
        "PFRS",
        "Front",
        "for",
        "Ministry",
        "Paris",
        "Texas",
        "Lebanon",
        "Iranian",
        "he",
        "she",
        "they",
        "said",
        "leaders",
        "diplomat",
        "spokeswoman",
        "union",
        "a",
        "in",
        "\n\n",
        ".",
        "al-Rafi",
        "US-backed",
        "May",
        "New",
        "York",
        "45-year-old",
        "é",
        "ﬁ",
        "İ",
        "ẞ",
        "\u{FFFD}",
        "–",
    ]);
    let glue = prop::sample::select(vec![" ", " ", " ", "", "  "]);
    prop::collection::vec((word, glue), 0..60)
        .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
}

proptest! {
    #[test]
    fn laws_hold_of_any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn laws_hold_of_words_that_rules_look_for(text in words()) {
        check(&text);
    }
}

#[test]
fn a_long_run_of_names_is_read_in_linear_time() {
    // A dispatch of a quarter of a million words in one sentence; a quadratic step would not end.
    let text = "then minister Dana Weld of the Orm Council left for Paris, and ".repeat(20_000);
    assert!(read(&text).names.len() > 40_000);
}
