//! Figures about the memory for a support bundle: versions, counts and sizes, and nothing of what is in it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::backup::bodies;
use crate::db::{Database, Dialect, args};
use crate::{Result, Store};

/// What can be said of a store without saying anything of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoreFacts {
    /// `SQLite` or `PostgreSQL`.
    pub database: String,
    /// The last migration of the house and of the inbox.
    pub schema: BTreeMap<String, i64>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// How large the files are, in bytes; stored bodies together.
    pub bytes: BTreeMap<String, u64>,
    /// How many stored bodies there are.
    pub bodies: u64,
}

impl Store {
    /// Counts and measures.
    ///
    /// # Errors
    /// When a table or a file cannot be read.
    pub async fn facts(&self) -> Result<StoreFacts> {
        let is_shared = self.is_shared();
        let mut facts = StoreFacts {
            database: if is_shared { "PostgreSQL" } else { "SQLite" }.into(),
            ..Default::default()
        };
        let inbox = if is_shared { None } else { Some(&self.0.inbox.db) };
        for (db, prefix) in [(Some(&self.0.db), ""), (inbox, "inbox.")] {
            let Some(db) = db else { continue };
            for table in tables(db).await? {
                let count = count(db, &table).await?;
                facts.rows.insert(format!("{prefix}{table}"), count);
            }
        }
        for (name, db, table) in
            [("house", &self.0.db, "migrations"), ("inbox", &self.0.inbox.db, "inbox_migrations")]
        {
            let row = db.row(format!("SELECT MAX(version) FROM {table}"), args![]).await?;
            facts
                .schema
                .insert(name.into(), row.map_or(Ok(None), |row| row.maybe_int(0))?.unwrap_or_default());
        }
        let folder = self.lock().folder();
        for name in ["crosswalk.db", "crosswalk.db-wal", "inbox.db", "inbox.db-wal"] {
            let size = std::fs::metadata(folder.join(name)).map(|file| file.len()).unwrap_or_default();
            facts.bytes.insert(name.into(), size);
        }
        let bodies = bodies(&self.0.folder.blobs())?;
        facts.bytes.insert("bodies".into(), bodies.iter().map(|body| body.size).sum());
        facts.bodies = bodies.len() as u64;
        Ok(facts)
    }
}

/// How many rows a table has.
pub(crate) async fn count(db: &Database, table: &str) -> Result<u64> {
    let counted = db.row(format!("SELECT COUNT(*) FROM {table}"), args![]).await?;
    counted.map_or(Ok(0), |row| row.number(0))
}

/// The tables of a database, the first ones first.
pub(crate) async fn tables(db: &Database) -> Result<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        }
        Dialect::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()
             ORDER BY table_name"
        }
    };
    db.rows(sql, args![]).await?.iter().map(|row| row.text(0)).collect()
}
