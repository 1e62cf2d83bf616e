//! Passwords and keys stand in no file, no log line, no answer and no problem.

use crosswalk_contract::{CheckConnection, GetConnection, ListAudit, ListConnections, SaveConnection};
use crosswalk_model::{RunKind, Secret};
use crosswalk_sandbox::kamar::Mischief;
use crosswalk_tests::{World, WorldSpec};

#[tokio::test(flavor = "multi_thread")]
async fn canaries_are_found_nowhere() {
    let mut world = World::with(WorldSpec { logged: true, ..WorldSpec::default() }).await;
    let canaries = [
        world.town.kamar.settings().password,
        world.town.supabase.service_key.clone(),
        world.town.edpsych.client_secret.clone(),
        "another-canary-password".to_owned(),
    ];
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    // Everything that makes words: wrong credentials, refused settings, clouds that refuse and fail.
    let mut told = Vec::new();
    let message = world.full_message();
    world.town.kamar.push_oddly(message, Mischief::WrongPassword, Default::default()).await;
    world.house.settle().await;
    let settings = [("path".to_owned(), "no slash".to_owned()), ("username".to_owned(), "kamar".to_owned())];
    let save = SaveConnection {
        id: None,
        connector: "kamar".into(),
        title: "Bad".into(),
        settings: settings.into(),
        secrets: [("password".to_owned(), Secret::new("another-canary-password"))].into(),
    };
    told.push(format!("{save:?}"));
    told.push(format!("{:?}", world.problem(save).await));
    for cloud in [world.town.supabase.faults(), world.town.edpsych.faults()] {
        cloud.set_down(true).await;
    }
    for card in world.ask(ListConnections {}).await {
        told.push(format!("{:?}", world.ask(CheckConnection { id: card.id }).await));
        told.push(serde_json::to_string(&world.ask(GetConnection { id: card.id }).await).unwrap());
    }
    for sync in [world.te_kete_ako, world.edpsych] {
        told.push(format!("{:?}", world.run(sync, RunKind::Full).await));
    }
    told.push(format!(
        "{:?} {:?}",
        world.ask(ListAudit { about: None, since: None, cursor: None }).await,
        world.deliveries().await
    ));

    let log = world.log.clone().unwrap().text();
    assert!(log.len() > 1000, "something was logged");
    for canary in &canaries {
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, canary);
        let in_log = log.lines().find(|line| line.contains(canary) || line.contains(&encoded));
        assert_eq!(in_log.map(|line| line.replace(canary, "…")), None, "in the log");
        assert!(told.iter().all(|text| !text.contains(canary)), "in an answer");
    }
    let needles: Vec<&str> = canaries.iter().map(String::as_str).collect();
    assert_eq!(world.files_with(&needles), [""; 0]);
    world.house.close().await;
    assert_eq!(world.files_with(&needles), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_name_or_address_is_logged() {
    let world = World::with(WorldSpec { logged: true, ..WorldSpec::default() }).await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let log = world.log.clone().unwrap().text();
    for pupil in world.town.school.pupils.iter().filter(|pupil| pupil.family.len() > 5) {
        let private = [Some(&pupil.family), pupil.email.as_ref(), pupil.mobile.as_ref()];
        for text in private.into_iter().flatten() {
            let line = log.lines().find(|line| line.contains(text.as_str()));
            assert_eq!(
                line.map(|line| line.replace(text.as_str(), "…").chars().take(300).collect::<String>()),
                None
            );
        }
    }
}
