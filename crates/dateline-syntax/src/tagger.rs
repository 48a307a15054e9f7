//! The part-of-speech tagger: an averaged perceptron that reads from left to right.
//!
//! Features and their names are those of `training/tagger.py`, which makes the weights; the two
//! files must agree. Sums are of integers, so the tags are the same on every machine.
//!
//! # Source
//! Collins (2002), discriminative training methods for hidden Markov models.

use std::sync::LazyLock;

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

use crate::Upos;

const N_TAGS: usize = Upos::ALL.len();
// The tag "before" the first word.
const START: u8 = N_TAGS as u8;

/// The weights that the program carries.
pub(crate) static TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../models/tagger/weights.safetensors");
    Tagger::load(bytes).expect("a test loads the weights that are compiled in")
});

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TaggerError {
    /// Not a safetensors file, or cut short.
    #[error("the tagger's weights are not a whole safetensors file: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A table is missing or of another type or length.
    #[error("the tagger's table `{0}` is not what format dateline-tagger/1 says; train it again")]
    Table(&'static str),
    /// A tag outside the seventeen universal ones.
    #[error("the tagger's weights name tag number {0}, but there are {N_TAGS} tags")]
    Tag(u8),
}

/// A loaded tagger.
pub struct Tagger {
    // Open addressing over a power of two; `EMPTY` marks a free slot.
    slots: Vec<Slot>,
    weights: Vec<(u8, i8)>,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u32,
    first: u32,
    len: u8,
}

const EMPTY: Slot = Slot { key: 0, first: 0, len: 0 };

impl Tagger {
    /// Reads a weights file as `training/tagger.py` writes it.
    ///
    /// # Errors
    /// [`TaggerError`] if the bytes are not such a file.
    pub fn load(bytes: &[u8]) -> Result<Self, TaggerError> {
        let tables = SafeTensors::deserialize(bytes)?;
        let keys = table(&tables, "keys", Dtype::U32)?;
        let lengths = table(&tables, "lengths", Dtype::U8)?.data();
        let tags = table(&tables, "tags", Dtype::U8)?.data();
        let values = table(&tables, "weights", Dtype::I8)?.data();
        let n_weights: usize = lengths.iter().map(|len| usize::from(*len)).sum();
        if lengths.len() * 4 != keys.data().len() {
            return Err(TaggerError::Table("lengths"));
        }
        if n_weights != tags.len() || tags.len() != values.len() {
            return Err(TaggerError::Table("weights"));
        }
        if let Some(tag) = tags.iter().find(|tag| usize::from(**tag) >= N_TAGS) {
            return Err(TaggerError::Tag(*tag));
        }
        let weights =
            tags.iter().zip(values).map(|(tag, value)| (*tag, value.cast_signed())).collect();
        let keys = keys
            .data()
            .chunks_exact(4)
            .map(|key| u32::from_le_bytes([key[0], key[1], key[2], key[3]]));
        Ok(Self { slots: slots(keys, lengths), weights })
    }

    /// Tags the words of one sentence.
    pub fn tag(&self, forms: &[&str]) -> Vec<Upos> {
        let sentence = Reading::of(forms);
        let mut tags = Vec::with_capacity(forms.len());
        let (mut one, mut two) = (START, START);
        for at in 0..forms.len() {
            let mut scores = [0_i32; N_TAGS];
            sentence.features(at, one, two, |key| self.add(key, &mut scores));
            let best = best_of(&scores);
            tags.push(Upos::ALL[usize::from(best)]);
            (one, two) = (best, one);
        }
        tags
    }

    fn add(&self, key: u32, scores: &mut [i32; N_TAGS]) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].len > 0 {
            let slot = self.slots[at];
            if slot.key == key {
                let first = slot.first as usize;
                for (tag, weight) in &self.weights[first..first + usize::from(slot.len)] {
                    scores[usize::from(*tag)] += i32::from(*weight);
                }
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

fn table<'f>(
    tables: &SafeTensors<'f>,
    name: &'static str,
    dtype: Dtype,
) -> Result<TensorView<'f>, TaggerError> {
    let view = tables.tensor(name).map_err(|_| TaggerError::Table(name))?;
    if view.dtype() == dtype { Ok(view) } else { Err(TaggerError::Table(name)) }
}

// At least half of the slots stay free, so that a search always ends.
fn slots(keys: impl ExactSizeIterator<Item = u32>, lengths: &[u8]) -> Vec<Slot> {
    let mut slots = vec![EMPTY; (keys.len() * 2 + 1).next_power_of_two()];
    let mask = slots.len() - 1;
    let mut first = 0;
    for (key, len) in keys.zip(lengths) {
        let mut at = key as usize & mask;
        while slots[at].len > 0 {
            at = (at + 1) & mask;
        }
        slots[at] = Slot { key, first, len: *len };
        first += u32::from(*len);
    }
    slots
}

// Of equal scores the first tag wins, as in training.
fn best_of(scores: &[i32; N_TAGS]) -> u8 {
    let mut best = 0;
    for (tag, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = tag;
        }
    }
    best as u8
}

