//! The heads: from the states of words to sentence starts, tags, names, statements and trees.

pub(crate) mod field;
pub(crate) mod name;
pub(crate) mod statement;
pub(crate) mod tree;

pub(crate) use self::name::NameDecoder;
pub(crate) use self::statement::StatementHead;
pub(crate) use self::tree::TreeHead;

/// Returns the position of the greatest number, the first of equals.
pub(crate) fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (position, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = position;
        }
    }
    best
}
