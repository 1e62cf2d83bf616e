//! Any value can be asked where it comes from: the message, the raw value, each step, whose word won, who approved.

use crosswalk_contract::{Explain, Lineage};
use crosswalk_model::{Entity, RosterId};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

async fn story(world: &World, entity: Entity, id: RosterId, field: &str, out: bool) -> Lineage {
    let sync = out.then_some(world.te_kete_ako);
    world.ask(Explain { entity, id, field: field.into(), sync }).await
}

fn raws(story: &Lineage) -> Vec<&str> {
    story.steps.iter().filter_map(|step| step.raw.as_deref()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_kamars_letters_to_the_row_at_the_cloud() {
    let mut world = World::new().await;
    let pupil = world.pupils(1)[0];
    world.town.school.pupils[pupil].email = Some("Aroha.N@Kowhaibay.School.Example".into());
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let person = world.person(&world.number(pupil)).await.id;
    let told = story(&world, Entity::User, person, "email", true).await;
    let titles: Vec<&str> = told.steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles[0], "KAMAR pushed it");
    assert!(raws(&told).contains(&"Aroha.N@Kowhaibay.School.Example"), "the raw value: {:?}", raws(&told));
    assert!(raws(&told).contains(&"aroha.n@kowhaibay.school.example"), "what became of it");
    assert!(titles.contains(&"KAMAR: this word wins"), "{titles:?}");
    assert!(told.steps.iter().any(|step| step.detail == "Approved by delivery."), "the way in: {titles:?}");
    assert!(
        told.steps.iter().any(|step| step.detail == "Approved by local administrator."),
        "the way out: {titles:?}"
    );
    assert_eq!(told.steps.last().unwrap().detail, "What both sides last agreed on");

    // A field that is made of several is followed to the one that gave it.
    let told = story(&world, Entity::User, person, "display_name", true).await;
    assert_eq!(told.steps[0].title, "KAMAR pushed it");
    // What stands in a pupil's list is found in the pupil's message.
    let enrolment = world.enrolments_of(person).await.remove(0);
    let told = story(&world, Entity::Enrollment, enrolment.id, "role", false).await;
    assert_eq!((told.steps[0].title.as_str(), raws(&told)[0]), ("KAMAR pushed it", "student"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_value_of_a_burst_is_found_in_its_own_message() {
    let mut world = World::new().await;
    world.push_full().await;
    world.ask(crosswalk_contract::PauseConnection { id: world.kamar, paused: true }).await;
    let pupils = world.pupils(3);
    for (n, pupil) in pupils.iter().enumerate() {
        world.town.school.pupils[*pupil].email = Some(format!("BURST{n}@kowhaibay.school.example"));
        assert!(world.town.push_part(&[Person::Pupil(*pupil)]).await.accepted());
    }
    world.ask(crosswalk_contract::PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;
    for (n, pupil) in pupils.iter().enumerate() {
        let person = world.person(&world.number(*pupil)).await.id;
        let told = story(&world, Entity::User, person, "email", false).await;
        assert!(told.steps[0].detail.starts_with("part"), "{}", told.steps[0].detail);
        assert_eq!(raws(&told)[0], format!("BURST{n}@kowhaibay.school.example"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_purged_is_said_to_be_purged() {
    let world = World::new().await;
    world.push_full().await;
    let later = "2027-01-01T00:00:00Z".parse().unwrap();
    assert!(world.house.school().unwrap().purge_bodies(later, later).await.unwrap() > 0);
    let person = world.person(&world.number(world.pupils(1)[0])).await.id;
    let told = story(&world, Entity::User, person, "email", false).await;
    assert!(told.steps.iter().any(|step| step.detail.contains("purged")), "{:?}", told.steps);
    assert!(told.steps.iter().any(|step| step.title == "KAMAR: this word wins"));
}
