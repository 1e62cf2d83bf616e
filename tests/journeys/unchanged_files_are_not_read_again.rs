//! Files that bear the stamp of the last time are not read again, and nothing is missed by it: what changed on the next
//! night is taken in, and so is what changed back.

use std::collections::BTreeMap;
use std::path::Path;

use crosswalk_contract::{Explain, ReadConnection};
use crosswalk_model::{ConnectionId, Entity, Run, RunState, SyncId};
use crosswalk_sandbox::district::{District, Night, Written};
use crosswalk_tests::World;

struct Nights {
    world: World,
    connection: ConnectionId,
    sync: SyncId,
}

impl Nights {
    async fn read(&self) -> Run {
        self.world.ask(ReadConnection { id: self.connection }).await;
        let run = self.world.last_run(self.sync).await.row.run;
        assert_eq!(run.state, RunState::Done, "{}", run.note);
        run
    }
}

fn lay(folder: &Path, night: Night) -> Written {
    District::of(2_000).write(night, folder).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_is_taken_in_and_what_does_not_is_not_looked_at() {
    let world = World::new().await;
    let folder = world.folder.path().join("package");
    let first = lay(&folder, Night::First);
    let settings = [("place", "folder"), ("folder", folder.to_str().unwrap())];
    let (connection, sync) = world.save("oneroster_csv", "District", &settings, &[]).await;
    let nights = Nights { world, connection, sync };
    let loaded = nights.read().await;
    assert_eq!((loaded.read, loaded.applied), (first.records as u64, first.records as u64));
    let roster: BTreeMap<_, _> = nights.world.roster().await.into_iter().collect();
    assert_eq!(roster["pupils"], 200);

    let same = nights.read().await;
    assert_eq!((same.read, same.applied, same.findings), (first.records as u64, 0, loaded.findings));

    let next = lay(&folder, Night::OnePercent);
    let changed = nights.read().await;
    assert_eq!(changed.read, next.records as u64);
    assert!(changed.applied > 0 && changed.applied < 100, "{}", changed.applied);

    lay(&folder, Night::First);
    assert_eq!(nights.read().await.applied, changed.applied, "all of it changes back");
    assert_eq!(nights.world.roster().await.into_iter().collect::<BTreeMap<_, _>>(), roster);
    assert_eq!(nights.read().await.applied, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_a_file_is_followed_to_the_read_that_brought_it() {
    let world = World::new().await;
    let folder = world.folder.path().join("package");
    lay(&folder, Night::First);
    let settings = [("place", "folder"), ("folder", folder.to_str().unwrap())];
    let (connection, sync) = world.save("oneroster_csv", "District", &settings, &[]).await;
    let nights = Nights { world, connection, sync };
    let loaded = nights.read().await;
    nights.read().await;
    let school = nights.world.house.school().unwrap();
    let entity = Entity::Enrollment;
    let record = school.roster_page(entity, true, None, 1).await.unwrap().remove(0);
    let ask = Explain { entity, id: record.id, field: "role".into(), sync: None };
    let told = nights.world.ask(ask).await.steps;
    let titles: Vec<&str> = told.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["District was read", loaded.note.as_str(), "District: this word wins"]);
    assert!(told[0].detail.starts_with("enrollments, "), "{}", told[0].detail);
    assert_eq!(told[0].at, Some(loaded.started_at), "the second read brought nothing of it");
}
