//! A house with both doors open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crosswalk_contract::{Ask, CreateSchool, Envelope, ListDeliveries, SaveConnection};
use crosswalk_engine::{Engine, Parts, StoreVault, SystemClock, Tuning};
use crosswalk_model::{Actor, Delivery, Secret};
use crosswalk_sandbox::http::{self, Answer, Request, Target};
use crosswalk_server::{App, AppSettings, Door, Webhooks, WebhooksSettings};
use crosswalk_store::{Keys, Options, Place, Store};

pub const PASSWORD: &str = "four invented words here";

pub struct House {
    pub engine: Engine,
    pub door: Door,
    pub listener: Target,
    pub app: Target,
    folder: tempfile::TempDir,
}

impl House {
    pub async fn open() -> Self {
        Self::with(WebhooksSettings::default(), None).await
    }

    /// A house whose screens are these files.
    pub async fn with_screens(files: &[(&str, &str)]) -> Self {
        let screens = tempfile::tempdir().unwrap().keep();
        for (name, content) in files {
            std::fs::write(screens.join(name), content).unwrap();
        }
        Self::with(WebhooksSettings::default(), Some(screens)).await
    }

    pub async fn with(settings: WebhooksSettings, screens: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(&folder).await;
        let tls = settings.tls.is_some();
        let address = ([127, 0, 0, 1], 0).into();
        let webhooks = Webhooks::bind(WebhooksSettings { address, ..settings }).await.unwrap();
        let listener = target(webhooks.address().port(), tls);
        let app = App::bind(AppSettings { port: 0, screens }).await.unwrap();
        let port = app.origin().rsplit(':').next().unwrap().parse().unwrap();
        let door = Door::new(app.origin(), engine.clone());
        let keeper = engine.supervisor();
        keeper.start("webhooks", webhooks.serve(engine.clone(), keeper.token()));
        keeper.start("app", app.serve(engine.clone(), door.clone(), keeper.token()));
        Self { engine, door, listener, app: target(port, false), folder }
    }

    pub async fn ask<A: Ask>(&self, ask: A) -> A::Reply {
        answer(&self.engine, ask).await
    }

    /// What the deliveries page shows, the oldest first.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        let page =
            self.ask(ListDeliveries { connection: None, state: None, since: None, cursor: None }).await;
        page.rows.into_iter().rev().map(|row| row.delivery).collect()
    }

    /// What lies in the folder of large bodies, drafts included.
    pub fn blobs(&self) -> usize {
        files(&self.folder.path().join("blobs"))
    }

    /// Waits until a condition holds that comes true shortly after an answer.
    pub async fn wait(&self, mut holds: impl FnMut(&Self) -> bool) {
        for _ in 0..200 {
            if holds(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it did not come true");
    }
}

fn files(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

fn target(port: u16, tls: bool) -> Target {
    Target { host: "127.0.0.1".into(), port, tls }
}

async fn engine(folder: &tempfile::TempDir) -> Engine {
    let place = Place::Folder(folder.path().to_owned());
    let store = Store::open(Options { place, keys: Keys::generate([7; 32]) }).await.unwrap();
    let engine = Engine::start(Parts {
        vault: Arc::new(StoreVault(store.clone())),
        store,
        registry: crosswalk_connectors::registry::connectors(),
        clock: Arc::new(SystemClock),
        town: None,
        tuning: Tuning::default(),
    });
    let engine = engine.await.unwrap();
    answer(&engine, CreateSchool { name: "Tōtara College".into() }).await;
    let settings = BTreeMap::from([("username".to_owned(), "kamar".to_owned())]);
    let secrets = BTreeMap::from([("password".to_owned(), Secret::new(PASSWORD))]);
    let (connector, title) = ("kamar".to_owned(), "KAMAR".to_owned());
    answer(&engine, SaveConnection { id: None, connector, title, settings, secrets }).await;
    engine
}

async fn answer<A: Ask>(engine: &Engine, ask: A) -> A::Reply {
    let envelope = Envelope { request: "test".into(), call: ask.into() };
    let reply = engine.call(&Actor::local_administrator(), envelope).await.unwrap();
    serde_json::from_value(reply).unwrap()
}

pub async fn send(to: &Target, request: &Request) -> Answer {
    http::send(to, request).await.unwrap()
}

/// A push of a KAMAR that knows its password.
pub fn push(body: impl Into<Vec<u8>>) -> Request {
    push_with(PASSWORD, body)
}

/// A push of a KAMAR that was given this password.
pub fn push_with(password: &str, body: impl Into<Vec<u8>>) -> Request {
    let pair = base64(&format!("kamar:{password}"));
    Request::new("POST", "/kamar", body)
        .header("Authorization", format!("Basic {pair}"))
        .header("Content-Type", "application/json")
}

/// A message that nobody models, of about so many bytes.
pub fn message(bytes: usize) -> String {
    let filler = "x".repeat(bytes);
    format!(
        r#"{{"SMSDirectoryData":{{"datetime":20260302101500,"sync":"notices","version":1,"filler":"{filler}"}}}}"#
    )
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}
