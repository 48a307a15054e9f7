//! A matrix of weights in whole numbers, and products with it.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_tensor::{Matrix, NdTensorView};

use crate::encoder::loops::{quantise, restore};
use crate::encoder::simd::Level;

/// A linear layer: `x · weightᵀ × scale + bias`.
///
/// # Notes
/// Weights have seven bits and inputs eight, so that no kernel's sums of pairs leave sixteen bits:
/// the integer sums, and with them all that follows, are the same on every CPU.
pub(crate) struct Linear {
    pub(crate) n_in: usize,
    pub(crate) n_out: usize,
    packed: PackedBMatrix<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// Executes products and holds the room that they need; one for each thread.
pub(crate) struct Multiplier {
    executor: GemmExecutor<u8, i8, i32>,
    pub(crate) level: Level,
    bytes: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<u8>,
    sums: Vec<i32>,
}

/// The byte that stands for zero in quantised inputs.
const ZERO: u8 = 128;

/// The weights' greatest size; larger ones could overflow a kernel's sums of pairs.
pub(crate) const MOST: i8 = 64;

impl Linear {
    /// Packs a layer. `weight` has one row of `n_in` numbers for each output.
    pub(crate) fn new(n_in: usize, weight: &[i8], scale: Vec<f32>, bias: Vec<f32>) -> Self {
        let n_out = scale.len();
        let rows: Matrix<'_, i8> = NdTensorView::from_data([n_out, n_in], weight);
        let packed = GemmExecutor::<u8, i8, i32>::new().prepack_b(rows.transposed());
        Self { n_in, n_out, packed, scale, bias }
    }
}

impl Multiplier {
    pub(crate) fn new(level: Level) -> Self {
        Self {
            executor: GemmExecutor::new(),
            level,
            bytes: Vec::new(),
            scales: Vec::new(),
            zeros: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Returns the product of some rows with a layer.
    pub(crate) fn apply(&mut self, layer: &Linear, rows: &[f32]) -> Vec<f32> {
        let n = rows.len() / layer.n_in;
        let mut out = vec![0.0; n * layer.n_out];
        if n == 0 {
            return out;
        }
        self.bytes.resize(rows.len(), 0);
        self.scales.resize(n, 0.0);
        self.zeros.resize(n, ZERO);
        self.sums.resize(n * layer.n_out, 0);
        quantise(self.level, rows, &mut self.bytes, &mut self.scales);
        let input: Matrix<'_, u8> = NdTensorView::from_data([n, layer.n_in], &self.bytes[..]);
        let zeros = QuantParams { zero_point: &self.zeros[..] };
        self.executor
            .gemm(
                &mut self.sums,
                GemmInputA::Unpacked(input),
                GemmInputB::Packed(&layer.packed),
                GemmOptions { a_quant: Some(zeros), ..GemmOptions::default() },
            )
            .expect("the shapes are those of the layer");
        restore(self.level, &self.sums, &self.scales, (&layer.scale, &layer.bias), &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_at_the_edges_of_the_range() {
        // The greatest inputs with the greatest weights: a kernel that saturates would show.
        let n_in = 384;
        let layer = Linear::new(n_in, &vec![-MOST; n_in * 3], vec![1.0; 3], vec![0.0; 3]);
        let mut multiplier = Multiplier::new(Level::best());
        let out = multiplier.apply(&layer, &vec![127.0; n_in * 2]);
        assert_eq!(out, [-(127.0 * f32::from(MOST) * n_in as f32); 6]);
        let out = multiplier.apply(&layer, &vec![-127.0; n_in]);
        assert_eq!(out, [127.0 * f32::from(MOST) * n_in as f32; 3]);
    }

    #[test]
    fn a_product_is_near_that_of_real_numbers() {
        let (n_in, weight) = (4, [10, -20, 30, 64, 1, 2, 3, 4]);
        let layer = Linear::new(n_in, &weight, vec![0.5, 1.0], vec![1.0, -1.0]);
        let out = Multiplier::new(Level::best()).apply(&layer, &[1.0, 0.5, -0.25, 0.125]);
        let right = [0.5 * (10.0 - 10.0 - 7.5 + 8.0) + 1.0, 1.0 + 1.0 - 0.75 + 0.5 - 1.0];
        for (out, right) in out.iter().zip(right) {
            assert!((out - right).abs() < 0.2, "{out} is not {right}");
        }
    }
}
