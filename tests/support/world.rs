//! A town, an engine, and what a person does with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crosswalk_contract::*;
use crosswalk_engine::{Engine, Listening, Parts, StoreVault, Tuning};
use crosswalk_model::*;
use crosswalk_sandbox::oracle::{self, Difference};
use crosswalk_sandbox::school::Spec;
use crosswalk_sandbox::{Town, TownSpec};
use crosswalk_store::{Keys, Options, Place, Store};

use crate::{TestClock, door};

/// What kind of world.
#[derive(Clone)]
pub struct WorldSpec {
    pub pupils: usize,
    pub staff: usize,
    pub weeks: u8,
}

impl Default for WorldSpec {
    fn default() -> Self {
        Self { pupils: 120, staff: 30, weeks: 1 }
    }
}

/// A running world.
pub struct World {
    pub town: Town,
    pub engine: Engine,
    pub clock: Arc<TestClock>,
    pub folder: tempfile::TempDir,
    pub kamar: ConnectionId,
    pub te_kete_ako: SyncId,
    pub edpsych: SyncId,
    pub inbound: SyncId,
}

impl World {
    /// A school with its KAMAR and both clouds connected; nothing has been pushed yet.
    pub async fn new() -> Self {
        Self::with(WorldSpec::default()).await
    }

