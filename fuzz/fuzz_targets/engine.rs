//! Any bytes as the files of an engine: loading must end with an engine or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline::replay::engine(bytes));
