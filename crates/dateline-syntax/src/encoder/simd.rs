//! The same loops compiled for several instruction sets.
//!
//! Each loop is plain Rust without fused multiply-add and with sums in a fixed order, so that every
//! compilation gives the same bits; wider registers only make it faster.

/// An instruction set that a loop is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// What every machine of the architecture has.
    Plain,
    /// 256-bit registers. Wider ones gained nothing: the compiler spends the gain on shuffles.
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Level {
    /// Returns the levels that this machine can run, the fastest last.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut, reason = "other architectures have the plain level alone")]
        let mut levels = vec![Level::Plain];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            levels.push(Level::Avx2);
        }
        levels
    }

    /// Returns the fastest level that this machine can run.
    pub(crate) fn best() -> Self {
        Self::available().pop().unwrap_or(Level::Plain)
    }
}

/// Defines a function that runs its body at the level given first.
macro_rules! at_each_level {
    ($(#[$doc:meta])* fn $name:ident($($arg:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(unsafe_code, reason = "calls code for instructions that the level vouches for")]
        pub(crate) fn $name(level: $crate::encoder::simd::Level, $($arg: $kind),*) {
            #[inline(always)]
            fn plain($($arg: $kind),*) $body
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $kind),*) { plain($($arg),*) }
            match level {
                $crate::encoder::simd::Level::Plain => plain($($arg),*),
                // SAFETY: `Level::available` gives a level only where the machine has it.
                #[cfg(target_arch = "x86_64")]
                $crate::encoder::simd::Level::Avx2 => unsafe { avx2($($arg),*) },
            }
        }
    };
}
pub(crate) use at_each_level;
