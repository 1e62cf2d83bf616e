//! Whoever approves an undo knows before what it cannot give back; and nobody but a person approves one.

use crosswalk_contract::{ApprovePlan, GetRun, UndoRun};
use crosswalk_engine::Clock;
use crosswalk_model::{Actor, PlanState, RunState, Selected};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use crosswalk_tests::world::approval;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_and_whose_key_is_taken() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let (pupil, teacher) = (world.pupils(1)[0], world.teachers(1)[0]);
    let (number, old) = (world.number(pupil), world.town.school.staff[teacher].code.clone());
    world.town.school.change_email(pupil);
    world.town.school.rename_staff_code(teacher, "QQQ");
    world.push_part(&[Person::Pupil(pupil), Person::Staff(teacher)]).await;
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    let row = world.row("people", "QQQ").unwrap();
    world.remove_rows("enrolments", &format!("person_id=eq.{}", id(&world, &number))).await;
    world.remove_rows("people", &format!("source_key=eq.{number}")).await;
    let other = world.pupils(2)[1];
    let other = world.number(other);
    world.town.supabase.edit("people", &other, &serde_json::json!({ "source_key": old })).unwrap();

    let plan = world.plan_undo(run.row.run.id).await;
    let told: Vec<&str> = plan.not_undone.iter().map(|finding| finding.message.as_str()).collect();
    assert!(told.contains(&"It is not there any more."), "{told:?}");
    assert!(told.contains(&"It keeps its new key: somebody else has the former one by now."), "{told:?}");
    assert_eq!(plan.card.state, PlanState::Empty, "{}", plan.card.sentence);
    assert!(
        plan.card.sentence.starts_with("Undo: there is nothing that can be undone."),
        "{}",
        plan.card.sentence
    );
    assert_eq!(world.row("people", "QQQ").unwrap()["id"], row["id"]);
}

fn id(world: &World, key: &str) -> String {
    world.row("people", key).unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_purged_or_never_applied() {
    let world = World::new().await;
    world.push_full().await;
    let waiting = world.preview(world.te_kete_ako).await;
    let undo = |id| UndoRun { id, selected: Selected::All };
    let problem = world.problem(undo(waiting.run)).await;
    assert!(problem.happened.contains("Only a run that was applied can be undone"), "{problem:?}");
    let run = world.approve(&waiting, None).await.row.run.id;
    assert!(world.ask(GetRun { id: run }).await.can_undo);
    world.clock.pass(jiff::SignedDuration::from_hours(24 * 91));
    assert!(world.house.purge(world.clock.now()).await.unwrap().plans > 0);
    assert!(!world.ask(GetRun { id: run }).await.can_undo);
    let problem = world.problem(undo(run)).await;
    assert!(problem.happened.contains("was purged on"), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_person_approves_it_and_it_is_guarded() {
    let world = World::new().await;
    world.push_full().await;
    let run = world.bring_up_to_date(world.te_kete_ako).await.row.run.id;
    let sync = async || world.house.school().unwrap().sync(world.te_kete_ako).await.unwrap().unwrap();
    assert!(sync().await.standing_approval, "plans below the guard go by themselves");
    let plan = world.plan_undo(run).await;
    assert_eq!(plan.card.state, PlanState::Held, "everybody would be taken away: {}", plan.card.sentence);
    let word = || -> ApprovePlan { approval(&plan, Selected::All, Some("because")) };
    for actor in [Actor::delivery(), Actor { kind: crosswalk_model::ActorKind::System, ..Actor::system() }] {
        let answer = world.house.ask_as(&actor, word()).await;
        assert!(answer.is_err(), "{:?}", actor.kind);
    }
    let problem = world.problem(approval(&plan, Selected::All, None)).await;
    assert!(problem.happened.contains("guard"), "{problem:?}");
    let newer = world.preview(world.te_kete_ako).await;
    assert_eq!(newer.card.state, PlanState::Empty);
    assert_eq!(
        world.plan(plan.card.id).await.card.state,
        PlanState::Held,
        "it waits whatever is planned meanwhile"
    );
    let ended = world.approve(&plan, Some("It was the wrong project.")).await;
    assert_eq!(ended.row.run.state, RunState::Done, "{} {:?}", ended.row.run.note, ended.refused.first());
    let snapshot = world.town.supabase.snapshot();
    assert!(snapshot.table("people").iter().all(|row| !row["ended_at"].is_null()));
    assert_eq!(world.preview(world.te_kete_ako).await.card.state, PlanState::Empty, "and stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_run_is_undone_and_its_approval_is_no_standing_one() {
    let mut world = World::new().await;
    world.push_full().await;
    let first = world.preview(world.te_kete_ako).await;
    let some = Selected::Except(Vec::new());
    let run = world.approve_only(&first, some, None).await.row.run.id;
    world.ask(crosswalk_contract::SetStandingApproval { sync: world.te_kete_ako, standing: false }).await;
    let rows = world.changes(&first).await;
    let pupil = world.number(world.pupils(1)[0]);
    let one = rows.iter().find(|row| row.change.target == "people" && row.change.key == pupil).unwrap();
    let ask = UndoRun { id: run, selected: Selected::Only(vec![one.index]) };
    let planned = world.ask(ask).await;
    let plan = world.plan(planned.plan).await;
    assert_eq!(plan.card.changes, 1, "{}", plan.card.sentence);
    world.approve(&plan, None).await;
    assert!(!world.row("people", &pupil).unwrap()["ended_at"].is_null());
    let sync = world.house.school().unwrap().sync(world.te_kete_ako).await.unwrap().unwrap();
    assert!(!sync.standing_approval);
    world.crash().await;
    assert_eq!(world.preview(world.te_kete_ako).await.card.state, PlanState::Empty, "pins outlive a crash");
}
