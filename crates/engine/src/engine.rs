//! The engine as a whole: what it is made of, how it starts and how it ends.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crosswalk_connector_kit::Connector;
use crosswalk_contract::{Envelope, Problem};
use crosswalk_model::{Actor, Date, TenantId};
use crosswalk_store::{Store, Tenant};

use crate::lane::Lanes;
use crate::outbound::{Changes, Debounce};
use crate::push::{Refusals, Routes};
use crate::{Clock, Computer, DemoTown, EngineError, Events, LogTail, Notify, SecretVault, Supervisor, desk};

/// What an engine is made of.
pub struct Parts {
    /// The memory.
    pub store: Store,
    /// The connectors of this build.
    pub registry: Vec<Arc<dyn Connector>>,
    /// Time, ids and randomness.
    pub clock: Arc<dyn Clock>,
    /// Where secrets are kept.
    pub vault: Arc<dyn SecretVault>,
    /// The demo school, if there is one.
    pub town: Option<Arc<dyn DemoTown>>,
    /// How it is tuned.
    pub tuning: Tuning,
}

/// How an engine is tuned.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// The school's time zone, such as `Pacific/Auckland`; civil dates are of this zone.
    pub time_zone: String,
    /// How long after roster changes the outbound syncs run by themselves; `None`: only when asked.
    pub debounce: Option<Debounce>,
    /// How often the engine looks at the clock for what is due; `None`: only when [`Engine::look_at_the_clock`] is
    /// called.
    pub clock_every: Option<Duration>,
    /// Crosswalk's version.
    pub version: String,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            time_zone: "Pacific/Auckland".into(),
            debounce: None,
            clock_every: None,
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

impl Tuning {
    /// As a host runs that nobody watches: syncs follow the roster and keep their schedules.
    pub fn unattended() -> Self {
        Self {
            debounce: Some(Debounce::USUAL),
            clock_every: Some(Duration::from_secs(20)),
            ..Self::default()
        }
    }
}

/// Where the listener answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listening {
    /// The host name or address to type into the source's form.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Whether it uses TLS.
    pub tls: bool,
    /// The SHA-256 fingerprint of its certificate.
    pub fingerprint: Option<String>,
}

/// The engine. Cloning it gives another handle to the same house.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    store: Store,
    registry: Vec<Arc<dyn Connector>>,
    clock: Arc<dyn Clock>,
    vault: Arc<dyn SecretVault>,
    town: Option<Arc<dyn DemoTown>>,
    tuning: Tuning,
    supervisor: Supervisor,
    events: Events,
    lanes: Lanes,
    changes: Changes,
    searched: desk::Searched,
    looking: tokio::sync::Mutex<()>,
    asking: tokio::sync::Mutex<()>,
    notify: RwLock<Option<Arc<dyn Notify>>>,
    computer: RwLock<Option<Arc<dyn Computer>>>,
    log: RwLock<LogTail>,
    routes: Routes,
    refusals: Refusals,
    school: RwLock<Option<TenantId>>,
    listening: Mutex<Option<Listening>>,
}

