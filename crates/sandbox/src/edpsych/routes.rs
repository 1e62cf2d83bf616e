//! The routes, all of which stand in the published document.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::batch::{Batch, MAX_ITEMS};
use super::handle::Shared;
use super::page::{self, MAX_PAGE};
use super::problem::Problem;
use super::schema::{RESOURCES, Resource};
use super::tokens::Tokens;
use crate::cloud::lock;
use crate::supabase::pairs;

/// What stands behind a path.
#[derive(Clone, Copy)]
pub enum Door {
    /// POST: a token.
    Token,
    /// GET: what the service holds.
    Meta,
    /// GET: a list.
    List(&'static Resource),
    /// POST: a batch.
    Batch(&'static Resource),
}

/// Everything that is served, by path.
pub fn doors() -> Vec<(String, Door)> {
    let mut doors = vec![("/oauth/token".to_owned(), Door::Token), ("/v1/meta".to_owned(), Door::Meta)];
    for resource in RESOURCES {
        doors.push((format!("/v1/{}", resource.name), Door::List(resource)));
        doors.push((format!("/v1/{}/batch", resource.name), Door::Batch(resource)));
    }
    doors
}

/// The router of the service.
pub fn router(shared: Arc<Shared>) -> Router {
    let open = |router: Router<Arc<Shared>>, (path, door): (String, Door)| {
        let method = match door {
            Door::Token => post(token),
            Door::Meta => get(meta),
            Door::List(resource) => get(async move |state, uri, headers| list(resource, state, uri, headers)),
            Door::Batch(resource) => {
                post(async move |state, uri, headers, body| batch(resource, state, uri, headers, body))
            }
        };
        router.route(&path, method)
    };
    doors()
        .into_iter()
        .fold(Router::new(), open)
        .fallback(async |uri: Uri| Problem::new("not-found", uri.path(), "There is nothing at this path."))
        .layer(from_fn_with_state(shared.clone(), limit))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

/// Counts, refuses what is too much, and tells where the window stands.
async fn limit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/oauth/token" {
        return next.run(request).await;
    }
    let standing = lock(&shared.limits).count();
    let mut response = if standing.exceeded {
        let detail = format!("Try again in {} seconds.", standing.reset);
        let mut response = Problem::new("rate-limited", request.uri().path(), detail).into_response();
        response.headers_mut().insert("retry-after", standing.reset.into());
        response
    } else {
        next.run(request).await
    };
    standing.mark(&mut response);
    response
}

async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let form: HashMap<String, String> = pairs(&String::from_utf8_lossy(&body)).collect();
    lock(&shared.tokens).issue(&headers, &form).unwrap_or_else(IntoResponse::into_response)
}

async fn meta(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<axum::Json<Value>, Problem> {
    let scopes = lock(&shared.tokens).scopes(&headers, uri.path(), None)?;
    Ok(axum::Json(json!({
        "api_version": "1.0",
        "service": "EdPsych Connect",
        "max_batch_items": MAX_ITEMS,
        "max_page_size": MAX_PAGE,
        "scopes": scopes,
        "resources": RESOURCES.iter().map(Resource::meta).collect::<Vec<_>>(),
    })))
}

fn list(
    resource: &'static Resource,
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<axum::Json<Value>, Problem> {
    lock(&shared.tokens).scopes(&headers, uri.path(), Some("roster.read"))?;
    let shelves = lock(&shared.shelves);
    page::page(shelves.of(resource), uri.path(), uri.query().unwrap_or_default(), shared.faults.paging())
        .map(axum::Json)
}

fn batch(
    resource: &'static Resource,
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    lock(&shared.tokens).scopes(&headers, uri.path(), Some("roster.write"))?;
    if shared.faults.refuses(resource.name) {
        return Err(Tokens::insufficient(uri.path(), "roster.write"));
    }
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let batch = Batch { resource, path: uri.path(), key, body: &body };
    let (mut shelves, mut memory) = (lock(&shared.shelves), lock(&shared.memory));
    let answer = batch.run(&mut shelves, &mut memory, &shared.faults)?;
    let mut response = axum::Json(answer.body).into_response();
    if answer.replayed {
        response.headers_mut().insert("idempotent-replayed", axum::http::HeaderValue::from_static("true"));
    }
    Ok(response)
}
