//! Connections: how many, how patient, with or without TLS, and how they end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::ServerError;
use crate::reply::HangUp;

/// How long the head of a request or a TLS handshake may take.
const HEAD: Duration = Duration::from_secs(10);
/// The largest head, and the largest piece of a body that is read at once.
const BUFFER: usize = 64 * 1024;
const HEADERS: usize = 64;
/// Connections that are open at once; further ones wait in the system's queue.
const CONNECTIONS: usize = 256;

/// At which of our addresses a connection came in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came(pub(crate) SocketAddr);

/// How connections are kept.
#[derive(Clone)]
pub(crate) struct Manner {
    /// Whether a connection serves several requests.
    pub(crate) keep_alive: bool,
    /// TLS, if it is on.
    pub(crate) tls: Option<TlsAcceptor>,
}

/// Opens a port.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|reason| ServerError::Bind { address, reason })
}

/// Takes connections until it is told to stop; then lets those in hand finish their request.
pub(crate) async fn accept(listener: TcpListener, manner: Manner, router: Router, stop: CancellationToken) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut open = JoinSet::new();
    loop {
        let place = tokio::select! {
            place = room.clone().acquire_owned() => place,
            () = stop.cancelled() => break,
        };
        let came = tokio::select! {
            came = listener.accept() => came,
            () = stop.cancelled() => break,
        };
        match came {
            Ok((stream, _)) => {
                let (manner, router, stop) = (manner.clone(), router.clone(), stop.clone());
                open.spawn(async move {
                    connection(stream, manner, router, stop).await;
                    drop(place);
                });
            }
            // Out of file handles, for example: others will be closed soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

async fn connection(stream: TcpStream, manner: Manner, router: Router, stop: CancellationToken) {
    let Ok(local) = stream.local_addr() else { return };
    let _only_a_matter_of_speed = stream.set_nodelay(true);
    let Some(tls) = &manner.tls else { return speak(stream, local, &manner, router, stop).await };
    // Whoever speaks no TLS, or too slowly, is let go.
    if let Ok(Ok(stream)) = tokio::time::timeout(HEAD, tls.accept(stream)).await {
        speak(stream, local, &manner, router, stop).await;
    }
}

async fn speak<S>(stream: S, local: SocketAddr, manner: &Manner, router: Router, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |request| answer(request, router.clone(), local));
    let mut http = http1::Builder::new();
    // A sender that has said everything may close its side: its request is still answered.
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).keep_alive(manner.keep_alive).half_close(true);
    http.max_buf_size(BUFFER).max_headers(HEADERS);
    let mut talk = pin!(http.serve_connection(TokioIo::new(stream), service));
    // A sender that hangs up is no news to anybody.
    tokio::select! {
        _ = talk.as_mut() => {}
        () = stop.cancelled() => {
            talk.as_mut().graceful_shutdown();
            let _ = talk.await;
        }
    }
}

/// The one error makes hyper close the connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed without an answer")]
struct HungUp;

async fn answer(
    request: Request<Incoming>,
    router: Router,
    local: SocketAddr,
) -> Result<Response<Body>, HungUp> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Came(local));
    let answered: Result<_, Infallible> = router.oneshot(request).await;
    let Ok(response) = answered;
    if response.extensions().get::<HangUp>().is_some() { Err(HungUp) } else { Ok(response) }
}
