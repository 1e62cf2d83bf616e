//! The computer burns, and a backup comes back on another one: the clouds are newer than the roster, and nothing is
//! written over before somebody has looked. Backups that stop being made are told.

use crosswalk_contract::*;
use crosswalk_daemon::restore::{Order, Restored, restore};
use crosswalk_model::{Direction, PlanState, RunKind, RunState, Secret};
use crosswalk_sandbox::school::Person;
use crosswalk_store::Keys;
use crosswalk_tests::World;
use jiff::SignedDuration;

fn recovery_key() -> Secret {
    Keys::generate([7; 32]).text()
}

async fn back_up(world: &World, name: &str) -> BackupRow {
    let file = world.folder.path().with_extension(name).display().to_string();
    world.ask(MakeBackup { file: Some(file), passphrase: None }).await
}

/// What an administrator has in hand after the fire: the backup and the recovery key.
async fn burns_and_comes_back(world: &mut World, backup: &BackupRow) -> Restored {
    world.house.kill();
    world.folder = tempfile::tempdir().unwrap();
    let order = Order {
        file: backup.file.clone().into(),
        folder: world.folder.path().to_owned(),
        key_file: None,
        replace: false,
        typed: Some(recovery_key()),
    };
    let restored = restore(&order, &*world.clock).await.unwrap();
    assert!(world.folder.path().join("key").exists(), "the data key came along");
    world.open_again().await;
    world.house.settle().await;
    restored
}

async fn stands(world: &World) -> Vec<bool> {
    let syncs = world.ask(ListSyncs {}).await;
    let outbound = syncs.iter().filter(|sync| sync.direction == Direction::Outbound);
    outbound.map(|sync| sync.standing_approval).collect()
}

async fn waits(world: &World, title: &str) -> bool {
    world.ask(GetOverview {}).await.waiting.iter().any(|item| item.title == title)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clouds_are_newer_and_stay_as_they_are() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let forgotten = world.preview(world.edpsych).await;
    let backup = back_up(&world, "cwbackup").await;
    assert!(backup.sentence.contains("of the roster") && backup.bytes > 100_000, "{backup:?}");

    // After the backup: two addresses change, somebody new comes, and all of it reaches the cloud.
    for pupil in world.pupils(2) {
        world.town.school.change_email(pupil);
        world.push_part(&[Person::Pupil(pupil)]).await;
    }
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 2), "{}", run.row.run.note);
    world.bring_up_to_date(world.edpsych).await;

    let restored = burns_and_comes_back(&mut world, &backup).await;
    assert!(restored.sentence.contains("Kōwhai Bay College is back as of"), "{}", restored.sentence);
    assert_eq!(stands(&world).await, [false, false], "a person is asked");
    assert!(waits(&world, "Restored from a backup").await);
    assert_eq!(world.plan(forgotten.card.id).await.card.state, PlanState::Superseded);

    // The old roster says nothing against the newer cloud, which is read before anything is planned.
    world.town.supabase.log().clear();
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert!(matches!(run.row.run.state, RunState::Waiting | RunState::Done), "{}", run.row.run.note);
    assert!(!world.town.supabase.log().of("GET", "/people").is_empty(), "the destination is read");
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0], "nothing was written over");

    // The source says everything once more: roster and clouds agree, and the way goes on as before.
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    assert_eq!((world.te_kete_ako_differs_in_people(), world.edpsych_differs()), (vec![], vec![]));
    assert!(!waits(&world, "Restored from a backup").await);
    let pupil = world.pupils(3)[2];
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Waiting, "who never approved a plan since is asked");
    let plan = world.last_plan(world.te_kete_ako).await;
    world.approve(&plan, None).await;
    assert!(stands(&world).await.contains(&true));
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    std::fs::remove_file(&backup.file).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_night_one_is_made_and_a_folder_that_is_gone_is_told() {
    let world = World::new().await;
    world.push_full().await;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("backups");
    let nightly = Nightly { folder: folder.display().to_string(), at: "02:30:00".parse().unwrap(), keep: 2 };
    let set = |nightly: &Nightly| SetBackups { nightly: Some(nightly.clone()), passphrase: None };
    assert_eq!(world.problem(set(&nightly)).await.field.as_deref(), Some("folder"));
    std::fs::create_dir(&folder).unwrap();
    assert!(world.ask(set(&nightly)).await.last.is_none());
    assert!(!world.house.back_up_when_due().await.unwrap(), "it is nine in the morning");
    std::fs::write(folder.join("crosswalk-of-another-school.cwbackup"), "theirs").unwrap();
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_hours(24));
        assert!(world.house.back_up_when_due().await.unwrap());
        assert!(!world.house.back_up_when_due().await.unwrap(), "once a night");
    }
    let kept = || std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(kept(), 3, "two of ours, and the other school's");
    let view = world.ask(GetBackups {}).await;
    assert!(view.last.is_some() && view.failed.is_none() && !view.late, "{view:?}");

    std::fs::rename(&folder, place.path().join("gone")).unwrap();
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_hours(24));
        assert!(world.house.back_up_when_due().await.is_err());
    }
    let view = world.ask(GetBackups {}).await;
    assert!(view.late && view.sentence.contains("The folder for the backup cannot be used"), "{view:?}");
    assert!(waits(&world, "The last backup is too old").await);
    std::fs::rename(place.path().join("gone"), &folder).unwrap();
    world.clock.pass(SignedDuration::from_hours(2));
    assert!(world.house.back_up_when_due().await.unwrap());
    assert!(!waits(&world, "The last backup is too old").await);
    assert!(!world.ask(GetBackups {}).await.late);
}
