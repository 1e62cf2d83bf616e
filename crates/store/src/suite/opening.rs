//! Opening, closing, locking, keys.

use std::io::Write;

use crosswalk_model::Secret;

use super::suite;
use super::world::{World, keys};
use crate::{Keys, Options, Place, Store, StoreError};

suite!(
    what_was_committed_is_there_again,
    a_second_owner_is_told_where_the_first_is,
    a_wrong_key_opens_nothing,
    a_new_key_reads_what_the_old_one_wrote,
    a_newer_schema_is_left_alone,
);

async fn open(place: &Place, keys: Keys) -> Result<Store, StoreError> {
    Store::open(Options { place: place.clone(), keys }).await
}

/// Closes the world's store and gives the lock back.
async fn closed(world: World) -> (Place, impl Sized) {
    world.store.close().await;
    let copy = tempfile::tempdir().unwrap();
    copy_folder(world.folder(), copy.path());
    let place = match world.place.clone() {
        Place::Folder(_) => Place::Folder(copy.path().to_owned()),
        Place::Postgres { url, .. } => Place::Postgres { url, folder: copy.path().to_owned() },
    };
    (place, (copy, world))
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn write_secret(store: &Store, world: &World, name: &str) {
    let mut work = store.tenant(world.tenant.id()).begin().await.unwrap();
    work.put_secret(name, &Secret::new("correct horse")).await.unwrap();
    work.commit().await.unwrap();
}

async fn what_was_committed_is_there_again(world: World) {
    write_secret(&world.store, &world, "a").await;
    let mut blob = world.tenant.blobs().writer().unwrap();
    blob.write_all(b"kept").unwrap();
    let blob = blob.finish().unwrap();
    let id = world.tenant.id();
    let (place, _kept) = closed(world).await;
    let store = open(&place, keys()).await.unwrap();
    assert!(store.tenant(id).secret("a").await.unwrap().is_some());
    assert!(store.tenant(id).blobs().open(blob.hash).is_ok());
    store.close().await;
}

async fn a_second_owner_is_told_where_the_first_is(world: World) {
    world.store.lock().set_address("http://127.0.0.1:4710").unwrap();
    let second = open(&world.place, keys()).await;
    let Err(StoreError::Locked { address }) = second else { panic!("the folder has two owners") };
    assert_eq!(address.as_deref(), Some("http://127.0.0.1:4710"));
}

async fn a_wrong_key_opens_nothing(world: World) {
    let (place, _kept) = closed(world).await;
    assert!(matches!(open(&place, Keys::generate([8; 32])).await, Err(StoreError::Key)));
    open(&place, keys()).await.unwrap().close().await;
}

async fn a_new_key_reads_what_the_old_one_wrote(world: World) {
    write_secret(&world.store, &world, "old").await;
    let id = world.tenant.id();
    let (place, _kept) = closed(world.clone()).await;
    let store = open(&place, keys().rotated([9; 32])).await.unwrap();
    assert!(store.tenant(id).secret("old").await.unwrap().is_some());
    write_secret(&store, &world, "new").await;
    assert!(store.tenant(id).secret("new").await.unwrap().is_some());
    store.close().await;
    drop(store);
    let former = open(&place, keys()).await.unwrap();
    assert!(matches!(former.tenant(id).secret("new").await, Err(StoreError::Key)));
    former.close().await;
}

async fn a_newer_schema_is_left_alone(world: World) {
    let newer = "UPDATE migrations SET version = 9999 WHERE version = (SELECT MAX(version) FROM migrations)";
    world.tamper(newer, Vec::new()).await.unwrap();
    let (place, _kept) = closed(world).await;
    assert!(matches!(open(&place, keys()).await, Err(StoreError::SchemaNewer)));
}
