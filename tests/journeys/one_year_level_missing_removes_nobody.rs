//! Pain 3. A full is complete for the year levels that it was set to send, and for no others.

use crosswalk_model::{PlanState, RunState};
use crosswalk_sandbox::kamar::messages;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn year_nine_was_not_ticked_this_time() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;

    let mut partial = world.town.school.clone();
    let level = |year| move |pupil: &&mut crosswalk_sandbox::school::Pupil| pupil.year_level == year;
    partial.pupils.iter_mut().filter(level(9)).for_each(|pupil| pupil.listed = false);
    // In a year level that is sent, one pupil is missing: that one has left.
    let gone = partial.pupils.iter_mut().find(|pupil| pupil.listed && pupil.last_day.is_none()).unwrap();
    gone.listed = false;
    let number = gone.number.to_string();
    let at = world.town.kamar.stamp(&partial);
    assert!(world.push(messages::full(&partial, &world.town.kamar.quirks(), at)).await.accepted());

    let run = world.last_run(world.inbound).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.roster().await["pupils"], roster["pupils"] - 1);
    assert!(!world.person(&number).await.active);
    let told = run.findings.iter().find(|finding| finding.code == "part_not_sent").expect("somebody is told");
    assert!(told.message.contains("Nobody of them was removed"), "{}", told.message);

    // The whole school again: the one is back, and nobody else was ever away.
    world.push_full().await;
    assert_eq!(world.roster().await["pupils"], roster["pupils"]);
    assert_eq!(world.last_plan(world.inbound).await.card.state, PlanState::Applied);
}
