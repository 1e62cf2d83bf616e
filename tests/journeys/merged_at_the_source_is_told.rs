//! Pain 11: "merged duplicates are not propagated". Where one identifier goes and another record takes over what was its
//! own, a person is told that the two may have been merged; nobody is joined by a guess.

use crosswalk_model::Entity;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_over_the_number_of_somebody_who_is_gone() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 60);
    // The same pupil was entered twice.
    package.members[59].number = "a-second".into();
    district.put_package(&package);
    district.read(&world).await;
    let (kept, gone) = (world.person("a0001").await, world.person("a-second").await);
    // The source merges them: the first record goes on, with the number and the address of the second.
    let second = package.members.remove(59);
    package.members[0].number = second.number;
    package.members[0].email = second.email;
    district.put_package(&package);
    let run = district.read(&world).await;
    let told: Vec<_> = run.findings.iter().filter(|finding| finding.code == "maybe_merged").collect();
    assert_eq!(told.len(), 1, "{:?}", run.findings);
    assert!(told[0].message.contains("a-u60") && told[0].message.contains("a-u1"), "{}", told[0].message);
    assert_eq!(told[0].key, "a-u1");
    let people = world.records(Entity::User).await;
    let active = |id| people.iter().find(|one| one.id == id).unwrap().active;
    assert_eq!((active(kept.id), active(gone.id)), (true, false), "one goes on, the other has ended");
    assert!(world.enrolments_of(gone.id).await.is_empty());
    assert!(world.enrolments_of(kept.id).await.len() == 1);
    // It is told once, not every night.
    assert!(district.read(&world).await.findings.iter().all(|finding| finding.code != "maybe_merged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_only_swap_are_not_merged() {
    let mut world = World::new().await;
    world.push_full().await;
    let [one, two] = world.pupils(2)[..] else { panic!("two pupils") };
    for (pupil, address) in [(one, "one@rimu.example"), (two, "two@rimu.example")] {
        world.town.school.pupils[pupil].email = Some(address.into());
    }
    world.push_part(&[Person::Pupil(one), Person::Pupil(two)]).await;
    for (pupil, address) in [(one, "two@rimu.example"), (two, "one@rimu.example")] {
        world.town.school.pupils[pupil].email = Some(address.into());
    }
    world.push_part(&[Person::Pupil(one), Person::Pupil(two)]).await;
    let found = world.last_run(world.inbound).await.findings;
    assert!(found.iter().all(|finding| finding.code != "maybe_merged"), "{found:?}");
}
