//! Pain 1. More departures than usual wait for a person, who says why, and may let a part of them pass.

use crosswalk_model::{Entity, HoldRule, PlanState, RunState, Selected};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_approved_and_the_rest_comes_up_again() {
    let mut world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let leavers = world.pupils(12);
    let numbers: Vec<String> = leavers.iter().map(|pupil| world.number(*pupil)).collect();
    for pupil in leavers {
        world.town.school.pupils[pupil].listed = false;
    }
    world.push_full().await;
    let plan = world.last_plan(world.inbound).await;
    assert_eq!(plan.card.state, PlanState::Held);
    let hold = plan.holds.iter().find(|hold| hold.group == "pupils").expect("a hold of pupils");
    assert_eq!((hold.rule, hold.affected, hold.baseline), (HoldRule::Deactivations, 12, roster["pupils"]));
    assert_eq!(world.roster().await, roster);

    let problem = world.problem(crosswalk_tests::world::approval(&plan, Selected::All, None)).await;
    assert_eq!(problem.code, "plan.not_approved");
    assert!(problem.happened.contains("Say why"), "{}", problem.happened);
    assert_eq!(world.roster().await, roster);

    // Four of them have really left, with everything that hangs on them.
    let gone: Vec<_> = world.people_by_number(&numbers[..4]).await;
    let rows = world.changes(&plan).await;
    let belongs = |row: &&crosswalk_contract::ChangeRow| gone.contains(&row.change.roster_id);
    let chosen: Vec<u32> = rows.iter().filter(belongs).map(|row| row.index).collect();
    assert_eq!(chosen.len(), 4);
    let run = world.approve_only(&plan, Selected::Only(chosen), Some("Asked the office.")).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::DoneWithRefusals, 4));
    assert_eq!(world.roster().await["pupils"], roster["pupils"] - 4);
    let told = world.plan(plan.card.id).await.approvals;
    assert!(told[0].contains("4 changes") && told[0].contains("Asked the office."), "{told:?}");

    // The next full asks for the other eight again, and for no others.
    world.push_full().await;
    let again = world.last_plan(world.inbound).await;
    assert_eq!(again.card.state, PlanState::Held);
    let pupils = world.changes(&again).await.into_iter().filter(|row| row.change.target == "user");
    let mut pupils: Vec<_> = pupils.map(|row| row.change.roster_id).collect();
    let mut rest = world.people_by_number(&numbers[4..]).await;
    pupils.sort();
    rest.sort();
    assert_eq!(pupils, rest);
    world.approve(&again, Some("They moved to the other school.")).await;
    assert_eq!(world.roster().await["pupils"], roster["pupils"] - 12);
    let enrolments = world.records(Entity::Enrollment).await;
    let gone = world.people_by_number(&numbers).await;
    let theirs = enrolments
        .iter()
        .filter(|one| one.active && gone.contains(&one.fields["user"].as_roster_id().unwrap()));
    assert_eq!(theirs.count(), 0, "what hung on them has ended too");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_out_is_guarded_too() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    for pupil in world.pupils(12) {
        let yesterday = world.town.school.today.yesterday().unwrap();
        world.town.school.leaver(pupil, yesterday);
    }
    // Inbound these are changes of a date; the way out is where they would end.
    world.push_full().await;
    assert_eq!(world.last_run(world.inbound).await.row.run.state, RunState::Done);
    let run = world.run(world.te_kete_ako, crosswalk_model::RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Waiting, "{}", run.row.run.note);
    assert!(run.row.run.note.starts_with("Held: 12 of"), "{}", run.row.run.note);
    let plan = world.last_plan(world.te_kete_ako).await;
    world.approve(&plan, Some("The year has ended.")).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
