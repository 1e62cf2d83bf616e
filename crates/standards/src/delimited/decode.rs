//! Turns bytes into text piece by piece, in memory that does not grow with the file.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_8, WINDOWS_1252};

use super::encoding::{Chosen, guess};
use super::note::{NoteKind, Notes};

const PIECE_BYTES: usize = 64 * 1024;

/// Text that comes from bytes of a known encoding.
pub(super) struct Decoded<R> {
    source: R,
    mode: Mode,
    /// Bytes that wait for the rest of their character.
    waiting: Vec<u8>,
    buffer: Vec<u8>,
    ended: bool,
}

enum Mode {
    /// UTF-8, strict as long as nothing but ASCII was seen: until then it may yet turn out to be something else.
    Utf8 { proven: bool },
    /// Anything that is decoded by table.
    Other(Box<Decoder>),
}

impl<R: Read> Decoded<R> {
    /// `source` stands behind the byte order mark, if there is one.
    pub(super) fn new(source: R, chosen: &Chosen) -> Self {
        let mode = if chosen.encoding == UTF_8 {
            Mode::Utf8 { proven: !chosen.open }
        } else {
            Mode::Other(Box::new(chosen.encoding.new_decoder_without_bom_handling()))
        };
        Self { source, mode, waiting: Vec::new(), buffer: vec![0; PIECE_BYTES], ended: false }
    }

    /// Replaces `text` by the next piece. `line` is the line in which the piece begins. False at the end.
    pub(super) fn next_piece(&mut self, text: &mut String, line: u64, notes: &mut Notes) -> io::Result<bool> {
        text.clear();
        while text.is_empty() && !self.ended {
            let count = read_some(&mut self.source, &mut self.buffer)?;
            self.ended = count == 0;
            self.waiting.extend_from_slice(&self.buffer[..count]);
            self.decode(text, line, notes);
        }
        remove_nul(text, line, notes);
        Ok(!text.is_empty() || !self.ended)
    }

    fn decode(&mut self, text: &mut String, line: u64, notes: &mut Notes) {
        let bytes = std::mem::take(&mut self.waiting);
        self.waiting = match &mut self.mode {
            Mode::Other(decoder) => decode_by_table(decoder, &bytes, self.ended, text, line, notes),
            Mode::Utf8 { proven } => match decode_utf8(&bytes, self.ended, proven, text, line, notes) {
                Utf8Outcome::Read { waiting } => waiting,
                Utf8Outcome::NotUtf8 { from } => {
                    let rest = &bytes[from..];
                    let encoding = guess(rest);
                    notes.add(NoteKind::EncodingGuessed { name: encoding.name() }, None);
                    let mut decoder = Box::new(encoding.new_decoder_without_bom_handling());
                    let waiting = decode_by_table(&mut decoder, rest, self.ended, text, line, notes);
                    self.mode = Mode::Other(decoder);
                    waiting
                }
            },
        };
    }
}

fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Decodes everything: `encoding_rs` keeps unfinished characters itself.
fn decode_by_table(
    decoder: &mut Decoder,
    bytes: &[u8],
    last: bool,
    text: &mut String,
    line: u64,
    notes: &mut Notes,
) -> Vec<u8> {
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    text.reserve(room);
    let (_, _, damaged) = decoder.decode_to_string(bytes, text, last);
    if damaged {
        notes.add(NoteKind::DamagedText, Some(line));
    }
    Vec::new()
}

enum Utf8Outcome {
    Read { waiting: Vec<u8> },
    NotUtf8 { from: usize },
}

fn decode_utf8(
    bytes: &[u8],
    last: bool,
    proven: &mut bool,
    text: &mut String,
    line: u64,
    notes: &mut Notes,
) -> Utf8Outcome {
    let mut rest = bytes;
    loop {
        let (valid, error_length) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let (valid, _) = rest.split_at(error.valid_up_to());
                (std::str::from_utf8(valid).unwrap_or_default(), Some(error.error_len()))
            }
        };
        text.push_str(valid);
        *proven |= !valid.is_ascii();
        rest = &rest[valid.len()..];
        let damaged = match error_length {
            None => return Utf8Outcome::Read { waiting: Vec::new() },
            Some(None) if !last => return Utf8Outcome::Read { waiting: rest.to_vec() },
            Some(None) => rest.len(),
            Some(Some(length)) => length,
        };
        if !*proven {
            return Utf8Outcome::NotUtf8 { from: bytes.len() - rest.len() };
        }
        notes.add(NoteKind::DamagedText, Some(line + line_breaks(text)));
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(&rest[..damaged]).0);
        rest = &rest[damaged..];
    }
}

/// Counts line breaks; CR LF is one.
fn line_breaks(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let breaks = |index: &usize| match bytes[*index] {
        b'\r' => true,
        b'\n' => *index == 0 || bytes[*index - 1] != b'\r',
        _ => false,
    };
    (0..bytes.len()).filter(breaks).count() as u64
}

fn remove_nul(text: &mut String, line: u64, notes: &mut Notes) {
    if text.as_bytes().contains(&0) {
        notes.add(NoteKind::NulRemoved, Some(line));
        text.retain(|character| character != '\0');
    }
}
