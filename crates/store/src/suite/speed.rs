//! Measurements, run by hand: `cargo test -p crosswalk-store --release -- --ignored --nocapture speed`.

use std::time::{Duration, Instant};

use super::samples::{connection_id, delivery, document, ledger_entry, pupil, put_configuration, sync_id};
use super::world::{World, on_postgres, on_sqlite};
use crate::{DocumentRow, LedgerEntry, RosterRow};

const PEOPLE: u128 = 20_000;

async fn timed<T>(what: &str, work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let result = work.await;
    let took = start.elapsed();
    println!("{what}: {:.1} ms", took.as_secs_f64() * 1000.0);
    (result, took)
}

async fn measure(world: World) {
    let rows: Vec<RosterRow> = (0..PEOPLE).map(|n| pupil(n, "Pārata")).collect();
    let documents: Vec<DocumentRow> = (0..PEOPLE).map(|n| document(&n.to_string(), 1)).collect();
    let entries: Vec<LedgerEntry> = (0..PEOPLE).map(ledger_entry).collect();
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    timed("put_roster of 20,000", work.put_roster(&rows)).await.0.unwrap();
    timed("put_documents of 20,000", work.put_documents(&documents)).await.0.unwrap();
    timed("put_ledger of 20,000", work.put_ledger(sync_id(), "people", &entries)).await.0.unwrap();
    timed("commit", work.commit()).await.0.unwrap();
    for _ in 0..2 {
        let prints = world.tenant.fingerprints(connection_id(), "students");
        assert_eq!(timed("fingerprints of 20,000", prints).await.0.unwrap().len(), 20_000);
    }
    timed("ledger of 20,000", world.tenant.ledger(sync_id(), "people")).await.0.unwrap();
    timed("roster_since of 20,000", world.tenant.roster_since(0, 20_000)).await.0.unwrap();
    timed("roster_counts", world.tenant.roster_counts()).await.0.unwrap();
    timed("roster_search", world.tenant.roster_search("par aro", 20)).await.0.unwrap();
    let keys: Vec<String> = (0..PEOPLE).map(|n| n.to_string()).collect();
    let read = world.tenant.documents(connection_id(), "students", &keys);
    assert_eq!(timed("documents of 20,000", read).await.0.unwrap().len(), 20_000);
    let mut work = world.begin().await;
    timed("put_documents of 5", work.put_documents(&documents[..5])).await.0.unwrap();
    work.commit().await.unwrap();
    acknowledge(&world).await;
}

/// Durable acknowledgements against a bare loop that appends the same bytes and waits for the disk.
async fn acknowledge(world: &World) {
    const MANY: u128 = 400;
    let body = vec![b'x'; 4096];
    let accept = |n| {
        let spooled = world.tenant.blobs().spooled(&body).unwrap();
        world.tenant.accept(delivery(n, 0), spooled)
    };
    let one = async {
        for n in 0..MANY {
            accept(n).await.unwrap();
        }
    };
    let one = timed("400 deliveries from one sender", one).await.1;
    let sixteen = async {
        let lane = async |lane: u128| {
            for n in 0..MANY / 16 {
                accept(100_000 + lane * 1000 + n).await.unwrap();
            }
        };
        futures::future::join_all((0..16).map(lane)).await;
    };
    let sixteen = timed("400 deliveries from sixteen senders", sixteen).await.1;
    let bare = timed("400 appends, each on the disk", async { append(world, &body, MANY) }).await.1;
    let ratio = |took: Duration| bare.as_secs_f64() / took.as_secs_f64();
    println!("ratio to the bare loop: {:.2} with one sender, {:.2} with sixteen", ratio(one), ratio(sixteen));
}

fn append(world: &World, body: &[u8], many: u128) {
    let mut file = std::fs::File::create(world.folder().join("bare")).unwrap();
    for _ in 0..many {
        std::io::Write::write_all(&mut file, body).unwrap();
        file.sync_data().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, run by hand"]
async fn speed_on_sqlite() {
    on_sqlite(measure).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, run by hand"]
async fn speed_on_postgres() {
    on_postgres(measure).await;
}
