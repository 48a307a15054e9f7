//! Any bytes as a file: finding the items in it must end, with every item or a note.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dateline_intake::replay::find(bytes));
