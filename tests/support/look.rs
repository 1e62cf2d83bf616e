//! What a journey looks at: the roster, the plans, the clouds.

use std::collections::BTreeMap;

use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_sandbox::cloud::{Record, Snapshot};
use crosswalk_sandbox::oracle::{self, Difference, ExpectedCloud};
use crosswalk_sandbox::school::{Pupil, Staff};

use crate::World;

impl World {
    /// Where Te Kete Ako differs from what it must hold by an independent computation.
    pub fn te_kete_ako_differs(&self) -> Vec<String> {
        let expected = oracle::expected_te_kete_ako(&self.town.school, self.town.school.today);
        told(oracle::compare_te_kete_ako(&self.town.supabase.snapshot(), &expected))
    }

    /// The same, of people, classes and enrolments only; for worlds in which no timetable was pushed.
    pub fn te_kete_ako_differs_in_people(&self) -> Vec<String> {
        let mut expected = oracle::expected_te_kete_ako(&self.town.school, self.town.school.today);
        expected.tables.remove("timetable");
        self.te_kete_ako_differs_from(&expected)
    }

    /// Where Te Kete Ako differs from what a journey expects; the timetable does not count.
    pub fn te_kete_ako_differs_from(&self, expected: &ExpectedCloud) -> Vec<String> {
        let mut snapshot = self.town.supabase.snapshot();
        snapshot.tables.remove("timetable");
        told(oracle::compare_te_kete_ako(&snapshot, expected))
    }

    /// Where EdPsych Connect differs from what it must hold.
    pub fn edpsych_differs(&self) -> Vec<String> {
        let expected = oracle::expected_edpsych(&self.town.school, self.town.school.today);
        told(oracle::compare_edpsych(&self.town.edpsych.snapshot(), &expected))
    }

    /// A row of Te Kete Ako by its key.
    pub fn row(&self, table: &str, key: &str) -> Option<Record> {
        let snapshot = self.town.supabase.snapshot();
        snapshot.table(table).iter().find(|row| row["source_key"] == key).cloned()
    }

    /// The first pupils who are at the school and stay, by index.
    pub fn pupils(&self, count: usize) -> Vec<usize> {
        let stays = |(_, pupil): &(usize, &Pupil)| pupil.listed && pupil.last_day.is_none();
        let found = self.town.school.pupils.iter().enumerate().filter(stays).map(|(index, _)| index);
        found.take(count).collect()
    }

    /// The first teachers who are at the school and stay, by index; each holds a class.
    pub fn teachers(&self, count: usize) -> Vec<usize> {
        let holds =
            |index: usize| self.town.school.classes.iter().any(|class| class.teachers.contains(&index));
        let stays = |(index, one): &(usize, &Staff)| one.listed && one.last_day.is_none() && holds(*index);
        let found = self.town.school.staff.iter().enumerate().filter(stays).map(|(index, _)| index);
        found.take(count).collect()
    }

    /// A pupil's number, as text.
    pub fn number(&self, pupil: usize) -> String {
        self.town.school.pupils[pupil].number.to_string()
    }

    /// The roster's active records by group.
    pub async fn roster(&self) -> BTreeMap<String, u64> {
        let counts = self.house.school().unwrap().roster_counts().await.unwrap();
        counts.into_iter().map(|(_, group, count)| (group, count)).collect()
    }

    /// Every record of an entity, those that are gone too.
    pub async fn records(&self, entity: Entity) -> Vec<RosterRecord> {
        self.house.school().unwrap().roster_page(entity, false, None, 100_000).await.unwrap()
    }

    /// The person with a KAMAR number or staff code who is in use, or was last.
    pub async fn person(&self, identifier: &str) -> RosterRecord {
        let mut all = self.records(Entity::User).await;
        all.retain(|one| one.fields.get("identifier").and_then(Value::as_text) == Some(identifier));
        all.sort_by_key(|one| (one.active, one.seq));
        all.pop().expect("somebody has this number")
    }

    /// The roster ids of people by their KAMAR numbers.
    pub async fn people_by_number(&self, numbers: &[String]) -> Vec<RosterId> {
        let all = self.records(Entity::User).await;
        let named = |one: &&RosterRecord| {
            let number = one.fields.get("identifier").and_then(Value::as_text);
            number.is_some_and(|number| numbers.iter().any(|one| one == number))
        };
        all.iter().filter(named).map(|one| one.id).collect()
    }

