//! Statements: the words of sources, cues and contents, and which cue each belongs to.
//!
//! # Source
//! Lafferty and others (2001), conditional random fields; the roles are `PolNeAR`'s.

use std::ops::Range;

use crate::model::{Config, ModelError, Tables};

/// What a part of a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Source,
    Cue,
    Content,
}

/// A run of words with one role.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    role: Role,
    rows: Range<usize>,
}

/// A cue with what is linked to it, in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linked {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    pub(crate) content: Vec<Range<usize>>,
}

/// Reads statements off the scores of words.
pub(crate) struct StatementHead {
    classes: Vec<Class>,
    /// [roles, roles]: what it scores that the second follows the first.
    steps: Vec<f32>,
    link_size: usize,
    /// Stands for a cue where a part has none.
    link_none: Vec<f32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Outside,
    Begin(Role),
    Inside(Role),
}

/// A step that no path takes.
const BAR: f32 = -1e4;

/// What each sentence between a part and a cue takes from their score, in logits.
///
/// In training, where all stand in one window, it is 2. States of different windows are less
/// comparable: this and the next two were set on the tuning part of `PolNeAR` (`docs/analysis/statements.md`).
const FAR: f32 = 12.0;

/// How many words may stand between a part and its cue.
const REACH: usize = 30;

/// What is taken from the score of having no cue.
const LONE: f32 = 4.0;

impl Class {
    fn parse(name: &str) -> Option<Self> {
        let role = |name: &str| match name {
            "Source" => Some(Role::Source),
            "Cue" => Some(Role::Cue),
            "Content" => Some(Role::Content),
            _ => None,
        };
        match name.split_once('-') {
            None => (name == "O").then_some(Self::Outside),
            Some(("B", name)) => role(name).map(Self::Begin),
            Some(("I", name)) => role(name).map(Self::Inside),
            Some(_) => None,
        }
    }

    fn leads_to(self, next: Self) -> bool {
        match next {
            Self::Inside(role) => self == Self::Begin(role) || self == next,
            _ => true,
        }
    }
}

