//! The routes of the gateway and of PostgREST behind it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::Value;

use super::auth::{Dialect, Role};
use super::errors::PgError;
use super::handle::Shared;
use super::prefer::{Prefer, Resolution, Return};
use super::query::Query;
use super::schema::{TABLES, Table};
use super::table::{Database, Transaction};
use super::write::{Payload, Write, Written};
use super::{openapi, read};
use crate::cloud::lock;

/// Longer request lines are refused by the gateway's web server.
const LONGEST_URI: usize = 16 * 1024;

/// The router of a project.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/rest/v1/", get(root))
        .route("/rest/v1/{table}", any(table))
        .fallback(async || PgError::gateway(404, "no Route matched with those values", None))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

async fn root(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match role(&shared, &headers, &query.unwrap_or_default()) {
        Err(error) => error.into_response(),
        Ok(Role::Service) => description(&shared),
        Ok(_) if shared.schema_for_anonymous.load(Ordering::Relaxed) => description(&shared),
        Ok(_) => {
            let hint = "Accessing the schema via the Data API is only allowed using a secret API key.";
            PgError::gateway(401, "Access to schema is forbidden", Some(hint)).into_response()
        }
    }
}

fn description(shared: &Shared) -> Response {
    let body = openapi::document(&lock(&shared.host)).to_string();
    ([(header::CONTENT_TYPE, "application/openapi+json; charset=utf-8")], body).into_response()
}

fn role(shared: &Shared, headers: &HeaderMap, query: &str) -> Result<Role, PgError> {
    lock(&shared.keys).role(headers, query, *lock(&shared.dialect))
}

/// What a request to a table brings.
struct Ask {
    method: Method,
    table: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

async fn table(
    State(shared): State<Arc<Shared>>,
    Path(table): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.to_string().len() > LONGEST_URI {
        return (StatusCode::URI_TOO_LONG, "<html><h1>414 Request-URI Too Large</h1></html>").into_response();
    }
    let query = uri.query().unwrap_or_default().to_owned();
    answer(&shared, &Ask { method, table, query, headers, body }).unwrap_or_else(PgError::into_response)
}

fn answer(shared: &Shared, ask: &Ask) -> Result<Response, PgError> {
    let role = role(shared, &ask.headers, &ask.query)?;
    let table = known(shared, &ask.table)?;
    let query = Query::parse(table, &ask.query)?;
    let mut database = lock(&shared.database);
    match ask.method {
        Method::GET | Method::HEAD => {
            let max_rows = shared.max_rows.load(Ordering::Relaxed);
            read::read(database.heap(table), &query, &ask.headers, role, (max_rows, shared.faults.paging()))
        }
        Method::POST | Method::PATCH | Method::DELETE => {
            if role == Role::Anonymous || shared.faults.refuses(table.name) {
                return Err(PgError::row_security(table.name, role == Role::Anonymous));
            }
            write(shared, &mut database, table, &query, ask)
        }
        _ => Err(PgError::new(405, "PGRST117", format!("Unsupported HTTP method: {}", ask.method))),
    }
}

fn known(shared: &Shared, name: &str) -> Result<&'static Table, PgError> {
    TABLES.iter().find(|t| t.name == name).ok_or_else(|| match *lock(&shared.dialect) {
        Dialect::V12 => PgError::new(404, "42P01", format!("relation \"public.{name}\" does not exist")),
        Dialect::V13 => {
            let message = format!("Could not find the table 'public.{name}' in the schema cache");
            let near = TABLES.iter().find(|t| t.name.starts_with(name.get(..3).unwrap_or("?")));
            let error = PgError::new(404, "PGRST205", message);
            near.map_or(error.clone(), |t| {
                error.hint(format!("Perhaps you meant the table 'public.{}'", t.name))
            })
        }
    })
}

fn write(
    shared: &Shared,
    database: &mut Database,
    table: &'static Table,
    query: &Query,
    ask: &Ask,
) -> Result<Response, PgError> {
    let prefer = Prefer::read(&ask.headers);
    let mut transaction = Transaction::begin(database);
    let mut write = Write { transaction: &mut transaction, table, prefer: &prefer, faults: &shared.faults };
    let payload = || Payload::read(table, &ask.body, query.columns.as_ref());
    let written = match ask.method {
        Method::POST => write.insert(&payload()?, query)?,
        Method::PATCH => write.update(&payload()?, query)?,
        _ => write.delete(query)?,
    };
    let rows = match prefer.answer {
        Return::Representation => {
            let heap = transaction.db.heap(table);
            Some(written.rows.iter().map(|row| read::chosen(heap, query, row).into()).collect())
        }
        Return::Minimal | Return::HeadersOnly => None,
    };
    // The answer may still be refused (one object asked for, several written): then nothing is kept.
    let response = confirmation(&ask.method, &written, rows, &prefer, &ask.headers)?;
    transaction.commit();
    Ok(response)
}

/// 201 for anything new, 200 for an upsert that only updated, 200 or 204 for changes and deletions.
fn confirmation(
    method: &Method,
    written: &Written,
    rows: Option<Vec<Value>>,
    prefer: &Prefer,
    headers: &HeaderMap,
) -> Result<Response, PgError> {
    let updated_only = prefer.resolution == Some(Resolution::Merge) && written.inserted == 0;
    let status = match (method, &rows) {
        (&Method::POST, _) if updated_only => StatusCode::OK,
        (&Method::POST, _) => StatusCode::CREATED,
        (_, Some(_)) => StatusCode::OK,
        (_, None) => StatusCode::NO_CONTENT,
    };
    let mut response = match rows {
        Some(rows) => {
            let mut response = read::body(rows, headers, status)?;
            *response.status_mut() = status;
            response
        }
        None => (status, Body::empty()).into_response(),
    };
    let total = prefer.count.then_some(written.rows.len());
    let shown = if *method == Method::PATCH { written.rows.len() } else { 0 };
    let range = read::content_range(0, shown, total);
    response.headers_mut().insert(header::CONTENT_RANGE, read::text(&range));
    if let Some(applied) = read::applied(prefer) {
        response.headers_mut().insert("preference-applied", applied);
    }
    Ok(response)
}
