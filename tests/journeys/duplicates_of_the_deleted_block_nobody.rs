//! Pain 8: "duplicates of deleted users blocked the sync". Who has left is no duplicate of who comes: an address that is
//! given to a new pupil makes that pupil neither the former one nor a question.

use crosswalk_model::Entity;
use crosswalk_tests::{Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_a_leaver_had_is_free_for_somebody_else() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60));
    district.read(&world).await;
    let leaver = world.person("a0060").await;
    district.put_package(&Package::of("a", 59));
    district.read(&world).await;
    assert!(!world.person("a0060").await.active);

    // Somebody of another name comes, and is given the address that has become free.
    let mut package = Package::of("a", 61);
    package.members.remove(59);
    package.members[59].email = "a.p60@rimu.example".into();
    district.put_package(&package);
    let run = district.read(&world).await;
    assert!(run.row.run.note.starts_with("Adds 1 pupil and 1 enrolment"), "{}", run.row.run.note);
    let new = world.person("a0061").await;
    assert!(new.active && new.id != leaver.id);
    assert!(!world.person("a0060").await.active, "and nobody came back");
    assert!(world.conflicts().await.is_empty(), "nothing is asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_who_left_with_the_same_address_stop_nobody() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 60);
    for n in [57, 58] {
        package.members[n].email = "family@rimu.example".into();
    }
    district.put_package(&package);
    district.read(&world).await;
    let both = world.roster().await["pupils"];
    assert_eq!(both, 60);
    let mut gone = package.clone();
    gone.members.drain(57..59);
    district.put_package(&gone);
    district.read(&world).await;

    // Another connection brings a sister who has the family's address.
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put(
        "pupils.csv",
        "Student ID,Last Name,First Name,Level,Tutor,Student email - School\n900,Faleolo,Rua,9,9K,family@rimu.example\n",
    );
    office.read(&world).await;
    assert!(world.conflicts().await.is_empty(), "who has left is not asked about");
    assert!(world.person("900").await.active);
    assert_eq!(world.records(Entity::User).await.len(), 61);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_under_another_number_is_still_who_they_were() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60));
    district.read(&world).await;
    let before = world.person("a0060").await;
    district.put_package(&Package::of("a", 59));
    district.read(&world).await;
    // The same name and the same address under a new identifier.
    let mut package = Package::of("a", 60);
    package.members[59].id = "a-u9060".into();
    package.members[59].number = "a9060".into();
    district.put_package(&package);
    district.read(&world).await;
    let after = world.person("a9060").await;
    assert_eq!((after.id, after.active), (before.id, true));
}
