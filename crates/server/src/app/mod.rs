//! The screens for a browser of the person at this computer, on a port of its own, on loopback only.
//!
//! Never open: the host prints an address with a code that works once and soon expires; the code becomes a session.
//! Every request must bear a known `Host`, every call must come from our own pages, and without a session there is
//! one sentence and nothing else. Anything but loopback would demand TLS and an account, and is not offered.

mod call;
mod door;
mod enter;
mod events;
mod gate;
mod headers;
mod screens;
mod sessions;
mod status;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use crosswalk_engine::Engine;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::serve::{Manner, accept, bind};
use crate::{Hosts, ServerError};

pub use door::Door;
pub(crate) use enter::Attached;

/// The largest call: a mapping as text is the largest thing that a screen sends.
const LARGEST_CALL: usize = 4 << 20;

/// How the screens are served.
#[derive(Clone, Debug, Default)]
pub struct AppSettings {
    /// The port on loopback; 0 lets the system choose.
    pub port: u16,
    /// The folder with the built screens; without one only calls and events are served.
    pub screens: Option<PathBuf>,
}

/// The open port of the screens.
#[derive(Debug)]
pub struct App {
    listener: TcpListener,
    address: SocketAddr,
    settings: AppSettings,
}

/// What the handlers share.
pub(crate) struct Desk {
    engine: Engine,
    hosts: Hosts,
    door: Door,
    screens: Option<PathBuf>,
    stop: CancellationToken,
}

impl App {
    /// Opens the port on loopback.
    ///
    /// # Errors
    /// [`ServerError::Bind`].
    pub async fn bind(settings: AppSettings) -> Result<Self, ServerError> {
        let wanted = SocketAddr::from(([127, 0, 0, 1], settings.port));
        let listener = bind(wanted).await?;
        let address =
            listener.local_addr().map_err(|reason| ServerError::Bind { address: wanted, reason })?;
        Ok(Self { listener, address, settings })
    }

    /// Where it is served: `http://127.0.0.1:4710`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves the screens until it is told to stop. `door` is where the host gets its one-time codes.
    pub async fn serve(self, engine: Engine, door: Door, stop: CancellationToken) {
        let hosts = Hosts::new(self.address.port(), false, ["localhost"]);
        let desk = Desk { engine, hosts, door, screens: self.settings.screens, stop: stop.clone() };
        accept(self.listener, Manner { keep_alive: true, tls: None }, router(Arc::new(desk)), stop).await;
    }
}

fn router(desk: Arc<Desk>) -> Router {
    let inside = Router::new()
        .route("/app/call", post(call::call))
        .route("/app/events", get(events::events))
        .route("/app/health", get(call::health))
        .fallback(screens::screens)
        .layer(DefaultBodyLimit::max(LARGEST_CALL))
        .layer(from_fn_with_state(desk.clone(), gate::session));
    Router::new()
        .route("/enter", get(enter::enter))
        .route("/app/attach", post(enter::attach))
        .fallback_service(inside.with_state(desk.clone()))
        .layer(from_fn_with_state(desk.clone(), gate::origin))
        .layer(from_fn(headers::headers))
        .with_state(desk)
}
