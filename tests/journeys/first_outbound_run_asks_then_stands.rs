//! Nothing goes to a destination before a person has approved one run; from then on plans below the guard go by
//! themselves, unless the person wants to be asked.

use crosswalk_contract::{ListSyncs, SetStandingApproval};
use crosswalk_model::{RunKind, RunState, Selected};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

async fn stands(world: &World) -> bool {
    let syncs = world.ask(ListSyncs {}).await;
    syncs.iter().find(|sync| sync.id == world.te_kete_ako).unwrap().standing_approval
}

async fn somebody_changes(world: &mut World, pupil: usize) {
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_waits_and_the_second_does_not() {
    let mut world = World::new().await;
    world.push_full().await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Waiting, "{}", run.row.run.note);
    assert!(world.town.supabase.snapshot().table("people").is_empty(), "nothing is sent unasked");

    // A part is not a whole run: it does not stand for later ones.
    let plan = world.last_plan(world.te_kete_ako).await;
    world.approve_only(&plan, Selected::Only(vec![0]), None).await;
    assert!(!stands(&world).await);
    assert_eq!(world.town.supabase.snapshot().table("people").len(), 1);
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(stands(&world).await);

    somebody_changes(&mut world, 0).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 1), "{}", run.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);

    // A preview never applies.
    somebody_changes(&mut world, 1).await;
    let run = world.run(world.te_kete_ako, RunKind::Preview).await;
    assert_eq!(run.row.run.state, RunState::Waiting);
    assert_ne!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_be_asked_is_asked_however_often_they_say_yes() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.ask(SetStandingApproval { sync: world.te_kete_ako, standing: false }).await;
    for pupil in 0..2 {
        somebody_changes(&mut world, pupil).await;
        let run = world.run(world.te_kete_ako, RunKind::Full).await;
        assert_eq!(run.row.run.state, RunState::Waiting);
        let plan = world.last_plan(world.te_kete_ako).await;
        world.approve(&plan, None).await;
        assert!(!stands(&world).await);
    }
    world.ask(SetStandingApproval { sync: world.te_kete_ako, standing: true }).await;
    somebody_changes(&mut world, 2).await;
    assert_eq!(world.run(world.te_kete_ako, RunKind::Full).await.row.run.state, RunState::Done);
}
