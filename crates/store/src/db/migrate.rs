//! Brings the tables up to date: forward only, from the files under `migrations/`.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, PgPool, SqlSafeStr, SqlitePool};

use super::Dialect;
use crate::Result;

/// Which tables: SQLite keeps the inbox in a file of its own, PostgreSQL has all in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    House,
    Inbox,
}

macro_rules! file {
    ($version:literal, $path:literal) => {
        ($version, $path, include_str!(concat!("../../../../migrations/", $path, ".sql")))
    };
}

pub(crate) const HOUSE: &[(i64, &str, &str)] = &[
    file!(1, "0001_tenants_and_configuration"),
    file!(2, "0002_documents_and_roster"),
    file!(3, "0003_runs_and_plans"),
    file!(4, "0004_audit_and_outbox"),
    file!(5, "0005_pending"),
    file!(6, "0006_schedules"),
    file!(7, "0007_personal_data"),
    file!(8, "0008_alerts"),
    file!(9, "0009_quarantine"),
    file!(10, "0010_pins"),
    file!(11, "0011_scale"),
    file!(13, "0013_exchanges"),
    file!(14, "0014_short_keys"),
];

pub(crate) const INBOX: &[(i64, &str, &str)] =
    &[file!(1, "inbox/0001_deliveries"), file!(2, "inbox/0002_purged")];

impl Part {
    fn files(self) -> &'static [(i64, &'static str, &'static str)] {
        match self {
            Self::House => HOUSE,
            Self::Inbox => INBOX,
        }
    }

    /// The inbox's writer holds a connection for itself.
    pub(super) fn writers(self) -> u32 {
        match self {
            Self::House => 1,
            Self::Inbox => 2,
        }
    }

    /// After how many pages the log is written into the file. A load touches the same pages of indexes over and over, so
    /// that they are written less often; a delivery touches few.
    pub(super) fn checkpoint(self) -> &'static str {
        match self {
            Self::House => "16000",
            Self::Inbox => "1000",
        }
    }

    /// How many KiB of pages whoever writes may keep in memory: a load meets the pages of its indexes in no order.
    pub(super) fn cache(self) -> &'static str {
        match self {
            Self::House => "-16000",
            Self::Inbox => "-8000",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::House => "migrations",
            Self::Inbox => "inbox_migrations",
        }
    }

    /// The checksum is that of the file, not of what a dialect makes of it.
    fn migrator(self, dialect: Dialect) -> Migrator {
        self.migrator_to(dialect, i64::MAX)
    }

    /// Only as far as one of them: how a former version left the tables.
    fn migrator_to(self, dialect: Dialect, last: i64) -> Migrator {
        let migration = |(version, name, text): &(i64, &'static str, &'static str)| {
            let mut migration = Migration::new(
                *version,
                Cow::Borrowed(name),
                MigrationType::Simple,
                text.into_sql_str(),
                false,
            );
            migration.sql = AssertSqlSafe(dialect.migration(text)).into_sql_str();
            migration
        };
        let mut migrator = Migrator::with_migrations(
            self.files().iter().filter(|(version, ..)| *version <= last).map(migration).collect(),
        );
        migrator.dangerous_set_table_name(self.table());
        migrator
    }
}

pub(super) async fn run_sqlite(pool: &SqlitePool, part: Part) -> Result<()> {
    Ok(part.migrator(Dialect::Sqlite).run(pool).await?)
}

pub(super) async fn run_postgres(pool: &PgPool, part: Part) -> Result<()> {
    Ok(part.migrator(Dialect::Postgres).run(pool).await?)
}

/// Brings the tables as far as one migration, as a former version did.
#[cfg(test)]
pub(crate) async fn bring_sqlite(pool: &SqlitePool, part: Part, last: i64) -> Result<()> {
    Ok(part.migrator_to(Dialect::Sqlite, last).run(pool).await?)
}

/// The same on PostgreSQL.
#[cfg(test)]
pub(crate) async fn bring_postgres(pool: &PgPool, part: Part, last: i64) -> Result<()> {
    Ok(part.migrator_to(Dialect::Postgres, last).run(pool).await?)
}
