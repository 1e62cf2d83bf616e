//! Somebody has spoilt a mapping or a setting: every version is kept, and one of them holds again as the newest.

use crosswalk_contract::*;
use crosswalk_model::{Entity, Filter, PlanState};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_with_its_mapping_and_filters() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let (sync, of) = (world.te_kete_ako, Configured::Sync(world.te_kete_ako));
    let before = world.ask(ListVersions { of }).await;
    let good = before.first().unwrap().version;
    let stream =
        world.ask(GetMapping { sync }).await.streams.iter().position(|map| map.to == "people").unwrap();
    world
        .ask(ChangeFields { sync, stream, set: Vec::new(), remove: vec!["email".into()], knowingly: false })
        .await;
    let keep_if = "role == 'student'".to_owned();
    let filters = vec![Filter { entity: Entity::User, keep_if, reason: "only pupils".into() }];
    world.ask(SetFilters { sync, filters }).await;
    assert_ne!(world.preview(sync).await.card.state, PlanState::Empty);

    let versions = world.ask(ListVersions { of }).await;
    assert_eq!(versions.len(), before.len() + 2);
    let changed: Vec<&[String]> = versions.iter().take(2).map(|row| row.changed.as_slice()).collect();
    assert_eq!(changed, [["filters"], ["mapping"]]);
    let told = |row: &VersionRow| row.changes.iter().map(|one| one.what.clone()).collect::<Vec<_>>();
    assert_eq!(told(&versions[0]).last().map(String::as_str), Some("condition “only pupils”"));
    let gone = |change: &&VersionChange| change.after.is_none() && change.what.starts_with("condition");
    assert_eq!(
        versions[0].changes.iter().filter(gone).count(),
        told(&versions[0]).len() - 1,
        "the former ones"
    );
    let [email] = versions[1].changes.as_slice() else { panic!("{:?}", versions[1].changes) };
    assert!(email.what.ends_with("people.email") && email.after.is_none(), "{email:?}");
    assert!(versions[0].present && versions[0].by == "local administrator");
    world.ask(RestoreVersion { of, version: good }).await;
    let after = world.ask(ListVersions { of }).await;
    assert_eq!(after.len(), versions.len() + 1, "nothing is taken out of the timeline");
    let plan = world.preview(sync).await;
    assert_eq!(plan.card.state, PlanState::Empty, "{}", plan.card.sentence);
    world.problem(RestoreVersion { of, version: 99 }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_with_its_settings() {
    let world = World::new().await;
    let of = Configured::Connection(world.kamar);
    let first = world.ask(GetConnection { id: world.kamar }).await;
    let mut settings = first.settings.clone();
    settings.insert("path".into(), "/elsewhere".into());
    let (connector, title) = (first.connector.key.clone(), "KAMAR, moved".to_owned());
    let secrets = Default::default();
    world.ask(SaveConnection { id: Some(world.kamar), connector, title, settings, secrets }).await;
    let moved = world.ask(ListVersions { of }).await.remove(0);
    assert_eq!(moved.changed, ["title", "settings", "path"]);
    let name = VersionChange {
        what: "name".into(),
        before: Some(first.card.title.clone()),
        after: Some("KAMAR, moved".into()),
    };
    assert!(moved.changes.contains(&name), "{:?}", moved.changes);
    let shown = format!("{:?}", moved.changes);
    assert!(!shown.contains("password") && moved.changes.len() == 3, "{shown}");
    world.ask(RestoreVersion { of, version: 1 }).await;
    let back = world.ask(GetConnection { id: world.kamar }).await;
    assert_eq!((&back.card.title, &back.settings), (&first.card.title, &first.settings));
    world.push_full().await;
    assert!(world.roster().await["pupils"] > 0, "it listens where it did, with its secrets");
}
