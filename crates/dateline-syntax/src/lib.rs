//! From text to sentences, tokens, tags and lemmas.
//!
//! Two stages, each owning its output for ever: [`segment`] makes a [`Segmentation`], [`parse`] a
//! [`Parse`] with one [`Word`] for each token. [`noun_phrases`] and [`verb_groups`] read base
//! phrases off the tags.

mod address;
mod boundary;
mod chunk;
mod conllu;
mod lemma;
mod lexicon;
mod parse;
mod segmentation;
mod tagger;
mod tokenizer;

pub use chunk::{NounPhrase, Tense, VerbGroup, noun_phrases, verb_groups};
pub use conllu::conllu;
pub use parse::{Parse, Upos, Word, parse};
pub use segmentation::{MultiwordToken, Segmentation, Sentence, Token, TokenId, segment};
pub use tagger::{Tagger, TaggerError};
