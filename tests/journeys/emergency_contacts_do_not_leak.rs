//! Pain 18: "more than five contacts for a pupil: emergency contacts leak". Families come only where they are asked for,
//! then those who look after the pupil; whom to call in an emergency is asked for by itself. No platform hears of any.

use crosswalk_model::{Entity, Value};
use crosswalk_sandbox::school::EmergencyContact;
use crosswalk_tests::{World, WorldSpec};

async fn with(kamar: &'static [(&'static str, &'static str)]) -> (World, String) {
    let mut world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    let pupil = world.pupils(1)[0];
    let neighbour = |n: usize| EmergencyContact {
        name: format!("Neighbour Invented{n}"),
        relationship: "Neighbour",
        mobile: format!("021 000 555{n}"),
    };
    world.town.school.pupils[pupil].household.emergency = (0..7).map(neighbour).collect();
    world.push_full().await;
    let number = world.number(pupil);
    (world, number)
}

async fn known(world: &World) -> (usize, usize) {
    let people = world.records(Entity::User).await;
    let named = |text: &str| {
        people.iter().filter(|one| one.fields.get("role").and_then(Value::as_text) == Some(text)).count()
    };
    (named("guardian"), named("relative"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_a_family_comes_unasked() {
    let (world, _) = with(&[]).await;
    assert_eq!(known(&world).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_after_a_pupil_comes_without_whom_to_call() {
    let (world, number) = with(&[("ask_caregivers", "true")]).await;
    let (guardians, relatives) = known(&world).await;
    assert!(guardians > 50 && relatives == 0, "{guardians} {relatives}");
    let person = world.person(&number).await.id;
    let contacts = world.records(Entity::Relationship).await;
    let own = contacts.iter().filter(|one| one.fields["pupil"].as_roster_id() == Some(person)).count();
    assert!(own <= 4, "{own} contacts");
    assert!(contacts.iter().all(|one| one.fields.get("emergency") == Some(&Value::Bool(false))));
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let clouds = [world.town.supabase.log().requests(), world.town.edpsych.log().requests()].concat();
    assert!(clouds.iter().all(|request| !request.body.contains("Neighbour")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_call_comes_when_it_is_asked_for_and_goes_no_further() {
    let (world, _) = with(&[("ask_caregivers", "true"), ("ask_emergency", "true")]).await;
    let (_, relatives) = known(&world).await;
    assert!(relatives >= 7, "{relatives}");
    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        let rows = world.changes(&plan).await;
        assert!(rows.iter().all(|row| row.change.group != "caregivers"), "{}", plan.card.sentence);
        world.approve(&plan, None).await;
    }
    let clouds = [world.town.supabase.log().requests(), world.town.edpsych.log().requests()].concat();
    assert!(clouds.iter().all(|request| !request.body.contains("Neighbour")));
}
