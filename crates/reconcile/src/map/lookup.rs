//! Lookup tables.

use std::collections::HashMap;
use std::sync::Arc;

use crosswalk_model::{LookupTable, Name, Value};

use super::odd::Odd;
use super::text::as_text;

/// A table of the mapping, made ready.
pub(crate) struct Table {
    name: Name,
    entries: HashMap<String, String>,
}

impl Table {
    pub fn new(name: &Name, table: &LookupTable) -> Arc<Self> {
        let entries = table.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
        Arc::new(Self { name: name.clone(), entries })
    }
}

/// A lookup step: the table, and what to give when the text is not in it.
pub(crate) struct Lookup {
    pub table: Arc<Table>,
    pub otherwise: Option<String>,
    /// Whether a finding may name the text that was not in the table.
    pub tells: bool,
}

impl Lookup {
    /// Looks up a text, first as it is, then without white space at its ends. Blank text is empty.
    pub fn find(&self, value: &Value) -> Result<Value, Odd> {
        let text = as_text(value).ok_or_else(Odd::not_text)?;
        let entries = &self.table.entries;
        let found = entries.get(text.as_ref()).or_else(|| entries.get(text.trim()));
        if let Some(found) = found.or(if text.trim().is_empty() { None } else { self.otherwise.as_ref() }) {
            return Ok(Value::text(found));
        }
        if text.trim().is_empty() { Ok(Value::Null) } else { Err(self.missing(text.trim())) }
    }

    fn missing(&self, text: &str) -> Odd {
        let what = if self.tells && text.chars().count() <= 40 {
            format!("“{text}”")
        } else {
            "the value".to_owned()
        };
        let table = &self.table.name;
        let message = format!(
            "The table {table} has no entry for {what}; it was left out. Add an entry, or say what to use otherwise."
        );
        Odd::dropped("not_in_table", message)
    }
}
