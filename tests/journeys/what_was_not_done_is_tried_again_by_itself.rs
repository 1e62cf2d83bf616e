//! What a run did not do is tried again: one record, all of the same reason, or the whole run; and the button
//! knows how many of the picked can still be tried.

use crosswalk_contract::{GetPlan, GetRun, NotDone, NotDoneReason, Retry, RetryRun, RunView, StartedRun};
use crosswalk_model::{PlanState, RunId, RunKind, RunState};
use crosswalk_tests::World;

async fn retry(world: &World, id: RunId, what: Retry) -> (StartedRun, RunView) {
    let started = world.ask(RetryRun { id, what }).await;
    world.house.settle().await;
    let ended = world.ask(GetRun { id: started.run }).await;
    (started, ended)
}

/// A cloud with everybody, of whom three were changed at the school and refused by the cloud.
async fn refused() -> (World, RunView, [String; 3]) {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupils = world.pupils(3);
    let mut emails = Vec::new();
    for pupil in &pupils {
        world.town.school.change_email(*pupil);
        emails.push(world.town.school.pupils[*pupil].email.clone().unwrap());
    }
    for email in &emails {
        world.town.supabase.faults().reject_value(email);
    }
    let people: Vec<_> =
        pupils.iter().map(|pupil| crosswalk_sandbox::school::Person::Pupil(*pupil)).collect();
    world.push_part(&people).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::DoneWithRefusals, "{}", run.row.run.note);
    (world, run, emails.try_into().unwrap())
}

fn indexes(refused: &[NotDone]) -> Vec<u32> {
    refused.iter().map(|one| one.index).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_record_then_the_rest_for_the_same_reason() {
    let (world, run, _) = refused().await;
    let id = run.row.run.id;
    assert_eq!(run.refused.len(), 3, "{:?}", run.refused);
    assert!(run.refused.iter().all(|one| one.can_retry));
    let count = |of: fn(&NotDoneReason) -> u64| run.reasons.iter().map(of).sum::<u64>();
    assert_eq!((count(|reason| reason.count), count(|reason| reason.can_retry)), (3, 3));

    world.town.supabase.faults().clear();
    world.town.supabase.log().clear();
    let first = run.refused[0].clone();
    let (started, ended) = retry(&world, id, Retry::Changes(vec![first.index])).await;
    assert_eq!(started.sentence, "Tries again: 1 record.");
    let own = &ended.row.run;
    assert_eq!((own.state, own.kind, own.applied), (RunState::Done, RunKind::Retry, 1), "{}", own.note);
    assert_eq!(ended.retries, Some(id));
    let plan = world.ask(GetPlan { id: own.plan.unwrap() }).await;
    assert_eq!((plan.card.changes, plan.card.state), (1, PlanState::Applied), "nothing else came along");

    // All three are picked; one was done meanwhile.
    let now = world.ask(GetRun { id }).await;
    let can: Vec<bool> = now.refused.iter().map(|one| one.can_retry).collect();
    assert_eq!(can, [false, true, true]);
    let words = now.reasons[0].words.clone();
    let (started, ended) = retry(&world, id, Retry::Reason(words)).await;
    assert!(started.sentence.contains("1 can no longer be tried"), "{}", started.sentence);
    assert_eq!(ended.row.run.applied, 2);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let problem = world.problem(RetryRun { id, what: Retry::Changes(indexes(&run.refused)) }).await;
    assert_eq!(problem.code, "run.not_retried");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_broke_off_is_taken_up_where_it_stopped() {
    let world = World::new().await;
    world.push_full().await;
    world.town.supabase.faults().refuse("enrolments", true);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::Failed, "{}", run.row.run.note);
    let broken = world.ask(GetPlan { id: run.row.run.plan.unwrap() }).await;
    assert_eq!(broken.card.state, PlanState::BrokenOff, "it is not called applied");
    let untried: u64 = run.reasons.iter().map(|reason| reason.count).sum();
    assert_eq!(untried, run.row.run.not_applied, "{:?}", run.reasons);
    world.town.supabase.faults().clear();
    let (_, ended) = retry(&world, run.row.run.id, Retry::All).await;
    // Nobody has approved a run that ended well yet, so that the plan waits as any other does.
    assert_eq!(ended.row.run.state, RunState::Waiting, "{}", ended.row.run.note);
    let again = world.problem(RetryRun { id: run.row.run.id, what: Retry::All }).await;
    assert!(again.happened.contains("waits"), "{again:?}");
    let plan = world.ask(GetPlan { id: ended.row.run.plan.unwrap() }).await;
    let ended = world.approve(&plan, None).await;
    assert_eq!(ended.row.run.state, RunState::Done, "{}", ended.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let next = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(next.row.run.applied, 0, "nothing was left out and nothing is done twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_quarantine_is_let_out_by_it() {
    let (world, _, _) = refused().await;
    for _ in 0..2 {
        world.run(world.te_kete_ako, RunKind::Full).await;
    }
    let last = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(last.row.run.state, RunState::Done, "they are in quarantine: {}", last.row.run.note);
    world.town.supabase.faults().clear();
    let third = world.house.school().unwrap().runs(Some(world.te_kete_ako), None, 2).await.unwrap()[1].id;
    let (_, ended) = retry(&world, third, Retry::All).await;
    assert_eq!((ended.row.run.state, ended.row.run.applied), (RunState::Done, 3), "{}", ended.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
