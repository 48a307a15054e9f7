//! One layer of the encoder: attention and a feed-forward net, each followed by a norm.

use crate::encoder::linear::{Linear, Multiplier};
use crate::encoder::loops::{add, attend, gelu, normalise};
use crate::model::{Config, ModelError, Tables};

pub(crate) struct Layer {
    query_key_value: Linear,
    output: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
    n_heads: usize,
}

/// Scale and shift of a norm.
pub(crate) struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    pub(crate) fn read(tables: &Tables<'_>, name: &str, n: usize) -> Result<Self, ModelError> {
        let scale = tables.reals(&format!("{name}.weight"), n)?;
        Ok(Self { scale, shift: tables.reals(&format!("{name}.bias"), n)? })
    }

    pub(crate) fn apply(&self, multiplier: &Multiplier, rows: &mut [f32]) {
        normalise(multiplier.level, rows, &self.scale, &self.shift);
    }
}

impl Layer {
    pub(crate) fn read(
        tables: &Tables<'_>,
        config: &Config,
        position: usize,
    ) -> Result<Self, ModelError> {
        let (size, inner) = (config.size, config.inner);
        let name = |part: &str| format!("layers.{position}.{part}");
        Ok(Self {
            query_key_value: tables.linear(&name("query_key_value"), size, 3 * size)?,
            output: tables.linear(&name("output"), size, size)?,
            norm1: Norm::read(tables, &name("norm1"), size)?,
            up: tables.linear(&name("up"), size, inner)?,
            down: tables.linear(&name("down"), inner, size)?,
            norm2: Norm::read(tables, &name("norm2"), size)?,
            n_heads: config.n_heads,
        })
    }

    /// Changes the states of the pieces of one window.
    pub(crate) fn apply(&self, multiplier: &mut Multiplier, states: &mut [f32]) {
        let qkv = multiplier.apply(&self.query_key_value, states);
        let mut attended = vec![0.0; states.len()];
        for head in 0..self.n_heads {
            attend(multiplier.level, &qkv, self.output.n_in, head, &mut attended);
        }
        add(multiplier.level, states, &multiplier.apply(&self.output, &attended));
        self.norm1.apply(multiplier, states);
        let mut inner = multiplier.apply(&self.up, states);
        gelu(multiplier.level, &mut inner);
        add(multiplier.level, states, &multiplier.apply(&self.down, &inner));
        self.norm2.apply(multiplier, states);
    }
}
