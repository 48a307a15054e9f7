//! WordPiece: words into the pieces of the encoder's vocabulary.
//!
//! # Source
//! The tokenizer of BERT (Devlin et al. 2019), uncased: small letters, no accents, signs apart, then
//! the longest known piece from the left.

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use unicode_general_category::{GeneralCategory as G, get_general_category};
use unicode_normalization::UnicodeNormalization;

use crate::model::{ModelError, Tables};

/// Position of a piece in the vocabulary.
pub(crate) type PieceId = u32;

/// Marks of BERT's vocabulary.
pub(crate) const OPENS: &str = "[CLS]";
pub(crate) const CLOSES: &str = "[SEP]";
const UNKNOWN: &str = "[UNK]";

/// Most pieces that are kept of one word: an address needs no more.
const MOST_PIECES: usize = 16;
const LONGEST_WORD: usize = 100;

/// The pieces that words are made of, and a vector of whole numbers for each: shared by the engines.
pub struct Pieces {
    pub(crate) vocabulary: Vocabulary,
    vectors: Vec<i8>,
    /// The step of each vector's numbers.
    scales: Vec<f32>,
}

impl Pieces {
    /// Loads pieces from the weights with their vectors and from their vocabulary, one piece a line.
    ///
    /// # Errors
    /// [`ModelError`] says which part is not what the format asks.
    pub fn load(weights: &[u8], vocabulary: &'static str) -> Result<Self, ModelError> {
        let n = vocabulary.lines().count();
        let vocabulary = Vocabulary::read(vocabulary)
            .ok_or(ModelError::Setting("the vocabulary lacks [CLS], [SEP] or [UNK]"))?;
        let tables = Tables::read(weights)?;
        let scales = tables.reals("pieces.scale", n)?;
        let vectors = tables.integers("pieces.weight", tables.len("pieces.weight") / n * n)?;
        Ok(Self { vocabulary, vectors, scales })
    }

    /// Returns the pieces that are compiled in.
    pub fn own() -> Arc<Self> {
        static OWN: LazyLock<Arc<Pieces>> = LazyLock::new(|| {
            let vectors = include_bytes!("../../../../models/pieces/vectors.safetensors");
            let pieces = Pieces::load(vectors, OWN_VOCABULARY);
            Arc::new(pieces.expect("a test loads the files that are compiled in"))
        });
        Arc::clone(&OWN)
    }

    /// Returns how many numbers a vector has.
    pub(crate) fn size(&self) -> usize {
        self.vectors.len() / self.scales.len()
    }

    /// Returns the numbers of a piece's vector.
    pub(crate) fn vector(&self, piece: PieceId) -> impl Iterator<Item = f32> {
        let (piece, size) = (piece as usize, self.size());
        let scale = self.scales[piece];
        self.vectors[piece * size..][..size].iter().map(move |x| f32::from(*x) * scale)
    }
}

const OWN_VOCABULARY: &str = include_str!("../../../../models/pieces/vocabulary.txt");

/// Tells which pieces a word has.
pub(crate) struct Vocabulary {
    openers: FxHashMap<&'static str, PieceId>,
    followers: FxHashMap<&'static str, PieceId>,
    unknown: PieceId,
    pub(crate) opens: PieceId,
    pub(crate) closes: PieceId,
    longest: usize,
}

