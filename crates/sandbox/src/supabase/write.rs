//! POST, PATCH and DELETE: one request is one transaction.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::errors::PgError;
use super::prefer::{Prefer, Resolution};
use super::query::Query;
use super::schema::{Column, Fill, TABLES, Table};
use super::table::{Row, SOURCE_KEY, Transaction, duplicate};
use super::values;
use crate::clock;
use crate::cloud::{Faults, Record};

/// What a write did.
#[derive(Default)]
pub struct Written {
    /// The rows as they are now, or were before a delete.
    pub rows: Vec<Row>,
    /// How many of them are new.
    pub inserted: usize,
}

/// Rows of a payload and the columns that they name.
pub struct Payload {
    /// One object a row.
    pub rows: Vec<Record>,
    /// Columns, of every row.
    pub columns: BTreeSet<String>,
}

impl Payload {
    /// Reads a body: an object, or a list of objects that all have the same keys unless `columns` names them.
    ///
    /// # Errors
    /// PGRST102 when it is neither, PGRST204 for a column that does not exist.
    pub fn read(table: &Table, body: &[u8], columns: Option<&Vec<String>>) -> Result<Self, PgError> {
        let parsed: Value = serde_json::from_slice(body)
            .map_err(|_| PgError::new(400, "PGRST102", "Empty or invalid json"))?;
        let items = match parsed {
            Value::Array(items) => items,
            other => vec![other],
        };
        let mismatch = || PgError::new(400, "PGRST102", "All object keys must match");
        let objects = items.into_iter().map(|item| match item {
            Value::Object(row) => Ok(row),
            _ => Err(mismatch()),
        });
        let rows: Vec<Record> = objects.collect::<Result<_, _>>()?;
        let first = || rows.first().into_iter().flat_map(|row| row.keys().cloned()).collect::<BTreeSet<_>>();
        let named = columns.map_or_else(first, |columns| columns.iter().cloned().collect());
        let same = |row: &Record| row.len() == named.len() && row.keys().all(|key| named.contains(key));
        if columns.is_none() && !rows.iter().all(same) {
            return Err(mismatch());
        }
        match named.iter().find(|name| table.column(name).is_none()) {
            Some(unknown) => Err(PgError::unknown_payload_column(table.name, unknown)),
            None => Ok(Self { rows, columns: named }),
        }
    }
}

/// One write request.
pub struct Write<'a, 'db> {
    /// The transaction.
    pub transaction: &'a mut Transaction<'db>,
    /// The table.
    pub table: &'static Table,
    /// Preferences.
    pub prefer: &'a Prefer,
    /// Faults.
    pub faults: &'a Faults,
}

impl Write<'_, '_> {
    /// Inserts or upserts.
    ///
    /// # Errors
    /// What PostgreSQL says about the first faulty row; nothing is stored then.
    pub fn insert(&mut self, payload: &Payload, query: &Query) -> Result<Written, PgError> {
        let target = self.conflict_target(query)?;
        let mut written = Written::default();
        let mut touched = HashSet::new();
        for record in &payload.rows {
            let proposed = self.proposed(record, payload)?;
            let existing = self.transaction.db.heap(self.table).find(target, &proposed[target]);
            let row = match (existing, self.prefer.resolution) {
                (Some(_), Some(Resolution::Ignore)) => continue,
                (Some(place), Some(Resolution::Merge)) => {
                    if touched.contains(&proposed[target].to_string()) {
                        return Err(twice());
                    }
                    let columns = payload.columns.iter().filter_map(|name| self.table.column(name));
                    let mut row = self.transaction.db.heap(self.table).rows[&place].clone();
                    columns.for_each(|column| row[column] = proposed[column].clone());
                    self.store(Some(place), row)?
                }
                _ => {
                    written.inserted += 1;
                    self.store(None, proposed)?
                }
            };
            touched.insert(row[target].to_string());
            written.rows.push(row);
        }
        self.check_references(&written.rows)?;
        Ok(written)
    }

