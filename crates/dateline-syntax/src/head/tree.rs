//! Dependency trees: every pair of words is scored, the best tree is taken, then its labels.
//!
//! # Source
//! Dozat and Manning (2017), deep biaffine attention; Chu and Liu (1965) and Edmonds (1967) for the
//! best tree.

use crate::encoder::linear::{Linear, Multiplier};
use crate::encoder::loops::gelu;
use crate::head::best;
use crate::model::{Config, ModelError, Tables};

/// Scores arcs and labels over the words of one sentence.
pub(crate) struct TreeHead {
    arc_size: usize,
    label_size: usize,
    n_relations: usize,
    input: Linear,
    arc: Linear,
    label: Linear,
    root: Vec<f32>,
    label_root: Vec<f32>,
}

/// The head of a word, counted from the sentence's first word; `None` for the root.
pub(crate) type Head = Option<usize>;

impl TreeHead {
    pub(crate) fn read(tables: &Tables<'_>, config: &Config) -> Result<Self, ModelError> {
        let (arc, label) = (config.arc_size, config.label_size);
        let n_relations = config.relations.len();
        Ok(Self {
            arc_size: arc,
            label_size: label,
            n_relations,
            input: tables.linear("tree", config.size, 2 * arc + 2 * label)?,
            arc: tables.linear("arc", arc, arc)?,
            label: tables.linear("label", label, n_relations * (label + 1))?,
            root: tables.reals("root", arc)?,
            label_root: tables.reals("label_root", label)?,
        })
    }

    /// Returns the head and the relation of each word of a sentence.
    pub(crate) fn parse(&self, multiplier: &mut Multiplier, states: &[f32]) -> Vec<(Head, usize)> {
        let mut rows = multiplier.apply(&self.input, states);
        gelu(multiplier.level, &mut rows);
        let width = self.input.n_out;
        let part = |start: usize, size: usize| -> Vec<f32> {
            rows.chunks_exact(width).flat_map(|row| &row[start..start + size]).copied().collect()
        };
        let (arc, label) = (self.arc_size, self.label_size);
        let arc_heads = part(0, arc);
        let arc_dependents = multiplier.apply(&self.arc, &part(arc, arc));
        let scores = self.arc_scores(&arc_heads, &arc_dependents);
        let heads = best_tree(&scores, rows.len() / width);
        let label_heads = part(2 * arc, label);
        let labelled = multiplier.apply(&self.label, &part(2 * arc + label, label));
        let relations = heads.iter().enumerate().map(|(word, head)| {
            let head =
                head.map_or(&self.label_root[..], |head| &label_heads[head * label..][..label]);
            let row = &labelled[word * self.n_relations * (label + 1)..];
            self.relation(row, head)
        });
        heads.iter().copied().zip(relations).collect()
    }

    /// One row for each dependent: the root, then every word as its head.
    fn arc_scores(&self, heads: &[f32], dependents: &[f32]) -> Vec<f32> {
        let n = self.arc_size;
        let mut scores = Vec::with_capacity((heads.len() / n + 1) * dependents.len() / n);
        for dependent in dependents.chunks_exact(n) {
            scores.push(product(&self.root, dependent));
            scores.extend(heads.chunks_exact(n).map(|head| product(head, dependent)));
        }
        scores
    }

    fn relation(&self, row: &[f32], head: &[f32]) -> usize {
        let n = self.label_size + 1;
        let scores: Vec<f32> = row
            .chunks_exact(n)
            .take(self.n_relations)
            .map(|numbers| product(&numbers[..n - 1], head) + numbers[n - 1])
            .collect();
        best(&scores)
    }
}

/// Sums in eight lanes, then the lanes in order: the same on every CPU.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}

/// Returns the heads of the best tree with one root over `n` words.
///
/// # Shape
/// `scores` has `n` rows of `n + 1` numbers: the root, then each word as the head of the row's word.
pub(crate) fn best_tree(scores: &[f32], n: usize) -> Vec<Head> {
    // Work in whole numbers, so that ties and sums are exact; each word's own arc is barred, and
    // the root's arcs are put so low that as few as can be are taken: one.
    let scale = |x: f32| (f64::from(x.clamp(-MOST, MOST)) * 65_536.0) as i64;
    let mut whole = vec![BARRED; (n + 1) * (n + 1)];
    for word in 0..n {
        for head in 0..=n {
            let penalty = if head == 0 { ROOT_PENALTY } else { 0 };
            if head != word + 1 {
                whole[(word + 1) * (n + 1) + head] = scale(scores[word * (n + 1) + head]) - penalty;
            }
        }
    }
    let heads = edmonds(whole, n + 1);
    heads[1..].iter().map(|head| head.checked_sub(1)).collect()
}

// Scores beyond this tell nothing; the bound keeps the root's penalty above all sums of a sentence.
const MOST: f32 = 1e4;
const BARRED: i64 = i64::MIN / 4;
const ROOT_PENALTY: i64 = 1 << 44;

