//! Statements: which cue each source and content belongs to.

use std::ops::Range;

use super::field::{Part, Role, RoleField};
use crate::model::{Config, ModelError, Tables};

/// A cue with what is linked to it, in rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linked {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    pub(crate) content: Vec<Range<usize>>,
    /// How probable the least probable part of the content is.
    pub(crate) chance: f32,
}

/// Reads statements off the scores of words.
pub(crate) struct StatementHead {
    field: RoleField,
    link_size: usize,
    /// Stands for a cue where a part has none.
    link_none: Vec<f32>,
}

/// What each sentence between a part and a cue takes from their score, in logits.
///
/// In training, where all stand in one window, it is 2. States of different windows are less
/// comparable: this and the next two were set on the tuning part of `PolNeAR` (`docs/analysis/statements.md`).
const FAR: f32 = 12.0;

/// How many words may stand between a part and its cue.
const REACH: usize = 30;

/// What is taken from the score of having no cue.
const LONE: f32 = 4.0;

impl StatementHead {
    pub(crate) fn read(tables: &Tables<'_>, config: &Config) -> Result<Self, ModelError> {
        let link_none = tables.reals("link_none", config.link_size)?;
        Ok(Self { field: RoleField::read(tables, config)?, link_size: config.link_size, link_none })
    }

    /// Returns how many scores each word has: its roles, what it looks for as a part of a statement,
    /// what it offers as a cue.
    pub(crate) fn width(config: &Config) -> usize {
        config.roles.len() + 2 * config.link_size
    }

    /// Returns the statements of a text, in the order of their cues.
    ///
    /// # Shape
    /// `scores` has [`Self::width`] numbers for each word; `starts` tells which words start a
    /// sentence, where no source and no cue goes on.
    pub(crate) fn decode(&self, scores: &[f32], starts: &[bool]) -> Vec<Linked> {
        let n = self.field.n();
        let width = n + 2 * self.link_size;
        let parts = self.field.parts(scores.chunks_exact(width), starts);
        // How many sentences start up to each word.
        let mut sentence = 0;
        let sentences = starts.iter().map(|starts| {
            sentence += usize::from(*starts);
            sentence
        });
        let sentences: Vec<usize> = sentences.collect();
        let row = |at: usize| &scores[at * width + n..(at + 1) * width];
        let mut linked: Vec<Linked> = parts
            .iter()
            .filter(|part| part.role == Role::Cue)
            .map(|part| Linked {
                source: None,
                cue: part.rows.clone(),
                content: Vec::new(),
                chance: 1.0,
            })
            .collect();
        let mut sources: Vec<(f32, usize, &Part)> = Vec::new();
        for part in parts.iter().filter(|part| part.role != Role::Cue) {
            let Some((log_share, cue)) = self.cue_of(part, &linked, (&row, &sentences)) else {
                continue;
            };
            match part.role {
                Role::Content => {
                    linked[cue].content.push(part.rows.clone());
                    linked[cue].chance = linked[cue].chance.min(part.chance);
                }
                _ => sources.push((log_share, cue, part)),
            }
        }
        // Two sources that ask for one cue: the surer one has it.
        sources.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, cue, part) in sources {
            linked[cue].source.get_or_insert_with(|| part.rows.clone());
        }
        linked.retain(|one| !one.content.is_empty());
        linked
    }

    /// Returns the cue that a part belongs to and how sure that is, by its first and its last word;
    /// nothing where it likeliest has none.
    fn cue_of<'s>(
        &self,
        part: &Part,
        cues: &[Linked],
        (row, sentences): (impl Fn(usize) -> &'s [f32], &[usize]),
    ) -> Option<(f32, usize)> {
        let (first, last) = (part.rows.start, part.rows.end - 1);
        let start = cues.partition_point(|one| one.cue.end + REACH < first);
        let n = cues[start..].partition_point(|one| one.cue.start <= last + 1 + REACH);
        let sought: Vec<f32> =
            row(first).iter().zip(row(last)).take(self.link_size).map(|(a, b)| a + b).collect();
        let scores = cues[start..start + n].iter().map(|one| {
            let cue = sentences[one.cue.start];
            let apart =
                sentences[first].saturating_sub(cue).max(cue.saturating_sub(sentences[last]));
            product(&sought, &row(one.cue.start)[self.link_size..]) - FAR * apart as f32
        });
        let scores: Vec<f32> = scores.collect();
        let none = product(&sought, &self.link_none) - LONE;
        let best = (0..n).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
        let most = scores[best].max(none);
        let sum: f32 = scores.iter().chain([&none]).map(|score| (score - most).exp()).sum();
        (scores[best] > none).then(|| (-sum.ln(), start + best))
    }
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    sum / (a.len() as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::field::tests::field;
    use super::*;

    /// A head of two-number links: a part that looks for 0 finds the cues that offer it.
    fn head() -> StatementHead {
        StatementHead { field: field(), link_size: 2, link_none: vec![0.5, 0.5] }
    }

    fn one(part: Range<usize>) -> Vec<Range<usize>> {
        std::iter::once(part).collect()
    }

    type Words = (Option<Range<usize>>, Range<usize>, Vec<Range<usize>>);

    /// Returns source, cue and content of each statement.
    fn decode(words: &[(usize, usize)], starts: &[bool]) -> Vec<Words> {
        let found = head().decode(&rows(words), starts).into_iter();
        found.map(|one| (one.source, one.cue, one.content)).collect()
    }

    /// One row a word: its role, and the number that it looks for and offers.
    fn rows(words: &[(usize, usize)]) -> Vec<f32> {
        let mut rows = Vec::new();
        for (role, link) in words {
            let mut row = [0.0; 11];
            row[*role] = 1.0;
            row[7 + link] = 3.0;
            row[9 + link] = 3.0;
            rows.extend(row);
        }
        rows
    }

    #[test]
    fn parts_go_to_their_cues() {
        // Hale said it rained ; Orn denied so
        let words = [(1, 0), (3, 0), (5, 0), (6, 0), (0, 0), (1, 1), (3, 1), (5, 1)];
        let found = decode(&words, &[false; 8]);
        let first = (Some(0..1), 1..2, one(2..4));
        let second = (Some(5..6), 6..7, one(7..8));
        assert_eq!(found, [first, second]);
    }

    #[test]
    fn a_statement_is_as_probable_as_its_least_probable_part() {
        let mut rows = rows(&[(5, 0), (3, 0), (5, 0)]);
        let chance = |rows: &[f32]| head().decode(rows, &[false; 3])[0].chance;
        let before = chance(&rows);
        rows[5] = 9.0;
        assert!((chance(&rows) - before).abs() < 0.05, "the other part is as it was");
        rows[2 * 11 + 5] = 9.0;
        assert!(chance(&rows) > before + 0.3);
    }

    #[test]
    fn content_on_both_sides_and_a_cue_without_content() {
        let words = [(5, 0), (3, 0), (1, 0), (5, 0), (3, 1)];
        let found = decode(&words, &[false; 5]);
        assert_eq!(found, [(Some(2..3), 1..2, vec![0..1, 3..4])]);
    }

    #[test]
    fn no_source_runs_over_sentences_and_no_part_begins_inside() {
        let words = [(2, 0), (2, 0), (3, 0), (5, 0), (6, 0)];
        let mut starts = [false; 5];
        starts[1] = true;
        starts[4] = true;
        let found = decode(&words, &starts);
        assert_eq!(found.len(), 1);
        assert_ne!(found[0].0, Some(0..2));
        // Content does.
        assert_eq!(found[0].2, one(3..5));
        assert_eq!(decode(&[], &[]), []);
    }
}
