//! The groups of the Identity Data Extract: several in a cell, joined by `#`.

use std::collections::{BTreeMap, BTreeSet};

use super::Import;
use crate::csv_files::sheet::{Line, Sheet};
use crate::csv_files::values::items;

/// Who is in which group.
#[derive(Default)]
pub(in crate::csv_files) struct Groups {
    /// The groups of each person whose cell was there, be it empty.
    pub of: BTreeMap<String, BTreeSet<String>>,
}

/// Takes the groups of one row.
pub(super) fn take(import: &mut Import<'_>, sheet: &Sheet, line: &Line, id: &str) {
    if !import.config.wants.groups || !sheet.has("groups") {
        return;
    }
    if let Some(cell) = line.cell("groups") {
        let own = import.groups.of.entry(id.to_owned()).or_default();
        own.extend(items(cell, '#').map(str::to_owned));
    }
}
