//! The file format of an engine: weights as safetensors, a plain configuration, a vocabulary.
//!
//! `training/engine/export.py` writes it. Every table is checked before use, so that a foreign or
//! corrupt file gives an error and never a panic later.

use safetensors::SafeTensors;
use safetensors::tensor::Dtype;
use serde::Deserialize;

use crate::encoder::linear::{Linear, MOST};

/// Why the files of an engine cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Not a safetensors file, or cut short.
    #[error("the engine's weights are not a whole safetensors file: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// The configuration is not JSON of the right fields.
    #[error("the engine's configuration cannot be read: {0}")]
    Config(#[from] serde_json::Error),
    /// A number or class in the configuration makes no sense.
    #[error("the engine's configuration is not of format dateline-engine/1: {0}")]
    Setting(&'static str),
    /// A table is missing or of another type or shape.
    #[error("the engine's table `{0}` is not what format dateline-engine/1 says; export it again")]
    Table(String),
}

/// The plain configuration of an engine.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    pub(crate) size: usize,
    pub(crate) n_layers: usize,
    pub(crate) n_heads: usize,
    pub(crate) inner: usize,
    pub(crate) n_places: usize,
    pub(crate) window: usize,
    pub(crate) overlap: usize,
    pub(crate) arc_size: usize,
    pub(crate) label_size: usize,
    pub(crate) tags: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) link_size: usize,
}

impl Config {
    pub(crate) fn read(json: &str) -> Result<Self, ModelError> {
        let config: Self = serde_json::from_str(json)?;
        let sizes = [
            config.size,
            config.n_layers,
            config.n_heads,
            config.inner,
            config.n_places,
            config.arc_size,
            config.label_size,
            config.tags.len(),
            config.relations.len(),
            config.names.len(),
            config.roles.len(),
            config.link_size,
        ];
        // Far above any engine of ours; products of two stay within a table's length.
        if sizes.iter().any(|size| *size == 0 || *size > 1 << 16) {
            return Err(ModelError::Setting("a size is zero or too large"));
        }
        // One word has up to sixteen pieces, and a window has two marks.
        if config.n_places < config.window
            || config.window < 64
            || config.overlap * 2 > config.window
        {
            return Err(ModelError::Setting("the window does not fit its places or its overlap"));
        }
        Ok(config)
    }
}

/// The tables of a weights file.
pub(crate) struct Tables<'f>(SafeTensors<'f>);

impl<'f> Tables<'f> {
    pub(crate) fn read(bytes: &'f [u8]) -> Result<Self, ModelError> {
        Ok(Self(SafeTensors::deserialize(bytes)?))
    }

    /// Returns how many numbers a table has, nothing where there is none.
    pub(crate) fn len(&self, name: &str) -> usize {
        self.0.tensor(name).map_or(0, |table| table.shape().iter().product())
    }

    /// Returns a table of real numbers.
    pub(crate) fn reals(&self, name: &str, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(name, Dtype::F32, n, 4)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if numbers.iter().all(|x| x.is_finite()) {
            Ok(numbers)
        } else {
            Err(ModelError::Table(name.to_owned()))
        }
    }

    /// Returns a table of whole numbers of eight bits.
    pub(crate) fn integers(&self, name: &str, n: usize) -> Result<Vec<i8>, ModelError> {
        let bytes = self.bytes(name, Dtype::I8, n, 1)?;
        Ok(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// Returns a linear layer.
    pub(crate) fn linear(
        &self,
        name: &str,
        n_in: usize,
        n_out: usize,
    ) -> Result<Linear, ModelError> {
        let weight = self.integers(&format!("{name}.weight"), n_in * n_out)?;
        if weight.iter().any(|x| x.unsigned_abs() > MOST.unsigned_abs()) {
            return Err(ModelError::Table(format!("{name}.weight")));
        }
        let scale = self.reals(&format!("{name}.scale"), n_out)?;
        Ok(Linear::new(n_in, &weight, scale, self.reals(&format!("{name}.bias"), n_out)?))
    }

    fn bytes(&self, name: &str, kind: Dtype, n: usize, width: usize) -> Result<&[u8], ModelError> {
        let table = self.0.tensor(name).map_err(|_| ModelError::Table(name.to_owned()))?;
        if table.dtype() == kind && table.data().len() == n * width {
            Ok(table.data())
        } else {
            Err(ModelError::Table(name.to_owned()))
        }
    }
}
