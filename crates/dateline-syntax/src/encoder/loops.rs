//! The element-wise loops of the network: norm, softmax, GELU, attention, and int8 in and out.
//!
//! # Shape
//! Matrices are row-major slices; the number of columns is given or fixed.

#![allow(clippy::inline_always, reason = "a helper must be compiled for the level of its caller")]

use crate::encoder::simd::at_each_level;

/// Sums run over this many lanes in parallel, then over the lanes in order.
const LANES: usize = 16;

/// Numbers of one attention head for each piece.
pub(crate) const HEAD_SIZE: usize = 32;

at_each_level! {
    /// Normalises each row to mean 0 and variance 1, then scales and shifts each column.
    fn normalise(rows: &mut [f32], scale: &[f32], shift: &[f32]) {
        const EPSILON: f32 = 1e-12;
        let n = scale.len();
        for row in rows.chunks_exact_mut(n) {
            let mean = lane_sum(row, |x| x) / n as f32;
            let variance = lane_sum(row, |x| (x - mean) * (x - mean)) / n as f32;
            let factor = 1.0 / (variance + EPSILON).sqrt();
            for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
                *x = (*x - mean) * factor * scale + shift;
            }
        }
    }
}

at_each_level! {
    /// Replaces every number by its GELU (the form with a hyperbolic tangent).
    fn gelu(numbers: &mut [f32]) {
        for x in numbers {
            let inner = 1.595_769 * (*x + 0.044_715 * *x * *x * *x);
            *x /= 1.0 + exp(-inner);
        }
    }
}

at_each_level! {
    /// Adds to every number its counterpart.
    fn add(numbers: &mut [f32], others: &[f32]) {
        for (x, y) in numbers.iter_mut().zip(others) {
            *x += y;
        }
    }
}

at_each_level! {
    /// Scales each row of `rows` to 1..=255 around 128; `scales` gets each row's step.
    fn quantise(rows: &[f32], bytes: &mut [u8], scales: &mut [f32]) {
        let n = rows.len() / scales.len().max(1);
        if n == 0 {
            return;
        }
        for ((row, bytes), scale) in
            rows.chunks_exact(n).zip(bytes.chunks_exact_mut(n)).zip(scales)
        {
            let most = lane_max(row).max(1e-9);
            *scale = most / 127.0;
            let factor = 127.0 / most;
            for (byte, x) in bytes.iter_mut().zip(row) {
                // Adding 1.5 × 2^23 leaves the rounded integer in the low bits.
                let bits = (x * factor + 12_583_040.0).to_bits();
                *byte = (bits & 0xFF) as u8;
            }
        }
    }
}

at_each_level! {
    /// Turns integer sums back into numbers: `sum × row scale × column scale + bias`.
    fn restore(sums: &[i32], row_scales: &[f32], columns: (&[f32], &[f32]), out: &mut [f32]) {
        let (scales, bias) = columns;
        let n = scales.len();
        for ((sums, out), row) in
            sums.chunks_exact(n).zip(out.chunks_exact_mut(n)).zip(row_scales)
        {
            for (((out, sum), scale), bias) in out.iter_mut().zip(sums).zip(scales).zip(bias) {
                *out = *sum as f32 * (row * scale) + bias;
            }
        }
    }
}

at_each_level! {
    /// Attends within one window for one head.
    ///
    /// # Shape
    /// `qkv` holds for each piece its queries, keys and values of all heads, one after another;
    /// `out` for each piece the outcome of all heads. `size` is the number of columns of `out`.
    fn attend(qkv: &[f32], size: usize, head: usize, out: &mut [f32]) {
        let n = qkv.len() / (3 * size);
        let part = |row: usize, kind: usize| -> &[f32; HEAD_SIZE] {
            let start = (3 * row + kind) * size + head * HEAD_SIZE;
            qkv[start..].first_chunk().expect("the head lies within the row")
        };
        let keys = by_column(n, |row| part(row, 1));
        let values: Vec<&[f32; HEAD_SIZE]> = (0..n).map(|row| part(row, 2)).collect();
        let mut weights = vec![[[0.0_f32; LANES]; ROWS]; keys.len()];
        let mut turned = vec![[0.0_f32; ROWS]; n];
        for first in (0..n).step_by(ROWS) {
            // The last rows may be met twice; they come out the same.
            let rows: [usize; ROWS] = std::array::from_fn(|i| (first + i).min(n - 1));
            let queries: [&[f32; HEAD_SIZE]; ROWS] = rows.map(|row| part(row, 0));
            for (weights, keys) in weights.iter_mut().zip(&keys) {
                *weights = products(&queries, keys);
            }
            softmax(&mut weights, n);
            for (piece, turned) in turned.iter_mut().enumerate() {
                let column = &weights[piece / LANES];
                *turned = std::array::from_fn(|row| column[row][piece % LANES]);
            }
            for (row, sums) in rows.iter().zip(weighted(&turned, &values)) {
                let start = row * size + head * HEAD_SIZE;
                out[start..start + HEAD_SIZE].copy_from_slice(&sums);
            }
        }
    }
}

