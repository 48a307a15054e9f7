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
    let letters = || form.chars().filter(|c| c.is_alphabetic());
    let n_letters = letters().count();
    let n_upper = letters().filter(|c| c.is_uppercase()).count();
    let has_digit = form.chars().any(char::is_numeric);
    let opens_upper = letters().next().is_some_and(char::is_uppercase);
    let is_word = n_letters == form.chars().count();
    match (n_letters, n_upper) {
        (0, _) => usize::from(!has_digit),
        _ if has_digit => 2,
        (_, 0) => 3 + usize::from(!form.starts_with(char::is_alphabetic)),
        (1, 1) => 5,
        (n, upper) if n == upper => 6 + usize::from(!form.contains('.')),
        (_, 1) if opens_upper => 8 + usize::from(!is_word),
        _ => 10 + usize::from(!opens_upper),
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
