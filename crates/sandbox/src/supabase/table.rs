//! Rows in a heap: an update moves its row to the end, as PostgreSQL's does. What a request did can be undone.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::condition::Condition;
use super::errors::PgError;
use super::schema::{TABLES, Table};
use crate::cloud::Record;
use crate::random::Random;

/// A row, in the order of the columns.
pub type Row = Vec<Value>;

/// The rows of one table.
pub struct Heap {
    /// What the rows look like.
    pub table: &'static Table,
    /// Rows by place; the place grows with every write.
    pub rows: BTreeMap<u64, Row>,
    ids: HashMap<String, u64>,
    keys: HashMap<String, u64>,
    next: u64,
}

/// Places of the columns `id` and `source_key` in every table.
const ID: usize = 0;
/// See [`ID`].
pub const SOURCE_KEY: usize = 1;

impl Heap {
    fn new(table: &'static Table) -> Self {
        Self { table, rows: BTreeMap::new(), ids: HashMap::new(), keys: HashMap::new(), next: 0 }
    }

    /// Place of the row whose unique column has this value. Only `id` and `source_key` are unique.
    pub fn find(&self, column: usize, value: &Value) -> Option<u64> {
        let index = if column == ID { &self.ids } else { &self.keys };
        index.get(value.as_str()?).copied()
    }

    /// Rows for which all conditions hold, in the order of the heap. A unique column is looked up in its index.
    pub fn matching<'a>(
        &'a self,
        conditions: &'a [Condition],
    ) -> Box<dyn Iterator<Item = (u64, &'a Row)> + 'a> {
        let holds = move |(_, row): &(u64, &Row)| conditions.iter().all(|condition| condition.holds(row));
        match conditions.iter().find_map(Condition::unique) {
            Some((column, value)) => {
                let place = self.find(column, value);
                Box::new(place.into_iter().map(|place| (place, &self.rows[&place])).filter(holds))
            }
            None => Box::new(self.rows.iter().map(|(place, row)| (*place, row)).filter(holds)),
        }
    }

    fn put(&mut self, row: Row) -> u64 {
        let place = self.next;
        self.next += 1;
        self.ids.insert(text(&row, ID), place);
        self.keys.insert(text(&row, SOURCE_KEY), place);
        self.rows.insert(place, row);
        place
    }

    fn take(&mut self, place: u64) -> Option<Row> {
        let row = self.rows.remove(&place)?;
        self.ids.remove(&text(&row, ID));
        self.keys.remove(&text(&row, SOURCE_KEY));
        Some(row)
    }

    fn restore(&mut self, place: u64, row: Row) {
        self.ids.insert(text(&row, ID), place);
        self.keys.insert(text(&row, SOURCE_KEY), place);
        self.rows.insert(place, row);
    }

    /// A row as a record.
    pub fn record(&self, row: &Row) -> Record {
        self.table.columns.iter().zip(row).map(|(c, v)| (c.name.to_owned(), v.clone())).collect()
    }
}

fn text(row: &Row, column: usize) -> String {
    row[column].as_str().unwrap_or_default().to_owned()
}

/// All tables of the project.
pub struct Database {
    heaps: BTreeMap<&'static str, Heap>,
    random: Random,
}

impl Database {
    /// Empty tables.
    pub fn new() -> Self {
        let heaps = TABLES.iter().map(|table| (table.name, Heap::new(table))).collect();
        Self { heaps, random: Random::new(0x7E_4E7E) }
    }

    /// The heap of a table.
    pub fn heap(&self, table: &Table) -> &Heap {
        // Every table of the schema was made above; the schema is the only source of tables.
        &self.heaps[table.name]
    }

    /// A fresh uuid (version 4).
    pub fn uuid(&mut self) -> String {
        let hex = format!("{:016x}{:016x}", self.random.word(), self.random.word());
        let variant = ["8", "9", "a", "b"][self.random.below(4)];
        [
            &hex[..8],
            &hex[8..12],
            &format!("4{}", &hex[13..16]),
            &format!("{variant}{}", &hex[17..20]),
            &hex[20..],
        ]
        .join("-")
    }
}

/// One request's writes. Dropped without [`Transaction::commit`], everything is as it was.
pub struct Transaction<'a> {
    /// The tables, as this transaction sees them.
    pub db: &'a mut Database,
    undo: Vec<(&'static str, Undo)>,
    done: bool,
}

enum Undo {
    Remove(u64),
    Restore(u64, Row),
}

impl<'a> Transaction<'a> {
    /// Begins.
    pub fn begin(db: &'a mut Database) -> Self {
        Self { db, undo: Vec::new(), done: false }
    }

    /// Keeps what was done.
    pub fn commit(mut self) {
        self.done = true;
    }

    fn heap(&mut self, table: &Table) -> Option<&mut Heap> {
        self.db.heaps.get_mut(table.name)
    }

    /// Adds a row; both unique columns are checked.
    ///
    /// # Errors
    /// 23505.
    pub fn insert(&mut self, table: &'static Table, row: Row) -> Result<u64, PgError> {
        let Some(heap) = self.heap(table) else { return Ok(0) };
        for (column, constraint) in [(ID, "pkey"), (SOURCE_KEY, "source_key_key")] {
            if heap.find(column, &row[column]).is_some() {
                return Err(duplicate(table, column, constraint, &row));
            }
        }
        let place = heap.put(row);
        self.undo.push((table.name, Undo::Remove(place)));
        Ok(place)
    }

    /// Replaces a row; it moves to the end of the heap.
    ///
    /// # Errors
    /// 23505.
    pub fn replace(&mut self, table: &'static Table, place: u64, row: Row) -> Result<u64, PgError> {
        self.delete(table, place);
        self.insert(table, row)
    }

    /// Removes a row.
    pub fn delete(&mut self, table: &'static Table, place: u64) {
        if let Some(row) = self.heap(table).and_then(|heap| heap.take(place)) {
            self.undo.push((table.name, Undo::Restore(place, row)));
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        for (table, step) in self.undo.drain(..).rev() {
            let Some(heap) = self.db.heaps.get_mut(table) else { continue };
            match step {
                Undo::Remove(place) => drop(heap.take(place)),
                Undo::Restore(place, row) => heap.restore(place, row),
            }
        }
    }
}

/// 23505.
pub fn duplicate(table: &Table, column: usize, constraint: &str, row: &Row) -> PgError {
    let name = table.name;
    let message = format!("duplicate key value violates unique constraint \"{name}_{constraint}\"");
    let details = format!("Key ({})=({}) already exists.", table.columns[column].name, text(row, column));
    PgError::new(409, "23505", message).details(details)
}
