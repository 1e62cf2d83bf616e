//! A table in the making: row after row goes into a text or a workbook, so that a million changes never stand side by
//! side.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use crosswalk_contract::{TableFile, TableFormat, TableWords};
use crosswalk_model::Timestamp;

use super::book::Book;
use super::csv::Csv;
use crate::Result;

/// A table in one of the two forms.
pub(super) struct Table {
    form: Form,
    rows: u64,
}

enum Form {
    Csv(Csv),
    Xlsx(Box<Book>),
}

impl Table {
    /// Begins a table with its headings.
    pub fn new(format: TableFormat, words: &TableWords, at: Timestamp) -> Result<Self> {
        let form = match format {
            TableFormat::Csv => Form::Csv(Csv::new(&words.heads)),
            TableFormat::Xlsx => Form::Xlsx(Box::new(Book::new(words, at)?)),
        };
        Ok(Self { form, rows: 0 })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        self.rows += 1;
        match &mut self.form {
            Form::Csv(csv) => {
                csv.row(cells);
                Ok(())
            }
            Form::Xlsx(book) => book.row(cells),
        }
    }

    /// Ends it.
    pub fn finish(self, name: &str) -> Result<TableFile> {
        let (ending, media, bytes) = match self.form {
            Form::Csv(csv) => ("csv", "text/csv", csv.finish().into_bytes()),
            Form::Xlsx(book) => ("xlsx", XLSX, book.finish()?),
        };
        Ok(TableFile {
            name: format!("{name}.{ending}"),
            media: media.into(),
            rows: self.rows,
            body: BASE64_STANDARD.encode(bytes),
        })
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
