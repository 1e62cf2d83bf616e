//! Pain 16: "dropped students are not deactivated". Whether they are missing, marked as gone, past their last day or no
//! longer enabled: they end, in the roster and at the cloud, and their places in classes with them.

use crosswalk_contract::PlanView;
use crosswalk_model::Entity;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{Package, World, pupil_list};

async fn enrolled(world: &World, number: &str) -> usize {
    let id = world.person(number).await.id;
    world.enrolments_of(id).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_missing_row() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60));
    district.read(&world).await;
    assert_eq!(enrolled(&world, "a0060").await, 1);
    district.put_package(&Package::of("a", 59));
    district.read(&world).await;
    assert!(!world.person("a0060").await.active);
    assert_eq!(enrolled(&world, "a0060").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_status_of_the_row() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60));
    district.read(&world).await;
    let mut package = Package::of("a", 59);
    package.more = vec![
        ("users.csv", "a-u60,tobedeleted,2026-03-01T00:00:00.000Z,,,,,,,,,,,,,,,,,,,,".into()),
        ("enrollments.csv", "e-a-u60-a-k6,tobedeleted,2026-03-01T00:00:00.000Z,,,,,,,".into()),
    ];
    district.put_package(&package);
    district.read(&world).await;
    assert!(!world.person("a0060").await.active);
    assert_eq!(enrolled(&world, "a0060").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_last_day_that_is_past() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    let yesterday = world.town.school.today.yesterday().unwrap();
    world.town.school.leaver(pupil, yesterday);
    world.push_part(&[Person::Pupil(pupil)]).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(!world.row("people", &number).unwrap()["ended_at"].is_null());
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_last_day_in_a_list_that_still_names_them() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    let list = |last: &str| {
        let rows = pupil_list(60);
        let rows = rows.lines().enumerate().map(|(n, row)| match n {
            0 => format!("{row},Leaving Date"),
            1 => format!("{row},{last}"),
            _ => format!("{row},"),
        });
        rows.collect::<Vec<_>>()
            .join("\n")
            .replacen("Student ID", "ID", 1)
            .replace("Student email - School", "Email")
    };
    office.put("pupils.csv", list(""));
    office.read(&world).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(world.row("people", "501").unwrap()["ended_at"].is_null());
    office.put("pupils.csv", list("2026-02-13"));
    office.read(&world).await;
    world.clock.set("2026-02-14".parse().unwrap());
    let plan: PlanView = world.preview(world.te_kete_ako).await;
    assert!(plan.card.sentence.contains("removes 1 pupil"), "{}", plan.card.sentence);
    world.approve(&plan, None).await;
    assert!(!world.row("people", "501").unwrap()["ended_at"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn by_an_account_that_is_switched_off() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 60);
    district.put_package(&package);
    district.read(&world).await;
    package.members[59].enabled = "false";
    district.put_package(&package);
    let run = district.read(&world).await;
    assert_eq!(run.row.run.applied, 1, "{}", run.row.run.note);
    let off = world.person("a0060").await;
    assert_eq!(off.fields["enabledUser"], crosswalk_model::Value::Bool(false));
    assert!(
        off.active,
        "an account that is off is still somebody at the school; only their end is a departure"
    );
    let others = world
        .records(Entity::User)
        .await
        .into_iter()
        .filter(|one| one.fields["enabledUser"] == crosswalk_model::Value::Bool(true));
    assert_eq!(others.count(), 59);
}
