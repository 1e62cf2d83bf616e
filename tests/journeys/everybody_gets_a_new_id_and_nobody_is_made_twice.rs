//! Pain 5: "a new version recreates all users". Everybody comes under a new identifier: the plan says so many relinks, not
//! so many who leave and so many who come, and it waits for a person.

use crosswalk_model::{Entity, HoldRule, PlanState, RosterId};
use crosswalk_tests::{Package, Source, World};

/// A school whose identifiers are all new; `keep` says what of each pupil still tells who it was.
async fn renumbered(keep: fn(&mut crosswalk_tests::Member, usize, String)) -> (World, Source, Vec<RosterId>) {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 40);
    district.put_package(&package);
    district.read(&world).await;
    let mut before: Vec<RosterId> = world.records(Entity::User).await.iter().map(|one| one.id).collect();
    before.sort();
    for (n, one) in package.members.iter_mut().enumerate() {
        let old = std::mem::replace(&mut one.id, format!("s-{:05}", 31_000 + n));
        keep(one, n, old);
    }
    district.put_package(&package);
    (world, district, before)
}

async fn relinked(world: &World, district: &Source, before: &[RosterId]) {
    let roster = world.roster().await;
    let plan = district.plan(world).await;
    let counts = |word| {
        plan.summary.counts.0.get("user").and_then(|words| words.get(word)).copied().unwrap_or_default()
    };
    assert_eq!(
        (counts("relink"), counts("create"), counts("deactivate")),
        (40, 0, 0),
        "{}",
        plan.card.sentence
    );
    assert!(plan.card.sentence.contains("40"), "{}", plan.card.sentence);
    assert_eq!(plan.card.state, PlanState::Held);
    assert!(plan.holds.iter().any(|hold| hold.rule == HoldRule::Rekeyed && hold.affected == 40));
    world.approve(&plan, Some("The new version came tonight.")).await;
    let mut after: Vec<RosterId> = world.records(Entity::User).await.iter().map(|one| one.id).collect();
    after.sort();
    assert_eq!(after, before, "the same forty people");
    assert_eq!(world.roster().await, roster);
    // The next night is quiet.
    let run = district.read(world).await.row.run;
    assert_eq!(run.applied, 0, "{}", run.note);
}

#[tokio::test(flavor = "multi_thread")]
async fn followed_by_the_former_identifier() {
    let keep = |one: &mut crosswalk_tests::Member, _: usize, old: String| {
        one.legacy = old;
        one.email = String::new();
        one.number = format!("new-{}", one.number);
    };
    let (world, district, before) = renumbered(keep).await;
    relinked(&world, &district, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn followed_by_the_address() {
    let (world, district, before) = renumbered(|one, _, _| one.number = String::new()).await;
    relinked(&world, &district, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn followed_by_the_school_number_and_the_name() {
    let (world, district, before) = renumbered(|one, _, _| one.email = String::new()).await;
    relinked(&world, &district, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_tells_who_is_who_nothing_happens_unseen() {
    let keep = |one: &mut crosswalk_tests::Member, _: usize, _: String| {
        one.email = String::new();
        one.number = String::new();
    };
    let (world, district, before) = renumbered(keep).await;
    let roster = world.roster().await;
    let plan = district.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "{}", plan.card.sentence);
    assert_eq!(world.roster().await, roster);
    assert_eq!(world.records(Entity::User).await.len(), before.len());
    // It is told what it looks like, so that nobody approves forty leavers and forty newcomers in good faith.
    assert!(plan.holds.iter().any(|hold| hold.rule == HoldRule::Rekeyed), "{:?}", plan.holds);
}
