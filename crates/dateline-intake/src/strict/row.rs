//! The cells of a CSV row.

use dateline_text::Item;

use super::context::{Layer, Stretches};
use crate::decode::cell;

/// Marks the cells of a row. A quote counts at the start of a cell alone; what follows a closing quote
/// stands for itself up to the next delimiter.
pub(super) fn cells(bytes: &[u8], item: &Item) -> Stretches {
    let told = || cell::delimiter(&String::from_utf8_lossy(bytes), item.columns.len());
    let delimiter = item.delimiter.unwrap_or_else(told);
    let mut stretches = Stretches::new();
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            let end = closing_quote(bytes, at + 1);
            stretches.push((at + 1..end, &[Layer::QuotedCell]));
            at = (end + 1).min(bytes.len());
        }
        let rest = &bytes[at..];
        let n_rest = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
        stretches.push((at..at + n_rest, &[]));
        at += n_rest + 1;
        if at > bytes.len() {
            return stretches;
        }
    }
}

/// Finds the quote that ends a cell; an unclosed cell ends with the row.
fn closing_quote(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}
