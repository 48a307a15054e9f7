//! Any bytes as a file: what is read of it must be what the strict path reads.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline_intake::replay::proof(bytes));
