//! Proof that a ledger says what the original bytes say, and nothing else.
//!
//! The ledger proves itself as far as it can without reading ([`dateline_ledger::proof`]). Here the
//! records are held against the items: their words against the bytes, and the whole of them against
//! a second reading where this program made the first.

mod again;
mod anchor;
mod show;

use std::path::Path;

use dateline_ledger::Ledger;
use dateline_ledger::proof::{Difference, Kept, Part, Proof, Repair};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

pub use anchor::{Verification, WrongAnchor, verify_record};
pub use show::{Anchor, Anchors, anchors_of};

use crate::Error;

/// Proves all that a ledger holds; `observe` sees how far it is.
///
/// With `reads_again`, each record that this version of the reader made is made again from its item
/// and compared, which finds a record that was changed together with its seal.
///
/// # Notes
/// All cores read; some hundred readings are in memory at a time.
///
/// # Errors
/// The ledger cannot be opened or read, or has an older form. What differs is no error.
pub fn verify_ledger(
    path: &Path,
    reads_again: bool,
    mut observe: impl FnMut(&Proof),
) -> Result<Proof, Error> {
    let ledger = Ledger::open_readonly(path)?;
    let proof = ledger.prove(|batch, proof| {
        let proved: Vec<_> = batch.par_iter().map(|kept| prove_record(kept, reads_again)).collect();
        for one in proved {
            proof.n_spans += one.n_spans;
            proof.n_again += u64::from(one.is_again);
            one.differences.into_iter().for_each(|difference| proof.add(difference));
        }
        observe(proof);
    })?;
    Ok(proof)
}

/// Makes anew what a ledger derives from its records: tables, indexes and views.
///
/// ```
/// # let (_folder, path) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/quake.rs"));
/// dateline::repair_ledger(&path)?;
/// assert_eq!(dateline::verify_ledger(&path, false, |_| ())?.n_differences, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The ledger cannot be written.
pub fn repair_ledger(path: &Path) -> Result<Repair, Error> {
    Ok(Ledger::open(path)?.repair()?)
}

/// What was proved of one record.
#[derive(Debug, Default)]
struct Proved {
    n_spans: u64,
    is_again: bool,
    differences: Vec<Difference>,
}

fn prove_record(kept: &Kept, reads_again: bool) -> Proved {
    let Some(item) = &kept.item else { return Proved::default() };
    let mut proved = Proved::default();
    if kept.record.id != kept.id {
        let difference = Difference::new(Part::Record, "id", &kept.id, &kept.record.id);
        proved.differences.push(difference.of(&kept.id));
        return proved;
    }
    let verification = verify_record(item, &kept.record);
    proved.n_spans = verification.n_spans;
    for WrongAnchor { place, recorded, found, .. } in verification.wrong {
        proved.differences.push(of_record(&kept.id, &place, found, recorded));
    }
    if reads_again && let Some(differences) = again::differences(item, kept) {
        proved.is_again = true;
        for (place, expected, found) in differences {
            proved.differences.push(of_record(&kept.id, &place, expected, found));
        }
    }
    proved
}

/// Tells of a difference in a record; `place` begins with the local id of a part that has one.
fn of_record(id: &str, place: &str, expected: String, found: String) -> Difference {
    let (local, field) = place.split_once('.').unwrap_or((place, ""));
    let is_local = local.starts_with(|c: char| c.is_ascii_lowercase())
        && local.len() > 1
        && local[1..].bytes().all(|byte| byte.is_ascii_digit());
    if is_local {
        let field = if field.is_empty() { "words" } else { field };
        Difference::new(Part::Record, field, expected, found).of(format!("{id}/{local}"))
    } else {
        Difference::new(Part::Record, place, expected, found).of(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_the_part_of_the_record() {
        let at = |place: &str| {
            let difference = of_record("3fa9", place, String::new(), String::new());
            (difference.id.expect("an id"), difference.place)
        };
        assert_eq!(at("s2.cue"), ("3fa9/s2".to_owned(), "cue".to_owned()));
        assert_eq!(at("t1"), ("3fa9/t1".to_owned(), "words".to_owned()));
        assert_eq!(at("blocks[0]"), ("3fa9".to_owned(), "blocks[0]".to_owned()));
        assert_eq!(at("item.path"), ("3fa9".to_owned(), "item.path".to_owned()));
    }
}
