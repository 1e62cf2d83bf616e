//! An old KAMAR names staff by their code alone. When the code's bearer has another name, another address and another
//! account, a person says who it is.

use crosswalk_contract::{PlanResolutions, Resolve};
use crosswalk_model::{ConflictKind, Resolution, RosterRecord};
use crosswalk_tests::World;

/// A world in which a code was given to somebody else, and only the code is sent.
async fn given_on() -> (World, String, RosterRecord) {
    let mut world = World::new().await;
    for staff in &mut world.town.school.staff {
        staff.uuid = String::new();
    }
    world.push_full().await;
    let teacher = world.teachers(1)[0];
    let code = world.town.school.staff[teacher].code.clone();
    let former = world.person(&code).await;
    let successor = world.town.school.reuse_staff_code(teacher);
    world.town.school.staff[successor].uuid = String::new();
    world.push_full().await;
    (world, code, former)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_overwritten_until_somebody_says_who_it_is() {
    let (world, code, former) = given_on().await;
    let open = world.conflicts().await;
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(open[0].kind, ConflictKind::ReusedKey { former: former.id });
    assert_eq!(world.person(&code).await.fields, former.fields);
    let enrolments = world.enrolments_of(former.id).await.len();
    assert!(enrolments > 0, "what hung on the code stays for now");

    // The same question is asked once, however often it arises.
    world.push_full().await;
    assert_eq!(world.conflicts().await.len(), 1);

    world.ask(Resolve { ids: vec![open[0].id], resolution: Resolution::IsNew, make_rule: false }).await;
    let started = world.ask(PlanResolutions { sync: world.inbound }).await;
    world.house.settle().await;
    let run = world.ask(crosswalk_contract::GetRun { id: started.run }).await;
    if run.row.run.applied == 0 {
        let plan = world.last_plan(world.inbound).await;
        world.approve(&plan, Some("They are two people.")).await;
    }
    let successor = world.person(&code).await;
    assert_ne!(successor.id, former.id);
    assert_ne!(successor.fields["familyName"], former.fields["familyName"]);
    assert!(world.enrolments_of(former.id).await.is_empty());
    assert_eq!(world.enrolments_of(successor.id).await.len(), enrolments);
    assert!(world.conflicts().await.is_empty());
    world.push_full().await;
    assert_eq!(world.person(&code).await.id, successor.id, "and it stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_under_another_name() {
    let (world, code, former) = given_on().await;
    let open = world.conflicts().await;
    world
        .ask(Resolve { ids: vec![open[0].id], resolution: Resolution::Is(former.id), make_rule: false })
        .await;
    world.push_full().await;
    let now = world.person(&code).await;
    assert_eq!(now.id, former.id);
    assert_ne!(now.fields["familyName"], former.fields["familyName"]);
    assert!(world.conflicts().await.is_empty());
}
