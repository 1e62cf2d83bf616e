//! Tables of cases for the reader and the writer. Everybody in them is invented.

mod encodings;
mod headings;
mod kamar_exports;
mod properties;
mod reading;
mod sentences;
mod writing;

use super::{DelimitedError, HeadingMap, Options, Table};

fn read(text: &str) -> Table {
    Table::read(text.as_bytes(), &Options::default()).unwrap()
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

fn notes(table: &Table) -> Vec<String> {
    table.notes.iter().map(ToString::to_string).collect()
}

fn refusal(bytes: &[u8], options: &Options) -> DelimitedError {
    Table::read(bytes, options).unwrap_err()
}

/// The layout that most cases expect.
fn pupils() -> HeadingMap {
    HeadingMap::new(&[
        ("id", &["Student ID", "ID Number", "NSI"]),
        ("family_name", &["Last Name", "Surname"]),
        ("given_name", &["First Name"]),
        ("email", &["Student email - School", "E-mail"]),
    ])
    .needing(&["id"])
}
