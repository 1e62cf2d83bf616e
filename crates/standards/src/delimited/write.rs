//! Writes delimited text: exactly for machines, or safely for people who open it in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Delimiter;

/// Who will read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// People, in a spreadsheet: cells that it would run as a formula are disarmed with an apostrophe, and a byte order
    /// mark makes it show macrons. Reading such a file back does not give the same cells.
    People,
    /// Programs: every cell comes back as it was, apart from NUL characters, which no reader of ours lets through.
    Machine,
}

/// Writes rows to `W`; RFC 4180 with quotation marks only where they are needed.
pub struct Writer<W: Write> {
    rows: csv::Writer<W>,
    audience: Audience,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When the sink refuses the byte order mark.
    pub fn new(mut sink: W, audience: Audience, delimiter: Delimiter) -> io::Result<Self> {
        if audience == Audience::People {
            sink.write_all("\u{FEFF}".as_bytes())?;
        }
        let rows = csv::WriterBuilder::new()
            .delimiter(delimiter.byte())
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(sink);
        Ok(Self { rows, audience })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the sink refuses it.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            let cell = cell.as_ref();
            let cell = if self.audience == Audience::People { guard_formula(cell) } else { cell.into() };
            self.rows.write_field(cell.as_bytes())?;
        }
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file and gives the sink back.
    ///
    /// # Errors
    /// When the sink refuses what was still held back.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// A whole file as text.
///
/// # Errors
/// None that memory does not cause.
pub fn write_table<C: AsRef<str>>(
    headings: &[C],
    rows: impl IntoIterator<Item = Vec<C>>,
    audience: Audience,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), audience, Delimiter::Comma)?;
    writer.row(headings)?;
    for row in rows {
        writer.row(row)?;
    }
    writer.finish()
}

/// The cell with an apostrophe before it when a spreadsheet would take it for a formula (OWASP, CSV injection).
#[must_use]
pub fn guard_formula(cell: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];
    if cell.starts_with(STARTS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}
