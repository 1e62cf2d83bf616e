//! What a case runs in: an open store with one tenant, whose inbox is being written.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use super::samples::{at, tenant_id};
use crate::db::{Args, Row, Tx};
use crate::{Keys, Options, Place, Store, Tenant, Work};

/// An open store with one tenant.
#[derive(Clone)]
pub(super) struct World {
    pub(super) store: Store,
    pub(super) tenant: Tenant,
    pub(super) place: Place,
    folder: Arc<TempDir>,
}

pub(super) fn keys() -> Keys {
    Keys::generate([7; 32])
}

impl World {
    async fn new(place: Place, folder: TempDir) -> Self {
        let store = Store::open(Options { place: place.clone(), keys: keys() }).await.unwrap();
        store.system().create_tenant(tenant_id(), "Kōwhai Bay College", at(0)).await.unwrap();
        let tenant = store.tenant(tenant_id());
        Self { store, tenant, place, folder: Arc::new(folder) }
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self.place, Place::Folder(_))
    }

    pub(super) async fn begin(&self) -> Work {
        self.tenant.begin().await.unwrap()
    }

    /// A transaction in which anything can be done: what somebody with the file could do.
    pub(super) async fn begin_tampering(&self) -> Tx {
        let mut tx = self.store.0.db.begin("tamper").await.unwrap();
        let unguarded = match &tx {
            Tx::Sqlite(_) => "PRAGMA defer_foreign_keys = ON",
            Tx::Postgres(_) => "SET LOCAL session_replication_role = replica",
        };
        tx.run(unguarded, Args::new()).await.unwrap();
        tx
    }

    /// Runs one such statement, and lets it count.
    pub(super) async fn tamper(&self, sql: &str, args: Args) -> crate::Result<u64> {
        let mut tx = self.begin_tampering().await;
        let changed = tx.run(sql.to_owned(), args).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Reads what no method of the store gives out.
    pub(super) async fn peek(&self, sql: &str) -> Vec<Row> {
        self.store.0.db.rows(sql.to_owned(), Args::new()).await.unwrap()
    }
}

async fn run<F: Future<Output = ()>>(world: World, case: impl FnOnce(World) -> F) {
    let writer = world.store.inbox().writer();
    let case = async {
        case(world.clone()).await;
        world.store.close().await;
    };
    tokio::join!(writer, case);
}

pub(super) async fn on_sqlite<F: Future<Output = ()>>(case: impl FnOnce(World) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(Place::Folder(folder.path().to_owned()), folder).await;
    run(world, case).await;
}

pub(super) async fn on_postgres<F: Future<Output = ()>>(case: impl FnOnce(World) -> F) {
    in_schema(async |url| {
        let folder = tempfile::tempdir().unwrap();
        let world = World::new(Place::Postgres { url, folder: folder.path().to_owned() }, folder).await;
        run(world, case).await;
    })
    .await;
}

/// Gives a case the address of an empty schema, where there is a server.
pub(super) async fn in_schema(case: impl AsyncFnOnce(String)) {
    let Some(base) = postgres() else {
        println!("Left out: CROSSWALK_TEST_POSTGRES does not name a PostgreSQL server.");
        return;
    };
    static SCHEMAS: AtomicU32 = AtomicU32::new(0);
    let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
    let schema = format!("store_test_{}_{number}", std::process::id());
    let mut admin = PgConnection::connect(&base).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.unwrap();
    let joint = if base.contains('?') { '&' } else { '?' };
    let url = format!("{base}{joint}options[search_path]={schema}");
    case(url).await;
    admin.execute(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).await.unwrap();
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment which server they may use")]
fn postgres() -> Option<String> {
    std::env::var("CROSSWALK_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}
