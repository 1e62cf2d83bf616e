//! A town, an engine, and what a person does with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use crosswalk_contract::*;
use crosswalk_engine::Tuning;
use crosswalk_model::*;
use crosswalk_sandbox::http::{self, Answer, Request, Target};
use crosswalk_sandbox::kamar::{Message, PushResult, messages};
use crosswalk_sandbox::school::{Person, Spec};
use crosswalk_sandbox::{Town, TownSpec};

use crate::{House, Log, TestClock};

/// What kind of world.
#[derive(Clone)]
pub struct WorldSpec {
    pub pupils: usize,
    pub staff: usize,
    pub weeks: u8,
    /// More settings of the KAMAR connection.
    pub kamar: &'static [(&'static str, &'static str)],
    /// Whether everything that the house logs is kept.
    pub logged: bool,
    /// How the house is tuned; usually nothing happens there unless somebody asks.
    pub tuning: Tuning,
}

impl Default for WorldSpec {
    fn default() -> Self {
        Self { pupils: 100, staff: 16, weeks: 1, kamar: &[], logged: false, tuning: Tuning::default() }
    }
}

/// A running world.
pub struct World {
    pub town: Town,
    pub house: House,
    pub clock: Arc<TestClock>,
    pub folder: tempfile::TempDir,
    pub log: Option<Log>,
    pub tuning: Tuning,
    pub kamar: ConnectionId,
    pub inbound: SyncId,
    pub te_kete_ako: SyncId,
    pub edpsych: SyncId,
}

impl World {
    /// A school with its KAMAR and both clouds connected; nothing has been pushed yet.
    pub async fn new() -> Self {
        Self::with(WorldSpec::default()).await
    }

