//! Blobs. They lie in files whatever the database is, so one database is enough.

use std::io::{Read, Write};
use std::path::PathBuf;

use crosswalk_model::{Hash, TenantId};
use uuid::Uuid;

use super::world::{World, on_sqlite};
use crate::{BlobRef, StoreError};

fn write(world: &World, bytes: &[u8]) -> BlobRef {
    let mut writer = world.tenant.blobs().writer().unwrap();
    for piece in bytes.chunks(10_007) {
        writer.write_all(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn read(world: &World, hash: Hash) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    world.tenant.blobs().open(hash)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn file(world: &World, hash: Hash) -> PathBuf {
    let (tenant, name) = (world.tenant.id().to_string(), hash.to_string());
    world.folder().join("blobs").join(tenant).join(&name[..2]).join(name)
}

fn sample(size: usize) -> Vec<u8> {
    (0..size).map(|n| (n % 251) as u8).collect()
}

#[tokio::test]
async fn bytes_of_every_size_come_back() {
    on_sqlite(async |world: World| {
        for size in [0, 1, 65_535, 65_536, 65_537, 131_072, 400_000] {
            let blob = write(&world, &sample(size));
            assert_eq!(blob.size, size as u64);
            assert!(read(&world, blob.hash).unwrap() == sample(size), "{size}");
            assert_eq!(write(&world, &sample(size)), blob, "equal bytes have one address");
        }
    })
    .await;
}

#[tokio::test]
async fn every_altered_byte_and_every_cut_is_noticed() {
    on_sqlite(async |world: World| {
        let blob = write(&world, &sample(140_000));
        let path = file(&world, blob.hash);
        let whole = std::fs::read(&path).unwrap();
        let altered = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            matches!(read(&world, blob.hash), Err(StoreError::Altered { .. } | StoreError::Key))
        };
        for at in (0..200).chain((200..whole.len()).step_by(4_999)) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert!(altered(&bytes), "byte {at}");
        }
        for cut in [0, 8, 96, 97, 65_649, 131_201, whole.len() - 1] {
            assert!(altered(&whole[..cut]), "cut at {cut}");
        }
        assert!(altered(&[whole.as_slice(), &[0]].concat()), "a byte too many");
        let mut swapped = whole.clone();
        let (first, second) = (97..97 + 65_552, 97 + 65_552..97 + 2 * 65_552);
        swapped[first.clone()].copy_from_slice(&whole[second.clone()]);
        swapped[second].copy_from_slice(&whole[first]);
        assert!(altered(&swapped), "chunks in another order");
        std::fs::write(&path, &whole).unwrap();
        assert!(read(&world, blob.hash).is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_file_in_anothers_place_is_not_read() {
    on_sqlite(async |world: World| {
        let (one, two) = (write(&world, b"one"), write(&world, b"two"));
        std::fs::copy(file(&world, one.hash), file(&world, two.hash)).unwrap();
        assert!(matches!(read(&world, two.hash), Err(StoreError::Altered { .. })));
        assert!(matches!(read(&world, Hash([0; 32])), Err(StoreError::NotFound { .. })));
        let stranger = world.store.tenant(TenantId(Uuid::from_u128(0xbb)));
        assert!(matches!(stranger.blobs().open(one.hash), Err(StoreError::NotFound { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_is_dropped_leaves_nothing() {
    on_sqlite(async |world: World| {
        let drafts = || std::fs::read_dir(world.folder().join("blobs/tmp")).unwrap().count();
        let mut writer = world.tenant.blobs().writer().unwrap();
        writer.write_all(&sample(70_000)).unwrap();
        assert_eq!(drafts(), 1);
        drop(writer);
        assert_eq!(drafts(), 0);
        drop(world.tenant.blobs().writer().unwrap().stage(true).unwrap());
        assert_eq!(drafts(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_spilled_list_is_read_in_order() {
    on_sqlite(async |world: World| {
        for count in [0u32, 1, 40_000] {
            let mut spill = world.tenant.blobs().spill::<(u32, String)>();
            (0..count).for_each(|n| spill.push(&(n, format!("āwhina {n}"))).unwrap());
            let spilled = spill.finish().unwrap();
            assert_eq!((spilled.len(), spilled.is_empty()), (u64::from(count), count == 0));
            let mut reader = spilled.open().unwrap();
            for n in 0..count {
                assert_eq!(reader.read().unwrap(), Some((n, format!("āwhina {n}"))));
            }
            assert!(reader.read().unwrap().is_none() && reader.some(9).unwrap().is_empty());
            let mut again = spilled.open().unwrap();
            assert_eq!(
                (again.skip().unwrap(), again.some(9).unwrap().len()),
                (count > 0, (count.max(1) - 1).min(9) as usize)
            );
        }
        let mut bytes = world.tenant.blobs().spill::<Vec<u8>>();
        bytes.push_bytes(b"as they are").unwrap();
        let bytes = bytes.finish().unwrap();
        assert_eq!(bytes.open().unwrap().next_bytes().unwrap().as_deref(), Some(&b"as they are"[..]));
    })
    .await;
}
