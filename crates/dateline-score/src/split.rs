//! Which documents may be looked at, and which are for reporting alone.

use sha2::{Digest, Sha256};

/// A part of a data set. The rule of each data set stands in `docs/tuning.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Split {
    /// On which errors are read.
    Tuning,
    /// For reporting alone.
    #[default]
    Development,
    /// Every document.
    All,
}

impl Split {
    /// Returns the word written to JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Split::Tuning => "tuning",
            Split::Development => "development",
            Split::All => "all",
        }
    }

    /// Tells whether a document is in the split, where a data set has no parts of its own: those
    /// whose name leaves no remainder are development, all others tuning.
    pub(crate) fn holds_by_hash(self, name: &str, modulus: u64) -> bool {
        match self {
            Split::Development => hash_modulo(name, modulus) == 0,
            Split::Tuning => hash_modulo(name, modulus) != 0,
            Split::All => true,
        }
    }

    /// Tells the same where a part is for training: no remainder is development, a remainder of one
    /// tuning, all others train models and are in no split that is scored.
    pub(crate) fn holds_beside_training(self, name: &str, modulus: u64) -> bool {
        match self {
            Split::Development => hash_modulo(name, modulus) == 0,
            Split::Tuning => hash_modulo(name, modulus) == 1,
            Split::All => true,
        }
    }
}

/// Returns the remainder of the SHA-256 of `name`, read as one big-endian number.
///
/// # Example
/// ```
/// // SHA-256("abc") ends in …15ad, an odd number.
/// assert_eq!(dateline_score::hash_modulo("abc", 2), 1);
/// ```
pub fn hash_modulo(name: &str, modulus: u64) -> u64 {
    Sha256::digest(name.as_bytes())
        .iter()
        .fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % modulus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_one_big_number() {
        // SHA-256("abc") = ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad
        // (FIPS 180-2, appendix B.1). Modulo 256 that is its last byte, ad = 173; modulo 16, 13.
        assert_eq!(hash_modulo("abc", 256), 173);
        assert_eq!(hash_modulo("abc", 16), 13);
        // Modulo 255 it is the sum of all its bytes modulo 255.
        let bytes = Sha256::digest(b"abc");
        let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
        assert_eq!(hash_modulo("abc", 255), sum % 255);
    }

    #[test]
    fn the_parts_cover_every_document_once() {
        for name in ["abc", "harbour", "lantern-7", ""] {
            let n_parts = [Split::Tuning, Split::Development]
                .iter()
                .filter(|split| split.holds_by_hash(name, 5))
                .count();
            assert_eq!(n_parts, 1);
            assert!(Split::All.holds_by_hash(name, 5));
        }
    }
}
