//! One layer of the encoder: attention and a feed-forward net, each followed by a norm.

use crate::encoder::linear::{Linear, Multiplier};
use crate::encoder::loops::{HEAD_SIZE, add, attend, gelu, normalise};
use crate::model::{Config, ModelError, Tables};

pub(crate) struct Layer {
    query_key_value: Linear,
    output: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
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
        let (size, inner, attended) = (config.size, config.inner, config.n_heads * HEAD_SIZE);
        let name = |part: &str| format!("layers.{position}.{part}");
        Ok(Self {
            query_key_value: tables.linear(&name("query_key_value"), size, 3 * attended)?,
            output: tables.linear(&name("output"), attended, size)?,
            norm1: Norm::read(tables, &name("norm1"), size)?,
            up: tables.linear(&name("up"), size, inner)?,
            down: tables.linear(&name("down"), inner, size)?,
            norm2: Norm::read(tables, &name("norm2"), size)?,
        })
    }

    /// Changes the states of the pieces of one window.
    pub(crate) fn apply(&self, multiplier: &mut Multiplier, states: &mut [f32]) {
        let qkv = multiplier.apply(&self.query_key_value, states);
        let n_attended = self.output.n_in;
        let mut attended = vec![0.0; qkv.len() / 3];
        for head in 0..n_attended / HEAD_SIZE {
            attend(multiplier.level, &qkv, n_attended, head, &mut attended);
        }
        add(multiplier.level, states, &multiplier.apply(&self.output, &attended));
        self.norm1.apply(multiplier, states);
        let mut inner = multiplier.apply(&self.up, states);
        gelu(multiplier.level, &mut inner);
        add(multiplier.level, states, &multiplier.apply(&self.down, &inner));
        self.norm2.apply(multiplier, states);
    }
}
