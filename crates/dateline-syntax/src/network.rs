//! A trained engine: one encoder and its heads.

use std::ops::Range;
use std::sync::Arc;

use dateline_text::{Confidence, Dispatch};

use crate::boundary::sentence_ends;
use crate::encoder::linear::{Linear, Multiplier};
use crate::encoder::piece::Pieces;
use crate::encoder::shape::Gap;
use crate::encoder::simd::Level;
use crate::encoder::{Encoder, Form};
use crate::head::{NameDecoder, StatementHead, TreeHead, best};
use crate::lemma::lemma;
use crate::model::{Config, ModelError, Tables};
use crate::segmentation::{cut_sentences, is_one_sentence, tokens_of_blocks};
use crate::{Analysis, Parse, Segmentation, TaggedName, TaggedStatement, TokenId, Upos, Word};

/// Words that are read at once: bounds the memory that a long text takes.
const CHAPTER: usize = 4096;
/// A sentence with more words is cut where a start is likeliest: a tree takes time and memory by
/// the square of its words, and no real sentence is this long.
const LONGEST_SENTENCE: usize = 256;

/// What the rules say of a place where a sentence may start, in log odds beside the head's: measured
/// on the tuning documents of EWT, where both together are two points above either.
const RULED: f32 = 4.0;
const UNRULED: f32 = -1.5;

/// An engine as loaded from its files.
pub struct Network {
    encoder: Encoder,
    /// Sentence starts, tags, names and statements, side by side.
    words: Linear,
    tree: TreeHead,
    names: NameDecoder,
    statements: StatementHead,
    tags: Vec<(Upos, &'static str)>,
    relations: Vec<&'static str>,
    n_names: usize,
    size: usize,
}

impl Network {
    /// Loads an engine from its weights and configuration, as `training/engine/export.py` writes
    /// them, and the pieces that it was trained with.
    ///
    /// # Errors
    /// [`ModelError`] says which part is not what the format asks.
    pub fn load(weights: &[u8], config: &str, pieces: Arc<Pieces>) -> Result<Self, ModelError> {
        let config = Config::read(config)?;
        let tables = Tables::read(weights)?;
        let n_names = config.names.len();
        let n_classes = N_STARTS + config.tags.len() + n_names + StatementHead::width(&config);
        let encoder = Encoder::read(&tables, &config, pieces)?;
        let words = tables.linear("words", config.size, n_classes)?;
        let tree = TreeHead::read(&tables, &config)?;
        let statements = StatementHead::read(&tables, &config)?;
        let names = NameDecoder::new(&config.names)
            .ok_or(ModelError::Setting("a name class is not of the form B-Person"))?;
        let tags = config.tags.into_iter().map(tag);
        let tags = tags.collect::<Option<_>>().ok_or(ModelError::Setting("a tag is none"))?;
        // An engine is loaded once and lives as long as the program: its labels are never freed.
        let relations = config.relations.into_iter().map(|relation| &*relation.leak()).collect();
        let size = config.size;
        Ok(Self { encoder, words, tree, names, statements, tags, relations, n_names, size })
    }

    /// Reads a dispatch: sentences, tags, lemmas, trees, names and statements.
    pub fn analyse(&self, dispatch: &Dispatch) -> Analysis {
        self.analyse_at(dispatch, Level::best())
    }

    pub(crate) fn analyse_at(&self, dispatch: &Dispatch, level: Level) -> Analysis {
        let mut segmentation = Segmentation::default();
        let blocks = tokens_of_blocks(dispatch, &mut segmentation);
        let mut reading = Reading {
            network: self,
            dispatch,
            multiplier: Multiplier::new(level),
            parse: Parse::default(),
        };
        for chapter in chapters(blocks) {
            reading.read_chapter(&chapter, &mut segmentation);
        }
        Analysis { segmentation, parse: reading.parse }
    }
}

const N_STARTS: usize = 2;

fn tag(tag: String) -> Option<(Upos, &'static str)> {
    let (upos, feats) = tag.split_once('|')?;
    Some((Upos::parse(upos)?, feats.to_owned().leak()))
}

/// A block, or a part of one that fits a chapter.
type BlockPart = (usize, Range<TokenId>);

/// Groups blocks into chapters; a block that is longer than one is cut.
fn chapters(blocks: Vec<BlockPart>) -> Vec<Vec<BlockPart>> {
    let parts = blocks.into_iter().flat_map(|(block, tokens)| {
        let end = tokens.end;
        tokens.step_by(CHAPTER).map(move |start| (block, start..end.min(start + CHAPTER)))
    });
    let mut chapters: Vec<Vec<BlockPart>> = Vec::new();
    let mut n_words = 0;
    for part in parts {
        let len = part.1.len();
        match chapters.last_mut() {
            Some(chapter) if n_words + len <= CHAPTER => chapter.push(part),
            _ => {
                chapters.push(vec![part]);
                n_words = 0;
            }
        }
        n_words += len;
    }
    chapters
}

struct Reading<'n, 'd> {
    network: &'n Network,
    dispatch: &'d Dispatch,
    multiplier: Multiplier,
    parse: Parse,
}

impl Reading<'_, '_> {
    fn read_chapter(&mut self, blocks: &[BlockPart], segmentation: &mut Segmentation) {
        let first = blocks.first().map_or(0, |(_, tokens)| tokens.start);
        let states = self.encode(blocks, segmentation);
        let scores = self.multiplier.apply(&self.network.words, &states);
        for (block, tokens) in blocks {
            let rows = tokens.start - first..tokens.end - first;
            let ruled = sentence_ends(&self.dispatch.text, &segmentation.tokens[tokens.clone()]);
            let starts = self.starts(*block, &scores, (rows, &ruled));
            let n_before = segmentation.sentences.len();
            cut_sentences(self.dispatch, *block, tokens.clone(), starts, segmentation);
            for at in n_before..segmentation.sentences.len() {
                let tokens = segmentation.sentences[at].tokens.clone();
                self.read_sentence(tokens, first, (&states, &scores), segmentation);
            }
        }
        self.read_statements(first, &scores, segmentation);
    }

