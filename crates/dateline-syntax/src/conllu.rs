//! The CoNLL-U form of a dispatch.

use std::fmt::Write;
use std::ops::Range;

use dateline_text::{CodePoints, Dispatch};

use crate::{Parse, Segmentation, Sentence, TokenId};

/// Writes a dispatch in CoNLL-U.
///
/// Offsets in the last column count code points of `Dispatch::text`.
///
/// # Notes
/// White space inside a sentence is folded to one space in `# text`, as the format asks.
///
/// # Source
/// Universal Dependencies, CoNLL-U format, version 2.
pub fn conllu(dispatch: &Dispatch, segmentation: &Segmentation, parse: &Parse) -> String {
    let mut writer = Writer {
        dispatch,
        segmentation,
        parse,
        points: CodePoints::new(&dispatch.text),
        roles: roles(parse),
        out: format!("# newdoc id = {}\n", dispatch.item),
    };
    let mut block = None;
    for (position, sentence) in segmentation.sentences.iter().enumerate() {
        if block.replace(sentence.block) != Some(sentence.block) {
            writer.line(&format!("# newpar kind = {}", sentence.kind.as_str()));
        }
        writer.sentence(position + 1, sentence);
    }
    writer.out
}

struct Writer<'d> {
    dispatch: &'d Dispatch,
    segmentation: &'d Segmentation,
    parse: &'d Parse,
    points: CodePoints<'d>,
    /// For each token its role in a statement, and the number of that from 1.
    roles: Vec<Option<(char, &'static str, usize)>>,
    out: String,
}

