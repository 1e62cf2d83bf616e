//! The beginning of a file, looked at before any row is given out.

use std::io::{self, Read};

use super::note::Notes;
use super::scan::{Caps, Record, Scanner};
use super::{DelimitedError, decode::Decoded, encoding::Chosen};

/// The first bytes of a file.
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    /// Whether they are all there is.
    pub(super) whole: bool,
}

/// Reads the first `limit` bytes, or fewer when the file ends.
pub(super) fn take(source: &mut impl Read, limit: usize) -> Result<Sample, DelimitedError> {
    let mut bytes = Vec::new();
    let limit = limit.max(1024);
    let taken = source.take(limit as u64).read_to_end(&mut bytes);
    taken.map_err(|source| DelimitedError::Unreadable { line: 1, source })?;
    let whole = bytes.len() < limit;
    Ok(Sample { bytes, whole })
}

/// The sample as text.
pub(super) fn text(sample: &Sample, chosen: &Chosen) -> io::Result<String> {
    let mut notes = Notes::default();
    let mut decoded = Decoded::new(sample.bytes.get(chosen.mark..).unwrap_or_default(), chosen);
    let (mut text, mut piece) = (String::new(), String::new());
    while decoded.next_piece(&mut piece, 1, &mut notes)? {
        text.push_str(&piece);
    }
    Ok(text)
}

/// The first records of the sample under one delimiter; a record that the sample cuts off is left out.
pub(super) fn records(text: &str, whole: bool, delimiter: u8, caps: Caps, limit: usize) -> Vec<Record> {
    let mut scanner = Scanner::new(delimiter, caps);
    let (mut records, mut at) = (Vec::new(), 0);
    while records.len() < limit && at < text.len() {
        match scanner.next_record(text, &mut at) {
            Ok(Some(record)) => records.push(record),
            Ok(None) => {}
            Err(_) => return records,
        }
    }
    if whole && records.len() < limit {
        records.extend(scanner.finish().ok().flatten());
    }
    records
}
