//! Measures the store: `cargo run --release -p crosswalk-store --example speed [postgres://…]`.
//!
//! Works in a temporary folder; a PostgreSQL database that is named gets the tables and must be empty.
#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails has nothing to tell")]

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use crosswalk_model::{
    Actor, Asserted, ConnectionId, Crosswalk, DeliveryId, DeliveryState, Direction, Entity, Fields, Hash,
    RosterId, RosterRecord, Selection, Sync, SyncId, SyncPolicy, TenantId, Timestamp,
};
use crosswalk_store::{
    ConnectionRow, DocumentRow, Keys, LedgerEntry, NewDelivery, Options, Place, RosterRow, Store, Tenant,
};
use futures::future::join_all;
use uuid::Uuid;

const PEOPLE: u128 = 20_000;
const DELIVERIES: u128 = 400;
const CONNECTION: ConnectionId = ConnectionId(Uuid::from_u128(1));
const SYNC: SyncId = SyncId(Uuid::from_u128(2));
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn person(number: u128) -> RosterRow {
    let fields = Fields::from([
        ("role".into(), "student".into()),
        ("givenName".into(), "Aroha".into()),
        ("familyName".into(), "Pārata".into()),
        ("email".into(), format!("pupil{number}@kowhai.example").into()),
        ("phone".into(), format!("021 555 {number:04}").into()),
        ("nationalNumber".into(), format!("{number:010}").into()),
    ]);
    let key = number.to_string();
    let asserted =
        vec![Asserted { connection: Some(CONNECTION), key, fields: None, present: true, hand: None }];
    let id = RosterId(Uuid::from_u128(number));
    let record = RosterRecord { entity: Entity::User, id, active: true, fields, asserted, seq: 0 };
    RosterRow { record, group: "pupils".into(), owner: None }
}

fn document(number: u128) -> DocumentRow {
    DocumentRow {
        connection: CONNECTION,
        stream: "students".into(),
        key: number.to_string(),
        partition: "1/09".into(),
        fingerprint: Hash([1; 32]),
        settled: true,
        refs: (0..8).map(|n| (Entity::Enrollment, format!("{number}/{n}"))).collect(),
        last_run: None,
        origin: None,
    }
}

fn agreed(number: u128) -> LedgerEntry {
    LedgerEntry {
        roster_id: RosterId(Uuid::from_u128(number)),
        key: number.to_string(),
        foreign_id: None,
        source_hash: Hash([1; 32]),
        agreed: person(number).record.fields,
        destination_hash: None,
        active: true,
        unsettled: false,
        next_effective_on: None,
    }
}

async fn timed<T, E: std::fmt::Debug>(what: &str, work: impl Future<Output = Result<T, E>>) -> (T, Duration) {
    let start = Instant::now();
    let result = work.await.unwrap();
    let took = start.elapsed();
    println!("{what}: {:.1} ms", took.as_secs_f64() * 1000.0);
    (result, took)
}

async fn prepare(store: &Store) -> Tenant {
    let tenant = TenantId(Uuid::from_u128(3));
    store.system().create_tenant(tenant, "Kōwhai Bay College", NOW).await.unwrap();
    let tenant = store.tenant(tenant);
    let mut work = tenant.begin().await.unwrap();
    let (connector, title) = ("kamar".to_owned(), "KAMAR".to_owned());
    let (settings, paused, created_at) = (BTreeMap::new(), false, NOW);
    let row = ConnectionRow { id: CONNECTION, connector, title, settings, paused, created_at, path: None };
    work.put_connection(&row, &Actor::system(), NOW).await.unwrap();
    let sync = Sync {
        id: SYNC,
        connection: CONNECTION,
        direction: Direction::Outbound,
        title: "Out".into(),
        crosswalk: Crosswalk::default(),
        policy: SyncPolicy::default(),
        selection: Selection::default(),
        standing_approval: false,
        paused: false,
    };
    work.put_sync(&sync, &Actor::system(), NOW).await.unwrap();
    work.commit().await.unwrap();
    tenant
}

