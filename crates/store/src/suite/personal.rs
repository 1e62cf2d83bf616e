//! How long personal data stays, and what is left after a person was erased.

use std::collections::BTreeSet;

use crosswalk_model::{Change, Entity, Fields, Finding, Outcome, PlanState, RosterRecord, Value};
use serde_json::json;

use super::samples::{
    at, change, conflict, connection_id, delivery, plan, plan_id, pupil, put_configuration, roster_id, row,
    run, run_id,
};
use super::suite;
use super::world::World;
use crate::seal::{SEGMENT, bytes, seal};
use crate::{ConflictFilter, Lease, Link, RosterRow, StoreError};

suite!(
    nobody_tells_what_another_tells,
    a_private_word_is_no_label,
    a_redacted_plan_keeps_its_root,
    a_redacted_segment_cannot_be_forged,
    old_plans_lose_their_changes,
    the_raw_bodies_of_one_connection_go,
    since_when_somebody_has_gone,
    links_and_conflicts_are_forgotten,
);

fn lease(holder: &str, now: i64, until: i64) -> Lease {
    Lease { holder: holder.into(), now: at(now), until: at(until) }
}

async fn take(world: &World, holder: &str, now: i64, limit: u32) -> Vec<i64> {
    let mut work = world.begin().await;
    let items = work.outbox_take(&lease(holder, now, now + 60), limit).await.unwrap();
    work.commit().await.unwrap();
    items.into_iter().map(|item| item.id).collect()
}

async fn nobody_tells_what_another_tells(world: World) {
    let mut work = world.begin().await;
    for number in 1..=5 {
        work.put_outbox("roster.changed", &json!({ "number": number })).await.unwrap();
    }
    work.commit().await.unwrap();
    let (one, other) = tokio::join!(take(&world, "a", 0, 2), take(&world, "b", 0, 2));
    let both: BTreeSet<i64> = one.iter().chain(&other).copied().collect();
    assert_eq!((one.len(), other.len(), both.len()), (2, 2, 4), "{one:?} {other:?}");
    assert_eq!(take(&world, "c", 30, 9).await, [5], "what others have is passed over");
    assert_eq!(take(&world, "a", 30, 9).await, one, "who asks again gets its own");
    let mut work = world.begin().await;
    work.outbox_done(&one).await.unwrap();
    assert_eq!(work.outbox_give_back("b").await.unwrap(), 2);
    work.commit().await.unwrap();
    assert_eq!(take(&world, "d", 40, 9).await, other, "what was given back is free at once");
    assert!(take(&world, "e", 89, 9).await.is_empty());
    assert_eq!(take(&world, "e", 90, 9).await, [5], "a holder that ended without a word loses its items");
    assert_eq!(world.tenant.outbox_waiting(9).await.unwrap().len(), 3);
}

async fn a_private_word_is_no_label(world: World) {
    let contact = Fields::from([
        ("relationship".into(), "canary-mother".into()),
        ("pupil".into(), "p".into()),
        ("contact".into(), "c".into()),
    ]);
    let mark = Fields::from([("date".into(), "2026-11-13".into())]);
    let rows = [
        pupil(1, "Rata"),
        row(Entity::Relationship, 2, contact, "family contacts", None),
        row(Entity::AttendanceMark, 3, mark, "attendance days", None),
    ];
    let mut work = world.begin().await;
    work.put_roster(&rows).await.unwrap();
    work.commit().await.unwrap();
    let labels = world.peek("SELECT label_fold FROM roster ORDER BY id").await;
    let labels: Vec<String> = labels.iter().map(|row| row.text(0).unwrap()).collect();
    assert_eq!(labels, ["aroha rata", "", ""]);
    let contact = world.tenant.roster_get(&[(Entity::Relationship, roster_id(2))]).await.unwrap().remove(0);
    assert_eq!(contact.label(), "canary-mother");
}

