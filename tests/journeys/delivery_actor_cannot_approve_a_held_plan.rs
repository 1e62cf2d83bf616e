//! Only a person can say that something unusual is right: no push, no schedule and no program.

use crosswalk_contract::{RejectPlan, Resolve, SetStandingApproval, StartRun};
use crosswalk_model::{Actor, ActorKind, PlanState, Resolution, RunKind, Selected};
use crosswalk_tests::World;
use crosswalk_tests::world::approval;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_but_a_person_is_turned_away() {
    let mut world = World::new().await;
    world.push_full().await;
    for pupil in world.pupils(12) {
        world.town.school.pupils[pupil].listed = false;
    }
    world.push_full().await;
    let plan = world.last_plan(world.inbound).await;
    assert_eq!(plan.card.state, PlanState::Held);
    for kind in [ActorKind::Delivery, ActorKind::Schedule, ActorKind::ApiClient] {
        let actor = Actor { kind, label: "somebody else".into() };
        let word = approval(&plan, Selected::All, Some("It must go on."));
        let refused = [
            world.house.ask_as(&actor, word).await.err(),
            world.house.ask_as(&actor, RejectPlan { id: plan.card.id, reason: "no".into() }).await.err(),
            world
                .house
                .ask_as(&actor, Resolve { ids: vec![], resolution: Resolution::TakeSource, make_rule: true })
                .await
                .err(),
            world
                .house
                .ask_as(&actor, SetStandingApproval { sync: world.te_kete_ako, standing: true })
                .await
                .err(),
        ];
        assert!(
            refused.iter().all(|one| one.as_ref().is_some_and(|p| p.code == "not_allowed")),
            "{kind:?} {refused:?}"
        );
    }
    let reader = Actor { kind: ActorKind::ApiClient, label: "a program".into() };
    let start = StartRun { sync: world.te_kete_ako, kind: RunKind::Full };
    assert!(world.house.ask_as(&reader, start).await.is_err(), "a program may only look");
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Held);
}