impl Vocabulary {
    /// Reads a vocabulary of one piece a line; `##` marks one that follows another.
    pub(crate) fn read(lines: &'static str) -> Option<Self> {
        let (mut openers, mut followers) = (FxHashMap::default(), FxHashMap::default());
        let mut longest = 0;
        for (id, piece) in (0..).zip(lines.lines()) {
            longest = longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(follower) if !follower.is_empty() => followers.insert(follower, id),
                _ => openers.insert(piece, id),
            };
        }
        let find = |mark| openers.get(mark).copied();
        let (unknown, opens, closes) = (find(UNKNOWN)?, find(OPENS)?, find(CLOSES)?);
        Some(Self { openers, followers, unknown, opens, closes, longest })
    }

    /// Appends the pieces of a word, at least one.
    pub(crate) fn cut(&self, form: &str, pieces: &mut Vec<PieceId>) {
        let first = pieces.len();
        if form.is_ascii() {
            self.cut_folded(&form.to_ascii_lowercase(), pieces);
        } else {
            self.cut_folded(&fold(form), pieces);
        }
        pieces.truncate(first + MOST_PIECES);
        if pieces.len() == first {
            pieces.push(self.unknown);
        }
    }

    fn cut_folded(&self, folded: &str, pieces: &mut Vec<PieceId>) {
        for run in folded.split(char::is_whitespace) {
            let mut rest = run;
            while let Some(c) = rest.chars().next() {
                let end = if is_sign(c) {
                    c.len_utf8()
                } else {
                    rest.find(is_sign).unwrap_or(rest.len())
                };
                self.cut_run(&rest[..end], pieces);
                rest = &rest[end..];
            }
        }
    }

    /// Cuts letters and digits without signs; what cannot be cut is one unknown piece.
    fn cut_run(&self, run: &str, pieces: &mut Vec<PieceId>) {
        let first = pieces.len();
        if run.chars().nth(LONGEST_WORD).is_some() {
            pieces.push(self.unknown);
            return;
        }
        let mut rest = run;
        while !rest.is_empty() {
            let known = if pieces.len() == first { &self.openers } else { &self.followers };
            let longest = rest.len().min(self.longest);
            let found = (1..=longest)
                .rev()
                .filter(|end| rest.is_char_boundary(*end))
                .find_map(|end| Some((*known.get(&rest[..end])?, end)));
            let Some((piece, end)) = found else {
                pieces.truncate(first);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(piece);
            rest = &rest[end..];
        }
    }
}

fn fold(form: &str) -> String {
    let spaced = form.chars().filter(|c| !is_control(*c)).flat_map(|c| {
        let pad = is_ideograph(c).then_some(' ');
        pad.into_iter().chain([c]).chain(pad)
    });
    let bare = spaced.nfd().filter(|c| get_general_category(*c) != G::NonspacingMark);
    bare.flat_map(char::to_lowercase).collect()
}

fn is_control(c: char) -> bool {
    let control = matches!(
        get_general_category(c),
        G::Control | G::Format | G::Unassigned | G::PrivateUse | G::Surrogate
    );
    c == '\u{FFFD}' || (control && !c.is_whitespace())
}

fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || (!c.is_ascii()
            && matches!(
                get_general_category(c),
                G::ConnectorPunctuation
                    | G::DashPunctuation
                    | G::OpenPunctuation
                    | G::ClosePunctuation
                    | G::InitialPunctuation
                    | G::FinalPunctuation
                    | G::OtherPunctuation
            ))
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2CEAF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    // The pieces as the tokenizer that the encoder was trained with gives them.
    #[test]
    fn words_are_cut_as_in_training() {
        let own = Pieces::own();
        let vocabulary = &own.vocabulary;
        let pieces: Vec<&str> = OWN_VOCABULARY.lines().collect();
        let check = |form: &str, expected: &str| {
            let mut found = Vec::new();
            vocabulary.cut(form, &mut found);
            let found: Vec<&str> = found.iter().map(|piece| pieces[*piece as usize]).collect();
            assert_eq!(found.join(" "), expected, "{form}");
        };
        check("Kandara", "kan ##dara");
        check("U.S.", "u . s .");
        check("don’t", "don ’ t");
        check("Çiçek-Örn", "ci ##cek - or ##n");
        check("İstanbul", "istanbul");
        check("北京", "北 京");
        check("x\u{AD}ray", "x ##ray");
        check("\u{200B}", "[UNK]");
        check("ﬁre", "ﬁ ##re");
        check("10,000km", "10 , 000 ##km");
        check("desk@example.org", "desk @ example . org");
        check("ǅ", "[UNK]");
        check("…", "…");
        check(&"a".repeat(101), "[UNK]");
        check("naïveté", "naive ##te");
        check("ß", "ß");
        check("\u{301}", "[UNK]");
        check("Σίσυφος", "σ ##ι ##σ ##υ ##φ ##ος");
        assert!(Vocabulary::read("a\nb").is_none());
    }
}
