//! A small HTTP/1.1 client written by hand, because it must be able to misbehave: to announce a body and send half of
//! it, to send it by the spoonful, to wait for `100 Continue`, to hang up.

mod answer;
mod stream;

#[cfg(test)]
mod tests;

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};

pub use answer::Answer;
use stream::Stream;

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// TLS, with any certificate: KAMAR is not known to check the chain.
    pub tls: bool,
}

/// A request before it is written.
#[derive(Clone)]
pub struct Request {
    /// `POST`, …
    pub method: String,
    /// Path with query.
    pub path: String,
    /// Headers besides `Host`, `Content-Length` and `Connection`.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers.
    pub fn new(method: &str, path: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: body.into() }
    }

    /// The request with one more header; a `Host` given here replaces the true one.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// How the body is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// At once.
    #[default]
    Whole,
    /// Only after the listener said `100 Continue`, or did not say anything for a second (as libcurl does).
    AfterContinue,
    /// In pieces with pauses.
    Slowly {
        /// Bytes a piece.
        piece: usize,
        /// Pause after each.
        pause: Duration,
    },
    /// So many bytes, then the connection is dropped.
    Cut {
        /// Bytes that are sent.
        after: usize,
    },
    /// With `Transfer-Encoding: chunked` instead of a length.
    Chunked,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Nobody listens there, or the connection broke while it was made.
    #[error("nobody answers at {host}:{port}: {source}")]
    Unreachable {
        /// Host.
        host: String,
        /// Port.
        port: u16,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The answer did not come in time.
    #[error("no answer came within {0:?}")]
    TimedOut(Duration),
    /// The connection ended before the answer did.
    #[error("the connection ended before the answer did")]
    Cut,
    /// What came is not HTTP.
    #[error("the answer is not HTTP")]
    NotHttp,
}

/// Sends a request and reads the answer, all within `timeout`.
///
/// # Errors
/// See [`HttpError`]; a status of any kind is an answer.
pub async fn exchange(
    to: &Target,
    request: &Request,
    how: Delivery,
    timeout: Duration,
) -> Result<Answer, HttpError> {
    tokio::time::timeout(timeout, attempt(to, request, how))
        .await
        .unwrap_or(Err(HttpError::TimedOut(timeout)))
}

/// Sends a request in the ordinary way within ten seconds; what most tests need.
///
/// # Errors
/// See [`HttpError`].
pub async fn send(to: &Target, request: &Request) -> Result<Answer, HttpError> {
    exchange(to, request, Delivery::Whole, Duration::from_secs(10)).await
}

async fn attempt(to: &Target, request: &Request, how: Delivery) -> Result<Answer, HttpError> {
    let unreachable = |source| HttpError::Unreachable { host: to.host.clone(), port: to.port, source };
    let stream = stream::connect(to).await.map_err(unreachable)?;
    let mut stream = BufReader::new(stream);
    let head = head(to, request, how);
    stream.write_all(head.as_bytes()).await.map_err(unreachable)?;
    stream.flush().await.map_err(unreachable)?;
    if how == Delivery::AfterContinue {
        let wait = tokio::time::timeout(Duration::from_secs(1), stream.read_u8()).await;
        if let Ok(first) = wait {
            let first = first.map_err(|_| HttpError::Cut)?;
            let interim = answer::read(&mut stream, &[first], &request.method).await?;
            if interim.status != 100 {
                return Ok(interim);
            }
        }
    }
    // A listener may refuse and close before it has the whole body: then writing fails, and its answer is read.
    let written = body(&mut stream, &request.body, how).await;
    if let (Delivery::Cut { .. }, Ok(())) = (how, &written) {
        let _ = stream.shutdown().await;
        return Err(HttpError::Cut);
    }
    answer::read_final(&mut stream, &request.method).await
}

fn head(to: &Target, request: &Request, how: Delivery) -> String {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
    if !request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        head.push_str(&format!("Host: {}:{}\r\n", to.host, to.port));
    }
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match how {
        Delivery::Chunked => head.push_str("Transfer-Encoding: chunked\r\n"),
        _ => head.push_str(&format!("Content-Length: {}\r\n", request.body.len())),
    }
    if how == Delivery::AfterContinue {
        head.push_str("Expect: 100-continue\r\n");
    }
    head.push_str("Connection: close\r\n\r\n");
    head
}

async fn body(stream: &mut BufReader<Box<dyn Stream>>, body: &[u8], how: Delivery) -> std::io::Result<()> {
    match how {
        Delivery::Whole | Delivery::AfterContinue => stream.write_all(body).await?,
        Delivery::Cut { after } => stream.write_all(&body[..after.min(body.len())]).await?,
        Delivery::Slowly { piece, pause } => {
            for part in body.chunks(piece.max(1)) {
                stream.write_all(part).await?;
                stream.flush().await?;
                tokio::time::sleep(pause).await;
            }
        }
        Delivery::Chunked => {
            for part in body.chunks(8192) {
                stream.write_all(format!("{:x}\r\n", part.len()).as_bytes()).await?;
                stream.write_all(part).await?;
                stream.write_all(b"\r\n").await?;
            }
            stream.write_all(b"0\r\n\r\n").await?;
        }
    }
    stream.flush().await
}
