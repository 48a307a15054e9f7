//! Any bytes as a file: finding items in it and reading them must neither panic nor lose an anchor.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline::replay::open(bytes));
