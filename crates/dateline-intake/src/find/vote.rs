//! Telling JSON lines from other text, by a vote of several lines.

use serde_json::value::RawValue;

/// What the lines of a text are like.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Vote {
    /// JSON objects, each whole on its line.
    pub(crate) objects: usize,
    /// Comments, as some programs write them above what they export.
    pub(crate) comments: usize,
    /// Anything else that is not blank.
    pub(crate) others: usize,
}

impl Vote {
    /// Counts the lines of a text, without the last one where the text is cut there.
    pub(crate) fn of(text: &str, is_cut: bool) -> Self {
        let mut vote = Self::default();
        let lines = text.split(['\n', '\r']);
        let n_lines = lines.clone().count() - usize::from(is_cut);
        for line in lines.take(n_lines).map(str::trim) {
            let line = line.trim_start_matches('\u{FEFF}');
            match line.as_bytes() {
                [] => {}
                [b'#', ..] | [b'/', b'/', ..] => vote.comments += 1,
                [b'{', ..] if is_json(line) => vote.objects += 1,
                _ => vote.others += 1,
            }
        }
        vote
    }

    /// Tells whether the lines are records: no fewer objects than other lines, as one object alone
    /// may follow one broken line.
    pub(crate) fn is_for_lines(&self) -> bool {
        self.objects > 0 && self.objects >= self.others
    }

    /// Tells whether the text is one line with one object.
    pub(crate) fn is_one_object(&self) -> bool {
        *self == Self { objects: 1, ..Self::default() }
    }
}

/// Tells whether the end of a head may be needed for the vote: no line with an object has ended, and
/// the one that is cut begins like one.
pub(crate) fn needs_line(head: &[u8]) -> bool {
    let last = head.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let last = last.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(last).trim_ascii_start();
    last.starts_with(b"{") && Vote::of(&String::from_utf8_lossy(head), true).objects == 0
}

fn is_json(line: &str) -> bool {
    serde_json::from_str::<&RawValue>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_for_lines: bool) {
        assert_eq!(Vote::of(text, false).is_for_lines(), is_for_lines, "{text}");
    }

    #[test]
    fn lines_and_documents() {
        check("{\"a\": 1}\n{\"a\": 2}\n", true);
        check("# one\n// two\n# three\n{\"a\": 1}\n", true);
        check("null\n{\"a\": 1}\n7\n{\"a\": 2}\n", true);
        check("{\"a\": \"x\n{\"a\": 2}\n", true);
        check("{\n\"a\": 1,\n\"b\": [\n{\"c\": 2}\n]\n}\n", false);
        check("[\n{\"a\": 1},\n{\"a\": 2}\n]\n", false);
        check("It rained.\nThey left.\n{\"a\": 1}\n", false);
        check("It rained.\n", false);
    }

    #[test]
    fn a_line_is_needed_where_none_has_ended() {
        assert!(needs_line(b"# one\n{\"text\": \"x"));
        assert!(!needs_line(b"{\"a\": 1}\n{\"text\": \"x"));
        assert!(!needs_line(b"It rained"));
    }
}