    /// Reads the statements of a chapter, over sentences and blocks.
    fn read_statements(&mut self, first: TokenId, scores: &[f32], segmentation: &Segmentation) {
        let n = self.network.words.n_out;
        let told = N_STARTS + self.network.tags.len() + self.network.n_names;
        let mut starts = vec![false; scores.len() / n];
        let chapter = segmentation.sentences.iter().rev();
        for sentence in chapter.take_while(|sentence| sentence.tokens.start >= first) {
            if let Some(starts) = starts.get_mut(sentence.tokens.start - first) {
                *starts = true;
            }
        }
        let scores: Vec<f32> =
            scores.chunks_exact(n).flat_map(|row| &row[told..]).copied().collect();
        let tokens = |rows: Range<usize>| first + rows.start..first + rows.end;
        let found = self.network.statements.decode(&scores, &starts).into_iter();
        self.parse.statements.extend(found.map(|one| TaggedStatement {
            source: one.source.map(tokens),
            cue: tokens(one.cue),
            content: one.content.into_iter().map(tokens).collect(),
            confidence: Confidence::new(f64::from(one.chance)),
        }));
    }

    fn encode(&mut self, blocks: &[BlockPart], segmentation: &Segmentation) -> Vec<f32> {
        let text = &self.dispatch.text;
        let mut forms: Vec<Form<'_>> = Vec::new();
        for (_, tokens) in blocks {
            let mut before = None;
            for token in &segmentation.tokens[tokens.clone()] {
                let gap = before.map_or(Gap::Paragraph, |end| {
                    Gap::of(text.get(end as usize..token.span.start as usize).unwrap_or(" "))
                });
                before = Some(token.span.end);
                forms.push(Form { form: token.span.of(text), gap });
            }
        }
        self.network.encoder.encode(&mut self.multiplier, &forms)
    }

    /// Returns the positions, counted from the block's first token, at which a sentence starts.
    ///
    /// `ruled` are those by rule; rules and head decide together.
    fn starts(
        &self,
        block: usize,
        scores: &[f32],
        (rows, ruled): (Range<usize>, &[usize]),
    ) -> Vec<usize> {
        let n = self.network.words.n_out;
        let first = rows.start;
        let score = |row: usize| {
            let prior = if ruled.binary_search(&(row - first)).is_ok() { RULED } else { UNRULED };
            scores[row * n + 1] - scores[row * n] + prior
        };
        let whole = is_one_sentence(self.dispatch.blocks[block].kind);
        let inner = if whole { rows.end..rows.end } else { rows.start + 1..rows.end };
        let mut starts: Vec<usize> =
            inner.filter(|row| score(*row) > 0.0).map(|row| row - first).collect();
        let mut start = 0;
        let mut at = 0;
        while start + LONGEST_SENTENCE < rows.len() {
            let next = starts.get(at).copied().unwrap_or(rows.len());
            if next - start > LONGEST_SENTENCE {
                let candidates = start + 1..=start + LONGEST_SENTENCE;
                let likeliest = candidates
                    .max_by(|a, b| score(first + a).total_cmp(&score(first + b)))
                    .unwrap_or(start + LONGEST_SENTENCE);
                starts.insert(at, likeliest);
            }
            start = starts[at];
            at += 1;
        }
        starts
    }

