//! The origin map as it stands in the output: code points to item bytes.

use dateline_text::{CodePoints, OriginMap, Run};

/// One run of the output's origin map: `[start, end, start_byte, end_byte]`.
///
/// # Units
/// Code points of `text`, then bytes of the item; both half open.
///
/// # Notes
/// A run with as many code points as bytes is *linear*: its n-th code point is its n-th byte. Any
/// other run is *atomic*: each of its code points comes from the whole byte range. An inserted
/// separator has an empty byte range.
pub type OriginRun = [u32; 4];

/// Converts an origin map from bytes of text to code points.
///
/// # Notes
/// A run that is linear in bytes is cut at its non-ASCII characters, each of which becomes an
/// atomic run of its own; neighbouring linear runs are joined.
pub fn origin_runs(map: &OriginMap, points: &CodePoints<'_>, text: &str) -> Vec<OriginRun> {
    let mut runs = Vec::with_capacity(map.runs().len());
    for run in map.runs() {
        let words = run.text.of(text);
        let start = points.of_byte(run.text.start);
        if run.is_linear() {
            push_linear(&mut runs, words, (start, run.start_byte));
        } else {
            push_atomic(&mut runs, words, (start, run));
        }
    }
    runs
}

/// Returns the item's bytes behind a range of code points: sorted, joined where they touch,
/// without inserted separators.
pub fn byte_ranges(runs: &[OriginRun], start: u32, end: u32) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let first = runs.partition_point(|run| run[1] <= start);
    for run in runs[first..].iter().take_while(|run| run[0] < end) {
        let (from, to) = if is_linear(*run) {
            (run[2] + (start.max(run[0]) - run[0]), run[2] + (end.min(run[1]) - run[0]))
        } else {
            (run[2], run[3])
        };
        match ranges.last_mut() {
            _ if from == to => {}
            Some(last) if last.1 >= from && last.0 <= from => last.1 = last.1.max(to),
            _ => ranges.push((from, to)),
        }
    }
    ranges
}

fn is_linear(run: OriginRun) -> bool {
    run[1] - run[0] == run[3].saturating_sub(run[2])
}

fn push_linear(runs: &mut Vec<OriginRun>, words: &str, (mut point, mut byte): (u32, u32)) {
    for c in words.chars() {
        let len_bytes = c.len_utf8() as u32;
        push(runs, [point, point + 1, byte, byte + len_bytes]);
        point += 1;
        byte += len_bytes;
    }
}

/// Appends an atomic run; where its code points happen to be as many as its bytes, each gets a run
/// of its own, so that the run is not taken for a linear one.
fn push_atomic(runs: &mut Vec<OriginRun>, words: &str, (start, run): (u32, &Run)) {
    let n_points = words.chars().count() as u32;
    let n_bytes = run.end_byte.saturating_sub(run.start_byte);
    if n_points > 1 && n_points == n_bytes {
        let single = |at| [start + at, start + at + 1, run.start_byte, run.end_byte];
        runs.extend((0..n_points).map(single));
    } else {
        push(runs, [start, start + n_points, run.start_byte, run.end_byte]);
    }
}

fn push(runs: &mut Vec<OriginRun>, run: OriginRun) {
    if let Some(last) = runs.last_mut()
        && is_linear(*last)
        && is_linear(run)
        && last[1] == run[0]
        && last[3] == run[2]
    {
        last[1] = run[1];
        last[3] = run[3];
    } else {
        runs.push(run);
    }
}

#[cfg(test)]
mod tests {
    use dateline_text::Span;
    use proptest::prelude::*;

    use super::*;

    fn runs_of(text: &str, map: &OriginMap) -> Vec<OriginRun> {
        origin_runs(map, &CodePoints::new(text), text)
    }

    #[test]
    fn linear_runs_are_cut_at_wide_characters() {
        let text = "“No”, he";
        let mut map = OriginMap::new();
        map.push(text.len(), 100, 100 + text.len() as u32);
        assert_eq!(
            runs_of(text, &map),
            [[0, 1, 100, 103], [1, 3, 103, 105], [3, 4, 105, 108], [4, 8, 108, 112]]
        );
    }

    #[test]
    fn characters_of_a_one_byte_charset_become_linear() {
        let text = "né"; // two bytes in windows-1252
        let mut map = OriginMap::new();
        map.push(1, 5, 6);
        map.push(2, 6, 7);
        assert_eq!(runs_of(text, &map), [[0, 2, 5, 7]]);
    }

    #[test]
    fn an_atomic_run_never_looks_linear() {
        let text = "éé"; // two characters that come from two bytes only together
        let mut map = OriginMap::new();
        map.push(4, 8, 10);
        let runs = runs_of(text, &map);
        assert_eq!(runs, [[0, 1, 8, 10], [1, 2, 8, 10]]);
        assert_eq!(byte_ranges(&runs, 0, 2), [(8, 10)]);
        assert_eq!(byte_ranges(&runs, 1, 2), [(8, 10)]);
    }

    fn pieces() -> impl Strategy<Value = Vec<(String, u32, bool)>> {
        // Text of a piece, bytes skipped before it, whether it is decoded byte for byte.
        prop::collection::vec(("[a-zé“中 ]{1,6}", 0_u32..3, any::<bool>()), 1..12)
    }

    proptest! {
        #[test]
        fn code_points_lead_to_the_same_bytes(pieces in pieces(), cut in any::<(u8, u8)>()) {
            let (mut text, mut map, mut byte) = (String::new(), OriginMap::new(), 0);
            for (words, gap, linear) in &pieces {
                byte += gap;
                let n_bytes = if *linear { words.len() as u32 } else { words.len() as u32 + 3 };
                map.push(words.len(), byte, byte + n_bytes);
                text.push_str(words);
                byte += n_bytes;
            }
            let points = CodePoints::new(&text);
            let runs = origin_runs(&map, &points, &text);
            let n = text.chars().count() as u32;
            prop_assert_eq!(runs.last().expect("at least one piece")[1], n);
            let (a, b) = (u32::from(cut.0) % (n + 1), u32::from(cut.1) % (n + 1));
            let span: Span = points.to_span(a.min(b), a.max(b));
            prop_assert_eq!(byte_ranges(&runs, a.min(b), a.max(b)), map.bytes_of(span));
        }
    }
}