/// A closed plan with two segments.
async fn closed_plan(world: &World) -> crosswalk_model::Plan {
    let changes: Vec<Change> = (0..=SEGMENT as u128).map(change).collect();
    let sealed = seal(&changes).unwrap();
    let plan = crosswalk_model::Plan { state: PlanState::Applied, ..plan(1, &sealed) };
    let mut work = world.begin().await;
    work.put_run(&crosswalk_model::Run { state: crosswalk_model::RunState::Done, ..run(1) }).await.unwrap();
    work.put_plan(&plan, bytes(&sealed)).await.unwrap();
    let outcomes = [(0, Outcome::applied(Some("f0".into()))), (1, Outcome::applied(Some("f1".into())))];
    work.put_outcomes(plan.id, &outcomes).await.unwrap();
    let findings = ["24117", "24118"].map(|key| Finding::warning("odd", "students", key, "odd"));
    work.put_findings(run_id(1), &findings).await.unwrap();
    work.commit().await.unwrap();
    plan
}

fn blank(number: u128) -> Change {
    Change { label: String::new(), key: String::new(), result: Fields::new(), ..change(number) }
}

async fn a_redacted_plan_keeps_its_root(world: World) {
    let plan = closed_plan(&world).await;
    let mut changes = world.tenant.segment(&plan, 0).await.unwrap();
    changes[1] = blank(1);
    let mut work = world.begin().await;
    work.redact_segment(&plan, 0, changes.clone()).await.unwrap();
    work.redact_outcomes(plan.id, &BTreeSet::from([1])).await.unwrap();
    let blanked = |finding: &mut Finding| {
        let own = finding.key == "24117";
        if own {
            finding.key.clear();
        }
        own
    };
    assert_eq!(work.redact_findings(&blanked).await.unwrap(), 1);
    let few = work.redact_segment(&plan, 0, vec![blank(1)]).await;
    assert!(matches!(few, Err(StoreError::Altered { .. })), "no change may be taken out");
    work.commit().await.unwrap();
    let after = world.tenant.plan(plan.id).await.unwrap().unwrap();
    assert_eq!(after.root, plan.root);
    assert!(world.tenant.segment(&after, 0).await.unwrap() == changes);
    assert_eq!(world.tenant.segment(&after, 1).await.unwrap().len(), 1, "other segments are as they were");
    let outcomes = world.tenant.outcomes(plan.id).await.unwrap();
    assert_eq!(outcomes, [(0, Outcome::applied(Some("f0".into()))), (1, Outcome::applied(None))]);
    let findings = world.tenant.findings(run_id(1), 0, 9).await.unwrap();
    assert_eq!(findings.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["", "24118"]);
}

async fn a_redacted_segment_cannot_be_forged(world: World) {
    let plan = closed_plan(&world).await;
    let other = seal(&[change(7), change(8)]).unwrap();
    let other = crosswalk_model::Plan { id: plan_id(2), ..super::samples::plan(2, &other) };
    let mut work = world.begin().await;
    work.redact_segment(&plan, 1, vec![blank(500)]).await.unwrap();
    work.commit().await.unwrap();
    let swapped = "UPDATE plan_segments SET n = 1 - n + 10";
    world.tamper(swapped, Vec::new()).await.unwrap();
    world.tamper("UPDATE plan_segments SET n = n - 10", Vec::new()).await.unwrap();
    for n in 0..2 {
        assert!(world.tenant.segment(&plan, n).await.is_err(), "segment {n} stands where the other stood");
    }
    assert!(world.tenant.segment(&other, 0).await.is_err());
}

async fn old_plans_lose_their_changes(world: World) {
    let plan = closed_plan(&world).await;
    let purge = async |before| {
        let mut work = world.begin().await;
        let purged = work.purge_plans(at(before), at(900)).await.unwrap();
        work.commit().await.unwrap();
        purged
    };
    assert_eq!((purge(1).await, purge(2).await, purge(2).await), (0, 1, 0));
    assert_eq!(world.tenant.plan_purged_at(plan.id).await.unwrap(), Some(at(900)));
    assert!(world.tenant.segment(&plan, 0).await.unwrap().is_empty());
    assert!(world.tenant.outcomes(plan.id).await.unwrap().is_empty());
    assert!(world.tenant.findings(run_id(1), 0, 9).await.unwrap().is_empty());
    assert_eq!(world.tenant.plan(plan.id).await.unwrap().unwrap().root, plan.root);
    let mut work = world.begin().await;
    work.set_plan_state(plan.id, PlanState::Held).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(purge(99).await, 0, "what waits is not purged");
}

