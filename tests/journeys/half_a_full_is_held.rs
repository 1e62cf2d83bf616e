//! A source that suddenly says much less than before is not believed before a person has looked.

use crosswalk_model::{HoldRule, PlanState};
use crosswalk_sandbox::kamar::{Message, messages};
use crosswalk_sandbox::school::School;
use crosswalk_tests::World;

/// A full without every n-th pupil.
fn without(world: &World, every: usize) -> Message {
    let mut school: School = world.town.school.clone();
    let listed = school.pupils.iter_mut().filter(|pupil| pupil.listed);
    listed.enumerate().filter(|(n, _)| n % every == 0).for_each(|(_, pupil)| pupil.listed = false);
    let at = world.town.kamar.stamp(&school);
    messages::full(&school, &world.town.kamar.quirks(), at)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_that_shrank_by_a_third_waits_for_a_person() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    assert!(world.push(without(&world, 3)).await.accepted());
    let plan = world.last_plan(world.inbound).await;
    assert_eq!(plan.card.state, PlanState::Held);
    let rules: Vec<HoldRule> = plan.holds.iter().map(|hold| hold.rule).collect();
    assert!(rules.contains(&HoldRule::Shrunk) && rules.contains(&HoldRule::Deactivations), "{rules:?}");
    assert_eq!(world.roster().await, roster, "nothing is applied before somebody has looked");

    // The next night all are there again: nobody was harmed, and nothing waits any more.
    world.push_full().await;
    assert_eq!(world.roster().await, roster);
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Superseded);
    assert!(world.ask(crosswalk_contract::ListPlans { open: true }).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_holds_fewer_than_it_announces_removes_nobody() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let mut message = without(&world, 50);
    let announced = crosswalk_sandbox::kamar::json::Json::Int(100);
    let students = message.body.get_mut("SMSDirectoryData").and_then(|inner| inner.get_mut("students"));
    *students.and_then(|students| students.get_mut("count")).unwrap() = announced;
    assert!(world.push(message).await.accepted());
    let run = world.last_run(world.inbound).await;
    assert!(run.findings.iter().any(|finding| finding.code == "count_differs"), "{:?}", run.findings);
    assert_eq!(run.row.run.applied, 0, "{}", run.row.run.note);
    assert_eq!(world.roster().await, roster);
}
