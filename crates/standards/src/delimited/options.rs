//! What a caller may settle beforehand about a file; everything else is found out.

use super::HeadingMap;

/// The character between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, which spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// The tabulator.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// Every delimiter that is tried, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The delimiter as one byte of UTF-8.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// The delimiter's name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "vertical bar",
        }
    }
}

/// Where the heading line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeaderRule {
    /// The first lines are searched for it; lines before it are titles and are skipped with a note.
    #[default]
    Detect,
    /// The first line that is not blank.
    First,
    /// The line with this number, counted from 1 as a text editor counts.
    Line(u64),
}

/// How a file is to be read. The default finds everything out and expects no particular headings.
#[derive(Debug, Clone)]
pub struct Options {
    /// The encoding by its label (`utf-8`, `windows-1252`, …), or none to find it out. A byte order mark outweighs it.
    pub encoding: Option<String>,
    /// The delimiter, or none to find it out.
    pub delimiter: Option<Delimiter>,
    /// Where the heading line stands.
    pub header: HeaderRule,
    /// The layouts that the caller knows; the best fitting one is named in [`super::Facts::layout`].
    /// When any is given, a file that fits none is an error.
    pub expected: Vec<HeadingMap>,
    /// How many bytes are looked at before the first row is given out.
    pub sample_bytes: usize,
    /// The longest cell that is believed, in bytes. A longer one is nearly always a quotation mark left open.
    pub max_cell_bytes: usize,
    /// The most columns that are believed.
    pub max_columns: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            header: HeaderRule::Detect,
            expected: Vec::new(),
            sample_bytes: 256 * 1024,
            max_cell_bytes: 1024 * 1024,
            max_columns: 16_384,
        }
    }
}

impl Options {
    /// Options that look for any of these layouts.
    #[must_use]
    pub fn expecting(layouts: impl IntoIterator<Item = HeadingMap>) -> Self {
        Self { expected: layouts.into_iter().collect(), ..Self::default() }
    }
}
