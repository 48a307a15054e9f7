//! Any text as a dispatch: every stage must end, without panic, with spans that fit the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline::replay::chain(bytes));
