//! Pain 20: "the server's cap, an endless next, totals that are wrong with joins". Pages of any size are followed; a list
//! that does not add up is no list at all, and nothing is concluded from it.

use crosswalk_model::{PlanState, RunState};
use crosswalk_sandbox::cloud::Paging;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn small_pages_are_followed_to_the_end() {
    let world = World::new().await;
    world.push_full().await;
    world.town.supabase.set_max_rows(7);
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
        assert_eq!(world.preview(sync).await.card.state, PlanState::Empty, "all of it was read back");
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_does_not_add_up_changes_nothing() {
    let mut world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    world.town.supabase.set_max_rows(50);
    let pupil = world.pupils(1)[0];
    world.town.school.change_preferred_name(pupil, "Rangi");
    world.push_part(&[crosswalk_sandbox::school::Person::Pupil(pupil)]).await;
    let before = (world.town.supabase.snapshot(), world.town.edpsych.snapshot());
    for paging in [Paging::TotalTooHigh, Paging::TotalTooLow, Paging::Endless] {
        world.town.supabase.faults().page_as(paging);
        world.town.edpsych.faults().page_as(paging);
        for sync in [world.te_kete_ako, world.edpsych] {
            let run = world.run(sync, crosswalk_model::RunKind::Full).await.row.run;
            assert_eq!(run.state, RunState::Failed, "{paging:?}: {}", run.note);
            assert!(!run.note.is_empty() && run.plan.is_none(), "{paging:?}: {}", run.note);
        }
        assert!((world.town.supabase.snapshot(), world.town.edpsych.snapshot()) == before, "{paging:?}");
    }
    world.town.supabase.faults().clear();
    world.town.edpsych.faults().clear();
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}
