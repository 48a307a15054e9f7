//! Streams packed with gzip or Zstandard.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline_text::{NoteKind, Sighting};
use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::gzip;
use super::stream::{self, Stream};
use super::{Members, Source, failed, members, note, one};
use crate::{Config, Found};

/// How a stream is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    /// Deflate with the header of zlib (RFC 1950).
    Zlib,
    /// Deflate as it is (RFC 1951).
    Deflate,
}

/// Packed inside packed inside packed is as deep as it goes.
const MOST_LAYERS: usize = 4;
/// The ratio is not looked at before this many bytes: a short text may pack well.
const FREE_BYTES: u64 = 1 << 20;
/// Zstandard may ask for a window of this many bytes as a power of two: 128 MiB.
const MOST_WINDOW_LOG: u32 = 27;

/// Yields the members of a packed stream.
pub(crate) fn members_of(
    stream: Stream,
    packing: Packing,
    sighting: Sighting,
    config: Config,
    n_layers: usize,
) -> Members {
    if n_layers >= MOST_LAYERS.min(config.limits.depth) {
        let notes = vec![note(NoteKind::Limit, "packed too many times over")];
        return one(Found { sighting, item: None, notes });
    }
    match unpack(stream, packing, config.limits.ratio) {
        Ok(source) => members(source, sighting, config, n_layers + 1),
        Err(error) => one(failed(sighting, &error)),
    }
}

/// Unpacks a stream, and refuses to go on once it has grown by more than `ratio`.
///
/// # Notes
/// Behind an error of a damaged gzip member the next one can be read.
pub(crate) fn unpack(
    source: impl BufRead + Send + 'static,
    packing: Packing,
    ratio: usize,
) -> io::Result<Source> {
    let n_packed = Arc::new(AtomicU64::new(0));
    let counted = Counted { source, n_bytes: Arc::clone(&n_packed) };
    let unpacked: Box<dyn Read + Send> = match packing {
        Packing::Gzip => Box::new(gzip::Members::new(counted)),
        Packing::Zlib => Box::new(ZlibDecoder::new(counted)),
        Packing::Deflate => Box::new(DeflateDecoder::new(counted)),
        Packing::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(counted)?;
            decoder.window_log_max(MOST_WINDOW_LOG)?;
            Box::new(decoder)
        }
    };
    let limited = Limited { unpacked, n_packed, n_unpacked: 0, ratio: ratio as u64 };
    Ok(Box::new(BufReader::with_capacity(1 << 16, limited)))
}

/// Tells how a body that goes by the name of deflate is packed; `None` where it is not.
///
/// # Source
/// RFC 9110, 8.4.1.2 means zlib; "some non-conformant implementations send the deflate compressed
/// data without the zlib wrapper". RFC 1950, 2.2: what the wrapper begins with.
pub(crate) fn deflate(body: &[u8]) -> Option<Packing> {
    let has_wrapper = matches!(body, [first, second, ..]
        if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
    let mut first = [0; 512];
    if has_wrapper {
        Some(Packing::Zlib)
    } else {
        let is_deflate = DeflateDecoder::new(body).read(&mut first).is_ok_and(|n| n > 0);
        is_deflate.then_some(Packing::Deflate)
    }
}

/// Returns a file's name without the endings of its packings.
pub(crate) fn inner_name(name: &str, n_layers: usize) -> &str {
    (0..n_layers).fold(name, |name, _| {
        [".gz", ".zst", ".gzip", ".zstd"]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .unwrap_or(name)
    })
}

struct Counted<S> {
    source: S,
    n_bytes: Arc<AtomicU64>,
}

impl<S: BufRead> Read for Counted<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.source.read(buffer)?;
        self.n_bytes.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}

impl<S: BufRead> BufRead for Counted<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        self.n_bytes.fetch_add(n_bytes as u64, Ordering::Relaxed);
        self.source.consume(n_bytes);
    }
}

struct Limited {
    unpacked: Box<dyn Read + Send>,
    n_packed: Arc<AtomicU64>,
    n_unpacked: u64,
    ratio: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.unpacked.read(buffer)?;
        self.n_unpacked += n_bytes as u64;
        let n_packed = self.n_packed.load(Ordering::Relaxed);
        if self.n_unpacked > FREE_BYTES && self.n_unpacked / self.ratio.max(1) > n_packed {
            let message = format!(
                "the packed data grows more than {} times; raise the ratio limit to read it",
                self.ratio
            );
            return Err(io::Error::new(ErrorKind::QuotaExceeded, message));
        }
        Ok(n_bytes)
    }
}

/// Unpacks bytes that are all there, up to a limit; what could be read, and what went wrong.
pub(crate) fn unpack_bytes(
    bytes: Vec<u8>,
    packing: Packing,
    config: &Config,
) -> (Option<Vec<u8>>, Option<dateline_text::Note>) {
    match unpack(io::Cursor::new(bytes), packing, config.limits.ratio) {
        Ok(source) => Stream::new(source).read_whole(config.limits.item_bytes),
        Err(error) => (None, Some(stream::note_of(&error))),
    }
}
