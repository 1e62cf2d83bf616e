//! The other side of the door: for a process that finds the data folder owned by another one.
//!
//! It shows the token that the owner left in the folder, gets an address that works once, and either hands it to a
//! window or opens it itself and makes calls.

use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::request::Builder;
use axum::http::{Method, Request, Response, StatusCode};
use crosswalk_contract::{Ask, Envelope, Event, Problem};
use futures::StreamExt;
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
#[derive(Clone)]
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
        let unreachable = |_| unreachable(&self.origin);
        let text = serde_json::to_string(&envelope).map_err(unreachable)?;
        match self.call(text).await {
            Ok(Answered::Reply(reply)) => serde_json::from_str(&reply).map_err(unreachable),
            Ok(Answered::Problem(problem)) => Err(problem),
            Err(error) => Err(lost(&error)),
        }
    }

    /// Makes a call that is written already; gives the reply as it was written.
    ///
    /// # Errors
    /// [`ServerError::OwnerSilent`]; [`ServerError::OwnerRefused`] when the session is over.
    pub async fn call(&self, envelope: String) -> Result<Answered, ServerError> {
        let request = self.request(Method::POST, "/app/call").header(CONTENT_TYPE, "application/json");
        let (head, body) = send(&self.origin, request, Body::from(envelope)).await?;
        let text = String::from_utf8_lossy(&body).into_owned();
        match head.status() {
            StatusCode::OK => Ok(Answered::Reply(text)),
            StatusCode::UNAUTHORIZED => Err(ServerError::OwnerRefused(head.status().to_string())),
            _ => serde_json::from_str(&text).map(Answered::Problem).map_err(|_| silent(&self.origin)),
        }
    }

    /// Hears what happens there until the owner ends.
    ///
    /// # Errors
    /// As [`Visitor::call`].
    pub async fn events(&self, mut each: impl FnMut(Event)) -> Result<(), ServerError> {
        let failed = || silent(&self.origin);
        let (mut sender, connection) = connect(&self.origin).await?;
        let request = self.request(Method::GET, "/app/events").header(HOST, host(&self.origin)?);
        let request = request.body(Body::empty()).map_err(|_| failed())?;
        let listening = async move {
            let response = sender.send_request(request).await.map_err(|_| failed())?;
            if response.status() != StatusCode::OK {
                return Err(ServerError::OwnerRefused(response.status().to_string()));
            }
            let mut lines = Lines::default();
            let mut pieces = Body::new(response.into_body()).into_data_stream();
            while let Some(Ok(piece)) = pieces.next().await {
                lines.add(&piece, &mut each);
            }
            Ok(())
        };
        let (heard, _connection) = futures::future::join(listening, connection).await;
        heard
    }

    fn request(&self, method: Method, path: &str) -> Builder {
        let request = Request::builder().method(method).uri(path);
        request.header(COOKIE, &self.cookie).header(ORIGIN, &self.origin)
    }
}

/// What came back of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The reply, as it was written.
    Reply(String),
    /// The engine's problem.
    Problem(Problem),
}

/// Lines of a stream of events that come in pieces.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn add(&mut self, piece: &[u8], each: &mut impl FnMut(Event)) {
        self.0.extend_from_slice(piece);
        while let Some(end) = self.0.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.0.drain(..=end).collect();
            let data = line.strip_prefix(b"data:").and_then(|data| serde_json::from_slice(data).ok());
            if let Some(event) = data {
                each(event);
            }
        }
    }
}

fn host(origin: &str) -> Result<&str, ServerError> {
    origin.strip_prefix("http://").ok_or_else(|| silent(origin))
}

type Sender = hyper::client::conn::http1::SendRequest<Body>;
type Connection = hyper::client::conn::http1::Connection<TokioIo<TcpStream>, Body>;

async fn connect(origin: &str) -> Result<(Sender, Connection), ServerError> {
    let failed = || silent(origin);
    let stream = TcpStream::connect(host(origin)?).await.map_err(|_| failed())?;
    hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| failed())
}

async fn send(origin: &str, request: Builder, body: Body) -> Result<(Response<()>, Bytes), ServerError> {
    let failed = || silent(origin);
    let (mut sender, connection) = connect(origin).await?;
    let request = request.header(HOST, host(origin)?).body(body).map_err(|_| failed())?;
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
    lost(&silent(origin))
}

/// The problem that a screen shows when the owner cannot be asked.
pub fn lost(error: &ServerError) -> Problem {
    let (title, remedy) = ("Crosswalk does not answer.", "Start Crosswalk again.");
    Problem::new("engine.unreachable", title, error.to_string(), remedy).again()
}

#[cfg(test)]
mod tests {
    use crosswalk_contract::EventKind;

    use super::*;

    #[test]
    fn events_come_whole_however_they_are_cut() {
        let event = |number| Event { number, kind: EventKind::Conflicts };
        let written =
            |number| format!("data: {}\nid: {number}\n\n", serde_json::to_string(&event(number)).unwrap());
        let text = format!(":\n\n{}{}data: nonsense\n\n{}", written(1), written(2), written(3));
        for size in [1, 7, 1000] {
            let (mut lines, mut heard) = (Lines::default(), Vec::new());
            text.as_bytes().chunks(size).for_each(|piece| lines.add(piece, &mut |event| heard.push(event)));
            assert_eq!(heard, [event(1), event(2), event(3)], "in pieces of {size}");
        }
    }
}