/// A sentence as the features see it: two words of padding on either side.
struct Reading {
    folded: Vec<String>,
    shapes: Vec<String>,
}

impl Reading {
    fn of(forms: &[&str]) -> Self {
        let case = mode(forms);
        let pad = |words: [&str; 2]| words.map(str::to_owned);
        let mut folded = Vec::from(pad(["<s2>", "<s1>"]));
        folded.extend(forms.iter().map(|form| fold(form)));
        folded.extend(pad(["</s1>", "</s2>"]));
        let mut shapes = vec!["^".to_owned()];
        shapes.extend(forms.iter().map(|form| shape(form, case)));
        shapes.push("$".to_owned());
        Self { folded, shapes }
    }

    fn features(&self, at: usize, one: u8, two: u8, mut add: impl FnMut(u32)) {
        let [w2, w1, w, n1, n2] = [0, 1, 2, 3, 4].map(|step| self.folded[at + step].as_str());
        let [before, shape, after] = [0, 1, 2].map(|step| self.shapes[at + step].as_str());
        let first = if at == 0 { "1" } else { "0" };
        let suffix = last(w, 3);
        let mut letters = [0; 8];
        let one = tag_letter(one, &mut letters[..4]);
        let mut more = [0; 4];
        let two = tag_letter(two, &mut more);
        for parts in [
            ["w", w, "", ""],
            ["h", shape, "", ""],
            ["f", first, shape, ""],
            ["a", last(w, 1), "", ""],
            ["b", last(w, 2), "", ""],
            ["c", suffix, "", ""],
            ["d", last(w, 4), "", ""],
            ["e", head(w, 1), "", ""],
            ["g", head(w, 2), "", ""],
            ["i", head(w, 3), "", ""],
            ["j", w1, "", ""],
            ["k", w2, "", ""],
            ["l", n1, "", ""],
            ["m", n2, "", ""],
            ["n", last(w1, 3), "", ""],
            ["o", last(n1, 3), "", ""],
            ["p", last(n1, 2), "", ""],
            ["q", w1, " ", w],
            ["r", w, " ", n1],
            ["s", w1, " ", n1],
            ["t", before, " ", shape],
            ["u", shape, " ", after],
            ["v", shape, suffix, ""],
            ["A", one, "", ""],
            ["B", two, one, ""],
            ["C", one, w, ""],
            ["D", one, suffix, ""],
            ["E", two, one, w],
            ["F", one, n1, ""],
        ] {
            add(fnv1a(parts));
        }
    }
}

fn tag_letter(tag: u8, buffer: &mut [u8]) -> &str {
    char::from(b'A' + tag).encode_utf8(buffer)
}

