//! Tokens with IOB2 labels, and their places in a text.

use dateline::text::Span;

/// How far beyond the last token the next one is looked for.
const REACH_BYTES: usize = 80;

/// Finds tokens in a text, in order; `None` where one is not within reach of the one before.
pub(super) fn align(text: &str, tokens: &[&str]) -> Option<Vec<Span>> {
    let mut at = 0;
    tokens
        .iter()
        .map(|token| {
            let mut to = text.len().min(at + REACH_BYTES + token.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            let start = at + text[at..to].find(token)?;
            at = start + token.len();
            Some(Span::new(start, at))
        })
        .collect()
}

/// Joins tokens labelled `B-X I-X …` to spans; an `I-X` that continues nothing opens a span, as in
/// the usual reading of IOB2 (conlleval).
pub(super) fn join<'l>(tokens: &[(Span, &'l str)]) -> Vec<(Span, &'l str)> {
    let mut names: Vec<(Span, &str)> = Vec::new();
    let mut open: Option<&str> = None;
    for (span, tag) in tokens {
        let (mark, label) = tag.split_once('-').unwrap_or(("O", ""));
        match (mark, names.last_mut()) {
            ("I", Some(last)) if open == Some(label) => last.0 = last.0.cover(*span),
            ("B" | "I", _) => names.push((*span, label)),
            _ => {}
        }
        open = matches!(mark, "B" | "I").then_some(label);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_in_order() {
        let text = "Ana said: “Ana is in Łódź.”";
        let tokens = ["Ana", "said", ":", "“", "Ana", "is", "in", "Łódź", ".", "”"];
        let spans = align(text, &tokens).expect("all tokens stand in the text");
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(words, tokens);
        assert!(spans[4].start > spans[0].start);
        assert_eq!(align(text, &["Ana", "LÃ"]), None);
        let far = format!("{}Ana", " ".repeat(500));
        assert_eq!(align(&far, &["Ana"]), None);
    }

    #[test]
    fn labels_are_joined() {
        // Ana Bel (Person), Łódź directly followed by another Location, a stray I-Person.
        let tags = ["B-Person", "I-Person", "O", "B-Location", "B-Location", "I-Person", "O"];
        let tokens: Vec<(Span, &str)> = tags
            .iter()
            .enumerate()
            .map(|(at, tag)| (Span::new(at * 2, at * 2 + 1), *tag))
            .collect();
        let names = join(&tokens);
        assert_eq!(
            names,
            [
                (Span::new(0, 3), "Person"),
                (Span::new(6, 7), "Location"),
                (Span::new(8, 9), "Location"),
                (Span::new(10, 11), "Person"),
            ]
        );
    }
}
