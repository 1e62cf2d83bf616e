//! Pain 15: "sync before scheduling is final", "the active year only". Classes of a year that has not begun are told; and
//! who wants to keep them from a platform until then says so in one line.

use crosswalk_contract::SetFilters;
use crosswalk_model::{Entity, Filter};
use crosswalk_tests::{Package, World};

async fn told(world: &World, district: &crosswalk_tests::Source) -> Vec<String> {
    let run = district.read(world).await;
    let found = run.findings.into_iter().filter(|finding| finding.code == "year_ahead");
    found.map(|finding| finding.message).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn classes_of_a_year_ahead_are_told_with_the_day_on_which_it_begins() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 20);
    district.put_package(&package);
    assert_eq!(told(&world, &district).await, [""; 0], "the present year is no news");
    package.year = 2027;
    package.members.iter_mut().for_each(|one| one.class = format!("next-{}", one.class));
    district.put_package(&package);
    let told_of = told(&world, &district).await;
    assert_eq!(told_of.len(), 1, "{told_of:?}");
    assert!(told_of[0].contains("2027-01-28") && told_of[0].contains("school year 2027"), "{}", told_of[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_that_is_named_by_its_end_has_begun_when_its_session_says_so() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package { year: 2027, ..Package::of("a", 20) });
    world.clock.set("2027-02-01".parse().unwrap());
    assert_eq!(told(&world, &district).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_active_year_goes_to_a_platform_that_wants_no_other() {
    let mut world = World::new().await;
    world.push_full().await;
    let sync = world.house.school().unwrap().sync(world.te_kete_ako).await.unwrap().unwrap();
    let active = Filter {
        entity: Entity::Class,
        keep_if: "schoolYear == '2026'".into(),
        reason: "the active year only".into(),
    };
    let filters = [sync.selection.filters, vec![active]].concat();
    world.ask(SetFilters { sync: world.te_kete_ako, filters }).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let classes = world.town.supabase.snapshot().table("classes").len();

    // Next year's classes come while this year is not over.
    world.town.school.next_year();
    world.push_full().await;
    let found = world.last_run(world.inbound).await.findings;
    assert!(found.iter().any(|finding| finding.code == "year_ahead"), "{found:?}");
    let plan = world.last_plan(world.inbound).await;
    world.approve(&plan, Some("The new school year.")).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let rows = world.town.supabase.snapshot();
    let new = rows.table("classes").iter().filter(|row| row["school_year"] == 2027);
    assert_eq!((new.count(), rows.table("classes").len()), (0, classes), "none of them is there");
}
