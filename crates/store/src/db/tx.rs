//! Transactions and the running of statements.

use std::borrow::Cow;

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Executor, Postgres, Sqlite, Transaction};

use super::{Arg, Args, Dialect, Row, dialect};
use crate::Result;

/// The text of a statement: written in this crate, or made of such texts and placeholders by `dialect`; a value
/// from outside is always an argument.
pub(crate) type Sql = Cow<'static, str>;

/// A transaction that writes; dropping it rolls back.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for arg in $args {
            query = match arg {
                Arg::Text(text) => query.bind(text),
                Arg::Int(number) => query.bind(number),
                Arg::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}

pub(super) async fn sqlite_rows<'c>(
    on: impl Executor<'c, Database = Sqlite>,
    sql: Sql,
    args: Args,
) -> Result<Vec<Row>> {
    Ok(bound!(sql, args).fetch_all(on).await?.into_iter().map(Row::Sqlite).collect())
}

pub(super) async fn postgres_rows<'c>(
    on: impl Executor<'c, Database = Postgres>,
    sql: Sql,
    args: Args,
) -> Result<Vec<Row>> {
    Ok(bound!(sql, args).fetch_all(on).await?.into_iter().map(Row::Postgres).collect())
}

pub(super) async fn sqlite_run<'c>(
    on: impl Executor<'c, Database = Sqlite>,
    sql: Sql,
    args: Args,
) -> Result<u64> {
    Ok(bound!(sql, args).execute(on).await?.rows_affected())
}

pub(super) async fn postgres_run<'c>(
    on: impl Executor<'c, Database = Postgres>,
    sql: Sql,
    args: Args,
) -> Result<u64> {
    Ok(bound!(sql, args).execute(on).await?.rows_affected())
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
        match self {
            Self::Sqlite(held) => sqlite_run(&mut **held, sql.into(), args).await,
            Self::Postgres(held) => postgres_run(&mut **held, sql.into(), args).await,
        }
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
            let some: Vec<Args> =
                rows.by_ref().take(dialect::rows_per_statement(width)).collect::<Result<_>>()?;
            let sql = self.dialect().insert_many(head, tail, some.len(), width);
            self.run(sql, some.into_iter().flatten().collect()).await?;
        }
        rows.next().map_or(Ok(()), |failed| failed.map(drop))
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.commit().await?),
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}
