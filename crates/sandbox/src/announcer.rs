//! A page on which new versions are announced, in the form of Tauri's updater, and everything that may stand there
//! instead.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::cloud::{Faults, Hosting, Log, LoggedRequest, lock, serve};

/// What stands on the page.
#[derive(Clone, Debug)]
pub enum Announced {
    /// A version, what is new in it, and where it is fetched, for every system.
    Version {
        /// As it is written there.
        version: String,
        /// What is new.
        notes: String,
        /// Where it is fetched.
        url: String,
        /// Whether it mends a security fault.
        security: bool,
    },
    /// Anything else.
    Text(String),
    /// A status without a body.
    Status(u16),
    /// Another address.
    Redirect(String),
    /// So many bytes.
    Large(usize),
    /// Nothing, for so long.
    Slow(Duration),
}

impl Announced {
    /// A version that mends no security fault.
    pub fn version(version: &str) -> Self {
        Self::Version {
            version: version.to_owned(),
            notes: "Plans are made faster.".to_owned(),
            url: format!("https://downloads.example/crosswalk-{version}.zip"),
            security: false,
        }
    }
}

/// A running page. It stops when this is dropped.
pub struct Announcer {
    /// Its address.
    pub url: String,
    page: Arc<Mutex<Announced>>,
    log: Log,
    _hosting: Hosting,
}

impl Announcer {
    /// Puts a page up.
    ///
    /// # Errors
    /// When no loopback port is to be had.
    pub async fn start(announced: Announced) -> std::io::Result<Self> {
        let (page, log) = (Arc::new(Mutex::new(announced)), Log::default());
        let router = Router::new().route("/latest.json", get(answer)).with_state(page.clone());
        let wording = |_, _: &Uri| StatusCode::SERVICE_UNAVAILABLE.into_response();
        let hosting = serve(router, Faults::default(), log.clone(), wording).await?;
        let url = format!("http://{}/latest.json", hosting.address);
        Ok(Self { url, page, log, _hosting: hosting })
    }

    /// Writes something else there.
    pub fn announce(&self, announced: Announced) {
        *lock(&self.page) = announced;
    }

    /// What was asked, the oldest first.
    pub fn asked(&self) -> Vec<LoggedRequest> {
        self.log.requests()
    }
}

async fn answer(State(page): State<Arc<Mutex<Announced>>>) -> Response {
    let announced = lock(&page).clone();
    match announced {
        Announced::Version { version, notes, url, security } => told(&version, &notes, &url, security),
        Announced::Text(text) => text.into_response(),
        Announced::Status(status) => {
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
        Announced::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Announced::Large(bytes) => vec![b' '; bytes].into_response(),
        Announced::Slow(time) => {
            tokio::time::sleep(time).await;
            StatusCode::OK.into_response()
        }
    }
}

fn told(version: &str, notes: &str, url: &str, security: bool) -> Response {
    let for_it = json!({ "url": url, "signature": "signed elsewhere" });
    let systems = ["linux", "darwin", "windows"].into_iter();
    let names = systems.flat_map(|os| ["x86_64", "aarch64", "i686", "armv7"].map(|of| format!("{os}-{of}")));
    let platforms: serde_json::Map<_, _> = names.map(|name| (name, for_it.clone())).collect();
    let page = json!({
        "version": version, "notes": notes, "pub_date": "2026-11-20T02:00:00Z",
        "severity": if security { "security" } else { "usual" }, "platforms": platforms,
    });
    page.to_string().into_response()
}
