//! A running project: its address, its keys, its faults, and a hand into its tables.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::auth::{Dialect, Keys};
use super::errors::PgError;
use super::prefer::Prefer;
use super::query::Query;
use super::routes;
use super::schema::TABLES;
use super::table::{Database, Transaction};
use super::write::{Payload, Write};
use crate::cloud::{Faults, Hosting, Log, Snapshot, Trouble, lock, serve};
use crate::http::Target;

/// Why an edit by hand could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such table.
    #[error("there is no table of this name")]
    NoTable,
    /// There is no row with this key.
    #[error("there is no row with this source_key")]
    NoRow,
    /// PostgreSQL refuses the values.
    #[error("the database refuses the edit with {0}")]
    Refused(String),
}

/// What all requests share.
pub(super) struct Shared {
    pub database: Mutex<Database>,
    pub keys: Mutex<Keys>,
    pub faults: Faults,
    pub max_rows: AtomicUsize,
    pub schema_for_anonymous: AtomicBool,
    pub dialect: Mutex<Dialect>,
    pub host: Mutex<String>,
}

/// A simulated Supabase project. It stops when this is dropped.
pub struct Supabase {
    /// `http://127.0.0.1:<port>`; tables are under `/rest/v1/`.
    pub url: String,
    /// The secret key.
    pub service_key: String,
    /// The publishable key.
    pub anon_key: String,
    shared: Arc<Shared>,
    log: Log,
    hosting: Hosting,
}

impl Supabase {
    /// Starts a project with empty tables.
    ///
    /// # Errors
    /// When no loopback port is to be had.
    pub async fn start() -> std::io::Result<Self> {
        let keys = Keys::new();
        let (service_key, anon_key) = (keys.service.clone(), keys.anonymous.clone());
        let shared = Arc::new(Shared {
            database: Mutex::new(Database::new()),
            keys: Mutex::new(keys),
            faults: Faults::default(),
            max_rows: AtomicUsize::new(1000),
            schema_for_anonymous: AtomicBool::new(false),
            dialect: Mutex::default(),
            host: Mutex::default(),
        });
        let log = Log::default();
        let router: Router = routes::router(shared.clone());
        let hosting = serve(router, shared.faults.clone(), log.clone(), wording).await?;
        *lock(&shared.host) = hosting.address.to_string();
        Ok(Self { url: format!("http://{}", hosting.address), service_key, anon_key, shared, log, hosting })
    }

    /// Where it listens, for the hand-written client.
    pub fn target(&self) -> Target {
        Target { host: self.hosting.address.ip().to_string(), port: self.hosting.address.port(), tls: false }
    }

    /// The switches for faults.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// What was received.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Rows in one answer at most; 1000 as Supabase has it.
    pub fn set_max_rows(&self, rows: usize) {
        self.shared.max_rows.store(rows, Ordering::Relaxed);
    }

    /// Whether the publishable key may read the OpenAPI root, as in older projects.
    pub fn set_schema_for_anonymous(&self, allowed: bool) {
        self.shared.schema_for_anonymous.store(allowed, Ordering::Relaxed);
    }

    /// Which PostgREST answers.
    pub fn set_dialect(&self, dialect: Dialect) {
        *lock(&self.shared.dialect) = dialect;
    }

    /// A token of a signed-in user, valid for so many seconds; a negative number makes one that has expired.
    pub fn issue_user_token(&self, seconds: i64) -> String {
        lock(&self.shared.keys).issue(seconds)
    }

    /// Everything in all tables.
    pub fn snapshot(&self) -> Snapshot {
        let database = lock(&self.shared.database);
        let table = |t: &'static super::schema::Table| {
            let heap = database.heap(t);
            (t.name.to_owned(), heap.rows.values().map(|row| heap.record(row)).collect())
        };
        Snapshot { tables: TABLES.iter().map(table).collect() }
    }

    /// Somebody at the cloud changes columns of a row by hand.
    ///
    /// # Errors
    /// When there is no such row, or the database refuses the values.
    pub fn edit(&self, table: &str, source_key: &str, changes: &Value) -> Result<(), EditError> {
        let table = TABLES.iter().find(|t| t.name == table).ok_or(EditError::NoTable)?;
        let refused = |error: PgError| EditError::Refused(error.code.unwrap_or_default());
        let mut database = lock(&self.shared.database);
        let place = database.heap(table).find(1, &source_key.into()).ok_or(EditError::NoRow)?;
        let id = database.heap(table).rows[&place][0].as_str().unwrap_or_default().to_owned();
        let payload = Payload::read(table, changes.to_string().as_bytes(), None).map_err(refused)?;
        let query = Query::parse(table, &format!("id=eq.{id}")).map_err(refused)?;
        let mut transaction = Transaction::begin(&mut database);
        // An edit by hand meets no faults.
        let (prefer, faults) = (Prefer::default(), Faults::default());
        let mut write = Write { transaction: &mut transaction, table, prefer: &prefer, faults: &faults };
        write.update(&payload, &query).map_err(refused)?;
        transaction.commit();
        Ok(())
    }
}

fn wording(trouble: Trouble, _: &Uri) -> Response {
    match trouble {
        Trouble::Unavailable => {
            PgError::new(503, "PGRST001", "Could not query the database for the schema cache. Retrying.")
                .into_response()
        }
        Trouble::Throttled { retry_after } => {
            let mut response = PgError::gateway(429, "API rate limit exceeded", None).into_response();
            response.headers_mut().insert("retry-after", retry_after.into());
            response
        }
    }
}
