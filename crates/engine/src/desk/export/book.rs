//! A table as a workbook. Every cell is a text, so that nothing in it is ever computed; what looks like a formula is
//! marked as quoted, too, so that it stays a text for whoever edits the cell. Each row leaves the memory when the next
//! one begins, for a temporary file that has no name and goes with the process.

use crosswalk_contract::TableWords;
use crosswalk_model::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::is_formula;
use crate::{EngineError, Result};

/// Rows on a sheet below its headings; a spreadsheet knows 1,048,576 in all.
const MOST: u32 = 1_000_000;
/// Characters in a cell; what is longer is cut, since spreadsheets refuse it.
const LONGEST: usize = 32_767;
/// Characters in the name of a sheet, with room for its number.
const NAME: usize = 26;
const WIDTH: f64 = 22.0;

/// A workbook in the making.
pub(super) struct Book {
    book: Workbook,
    words: TableWords,
    sheets: usize,
    /// The next row of the last sheet.
    row: u32,
    most: u32,
    quoted: Format,
}

impl Book {
    /// Begins with the headings.
    pub fn new(words: &TableWords, at: Timestamp) -> Result<Self> {
        Self::of(words, at, MOST)
    }

    fn of(words: &TableWords, at: Timestamp, most: u32) -> Result<Self> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(at.as_second()).map_err(told)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let quoted = Format::new().set_quote_prefix();
        let mut book = Self { book, words: words.clone(), sheets: 0, row: 0, most, quoted };
        book.begin_sheet()?;
        Ok(book)
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        if self.row > self.most {
            self.begin_sheet()?;
        }
        let row = self.row;
        let (plain, quoted) = (Format::new(), self.quoted.clone());
        let sheet = self.sheet()?;
        for (column, cell) in (0u16..).zip(cells) {
            let format = if is_formula(cell) { &quoted } else { &plain };
            sheet.write_string_with_format(row, column, held(cell), format).map_err(told)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The whole file.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.sift()?;
        self.book.save_to_buffer().map_err(told)
    }

    fn begin_sheet(&mut self) -> Result<()> {
        if self.sheets > 0 {
            self.sift()?;
        }
        self.sheets += 1;
        let name = self.name();
        let bold = Format::new().set_bold();
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(told)?;
        sheet.set_name(name).map_err(told)?;
        sheet.set_freeze_panes(1, 0).map_err(told)?;
        for (column, head) in (0u16..).zip(&self.words.heads) {
            sheet.set_column_width(column, WIDTH).map_err(told)?;
            sheet.write_string_with_format(0, column, held(head), &bold).map_err(told)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Lets the rows of the last sheet be sifted by its headings.
    fn sift(&mut self) -> Result<()> {
        let (last, columns) = (self.row - 1, self.words.heads.len());
        if let Some(last_column) = columns.checked_sub(1).and_then(|column| u16::try_from(column).ok()) {
            self.sheet()?.autofilter(0, 0, last, last_column).map_err(told)?;
        }
        Ok(())
    }

    fn sheet(&mut self) -> Result<&mut Worksheet> {
        self.book.worksheet_from_index(self.sheets - 1).map_err(told)
    }

    /// A spreadsheet takes no name with one of these characters, nor an empty one.
    fn name(&self) -> String {
        let known =
            self.words.title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter) && !letter.is_control());
        let known: String = known.take(NAME).collect();
        let name = if known.trim().is_empty() { "Crosswalk".to_owned() } else { known };
        if self.sheets > 1 { format!("{name} {}", self.sheets) } else { name }
    }
}

/// As much of a text as a cell holds.
fn held(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

fn told(error: XlsxError) -> EngineError {
    EngineError::Unanswerable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str) -> TableWords {
        TableWords { title: title.into(), heads: vec!["A".into(), "B".into()], ..TableWords::default() }
    }

    fn names(book: &mut Book) -> Vec<String> {
        book.book.worksheets().iter().map(Worksheet::name).collect()
    }

    #[test]
    fn what_is_longer_than_a_sheet_goes_on_in_another() {
        let mut book = Book::of(&words("Plan"), Timestamp::UNIX_EPOCH, 3).unwrap();
        for n in 0..7 {
            book.row(&[n.to_string(), "=1+1".into()]).unwrap();
        }
        assert_eq!(names(&mut book), ["Plan", "Plan 2", "Plan 3"]);
        assert!(!book.finish().unwrap().is_empty());
    }

    #[test]
    fn a_sheet_is_called_what_a_spreadsheet_takes() {
        let long = "A plan of a district with a very long name";
        for (title, expect) in [("", "Crosswalk"), ("[a]/b:c", "abc"), (long, "A plan of a district with ")] {
            let mut book = Book::new(&words(title), Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(names(&mut book), [expect]);
        }
    }

    /// A part of the package.
    fn part(file: &[u8], name: &str) -> String {
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        std::io::read_to_string(package.by_name(name).unwrap()).unwrap()
    }

    #[test]
    fn what_looks_like_a_formula_is_a_quoted_text() {
        let mut book = Book::new(&words("Plan"), Timestamp::UNIX_EPOCH).unwrap();
        book.row(&["=1+1".into(), "0421".into()]).unwrap();
        let file = book.finish().unwrap();
        assert!(part(&file, "xl/styles.xml").contains("quotePrefix=\"1\""));
        let sheet = part(&file, "xl/worksheets/sheet1.xml");
        let cell = |at: &str| {
            let cell = sheet.split("<c ").find(|cell| cell.contains(&format!("r=\"{at}\""))).unwrap();
            (cell.contains("inlineStr"), cell.contains(" s=\""), cell.contains("<f>"))
        };
        assert_eq!(cell("A2"), (true, true, false), "{sheet}");
        assert_eq!(cell("B2"), (true, false, false), "a number that is an identifier stays a text: {sheet}");
    }

    #[test]
    fn the_same_table_at_the_same_moment_is_the_same_file() {
        let file = || {
            let mut book = Book::new(&words("Plan"), Timestamp::UNIX_EPOCH).unwrap();
            book.row(&["ā".repeat(LONGEST + 1), String::new()]).unwrap();
            book.finish().unwrap()
        };
        assert_eq!(file(), file());
    }
}