    pub async fn with(spec: WorldSpec) -> Self {
        let school = Spec {
            pupils: spec.pupils,
            staff: spec.staff,
            weeks_of_timetable: spec.weeks,
            ..Spec::default()
        };
        let town = Town::start(TownSpec { school, ..TownSpec::default() }).await.unwrap();
        let clock = Arc::new(TestClock::on(town.school.today));
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), clock.clone()).await;
        town.listen_at(listen(&engine).await);
        let ask: Status = ask(&engine, CreateSchool { name: "Kōwhai Bay College".into() }).await;
        assert_eq!(ask.school.as_deref(), Some("Kōwhai Bay College"));
        let mut world = Self {
            town,
            engine,
            clock,
            folder,
            kamar: ConnectionId(uuid::Uuid::nil()),
            te_kete_ako: SyncId(uuid::Uuid::nil()),
            edpsych: SyncId(uuid::Uuid::nil()),
            inbound: SyncId(uuid::Uuid::nil()),
        };
        world.connect().await;
        world
    }

    async fn connect(&mut self) {
        let at = self.town.kamar.settings();
        let (kamar, inbound) = self
            .save("kamar", "KAMAR", &[("path", &at.path), ("username", &at.username)], &[("password", &at.password)])
            .await;
        let (url, key) = (self.town.supabase.url.clone(), self.town.supabase.service_key.clone());
        let (_, te_kete_ako) =
            self.save("supabase", "Te Kete Ako", &[("project_url", &url), ("tables", "te_kete_ako"), ("accept_private_addresses", "true")], &[("api_key", &key)]).await;
        let (url, id) = (self.town.edpsych.url.clone(), self.town.edpsych.client_id.clone());
        let secret = self.town.edpsych.client_secret.clone();
        let (_, edpsych) = self
            .save("edpsych_connect", "EdPsych Connect", &[("base_url", &url), ("client_id", &id), ("accept_private_addresses", "true")], &[("client_secret", &secret)])
            .await;
        (self.kamar, self.inbound, self.te_kete_ako, self.edpsych) = (kamar, inbound, te_kete_ako, edpsych);
    }

    /// Adds a connection as the form does.
    pub async fn save(
        &self,
        connector: &str,
        title: &str,
        settings: &[(&str, &str)],
        secrets: &[(&str, &str)],
    ) -> (ConnectionId, SyncId) {
        let cards: Vec<ConnectorCard> = self.ask(ListConnectors {}).await;
        let card = cards.iter().find(|card| card.key == connector).expect("the connector is in the catalogue");
        let mut filled: BTreeMap<String, String> = BTreeMap::new();
        for field in card.fields.iter().filter(|field| field.kind != FormKind::Secret) {
            filled.extend(field.default.clone().map(|text| (field.key.clone(), text)));
        }
        filled.extend(settings.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
        let secrets = secrets.iter().map(|(key, text)| ((*key).to_owned(), Secret::new(*text))).collect();
        let view: ConnectionView = self
            .ask(SaveConnection { id: None, connector: connector.into(), title: title.into(), settings: filled, secrets })
            .await;
        (view.card.id, view.card.sync.expect("a new connection has a sync"))
    }

    /// Asks as the screen does, and expects an answer.
    pub async fn ask<A: Ask>(&self, call: A) -> A::Reply {
        ask(&self.engine, call).await
    }

    /// Asks as the screen does, and expects a problem.
    pub async fn problem<A: Ask>(&self, call: A) -> Problem {
        let envelope = Envelope { request: "test".into(), call: call.into() };
        self.engine.call(&Actor::local_administrator(), envelope).await.expect_err("a problem")
    }

    /// KAMAR checks and pushes everything; waits until it is taken in.
    pub async fn push_everything(&mut self) {
        assert!(self.town.check().await.accepted());
        assert!(self.town.push_full().await.accepted());
        let (_, failed) = self.town.push_timetables().await;
        assert!(failed.is_none(), "{failed:?}");
        self.engine.settle().await;
    }

    /// Makes a plan, and answers it.
    pub async fn preview(&self, sync: SyncId) -> PlanView {
        let started = self.ask(StartRun { sync, kind: RunKind::Preview }).await;
        self.engine.settle().await;
        let run = self.ask(GetRun { id: started.run }).await;
        let plan = run.row.run.plan.unwrap_or_else(|| panic!("no plan: {}", run.row.run.note));
        self.ask(GetPlan { id: plan }).await
    }

    /// Approves a plan as a person, and waits for its run.
    pub async fn approve(&self, plan: &PlanView, reason: Option<&str>) -> RunView {
        let approve = ApprovePlan {
            id: plan.card.id,
            root: plan.root,
            selected: Selected::All,
            reason: reason.map(str::to_owned),
        };
        let started = self.ask(approve).await;
        self.engine.settle().await;
        self.ask(GetRun { id: started.run }).await
    }

    /// Previews, approves and applies.
    pub async fn bring_up_to_date(&self, sync: SyncId) -> RunView {
        let plan = self.preview(sync).await;
        if plan.card.changes == 0 {
            return self.ask(GetRun { id: plan.run }).await;
        }
        self.approve(&plan, None).await
    }

    /// Where Te Kete Ako differs from what it must hold by an independent computation.
    pub fn te_kete_ako_differs(&self) -> Vec<Difference> {
        let expected = oracle::expected_te_kete_ako(&self.town.school, self.town.school.today);
        oracle::compare_te_kete_ako(&self.town.supabase.snapshot(), &expected)
    }

    /// Where EdPsych Connect differs from what it must hold.
    pub fn edpsych_differs(&self) -> Vec<Difference> {
        let expected = oracle::expected_edpsych(&self.town.school, self.town.school.today);
        oracle::compare_edpsych(&self.town.edpsych.snapshot(), &expected)
    }

    /// The roster's active records by group.
    pub async fn roster(&self) -> BTreeMap<String, u64> {
        let counts = self.engine.school().unwrap().roster_counts().await.unwrap();
        counts.into_iter().map(|(_, group, count)| (group, count)).collect()
    }

    /// The newest run of a sync.
    pub async fn last_run(&self, sync: SyncId) -> RunView {
        let page = self.ask(ListRuns { sync: Some(sync), cursor: None }).await;
        self.ask(GetRun { id: page.rows[0].run.id }).await
    }
}

/// An engine on a folder.
pub async fn engine(folder: &std::path::Path, clock: Arc<TestClock>) -> Engine {
    let options = Options { place: Place::Folder(folder.to_owned()), keys: Keys::generate([7; 32]) };
    let store = Store::open(options).await.unwrap();
    let parts = Parts {
        vault: Arc::new(StoreVault(store.clone())),
        store,
        registry: crosswalk_connectors::registry::connectors(),
        clock,
        town: None,
        tuning: Tuning::default(),
    };
    Engine::start(parts).await.unwrap()
}

/// Opens the door for pushes and answers its port.
pub async fn listen(engine: &Engine) -> u16 {
    let port = door::open(engine.clone()).await;
    engine.set_listening(Some(Listening { address: "127.0.0.1".into(), port, tls: false, fingerprint: None }));
    port
}

/// Asks as the screen does.
pub async fn ask<A: Ask>(engine: &Engine, call: A) -> A::Reply {
    let envelope = Envelope { request: "test".into(), call: call.into() };
    let value = engine.call(&Actor::local_administrator(), envelope).await.unwrap();
    serde_json::from_value(value).unwrap()
}
