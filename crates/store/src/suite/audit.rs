//! The audit.

use crosswalk_model::{Actor, RosterId};
use serde_json::json;

use super::samples::{administrator, at, roster_id};
use super::suite;
use super::world::World;
use crate::db::{Arg, Row, args};
use crate::{AuditCheck, AuditEntry, AuditFilter};

suite!(
    entries_come_back,
    an_untouched_chain_is_verified,
    erasing_a_person_keeps_the_chain,
    every_altered_byte_is_noticed,
    every_altered_byte_is_noticed_after_an_erase,
    any_flipped_bit_of_a_long_chain_is_noticed,
    what_was_taken_out_is_noticed,
    what_was_cut_off_stays_noticed,
);

fn entry(number: i64, subject: Option<RosterId>) -> AuditEntry {
    AuditEntry {
        at: at(number),
        actor: administrator(),
        action: "plan.approved".into(),
        subject,
        details: json!({ "note": format!("Aroha {number}") }),
    }
}

/// Four entries: about nobody, one, the other, and the one again.
async fn four(world: &World) {
    let subjects = [None, Some(roster_id(1)), Some(roster_id(2)), Some(roster_id(1))];
    for (number, subject) in (1..).zip(subjects) {
        let mut work = world.begin().await;
        assert_eq!(work.append(&entry(number, subject)).await.unwrap(), number);
        work.commit().await.unwrap();
    }
}

async fn erase(world: &World, subject: RosterId) -> u64 {
    let mut work = world.begin().await;
    let erased = work.erase_subject(subject, &Actor::system(), at(90)).await.unwrap();
    work.commit().await.unwrap();
    erased
}

async fn check(world: &World) -> AuditCheck {
    world.tenant.verify_audit().await.unwrap()
}

async fn entries_come_back(world: World) {
    four(&world).await;
    let page = world.tenant.audit_page(&AuditFilter::default(), None, 3).await.unwrap();
    assert_eq!(page.iter().map(|record| record.seq).collect::<Vec<_>>(), [4, 3, 2]);
    let rest = world.tenant.audit_page(&AuditFilter::default(), Some(2), 3).await.unwrap();
    assert_eq!((rest.len(), rest[0].subject, rest[0].actor.clone()), (1, None, Some(administrator())));
    let about = async |word: &str, since| {
        let filter = AuditFilter { about: Some(word.to_owned()), since };
        world.tenant.audit_page(&filter, None, 9).await.unwrap().len()
    };
    assert_eq!(
        [about("plan", None).await, about("plan", Some(at(3))).await, about("person", None).await],
        [4, 2, 0]
    );
    assert_eq!(page[1].subject, Some(roster_id(2)));
    assert_eq!(page[1].details, Some(json!({ "note": "Aroha 3" })));
    assert_eq!((page[1].at, page[1].action.as_str()), (at(3), "plan.approved"));
}

async fn an_untouched_chain_is_verified(world: World) {
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 0, erased: 0 });
    four(&world).await;
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 4, erased: 0 });
}

async fn erasing_a_person_keeps_the_chain(world: World) {
    four(&world).await;
    assert_eq!(erase(&world, roster_id(1)).await, 2);
    assert_eq!(erase(&world, roster_id(1)).await, 0);
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 5, erased: 2 });
    let page = world.tenant.audit_page(&AuditFilter::default(), None, 10).await.unwrap();
    let left: Vec<_> = page.iter().map(|record| record.details.is_some()).collect();
    assert_eq!(left, [true, false, true, false, true]);
    assert_eq!((page[1].actor.clone(), page[1].subject), (None, None));
    let mut work = world.begin().await;
    work.append(&entry(6, Some(roster_id(1)))).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 6, erased: 2 });
}

const COLUMNS: [(&str, &[&str]); 4] = [
    ("audit", &["tenant_id", "seq", "at", "action", "commitment", "hash"]),
    ("audit_payloads", &["tenant_id", "seq", "subject", "body"]),
    ("audit_keys", &["tenant_id", "subject", "body"]),
    ("audit_heads", &["tenant_id", "seq", "mac"]),
];

/// What stands in a column: whether it is a number, text or bytes is tried out.
fn value(row: &Row) -> Arg {
    if let Ok(number) = row.int(0) {
        return number.into();
    }
    if let Ok(text) = row.text(0) {
        return text.into();
    }
    row.bytes(0).unwrap().to_vec().into()
}

/// The value with each of its bytes altered in turn.
fn alterations(value: &Arg) -> Vec<Arg> {
    let flipped = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let flip = |at: usize| {
            let mut altered = bytes.to_vec();
            altered[at] ^= 1;
            altered
        };
        (0..bytes.len()).map(flip).collect()
    };
    match value {
        Arg::Int(Some(number)) => {
            let alter = |bytes: Vec<u8>| i64::from_le_bytes(bytes.try_into().unwrap()).into();
            flipped(&number.to_le_bytes()).into_iter().map(alter).collect()
        }
        Arg::Text(Some(text)) => flipped(text.as_bytes())
            .into_iter()
            .map(|bytes| String::from_utf8(bytes).unwrap().into())
            .collect(),
        Arg::Bytes(Some(bytes)) => flipped(bytes).into_iter().map(Into::into).collect(),
        _ => panic!("a column of the audit is empty"),
    }
}

