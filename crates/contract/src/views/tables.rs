//! Tables that are saved as files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// In which form a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableFormat {
    /// Comma-separated values in UTF-8 with a mark at the beginning, so that spreadsheets read macrons.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

/// The words of a table, in the language of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableWords {
    /// What a sheet is called; at most 31 characters count.
    pub title: String,
    /// The headings of the columns.
    pub heads: Vec<String>,
    /// Words for codes, such as operations or actions; a code that is not among them stands as it is.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// A table, written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// How many rows it has below the headings.
    pub rows: u64,
    /// The bytes, in base64.
    pub body: String,
}