async fn load(tenant: &Tenant) {
    let rows: Vec<RosterRow> = (0..PEOPLE).map(person).collect();
    let documents: Vec<DocumentRow> = (0..PEOPLE).map(document).collect();
    let entries: Vec<LedgerEntry> = (0..PEOPLE).map(agreed).collect();
    let mut work = tenant.begin().await.unwrap();
    timed("put_roster of 20,000", work.put_roster(&rows)).await;
    timed("put_documents of 20,000", work.put_documents(&documents)).await;
    timed("put_ledger of 20,000", work.put_ledger(SYNC, "people", &entries)).await;
    timed("commit", work.commit()).await;
    let mut work = tenant.begin().await.unwrap();
    timed("put_documents of 5", work.put_documents(&documents[..5])).await;
    timed("commit", work.commit()).await;
}

async fn read(tenant: &Tenant) {
    timed("fingerprints of 20,000", tenant.fingerprints(CONNECTION, "students")).await;
    timed("ledger of 20,000", tenant.ledger(SYNC, "people")).await;
    let keys: Vec<String> = (0..PEOPLE).map(|n| n.to_string()).collect();
    timed("documents of 20,000", tenant.documents(CONNECTION, "students", &keys)).await;
    timed("roster_since of 20,000", tenant.roster_since(0, 20_000)).await;
    timed("roster_counts", tenant.roster_counts()).await;
    timed("roster_search", tenant.roster_search("par aro", 20)).await;
}

async fn accept(tenant: &Tenant, number: u128, body: &[u8]) -> crosswalk_store::Result<()> {
    let new = NewDelivery {
        id: DeliveryId(Uuid::from_u128(number)),
        connection: CONNECTION,
        received_at: NOW,
        stamp: 0,
        kind: "part".into(),
        content_type: "application/json".into(),
        answered: 200,
        state: DeliveryState::Waiting,
        verdict: "Stored.".into(),
    };
    tenant.accept(new, tenant.blobs().spooled(body)?).await.map(drop)
}

/// Sends the same number of deliveries from one or several senders at a time.
async fn send(tenant: &Tenant, first: u128, senders: u128, body: &[u8]) -> crosswalk_store::Result<()> {
    let share = DELIVERIES / senders;
    let lane = async |sender: u128| {
        for number in 0..share {
            accept(tenant, first + sender * share + number, body).await?;
        }
        Ok(())
    };
    join_all((0..senders).map(lane)).await.into_iter().collect()
}

fn append(folder: &std::path::Path, body: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(folder.join("bare"))?;
    for _ in 0..DELIVERIES {
        file.write_all(body)?;
        file.sync_data()?;
    }
    Ok(())
}

/// Durable acknowledgements against a bare loop that appends the same bytes and waits for the disk.
async fn acknowledge(tenant: &Tenant, folder: &std::path::Path) {
    let body = vec![b'x'; 4096];
    let bare = timed("400 appends, each on the disk", async { append(folder, &body) }).await.1;
    let one = timed("400 deliveries from one sender", send(tenant, 0, 1, &body)).await.1;
    let sixteen = timed("400 deliveries from sixteen senders", send(tenant, 1000, 16, &body)).await.1;
    let ratio = |took: Duration| bare.as_secs_f64() / took.as_secs_f64();
    println!("ratio to the bare loop: {:.2} with one sender, {:.2} with sixteen", ratio(one), ratio(sixteen));
}

#[tokio::main]
async fn main() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().to_owned();
    let place = match std::env::args().nth(1) {
        Some(url) => Place::Postgres { url, folder: folder.clone() },
        None => Place::Folder(folder.clone()),
    };
    let store = Store::open(Options { place, keys: Keys::generate([7; 32]) }).await.unwrap();
    let work = async {
        let tenant = prepare(&store).await;
        load(&tenant).await;
        read(&tenant).await;
        acknowledge(&tenant, &folder).await;
        store.close().await;
    };
    tokio::join!(store.inbox().writer(), work);
}