impl Engine {
    /// Starts the engine on an open store: finds the school, starts the inbox and its lanes, and goes on with what a
    /// crash interrupted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn start(parts: Parts) -> Result<Self, EngineError> {
        let school = parts.store.system().tenants().await?.first().map(|tenant| tenant.id);
        let engine = Self(Arc::new(Inner {
            store: parts.store,
            registry: parts.registry,
            clock: parts.clock,
            vault: parts.vault,
            town: parts.town,
            tuning: parts.tuning,
            supervisor: Supervisor::default(),
            events: Events::default(),
            lanes: Lanes::default(),
            changes: Changes::default(),
            searched: desk::Searched::default(),
            looking: tokio::sync::Mutex::default(),
            asking: tokio::sync::Mutex::default(),
            notify: RwLock::new(None),
            computer: RwLock::new(None),
            log: RwLock::default(),
            routes: Routes::default(),
            refusals: Refusals::default(),
            school: RwLock::new(school),
            listening: Mutex::new(None),
        }));
        engine.start_inbox();
        if let Some(tenant) = school {
            engine.go_on_after_crash(tenant).await?;
        }
        engine.start_lane();
        engine.start_retention();
        engine.start_following();
        engine.start_keeping_time();
        engine.start_nightly_backups();
        Ok(engine)
    }

    /// Answers one call of an actor. Whoever asked may go away, as somebody who closes a page while files are read:
    /// what was begun is brought to its end all the same.
    ///
    /// # Errors
    /// The problem that the screen shows.
    pub async fn call(&self, actor: &Actor, envelope: Envelope) -> Result<serde_json::Value, Problem> {
        let (engine, actor) = (self.clone(), actor.clone());
        let (tell, told) = tokio::sync::oneshot::channel();
        self.supervisor().start("call", async move {
            let _nobody_may_wait_any_more = tell.send(desk::answer(&engine, &actor, envelope).await);
        });
        match told.await {
            Ok(answer) => answer,
            Err(_) => Err(EngineError::Cancelled.problem()),
        }
    }

    /// The memory.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    /// Where secrets are kept.
    pub(crate) fn vault(&self) -> &dyn SecretVault {
        self.0.vault.as_ref()
    }

    /// The demo school.
    pub(crate) fn town(&self) -> Option<Arc<dyn DemoTown>> {
        self.0.town.clone()
    }

    /// How it is tuned.
    pub fn tuning(&self) -> &Tuning {
        &self.0.tuning
    }

    /// The connectors of this build.
    pub fn registry(&self) -> &[Arc<dyn Connector>] {
        &self.0.registry
    }

    /// The words of the plan that was searched last.
    pub(crate) fn searched(&self) -> &desk::Searched {
        &self.0.searched
    }

    /// The task keeper.
    pub fn supervisor(&self) -> &Supervisor {
        &self.0.supervisor
    }

    /// What happens.
    pub fn events(&self) -> &Events {
        &self.0.events
    }

    /// How many pushes were refused lately.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    /// Who listens where.
    pub(crate) fn routes(&self) -> &Routes {
        &self.0.routes
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.0.lanes
    }

    pub(crate) fn looking(&self) -> &tokio::sync::Mutex<()> {
        &self.0.looking
    }

    /// Who asks for a newer version, one at a time.
    pub(crate) fn asking(&self) -> &tokio::sync::Mutex<()> {
        &self.0.asking
    }

    pub(crate) fn changes(&self) -> &Changes {
        &self.0.changes
    }

    /// Hands over what delivers alerts; without it nobody is told, and the screens show them all the same.
    pub fn set_notify(&self, notify: Arc<dyn Notify>) {
        *self.0.notify.write().unwrap_or_else(PoisonError::into_inner) = Some(notify);
    }

    pub(crate) fn notifier(&self) -> Option<Arc<dyn Notify>> {
        self.0.notify.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Hands over what knows the computer; without it the screens tell nothing of it.
    pub fn set_computer(&self, computer: Arc<dyn Computer>) {
        *self.0.computer.write().unwrap_or_else(PoisonError::into_inner) = Some(computer);
    }

    pub(crate) fn computer(&self) -> Option<Arc<dyn Computer>> {
        self.0.computer.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Hands over the last lines of the log, for the support bundle.
    pub fn set_log(&self, log: LogTail) {
        *self.0.log.write().unwrap_or_else(PoisonError::into_inner) = log;
    }

    pub(crate) fn log(&self) -> LogTail {
        self.0.log.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes where the listener answers, for the screens.
    pub fn set_listening(&self, listening: Option<Listening>) {
        *self.0.listening.lock().unwrap_or_else(PoisonError::into_inner) = listening;
    }

    /// Where the listener answers.
    pub fn listening(&self) -> Option<Listening> {
        self.0.listening.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The school's tables.
    ///
    /// # Errors
    /// [`EngineError::NoSchool`] before first run.
    pub fn school(&self) -> Result<Tenant, EngineError> {
        let id = *self.0.school.read().unwrap_or_else(PoisonError::into_inner);
        id.map(|id| self.0.store.tenant(id)).ok_or(EngineError::NoSchool)
    }

    pub(crate) fn set_school(&self, tenant: TenantId) {
        *self.0.school.write().unwrap_or_else(PoisonError::into_inner) = Some(tenant);
    }

    /// The civil date in the school's zone.
    pub fn today(&self) -> Date {
        self.civil(self.clock().now())
    }

    /// The civil date of an instant in the school's zone; UTC when the zone is not known to this computer.
    pub(crate) fn civil(&self, at: crosswalk_model::Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// An instant on the school's clocks: "Mon 23 Nov 2026, 02:30".
    pub(crate) fn local(&self, at: crosswalk_model::Timestamp) -> String {
        crate::schedule::words::local(at, &self.zone())
    }

    /// The school's zone; UTC when it is not known to this computer.
    pub(crate) fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.0.tuning.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    fn start_inbox(&self) {
        let writer = self.store().inbox().writer();
        let token = self.supervisor().token();
        self.supervisor().start("inbox", async move {
            tokio::select! { () = writer => {}, () = token.cancelled() => {} }
        });
    }

    /// Ends all tasks and waits for them.
    pub async fn shutdown(&self) {
        self.supervisor().shutdown().await;
    }
}