    /// The active enrolments of a person.
    pub async fn enrolments_of(&self, user: RosterId) -> Vec<RosterRecord> {
        let mut all = self.records(Entity::Enrollment).await;
        all.retain(|one| one.active && one.fields["user"].as_roster_id() == Some(user));
        all
    }

    /// The files of the data folder in which any of these texts stands, by name.
    pub fn files_with(&self, needles: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![self.folder.path().to_owned()];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let holds =
                    |needle: &&&str| bytes.windows(needle.len()).any(|some| some == needle.as_bytes());
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.extend(needles.iter().find(holds).map(|needle| format!("{name}: {needle}")));
            }
        }
        found
    }

    /// The newest run of a sync.
    pub async fn last_run(&self, sync: SyncId) -> RunView {
        let page = self.ask(ListRuns { sync: Some(sync), state: None, since: None, cursor: None }).await;
        self.ask(GetRun { id: page.rows[0].run.id }).await
    }

    /// How often a sync has run.
    pub async fn runs(&self, sync: SyncId) -> usize {
        self.ask(ListRuns { sync: Some(sync), state: None, since: None, cursor: None }).await.rows.len()
    }

    /// The newest plan of a sync.
    pub async fn last_plan(&self, sync: SyncId) -> PlanView {
        let plan = self.last_run(sync).await.row.run.plan.expect("the run made a plan");
        self.ask(GetPlan { id: plan }).await
    }

    /// A plan by its id.
    pub async fn plan(&self, id: PlanId) -> PlanView {
        self.ask(GetPlan { id }).await
    }

    /// The changes of a plan.
    pub async fn changes(&self, plan: &PlanView) -> Vec<ChangeRow> {
        let filter = ChangeFilter::default();
        let mut rows = Vec::new();
        loop {
            let offset = rows.len() as u64;
            let ask = ListChanges { plan: plan.card.id, filter: filter.clone(), offset, limit: 500 };
            let page = self.ask(ask).await;
            rows.extend(page.rows);
            if rows.len() as u64 == page.total {
                return rows;
            }
        }
    }

    /// The changes of a plan in short: `update people 24117`.
    pub async fn changes_told(&self, plan: &PlanView) -> Vec<String> {
        let told =
            |row: ChangeRow| format!("{} {} {}", row.change.op.word(), row.change.target, row.change.key);
        self.changes(plan).await.into_iter().map(told).collect()
    }

    /// The newest deliveries first.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        let page =
            self.ask(ListDeliveries { connection: None, state: None, since: None, cursor: None }).await;
        page.rows.into_iter().map(|row| row.delivery).collect()
    }

    /// The questions that wait.
    pub async fn conflicts(&self) -> Vec<Conflict> {
        self.ask(ListConflicts { open: true }).await.into_iter().map(|view| view.conflict).collect()
    }
}

/// What a cloud holds, record by record; without what it counts by itself.
pub fn by_record(snapshot: &Snapshot) -> BTreeMap<String, Record> {
    let mut records = BTreeMap::new();
    for (table, rows) in &snapshot.tables {
        for row in rows {
            let mut row = row.clone();
            ["updated_at", "version", "modified_at"].iter().for_each(|own| drop(row.remove(*own)));
            // That it has ended counts, not at which moment.
            if let Some(ended) = row.get_mut("ended_at").filter(|at| !at.is_null()) {
                *ended = "ended".into();
            }
            records.insert(format!("{table} {}", row["id"]), row);
        }
    }
    records
}

/// Where what a cloud holds differs, field by field: how many fields there are, and which are not alike.
pub fn fields_that_differ(before: &Snapshot, after: &Snapshot) -> (usize, Vec<String>) {
    let (before, after) = (by_record(before), by_record(after));
    let mut differ = Vec::new();
    for (name, row) in &before {
        let now = after.get(name);
        let other = row.iter().filter(|(field, value)| now.and_then(|now| now.get(*field)) != Some(value));
        differ.extend(other.map(|(field, _)| format!("{name}: {field}")));
    }
    (before.values().map(serde_json::Map::len).sum(), differ)
}

fn told(differences: Vec<Difference>) -> Vec<String> {
    differences.iter().map(ToString::to_string).collect()
}

/// Waits until something has come true that nobody is told of; half a minute at most.
pub async fn comes_true(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..3000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it did not come true: {what}");
}
