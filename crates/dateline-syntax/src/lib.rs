//! From text to sentences, tokens, tags, lemmas, trees, names and statements.
//!
//! An [`Engine`] makes an [`Analysis`] of a dispatch: a [`Segmentation`] and a [`Parse`] with one
//! [`Word`] for each token. `encoder/` turns words in their context into states, `head/` reads
//! everything else off the states. [`noun_phrases`] and [`verb_groups`] read base phrases off the
//! tags.

mod address;
mod boundary;
mod chunk;
mod conllu;
mod encoder;
mod engine;
mod head;
mod lemma;
mod lexicon;
mod model;
mod network;
mod parse;
mod reach;
mod segmentation;
mod tokenizer;

pub use chunk::{NounPhrase, Tense, VerbGroup, noun_phrases, verb_groups};
pub use conllu::conllu;
pub use encoder::piece::Pieces;
pub use engine::{Analysis, Engine};
pub use model::ModelError;
pub use network::Network;
pub use parse::{Parse, TaggedName, TaggedStatement, Upos, Word, antecedent};
pub use segmentation::{
    MultiwordToken, Segmentation, Sentence, Token, TokenId, is_hyphen, segment, segment_from,
};
