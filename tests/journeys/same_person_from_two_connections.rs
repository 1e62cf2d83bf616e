//! Pain 10. Two schools' systems know the same people: one record each, which lives while either of them has it.

use crosswalk_model::{Entity, RosterRecord};
use crosswalk_tests::World;

fn two_words(records: &[RosterRecord]) -> usize {
    records.iter().filter(|one| one.asserted.iter().filter(|word| word.present).count() == 2).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_kamar_makes_nobody_twice() {
    let mut world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let own = world.town.kamar.settings();
    let settings = [("path", "/second"), ("username", "second")];
    world.save("kamar", "Second KAMAR", &settings, &[("password", "invented too")]).await;
    let second = crosswalk_sandbox::kamar::Settings {
        path: "/second".into(),
        username: "second".into(),
        password: "invented too".into(),
        ..own.clone()
    };
    world.town.kamar.set_settings(second);
    assert!(world.town.check().await.accepted());
    world.push_full().await;
    assert_eq!(world.roster().await, roster, "people, classes and subjects are there once");
    let people = world.records(Entity::User).await;
    assert_eq!(two_words(&people), people.len());
    assert!(world.conflicts().await.is_empty());
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);

    // One of them no longer has a pupil; the other one does.
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    world.town.school.pupils[pupil].listed = false;
    world.push_full().await;
    assert!(world.person(&number).await.active);
    assert_eq!(world.preview(world.te_kete_ako).await.card.changes, 0);
    world.town.kamar.set_settings(own);
    assert!(world.town.check().await.accepted());
    world.push_full().await;
    assert!(!world.person(&number).await.active, "now nobody has them any more");
}
