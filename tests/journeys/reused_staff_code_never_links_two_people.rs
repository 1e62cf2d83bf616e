//! KAMAR gives a leaver's code to somebody new. They are two people, and no account passes from one to the other unless
//! a person says so.

use crosswalk_contract::{PlanResolutions, Resolve};
use crosswalk_model::{Conflict, ConflictKind, Entity, Resolution, RosterRecord, RunState, Value};
use crosswalk_tests::World;

/// A school whose first teacher has gone and whose code is somebody else's now; answers the code.
async fn reused(world: &mut World) -> (String, RosterRecord) {
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let teacher = world.teachers(1)[0];
    let code = world.town.school.staff[teacher].code.clone();
    let former = world.person(&code).await;
    world.town.school.reuse_staff_code(teacher);
    world.push_full().await;
    (code, former)
}

async fn the_question(world: &World) -> Conflict {
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_ne!(run.row.run.state, RunState::Failed, "{}", run.row.run.note);
    let mut open = world.conflicts().await;
    assert_eq!(open.len(), 1);
    open.remove(0)
}

async fn answered(world: &World, conflict: &Conflict, resolution: Resolution) {
    world.ask(Resolve { ids: vec![conflict.id], resolution, make_rule: false }).await;
    world.ask(PlanResolutions { sync: world.te_kete_ako }).await;
    world.house.settle().await;
    for _ in 0..2 {
        world.bring_up_to_date(world.te_kete_ako).await;
    }
    assert!(world.conflicts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_roster_holds_two_people() {
    let mut world = World::new().await;
    let (code, former) = reused(&mut world).await;
    let bearers: Vec<RosterRecord> = world.records(Entity::User).await;
    let has_code = |one: &&RosterRecord| one.fields.get("identifier").and_then(Value::as_text) == Some(&code);
    let bearers: Vec<_> = bearers.iter().filter(has_code).collect();
    assert_eq!((bearers.len(), bearers.iter().filter(|one| one.active).count()), (2, 1));
    let successor = world.person(&code).await;
    assert_ne!(successor.id, former.id);
    assert_ne!(successor.fields["familyName"], former.fields["familyName"]);
    assert!(world.enrolments_of(former.id).await.is_empty());
    assert!(!world.enrolments_of(successor.id).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_gets_a_row_of_their_own() {
    let mut world = World::new().await;
    let (code, former) = reused(&mut world).await;
    let row = world.row("people", &code).unwrap();
    let conflict = the_question(&world).await;
    assert_eq!(conflict.kind, ConflictKind::ReusedKey { former: former.id });
    assert_eq!(world.row("people", &code).unwrap()["id"], row["id"], "nothing is guessed");

    answered(&world, &conflict, Resolution::IsNew).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let now = world.row("people", &code).unwrap();
    assert_ne!(now["id"], row["id"], "another account");
    let rows = world.town.supabase.snapshot();
    let old = rows.table("people").iter().find(|one| one["id"] == row["id"]).unwrap();
    assert!(
        !old["ended_at"].is_null() && old["family_name"] == row["family_name"],
        "the former one is kept, ended"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_after_all_keeps_the_row() {
    let mut world = World::new().await;
    let (code, former) = reused(&mut world).await;
    let row = world.row("people", &code).unwrap();
    let conflict = the_question(&world).await;
    answered(&world, &conflict, Resolution::Is(former.id)).await;
    // The house is filled only where there is none, and on this row there is one.
    assert_eq!(world.te_kete_ako_differs_in_people(), [format!("people {code} has another house")]);
    assert_eq!(world.row("people", &code).unwrap()["id"], row["id"]);
}
