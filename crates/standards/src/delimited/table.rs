//! A whole file in memory. For large ones use [`Rows`].

use std::fmt;

use super::{DelimitedError, Facts, Note, Options, Rows};

/// One row of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in which it begins, from 1, as a text editor counts.
    pub line: u64,
    /// The cells, in the order of the headings. A short row has fewer cells than there are headings.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column; none when the row is too short to have it, which is not the same as empty.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }
}

/// Cells are children's data: they are counted, not shown.
impl fmt::Debug for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Row {{ line: {}, cells: [private; {}] }}", self.line, self.cells.len())
    }
}

/// A file that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The headings, cleaned and unique.
    pub headings: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// What was odd and tolerated.
    pub notes: Vec<Note>,
    /// What was found out about the file.
    pub facts: Facts,
}

impl Table {
    /// Reads a whole file.
    ///
    /// # Errors
    /// Any [`DelimitedError`]: the file is then not read at all, never read in part.
    pub fn read(bytes: &[u8], options: &Options) -> Result<Self, DelimitedError> {
        let mut rows = Rows::open(bytes, options)?;
        let read = rows.by_ref().collect::<Result<Vec<Row>, DelimitedError>>()?;
        Ok(Self {
            headings: rows.headings().to_vec(),
            rows: read,
            notes: rows.notes().to_vec(),
            facts: rows.facts().clone(),
        })
    }

    /// The column with this heading, compared regardless of case, punctuation, spaces and macrons.
    #[must_use]
    pub fn column(&self, heading: &str) -> Option<usize> {
        let wanted = super::fold(heading);
        self.headings.iter().position(|known| super::fold(known) == wanted)
    }

    /// The cell of a row under a heading; none when the column or the cell is absent.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a Row, heading: &str) -> Option<&'a str> {
        row.get(self.column(heading)?)
    }
}