    fn read_sentence(
        &mut self,
        tokens: Range<TokenId>,
        first: TokenId,
        (states, scores): (&[f32], &[f32]),
        segmentation: &Segmentation,
    ) {
        let network = self.network;
        let (size, n) = (network.size, network.words.n_out);
        let rows = tokens.start - first..tokens.end - first;
        let tree =
            network.tree.parse(&mut self.multiplier, &states[rows.start * size..rows.end * size]);
        let scores = &scores[rows.start * n..rows.end * n];
        for ((token, scores), (head, relation)) in
            tokens.clone().zip(scores.chunks_exact(n)).zip(tree)
        {
            let form = segmentation.tokens[token].span.of(&self.dispatch.text);
            let relation = if head.is_none() { "root" } else { network.relations[relation] };
            let (upos, feats, lemma) = network.word(form, scores);
            let head = head.map(|head| tokens.start + head);
            self.parse.words.push(Word { lemma, upos, feats, head, deprel: relation });
        }
        let told = N_STARTS + network.tags.len();
        let name_scores: Vec<f32> = scores
            .chunks_exact(n)
            .flat_map(|row| &row[told..told + network.n_names])
            .copied()
            .collect();
        let found = network.names.decode(&name_scores).into_iter().map(|name| TaggedName {
            tokens: tokens.start + name.first..tokens.start + name.last + 1,
            label: network.names.label(name.label),
        });
        self.parse.names.extend(found);
    }
}

impl Network {
    fn word(&self, form: &str, scores: &[f32]) -> (Upos, &'static str, String) {
        let (upos, feats) = self.tags[best(&scores[N_STARTS..N_STARTS + self.tags.len()])];
        (upos, feats, lemma(form, upos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;

    const TEXT: &str = "KANDARA (Lantern News) – Mayor Ilse Orn said on Monday that 12 of the town's \
        bridges “can't be saved”.The Sarrow Valley Union, which she leads, has asked for help.\n\n\
        “We need boats,” Orn told reporters in Port Helm. Photo: A bridge";

    const CAREFUL: Files = (
        include_bytes!("../../../models/careful/weights.safetensors"),
        include_str!("../../../models/careful/config.json"),
    );
    const SWIFT: Files = (
        include_bytes!("../../../models/swift/weights.safetensors"),
        include_str!("../../../models/swift/config.json"),
    );
    type Files = (&'static [u8], &'static str);

    fn load((weights, config): Files) -> Network {
        Network::load(weights, config, Pieces::own()).expect("the program's own files")
    }

    #[test]
    fn every_level_gives_the_same_analysis() {
        let text = TEXT.repeat(4);
        let dispatch = Dispatch::from_text(&text);
        for network in [load(CAREFUL), load(SWIFT)] {
            let plain = network.analyse_at(&dispatch, Level::Plain);
            assert!(plain.parse.words.len() > 200);
            for level in Level::available() {
                assert_eq!(network.analyse_at(&dispatch, level), plain, "{level:?}");
            }
        }
    }

    #[test]
    fn trees_have_one_root_and_stay_within_their_sentence() {
        let dispatch = Dispatch::from_text(TEXT);
        for engine in [Engine::Careful, Engine::Swift] {
            let Analysis { segmentation, parse } = engine.analyse(&dispatch);
            assert_eq!(parse.words.len(), segmentation.tokens.len());
            for sentence in &segmentation.sentences {
                let words = &parse.words[sentence.tokens.clone()];
                let roots = words.iter().filter(|word| word.head.is_none());
                assert_eq!(roots.clone().count(), 1);
                assert!(roots.into_iter().all(|word| word.deprel == "root"));
                let heads = words.iter().filter_map(|word| word.head);
                assert!(heads.into_iter().all(|head| sentence.tokens.contains(&head)));
            }
        }
    }

    #[test]
    fn long_texts_are_read_in_chapters() {
        let long = "one two ".repeat(CHAPTER / 2 + 100);
        let dispatch = Dispatch::from_text(&long);
        let Analysis { segmentation, parse } = load(SWIFT).analyse(&dispatch);
        assert_eq!(parse.words.len(), CHAPTER + 200);
        let longest = segmentation.sentences.iter().map(|sentence| sentence.tokens.len()).max();
        assert!(longest <= Some(LONGEST_SENTENCE));
    }

    #[test]
    fn foreign_files_are_refused() {
        let (weights, config) = SWIFT;
        let error = |weights: &[u8], config: &str| {
            let error = Network::load(weights, config, Pieces::own()).err();
            error.map(|error| error.to_string()).unwrap_or_default()
        };
        let cut = error(&weights[..weights.len() / 2], config);
        assert!(cut.contains("not a whole safetensors file"), "{cut}");
        let other = config.replace("\"size\": 384", "\"size\": 416");
        let size = error(weights, &other);
        assert!(size.contains("pieces' vectors"), "{size}");
        let other = config.replace("\"arc_size\": 128", "\"arc_size\": 127");
        let table = error(weights, &other);
        assert!(table.contains("table `tree.weight`"), "{table}");
        assert!(error(weights, "{}").contains("configuration"));
        let pieces = Pieces::load(weights, "a\nb\n").err().map(|error| error.to_string());
        assert!(pieces.is_some_and(|error| error.contains("[CLS]")));
        let pieces = Pieces::load(weights, "[UNK]\n[CLS]\n[SEP]\n").err();
        assert!(pieces.is_some_and(|error| error.to_string().contains("table `pieces.scale`")));
    }
}
