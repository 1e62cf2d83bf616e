//! Transactions and the running of statements.

use std::borrow::Cow;

use crosswalk_faults::Point;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Executor, Postgres, Sqlite, Transaction};

use super::{Arg, Args, Dialect, List, Row, faults};
use crate::Result;

/// The text of a statement: written in this crate, or made of such texts and placeholders by `dialect`; a value
/// from outside is always an argument.
pub(crate) type Sql = Cow<'static, str>;

/// A transaction that writes; dropping it rolls back.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

type SqliteQuery = Query<'static, Sqlite, SqliteArguments>;
type PostgresQuery = Query<'static, Postgres, PgArguments>;

/// Lists are never made for SQLite: it gets their members.
fn sqlite_query(sql: Sql, args: Args) -> SqliteQuery {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, arg| match arg {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Bytes(bytes) => query.bind(bytes),
        Arg::List(_) => query,
    })
}

fn postgres_query(sql: Sql, args: Args) -> PostgresQuery {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, arg| match arg {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Bytes(bytes) => query.bind(bytes),
        Arg::List(List::Text(list)) => query.bind(list),
        Arg::List(List::Int(list)) => query.bind(list),
        Arg::List(List::Bytes(list)) => query.bind(list),
    })
}

pub(super) async fn sqlite_rows<'c>(
    on: impl Executor<'c, Database = Sqlite>,
    sql: Sql,
    args: Args,
) -> Result<Vec<Row>> {
    faults::at(Point::DbRead)?;
    Ok(sqlite_query(sql, args).fetch_all(on).await?.into_iter().map(Row::Sqlite).collect())
}

pub(super) async fn postgres_rows<'c>(
    on: impl Executor<'c, Database = Postgres>,
    sql: Sql,
    args: Args,
) -> Result<Vec<Row>> {
    faults::at(Point::DbRead)?;
    Ok(postgres_query(sql, args).fetch_all(on).await?.into_iter().map(Row::Postgres).collect())
}

pub(super) async fn sqlite_run<'c>(
    on: impl Executor<'c, Database = Sqlite>,
    sql: Sql,
    args: Args,
) -> Result<u64> {
    faults::at(Point::DbWrite)?;
    Ok(sqlite_query(sql, args).execute(on).await?.rows_affected())
}

pub(super) async fn postgres_run<'c>(
    on: impl Executor<'c, Database = Postgres>,
    sql: Sql,
    args: Args,
) -> Result<u64> {
    faults::at(Point::DbWrite)?;
    Ok(postgres_query(sql, args).execute(on).await?.rows_affected())
}

/// Rows in the making. Boxed, because a closure that is held while waiting for the database keeps its future from
/// moving between threads.
pub(crate) type Rows<'a> = Box<dyn Iterator<Item = Result<Args>> + Send + 'a>;

/// A connection that somebody holds.
pub(crate) enum Held {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Held {
    /// Runs one statement that writes, as a transaction of its own.
    pub(crate) async fn run(&mut self, sql: impl Into<Sql>, args: Args) -> Result<u64> {
        let changed = match self {
            Self::Sqlite(held) => sqlite_run(&mut **held, sql.into(), args).await?,
            Self::Postgres(held) => postgres_run(&mut **held, sql.into(), args).await?,
        };
        faults::at(Point::DbCommitted)?;
        Ok(changed)
    }
}

impl Tx {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(crate) async fn run(&mut self, sql: impl Into<Sql>, args: Args) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => sqlite_run(&mut **tx, sql.into(), args).await,
            Self::Postgres(tx) => postgres_run(&mut **tx, sql.into(), args).await,
        }
    }

    pub(crate) async fn rows(&mut self, sql: impl Into<Sql>, args: Args) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => sqlite_rows(&mut **tx, sql.into(), args).await,
            Self::Postgres(tx) => postgres_rows(&mut **tx, sql.into(), args).await,
        }
    }

    pub(crate) async fn row(&mut self, sql: impl Into<Sql>, args: Args) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Writes many rows with few statements. `head` is `INSERT INTO t (…)`, `tail` what follows the values. Rows are
    /// made only when their statement is: a load does not stand in memory twice.
    pub(crate) async fn bulk(&mut self, head: &str, tail: &str, rows: Rows<'_>) -> Result<()> {
        let mut rows = rows.peekable();
        while let Some(Ok(first)) = rows.peek() {
            let width = first.len();
            let some = self.dialect().rows_per_statement(width);
            let some: Vec<Args> = rows.by_ref().take(some).collect::<Result<_>>()?;
            let (sql, args) = self.dialect().insert_many(head, tail, some);
            self.run(sql, args).await?;
        }
        rows.next().map_or(Ok(()), |failed| failed.map(drop))
    }

    pub(crate) async fn commit(self) -> Result<()> {
        faults::at(Point::DbCommit)?;
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        faults::at(Point::DbCommitted)
    }
}
