//! Serves a router on a loopback port that can go down and come up again at the same address.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::faults::{Faults, Trouble};
use super::log::{Log, LoggedRequest, masked};

/// Larger bodies are not read.
const BODY_LIMIT: usize = 256 * 1024 * 1024;

/// A running cloud; it stops when this is dropped.
pub(crate) struct Hosting {
    /// Where it listens.
    pub address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

/// How a vendor words trouble.
pub(crate) type Wording = fn(Trouble, &Uri) -> Response;

#[derive(Clone)]
struct Gate {
    faults: Faults,
    log: Log,
    wording: Wording,
}

/// Starts to serve.
pub(crate) async fn serve(router: Router, faults: Faults, log: Log, wording: Wording) -> io::Result<Hosting> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let gate = Gate { faults: faults.clone(), log, wording };
    let router = router.layer(from_fn_with_state(gate, pass));
    let (stop, stopped) = oneshot::channel();
    #[expect(
        clippy::disallowed_methods,
        reason = "a simulated vendor runs by itself; dropping its handle ends it"
    )]
    tokio::spawn(async move {
        tokio::select! {
            () = run(listener, address, router, faults) => {}
            _ = stopped => {}
        }
    });
    Ok(Hosting { address, _stop: stop })
}

/// Up, down, up again, until the handle is dropped.
async fn run(mut listener: TcpListener, address: SocketAddr, router: Router, faults: Faults) {
    let mut wanted = faults.wanted();
    loop {
        tokio::select! {
            () = accept(listener, &router) => return,
            _ = wanted.wait_for(|down| *down) => {}
        }
        faults.report_down(true);
        if wanted.wait_for(|down| !*down).await.is_err() {
            return;
        }
        listener = bind_again(address).await;
        faults.report_down(false);
    }
}

async fn bind_again(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Takes connections for as long as it is polled; dropping it drops them all.
async fn accept(listener: TcpListener, router: &Router) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(connection(stream, router.clone()))),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    // A client that hangs up is no news to anybody.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// Logs, and lets faults have their way before and after the vendor's own work.
async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return Response::new(Body::empty());
    };
    let place = gate.log.add(LoggedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: masked(&parts.headers),
        body: logged_body(&parts.uri, &bytes),
        status: 0,
    });
    gate.faults.wait().await;
    let response = match gate.faults.trouble() {
        Some(trouble) => (gate.wording)(trouble, &parts.uri),
        None => next.run(Request::from_parts(parts, Body::from(bytes))).await,
    };
    gate.log.answered(place, response.status().as_u16());
    if gate.faults.truncates() { cut(response).await } else { response }
}

fn logged_body(uri: &Uri, bytes: &Bytes) -> String {
    if uri.path().contains("token") {
        "[secret]".to_owned()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

/// Announces the whole body, sends half of it and breaks off.
async fn cut(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let announced = whole.len().max(2);
    let half = whole.slice(..whole.len() / 2);
    parts.headers.insert(header::CONTENT_LENGTH, announced.into());
    let pieces = [Ok(half), Err(io::Error::from(io::ErrorKind::ConnectionAborted))];
    // The pause lets the first half reach the wire before the connection breaks.
    let pieces = futures::stream::unfold(pieces.into_iter(), |mut pieces| async move {
        let piece = pieces.next()?;
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some((piece, pieces))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}
