//! A word counts for exactly what its giver saw.

use crosswalk_model::{Hash, PlanState, RunState, Selected};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use crosswalk_tests::world::approval;

#[tokio::test(flavor = "multi_thread")]
async fn another_root_or_an_older_plan_is_refused() {
    let mut world = World::new().await;
    world.push_full().await;
    let seen = world.preview(world.te_kete_ako).await;
    let mut other = approval(&seen, Selected::All, None);
    other.root = Hash([9; 32]);
    let problem = world.problem(other).await;
    assert_eq!(problem.code, "plan.not_approved");
    assert!(problem.happened.contains("has changed since you looked"), "{}", problem.happened);

    // Somebody is renamed, and a newer plan takes the place of the one on the screen.
    let pupil = world.pupils(1)[0];
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let newer = world.preview(world.te_kete_ako).await;
    assert_ne!(newer.root, seen.root);
    assert_eq!(world.plan(seen.card.id).await.card.state, PlanState::Superseded);
    let problem = world.problem(approval(&seen, Selected::All, None)).await;
    assert!(problem.happened.contains("can no longer be applied"), "{}", problem.happened);
    assert!(world.town.supabase.snapshot().table("people").is_empty(), "nothing was sent");

    let run = world.approve(&newer, None).await;
    assert_eq!(run.row.run.state, RunState::Done);
    let problem = world.problem(approval(&newer, Selected::All, None)).await;
    assert!(problem.happened.contains("can no longer be applied"), "a plan is applied once");
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_plan_sends_nothing_and_says_why() {
    let world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.te_kete_ako).await;
    world.ask(crosswalk_contract::RejectPlan { id: plan.card.id, reason: "Not before Monday.".into() }).await;
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Rejected);
    let run = world.last_run(world.te_kete_ako).await;
    assert_eq!(
        (run.row.run.state, run.row.run.note.as_str()),
        (RunState::Cancelled, "Rejected: Not before Monday.")
    );
    world.problem(approval(&plan, Selected::All, None)).await;
    assert!(world.town.supabase.snapshot().table("people").is_empty());
}