    /// The same, otherwise.
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
        let log = spec.logged.then(Log::default);
        let house = House::open(folder.path(), clock.clone(), log.clone(), spec.tuning.clone()).await;
        town.listen_at(house.listen().await);
        let (nowhere, nothing) = (ConnectionId(uuid::Uuid::nil()), SyncId(uuid::Uuid::nil()));
        let mut world = Self {
            town,
            house,
            clock,
            folder,
            log,
            tuning: spec.tuning,
            kamar: nowhere,
            inbound: nothing,
            te_kete_ako: nothing,
            edpsych: nothing,
        };
        world.ask(CreateSchool { name: "Kōwhai Bay College".into() }).await;
        world.connect(spec.kamar).await;
        world
    }

    async fn connect(&mut self, settings: &[(&str, &str)]) {
        let at = self.town.kamar.settings();
        let signed = [("path", at.path.as_str()), ("username", &at.username)];
        let settings: Vec<(&str, &str)> = signed.iter().chain(settings).copied().collect();
        (self.kamar, self.inbound) =
            self.save("kamar", "KAMAR", &settings, &[("password", &at.password)]).await;
        let (url, key) = (self.town.supabase.url.clone(), self.town.supabase.service_key.clone());
        let settings = [("project_url", url.as_str()), ("tables", "te_kete_ako"), LOOPBACK];
        (_, self.te_kete_ako) = self.save("supabase", "Te Kete Ako", &settings, &[("api_key", &key)]).await;
        let (url, id) = (self.town.edpsych.url.clone(), self.town.edpsych.client_id.clone());
        let secret = self.town.edpsych.client_secret.clone();
        let settings = [("base_url", url.as_str()), ("client_id", &id), LOOPBACK];
        let secrets = [("client_secret", secret.as_str())];
        (_, self.edpsych) = self.save("edpsych_connect", "EdPsych Connect", &settings, &secrets).await;
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
        let card =
            cards.iter().find(|card| card.key == connector).expect("the connector is in the catalogue");
        let mut filled: BTreeMap<String, String> = BTreeMap::new();
        for field in card.fields.iter().filter(|field| field.kind != FormKind::Secret) {
            filled.extend(field.default.clone().map(|text| (field.key.clone(), text)));
        }
        filled.extend(settings.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
        let secrets = secrets.iter().map(|(key, text)| ((*key).to_owned(), Secret::new(*text))).collect();
        let save = SaveConnection {
            id: None,
            connector: connector.into(),
            title: title.into(),
            settings: filled,
            secrets,
        };
        let view: ConnectionView = self.ask(save).await;
        (view.card.id, view.card.sync.expect("a new connection has a sync"))
    }

    /// Asks as the person at the screen does, and expects an answer.
    pub async fn ask<A: Ask>(&self, call: A) -> A::Reply {
        self.house.ask_as(&Actor::local_administrator(), call).await.unwrap()
    }

    /// Asks as the person at the screen does, and expects a problem.
    pub async fn problem<A: Ask>(&self, call: A) -> Problem {
        self.house.ask_as(&Actor::local_administrator(), call).await.err().expect("a problem")
    }

    /// KAMAR checks and pushes a full; waits until it is taken in.
    pub async fn push_full(&self) {
        if !self.town.kamar.enabled() {
            assert!(self.town.check().await.accepted());
        }
        assert!(self.town.push_full().await.accepted());
        self.house.settle().await;
    }

    /// KAMAR checks and pushes a full and all timetables; waits until they are taken in.
    pub async fn push_everything(&self) {
        self.push_full().await;
        let (_, failed) = self.town.push_timetables().await;
        assert!(failed.is_none(), "{failed:?}");
        self.house.settle().await;
    }

    /// KAMAR pushes some people; waits until they are taken in.
    pub async fn push_part(&self, people: &[Person]) {
        assert!(self.town.push_part(people).await.accepted());
        self.house.settle().await;
    }

    /// The full that KAMAR would push now.
    pub fn full_message(&self) -> Message {
        let at = self.town.kamar.stamp(&self.town.school);
        messages::full(&self.town.school, &self.town.kamar.quirks(), at)
    }

    /// The part about some people that KAMAR would push now.
    pub fn part_message(&self, people: &[Person]) -> Message {
        let at = self.town.kamar.stamp(&self.town.school);
        messages::part(&self.town.school, people, &self.town.kamar.quirks(), at)
    }

    /// KAMAR pushes a message that was made before; waits until it is taken in.
    pub async fn push(&self, message: Message) -> PushResult {
        let result = self.town.kamar.push(message).await;
        self.house.settle().await;
        result
    }

    /// Sends a message although KAMAR would not, because nobody asked for it or the service is off.
    pub async fn post(&self, body: Vec<u8>, content_type: &str) -> Answer {
        let at = self.town.kamar.settings();
        let pair =
            base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", at.username, at.password));
        let request = Request::new("POST", &at.path, body)
            .header("Authorization", format!("Basic {pair}"))
            .header("Content-Type", content_type);
        let to = Target { host: at.address, port: at.port, tls: false };
        let answer = http::send(&to, &request).await.unwrap();
        self.house.settle().await;
        answer
    }

    /// Somebody at Te Kete Ako removes rows.
    pub async fn remove_rows(&self, table: &str, filter: &str) {
        let supabase = &self.town.supabase;
        let request = Request::new("DELETE", &format!("/rest/v1/{table}?{filter}"), "")
            .header("apikey", supabase.service_key.as_str());
        let answer = http::send(&supabase.target(), &request).await.unwrap();
        assert_eq!(answer.status, 204, "{}", answer.text());
    }

    /// Starts a run and waits for its end.
    pub async fn run(&self, sync: SyncId, kind: RunKind) -> RunView {
        let started = self.ask(StartRun { sync, kind }).await;
        self.house.settle().await;
        self.ask(GetRun { id: started.run }).await
    }

    /// Makes a plan, and answers it.
    pub async fn preview(&self, sync: SyncId) -> PlanView {
        let run = self.run(sync, RunKind::Preview).await;
        let plan = run.row.run.plan.unwrap_or_else(|| panic!("no plan: {}", run.row.run.note));
        self.ask(GetPlan { id: plan }).await
    }

    /// Approves a plan as a person, and waits for its run.
    pub async fn approve(&self, plan: &PlanView, reason: Option<&str>) -> RunView {
        self.approve_only(plan, Selected::All, reason).await
    }

    /// Approves a part of a plan, and waits for its run.
    pub async fn approve_only(&self, plan: &PlanView, part: Selected, reason: Option<&str>) -> RunView {
        let started = self.ask(approval(plan, part, reason)).await;
        self.house.settle().await;
        self.ask(GetRun { id: started.run }).await
    }

    /// Previews, approves and applies.
    pub async fn bring_up_to_date(&self, sync: SyncId) -> RunView {
        let plan = self.preview(sync).await;
        if plan.card.state == PlanState::Empty {
            return self.ask(GetRun { id: plan.run }).await;
        }
        let reason = (!plan.holds.is_empty()).then_some("It was looked at.");
        self.approve(&plan, reason).await
    }

    /// Makes the plan that undoes a run.
    pub async fn plan_undo(&self, run: RunId) -> PlanView {
        let planned = self.ask(UndoRun { id: run, selected: Selected::All }).await;
        self.ask(GetPlan { id: planned.plan }).await
    }

    /// Undoes a run as a person does: looks at the plan, and approves it.
    pub async fn undo(&self, run: RunId) -> (PlanView, RunView) {
        let plan = self.plan_undo(run).await;
        let reason = (!plan.holds.is_empty()).then_some("It was looked at.");
        let ended = self.approve(&plan, reason).await;
        (plan, ended)
    }

    /// Ends the house without warning and opens its folder again.
    pub async fn crash(&mut self) {
        self.house.kill();
        self.open_again().await;
    }

    /// Closes the house as the menu does and opens its folder again.
    pub async fn restart(&mut self) {
        self.house.close().await;
        self.open_again().await;
    }

    /// Opens the house again over the world's folder.
    pub async fn open_again(&mut self) {
        self.house =
            House::open(self.folder.path(), self.clock.clone(), self.log.clone(), self.tuning.clone()).await;
        self.town.listen_at(self.house.listen().await);
    }
}

/// Both clouds of the town listen on this machine.
const LOOPBACK: (&str, &str) = ("own_servers", "127.0.0.1");

/// The word that a person gives for a plan.
pub fn approval(plan: &PlanView, selected: Selected, reason: Option<&str>) -> ApprovePlan {
    ApprovePlan { id: plan.card.id, root: plan.root, selected, reason: reason.map(str::to_owned) }
}
