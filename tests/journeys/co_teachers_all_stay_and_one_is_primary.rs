//! Pain 21: "the interface gives one lead teacher only". Every teacher of a class keeps their place, one of them is the
//! primary one, and none goes when another comes.

use crosswalk_model::{Entity, Value};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{Member, Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn of_a_package_all_are_kept_with_the_one_that_it_names() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 9);
    package.members.extend([
        Member::teacher("a", 1, "a-k0", "true"),
        Member::teacher("a", 2, "a-k0", "false"),
        Member::teacher("a", 3, "a-k0", ""),
    ]);
    district.put_package(&package);
    district.read(&world).await;
    let teachers = |all: Vec<crosswalk_model::RosterRecord>| {
        let taught =
            all.into_iter().filter(|one| one.active && one.fields["role"].as_text() == Some("teacher"));
        taught.map(|one| one.fields.get("primary") == Some(&Value::Bool(true))).collect::<Vec<_>>()
    };
    let primary = teachers(world.records(Entity::Enrollment).await);
    assert_eq!((primary.len(), primary.iter().filter(|one| **one).count()), (3, 1));
    // The lead goes to another; all three stay.
    package.members[9].primary = "false";
    package.members[10].primary = "true";
    district.put_package(&package);
    let run = district.read(&world).await;
    assert_eq!(run.row.run.applied, 2, "{}", run.row.run.note);
    let primary = teachers(world.records(Entity::Enrollment).await);
    assert_eq!((primary.len(), primary.iter().filter(|one| **one).count()), (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_kamar_a_second_teacher_takes_nobodys_place() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [one, two] = world.teachers(2)[..] else { panic!("two teachers") };
    let class =
        world.town.school.classes.iter().position(|class| class.teachers == [one]).expect("a class of one");
    world.town.school.classes[class].teachers.push(two);
    world.push_part(&[Person::Staff(one), Person::Staff(two)]).await;
    let run = world.last_run(world.inbound).await;
    assert_eq!(run.row.run.applied, 1, "one place more: {}", run.row.run.note);
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0], "the cloud holds both");
    // A full says the same of both.
    world.push_full().await;
    assert_eq!(world.last_run(world.inbound).await.row.run.applied, 0);
}