    /// Updates what the conditions choose.
    ///
    /// # Errors
    /// As [`Write::insert`]; 21000 without a condition.
    pub fn update(&mut self, payload: &Payload, query: &Query) -> Result<Written, PgError> {
        let changes = payload.rows.first().cloned().unwrap_or_default();
        let mut written = Written::default();
        for (place, mut row) in self.chosen(query, "UPDATE")? {
            for name in &payload.columns {
                if let Some(column) = self.table.column(name) {
                    row[column] =
                        values::from_json(self.table.columns[column].kind, &changes[name.as_str()])?;
                }
            }
            written.rows.push(self.store(Some(place), row)?);
        }
        self.check_references(&written.rows)?;
        Ok(written)
    }

    /// Deletes what the conditions choose.
    ///
    /// # Errors
    /// 23503 when other rows point at one; 21000 without a condition.
    pub fn delete(&mut self, query: &Query) -> Result<Written, PgError> {
        let mut written = Written::default();
        for (place, row) in self.chosen(query, "DELETE")? {
            self.check_unreferenced(&row)?;
            self.transaction.delete(self.table, place);
            written.rows.push(row);
        }
        Ok(written)
    }

    /// Supabase refuses to change or delete a whole table by accident.
    fn chosen(&self, query: &Query, verb: &str) -> Result<Vec<(u64, Row)>, PgError> {
        if query.conditions.is_empty() {
            return Err(PgError::new(400, "21000", format!("{verb} requires a WHERE clause")));
        }
        let heap = self.transaction.db.heap(self.table);
        Ok(heap.matching(&query.conditions).map(|(place, row)| (place, row.clone())).collect())
    }

