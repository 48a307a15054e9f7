//! The parts of statements: a linear-chain conditional random field over the roles of words.
//!
//! # Source
//! Lafferty and others (2001); the roles are `PolNeAR`'s.

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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) rows: Range<usize>,
    /// How probable it is that a part has this role and just these words, over all paths.
    pub(crate) chance: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Outside,
    Begin(Role),
    Inside(Role),
}

/// Reads parts off the scores of words.
pub(crate) struct RoleField {
    classes: Vec<Class>,
    /// [roles, roles]: what it scores that the second follows the first.
    steps: Vec<f32>,
}

/// A step that no path takes.
const BAR: f32 = -1e4;

/// What a role scores at least below the best of its word: so that no path weighs nothing.
const LEAST: f32 = -60.0;

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

    /// Tells whether a word may have the class: the first one is inside of nothing, and no source and
    /// no cue goes on where a sentence starts.
    fn may_stand(self, is_first: bool, starts: bool) -> bool {
        match self {
            Self::Inside(Role::Source | Role::Cue) => !is_first && !starts,
            Self::Inside(Role::Content) => !is_first,
            _ => true,
        }
    }
}

impl RoleField {
    pub(crate) fn read(tables: &Tables<'_>, config: &Config) -> Result<Self, ModelError> {
        let steps = tables.reals("role_step", config.roles.len() * config.roles.len())?;
        Self::new(&config.roles, steps)
            .ok_or(ModelError::Setting("a role is not of the form B-Cue"))
    }

    fn new(roles: &[String], mut steps: Vec<f32>) -> Option<Self> {
        let classes: Vec<Class> =
            roles.iter().map(|name| Class::parse(name)).collect::<Option<_>>()?;
        let n = classes.len();
        for (at, step) in steps.iter_mut().enumerate() {
            if !classes[at / n].leads_to(classes[at % n]) {
                *step = BAR;
            }
        }
        Some(Self { classes, steps })
    }

    /// Returns the number of roles.
    pub(crate) fn n(&self) -> usize {
        self.classes.len()
    }