impl StatementHead {
    pub(crate) fn read(tables: &Tables<'_>, config: &Config) -> Result<Self, ModelError> {
        let classes: Option<Vec<Class>> =
            config.roles.iter().map(|name| Class::parse(name)).collect();
        let classes = classes.ok_or(ModelError::Setting("a role is not of the form B-Cue"))?;
        let n = classes.len();
        let mut steps = tables.reals("role_step", n * n)?;
        for (from, class) in classes.iter().enumerate() {
            for (to, next) in classes.iter().enumerate() {
                if !class.leads_to(*next) {
                    steps[from * n + to] = BAR;
                }
            }
        }
        let link_none = tables.reals("link_none", config.link_size)?;
        Ok(Self { classes, steps, link_size: config.link_size, link_none })
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
        let width = self.classes.len() + 2 * self.link_size;
        let parts = self.parts(scores.chunks_exact(width), starts);
        // How many sentences start up to each word.
        let mut sentence = 0;
        let sentences = starts.iter().map(|starts| {
            sentence += usize::from(*starts);
            sentence
        });
        let sentences: Vec<usize> = sentences.collect();
        let row = |at: usize| &scores[at * width + self.classes.len()..(at + 1) * width];
        let mut linked: Vec<Linked> = parts
            .iter()
            .filter(|part| part.role == Role::Cue)
            .map(|part| Linked { source: None, cue: part.rows.clone(), content: Vec::new() })
            .collect();
        let mut sources: Vec<(f32, usize, &Part)> = Vec::new();
        for part in parts.iter().filter(|part| part.role != Role::Cue) {
            let Some((share, cue)) = self.cue_of(part, &linked, (&row, &sentences)) else {
                continue;
            };
            match part.role {
                Role::Content => linked[cue].content.push(part.rows.clone()),
                _ => sources.push((share, cue, part)),
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

    /// Returns the parts on the likeliest path of roles.
    fn parts<'s>(&self, rows: impl Iterator<Item = &'s [f32]>, starts: &[bool]) -> Vec<Part> {
        let n = self.classes.len();
        let mut totals: Vec<f32> = Vec::new();
        let mut back: Vec<u8> = Vec::new();
        for (scores, starts) in rows.zip(starts) {
            if totals.is_empty() {
                let opens = |class: &Class| if Class::Outside.leads_to(*class) { 0.0 } else { BAR };
                totals =
                    self.classes.iter().zip(scores).map(|(c, score)| opens(c) + score).collect();
                continue;
            }
            let next = self.classes.iter().enumerate().map(|(to, class)| {
                let ends_part = matches!(class, Class::Inside(Role::Source | Role::Cue));
                let bar = if *starts && ends_part { BAR } else { 0.0 };
                let step = |from: usize| totals[from] + self.steps[from * n + to];
                let from = (0..n).reduce(|a, b| if step(b) > step(a) { b } else { a }).unwrap_or(0);
                back.push(from as u8);
                step(from) + bar + scores[to]
            });
            totals = next.collect();
        }
        let Some(last) = (0..totals.len()).max_by(|a, b| totals[*a].total_cmp(&totals[*b])) else {
            return Vec::new();
        };
        let mut path = vec![last];
        for came in back.chunks_exact(n).rev() {
            path.push(usize::from(came[path[path.len() - 1]]));
        }
        path.reverse();
        let mut parts: Vec<Part> = Vec::new();
        for (at, class) in path.into_iter().enumerate() {
            match (self.classes[class], parts.last_mut()) {
                (Class::Begin(role), _) => parts.push(Part { role, rows: at..at + 1 }),
                (Class::Inside(_), Some(part)) => part.rows.end = at + 1,
                _ => {}
            }
        }
        parts
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
        let n = cues[start..].partition_point(|one| one.cue.start < last + REACH);
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
    use super::*;

    /// A head of two-number links: a part that looks for 0 finds the cues that offer it.
    fn head() -> StatementHead {
        let roles = ["O", "B-Source", "I-Source", "B-Cue", "I-Cue", "B-Content", "I-Content"];
        let classes: Vec<Class> = roles.iter().filter_map(|name| Class::parse(name)).collect();
        let n = classes.len();
        let mut steps = vec![0.0; n * n];
        for (from, class) in classes.iter().enumerate() {
            for (to, next) in classes.iter().enumerate() {
                steps[from * n + to] = if class.leads_to(*next) { 0.0 } else { BAR };
            }
        }
        StatementHead { classes, steps, link_size: 2, link_none: vec![0.5, 0.5] }
    }

    fn one(part: Range<usize>) -> Vec<Range<usize>> {
        std::iter::once(part).collect()
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
        let found = head().decode(&rows(&words), &[false; 8]);
        let first = Linked { source: Some(0..1), cue: 1..2, content: one(2..4) };
        let second = Linked { source: Some(5..6), cue: 6..7, content: one(7..8) };
        assert_eq!(found, [first, second]);
    }

    #[test]
    fn content_on_both_sides_and_a_cue_without_content() {
        let words = [(5, 0), (3, 0), (1, 0), (5, 0), (3, 1)];
        let found = head().decode(&rows(&words), &[false; 5]);
        assert_eq!(found, [Linked { source: Some(2..3), cue: 1..2, content: vec![0..1, 3..4] }]);
    }

    #[test]
    fn no_source_runs_over_sentences_and_no_part_begins_inside() {
        let words = [(2, 0), (2, 0), (3, 0), (5, 0), (6, 0)];
        let mut starts = [false; 5];
        starts[1] = true;
        starts[4] = true;
        let found = head().decode(&rows(&words), &starts);
        assert_eq!(found.len(), 1);
        assert_ne!(found[0].source, Some(0..2));
        // Content does.
        assert_eq!(found[0].content, one(3..5));
        assert_eq!(head().decode(&[], &[]), []);
    }
}