    fn conflict_target(&self, query: &Query) -> Result<usize, PgError> {
        match query.on_conflict.as_deref() {
            None | Some("id") => Ok(0),
            Some("source_key") => Ok(1),
            Some(names) => {
                let unknown = names.split(',').find(|name| self.table.column(name).is_none());
                Err(match unknown {
                    Some(name) => PgError::no_such_column(self.table.name, name),
                    None => PgError::new(
                        400,
                        "42P10",
                        "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                    ),
                })
            }
        }
    }

    /// The row that would be inserted. A column that the request names and the row leaves out becomes NULL, or its
    /// default with `missing=default`; a column that the request does not name gets its default.
    fn proposed(&mut self, record: &Record, payload: &Payload) -> Result<Row, PgError> {
        let mut row = Row::with_capacity(self.table.columns.len());
        for column in self.table.columns {
            let named = payload.columns.contains(column.name);
            let value = match record.get(column.name).filter(|_| named) {
                Some(value) => values::from_json(column.kind, value)?,
                None if named && !self.prefer.missing_default => Value::Null,
                None => self.default(column),
            };
            row.push(value);
        }
        touch(self.table, &mut row);
        self.check(&row)?;
        Ok(row)
    }

    fn default(&mut self, column: &Column) -> Value {
        match column.fill {
            Fill::Null => Value::Null,
            Fill::NewUuid => self.transaction.db.uuid().into(),
            Fill::Now => values::written(clock::now()).into(),
        }
    }

    /// Stores a row unless the project lies, and answers what it will claim to have stored.
    fn store(&mut self, place: Option<u64>, mut row: Row) -> Result<Row, PgError> {
        touch(self.table, &mut row);
        self.check(&row)?;
        if self.faults.loses_next() {
            return Ok(row);
        }
        match place {
            Some(place) => self.transaction.replace(self.table, place, row.clone())?,
            None => self.transaction.insert(self.table, row.clone())?,
        };
        Ok(row)
    }

    /// NOT NULL, then CHECK, then the fault switch.
    fn check(&self, row: &Row) -> Result<(), PgError> {
        let table = self.table.name;
        for (column, value) in self.table.columns.iter().zip(row) {
            if column.required && value.is_null() {
                let name = column.name;
                let message = format!(
                    "null value in column \"{name}\" of relation \"{table}\" violates not-null constraint"
                );
                return Err(PgError::new(400, "23502", message).details(failing(row)));
            }
        }
        for (column, value) in self.table.columns.iter().zip(row) {
            let bad = !column.allowed.is_empty()
                && !value.as_str().is_some_and(|text| column.allowed.contains(&text));
            if bad {
                return Err(violated(table, column.name, row));
            }
        }
        self.check_unique(row)?;
        if self.faults.rejects(row.iter()) { Err(violated(table, "rejected", row)) } else { Ok(()) }
    }

    /// 23505 where another row has the same value in a column that was made unique.
    fn check_unique(&self, row: &Row) -> Result<(), PgError> {
        let heap = self.transaction.db.heap(self.table);
        for (place, column) in self.table.columns.iter().enumerate() {
            let other = |one: &Row| one[place] == row[place] && one[SOURCE_KEY] != row[SOURCE_KEY];
            let unique = self.faults.is_unique(column.name) && !row[place].is_null();
            if unique && heap.matching(&[]).any(|(_, one)| other(one)) {
                return Err(duplicate(self.table, place, &format!("{}_key", column.name), row));
            }
        }
        Ok(())
    }

    /// Foreign keys are looked at when all rows are in.
    fn check_references(&self, rows: &[Row]) -> Result<(), PgError> {
        for (place, column) in self.table.columns.iter().enumerate() {
            let Some(target) = column.references.and_then(|name| TABLES.iter().find(|t| t.name == name))
            else {
                continue;
            };
            let heap = self.transaction.db.heap(target);
            if let Some(row) = rows.iter().find(|row| heap.find(0, &row[place]).is_none()) {
                let (table, name) = (self.table.name, column.name);
                let message = format!(
                    "insert or update on table \"{table}\" violates foreign key constraint \"{table}_{name}_fkey\""
                );
                let value = row[place].as_str().unwrap_or_default();
                let details = format!("Key ({name})=({value}) is not present in table \"{}\".", target.name);
                return Err(PgError::new(409, "23503", message).details(details));
            }
        }
        Ok(())
    }

    fn check_unreferenced(&self, row: &Row) -> Result<(), PgError> {
        let table = self.table.name;
        for other in TABLES {
            for (place, column) in
                other.columns.iter().enumerate().filter(|(_, c)| c.references == Some(table))
            {
                if self.transaction.db.heap(other).rows.values().any(|r| r[place] == row[0]) {
                    let (name, column) = (other.name, column.name);
                    let message = format!(
                        "update or delete on table \"{table}\" violates foreign key constraint \"{name}_{column}_fkey\" on table \"{name}\""
                    );
                    let id = row[0].as_str().unwrap_or_default();
                    let details = format!("Key (id)=({id}) is still referenced from table \"{name}\".");
                    return Err(PgError::new(409, "23503", message).details(details));
                }
            }
        }
        Ok(())
    }
}

/// The trigger of the published SQL: `updated_at` belongs to the database.
fn touch(table: &Table, row: &mut Row) {
    if let Some(place) = table.column("updated_at") {
        row[place] = values::written(clock::now()).into();
    }
}

fn twice() -> PgError {
    let hint = "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.";
    PgError::new(500, "21000", "ON CONFLICT DO UPDATE command cannot affect row a second time").hint(hint)
}

fn violated(table: &str, name: &str, row: &Row) -> PgError {
    let message =
        format!("new row for relation \"{table}\" violates check constraint \"{table}_{name}_check\"");
    PgError::new(400, "23514", message).details(failing(row))
}

/// PostgreSQL names every value of the row.
fn failing(row: &Row) -> String {
    let plain = |value: &Value| match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("Failing row contains ({}).", row.iter().map(plain).collect::<Vec<_>>().join(", "))
}
