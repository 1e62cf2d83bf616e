//! Stores as each migration of the past left them, with rows of that time, brought up to the present: at once, and with
//! a stop after any step in between.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool, Row, SqlitePool};

use super::samples::tenant_id;
use super::world::{World, in_schema, keys};
use crate::db::migrate::{HOUSE, INBOX, bring_postgres, bring_sqlite};
use crate::db::{Dialect, Part};
use crate::{Options, Place, Store, StoreError};

mod samples;

use samples::{AFTER, GONE, REBUILT, rows_of};

/// A database that is only as far as a test wants it.
enum Old {
    Sqlite { house: SqlitePool, inbox: SqlitePool },
    Postgres(PgPool),
}

impl Old {
    async fn in_folder(folder: &Path) -> Self {
        let file =
            |name: &str| SqliteConnectOptions::new().filename(folder.join(name)).create_if_missing(true);
        // One connection: another one would not notice at once that a table has a new column.
        let one = || SqlitePoolOptions::new().max_connections(1);
        let house = one().connect_with(file("crosswalk.db")).await.unwrap();
        Self::Sqlite { house, inbox: one().connect_with(file("inbox.db")).await.unwrap() }
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Applies the migrations up to this one.
    async fn bring_to(&self, part: Part, version: i64) {
        match (self, part) {
            (Self::Sqlite { house, .. }, Part::House) => bring_sqlite(house, part, version).await.unwrap(),
            (Self::Sqlite { inbox, .. }, Part::Inbox) => bring_sqlite(inbox, part, version).await.unwrap(),
            (Self::Postgres(pool), _) => bring_postgres(pool, part, version).await.unwrap(),
        }
    }

    /// Bytes are written as `X'…'`, as SQLite has them.
    async fn run(&self, part: Part, sql: &str) {
        match (self, part) {
            (Self::Sqlite { house, .. }, Part::House) => {
                house.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
            }
            (Self::Sqlite { inbox, .. }, Part::Inbox) => {
                inbox.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
            }
            (Self::Postgres(pool), _) => {
                pool.execute(AssertSqlSafe(sql.replace("X'", "'\\x"))).await.unwrap();
            }
        }
    }

    async fn column(&self, part: Part, sql: String) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        match (self, part) {
            (Self::Sqlite { house, .. }, Part::House) => texts(house.fetch_all(sql).await.unwrap()),
            (Self::Sqlite { inbox, .. }, Part::Inbox) => texts(inbox.fetch_all(sql).await.unwrap()),
            (Self::Postgres(pool), _) => {
                pool.fetch_all(sql).await.unwrap().iter().map(|row| row.get::<String, _>(0)).collect()
            }
        }
    }

