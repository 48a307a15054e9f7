//! What a record rests on.

use std::fmt;

/// Measured precision of a rule or model head on tuning data, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// Rounds a share between 0 and 1 to two decimals.
    pub fn new(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// Returns the share.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.share())
    }
}

/// The rule or model head behind a record, and how often it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Rule id or model head: file, function and id of a rule are the same words.
    pub rule: &'static str,
    /// Measured precision, or `None` until measured: never made up.
    pub confidence: Option<Confidence>,
}

impl Evidence {
    /// Names a rule whose precision has not been measured.
    pub fn unmeasured(rule: &'static str) -> Self {
        Self { rule, confidence: None }
    }

    /// Names a rule with the precision measured for it on tuning data.
    pub fn measured(rule: &'static str, precision: f64) -> Self {
        Self { rule, confidence: Some(Confidence::new(precision)) }
    }
}

/// Declares an index type whose display is a local id: a letter and a number from 1.
#[macro_export]
macro_rules! local_id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position in the list that the id names a member of.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(index as u32)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!($letter, "{}"), self.0 + 1)
            }
        }
    };
}
