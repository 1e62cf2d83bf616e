//! Mends JSON that is almost right, and stops what would eat the memory.
//!
//! Old KAMAR builds write two commas in a row; others leave raw line ends inside texts, zeros in front of numbers, or
//! numbers longer than any number type. None of the repairs changes a message that was right: a comma is dropped
//! only where it separates nothing, and a number becomes text only where a whole number could not hold it (all
//! values are read leniently behind it).

use std::io::{self, Write};

use super::filter::Stage;

/// How deep values may be nested; a timetable needs 14.
const DEPTH: usize = 64;
/// How long one text or number may be, in bytes. A photograph in base64 stays far below.
pub const TOKEN: usize = 16 * 1024 * 1024;
/// Whole numbers of so many digits are exact in every number type.
const DIGITS: usize = 15;

/// The state between two bytes.
#[derive(Default)]
pub struct Mend {
    in_text: bool,
    escaped: bool,
    comma: bool,
    number: Vec<u8>,
    depth: usize,
    length: usize,
    last: u8,
    /// How many commas were dropped.
    pub commas: usize,
}

impl Stage for Mend {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            let used = if self.in_text { self.inside(rest, out)? } else { self.outside(byte, out)? };
            rest = &rest[used..];
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        self.end_number(out);
    }
}

impl Mend {
    /// Inside a text: copies up to the next byte that means something.
    fn inside(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<usize> {
        if std::mem::take(&mut self.escaped) {
            out.push(bytes[0]);
            return self.longer(1).map(|()| 1);
        }
        let plain = bytes.iter().position(|b| matches!(b, b'"' | b'\\') || *b < 0x20).unwrap_or(bytes.len());
        out.extend_from_slice(&bytes[..plain]);
        self.longer(plain)?;
        match bytes.get(plain) {
            None => return Ok(plain),
            Some(b'"') => (self.in_text, self.length) = (false, 0),
            Some(b'\\') => self.escaped = true,
            Some(control) => return write!(out, "\\u{control:04x}").map(|()| plain + 1),
        }
        out.push(bytes[plain]);
        Ok(plain + 1)
    }

    /// Between texts, byte by byte.
    fn outside(&mut self, byte: u8, out: &mut Vec<u8>) -> io::Result<usize> {
        let in_number = !self.number.is_empty() && matches!(byte, b'+' | b'.' | b'e' | b'E');
        if in_number || byte == b'-' || byte.is_ascii_digit() {
            self.number.push(byte);
            return self.longer(1).map(|()| 1);
        }
        self.end_number(out);
        match byte {
            b',' => self.separate(),
            b' ' | b'\t' | b'\r' | b'\n' => {
                self.longer(1)?;
                out.push(byte);
            }
            _ => self.structure(byte, out)?,
        }
        Ok(1)
    }

    /// A comma waits until it is seen to separate two things.
    fn separate(&mut self) {
        self.length = 0;
        if self.comma || matches!(self.last, b'[' | b'{' | 0) {
            self.commas += 1;
        } else {
            self.comma = true;
        }
    }

    fn structure(&mut self, byte: u8, out: &mut Vec<u8>) -> io::Result<()> {
        if matches!(byte, b']' | b'}') {
            self.commas += usize::from(std::mem::take(&mut self.comma));
            self.depth = self.depth.saturating_sub(1);
        }
        self.settle(out);
        match byte {
            b'[' | b'{' => self.deeper()?,
            b'"' => self.in_text = true,
            _ => {}
        }
        (self.last, self.length) = (byte, 0);
        out.push(byte);
        Ok(())
    }

    fn settle(&mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.comma) {
            out.push(b',');
        }
    }

    fn end_number(&mut self, out: &mut Vec<u8>) {
        let number = std::mem::take(&mut self.number);
        if number.is_empty() {
            return;
        }
        self.settle(out);
        self.last = b'0';
        let quote: &[u8] = if fits(&number) { b"" } else { b"\"" };
        out.extend_from_slice(quote);
        out.extend_from_slice(&number);
        out.extend_from_slice(quote);
    }

    fn longer(&mut self, bytes: usize) -> io::Result<()> {
        self.length += bytes;
        limit(self.length <= TOKEN, "One value is longer than 16 MB.")
    }

    fn deeper(&mut self) -> io::Result<()> {
        self.depth += 1;
        limit(self.depth <= DEPTH, "Values are nested more than 64 deep.")
    }
}

/// Whether it is a plain whole number that every number type holds.
fn fits(number: &[u8]) -> bool {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    let leading_zero = number.len() > 1 && digits.first() == Some(&b'0');
    !digits.is_empty() && digits.len() <= DIGITS && !leading_zero && digits.iter().all(u8::is_ascii_digit)
}

/// An error unless the limit is kept.
pub fn limit(kept: bool, sentence: &'static str) -> io::Result<()> {
    if kept { Ok(()) } else { Err(io::Error::other(sentence)) }
}
