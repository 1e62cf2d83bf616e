//! Two houses from a seed: a district whose first load is a plan of more than a hundred thousand changes, and a school
//! of which a cloud knows three hundred names otherwise.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crosswalk_contract::*;
use crosswalk_daemon::{Belongings, HostError, House, HouseSettings, keys};
use crosswalk_engine::{Clock, SystemClock};
use crosswalk_model::*;
use crosswalk_sandbox::district::{District, Night};
use crosswalk_sandbox::school::{Person, Spec};
use crosswalk_sandbox::{Town, TownSpec};
use crosswalk_server::{AppSettings, WebhooksSettings};
use crosswalk_store::{Keys, Lock};
use crosswalk_tests::screens::surroundings;
use serde_json::json;

/// Pupils whose name both sides change.
const EDITED: usize = 300;

/// A house with something in it, that serves its screens.
pub struct Seeded {
    house: House,
    /// The plan that is looked at.
    pub plan: Option<PlanId>,
    _folder: tempfile::TempDir,
    _town: Option<Town>,
}

impl Seeded {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let belongings = Belongings {
            keys: |lock: &Lock| -> Result<Keys, HostError> { keys::of_folder(lock, [7; 32]) },
            vault: None,
            town: None,
            clock: Some(Arc::new(SystemClock) as Arc<dyn Clock>),
        };
        let webhooks =
            WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
        let app = AppSettings { port: 0, screens: Some(surroundings::built_screens()) };
        let settings =
            HouseSettings { folder: folder.path().join("data"), webhooks, app, ..HouseSettings::default() };
        let house = House::open(settings, belongings).await.unwrap();
        let seeded = Self { house, plan: None, _folder: folder, _town: None };
        seeded.ask(CreateSchool { name: "Kōwhai Bay College".into() }).await;
        seeded
    }

    pub fn address(&self) -> String {
        self.house.door.address()
    }

    pub fn origin(&self) -> &str {
        self.house.door.origin()
    }

    pub async fn close(self) {
        self.house.close().await;
    }

    async fn ask<A: Ask>(&self, ask: A) -> A::Reply {
        let envelope = Envelope { request: "bench".into(), call: ask.into() };
        let reply = self.house.engine.call(&Actor::local_administrator(), envelope).await;
        serde_json::from_value(reply.expect("an answer")).unwrap()
    }

    async fn connect(&self, connector: &str, settings: &[(&str, &str)], secrets: &[(&str, &str)]) -> SyncId {
        let cards = self.ask(ListConnectors {}).await;
        let card = cards.into_iter().find(|card| card.key == connector).expect("in the catalogue");
        let title = card.title.clone();
        let plain = card.fields.into_iter().filter(|field| field.kind != FormKind::Secret);
        let mut filled: BTreeMap<String, String> =
            plain.filter_map(|field| Some((field.key, field.default?))).collect();
        filled.extend(settings.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
        let secrets = secrets.iter().map(|(key, text)| ((*key).to_owned(), Secret::new(*text))).collect();
        let save = SaveConnection { id: None, connector: connector.into(), title, settings: filled, secrets };
        self.ask(save).await.card.sync.expect("a sync")
    }

    async fn run(&self, sync: SyncId, kind: RunKind) -> Run {
        let started = self.ask(StartRun { sync, kind }).await;
        self.house.engine.settle().await;
        self.ask(GetRun { id: started.run }).await.row.run
    }
}

/// A district, taken in from its files.
pub async fn district(enrollments: usize) -> Seeded {
    let mut seeded = Seeded::open().await;
    let files = seeded._folder.path().join("package");
    std::fs::create_dir_all(&files).unwrap();
    District::of(enrollments).write(Night::First, Path::new(&files)).unwrap();
    let place = files.display().to_string();
    let sync = seeded.connect("oneroster_csv", &[("place", "folder"), ("folder", &place)], &[]).await;
    let run = seeded.run(sync, RunKind::Full).await;
    assert_eq!(run.state, RunState::Done, "the district was not taken in: {}", run.note);
    seeded.plan = run.plan;
    seeded
}

/// A school with its KAMAR and a cloud; names that both sides have changed since they agreed.
pub async fn conflicts() -> Seeded {
    let mut seeded = Seeded::open().await;
    let school = Spec { pupils: EDITED + 100, staff: 30, weeks_of_timetable: 1, ..Spec::default() };
    let mut town = Town::start(TownSpec { school, ..TownSpec::default() }).await.unwrap();
    town.listen_at(seeded.house.listening.port);
    let at = town.kamar.settings();
    let signed = [("path", at.path.as_str()), ("username", &at.username)];
    seeded.connect("kamar", &signed, &[("password", &at.password)]).await;
    let cloud = [("project_url", town.supabase.url.as_str()), ("own_servers", "127.0.0.1")];
    let sync = seeded.connect("supabase", &cloud, &[("api_key", &town.supabase.service_key)]).await;
    assert!(town.check().await.accepted() && town.push_full().await.accepted());
    seeded.house.engine.settle().await;
    agree(&seeded, sync).await;
    let people: Vec<Person> = (0..EDITED).map(Person::Pupil).collect();
    let edited = (0..EDITED).filter(|pupil| edit(&mut town, *pupil)).count();
    assert!(edited > EDITED / 2, "the cloud holds only {edited} of those who are edited");
    assert!(town.push_part(&people).await.accepted());
    seeded.house.engine.settle().await;
    seeded.run(sync, RunKind::Preview).await;
    seeded._town = Some(town);
    seeded
}

/// Sends everything once.
async fn agree(seeded: &Seeded, sync: SyncId) {
    let run = seeded.run(sync, RunKind::Full).await;
    let id = run.plan.expect("a plan");
    let root = seeded.ask(GetPlan { id }).await.root;
    seeded
        .ask(ApprovePlan { id, root, selected: Selected::All, reason: Some("The first time.".into()) })
        .await;
    seeded.house.engine.settle().await;
}

/// Both sides change a name; false for a pupil who is not there any more.
fn edit(town: &mut Town, pupil: usize) -> bool {
    town.school.change_preferred_name(pupil, &format!("Tūī{pupil}"));
    let key = town.school.pupils[pupil].number.to_string();
    town.supabase.edit("people", &key, &json!({ "preferred_name": format!("Kea{pupil}") })).is_ok()
}
