//! Pain 3: "one school's import deleted all others' assignments". A run ends only what it has seen all of.

use crosswalk_model::{Entity, PlanState, RunState};
use crosswalk_tests::{Package, World, pupil_list};

#[tokio::test(flavor = "multi_thread")]
async fn two_offices_each_speak_for_their_own() {
    let world = World::new().await;
    let (east, west) = (
        world.office("0101", &[("people_are", "pupils")]).await,
        world.office("0102", &[("people_are", "pupils")]).await,
    );
    east.put("pupils.csv", pupil_list(40));
    // Numbers that both schools give out, to different people.
    west.put("pupils.csv", pupil_list(40).replace("@rimu", "@totara"));
    east.read(&world).await;
    west.read(&world).await;
    assert_eq!(world.roster().await["pupils"], 80);
    for _ in 0..2 {
        let run = east.read(&world).await.row.run;
        assert_eq!((run.state, run.applied), (RunState::Done, 0), "{}", run.note);
    }
    // One pupil of the one school leaves.
    east.put("pupils.csv", pupil_list(39));
    east.read(&world).await;
    assert_eq!(world.roster().await["pupils"], 79);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_of_one_school_concludes_nothing_about_the_others() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 40).with(Package::of("b", 40)));
    district.read(&world).await;
    let roster = world.roster().await;
    assert_eq!((roster["pupils"], roster["enrolments"]), (80, 80));

    // Tonight somebody exported one school alone, and calls it the whole.
    district.put_package(&Package::of("a", 40));
    let plan = district.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "{}", plan.card.sentence);
    assert_eq!(world.roster().await, roster, "nobody of the other school is gone");
    assert!(plan.holds.iter().any(|hold| hold.message.contains("80")), "{:?}", plan.holds);

    // The whole again takes the place of the hold.
    district.put_package(&Package::of("a", 40).with(Package::of("b", 40)));
    let run = district.read(&world).await.row.run;
    assert_eq!((run.state, run.applied), (RunState::Done, 0), "{}", run.note);
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Superseded);
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_school_that_is_missing_is_not_lost_below_the_limits() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60).with(Package::of("b", 2)));
    district.read(&world).await;
    let roster = world.roster().await;
    district.put_package(&Package::of("a", 60));
    let plan = district.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "{}", plan.card.sentence);
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_reads_one_school_leaves_the_others_alone() {
    let world = World::new().await;
    let all = world.district("district", &[]).await;
    let both = Package::of("a", 40).with(Package::of("b", 40));
    all.put_package(&both);
    all.read(&world).await;
    let one = world.district("one", &[("org", "a")]).await;
    let mut fewer = both.clone();
    fewer.members.retain(|one| one.school == "b" || one.number != "a0001");
    one.put_package(&fewer);
    let run = one.read(&world).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    one.put_package(&Package::of("a", 38).with(Package::of("b", 1)));
    one.read(&world).await;
    let people = world.records(Entity::User).await;
    assert!(people.iter().all(|person| person.active), "the district still has all of them");
    assert_eq!(people.len(), 80);
}