/// Alters every byte of every column of every row, one after the other; each time the chain must be found broken.
async fn alter_everything(world: &World) -> usize {
    let id = if world.is_sqlite() { "rowid" } else { "CAST(ctid AS TEXT)" };
    let mut tried = 0;
    for (table, columns) in COLUMNS {
        for column in columns {
            for row in world.peek(&format!("SELECT {column}, {id} FROM {table}")).await {
                let cell = row.int(1).map(|id| format!("rowid = {id}"));
                let cell = cell.unwrap_or_else(|_| format!("ctid = '{}'", row.text(1).unwrap()));
                let sql = format!("UPDATE {table} SET {column} = $1 WHERE {cell}");
                tried += alter_cell(world, &sql, &value(&row)).await;
            }
        }
    }
    tried
}

/// Each alteration is looked at in its own transaction and taken back. One that the database itself refuses, because
/// it would make two rows with one key, does not count.
async fn alter_cell(world: &World, sql: &str, original: &Arg) -> usize {
    let mut tried = 0;
    for altered in alterations(original) {
        let mut tx = world.begin_tampering().await;
        if tx.run(sql.to_owned(), vec![altered]).await.is_ok_and(|changed| changed == 1) {
            let found = world.tenant.verify_in(&mut tx).await.unwrap();
            assert!(matches!(found, AuditCheck::Broken { .. }), "{sql}");
            tried += 1;
        }
    }
    tried
}

async fn every_altered_byte_is_noticed(world: World) {
    four(&world).await;
    assert!(alter_everything(&world).await > 1800);
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 4, erased: 0 });
}

async fn every_altered_byte_is_noticed_after_an_erase(world: World) {
    four(&world).await;
    erase(&world, roster_id(1)).await;
    assert!(alter_everything(&world).await > 1200);
    assert_eq!(check(&world).await, AuditCheck::Verified { entries: 5, erased: 2 });
}

/// Flips by chance, of which a seed decides all: any table, column, row, byte and bit.
async fn any_flipped_bit_of_a_long_chain_is_noticed(world: World) {
    for number in 1..=40 {
        let mut work = world.begin().await;
        work.append(&entry(number, (number % 3 > 0).then(|| roster_id(number.unsigned_abs().into()))))
            .await
            .unwrap();
        work.commit().await.unwrap();
    }
    let id = if world.is_sqlite() { "rowid" } else { "CAST(ctid AS TEXT)" };
    let mut seed = 2026_u64;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % end
    };
    let mut tried = 0;
    for (table, columns) in COLUMNS {
        for column in columns {
            let rows = world.peek(&format!("SELECT {column}, {id} FROM {table}")).await;
            for _ in 0..12 {
                let row = &rows[below(rows.len())];
                let cell = row.int(1).map(|id| format!("rowid = {id}"));
                let cell = cell.unwrap_or_else(|_| format!("ctid = '{}'", row.text(1).unwrap()));
                let Some(altered) = flipped(&value(row), &mut below) else { continue };
                let mut tx = world.begin_tampering().await;
                let sql = format!("UPDATE {table} SET {column} = $1 WHERE {cell}");
                if tx.run(sql.clone(), vec![altered]).await.is_ok_and(|changed| changed == 1) {
                    let found = world.tenant.verify_in(&mut tx).await.unwrap();
                    assert!(matches!(found, AuditCheck::Broken { .. }), "{sql}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 120, "{tried} flips");
    assert!(matches!(check(&world).await, AuditCheck::Verified { entries: 40, .. }));
}

/// A value with one bit flipped; none where that would be no text.
fn flipped(value: &Arg, below: &mut impl FnMut(usize) -> usize) -> Option<Arg> {
    let mut flip = |bytes: &[u8]| {
        let (mut altered, at) = (bytes.to_vec(), below(bytes.len().max(1)));
        *altered.get_mut(at)? ^= 1 << below(8);
        Some(altered)
    };
    match value {
        Arg::Int(Some(number)) => {
            Some(i64::from_le_bytes(flip(&number.to_le_bytes())?.try_into().unwrap()).into())
        }
        Arg::Text(Some(text)) => String::from_utf8(flip(text.as_bytes())?).ok().map(Into::into),
        Arg::Bytes(Some(bytes)) => flip(bytes).map(Into::into),
        _ => None,
    }
}

async fn what_was_taken_out_is_noticed(world: World) {
    four(&world).await;
    for (table, subject) in [("audit_payloads", 2u128), ("audit_keys", 2)] {
        let id = roster_id(subject);
        world.tamper(&format!("DELETE FROM {table} WHERE subject = $1"), args![id]).await.unwrap();
        assert!(matches!(check(&world).await, AuditCheck::Broken { seq: 3, .. }), "{table}");
    }
}

async fn what_was_cut_off_stays_noticed(world: World) {
    four(&world).await;
    for table in ["audit", "audit_payloads"] {
        world.tamper(&format!("DELETE FROM {table} WHERE seq > 2"), Vec::new()).await.unwrap();
    }
    world.tamper("DELETE FROM audit_keys WHERE subject = $1", args![roster_id(2)]).await.unwrap();
    assert!(matches!(check(&world).await, AuditCheck::Broken { .. }));
    let forged = "UPDATE audit_heads SET seq = 2";
    world.tamper(forged, Vec::new()).await.unwrap();
    let mut work = world.begin().await;
    work.append(&entry(9, None)).await.unwrap();
    work.commit().await.unwrap();
    assert!(matches!(check(&world).await, AuditCheck::Broken { .. }), "the next entry does not hide the cut");
}