    /// Returns the parts on the likeliest path of roles, in text order.
    ///
    /// # Shape
    /// Each of `rows` begins with [`Self::n`] scores of a word; `starts` tells which words start a sentence.
    pub(crate) fn parts<'s>(
        &self,
        rows: impl Iterator<Item = &'s [f32]> + Clone,
        starts: &[bool],
    ) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for (at, class) in self.path(rows.clone(), starts).into_iter().enumerate() {
            match (self.classes[class], parts.last_mut()) {
                (Class::Begin(role), _) => parts.push(Part { role, rows: at..at + 1, chance: 0.0 }),
                (Class::Inside(_), Some(part)) => part.rows.end = at + 1,
                _ => {}
            }
        }
        let paths = Paths::new(self, rows, starts);
        for part in &mut parts {
            part.chance = paths.chance_of(part.role, &part.rows);
        }
        parts
    }

    /// Returns the likeliest path, as positions among the classes.
    fn path<'s>(&self, rows: impl Iterator<Item = &'s [f32]>, starts: &[bool]) -> Vec<usize> {
        let n = self.n();
        let mut totals: Vec<f32> = Vec::new();
        let mut back: Vec<u8> = Vec::new();
        for (at, (scores, starts)) in rows.zip(starts).enumerate() {
            let next = self.classes.iter().enumerate().map(|(to, class)| {
                let bar = if class.may_stand(at == 0, *starts) { 0.0 } else { BAR };
                if at == 0 {
                    return bar + scores[to];
                }
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
        path
    }
}

/// All paths through a text, weighed.
///
/// # Source
/// The forward-backward algorithm, scaled at each word as in Rabiner (1989), section V.A.
struct Paths<'f> {
    field: &'f RoleField,
    /// [roles, roles]: how much a step weighs.
    steps: Vec<f32>,
    /// [words, roles]: how much a role weighs, by the word's scores alone, over the scale of the word.
    weights: Vec<f32>,
    /// [words, roles]: the share of the paths up to a word that end in the role.
    ahead: Vec<f32>,
    /// [words, roles]: how much the paths weigh that go on from the role.
    behind: Vec<f32>,
}

impl<'f> Paths<'f> {
    fn new<'s>(
        field: &'f RoleField,
        rows: impl Iterator<Item = &'s [f32]>,
        starts: &[bool],
    ) -> Self {
        let n = field.n();
        let steps: Vec<f32> = field.steps.iter().map(|step| step.exp()).collect();
        let mut weights: Vec<f32> = Vec::with_capacity(starts.len() * n);
        let mut ahead: Vec<f32> = Vec::with_capacity(starts.len() * n);
        for (at, (scores, starts)) in rows.zip(starts).enumerate() {
            let most = scores[..n].iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let first = at * n;
            for (to, class) in field.classes.iter().enumerate() {
                let may = class.may_stand(at == 0, *starts);
                let weight = if may { (scores[to] - most).max(LEAST).exp() } else { 0.0 };
                let from = |from: usize| ahead[first - n + from] * steps[from * n + to];
                let before = if at == 0 { 1.0 } else { (0..n).map(from).sum() };
                weights.push(weight);
                ahead.push(before * weight);
            }
            let scale: f32 = ahead[first..].iter().sum();
            let own = weights[first..].iter_mut().chain(&mut ahead[first..]);
            own.for_each(|weight| *weight /= scale);
        }
        let mut behind = vec![1.0; weights.len()];
        for at in (n..weights.len()).step_by(n).rev() {
            for from in 0..n {
                let to = |to: usize| steps[from * n + to] * weights[at + to] * behind[at + to];
                behind[at - n + from] = (0..n).map(to).sum();
            }
        }
        Self { field, steps, weights, ahead, behind }
    }

    /// Returns the share of the paths on which a part of a role has just these words.
    fn chance_of(&self, role: Role, rows: &Range<usize>) -> f32 {
        let n = self.field.n();
        let of = |class: Class| self.field.classes.iter().position(|one| *one == class);
        let (Some(begin), Some(inside)) = (of(Class::Begin(role)), of(Class::Inside(role))) else {
            return 0.0;
        };
        let mut chance = self.ahead[rows.start * n + begin];
        let mut last = begin;
        for at in rows.start + 1..rows.end {
            chance *= self.steps[last * n + inside] * self.weights[at * n + inside];
            last = inside;
        }
        let next = rows.end * n;
        if next == self.weights.len() {
            return chance;
        }
        let leave = |to: usize| {
            self.steps[last * n + to] * self.weights[next + to] * self.behind[next + to]
        };
        chance * (0..n).filter(|to| *to != inside).map(leave).sum::<f32>()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const ROLES: [&str; 7] =
        ["O", "B-Source", "I-Source", "B-Cue", "I-Cue", "B-Content", "I-Content"];

    /// A field whose steps weigh alike, as far as they may be.
    pub(crate) fn field() -> RoleField {
        let steps = vec![0.0; ROLES.len() * ROLES.len()];
        RoleField::new(&ROLES.map(str::to_owned), steps).expect("the roles are known")
    }

    /// Returns each path that keeps the laws, with its score.
    fn all_paths(rows: &[[f32; 7]], starts: &[bool]) -> Vec<(Vec<usize>, f32)> {
        let field = field();
        let mut paths: Vec<(Vec<usize>, f32)> = vec![(Vec::new(), 0.0)];
        for (at, (row, starts)) in rows.iter().zip(starts).enumerate() {
            let longer = paths.iter().flat_map(|(path, score)| {
                let may = |to: &usize| {
                    let class = field.classes[*to];
                    let last = path.last().map(|last| field.classes[*last]);
                    class.may_stand(at == 0, *starts) && last.is_none_or(|l| l.leads_to(class))
                };
                (0..7).filter(may).map(move |to| ([&**path, &[to]].concat(), score + row[to]))
            });
            paths = longer.collect();
        }
        paths
    }

    #[test]
    fn the_chance_of_a_part_is_its_share_of_all_paths() {
        let rows: Vec<[f32; 7]> = (0..5)
            .map(|at| std::array::from_fn(|to| ((at * 7 + to * 3) % 5) as f32 * 0.4))
            .collect();
        let starts = [true, false, false, true, false];
        let parts = field().parts(rows.iter().map(|row| &row[..]), &starts);
        assert!(!parts.is_empty());
        let all = all_paths(&rows, &starts);
        let weight = |score: f32| f64::from(score).exp();
        let total: f64 = all.iter().map(|(_, score)| weight(*score)).sum();
        let (best, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are paths");
        for part in &parts {
            let begin = 1 + 2 * part.role as usize;
            let class = |at: usize| if at == part.rows.start { begin } else { begin + 1 };
            let has_part = |path: &[usize]| {
                part.rows.clone().all(|at| path[at] == class(at))
                    && path.get(part.rows.end) != Some(&(begin + 1))
            };
            assert!(has_part(best), "{part:?} is not on {best:?}");
            let share: f64 =
                all.iter().filter(|(path, _)| has_part(path)).map(|(_, s)| weight(*s)).sum();
            assert!((f64::from(part.chance) - share / total).abs() < 1e-5, "{part:?}");
        }
    }

    #[test]
    fn scores_of_any_size_leave_chances_between_nothing_and_one() {
        for size in [0.0, 1.0, 40.0, 1e4] {
            let rows: Vec<[f32; 7]> = (0..400)
                .map(|at| std::array::from_fn(|to| ((at * 5 + to * 11) % 17) as f32 * size))
                .collect();
            let starts: Vec<bool> = (0..400).map(|at| at % 9 == 0).collect();
            let parts = field().parts(rows.iter().map(|row| &row[..]), &starts);
            assert!(parts.iter().all(|part| (-1e-6..=1.001).contains(&part.chance)), "{size}");
        }
    }
}
