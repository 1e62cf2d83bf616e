//! One row of a OneRoster file, in the shape of version 1.2.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{DataFile, civil_date, list, user_ids};

/// One row, typed enough to be turned into a record.
#[derive(Clone, PartialEq, Eq)]
pub struct OneRosterRow {
    /// What it is.
    pub file: DataFile,
    /// Its identifier; text, whatever it looks like.
    pub sourced_id: String,
    /// Its status; none when the cell is blank, as it is in a whole file of 1.2.
    pub status: Option<Status>,
    /// When it was last changed.
    pub date_last_modified: Option<Timestamp>,
    /// The known columns. No entry: the column or the cell is absent. None: the cell is empty.
    /// Booleans are `true` or `false`, dates `yyyy-mm-dd`, ends exclusive, words as the binding spells them;
    /// a value that could not be understood stands as it was, with a finding.
    pub fields: BTreeMap<&'static str, Option<String>>,
    /// The columns that the binding does not know, `metadata.*` among them.
    pub extras: BTreeMap<String, Option<String>>,
    /// What the file says in those cells that were rewritten in `fields`.
    pub raw: BTreeMap<&'static str, String>,
    /// The line in the file, from 1.
    pub line: u64,
}

/// The status of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is there.
    Active,
    /// It is to be deleted. Also what 1.0 and 1.1 call `inactive`.
    ToBeDeleted,
}

impl Status {
    /// Reads a status regardless of case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "active" => Some(Self::Active),
            "tobedeleted" | "inactive" => Some(Self::ToBeDeleted),
            _ => None,
        }
    }
}

/// An identifier of a user in another system.
#[derive(Clone, PartialEq, Eq)]
pub struct UserId {
    /// The scheme.
    pub kind: String,
    /// The identifier; text.
    pub identifier: String,
}

impl fmt::Debug for UserId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "UserId {{ kind: {:?}, identifier: [private] }}", self.kind)
    }
}

impl OneRosterRow {
    /// The text of a field; none when it is absent or empty.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_deref()
    }

    /// Whether the file has this field for the row, be it empty.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// The items of a list field such as `grades` or `termSourcedIds`.
    #[must_use]
    pub fn list(&self, field: &str) -> Vec<String> {
        self.text(field).map(list).unwrap_or_default()
    }

    /// A boolean field; none when it is absent, empty or not understood.
    #[must_use]
    pub fn boolean(&self, field: &str) -> Option<bool> {
        super::boolean(self.text(field)?)
    }

    /// A date field; ends are exclusive. None when it is absent, empty or not understood.
    #[must_use]
    pub fn date(&self, field: &str) -> Option<Date> {
        civil_date(self.text(field)?)
    }

    /// The items of `userIds`; empty when there are none or they are not understood.
    #[must_use]
    pub fn user_ids(&self) -> Vec<UserId> {
        self.text("userIds").and_then(user_ids).unwrap_or_default()
    }
}

/// Values are children's data: names of columns are shown, values are not.
impl fmt::Debug for OneRosterRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("OneRosterRow")
            .field("file", &self.file)
            .field("line", &self.line)
            .field("status", &self.status)
            .field("fields", &self.fields.keys().collect::<Vec<_>>())
            .field("extras", &self.extras.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
