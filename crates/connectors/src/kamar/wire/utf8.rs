//! UTF-8, with a fallback byte by byte: a byte that is not UTF-8 is read as Windows-1252, of which Latin-1 is a part.

use std::io;

use encoding_rs::WINDOWS_1252;

use super::filter::Stage;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Makes UTF-8 of whatever came; removes a byte order mark.
#[derive(Default)]
pub struct Utf8 {
    /// A character that is cut off at the end of a chunk, or a beginning too short to look for a mark.
    held: Vec<u8>,
    begun: bool,
    /// How many bytes were not UTF-8.
    pub foreign: usize,
}

impl Stage for Utf8 {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        if self.held.is_empty() && self.begun {
            self.convert(bytes, out);
            return Ok(());
        }
        let mut joined = std::mem::take(&mut self.held);
        joined.extend_from_slice(bytes);
        if !self.begun && joined.len() < MARK.len() {
            self.held = joined;
            return Ok(());
        }
        let text = if self.begun { &joined } else { unmarked(&joined) };
        self.begun = true;
        self.convert(text, out);
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        let rest = std::mem::take(&mut self.held);
        match std::str::from_utf8(&rest) {
            Ok(_) => out.extend_from_slice(&rest),
            Err(_) => self.foreign(&rest, out),
        }
    }
}

impl Utf8 {
    fn convert(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) {
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(_) => return out.extend_from_slice(bytes),
                Err(error) => error,
            };
            let (good, rest) = bytes.split_at(error.valid_up_to());
            out.extend_from_slice(good);
            let Some(length) = error.error_len() else {
                self.held = rest.to_vec();
                return;
            };
            self.foreign(&rest[..length], out);
            bytes = &rest[length..];
        }
    }

    fn foreign(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.foreign += bytes.len();
        out.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(bytes).0.as_bytes());
    }
}

fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}