/// The place and role of each token: `B-Cue` begins a cue, `I-Cue` goes on in it.
fn roles(parse: &Parse) -> Vec<Option<(char, &'static str, usize)>> {
    let mut roles = vec![None; parse.words.len()];
    for (at, statement) in parse.statements.iter().enumerate() {
        let source = statement.source.iter().map(|part| ("Source", part));
        let content = statement.content.iter().map(|part| ("Content", part));
        for (role, part) in source.chain([("Cue", &statement.cue)]).chain(content) {
            for token in part.clone() {
                let place = if token == part.start { 'B' } else { 'I' };
                if let Some(slot) = roles.get_mut(token) {
                    *slot = Some((place, role, at + 1));
                }
            }
        }
    }
    roles
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn sentence(&mut self, number: usize, sentence: &Sentence) {
        let text = folded(sentence.span.of(&self.dispatch.text));
        self.line(&format!("# sent_id = {number}"));
        self.line(&format!("# text = {text}"));
        let tokens = sentence.tokens.clone();
        let mut multiword = self.multiword_of(&tokens);
        for token in tokens.clone() {
            if let Some(range) = multiword.next_if(|range| range.start == token) {
                self.multiword(range, &tokens);
            }
            self.word(token, &tokens);
        }
        self.out.push('\n');
    }

    fn multiword_of(
        &self,
        tokens: &Range<TokenId>,
    ) -> std::iter::Peekable<impl Iterator<Item = Range<TokenId>> + use<>> {
        let all = &self.segmentation.multiword;
        let first = all.partition_point(|word| word.tokens.start < tokens.start);
        let last = all.partition_point(|word| word.tokens.start < tokens.end);
        let ranges: Vec<_> = all[first..last].iter().map(|word| word.tokens.clone()).collect();
        ranges.into_iter().peekable()
    }

    fn multiword(&mut self, range: Range<TokenId>, tokens: &Range<TokenId>) {
        let id = format!("{}-{}", range.start - tokens.start + 1, range.end - tokens.start);
        let misc = self.misc(range.clone());
        let form = folded(self.segmentation.span_of(range).of(&self.dispatch.text));
        self.line(&format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}"));
    }

    fn word(&mut self, token: TokenId, tokens: &Range<TokenId>) {
        let span = self.segmentation.span_of(token..token + 1);
        let form = folded(span.of(&self.dispatch.text));
        let id = token - tokens.start + 1;
        let misc = self.misc(token..token + 1);
        // A dispatch in another language has words, but no parse.
        let Some(word) = self.parse.words.get(token) else {
            self.line(&format!("{id}\t{form}\t_\tX\t_\t_\t_\t_\t_\t{misc}"));
            return;
        };
        let head = word.head.map_or(0, |head| (head + 1).saturating_sub(tokens.start));
        let (upos, deprel, lemma) = (word.upos.as_str(), word.deprel, folded(&word.lemma));
        let feats = if word.feats.is_empty() { "_" } else { word.feats };
        self.line(&format!(
            "{id}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}"
        ));
    }

    fn misc(&self, tokens: Range<TokenId>) -> String {
        let span = self.segmentation.span_of(tokens.clone());
        let (start, end) = self.points.of_span(span);
        let next = self.segmentation.tokens.get(tokens.end).map(|token| token.span.start);
        let mut misc = String::new();
        if next == Some(span.end) {
            misc.push_str("SpaceAfter=No|");
        }
        // Writing to a string cannot fail.
        let _ = write!(misc, "TokenRange={start}:{end}");
        if let Some(class) = self.name_class(tokens.start) {
            let _ = write!(misc, "|Name={class}");
        }
        if let Some(Some((place, role, number))) = self.roles.get(tokens.start) {
            let _ = write!(misc, "|Role={place}-{role}|Statement={number}");
        }
        misc
    }

    /// The place of a word in a name, and the name's label: `B-Person` begins, `I-` is inside,
    /// `E-` ends, `S-` is a name of one word.
    fn name_class(&self, token: TokenId) -> Option<String> {
        let names = &self.parse.names;
        let name = &names.get(names.partition_point(|name| name.tokens.end <= token))?;
        let (first, last) = (name.tokens.start == token, name.tokens.end == token + 1);
        let place = match (first, last) {
            _ if !name.tokens.contains(&token) => return None,
            (true, true) => 'S',
            (true, false) => 'B',
            (false, true) => 'E',
            (false, false) => 'I',
        };
        Some(format!("{place}-{}", name.label))
    }
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use dateline_text::Confidence;

    use super::*;
    use crate::{TaggedName, TaggedStatement, Upos, Word, segment};

    #[test]
    fn words_of_a_multiword_token_follow_its_line() {
        let dispatch = Dispatch::from_text("– Orns don't\nknow.");
        let segmentation = segment(&dispatch);
        let word = |lemma: &str, upos, feats, head, deprel| Word {
            lemma: lemma.to_owned(),
            upos,
            feats,
            head,
            deprel,
        };
        let words = vec![
            word("–", Upos::Punct, "", Some(4), "punct"),
            word("Orns", Upos::Propn, "Number=Plur", Some(4), "nsubj"),
            word("do", Upos::Aux, "", Some(4), "aux"),
            word("not", Upos::Part, "", Some(4), "advmod"),
            word("know", Upos::Verb, "", None, "root"),
            word(".", Upos::Punct, "", Some(4), "punct"),
        ];
        let parse = Parse {
            words,
            names: vec![TaggedName { tokens: 1..2, label: "Person" }],
            statements: vec![TaggedStatement {
                source: Some(1..2),
                cue: 2..4,
                content: std::iter::once(4..5).collect(),
                confidence: Confidence::new(0.9),
            }],
        };
        let found = conllu(&dispatch, &segmentation, &parse);
        let rows: Vec<&str> = found.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "# newpar kind = paragraph",
                "# sent_id = 1",
                "# text = – Orns don't know.",
                "1\t–\t–\tPUNCT\t_\t_\t5\tpunct\t_\tTokenRange=0:1",
                "2\tOrns\tOrns\tPROPN\t_\tNumber=Plur\t5\tnsubj\t_\tTokenRange=2:6|Name=S-Person|Role=B-Source|Statement=1",
                "3-4\tdon't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=7:12|Role=B-Cue|Statement=1",
                "3\tdo\tdo\tAUX\t_\t_\t5\taux\t_\tSpaceAfter=No|TokenRange=7:9|Role=B-Cue|Statement=1",
                "4\tn't\tnot\tPART\t_\t_\t5\tadvmod\t_\tTokenRange=9:12|Role=I-Cue|Statement=1",
                "5\tknow\tknow\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No|TokenRange=13:17|Role=B-Content|Statement=1",
                "6\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\tTokenRange=17:18",
                "",
            ]
        );
        let bare = conllu(&dispatch, &segmentation, &Parse::default());
        assert!(bare.contains("2\tOrns\t_\tX\t_\t_\t_\t_\t_\tTokenRange=2:6"), "{bare}");
    }
}