/// Pieces that attend at once: their sums fit the registers.
const ROWS: usize = 4;

/// Turns keys so that a query meets sixteen pieces at once; what is beyond the last piece is zero.
#[inline(always)]
fn by_column<'k>(
    n: usize,
    key: impl Fn(usize) -> &'k [f32; HEAD_SIZE],
) -> Vec<[[f32; LANES]; HEAD_SIZE]> {
    let mut columns = vec![[[0.0; LANES]; HEAD_SIZE]; n.div_ceil(LANES)];
    for piece in 0..n {
        for (column, x) in columns[piece / LANES].iter_mut().zip(key(piece)) {
            column[piece % LANES] = *x;
        }
    }
    columns
}

#[inline(always)]
fn products(
    queries: &[&[f32; HEAD_SIZE]; ROWS],
    keys: &[[f32; LANES]; HEAD_SIZE],
) -> [[f32; LANES]; ROWS] {
    let mut sums = [[0.0_f32; LANES]; ROWS];
    for (k, keys) in keys.iter().enumerate() {
        for (sums, query) in sums.iter_mut().zip(queries) {
            for (sum, key) in sums.iter_mut().zip(keys) {
                *sum += query[k] * key;
            }
        }
    }
    sums
}

#[inline(always)]
fn weighted(weights: &[[f32; ROWS]], values: &[&[f32; HEAD_SIZE]]) -> [[f32; HEAD_SIZE]; ROWS] {
    let mut sums = [[0.0_f32; HEAD_SIZE]; ROWS];
    for (weights, values) in weights.iter().zip(values) {
        for (sums, weight) in sums.iter_mut().zip(weights) {
            for (sum, value) in sums.iter_mut().zip(*values) {
                *sum += weight * value;
            }
        }
    }
    sums
}

/// Softmax over the first `n` scores of each row, which are yet to be divided by the square root of
/// the head's size.
#[inline(always)]
fn softmax(columns: &mut [[[f32; LANES]; ROWS]], n: usize) {
    const FACTOR: f32 = 0.176_776_69; // 1 / √32
    // What is beyond the last piece must not count.
    if let Some(last) = columns.last_mut() {
        for row in last {
            for (lane, x) in row.iter_mut().enumerate() {
                *x = if lane < (n - 1) % LANES + 1 { *x } else { f32::MIN };
            }
        }
    }
    for row in 0..ROWS {
        let mut most = [f32::MIN; LANES];
        for column in columns.iter() {
            for (most, x) in most.iter_mut().zip(&column[row]) {
                *most = if *x > *most { *x } else { *most };
            }
        }
        let most = most.iter().fold(f32::MIN, |most, x| if *x > most { *x } else { most });
        let mut sums = [0.0_f32; LANES];
        for column in columns.iter_mut() {
            for (sum, x) in sums.iter_mut().zip(&mut column[row]) {
                *x = exp((*x - most) * FACTOR);
                *sum += *x;
            }
        }
        let factor = 1.0 / sums.iter().sum::<f32>();
        for column in columns.iter_mut() {
            for x in &mut column[row] {
                *x *= factor;
            }
        }
    }
}

/// e to the power of `x`, within a few units of the last place; 0 far below, large far above.
///
/// # Source
/// The Cephes library's `expf`: the exponent's integer part by bits, the rest by a polynomial.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // Adding 1.5 × 2^23 rounds to an integer and leaves it in the low bits.
    let shifted = x * std::f32::consts::LOG2_E + 12_582_912.0;
    let whole = shifted - 12_582_912.0;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + factor;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    fraction * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

#[inline(always)]
fn lane_sum(numbers: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (whole, rest) = numbers.as_chunks::<LANES>();
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += map(*x);
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        *lane += map(*x);
    }
    lanes.iter().sum()
}

/// The greatest number without its sign.
#[inline(always)]
fn lane_max(numbers: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (whole, rest) = numbers.as_chunks::<LANES>();
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            let x = x.abs();
            *lane = if x > *lane { x } else { *lane };
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        let x = x.abs();
        *lane = if x > *lane { x } else { *lane };
    }
    lanes.iter().fold(0.0, |most, x| if *x > most { *x } else { most })
}
