//! The two databases behind one small face: statements with `$1` placeholders, arguments, rows, transactions.

mod arg;
pub(crate) mod dialect;
mod faults;
pub(crate) mod migrate;
mod row;
mod tls;
mod tx;

use std::path::Path;
use std::time::Duration;

use crosswalk_faults::Point;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, SqlitePool};

pub(crate) use arg::{Arg, Args, List, args, id_bytes};
pub(crate) use dialect::Dialect;
pub(crate) use migrate::Part;
pub(crate) use row::{Row, tag};
pub(crate) use tx::{Held, Sql, Tx};

use crate::{Result, StoreError};

/// How long a caller waits for a connection or for the write lock before the store says that it is busy.
const PATIENCE: Duration = Duration::from_secs(60);
const READERS: u32 = 3;
const SHARED: u32 = 10;

/// One database: SQLite with one writing and several reading connections, or PostgreSQL.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

impl Database {
    /// Opens or makes an SQLite file and brings its tables up to date.
    pub(crate) async fn sqlite(file: &Path, part: Part) -> Result<Self> {
        faults::at(Point::DbOpen)?;
        let options = sqlite_options(file).pragma("wal_autocheckpoint", part.checkpoint());
        let lasting = |size| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let writing = options.clone().pragma("cache_size", part.cache());
        let writer = lasting(part.writers()).min_connections(1).connect_with(writing).await?;
        faults::at(Point::DbMigrate)?;
        migrate::run_sqlite(&writer, part).await?;
        let readers = lasting(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self::Sqlite { writer, readers })
    }

    /// Connects to PostgreSQL and brings its tables up to date.
    pub(crate) async fn postgres(url: &str) -> Result<Self> {
        let patience = [("lock_timeout", PATIENCE.as_millis().to_string())];
        let options = tls::options(url)?.options(patience).disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(SHARED).acquire_timeout(PATIENCE);
        let pool = pool.connect_with(options).await.map_err(tls::refused)?;
        for part in [Part::House, Part::Inbox] {
            migrate::run_postgres(&pool, part).await?;
        }
        Ok(Self::Postgres(pool))
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Reads rows outside any transaction.
    pub(crate) async fn rows(&self, sql: impl Into<Sql>, args: Args) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite { readers, .. } => tx::sqlite_rows(readers, sql.into(), args).await,
            Self::Postgres(pool) => tx::postgres_rows(pool, sql.into(), args).await,
        }
    }

    /// Reads at most one row.
    pub(crate) async fn row(&self, sql: impl Into<Sql>, args: Args) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs one statement that writes, as a transaction of its own.
    pub(crate) async fn run(&self, sql: impl Into<Sql>, args: Args) -> Result<u64> {
        let changed = match self {
            Self::Sqlite { writer, .. } => tx::sqlite_run(writer, sql.into(), args).await?,
            Self::Postgres(pool) => tx::postgres_run(pool, sql.into(), args).await?,
        };
        faults::at(Point::DbCommitted)?;
        Ok(changed)
    }

    /// Takes a connection that writes for as long as it is wanted.
    pub(crate) async fn connection(&self) -> Result<Held> {
        match self {
            Self::Sqlite { writer, .. } => Ok(Held::Sqlite(writer.acquire().await?)),
            Self::Postgres(pool) => Ok(Held::Postgres(pool.acquire().await?)),
        }
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once, since a deferred transaction
    /// that turns to writing fails without waiting; on PostgreSQL a lock of this name, so that both order writers.
    pub(crate) async fn begin(&self, lane: &str) -> Result<Tx> {
        faults::at(Point::DbBegin)?;
        match self {
            Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
            Self::Postgres(pool) => {
                let mut tx = Tx::Postgres(pool.begin().await?);
                tx.rows("SELECT pg_advisory_xact_lock($1)", args![dialect::lane_number(lane)]).await?;
                Ok(tx)
            }
        }
    }

    /// Begins a transaction that only reads and sees everything as it is now.
    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        faults::at(Point::DbRead)?;
        match self {
            Self::Sqlite { readers, .. } => Ok(Tx::Sqlite(readers.begin().await?)),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Ok(Tx::Postgres(pool.begin_with(begin).await?))
            }
        }
    }

    /// Empties the write-ahead log into the file, so that what was erased is not left behind in it.
    pub(crate) async fn checkpoint(&self) -> Result<()> {
        if let Self::Sqlite { writer, .. } = self {
            tx::sqlite_rows(writer, "PRAGMA wal_checkpoint(TRUNCATE)".into(), Args::new()).await?;
        }
        Ok(())
    }

    /// What SQLite finds wrong with its file.
    pub(crate) async fn complaints(&self) -> Result<Vec<String>> {
        if let Self::Postgres(_) = self {
            return Ok(Vec::new());
        }
        let mut wrong = Vec::new();
        for row in self.rows("PRAGMA integrity_check", Args::new()).await? {
            wrong.extend(Some(row.text(0)?).filter(|word| word != "ok"));
        }
        for row in self.rows("PRAGMA foreign_key_check", Args::new()).await? {
            wrong.push(format!("a row of {} points at nothing", row.text(0)?));
        }
        Ok(wrong)
    }

    /// Copies the whole database, as it is at one moment, into a file of SQLite that is not there yet. Others go on
    /// reading and writing meanwhile.
    pub(crate) async fn copy_to(&self, file: &Path) -> Result<()> {
        let Self::Sqlite { writer, .. } = self else { return Err(StoreError::ElsewhereTables) };
        let Some(name) = file.to_str() else { return Err(StoreError::corrupt("the path of the copy")) };
        faults::at(Point::DbOpen)?;
        let own = writer.connect_options().as_ref().clone();
        let mut connection = own.connect().await?;
        tx::sqlite_run(&mut connection, "VACUUM INTO $1".into(), args![name]).await?;
        Ok(sqlx::Connection::close(connection).await?)
    }

    /// How many rows the one writing connection of SQLite has written, changed or deleted.
    pub(crate) async fn rows_written(&self) -> Result<Option<u64>> {
        let Self::Sqlite { writer, .. } = self else { return Ok(None) };
        let rows = tx::sqlite_rows(writer, "SELECT total_changes()".into(), Args::new()).await?;
        rows.first().map(|row| row.int(0).map(|count| u64::try_from(count).unwrap_or_default())).transpose()
    }

    /// Waits until somebody closes the database.
    pub(crate) async fn closing(&self) {
        match self {
            Self::Sqlite { writer, .. } => writer.close_event().await,
            Self::Postgres(pool) => pool.close_event().await,
        }
    }

    /// Closes the database, once every connection was given back.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(200)
        .row_buffer_size(500)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", "-8000")
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging()
}
