//! Identifiers that occur twice in one file.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::csv_files::sheet::{Line, Sheet};

/// What a row is beside the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The first of its identifier.
    First,
    /// The same again, word for word.
    Repeated,
    /// Another row with the identifier of one before.
    Second,
}

/// The identifiers of one file with what their rows said.
#[derive(Default)]
pub(super) struct Seen(HashMap<String, u64>);

impl Seen {
    /// Remembers a row.
    pub(super) fn take(&mut self, id: &str, sheet: &Sheet, line: &Line) -> Turn {
        let mut hasher = DefaultHasher::new();
        for field in sheet.fields() {
            line.cell(&field).hash(&mut hasher);
        }
        let said = hasher.finish();
        match self.0.get(id) {
            None => {
                self.0.insert(id.to_owned(), said);
                Turn::First
            }
            Some(known) if *known == said => Turn::Repeated,
            Some(_) => Turn::Second,
        }
    }
}
