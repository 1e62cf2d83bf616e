//! The other side of the door: for a process that finds the data folder owned by another one.
//!
//! It shows the token that the owner left in the folder, gets an address that works once, and either hands it to a
//! window or opens it itself and makes calls.

use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{Method, Request, Response, StatusCode};
use crosswalk_contract::{Ask, Envelope, Problem};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::ServerError;
use crate::app::Attached;

/// The largest reply that is read.
const LARGEST: usize = 64 << 20;

/// Asks the owner at an origin (`http://127.0.0.1:4710`) for an address that opens its screens once.
///
/// # Errors
/// [`ServerError::OwnerSilent`], [`ServerError::OwnerRefused`].
pub async fn knock(origin: &str, token: &str) -> Result<String, ServerError> {
    let request = Request::builder().method(Method::POST).uri("/app/attach");
    let request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    let (head, body) = send(origin, request, Body::empty()).await?;
    if head.status() != StatusCode::OK {
        return Err(ServerError::OwnerRefused(head.status().to_string()));
    }
    let attached: Attached = serde_json::from_slice(&body).map_err(|_| silent(origin))?;
    Ok(attached.address)
}

/// A session at another process, for making calls.
pub struct Visitor {
    origin: String,
    cookie: String,
}

/// The cookie does not print.
impl std::fmt::Debug for Visitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Visitor {
    /// Enters with an address that [`knock`] gave, or that the owner printed.
    ///
    /// # Errors
    /// [`ServerError::OwnerSilent`], [`ServerError::OwnerRefused`].
    pub async fn enter(address: &str) -> Result<Self, ServerError> {
        let rest = address.strip_prefix("http://").ok_or_else(|| silent(address))?;
        let (host, path) = rest.split_once('/').ok_or_else(|| silent(address))?;
        let origin = format!("http://{host}");
        let request = Request::builder().method(Method::GET).uri(format!("/{path}"));
        let (head, _) = send(&origin, request, Body::empty()).await?;
        let cookie = head.headers().get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        let refused = || ServerError::OwnerRefused(head.status().to_string());
        Ok(Self { cookie: cookie.ok_or_else(refused)?.to_owned(), origin })
    }

    /// Makes a call there.
    ///
    /// # Errors
    /// The engine's problem, or one that says that the owner did not answer.
    pub async fn ask<A: Ask>(&self, ask: A) -> Result<A::Reply, Problem> {
        let envelope = Envelope { request: "attached".into(), call: ask.into() };
        let body = serde_json::to_vec(&envelope).map_err(|_| unreachable(&self.origin))?;
        let request = Request::builder().method(Method::POST).uri("/app/call");
        let request = request.header(COOKIE, &self.cookie).header(ORIGIN, &self.origin);
        let request = request.header(CONTENT_TYPE, "application/json");
        let sent = send(&self.origin, request, Body::from(body)).await;
        let (head, body) = sent.map_err(|_| unreachable(&self.origin))?;
        if head.status() == StatusCode::OK {
            return serde_json::from_slice(&body).map_err(|_| unreachable(&self.origin));
        }
        Err(serde_json::from_slice(&body).unwrap_or_else(|_| unreachable(&self.origin)))
    }
}

async fn send(
    origin: &str,
    request: axum::http::request::Builder,
    body: Body,
) -> Result<(Response<()>, Bytes), ServerError> {
    let failed = || silent(origin);
    let host = origin.strip_prefix("http://").ok_or_else(failed)?;
    let stream = TcpStream::connect(host).await.map_err(|_| failed())?;
    let talk = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = talk.map_err(|_| failed())?;
    let request = request.header(HOST, host).body(body).map_err(|_| failed())?;
    // Dropping the sender after the answer ends the connection.
    let exchange = async move {
        let response = sender.send_request(request).await.map_err(|_| failed())?;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(Body::new(body), LARGEST).await.map_err(|_| failed())?;
        Ok((Response::from_parts(parts, ()), body))
    };
    let (answered, _connection) = futures::future::join(exchange, connection).await;
    answered
}

fn silent(origin: &str) -> ServerError {
    ServerError::OwnerSilent(origin.to_owned())
}

fn unreachable(origin: &str) -> Problem {
    Problem::new(
        "engine.unreachable",
        "Crosswalk does not answer.",
        silent(origin).to_string(),
        "Start Crosswalk again.",
    )
    .again()
}
