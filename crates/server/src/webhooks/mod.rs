//! The listener: takes in what sources push, on a port of its own.
//!
//! One request goes: `Host` known → somebody listens at the path → the connector greets the head → the body goes to
//! the spool → the connector verifies, the engine commits, the connector words the answer. The table of answers to
//! bad requests stands in `docs/`.

mod pump;
mod receive;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use crosswalk_engine::Engine;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::serve::{Manner, accept, bind};
use crate::{Hosts, ServerError, Tls};
use pump::Limits;

/// Requests that are taken in at once; further ones are asked to come back.
const AT_ONCE: usize = 64;

/// How the listener listens.
#[derive(Clone, Debug)]
pub struct WebhooksSettings {
    /// Where. Port 0 lets the system choose.
    pub address: SocketAddr,
    /// Further names that it is called by; one without a port means the listener's own.
    pub names: Vec<String>,
    /// With a certificate, or in the clear.
    pub tls: Option<Tls>,
    /// A proxy with TLS stands in front: plain HTTP is allowed beyond loopback, and `Host` may lack the port.
    pub behind_proxy: bool,
    /// The largest body in bytes.
    pub largest_body: u64,
    /// How long all of a body may take. Ten minutes: a school's line may be slow.
    pub patience: Duration,
}

impl Default for WebhooksSettings {
    /// On loopback, in the clear, at the port that schools use for such listeners; 256 MiB.
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 8085)),
            names: Vec::new(),
            tls: None,
            behind_proxy: false,
            largest_body: limits.bytes,
            patience: limits.whole,
        }
    }
}

/// The open port of the listener.
#[derive(Debug)]
pub struct Webhooks {
    listener: TcpListener,
    address: SocketAddr,
    settings: WebhooksSettings,
}

/// What the handlers share.
struct Desk {
    engine: Engine,
    hosts: Hosts,
    limits: Limits,
    places: Semaphore,
}

impl Webhooks {
    /// Opens the port.
    ///
    /// # Errors
    /// [`ServerError::PlainBeyondLoopback`] when it would listen to others in the clear, [`ServerError::Bind`].
    pub async fn bind(settings: WebhooksSettings) -> Result<Self, ServerError> {
        let is_private =
            settings.address.ip().is_loopback() || settings.tls.is_some() || settings.behind_proxy;
        if !is_private {
            return Err(ServerError::PlainBeyondLoopback(settings.address));
        }
        let listener = bind(settings.address).await?;
        let address = listener
            .local_addr()
            .map_err(|reason| ServerError::Bind { address: settings.address, reason })?;
        Ok(Self { listener, address, settings })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes in pushes until it is told to stop.
    pub async fn serve(self, engine: Engine, stop: CancellationToken) {
        let desk = Arc::new(self.desk(engine));
        let router = Router::new().fallback(receive::receive).with_state(desk);
        let tls = self.settings.tls.as_ref().map(Tls::acceptor);
        accept(self.listener, Manner { keep_alive: false, tls }, router, stop).await;
    }

    fn desk(&self, engine: Engine) -> Desk {
        let (port, settings) = (self.address.port(), &self.settings);
        let usual = if settings.tls.is_some() { 443 } else { 80 };
        let own = settings.address.ip().is_loopback().then_some("localhost");
        let names = settings.names.iter().map(String::as_str).chain(own);
        let hosts = Hosts::new(port, settings.behind_proxy || port == usual, names);
        let limits = Limits { bytes: settings.largest_body, whole: settings.patience, ..Limits::default() };
        Desk { engine, hosts, limits, places: Semaphore::new(AT_ONCE) }
    }
}
