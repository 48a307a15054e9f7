//! Any bytes as an item of any form and charset: decoding must end, with blocks that fit the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline_intake::replay::decode(bytes));
