//! Prints the pronouns of text files with the mentions that each may take up, as JSON lines:
//! `{"file": …, "at": [start, end], "candidates": [[start, end, [features]], …]}`, offsets in code points.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program of its own, at the edge"
)]

use std::path::Path;
use std::{env, fs, io};

use dateline_mention::{Parsed, pronoun_choices};
use dateline_syntax::{Analysis, Engine, TokenId};
use dateline_text::{CodePoints, Dispatch};

fn main() -> io::Result<()> {
    for path in env::args().skip(1) {
        let text = fs::read_to_string(&path)?;
        let dispatch = Dispatch::from_text(&text);
        let Analysis { segmentation, parse } = Engine::Careful.analyse(&dispatch);
        let parsed = Parsed { dispatch: &dispatch, segmentation: &segmentation, parse: &parse };
        let points = CodePoints::new(&dispatch.text);
        let place = |tokens: std::ops::Range<TokenId>| {
            let (start, end) = points.of_span(segmentation.span_of(tokens));
            format!("{start}, {end}")
        };
        let file = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy();
        for choice in pronoun_choices(parsed) {
            let candidates = choice.candidates.into_iter();
            let candidates: Vec<String> = candidates
                .map(|(tokens, features)| format!("[{}, {features:?}]", place(tokens)))
                .collect();
            let at = place(choice.token..choice.token + 1);
            let candidates = candidates.join(", ");
            println!("{{\"file\": {file:?}, \"at\": [{at}], \"candidates\": [{candidates}]}}");
        }
    }
    Ok(())
}
