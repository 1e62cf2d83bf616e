//! The engine in a runtime of its own, so that it can end without warning, as when the power fails.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crosswalk_contract::{Ask, Envelope, Problem};
use crosswalk_engine::{Engine, Listening, Parts, StoreVault, Tuning};
use crosswalk_model::Actor;
use crosswalk_server::{Webhooks, WebhooksSettings};
use crosswalk_store::{Keys, Options, Place, Store};
use tokio::runtime::{Builder, Runtime};

use crate::{Log, TestClock};

/// A running engine. It ends with this value: at once, with whatever was under way.
pub struct House {
    runtime: Option<Runtime>,
    engine: Option<Engine>,
}

impl Deref for House {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        self.engine.as_ref().expect("the house is open")
    }
}

impl House {
    /// Opens a folder; waits a while for an owner that is just ending.
    pub async fn open(folder: &Path, clock: Arc<TestClock>, log: Option<Log>, tuning: Tuning) -> Self {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).enable_all();
        if let Some(log) = log {
            builder.on_thread_start(move || log.listen_on_this_thread());
        }
        let runtime = builder.build().unwrap();
        let store = runtime.spawn(store(folder.to_owned())).await.unwrap();
        Self::start(runtime, store, clock, tuning).await
    }

    /// Another engine on the same memory.
    pub async fn beside(&self, clock: Arc<TestClock>) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self::start(runtime, self.store().clone(), clock, Tuning::default()).await
    }

    async fn start(runtime: Runtime, store: Store, clock: Arc<TestClock>, tuning: Tuning) -> Self {
        let parts = Parts {
            vault: Arc::new(StoreVault(store.clone())),
            store,
            registry: crosswalk_connectors::registry::connectors(),
            clock,
            town: None,
            tuning,
        };
        let engine = runtime.spawn(Engine::start(parts)).await.unwrap().unwrap();
        Self { runtime: Some(runtime), engine: Some(engine) }
    }

    /// Opens the listener for pushes and answers its port.
    pub async fn listen(&self) -> u16 {
        let engine = self.engine.clone().unwrap();
        let opened = self.runtime.as_ref().unwrap().spawn(async move {
            let settings =
                WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
            let webhooks = Webhooks::bind(settings).await.unwrap();
            let port = webhooks.address().port();
            let keeper = engine.supervisor();
            keeper.start("webhooks", webhooks.serve(engine.clone(), keeper.token()));
            port
        });
        let port = opened.await.unwrap();
        let at = Listening { address: "127.0.0.1".into(), port, tls: false, fingerprint: None };
        self.set_listening(Some(at));
        port
    }

    /// Asks as a screen does.
    pub async fn ask_as<A: Ask>(&self, actor: &Actor, call: A) -> Result<A::Reply, Problem> {
        let envelope = Envelope { request: "test".into(), call: call.into() };
        let (engine, actor) = (self.engine.clone().unwrap(), actor.clone());
        let asked = self.runtime.as_ref().unwrap().spawn(async move { engine.call(&actor, envelope).await });
        asked.await.unwrap().map(|value| serde_json::from_value(value).unwrap())
    }

    /// Looks at the clock, as the house does by itself every few seconds, and waits for what that started.
    pub async fn look_at_the_clock(&self) {
        let engine = self.engine.clone().unwrap();
        let looked = async move { engine.look_at_the_clock().await };
        self.runtime.as_ref().unwrap().spawn(looked).await.unwrap();
        self.settle().await;
    }

    /// The power fails: every task stops where it is. Nothing is said to anybody.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.engine = None;
    }

    /// Ends it as the menu does.
    pub async fn close(&mut self) {
        let engine = self.engine.take().unwrap();
        let closed = self.runtime.as_ref().unwrap().spawn(async move {
            engine.shutdown().await;
            engine.store().close().await;
        });
        closed.await.unwrap();
        self.kill();
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn store(folder: std::path::PathBuf) -> Store {
    for _ in 0..500 {
        let options = Options { place: Place::Folder(folder.clone()), keys: Keys::generate([7; 32]) };
        match Store::open(options).await {
            Ok(store) => return store,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    let options = Options { place: Place::Folder(folder), keys: Keys::generate([7; 32]) };
    Store::open(options).await.unwrap()
}
