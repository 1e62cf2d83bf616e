//! Finds the encoding of a text from its first bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::DelimitedError;

/// With fewer odd bytes than this the detector's word weighs less than what schools' programs usually write.
const BYTES_FOR_A_GUESS: usize = 24;

/// Which encoding a file was read in, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodingFound {
    /// The encoding's name, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// Why it was chosen.
    pub evidence: EncodingEvidence,
}

/// Why an encoding was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingEvidence {
    /// The settings say so.
    Asked,
    /// The file begins with a byte order mark.
    ByteOrderMark,
    /// Every second byte is NUL, as in UTF-16.
    NulPattern,
    /// The bytes looked at are valid UTF-8.
    ValidUtf8,
    /// They are not valid UTF-8; this is the likeliest other encoding.
    Guess,
}

/// The outcome of looking at the first bytes.
pub(super) struct Chosen {
    pub(super) encoding: &'static Encoding,
    pub(super) evidence: EncodingEvidence,
    /// How many bytes the byte order mark takes.
    pub(super) mark: usize,
    /// Whether the encoding may still turn out to be another one: so far nothing but ASCII was seen.
    pub(super) open: bool,
}

impl Chosen {
    pub(super) fn found(&self) -> EncodingFound {
        EncodingFound { name: self.encoding.name(), evidence: self.evidence }
    }
}

/// Chooses the encoding from the file's first bytes.
pub(super) fn choose(sample: &[u8], asked: Option<&str>) -> Result<Chosen, DelimitedError> {
    let mark = Encoding::for_bom(sample);
    // What the file itself says weighs more than a setting.
    if let Some((encoding, mark)) = mark {
        return Ok(Chosen { encoding, evidence: EncodingEvidence::ByteOrderMark, mark, open: false });
    }
    if let Some(label) = asked {
        let encoding = Encoding::for_label(label.as_bytes())
            .ok_or_else(|| DelimitedError::UnknownEncoding { label: label.to_owned() })?;
        return Ok(Chosen { encoding, evidence: EncodingEvidence::Asked, mark: 0, open: false });
    }
    let (encoding, evidence) = without_mark(sample);
    Ok(Chosen { encoding, evidence, mark: 0, open: sample.is_ascii() })
}

fn without_mark(sample: &[u8]) -> (&'static Encoding, EncodingEvidence) {
    if let Some(encoding) = by_nul_pattern(sample) {
        return (encoding, EncodingEvidence::NulPattern);
    }
    if mostly_utf8(sample) {
        (UTF_8, EncodingEvidence::ValidUtf8)
    } else {
        (guess(sample), EncodingEvidence::Guess)
    }
}

/// Latin text in UTF-16 without a mark has a NUL in nearly every second byte.
fn by_nul_pattern(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let nuls = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    if second * 10 > pairs * 7 && first * 20 < pairs {
        Some(UTF_16LE)
    } else if first * 10 > pairs * 7 && second * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the text is UTF-8, apart from damage that is rare beside the characters that are well formed.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut well_formed, mut damaged) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        well_formed += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    let cut_at_the_end = sample.utf8_chunks().last().is_some_and(|chunk| cut_short(chunk.invalid()));
    let damaged = damaged - usize::from(cut_at_the_end);
    damaged == 0 || damaged * 10 <= well_formed
}

/// Whether these bytes begin a character that the end of the sample cut off.
fn cut_short(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// The likeliest encoding of bytes that are not UTF-8.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    if bytes.iter().filter(|byte| **byte >= 0x80).count() < BYTES_FOR_A_GUESS {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}