/// Returns the best tree over `n` nodes rooted in node 0; the head of node 0 is itself.
///
/// # Shape
/// `scores[node * n + head]`.
fn edmonds(mut scores: Vec<i64>, n: usize) -> Vec<usize> {
    // Each contraction is kept so that the arcs can be told apart again from the last to the first.
    let mut alive: Vec<bool> = vec![true; n];
    let mut folds: Vec<Fold> = Vec::new();
    loop {
        let heads = greedy(&scores, &alive, n);
        let Some(cycle) = find_cycle(&heads, &alive) else {
            return unfold(heads, folds);
        };
        folds.push(contract(&mut scores, &mut alive, &cycle, &heads, n));
    }
}

/// A cycle that was contracted into its first node.
struct Fold {
    cycle: Vec<usize>,
    /// The heads within the cycle.
    inner: Vec<usize>,
    /// For each outer head, the node of the cycle that it would enter.
    enters: Vec<usize>,
    /// For each outer node, the node of the cycle that would be its head.
    leaves: Vec<usize>,
}

fn greedy(scores: &[i64], alive: &[bool], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for node in (1..n).filter(|node| alive[*node]) {
        let row = &scores[node * n..][..n];
        let candidates = (0..n).filter(|head| alive[*head] && *head != node);
        heads[node] =
            candidates.fold(0, |best, head| if row[head] > row[best] { head } else { best });
    }
    heads
}

fn find_cycle(heads: &[usize], alive: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in (1..heads.len()).filter(|node| alive[*node]) {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

fn contract(
    scores: &mut [i64],
    alive: &mut [bool],
    cycle: &[usize],
    heads: &[usize],
    n: usize,
) -> Fold {
    let into = cycle[0];
    let inner: Vec<usize> = cycle.iter().map(|node| heads[*node]).collect();
    let (mut enters, mut leaves) = (vec![into; n], vec![into; n]);
    let in_cycle = |node: usize| cycle.contains(&node);
    for other in (0..n).filter(|other| alive[*other] && !in_cycle(*other)) {
        // An arc into the cycle replaces the cycle's own arc to the node that it enters.
        let gain = |node: usize| scores[node * n + other] - scores[node * n + heads[node]];
        let enter = cycle.iter().copied().fold(into, |a, b| if gain(b) > gain(a) { b } else { a });
        let leave = cycle
            .iter()
            .copied()
            .fold(into, |a, b| if scores[other * n + b] > scores[other * n + a] { b } else { a });
        let (entering, leaving) = (gain(enter), scores[other * n + leave]);
        (enters[other], leaves[other]) = (enter, leave);
        scores[into * n + other] = entering;
        scores[other * n + into] = leaving;
    }
    for node in &cycle[1..] {
        alive[*node] = false;
    }
    Fold { cycle: cycle.to_vec(), inner, enters, leaves }
}

fn unfold(mut heads: Vec<usize>, folds: Vec<Fold>) -> Vec<usize> {
    let n = heads.len();
    // Nodes that stand in the tree at this point: those that no later fold hides.
    let mut shown = vec![true; n];
    for fold in &folds {
        fold.cycle[1..].iter().for_each(|node| shown[*node] = false);
    }
    for fold in folds.iter().rev() {
        let into = fold.cycle[0];
        let outer = heads[into];
        for node in (1..n).filter(|node| shown[*node] && *node != into) {
            if heads[node] == into {
                heads[node] = fold.leaves[node];
            }
        }
        let entered = fold.enters[outer];
        for (node, head) in fold.cycle.iter().zip(&fold.inner) {
            heads[*node] = if *node == entered { outer } else { *head };
            shown[*node] = true;
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // Tries every choice of heads.
    fn best_by_trial(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::MIN;
        for mut choice in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .map(|_| {
                    let head = choice % (n + 1);
                    choice /= n + 1;
                    head
                })
                .collect();
            if is_tree(&heads.iter().map(|head| head.checked_sub(1)).collect::<Vec<_>>()) {
                best = best.max(total(scores, n, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(word, head)| scores[word * (n + 1) + head]).sum()
    }

    fn is_tree(heads: &[Head]) -> bool {
        let one_root = heads.iter().filter(|head| head.is_none()).count() == 1;
        one_root
            && (0..heads.len()).all(|word| {
                let mut at = Some(word);
                for _ in 0..=heads.len() {
                    at = at.and_then(|word| heads[word]);
                }
                at.is_none()
            })
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best(n in 1_usize..=5, numbers in proptest::collection::vec(-9_i8..=9, 30)) {
            let scores: Vec<f32> = numbers[..n * (n + 1)].iter().map(|x| f32::from(*x)).collect();
            let tree = best_tree(&scores, n);
            prop_assert!(is_tree(&tree));
            let heads: Vec<usize> = tree.iter().map(|head| head.map_or(0, |head| head + 1)).collect();
            prop_assert_eq!(total(&scores, n, &heads), best_by_trial(&scores, n));
        }

        #[test]
        fn long_sentences_have_one_root_and_no_cycle(
            n in 1_usize..=60,
            numbers in proptest::collection::vec(-9_i8..=9, 60 * 61),
        ) {
            let scores: Vec<f32> = numbers[..n * (n + 1)].iter().map(|x| f32::from(*x)).collect();
            prop_assert!(is_tree(&best_tree(&scores, n)));
        }
    }
}
