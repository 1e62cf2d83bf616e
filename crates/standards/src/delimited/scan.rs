//! Splits text into records and cells. RFC 4180, and what is written instead of it: bare CR, stray quotation marks,
//! blanks before an opening quotation mark.

use super::DelimitedError;

/// One record as it stands in the file.
#[derive(Default, PartialEq, Eq, Clone)]
pub(super) struct Record {
    /// The line in which it begins, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// Text followed a closing quotation mark.
    pub(super) odd_quotes: bool,
    /// The file ended without a line break behind it.
    pub(super) unended: bool,
}

impl Record {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing but blanks of the cell was seen.
    Start,
    Plain,
    Quoted,
    /// After a quotation mark within a quoted cell: it closes the cell, or is the first of a pair.
    Closing,
}

/// The limits that keep a broken file from filling the memory.
#[derive(Clone, Copy)]
pub(super) struct Caps {
    pub(super) cell_bytes: usize,
    pub(super) columns: usize,
}

/// The state between two pieces of text.
pub(super) struct Scanner {
    delimiter: u8,
    caps: Caps,
    place: Place,
    cell: String,
    record: Record,
    /// Whether the record has anything in it, an empty quoted cell included.
    begun: bool,
    line: u64,
    quote_line: u64,
    after_cr: bool,
}

impl Scanner {
    pub(super) fn new(delimiter: u8, caps: Caps) -> Self {
        Self {
            delimiter,
            caps,
            place: Place::Start,
            cell: String::new(),
            record: Record { line: 1, ..Record::default() },
            begun: false,
            line: 1,
            quote_line: 1,
            after_cr: false,
        }
    }

    /// The line that is being read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Reads on in `text` from `at` until a record ends or the text does.
    pub(super) fn next_record(
        &mut self,
        text: &str,
        at: &mut usize,
    ) -> Result<Option<Record>, DelimitedError> {
        let bytes = text.as_bytes();
        while *at < bytes.len() {
            let length = self.ordinary(&bytes[*at..]);
            if length > 0 {
                self.take_ordinary(&text[*at..*at + length])?;
                *at += length;
                continue;
            }
            let byte = bytes[*at];
            *at += 1;
            if let Some(record) = self.take_special(byte)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The last record, when the file does not end with a line break.
    pub(super) fn finish(&mut self) -> Result<Option<Record>, DelimitedError> {
        if self.place == Place::Quoted {
            return Err(DelimitedError::UnterminatedQuote { line: self.quote_line });
        }
        let last = self.end_record()?;
        Ok(last.map(|record| Record { unended: true, ..record }))
    }

    /// How many bytes from here mean nothing but themselves.
    fn ordinary(&self, bytes: &[u8]) -> usize {
        let special = |byte: u8| byte == b'"' || byte == b'\r' || byte == b'\n';
        let delimiter = if self.place == Place::Quoted { b'"' } else { self.delimiter };
        bytes.iter().position(|byte| special(*byte) || *byte == delimiter).unwrap_or(bytes.len())
    }

    fn take_ordinary(&mut self, text: &str) -> Result<(), DelimitedError> {
        self.after_cr = false;
        self.begun = true;
        match self.place {
            Place::Start if !text.bytes().all(|byte| byte == b' ') => self.place = Place::Plain,
            Place::Closing => {
                self.place = Place::Plain;
                if text.trim().is_empty() {
                    return Ok(());
                }
                self.record.odd_quotes = true;
            }
            _ => {}
        }
        self.cell.push_str(text);
        self.check_cell()
    }

    fn take_special(&mut self, byte: u8) -> Result<Option<Record>, DelimitedError> {
        match byte {
            b'\n' if self.after_cr && self.place != Place::Quoted => self.after_cr = false,
            b'\r' | b'\n' => return self.take_line_break(byte),
            b'"' => self.take_quote(),
            _ => {
                self.after_cr = false;
                self.begun = true;
                self.end_cell()?;
            }
        }
        Ok(None)
    }

    fn take_line_break(&mut self, byte: u8) -> Result<Option<Record>, DelimitedError> {
        let second_half = byte == b'\n' && self.after_cr;
        self.after_cr = byte == b'\r';
        self.line += u64::from(!second_half);
        if self.place == Place::Quoted {
            self.cell.push(char::from(byte));
            self.check_cell()?;
            return Ok(None);
        }
        self.end_record()
    }

    fn take_quote(&mut self) {
        self.after_cr = false;
        self.begun = true;
        match self.place {
            Place::Start => {
                self.cell.clear();
                self.quote_line = self.line;
                self.place = Place::Quoted;
            }
            Place::Plain => self.cell.push('"'),
            Place::Quoted => self.place = Place::Closing,
            Place::Closing => {
                self.cell.push('"');
                self.place = Place::Quoted;
            }
        }
    }

    fn end_cell(&mut self) -> Result<(), DelimitedError> {
        if self.record.cells.len() >= self.caps.columns {
            return Err(DelimitedError::TooManyColumns { line: self.record.line, limit: self.caps.columns });
        }
        self.record.cells.push(std::mem::take(&mut self.cell));
        self.place = Place::Start;
        Ok(())
    }

    /// Ends the record, unless it is a line with nothing on it.
    fn end_record(&mut self) -> Result<Option<Record>, DelimitedError> {
        if !self.begun {
            self.record.line = self.line;
            return Ok(None);
        }
        self.end_cell()?;
        self.begun = false;
        let room = self.record.cells.len();
        let next = Record { line: self.line, cells: Vec::with_capacity(room), ..Record::default() };
        Ok(Some(std::mem::replace(&mut self.record, next)))
    }

    fn check_cell(&self) -> Result<(), DelimitedError> {
        if self.cell.len() <= self.caps.cell_bytes {
            return Ok(());
        }
        Err(match self.place {
            Place::Quoted => DelimitedError::UnterminatedQuote { line: self.quote_line },
            _ => DelimitedError::CellTooLong { line: self.record.line, limit: self.caps.cell_bytes },
        })
    }
}
