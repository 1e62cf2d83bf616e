//! Documents and their fingerprints.

use std::collections::BTreeMap;

use crosswalk_model::{DeliveryId, Finding, Hash};
use uuid::Uuid;

use super::samples::{connection, connection_id, document, put_configuration};
use super::suite;
use super::world::World;
use crate::{DocumentRow, Fingerprint, Origin, SourceStamp, StoreError};

suite!(
    documents_come_back,
    only_what_changed_is_rewritten,
    removed_documents_are_gone,
    a_document_needs_its_connection,
    a_stamp_goes_with_the_first_document_that_changes,
);

async fn put(world: &World, rows: &[DocumentRow]) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_documents(rows).await.unwrap();
    work.commit().await.unwrap();
}

async fn prints(world: &World, stream: &str) -> BTreeMap<String, Fingerprint> {
    world.tenant.fingerprints(connection_id(), stream).await.unwrap().into_iter().collect()
}

async fn documents_come_back(world: World) {
    let mut rows: Vec<DocumentRow> = (0..700).map(|n| document(&format!("k{n}"), 1)).collect();
    rows[3].settled = false;
    rows[3].origin = Some(Origin {
        delivery: Some(DeliveryId(Uuid::from_u128(5))),
        blob: Some(Hash([9; 32])),
        bytes: Some((10, 250)),
    });
    rows.push(DocumentRow { stream: "staff".into(), ..document("k1", 2) });
    rows.push(document("k0", 8));
    put(&world, &rows).await;
    let prints = prints(&world, "students").await;
    assert_eq!(prints.len(), 700);
    assert_eq!(prints["k0"].hash, Hash([8; 32]), "of two with the same key the later one counts");
    assert_eq!(prints["k3"], Fingerprint { hash: Hash([1; 32]), partition: "1/09".into(), settled: false });
    let wanted: Vec<String> = (0..700).map(|n| format!("k{n}")).chain(["unknown".into()]).collect();
    let mut found = world.tenant.documents(connection_id(), "students", &wanted).await.unwrap();
    assert_eq!(found.len(), 700);
    found.retain(|row| row.key == "k3");
    assert_eq!(found, [rows[3].clone()]);
    let staff = world.tenant.documents(connection_id(), "staff", &["k1".into()]).await.unwrap();
    assert_eq!(staff[0].fingerprint, Hash([2; 32]));
}

async fn only_what_changed_is_rewritten(world: World) {
    let rows: Vec<DocumentRow> = (0..300).map(|n| document(&format!("k{n}"), 1)).collect();
    put(&world, &rows).await;
    let bodies = "SELECT bucket, body FROM document_buckets ORDER BY bucket";
    let read = |rows: Vec<crate::db::Row>| -> Vec<(i64, Vec<u8>)> {
        rows.iter().map(|row| (row.int(0).unwrap(), row.bytes(1).unwrap().to_vec())).collect()
    };
    let before = read(world.peek(bodies).await);
    let mut work = world.begin().await;
    work.put_documents(&[document("k7", 2)]).await.unwrap();
    work.commit().await.unwrap();
    let after = read(world.peek(bodies).await);
    assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
    let prints = prints(&world, "students").await;
    assert_eq!((prints.len(), prints["k7"].hash, prints["k8"].hash), (300, Hash([2; 32]), Hash([1; 32])));
}

async fn removed_documents_are_gone(world: World) {
    put(&world, &[document("a", 1), document("b", 1)]).await;
    let mut work = world.begin().await;
    work.remove_documents(connection_id(), "students", &["a".into(), "never".into()]).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(prints(&world, "students").await.into_keys().collect::<Vec<_>>(), ["b"]);
    let found = world.tenant.documents(connection_id(), "students", &["a".into(), "b".into()]).await.unwrap();
    assert_eq!(found, [document("b", 1)]);
}

async fn a_document_needs_its_connection(world: World) {
    let mut work = world.begin().await;
    let foreign = DocumentRow { connection: connection(5, None).id, ..document("a", 1) };
    assert!(matches!(work.put_documents(&[foreign]).await, Err(StoreError::NotFound { .. })));
}

async fn a_stamp_goes_with_the_first_document_that_changes(world: World) {
    put(&world, &[document("a", 1)]).await;
    let findings = vec![Finding::warning("odd", "students", "a", "Something is odd.")];
    let stamp = SourceStamp { stamp: Hash([1; 32]), under: Hash([2; 32]), documents: 1, findings };
    for change in ["written", "removed", "redacted"] {
        let mut work = world.begin().await;
        work.put_source_stamp(connection_id(), &stamp).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(world.tenant.source_stamp(connection_id()).await.unwrap(), Some(stamp.clone()));
        let mut work = world.begin().await;
        match change {
            "written" => work.put_documents(&[document("b", 1)]).await.unwrap(),
            "removed" => work.remove_documents(connection_id(), "students", &["a".into()]).await.unwrap(),
            _ => drop(work.redact_findings(&|_| false).await.unwrap()),
        }
        work.commit().await.unwrap();
        assert_eq!(world.tenant.source_stamp(connection_id()).await.unwrap(), None, "{change}");
    }
}
