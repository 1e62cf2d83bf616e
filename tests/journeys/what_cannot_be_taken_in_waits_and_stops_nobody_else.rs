//! A message that cannot be taken in now stays in its lane with a sentence; the house does not spin, and other
//! connections go on.

use crosswalk_contract::{GetConnection, PauseConnection, SaveConnection};
use crosswalk_model::{Actor, DeliveryState};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_went_bad_between_the_answer_and_the_reading() {
    let world = World::new().await;
    assert!(world.town.check().await.accepted());
    world.ask(PauseConnection { id: world.kamar, paused: true }).await;
    assert!(world.town.push_full().await.accepted());
    let good = world.ask(GetConnection { id: world.kamar }).await.settings;
    let school = world.house.school().unwrap();
    let mut row = school.connection(world.kamar).await.unwrap().unwrap();
    row.settings.insert("time_zone".into(), "Middle/Earth".into());
    let mut work = school.begin().await.unwrap();
    let at = crosswalk_engine::Clock::now(world.clock.as_ref());
    work.put_connection(&row, &Actor::local_administrator(), at).await.unwrap();
    work.commit().await.unwrap();
    world.ask(PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;
    let waiting = world.deliveries().await.remove(0);
    assert_eq!(waiting.state, DeliveryState::Waiting);
    assert!(
        waiting.verdict.contains("time_zone") && waiting.verdict.contains("It waits"),
        "{}",
        waiting.verdict
    );

    // Another connection is not concerned.
    let own = world.town.kamar.settings();
    let (_, second) = world
        .save(
            "kamar",
            "Second KAMAR",
            &[("path", "/second"), ("username", "second")],
            &[("password", "invented too")],
        )
        .await;
    world.town.kamar.set_settings(crosswalk_sandbox::kamar::Settings {
        path: "/second".into(),
        username: "second".into(),
        password: "invented too".into(),
        ..own
    });
    assert!(world.town.check().await.accepted());
    assert!(world.town.push_full().await.accepted());
    world.house.settle().await;
    assert_eq!(world.last_run(second).await.row.run.applied, world.last_plan(second).await.card.changes);

    // The setting is mended, and what waited is taken in by itself.
    let save = SaveConnection {
        id: Some(world.kamar),
        connector: "kamar".into(),
        title: "KAMAR".into(),
        settings: good,
        secrets: Default::default(),
    };
    world.ask(save).await;
    world.house.settle().await;
    let states: Vec<DeliveryState> =
        world.deliveries().await.iter().filter(|one| one.kind == "full").map(|one| one.state).collect();
    assert_eq!(states, [DeliveryState::Taken, DeliveryState::Taken]);
}
