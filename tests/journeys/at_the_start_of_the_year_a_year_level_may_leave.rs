//! Pain 1: "more than ten per cent of deletions should stop the run", and at the start of the year more than that is usual.
//! A hold says who, needs a reason, and has wider limits on the days that the school names.

use crosswalk_contract::{GetGuard, ListAudit, SetGuard, SetStartOfYear};
use crosswalk_model::{GuardLimits, PlanState, RunState, Selected, StartOfYear};
use crosswalk_tests::world::approval;
use crosswalk_tests::{Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_departures_are_held_in_term_and_pass_at_the_start_of_the_year() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 100));
    district.read(&world).await;
    district.put_package(&Package::of("a", 80));
    let plan = district.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "in term: {}", plan.card.sentence);
    assert!(plan.holds[0].message.contains("20 of 100 pupils"), "{}", plan.holds[0].message);
    assert_eq!(
        world.changes(&plan).await.iter().filter(|row| row.change.group == "pupils").count(),
        20,
        "it says who"
    );
    assert_eq!(world.problem(approval(&plan, Selected::All, None)).await.code, "plan.not_approved");

    // The school says when its year starts; today is one of these days.
    let today = world.town.school.today;
    let days = StartOfYear { from: today.yesterday().unwrap(), until: today.tomorrow().unwrap() };
    let done = world.ask(SetStartOfYear { days: Some(days), reason: "Year 13 has left.".into() }).await;
    assert!(done.sentence.contains("whole year levels"), "{}", done.sentence);
    let run = district.read(&world).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.roster().await["pupils"], 80);

    // Even then half of the school does not go unseen.
    district.put_package(&Package::of("a", 40));
    assert_eq!(district.plan(&world).await.card.state, PlanState::Held);
    // And the day after, everything is as before.
    world.clock.set(today.tomorrow().unwrap());
    district.put_package(&Package::of("a", 65));
    assert_eq!(district.plan(&world).await.card.state, PlanState::Held);
    let backwards = StartOfYear { from: days.until, until: days.from };
    let backwards = SetStartOfYear { days: Some(backwards), reason: "Year 13 has left.".into() };
    assert_eq!(world.problem(backwards).await.code, "holidays.bad");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_sets_its_own_limits() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 100));
    district.read(&world).await;
    let strict = GuardLimits { deactivations_percent: 1, deactivations_floor: 1, ..GuardLimits::default() };
    let set = |limits: &GuardLimits, reason: &str| SetGuard {
        sync: district.sync,
        limits: limits.clone(),
        reason: reason.into(),
    };
    let unsaid = world.problem(set(&strict, " ")).await;
    assert_eq!((unsaid.code.as_str(), unsaid.field.as_deref()), ("guard.bad", Some("reason")));
    let all = GuardLimits { shrink_percent: 101, ..strict.clone() };
    assert_eq!(world.problem(set(&all, "All may go.")).await.field.as_deref(), Some("shrink_percent"));
    world.ask(set(&strict, "A small school.")).await;
    let told = world.ask(ListAudit { about: Some("guard".into()), since: None, cursor: None }).await.rows;
    assert!(told.iter().any(|row| row.action == "guard.changed" && row.detail.contains("A small school.")));
    let view = world.ask(GetGuard { sync: district.sync }).await;
    assert_eq!((view.limits, view.today, view.start_of_year), (strict.clone(), strict, None));
    district.put_package(&Package::of("a", 98));
    assert_eq!(district.plan(&world).await.card.state, PlanState::Held, "two of a hundred");
    let loose = GuardLimits { deactivations_percent: 50, deactivations_count: 60, ..GuardLimits::default() };
    world.ask(set(&loose, "The juniors move to the new school.")).await;
    assert_eq!(district.plan(&world).await.card.state, PlanState::Applied);
}
