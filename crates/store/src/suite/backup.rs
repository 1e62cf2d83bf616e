//! Backups: what comes back, what is refused, and what an interrupted one leaves.

use std::io::Read;
use std::path::{Path, PathBuf};

use crosswalk_model::{DeliveryState, Secret};

use super::samples::{administrator, at, delivery, pupil, put_configuration, roster_id, tenant_id};
use super::suite;
use super::world::{World, keys};
use crate::backup::Making;
use crate::{
    AuditCheck, AuditEntry, DataFolder, Keys, NewBackup, Openers, Options, Place, Restoring, Result, Store,
    StoreError,
};

suite!(
    a_house_comes_back,
    a_backup_is_made_while_the_house_works,
    what_is_acknowledged_before_it_begins_is_in_it,
    a_stopped_backup_leaves_nothing_that_looks_good,
    a_stopped_restore_leaves_the_old_folder_or_the_new_one,
    no_good_file_is_told_in_its_own_sentence,
    nothing_is_overwritten,
    bodies_stay_while_a_backup_is_made,
);

const SECRET: &str = "canary-of-the-keychain";
const PASSPHRASE: &str = "seven blue pūkeko";

fn new(to: PathBuf) -> NewBackup {
    let secrets = vec![(tenant_id(), "connection/password".to_owned(), Secret::new(SECRET))];
    NewBackup { to, made_at: at(9), version: "0.1.0".into(), passphrase: None, secrets }
}

fn own() -> Openers {
    Openers { keys: vec![keys()], passphrase: None }
}

/// Rows, an entry of the audit, a small and a large body, and a host's certificate.
async fn furnish(world: &World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_roster(&[pupil(1, "Rata")]).await.unwrap();
    let (actor, action, subject) = (administrator(), "roster.viewed".to_owned(), Some(roster_id(1)));
    let details = serde_json::json!({});
    work.append(&AuditEntry { at: at(1), actor, action, subject, details }).await.unwrap();
    work.commit().await.unwrap();
    for (number, size) in [(1, 10), (2, 300_000)] {
        accept(world, number, size).await;
    }
    std::fs::create_dir_all(world.folder().join("tls")).unwrap();
    std::fs::write(world.folder().join("tls/certificate.pem"), "certificate").unwrap();
}

async fn accept(world: &World, number: u128, size: usize) {
    let body = vec![number as u8; size];
    let spooled = world.tenant.blobs().spooled(&body).unwrap();
    world.tenant.accept(delivery(number, 0), spooled).await.unwrap();
}

async fn restore(file: &Path, openers: &Openers, target: &Path) -> Result<Keys> {
    let restoring = Restoring::unpack(file, openers, target, false).await?;
    restoring.open().await?.close().await;
    let keys = restoring.keys().clone();
    restoring.finish("mark").await?;
    Ok(keys)
}

async fn open(folder: &Path, keys: Keys) -> Store {
    Store::open(Options { place: Place::Folder(folder.to_owned()), keys }).await.unwrap()
}

/// Everything that was furnished is there.
async fn whole(store: &Store) {
    let tenant = store.tenant(tenant_id());
    assert_eq!(tenant.roster_search("rata", 9).await.unwrap().len(), 1);
    assert!(matches!(tenant.verify_audit().await.unwrap(), AuditCheck::Verified { entries: 1, .. }));
    let deliveries = tenant.deliveries(&Default::default(), None, 99).await.unwrap();
    assert!(deliveries.len() >= 2);
    for delivery in deliveries {
        let mut body = Vec::new();
        tenant.body(&delivery).await.unwrap().read_to_end(&mut body).unwrap();
        assert_eq!(body.len() as u64, delivery.size);
    }
}