    async fn close(self) {
        match self {
            Self::Sqlite { house, inbox } => {
                house.close().await;
                inbox.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// As the house and the inbox were after so many migrations, with rows that were written after each.
    async fn furnish(&self, version: i64) {
        for (part, last) in [(Part::House, version), (Part::Inbox, version.min(last_of(INBOX)))] {
            for step in 1..=last {
                self.bring_to(part, step).await;
                for sql in rows_of(part, step) {
                    self.run(part, sql).await;
                }
            }
        }
    }

    /// The columns of each table.
    async fn columns(&self, part: Part) -> BTreeMap<String, Vec<String>> {
        let sql = match self.dialect() {
            Dialect::Sqlite => {
                "SELECT m.name || ' ' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
                                WHERE m.type = 'table' ORDER BY m.name, c.cid"
            }
            Dialect::Postgres => {
                "SELECT table_name || ' ' || column_name FROM information_schema.columns
                                  WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
            }
        };
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in self.column(part, sql.to_owned()).await {
            let (table, column) = line.split_once(' ').unwrap();
            if !table.contains("migrations") && !table.starts_with("sqlite") {
                columns.entry(table.to_owned()).or_default().push(column.to_owned());
            }
        }
        columns
    }

    /// Every row of these columns, as text.
    async fn rows(&self, part: Part, columns: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        let mut all = Vec::new();
        for (table, columns) in columns {
            let quote = if self.dialect() == Dialect::Sqlite { "quote" } else { "quote_nullable" };
            let parts: Vec<String> = columns.iter().map(|column| format!("{quote}({column})")).collect();
            let sql = format!("SELECT {} FROM {table} ORDER BY 1", parts.join(" || ' ' || "));
            all.extend(self.column(part, sql).await.into_iter().map(|row| format!("{table}: {row}")));
        }
        all
    }
}

fn texts(rows: Vec<sqlx::sqlite::SqliteRow>) -> Vec<String> {
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// What a migration changes on purpose is looked at by itself.
fn kept(mut columns: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    for (table, column) in AFTER.iter().map(|(table, column, ..)| (*table, *column)) {
        columns.entry(table.to_owned()).or_default().retain(|own| own != column);
    }
    columns
        .retain(|table, columns| !columns.is_empty() && !GONE.contains(&table.as_str()) && table != REBUILT);
    columns
}

/// The roster, as a schema of this version has it, in words that are the same for all.
fn roster_told(dialect: Dialect, version: i64, ended: bool) -> String {
    let hex = |bytes: &str| match dialect {
        // What is missing has no digits there.
        Dialect::Sqlite => format!("NULLIF(lower(hex({bytes})), '')"),
        Dialect::Postgres => format!("encode({bytes}, 'hex')"),
    };
    let (tenant, id): (&str, &dyn Fn(&str) -> String) = match version {
        ..14 => ("tenant_id", &|id| format!("replace({id}, '-', '')")),
        _ => ("(SELECT tenant_id FROM tenants WHERE number = tenant)", &hex),
    };
    let mut parts =
        vec![tenant.to_owned(), id("id"), id("owner"), hex("hash"), hex("private"), hex("asserted_private")];
    parts.extend(["entity", "grp", "active", "seq", "fields", "asserted"].map(str::to_owned));
    parts.extend(ended.then(|| "ended_at".to_owned()));
    let parts: Vec<String> =
        parts.iter().map(|part| format!("COALESCE(CAST({part} AS TEXT), '-')")).collect();
    format!("SELECT {} FROM roster ORDER BY seq", parts.join(" || ' ' || "))
}

/// The number of the last migration.
fn last_of(files: &[(i64, &str, &str)]) -> i64 {
    files.last().map_or(0, |(version, ..)| *version)
}

/// From `version`, with a stop after `stop`, to the present.
async fn upgraded(place: &Place, version: i64, stop: i64) {
    let open = async || match place {
        Place::Folder(folder) => Old::in_folder(folder).await,
        Place::Postgres { url, .. } => Old::Postgres(PgPool::connect(url).await.unwrap()),
    };
    let old = open().await;
    old.furnish(version).await;
    let dialect = old.dialect();
    let roster = async |at: &Old, schema| match version {
        ..2 => Vec::new(),
        _ => at.column(Part::House, roster_told(dialect, schema, version >= 7)).await,
    };
    let records = roster(&old, version).await;
    let columns = [kept(old.columns(Part::House).await), kept(old.columns(Part::Inbox).await)];
    let mut before = old.rows(Part::House, &columns[0]).await;
    before.extend(old.rows(Part::Inbox, &columns[1]).await);
    assert!(before.len() >= 8, "there is something to keep");
    // The process ends here, between two migrations.
    old.bring_to(Part::House, stop).await;
    old.close().await;
    let options = Options { place: place.clone(), keys: keys() };
    let store = Store::open(options.clone()).await.unwrap();
    let tenant = store.tenant(tenant_id());
    assert_eq!(store.system().tenants().await.unwrap()[0].name, "Kōwhai Bay College");
    assert_eq!(tenant.setting("demo").await.unwrap(), Some(serde_json::json!(false)));
    store.close().await;
    Store::open(options).await.expect("opening it again changes nothing").close().await;
    let now = open().await;
    let mut after = now.rows(Part::House, &columns[0]).await;
    after.extend(now.rows(Part::Inbox, &columns[1]).await);
    // Opening makes the key of indexes where there is none yet.
    after.retain(|row| !row.starts_with("house: "));
    assert_eq!(after, before, "from {version} over {stop}");
    assert_eq!(roster(&now, last_of(HOUSE)).await, records, "the roster from {version} over {stop}");
    assert_eq!(records.len(), if version < 2 { 0 } else { 2 });
    for (table, column, since, which, value) in AFTER.iter().filter(|(_, _, since, ..)| version >= *since) {
        let sql = format!("SELECT {column} FROM {table} WHERE {which}");
        assert_eq!(now.column(Part::House, sql).await, [*value], "{table}.{column} since {since}");
    }
    now.close().await;
}

#[tokio::test]
async fn every_store_of_the_past_is_brought_up_to_date_on_sqlite() {
    let last = last_of(HOUSE);
    for (version, stop) in (1..=last).flat_map(|version| (version..=last).map(move |stop| (version, stop))) {
        let folder = tempfile::tempdir().unwrap();
        upgraded(&Place::Folder(folder.path().to_owned()), version, stop).await;
    }
}

#[tokio::test]
async fn every_store_of_the_past_is_brought_up_to_date_on_postgres() {
    let last = last_of(HOUSE);
    for (version, stop) in
        (1..=last).flat_map(|version| [version, last.min(version + 1)].map(|stop| (version, stop)))
    {
        in_schema(async |url| {
            let folder = tempfile::tempdir().unwrap();
            upgraded(&Place::Postgres { url, folder: folder.path().to_owned() }, version, stop).await;
        })
        .await;
    }
}

#[tokio::test]
async fn every_table_of_the_past_has_a_row_of_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let old = Old::in_folder(folder.path()).await;
    old.furnish(last_of(HOUSE)).await;
    for part in [Part::House, Part::Inbox] {
        for table in old.columns(part).await.into_keys().filter(|table| table != "house") {
            let count = old.column(part, format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}")).await;
            assert_ne!(count, ["0"], "write a row of {table} into upgrades/samples.rs");
        }
    }
    old.close().await;
}

async fn refused(world: World, tampering: &str) -> StoreError {
    world.tamper(tampering, Vec::new()).await.unwrap();
    world.store.close().await;
    let options = Options { place: world.place.clone(), keys: keys() };
    Store::open(options).await.expect_err("it was opened")
}

async fn an_altered_migration_is_refused(world: World) {
    let bytes = if world.is_sqlite() { "x'00'" } else { "'\\x00'::bytea" };
    let told = refused(world, &format!("UPDATE migrations SET checksum = {bytes} WHERE version = 2")).await;
    assert_eq!(told.to_string().split(". ").next(), Some("Migration 2 is not as Crosswalk wrote it"));
}

async fn an_unknown_migration_is_refused(world: World) {
    let told = refused(world, "UPDATE migrations SET version = 9999 WHERE version = 1").await;
    assert!(matches!(told, StoreError::SchemaNewer), "{told}");
    assert!(told.to_string().contains("Install that version again"));
}

super::suite!(an_altered_migration_is_refused, an_unknown_migration_is_refused);
