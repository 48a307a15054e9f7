//! `dateline verify`: proves what the ledger holds, or shows the proof of one record.

use std::io::Write;

use clap::Args;
use dateline::ledger::proof::{Difference, Proof};
use dateline::{Anchor, Anchors, Ledger};

use crate::Outcome;
use crate::filter::LedgerArgument;
use crate::{progress, screen};

/// Digits of the newest seal that are printed: enough that no two ledgers share them.
const SEAL_DIGITS: usize = 16;

/// Most bytes of one range that are printed.
const MOST_BYTES: usize = 400;

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Show the words of one dispatch or record (`3fa9` or `3fa9/s2`) beside the bytes they stand in
    id: Option<String>,
    /// Leave out reading every dispatch again
    #[arg(long, conflicts_with = "id")]
    quick: bool,
    /// Make tables and views that differ anew from the records
    #[arg(long, conflicts_with = "id")]
    repair: bool,
    /// A seal that an earlier `verify` printed: fail unless the ledger still holds it
    #[arg(long, value_name = "SEAL", conflicts_with = "id")]
    sealed: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
}

impl Verify {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        match &self.id {
            Some(id) => self.show(id),
            None => self.prove(),
        }
    }

    fn show(&self, id: &str) -> anyhow::Result<Outcome> {
        let anchors = dateline::anchors_of(&self.ledger.open()?, id)?;
        let mut out = screen::out();
        for line in lines_of_anchors(&anchors) {
            writeln!(out, "{line}")?;
        }
        let n_wrong = anchors.list.iter().filter(|anchor| anchor.found.is_some()).count();
        if n_wrong > 0 || !anchors.has_own_bytes {
            anyhow::bail!("{n_wrong} of {} spans do not agree", anchors.list.len());
        }
        Ok(Outcome::Found)
    }

    fn prove(&self) -> anyhow::Result<Outcome> {
        if self.repair {
            self.ledger.open()?; // there is one
            Ledger::open(&self.ledger.path)?; // brings an older form to the newest
        }
        let mut proof = self.prove_once()?;
        let mut out = screen::out();
        if self.repair && (proof.n_differences > 0 || proof.is_stale) {
            write_differences(&mut out, &proof)?;
            let repair = dateline::repair_ledger(&self.ledger.path)?;
            writeln!(
                out,
                "tables of {} readings and all indexes and views made anew; {} readings left as they are\n",
                repair.n_readings, repair.n_left
            )?;
            proof = self.prove_once()?;
        }
        write_differences(&mut out, &proof)?;
        for line in summary(&proof) {
            writeln!(out, "{line}")?;
        }
        self.check_seal()?;
        if proof.n_differences > 0 {
            anyhow::bail!("{} differences; the ledger was changed or damaged", proof.n_differences);
        }
        Ok(Outcome::Found)
    }

    fn prove_once(&self) -> anyhow::Result<Proof> {
        let bar = progress::of_dispatches(None, false);
        let proof = dateline::verify_ledger(&self.ledger.path, !self.quick, |so_far| {
            bar.set_position(so_far.n_readings);
        })?;
        bar.finish_and_clear();
        Ok(proof)
    }

    /// Tells a ledger whose end was cut off, or that was put together anew.
    fn check_seal(&self) -> anyhow::Result<()> {
        match &self.sealed {
            Some(seal) if !self.ledger.open()?.holds_seal(seal)? => {
                anyhow::bail!(
                    "the ledger does not hold the seal {seal}: its end was cut off, or it is another ledger"
                )
            }
            _ => Ok(()),
        }
    }
}

fn write_differences(out: &mut impl Write, proof: &Proof) -> std::io::Result<()> {
    for difference in &proof.differences {
        writeln!(out, "{}", line_of_difference(difference))?;
    }
    let n_left = proof.n_differences - proof.differences.len() as u64;
    if n_left > 0 {
        writeln!(out, "… and {n_left} more differences")?;
    }
    Ok(())
}

fn line_of_difference(difference: &Difference) -> String {
    let Difference { part, id, place, expected, found } = difference;
    let id = id.as_deref().map_or(String::new(), |id| format!(" {id}"));
    let [expected, found] = [expected, found].map(|words| exact(words));
    format!("{part} differs:{id} {place}: “{expected}” is expected, “{found}” is found")
}

fn summary(proof: &Proof) -> Vec<String> {
    let Proof { n_readings, n_spans, n_again, n_seals, n_differences, .. } = proof;
    let mut lines = Vec::new();
    if proof.is_stale {
        let what =
            "the views across outlets are older than the newest dispatches and were not proved";
        lines.push(format!(
            "{what}; `dateline ingest` and `dateline verify --repair` make them anew"
        ));
    }
    if let Some(seal) = &proof.sealed {
        lines.push(format!("sealed: {} ({n_seals} rows)", &seal[..seal.len().min(SEAL_DIGITS)]));
    }
    let again = match n_again {
        0 => "none read again".to_owned(),
        n if n == n_readings => "all read again".to_owned(),
        n => format!("{n} read again"),
    };
    lines.push(format!(
        "{n_spans} spans of {n_readings} readings verified, {again}; {n_differences} differences"
    ));
    lines
}

/// Returns the lines that show each span: its words, where they were met, and the bytes.
fn lines_of_anchors(anchors: &Anchors) -> Vec<String> {
    let mut lines = vec![anchors.dispatch.to_string()];
    for sighting in &anchors.sightings {
        let parts = [&sighting.path, &sighting.member, &sighting.url, &sighting.outlet];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        lines.push(format!("met in {}", exact(&parts.join(", "))));
    }
    if !anchors.has_own_bytes {
        lines.push("the bytes are not those that the id is the hash of".to_owned());
    }
    lines.extend(anchors.list.iter().flat_map(lines_of_anchor));
    lines
}

fn lines_of_anchor(anchor: &Anchor) -> Vec<String> {
    let mut lines = vec![format!("{}  “{}”", anchor.place, exact(&anchor.words))];
    for ((start, end), bytes) in &anchor.bytes {
        let cut = &bytes[..bytes.len().min(MOST_BYTES)];
        let more = if cut.len() < bytes.len() { " …" } else { "" };
        lines.push(format!("  bytes {start}..{end}: {}{more}", exact(&text_of_bytes(cut))));
    }
    lines.push(match &anchor.found {
        None => "  agrees".to_owned(),
        Some(found) => format!("  differs: found “{}”", exact(found)),
    });
    lines
}

/// Returns bytes as text where they are, else in hexadecimal.
fn text_of_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

/// Returns words on one line without folding anything: line ends and tabs are shown too.
fn exact(words: &str) -> String {
    words.replace('\n', "\u{240a}").replace('\t', "\u{2409}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_bytes_are_shown_and_not_obeyed() {
        assert_eq!(exact("a\n\tb"), "a␊␉b");
        assert_eq!(text_of_bytes(b"caf\xe9 \xc3\xa9"), "caf\\xe9 é");
    }

    #[test]
    fn an_anchor_is_shown_with_its_bytes() {
        let anchor = Anchor {
            place: "s1.cue".to_owned(),
            words: "said".to_owned(),
            bytes: vec![((7, 11), b"said".to_vec())],
            found: None,
        };
        assert_eq!(lines_of_anchor(&anchor), ["s1.cue  “said”", "  bytes 7..11: said", "  agrees"]);
    }
}