async fn a_house_comes_back(world: World) {
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let file = places.path().join("school.cwbackup");
    if !world.is_sqlite() {
        assert!(matches!(world.store.back_up(new(file)).await, Err(StoreError::ElsewhereTables)));
        return;
    }
    let passphrase = Some(Secret::new(PASSPHRASE));
    let made = world.store.back_up(NewBackup { passphrase, ..new(file.clone()) }).await.unwrap();
    assert_eq!(made.bytes, std::fs::metadata(&file).unwrap().len());
    assert_eq!((made.about.made_at, made.about.figures.bodies), (at(9), 1));
    assert!(!world.folder().join("backup.tmp").exists());
    let bytes = std::fs::read(&file).unwrap();
    for canary in ["Rata", SECRET, "SQLite format", keys().text().expose()] {
        assert!(!bytes.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary}");
    }
    let typed = keys().text().expose().to_uppercase();
    for (n, openers) in [own(), Openers::typed(&Secret::new(PASSPHRASE)), Openers::typed(&Secret::new(typed))]
        .iter()
        .enumerate()
    {
        let target = places.path().join(format!("data {n}"));
        let keys = restore(&file, openers, &target).await.unwrap();
        let store = open(&target, keys).await;
        whole(&store).await;
        let secret = store.tenant(tenant_id()).secret("connection/password").await.unwrap().unwrap();
        assert_eq!(secret.expose(), SECRET, "what the keychain held");
        assert_eq!(std::fs::read(target.join("tls/certificate.pem")).unwrap(), b"certificate");
        store.close().await;
    }
    assert!(world.tenant.secret("connection/password").await.unwrap().is_none(), "the house is as it was");
}

async fn a_backup_is_made_while_the_house_works(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let file = places.path().join("school.cwbackup");
    let at_work = async {
        for number in 10..40 {
            accept(&world, number, 100_000).await;
            let mut work = world.begin().await;
            work.put_roster(&[pupil(number, "Tui")]).await.unwrap();
            work.commit().await.unwrap();
        }
    };
    let (made, ()) = tokio::join!(world.store.back_up(new(file.clone())), at_work);
    made.unwrap();
    let target = places.path().join("data");
    let store = open(&target, restore(&file, &own(), &target).await.unwrap()).await;
    whole(&store).await;
    store.close().await;
}

/// The inbox is copied first: what was taken in between waits in the copy, and is taken in again.
async fn what_is_acknowledged_before_it_begins_is_in_it(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let making = Making::begin(&world.store, new(places.path().join("a.cwbackup"))).unwrap();
    let waiting = world.tenant.deliveries(&Default::default(), None, 9).await.unwrap();
    let copied = making.copy().await.unwrap();
    world.tenant.set_delivery(waiting[0].id, DeliveryState::Taken, None, "taken").await.unwrap();
    accept(&world, 7, 200_000).await;
    making.write(&copied).await.unwrap();
    making.verify(&copied.about).await.unwrap();
    making.publish().unwrap();
    let target = places.path().join("data");
    let store =
        open(&target, restore(&places.path().join("a.cwbackup"), &own(), &target).await.unwrap()).await;
    let back = store.tenant(tenant_id()).deliveries(&Default::default(), None, 9).await.unwrap();
    assert_eq!(back.len(), 2, "what came later is not in it");
    assert!(back.iter().all(|one| one.state == DeliveryState::Waiting));
    store.close().await;
}

async fn a_stopped_backup_leaves_nothing_that_looks_good(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let file = places.path().join("a.cwbackup");
    for steps in 0..4 {
        // The process is killed after so many steps: nothing tidies up.
        let making = Making::begin(&world.store, new(file.clone())).unwrap();
        let copied = if steps > 0 { Some(making.copy().await.unwrap()) } else { None };
        if let Some(copied) = copied.filter(|_| steps > 1) {
            making.write(&copied).await.unwrap();
            if steps > 2 {
                making.verify(&copied.about).await.unwrap();
            }
        }
        assert!(!file.exists(), "after {steps} steps");
    }
    std::fs::write(places.path().join("a.cwbackup.partial"), "of a backup that was killed").unwrap();
    world.store.back_up(new(file.clone())).await.unwrap();
    assert!(file.exists() && !places.path().join("a.cwbackup.partial").exists());
    std::fs::create_dir_all(world.folder().join("backup.tmp/copy")).unwrap();
    world.store.close().await;
    open(world.folder(), keys()).await.close().await;
    assert!(!world.folder().join("backup.tmp").exists(), "the next start tidies up");
}

/// A folder with an older house in it, whose only record is called Kea.
async fn former(folder: &Path) {
    let store = open(folder, Keys::generate([3; 32])).await;
    store.system().create_tenant(tenant_id(), "Kea School", at(0)).await.unwrap();
    store.close().await;
}

async fn school_in(folder: &Path) -> String {
    for key in [Keys::generate([3; 32]), keys()] {
        let options = Options { place: Place::Folder(folder.to_owned()), keys: key };
        let Ok(store) = Store::open(options).await else { continue };
        let school = store.system().tenants().await.unwrap().remove(0).name;
        store.close().await;
        return school;
    }
    panic!("neither the old folder nor the new one")
}

