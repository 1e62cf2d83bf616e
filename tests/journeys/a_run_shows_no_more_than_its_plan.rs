//! What a run did not do is listed by the same words as in its plan: where these are somebody's private affair, dots
//! stand there, in the list and in quarantine.

use crosswalk_contract::{GetMappingText, GetRun, ListQuarantine, SetMappingText};
use crosswalk_model::{PlanState, RunKind, RunState};
use crosswalk_tests::{World, WorldSpec};

/// A school whose pupils' personal details are sent where lessons would be.
async fn sends_details() -> World {
    let kamar = &[("ask_demographics", "true")];
    let world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    world.push_full().await;
    let text = world.ask(GetMappingText { sync: world.te_kete_ako }).await.text;
    let details = text.replace("from = \"timetableSlot\"", "from = \"demographics\"");
    assert_ne!(details, text, "{text}");
    world.ask(SetMappingText { sync: world.te_kete_ako, text: details, knowingly: true }).await;
    world
}

fn is_dots(label: &str) -> bool {
    label.is_empty() || label.contains("••")
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_details_were_not_sent_is_not_told_by_a_run_that_failed() {
    let world = sends_details().await;
    world.town.supabase.faults().refuse("timetable", true);
    let plan = world.preview(world.te_kete_ako).await;
    let rows = world.changes(&plan).await;
    let details: Vec<_> = rows.iter().filter(|row| row.change.target == "timetable").collect();
    let labels: Vec<&str> = details.iter().map(|row| row.change.label.as_str()).collect();
    assert!(!details.is_empty() && labels.iter().all(|label| is_dots(label)), "{labels:?}");
    assert!(details.iter().any(|row| row.change.label.contains("••")), "somebody has a label");
    let run = world.approve(&plan, None).await;
    assert_eq!(run.row.run.state, RunState::Failed, "{}", run.row.run.note);
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::BrokenOff);
    let run = world.ask(GetRun { id: run.row.run.id }).await;
    let listed: Vec<_> = run.refused.iter().filter(|one| one.what.contains("timetable")).collect();
    assert!(!listed.is_empty(), "{:?}", run.reasons);
    assert!(listed.iter().all(|one| is_dots(&one.label)), "{listed:?}");
    assert!(listed.iter().any(|one| one.label.contains("••")));
    let others = run.refused.iter().filter(|one| !one.what.contains("timetable"));
    assert!(others.clone().all(|one| !one.label.contains("••")), "what is not private is shown as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_leaves_no_plan_that_is_called_applied() {
    let world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.te_kete_ako).await;
    world.town.supabase.faults().set_down(true).await;
    let run = world.approve(&plan, None).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Failed, 0), "{}", run.row.run.note);
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::BrokenOff);
    assert!(!run.can_undo, "nothing was done");
    world.town.supabase.faults().set_down(false).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Waiting, "the next one plans anew: {}", run.row.run.note);
    assert!(world.ask(ListQuarantine {}).await.is_empty());
}
