//! Invented records.

use std::collections::BTreeMap;

use crosswalk_model::{
    Actor, Asserted, Change, ChangeOp, Conflict, ConflictId, ConflictKind, ConflictState, ConnectionId,
    Crosswalk, DeliveryId, DeliveryState, Direction, Entity, Fields, Hash, Name, Phase, Plan, PlanId,
    PlanState, Reason, RosterId, RosterRecord, Run, RunId, RunKind, RunState, Selection, Summary, Sync,
    SyncId, SyncPolicy, TenantId, Timestamp, Value,
};
use uuid::Uuid;

use crate::seal::Sealed;
use crate::{ConnectionRow, DocumentRow, LedgerEntry, NewDelivery, RosterRow, Work};

pub(super) fn tenant_id() -> TenantId {
    TenantId(Uuid::from_u128(0xaa))
}

pub(super) fn connection_id() -> ConnectionId {
    ConnectionId(Uuid::from_u128(0xc0))
}

pub(super) fn sync_id() -> SyncId {
    SyncId(Uuid::from_u128(0x50))
}

pub(super) fn run_id(number: u128) -> RunId {
    RunId(Uuid::from_u128(0x4000 + number))
}

pub(super) fn plan_id(number: u128) -> PlanId {
    PlanId(Uuid::from_u128(0x9000 + number))
}

pub(super) fn roster_id(number: u128) -> RosterId {
    RosterId(Uuid::from_u128(number))
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + seconds).unwrap()
}

pub(super) fn administrator() -> Actor {
    Actor::local_administrator()
}

pub(super) fn connection(number: u128, path: Option<&str>) -> ConnectionRow {
    ConnectionRow {
        id: ConnectionId(Uuid::from_u128(0xc0 + number)),
        connector: "kamar".into(),
        title: "KAMAR".into(),
        settings: BTreeMap::from([("url".into(), "https://kamar.example".into())]),
        paused: false,
        created_at: at(i64::try_from(number).unwrap()),
        path: path.map(str::to_owned),
    }
}

pub(super) fn sync() -> Sync {
    Sync {
        id: sync_id(),
        connection: connection_id(),
        direction: Direction::Inbound,
        title: "KAMAR to roster".into(),
        crosswalk: Crosswalk::default(),
        policy: SyncPolicy::default(),
        selection: Selection::default(),
        standing_approval: true,
        paused: false,
    }
}

/// Writes the connection and the sync that everything else hangs on.
pub(super) async fn put_configuration(work: &mut Work) {
    work.put_connection(&connection(0, Some("kamar/a")), &administrator(), at(0)).await.unwrap();
    work.put_sync(&sync(), &administrator(), at(0)).await.unwrap();
}

pub(super) fn run(number: u128) -> Run {
    Run {
        id: run_id(number),
        sync: sync_id(),
        kind: RunKind::Full,
        by: Actor::system(),
        started_at: at(i64::try_from(number).unwrap()),
        ended_at: None,
        phase: Phase::Extract,
        state: RunState::Running,
        plan: None,
        read: 0,
        applied: 0,
        not_applied: 0,
        findings: 0,
        note: String::new(),
    }
}

pub(super) fn document(key: &str, fingerprint: u8) -> DocumentRow {
    DocumentRow {
        connection: connection_id(),
        stream: "students".into(),
        key: key.into(),
        partition: "1/09".into(),
        fingerprint: Hash([fingerprint; 32]),
        settled: true,
        refs: vec![(Entity::User, key.into()), (Entity::Enrollment, format!("{key}/9TWH"))],
        last_run: Some(run_id(1)),
        origin: None,
    }
}

pub(super) fn pupil(number: u128, family_name: &str) -> RosterRow {
    let fields = Fields::from([
        ("role".into(), "student".into()),
        ("givenName".into(), "Aroha".into()),
        ("familyName".into(), family_name.into()),
        ("email".into(), format!("pupil{number}@kowhai.example").into()),
        ("phone".into(), format!("021 555 {number:04}").into()),
        ("nationalNumber".into(), format!("{number:010}").into()),
        ("grades".into(), Value::List(vec!["09".into()])),
    ]);
    row(Entity::User, number, fields, "pupils", None)
}

pub(super) fn row(
    entity: Entity,
    number: u128,
    fields: Fields,
    group: &'static str,
    owner: Option<RosterId>,
) -> RosterRow {
    let asserted = Asserted {
        connection: Some(connection_id()),
        key: number.to_string(),
        fields: None,
        present: true,
        hand: None,
    };
    let record = RosterRecord {
        entity,
        id: roster_id(number),
        active: true,
        fields,
        asserted: vec![asserted],
        seq: 0,
    };
    RosterRow { record, group: Name::from(group), owner }
}

pub(crate) fn change(number: u128) -> Change {
    Change {
        op: ChangeOp::Create,
        target: "people".into(),
        roster_id: roster_id(number),
        key: number.to_string(),
        foreign_id: None,
        label: "Aroha Example".into(),
        group: "pupils".into(),
        fields: Vec::new(),
        reason: Reason::new("new", "New"),
        expects: None,
        next_effective_on: None,
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
        result: Fields::from([("phone".into(), "021 555 0000".into())]),
    }
}

pub(super) fn plan(number: u128, sealed: &Sealed) -> Plan {
    Plan {
        id: plan_id(number),
        sync: sync_id(),
        run: run_id(1),
        parent: None,
        undoes: None,
        made_at: at(i64::try_from(number).unwrap()),
        root: sealed.2,
        segments: sealed.0.clone(),
        summary: Summary::default(),
        holds: Vec::new(),
        state: PlanState::Waiting,
    }
}

pub(super) fn conflict(number: u128) -> Conflict {
    Conflict {
        id: ConflictId(Uuid::from_u128(0x7000 + number)),
        sync: sync_id(),
        target: "people".into(),
        roster_id: roster_id(number),
        key: number.to_string(),
        label: "Aroha Example".into(),
        kind: ConflictKind::Vanished,
        about: Hash([u8::try_from(number).unwrap(); 32]),
        asked_at: at(i64::try_from(number).unwrap()),
        state: ConflictState::Open,
    }
}

pub(super) fn ledger_entry(number: u128) -> LedgerEntry {
    LedgerEntry {
        roster_id: roster_id(number),
        key: number.to_string(),
        foreign_id: Some(format!("f{number}")),
        source_hash: Hash([1; 32]),
        agreed: Fields::from([("phone".into(), "021 555 0000".into())]),
        destination_hash: None,
        active: true,
        unsettled: false,
        next_effective_on: None,
    }
}

pub(super) fn delivery(number: u128, stamp: i64) -> NewDelivery {
    NewDelivery {
        id: DeliveryId(Uuid::from_u128(0xd000 + number)),
        connection: connection_id(),
        received_at: at(i64::try_from(number).unwrap()),
        stamp,
        kind: "part".into(),
        content_type: "application/json".into(),
        answered: 200,
        state: DeliveryState::Waiting,
        verdict: "Received.".into(),
    }
}