// FNV-1a, 64 bits, folded to 32.
fn fnv1a(parts: [&str; 4]) -> u32 {
    let mut value = 0xCBF2_9CE4_8422_2325_u64;
    for byte in parts.into_iter().flat_map(str::bytes) {
        value = (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    (value ^ (value >> 32)) as u32
}

fn last(word: &str, n_chars: usize) -> &str {
    let start = word.char_indices().rev().take(n_chars).last().map_or(word.len(), |(at, _)| at);
    &word[start..]
}

fn head(word: &str, n_chars: usize) -> &str {
    let end = word.char_indices().nth(n_chars).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

// Typographic signs are read as the plain ones that the treebanks have.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '`' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        _ => c,
    }
}

// A longer word is a run of signs or a foreign script: its end says nothing more.
const MAX_CHARS: usize = 64;

fn fold(form: &str) -> String {
    let head = head(form, MAX_CHARS);
    let folded = head.chars().flat_map(char::to_lowercase).map(plain);
    folded.map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

// X for capitals, x for other letters, d for digits, else the sign; runs folded; eight at most.
fn shape(form: &str, case: char) -> String {
    let mut shape = String::from(case);
    let mut n_kinds = 0;
    let mut previous = None;
    for c in form.chars().take(MAX_CHARS).map(plain) {
        let kind = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => 'd',
            _ => c,
        };
        if previous != Some(kind) {
            shape.push(kind);
            previous = Some(kind);
            n_kinds += 1;
            if n_kinds == 8 {
                break;
            }
        }
    }
    shape
}

// How letter case is used: A all capitals, T title case, l small letters, n as usual.
fn mode(forms: &[&str]) -> char {
    let words = || forms.iter().filter(|form| form.starts_with(char::is_alphabetic));
    let n_words = words().count();
    let n_upper = words().filter(|form| form.starts_with(char::is_uppercase)).count();
    let lower = words().any(|form| form.contains(char::is_lowercase));
    match () {
        () if n_words > 0 && !lower => 'A',
        () if n_upper == 0 => 'l',
        () if n_words >= 4 && n_upper * 10 >= n_words * 7 => 'T',
        () => 'n',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        let forms: Vec<&str> = words.split(' ').collect();
        let tags: Vec<&str> = TAGGER.tag(&forms).into_iter().map(Upos::as_str).collect();
        assert_eq!(tags.join(" "), expected, "{words}");
    }

    #[test]
    fn plain_news_is_tagged() {
        check(
            "The governor said that 12 people had died on Monday .",
            "DET NOUN VERB SCONJ NUM NOUN AUX VERB ADP PROPN PUNCT",
        );
        check("He did n't know why", "PRON AUX PART VERB ADV");
        assert_eq!(TAGGER.tag(&[]), []);
    }

    #[test]
    fn features_are_those_of_training() {
        // The expected values are those of training/tagger.py.
        assert_eq!(fnv1a(["w", "said", "", ""]), 0x6BA2_5D6F);
        assert_eq!(fold("Al-Dar’s 2024"), "al-dar's 0000");
        assert_eq!(shape("Al-Dar’s 2024", 'n'), "nXx-Xx'x ");
        assert_eq!(mode(&["Ferry", "Sinks", "Off", "Loria", "coast"]), 'T');
        assert_eq!(mode(&["FERRY", "SINKS"]), 'A');
    }

    #[test]
    fn a_broken_file_is_refused() {
        assert!(matches!(Tagger::load(b"no weights"), Err(TaggerError::Format(_))));
        let whole = include_bytes!("../../../models/tagger/weights.safetensors");
        assert!(Tagger::load(&whole[..whole.len() / 2]).is_err());
        let other = safetensors::serialize(Vec::<(String, TensorView)>::new(), None);
        let other = other.expect("an empty file can be written");
        assert!(matches!(Tagger::load(&other), Err(TaggerError::Table("keys"))));
    }
}
