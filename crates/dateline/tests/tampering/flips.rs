//! Single flipped bits, in every page.

use dateline::verify_ledger;
use rusqlite::{Connection, OpenFlags};

use crate::fixture::{Copy, dump};

const N_FLIPS: usize = 200;
const PAGE_BYTES: usize = 4096;

/// Returns the bit of the n-th flip: each page has its turn, at places from a fixed seed, where
/// something stands.
fn bit(n: usize, bytes: &[u8]) -> usize {
    let n_pages = bytes.len() / PAGE_BYTES;
    let mut state = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state ^= state >> 29;
    let roll = (state.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) as usize;
    let page = n % n_pages * PAGE_BYTES;
    let from = page + roll / 8 % PAGE_BYTES;
    let taken = (from..page + PAGE_BYTES).find(|at| bytes[*at] != 0);
    taken.unwrap_or(from) * 8 + roll % 8
}

/// Tells whether a proof notices that something is wrong with a file, or refuses it.
fn is_noticed(copy: &Copy) -> bool {
    match verify_ledger(&copy.path, false, |_| ()) {
        Ok(proof) => proof.n_differences > 0 || proof.is_stale,
        Err(_) => true,
    }
}

fn dump_of(copy: &Copy) -> Vec<String> {
    let connection = Connection::open_with_flags(&copy.path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    dump(&connection.unwrap())
}

#[test]
fn a_flipped_bit_is_noticed_or_changes_no_answer() {
    let bytes = Copy::bytes();
    let untouched = dump_of(&Copy::new());
    let mut n_noticed = 0;
    for n in 0..N_FLIPS {
        let bit = bit(n, bytes);
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let copy = Copy::of(&flipped);
        if is_noticed(&copy) {
            n_noticed += 1;
        } else {
            assert!(dump_of(&copy) == untouched, "bit {bit} changes answers unnoticed");
        }
    }
    assert!(n_noticed > N_FLIPS / 2, "{n_noticed}");
}
