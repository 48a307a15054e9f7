//! What the network sees of a word beside its pieces, which know no capitals and no gaps.
//!
//! The rules here are those of `training/engine/features.py`; the two must agree.

/// How many shapes [`shape`] tells apart.
pub(crate) const N_SHAPES: usize = 12;
/// How many gaps [`Gap`] tells apart.
pub(crate) const N_GAPS: usize = 4;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Nothing = 0,
    Space = 1,
    /// A line end.
    Line = 2,
    /// An empty line, or the edge of a block.
    Paragraph = 3,
}

impl Gap {
    /// Tells the gap that some white space is.
    pub(crate) fn of(between: &str) -> Self {
        match between.bytes().filter(|b| *b == b'\n').count() {
            _ if between.is_empty() => Gap::Nothing,
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        }
    }
}

/// Returns which of the twelve shapes the letters of a word have.
pub(crate) fn shape(form: &str) -> usize {
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let digits = form.chars().any(char::is_numeric);
    let Some(first) = letters.next() else { return usize::from(!digits) };
    let rest = letters.clone();
    let n_letters = 1 + rest.clone().count();
    let n_upper = rest.clone().filter(|c| c.is_uppercase()).count();
    let opens_upper = first.is_uppercase();
    let opens_with_letter = form.starts_with(char::is_alphabetic);
    match (opens_upper, n_upper) {
        _ if digits => 2,
        (false, 0) => {
            if opens_with_letter {
                3
            } else {
                4
            }
        }
        (true, _) if n_letters == 1 => 5,
        (true, n) if n + 1 == n_letters => {
            if form.contains('.') {
                6
            } else {
                7
            }
        }
        (true, 0) => {
            if n_letters == form.chars().count() {
                8
            } else {
                9
            }
        }
        (true, _) => 10,
        (false, _) => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let forms = [
            "12.5", "%", "10am", "said", "'s", "I", "U.S.", "NATO", "Hale", "Al-dar", "McOrn",
            "iOS",
        ];
        let shapes: Vec<usize> = forms.iter().map(|form| shape(form)).collect();
        assert_eq!(shapes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    }
}
