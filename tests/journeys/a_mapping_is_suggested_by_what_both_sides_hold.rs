//! Fields that nothing is mapped to: what might lead to them is suggested with what speaks for it, and nothing is mapped
//! before somebody accepts.

use crosswalk_contract::*;
use crosswalk_model::{Evidence, Suggestion, SyncId};
use crosswalk_tests::World;

async fn people(world: &World, sync: SyncId) -> usize {
    let view = world.ask(GetMapping { sync }).await;
    view.streams.iter().position(|stream| stream.to == "people").unwrap()
}

fn of<'a>(found: &'a [Suggestion], to: &str) -> &'a Suggestion {
    found.iter().find(|one| one.map.to == to).unwrap_or_else(|| panic!("{to} in {found:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn records_of_the_cloud_speak_for_a_field() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let sync = world.te_kete_ako;
    let stream = people(&world, sync).await;
    let gone = ["email", "tutor_group", "school_code"].map(str::to_owned).to_vec();
    let without =
        world.ask(ChangeFields { sync, stream, set: Vec::new(), remove: gone, knowingly: false }).await;

    let found = world.ask(SuggestFields { sync, stream }).await;
    for (to, from) in
        [("email", "email"), ("tutor_group", "homeroom"), ("school_code", "primaryOrg.identifier")]
    {
        let one = of(&found, to);
        assert_eq!(one.from, from, "{one:?}");
        let free = without.streams[stream].unmapped.iter().any(|(name, ..)| name == to);
        assert!(free, "{to} was free");
    }
    let mail = of(&found, "email");
    assert!(mail.confident, "{mail:?}");
    let agreed = |one: &Evidence| matches!(one, Evidence::Agreement { same, of } if same == of && *of > 20);
    assert!(mail.evidence.iter().any(agreed), "{mail:?}");
    let told = serde_json::to_string(&found).unwrap();
    assert!(!told.contains('@'), "no value of anybody is told");

    let set: Vec<_> = found.iter().filter(|one| one.confident).map(|one| one.map.clone()).collect();
    let count = set.len();
    let after = world.ask(ChangeFields { sync, stream, set, remove: Vec::new(), knowingly: false }).await;
    assert_eq!(after.version, without.version + 1, "all at once are one edit");
    assert_eq!(after.streams[stream].fields.len(), without.streams[stream].fields.len() + count);
    let plan = world.preview(sync).await;
    let rows = world.changes(&plan).await;
    let moved = rows.iter().flat_map(|row| &row.change.fields).filter(|diff| diff.field == "email").count();
    assert_eq!(moved, 0, "the same addresses as before: {}", plan.card.sentence);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_speak_where_the_cloud_is_away() {
    let world = World::new().await;
    world.push_full().await;
    let sync = world.te_kete_ako;
    let stream = people(&world, sync).await;
    let remove = vec!["given_name".to_owned()];
    world.ask(ChangeFields { sync, stream, set: Vec::new(), remove, knowingly: false }).await;
    let found = world.ask(SuggestFields { sync, stream }).await;
    let one = of(&found, "given_name");
    assert_eq!((one.from.as_str(), one.confident), ("givenName", true), "{one:?}");
    assert!(one.evidence.contains(&Evidence::SameName));
    world.problem(SuggestFields { sync, stream: 99 }).await;
}
