//! What is told of an item beside its bytes, and decides how they are read.

use dateline_text::{Item, Media};
use encoding_rs::UTF_8;

use crate::charset;
use crate::find::media_of;

/// What was told of an item from outside, where its bytes alone would be read otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The form, where the bytes show another: a page without tags, an entry of a feed.
    pub media: Option<Media>,
    /// The charset, as in an HTTP header or at the top of a feed.
    pub charset: Option<String>,
    /// The language, as at the top of a feed.
    pub language: Option<String>,
}

/// Tells what an item's file, archive or feed adds to its bytes.
///
/// # Notes
/// A charset is left out where the bytes are UTF-8, as told and by themselves: equal bytes are then
/// read in the same way wherever they are met.
pub fn told(item: &Item) -> Told {
    let media = (item.media != media_of(&item.bytes)).then_some(item.media);
    let is_needed = |_: &String| {
        let alone = charset::detect(&item.bytes, item.media, None).0;
        alone != UTF_8 || charset::of(item).0 != UTF_8
    };
    let charset = item.charset.clone().filter(is_needed);
    Told { media, charset, language: item.language.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], media: Media, charset: Option<&str>, expected: (bool, bool)) {
        let mut item = Item::new(bytes.to_vec(), media);
        item.charset = charset.map(str::to_owned);
        let told = told(&item);
        assert_eq!((told.media.is_some(), told.charset.is_some()), expected, "{told:?}");
    }

    #[test]
    fn what_the_bytes_show_is_not_told() {
        check(b"Rain fell on Orm.", Media::Text, None, (false, false));
        check(b"<html><body>Rain</body></html>", Media::Html, None, (false, false));
        check(br#"{"text": "Rain."}"#, Media::Json, Some("UTF-8"), (false, false));
        check(b"%PDF-1.4", Media::Other, None, (false, false));
    }

    #[test]
    fn what_changes_the_reading_is_told() {
        check(b"Rain fell on Orm.", Media::Html, None, (true, false));
        check(br#"{"title": "Rain"}"#, Media::JsonFeedEntry, Some("UTF-8"), (true, false));
        check(b"caf\xE9", Media::Text, Some("windows-1252"), (false, true));
        check(b"Rain fell.", Media::Text, Some("windows-1252"), (false, true));
        check("café".as_bytes(), Media::Text, Some("windows-1252"), (false, false));
    }
}
