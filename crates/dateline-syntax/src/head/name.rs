//! Names from the scores of their begin, inside, end and single classes.

/// Reads names off class scores; no name is left open and none changes its label midway.
pub(crate) struct NameDecoder {
    classes: Vec<Class>,
    labels: Vec<&'static str>,
}

/// A run of words that bears a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) label: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Outside,
    Begin(usize),
    Inside(usize),
    End(usize),
    Single(usize),
}

impl Class {
    /// Tells whether `next` may stand right after this class.
    fn leads_to(self, next: Self) -> bool {
        match (self, next) {
            (Class::Begin(a) | Class::Inside(a), Class::Inside(b) | Class::End(b)) => a == b,
            (Class::Begin(_) | Class::Inside(_), _) | (_, Class::Inside(_) | Class::End(_)) => {
                false
            }
            _ => true,
        }
    }

    fn closes(self) -> bool {
        !matches!(self, Class::Begin(_) | Class::Inside(_))
    }

    fn opens(self) -> bool {
        !matches!(self, Class::Inside(_) | Class::End(_))
    }
}

impl NameDecoder {
    /// Reads classes such as `O` and `B-Person`.
    pub(crate) fn new(names: &[String]) -> Option<Self> {
        let mut labels: Vec<&'static str> = Vec::new();
        let mut classes = Vec::new();
        for name in names {
            let Some((place, label)) = name.split_once('-') else {
                classes.push(Class::Outside);
                continue;
            };
            let label = labels.iter().position(|known| *known == label).unwrap_or_else(|| {
                labels.push(label.to_owned().leak());
                labels.len() - 1
            });
            classes.push(match place {
                "B" => Class::Begin(label),
                "I" => Class::Inside(label),
                "E" => Class::End(label),
                "S" => Class::Single(label),
                _ => return None,
            });
        }
        classes.contains(&Class::Outside).then_some(Self { classes, labels })
    }

    /// Returns the label's name.
    pub(crate) fn label(&self, label: usize) -> &'static str {
        self.labels[label]
    }

    /// Returns the best run of names over the words of one sentence.
    ///
    /// # Shape
    /// `scores` has one row of as many numbers as there are classes for each word.
    pub(crate) fn decode(&self, scores: &[f32]) -> Vec<Found> {
        let n = self.classes.len();
        let mut totals: Vec<f32> = vec![f32::MIN; n];
        let mut before: Vec<u16> = Vec::with_capacity(scores.len());
        for (word, scores) in scores.chunks_exact(n).enumerate() {
            let mut next = vec![f32::MIN; n];
            for (to, class) in self.classes.iter().enumerate() {
                let (mut from, mut best) = (0, f32::MIN);
                if word == 0 {
                    best = if class.opens() { 0.0 } else { f32::MIN };
                } else {
                    for (position, earlier) in self.classes.iter().enumerate() {
                        if totals[position] > best && earlier.leads_to(*class) {
                            (from, best) = (position, totals[position]);
                        }
                    }
                }
                if best > f32::MIN {
                    next[to] = best + scores[to];
                }
                before.push(from as u16);
            }
            totals = next;
        }
        let n_words = scores.len() / n;
        let ends = (0..n).filter(|class| self.classes[*class].closes());
        let Some(mut class) = ends.max_by(|a, b| totals[*a].total_cmp(&totals[*b])) else {
            return Vec::new();
        };
        let mut path = vec![0; n_words];
        for word in (0..n_words).rev() {
            path[word] = class;
            class = usize::from(before[word * n + class]);
        }
        self.spans(&path)
    }

    fn spans(&self, path: &[usize]) -> Vec<Found> {
        let (mut found, mut first) = (Vec::new(), 0);
        for (last, class) in path.iter().enumerate() {
            match self.classes[*class] {
                Class::Begin(_) => first = last,
                Class::Single(label) => found.push(Found { first: last, last, label }),
                Class::End(label) => found.push(Found { first, last, label }),
                Class::Inside(_) | Class::Outside => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoder() -> NameDecoder {
        let names = ["O", "B-P", "I-P", "E-P", "S-P", "B-L", "I-L", "E-L", "S-L"];
        NameDecoder::new(&names.map(str::to_owned)).expect("known places")
    }

    // One row a word: the class that scores 2, and one that scores 1.
    fn check(words: &[(usize, usize)], expected: &[(usize, usize, &str)]) {
        let decoder = decoder();
        let mut scores = Vec::new();
        for (most, second) in words {
            let mut row = [0.0; 9];
            row[*second] = 1.0;
            row[*most] = 2.0;
            scores.extend(row);
        }
        let found: Vec<(usize, usize, &str)> = decoder
            .decode(&scores)
            .iter()
            .map(|found| (found.first, found.last, decoder.label(found.label)))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_are_whole() {
        check(&[(1, 0), (3, 0), (0, 1), (8, 0)], &[(0, 1, "P"), (3, 3, "L")]);
        // An end without a begin, and a begin without an end, give way.
        check(&[(0, 1), (3, 0)], &[(0, 1, "P")]);
        check(&[(0, 1), (1, 4)], &[(1, 1, "P")]);
        // A label that changes midway.
        check(&[(1, 5), (7, 3), (0, 1)], &[(0, 1, "P")]);
        check(&[], &[]);
    }
}