async fn the_raw_bodies_of_one_connection_go(world: World) {
    let large = vec![1; 100_000];
    for number in 1..=3u8 {
        let body = world.tenant.blobs().spooled(if number == 1 { b"small" } else { &large }).unwrap();
        let mut new = delivery(number.into(), 0);
        if number == 3 {
            new.connection = crosswalk_model::ConnectionId(uuid::Uuid::from_u128(0xee));
        }
        new.state = crosswalk_model::DeliveryState::Taken;
        world.tenant.accept(new, body).await.unwrap();
    }
    assert_eq!(world.tenant.purge_bodies_of(connection_id(), at(50)).await.unwrap(), 2);
    let id = |number| delivery(number, 0).id;
    let of = async |number| world.tenant.delivery(id(number)).await.unwrap().unwrap().body.is_some();
    assert_eq!([of(1).await, of(2).await, of(3).await], [false, false, true]);
    assert_eq!(world.tenant.purged_at(id(2)).await.unwrap(), Some(at(50)));
    assert_eq!(world.tenant.purged_at(id(3)).await.unwrap(), None);
    let third = world.tenant.delivery(id(3)).await.unwrap().unwrap();
    assert!(world.tenant.body(&third).await.is_ok(), "the bytes that it shared are still there");
}

fn gone(number: u128) -> RosterRow {
    let mut row = pupil(number, "Rata");
    row.record.active = false;
    row
}

async fn since_when_somebody_has_gone(world: World) {
    let note = async |rows: &[RosterRow], when| {
        let mut work = world.begin().await;
        work.put_roster(rows).await.unwrap();
        work.note_ended(at(when)).await.unwrap();
        work.commit().await.unwrap();
    };
    let ended = async |before| -> Vec<RosterRecord> {
        let page = world.tenant.ended_before(at(before), None, 9).await.unwrap();
        page.into_iter().map(|row| row.record).collect()
    };
    note(&[gone(1), gone(2), pupil(3, "Kea")], 10).await;
    note(&[pupil(2, "Rata")], 20).await;
    assert!(ended(10).await.is_empty(), "the very instant is not before it");
    assert_eq!(ended(11).await.iter().map(|one| one.id).collect::<Vec<_>>(), [roster_id(1)]);
    note(&[gone(2)], 30).await;
    assert_eq!(ended(11).await.len(), 1, "who came back and left again has left the second time");
    assert_eq!(ended(31).await.len(), 2);
    let first = Some((Entity::User, roster_id(1)));
    let rest = world.tenant.ended_before(at(31), first, 9).await.unwrap();
    assert_eq!((rest.len(), rest[0].record.id, rest[0].group.as_ref()), (1, roster_id(2), "pupils"));
    let mut bare = gone(1);
    bare.record.fields = Fields::from([("familyName".into(), Value::from("Rata"))]);
    note(&[bare], 40).await;
    assert_eq!(ended(99).await.len(), 1, "who holds nothing private any more is left out");
}

async fn links_and_conflicts_are_forgotten(world: World) {
    let link = |key: &str, to: u128, redirect| Link {
        connection: connection_id(),
        entity: Entity::User,
        key: key.into(),
        roster_id: roster_id(to),
        valid_from: at(1),
        valid_to: None,
        redirect,
    };
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_links(&[link("a", 1, None), link("b", 2, Some(roster_id(1)))]).await.unwrap();
    work.put_conflicts(&[conflict(1), conflict(2)]).await.unwrap();
    work.forget_links(Entity::User, &[roster_id(1)]).await.unwrap();
    assert_eq!(work.forget_conflicts(&[conflict(1).id]).await.unwrap(), 1);
    work.commit().await.unwrap();
    let both = [roster_id(1), roster_id(2)];
    let left = world.tenant.links_of(Entity::User, &both).await.unwrap();
    assert_eq!((left.len(), left[0].roster_id, left[0].redirect), (1, roster_id(2), None));
    let open = world.tenant.conflicts(ConflictFilter::Open, None, None, 9).await.unwrap();
    assert_eq!(open.iter().map(|one| one.id).collect::<Vec<_>>(), [conflict(2).id]);
}
