//! Windows over the words of a text: what the encoder sees at once.

use std::ops::Range;

/// How large the windows of an engine are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WindowSize {
    /// Most pieces of a window, its two marks among them.
    pub(crate) longest: usize,
    /// How many pieces two neighbouring windows share.
    pub(crate) overlap: usize,
}

/// A run of words that the encoder reads together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    /// The words that it sees.
    pub(crate) words: Range<usize>,
    /// The words whose states are taken from it: those far enough from its edges.
    pub(crate) taken: Range<usize>,
}

/// Lays windows over words of so many pieces each.
///
/// # Notes
/// The taken words of all windows make up all words. One word never has more pieces than a window.
pub(crate) fn windows(n_pieces: &[usize], size: WindowSize) -> Vec<Window> {
    let room = size.longest - 2;
    let mut windows: Vec<Window> = Vec::new();
    let mut start = 0;
    while start < n_pieces.len() {
        let end = reach(n_pieces, start, room);
        windows.push(Window { words: start..end, taken: start..end });
        if end == n_pieces.len() {
            break;
        }
        // The next window starts so that the two share the overlap, but always goes on.
        start = reach_back(n_pieces, end, size.overlap).max(start + 1);
    }
    for i in 1..windows.len() {
        let shared = windows[i].words.start..windows[i - 1].words.end;
        let middle = shared.start + shared.len() / 2;
        windows[i - 1].taken.end = middle;
        windows[i].taken.start = middle;
    }
    windows
}

fn reach(n_pieces: &[usize], start: usize, room: usize) -> usize {
    let mut sum = 0;
    let fits = n_pieces[start..].iter().take_while(|n| {
        sum += **n;
        sum <= room
    });
    start + fits.count().max(1)
}

fn reach_back(n_pieces: &[usize], end: usize, room: usize) -> usize {
    let mut sum = 0;
    let fits = n_pieces[..end].iter().rev().take_while(|n| {
        sum += **n;
        sum <= room
    });
    end - fits.count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: WindowSize = WindowSize { longest: 250, overlap: 60 };

    proptest! {
        #[test]
        fn every_word_is_taken_once(n_pieces in proptest::collection::vec(1_usize..=16, 0..900)) {
            let windows = windows(&n_pieces, SIZE);
            let mut next = 0;
            for window in &windows {
                prop_assert_eq!(window.taken.start, next);
                prop_assert!(window.words.start <= window.taken.start);
                prop_assert!(window.taken.end <= window.words.end);
                let sum: usize = n_pieces[window.words.clone()].iter().sum();
                prop_assert!(sum + 2 <= SIZE.longest);
                next = window.taken.end;
            }
            prop_assert_eq!(next, n_pieces.len());
        }
    }

    #[test]
    fn neighbours_share_the_overlap() {
        let windows = windows(&[1; 600], SIZE);
        assert_eq!(windows[0], Window { words: 0..248, taken: 0..218 });
        assert_eq!(windows[1], Window { words: 188..436, taken: 218..406 });
    }
}
