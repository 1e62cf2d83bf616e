//! Passwords and keys stand in no file, no log line, no answer and no problem.

use crosswalk_contract::{
    CheckConnection, GetAlerts, GetConnection, ListAudit, ListConnections, MakeBackup, MakeBundle,
    SaveConnection, SetAlerts, SetBackups,
};
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

/// What nobody may read in a file that leaves the house: each class of personal data has one.
struct Planted {
    /// Encrypted wherever it is kept: contact, demographic, national number, note.
    private: Vec<String>,
    /// Readable in the database, because people are searched by them, and nowhere else: names and addresses.
    searched: Vec<String>,
}

fn plant(world: &mut World) -> Planted {
    let pupil = world.pupils(1)[0];
    let one = &mut world.town.school.pupils[pupil];
    one.family = "Canarybird".into();
    one.given = "Zenobia".into();
    one.email = Some("canary.address@kowhaibay.school.example".into());
    one.mobile = Some("021 555 0199".into());
    one.nsn = "0135792468".into();
    let private = vec!["021 555 0199".into(), "0135792468".into(), one.born.to_string()];
    Planted { private, searched: vec!["Canarybird".into(), "Zenobia".into(), "canary.address@".into()] }
}

/// The lines or places in which any of these stands.
fn found(place: &str, bytes: &[u8], needles: &[String]) -> Vec<String> {
    let holds = |needle: &&String| bytes.windows(needle.len()).any(|some| some == needle.as_bytes());
    needles.iter().filter(holds).map(|needle| format!("{place}: {needle}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_the_house_names_nobody() {
    let kamar: &[(&str, &str)] = &[
        ("ask_mobile", "true"),
        ("ask_demographics", "true"),
        ("ask_nsn", "true"),
        ("ask_attendance", "true"),
    ];
    let mut world = World::with(WorldSpec { logged: true, kamar, ..WorldSpec::default() }).await;
    let planted = plant(&mut world);
    let secrets = vec![
        world.town.kamar.settings().password,
        world.town.supabase.service_key.clone(),
        world.town.edpsych.client_secret.clone(),
        "canary-passphrase-of-backups".to_owned(),
        "canary-password-of-the-mail".to_owned(),
        crosswalk_store::Keys::generate([7; 32]).text().expose().to_owned(),
    ];
    let mut events = world.house.events().listen();
    let set = SetAlerts {
        settings: world.ask(GetAlerts {}).await.settings,
        mail_password: Some(Secret::new(&*secrets[4])),
        webhook_secret: None,
    };
    world.ask(set).await;
    world.ask(SetBackups { nightly: None, passphrase: Some(Secret::new(&*secrets[3])) }).await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    assert_eq!(world.house.school().unwrap().roster_search("canarybird", 9).await.unwrap().len(), 1);
    let place = tempfile::tempdir().unwrap();
    let (backup, bundle) = (place.path().join("a.cwbackup"), place.path().join("help.zip"));
    world.ask(MakeBackup { file: Some(backup.display().to_string()), passphrase: None }).await;
    let log = world.log.clone().unwrap();
    let mut tail = crosswalk_engine::LogTail::default();
    std::io::Write::write_all(&mut tail, log.text().as_bytes()).unwrap();
    world.house.set_log(tail);
    let made = world.ask(MakeBundle { file: bundle.display().to_string() }).await;
    assert!(made.holds.len() >= 10 && made.bytes > 5_000, "{made:?}");

    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        told.push(serde_json::to_string(&event).unwrap());
    }
    assert!(told.len() > 5, "something happened");
    let audit = serde_json::to_string(&world.ask(ListAudit { about: None, since: None, cursor: None }).await)
        .unwrap();
    world.house.close().await;
    let all = [planted.private.clone(), planted.searched.clone(), secrets.clone()].concat();
    let bundle = std::fs::read(bundle).unwrap();
    assert!(
        !found("", &bundle, &["about.json".to_owned(), "\"kamar\"".to_owned()]).is_empty(),
        "it can be read"
    );
    let mut leaks = found("the bundle", &bundle, &all);
    leaks.extend(found("the backup", &std::fs::read(backup).unwrap(), &all));
    leaks.extend(found("the events", told.join("\n").as_bytes(), &all));
    leaks.extend(found("the log", log.text().as_bytes(), &all));
    leaks.extend(found("the audit", audit.as_bytes(), &[planted.private.clone(), secrets.clone()].concat()));
    let hidden = [planted.private, secrets].concat();
    leaks.extend(world.files_with(&hidden.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(leaks, [""; 0]);
    let searched: Vec<&str> = planted.searched.iter().map(String::as_str).collect();
    assert!(!world.files_with(&searched).is_empty(), "the search finds what is readable in the database");
}
