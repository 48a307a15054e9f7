//! The encoder: words in their context become states, rows of numbers that the heads read.

pub(crate) mod layer;
pub(crate) mod linear;
pub(crate) mod loops;
pub(crate) mod piece;
pub(crate) mod shape;
pub(crate) mod simd;
mod window;

use std::sync::Arc;

use self::layer::{Layer, Norm};
use self::linear::Multiplier;
use self::piece::{PieceId, Pieces};
use self::shape::{Gap, N_GAPS, N_SHAPES, shape};
use self::window::{Window, WindowSize, windows};
use crate::model::{Config, ModelError, Tables};

/// A word as the encoder meets it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'t> {
    pub(crate) form: &'t str,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// A transformer, fine-tuned for the heads.
pub(crate) struct Encoder {
    pieces: Arc<Pieces>,
    size: usize,
    window: WindowSize,
    places: Vec<f32>,
    shapes: Vec<f32>,
    gaps: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    pub(crate) fn read(
        tables: &Tables<'_>,
        config: &Config,
        pieces: Arc<Pieces>,
    ) -> Result<Self, ModelError> {
        if pieces.size() != config.size {
            return Err(ModelError::Setting("the size is not that of the pieces' vectors"));
        }
        let window = WindowSize { longest: config.window, overlap: config.overlap };
        let size = config.size;
        let layers = (0..config.n_layers).map(|position| Layer::read(tables, config, position));
        Ok(Self {
            pieces,
            size,
            window,
            places: tables.reals("places", config.n_places * size)?,
            shapes: tables.reals("shapes", N_SHAPES * size)?,
            gaps: tables.reals("gaps", N_GAPS * size)?,
            norm: Norm::read(tables, "norm", size)?,
            layers: layers.collect::<Result<_, _>>()?,
        })
    }

    /// Returns the states of words that follow one another in a text.
    ///
    /// # Shape
    /// One row of `size` numbers for each word.
    pub(crate) fn encode(&self, multiplier: &mut Multiplier, words: &[Form<'_>]) -> Vec<f32> {
        let (mut pieces, mut n_pieces) = (Vec::new(), Vec::with_capacity(words.len()));
        for word in words {
            let before = pieces.len();
            self.pieces.vocabulary.cut(word.form, &mut pieces);
            n_pieces.push(pieces.len() - before);
        }
        let mut states = vec![0.0; words.len() * self.size];
        let (mut at, mut first) = (0, 0);
        for window in windows(&n_pieces, self.window) {
            first += n_pieces[at..window.words.start].iter().sum::<usize>();
            at = window.words.start;
            let sizes = &n_pieces[window.words.clone()];
            let n: usize = sizes.iter().sum();
            let input = Input {
                words: &words[window.words.clone()],
                n_pieces: sizes,
                pieces: &pieces[first..first + n],
            };
            let rows = self.encode_window(multiplier, &input);
            self.take(&window, sizes, &rows, &mut states);
        }
        states
    }

    fn encode_window(&self, multiplier: &mut Multiplier, input: &Input<'_>) -> Vec<f32> {
        let mut rows = Vec::with_capacity((input.pieces.len() + 2) * self.size);
        self.push(&mut rows, self.pieces.vocabulary.opens, None, None);
        let mut pieces = input.pieces.iter();
        for (word, n) in input.words.iter().zip(input.n_pieces) {
            let shape = shape(word.form);
            for (position, piece) in pieces.by_ref().take(*n).enumerate() {
                let gap = (position == 0).then_some(word.gap);
                self.push(&mut rows, *piece, Some(shape), gap);
            }
        }
        self.push(&mut rows, self.pieces.vocabulary.closes, None, None);
        self.norm.apply(multiplier, &mut rows);
        for layer in &self.layers {
            layer.apply(multiplier, &mut rows);
        }
        rows
    }

    /// Appends the row of one piece: what it is, where it stands, its word's shape and gap.
    fn push(&self, rows: &mut Vec<f32>, piece: PieceId, shape: Option<usize>, gap: Option<Gap>) {
        let (size, place) = (self.size, rows.len() / self.size);
        let place = &self.places[place * size..][..size];
        let start = rows.len();
        rows.extend(self.pieces.vector(piece).zip(place).map(|(x, y)| x + y));
        let row = &mut rows[start..];
        let tables = [(shape, &self.shapes), (gap.map(|gap| gap as usize), &self.gaps)];
        for (which, table) in tables {
            if let Some(which) = which {
                row.iter_mut().zip(&table[which * size..][..size]).for_each(|(x, y)| *x += y);
            }
        }
    }

    /// Takes the mean of each taken word's pieces as its state.
    fn take(&self, window: &Window, n_pieces: &[usize], rows: &[f32], states: &mut [f32]) {
        let size = self.size;
        let mut row = 1;
        for (word, n) in window.words.clone().zip(n_pieces) {
            if window.taken.contains(&word) {
                let state = &mut states[word * size..][..size];
                for piece in rows[row * size..].chunks_exact(size).take(*n) {
                    state.iter_mut().zip(piece).for_each(|(x, y)| *x += y);
                }
                for x in state.iter_mut() {
                    *x /= *n as f32;
                }
            }
            row += n;
        }
    }
}

struct Input<'w> {
    words: &'w [Form<'w>],
    n_pieces: &'w [usize],
    pieces: &'w [PieceId],
}