async fn a_stopped_restore_leaves_the_old_folder_or_the_new_one(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let (file, target) = (places.path().join("a.cwbackup"), places.path().join("data"));
    world.store.back_up(new(file.clone())).await.unwrap();
    let (old, restored) = ("Kea School", "Kōwhai Bay College");
    for (steps, expected) in [(0, old), (1, old), (2, old), (3, restored), (4, restored)] {
        let _none_at_first = std::fs::remove_dir_all(&target);
        former(&target).await;
        let restoring = Restoring::unpack(&file, &own(), &target, true).await.unwrap();
        if steps > 0 {
            restoring.open().await.unwrap().close().await;
        }
        if steps > 1 {
            restoring.ready().unwrap();
        }
        let aside = if steps > 2 { restoring.set_aside(&steps.to_string()).unwrap() } else { None };
        if steps > 3 {
            crate::finish_restore(&target).unwrap();
        }
        drop(restoring);
        if let Some(aside) = aside {
            assert_eq!(school_in(&aside).await, old, "the old folder is kept");
        }
        assert_eq!(school_in(&target).await, expected, "after {steps} steps");
    }
}

async fn no_good_file_is_told_in_its_own_sentence(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let (good, target) = (places.path().join("good.cwbackup"), places.path().join("data"));
    world.store.back_up(new(good.clone())).await.unwrap();
    let bytes = std::fs::read(&good).unwrap();
    let mut altered = bytes.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let other = Openers { keys: vec![Keys::generate([8; 32])], passphrase: Some(Secret::new("wrong")) };
    let cases: [(&[u8], &Openers, &str); 5] = [
        (&bytes[..bytes.len() - 10], &own(), "its end is missing"),
        (&bytes[..bytes.len() / 2], &own(), "its end is missing"),
        (&altered, &own(), "some of its bytes were altered"),
        (b"Dear school, here is a letter.", &own(), "not a backup that Crosswalk made"),
        (&bytes, &other, "This does not open the backup"),
    ];
    for (bytes, openers, sentence) in cases {
        let file = places.path().join("odd.cwbackup");
        std::fs::write(&file, bytes).unwrap();
        let told = restore(&file, openers, &target).await.unwrap_err().to_string();
        assert!(told.contains(sentence), "{told}");
        assert!(!target.exists(), "nothing was restored");
    }
    let gone = restore(&places.path().join("gone"), &own(), &target).await.unwrap_err().to_string();
    assert!(gone.contains("The file of the backup does not exist"), "{gone}");
}

async fn nothing_is_overwritten(world: World) {
    if !world.is_sqlite() {
        return;
    }
    furnish(&world).await;
    let places = tempfile::tempdir().unwrap();
    let file = places.path().join("a.cwbackup");
    world.store.back_up(new(file.clone())).await.unwrap();
    assert!(matches!(world.store.back_up(new(file.clone())).await, Err(StoreError::BackupThere)));
    let nowhere = world.store.back_up(new(places.path().join("gone/a.cwbackup"))).await;
    assert!(matches!(nowhere, Err(StoreError::BackupFolder { .. })));
    let target = places.path().join("data");
    former(&target).await;
    assert!(matches!(restore(&file, &own(), &target).await, Err(StoreError::HoldsData)));
    let used = DataFolder::lock(&target).unwrap();
    let replaced = Restoring::unpack(&file, &own(), &target, true).await;
    assert!(matches!(replaced, Err(StoreError::Locked { .. })));
    drop(used);
    let empty = places.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    restore(&file, &own(), &empty).await.unwrap();
    assert_eq!(school_in(&empty).await, "Kōwhai Bay College");
    assert!(!places.path().join("empty.before-mark").exists(), "an empty folder is not kept");
}

async fn bodies_stay_while_a_backup_is_made(world: World) {
    furnish(&world).await;
    let keeping = world.store.0.inbox.keeping.lock().await;
    let purge = world.tenant.purge_bodies(crosswalk_model::Timestamp::MAX, at(99));
    let soon = std::time::Duration::from_millis(50);
    assert!(tokio::time::timeout(soon, purge).await.is_err(), "a purge waits");
    tokio::time::timeout(soon * 100, accept(&world, 5, 200_000)).await.expect("a push does not");
    drop(keeping);
    world.tenant.purge_bodies(crosswalk_model::Timestamp::MAX, at(99)).await.unwrap();
}
