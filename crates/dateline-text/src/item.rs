//! What came in, byte for byte.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The name of an item: the first 16 hex digits of the SHA-256 of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u64);

impl ItemId {
    /// Computes the id of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self(u64::from_be_bytes(first))
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemId({self})")
    }
}

impl FromStr for ItemId {
    type Err = std::num::ParseIntError;

    fn from_str(hex: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(hex, 16).map(Self)
    }
}

/// The form an item's bytes are in; decides how they are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// `text/plain`
    Text,
    /// `text/html`
    Html,
    /// `application/json`: one JSON object with the fields of a dispatch.
    Json,
    /// `text/csv`: one row; the columns stand in [`Item::columns`].
    CsvRow,
    /// `application/rss+xml`: one `<item>` element.
    RssEntry,
    /// `application/atom+xml`: one `<entry>` element.
    AtomEntry,
    /// `application/feed+json`: one object of a JSON Feed's `items`.
    JsonFeedEntry,
    /// `application/octet-stream`: kept, but not read.
    Other,
}

impl Media {
    /// Every form, in the order of declaration.
    pub const ALL: [Media; 8] = [
        Media::Text,
        Media::Html,
        Media::Json,
        Media::CsvRow,
        Media::RssEntry,
        Media::AtomEntry,
        Media::JsonFeedEntry,
        Media::Other,
    ];

    /// Returns the media type, as written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Media::Text => "text/plain",
            Media::Html => "text/html",
            Media::Json => "application/json",
            Media::CsvRow => "text/csv",
            Media::RssEntry => "application/rss+xml",
            Media::AtomEntry => "application/atom+xml",
            Media::JsonFeedEntry => "application/feed+json",
            Media::Other => "application/octet-stream",
        }
    }

    /// Returns the form of a media type that this program writes.
    pub fn parse(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == media_type)
    }
}

/// The innermost member after transfer and compression are undone.
#[derive(Debug, Clone)]
pub struct Item {
    /// Hash of `bytes`.
    pub id: ItemId,
    /// The bytes as met.
    pub bytes: Vec<u8>,
    /// The form that the bytes are in.
    pub media: Media,
    /// Charset told from outside the bytes, as in an HTTP header.
    pub charset: Option<String>,
    /// Language told from outside the bytes, as at the top of a feed.
    pub language: Option<String>,
    /// Column names of a CSV row, shared by the rows of a file; empty for other forms.
    pub columns: Arc<[String]>,
    /// What stands between the cells of a CSV row, as the file's header tells; worked out from the
    /// row where it is not told.
    pub delimiter: Option<u8>,
}

impl Item {
    /// Wraps bytes of a known form.
    pub fn new(bytes: Vec<u8>, media: Media) -> Self {
        Self {
            id: ItemId::of(&bytes),
            bytes,
            media,
            charset: None,
            language: None,
            columns: Arc::default(),
            delimiter: None,
        }
    }
}

/// Where and when an item was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    /// Path of the file, as given by the user; `-` for standard input.
    pub path: Option<String>,
    /// Address of the page or entry.
    pub url: Option<String>,
    /// Place inside the file, such as `line 12`, `row 3`, `entry 5`, `record 7`.
    pub member: Option<String>,
    /// Who published it, where the sighting itself tells (a feed's title, a field of the row).
    pub outlet: Option<String>,
    /// When it was fetched (RFC 3339), where the container tells.
    pub retrieved: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_is_the_head_of_sha_256() {
        // SHA-256("abc") = ba7816bf 8f01cfea … (FIPS 180-2, appendix B.1)
        assert_eq!(ItemId::of(b"abc").to_string(), "ba7816bf8f01cfea");
        assert_eq!("ba7816bf8f01cfea".parse(), Ok(ItemId::of(b"abc")));
    }

    #[test]
    fn media_types_lead_back() {
        for media in Media::ALL {
            assert_eq!(Media::parse(media.as_str()), Some(media));
        }
    }
}
