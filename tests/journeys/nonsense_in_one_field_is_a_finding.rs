//! One odd field costs that field and a sentence about it, not the record and not the message.

use crosswalk_model::{RunState, Severity};
use crosswalk_sandbox::kamar::Message;
use crosswalk_sandbox::kamar::json::Json;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

/// Puts another value into a field of the first pupil of a message.
fn with(mut message: Message, field: &str, value: Json) -> Message {
    let students = message.body.get_mut("SMSDirectoryData").and_then(|inner| inner.get_mut("students"));
    let Some(Json::List(records)) = students.and_then(|students| students.get_mut("data")) else {
        panic!("no pupils")
    };
    let Json::Object(fields) = &mut records[0] else { panic!("no record") };
    fields.retain(|(key, _)| key != field);
    fields.push((field.to_owned().into(), value));
    message
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_record_is_taken_in() {
    let mut world = World::new().await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    let before = world.person(&number).await;
    let table = [
        ("leavingdate", Json::from("31 February"), "endDate"),
        ("startingdate", Json::Object(vec![("deep".into(), Json::Null)]), "beginDate"),
        ("yearlevel", Json::from("nine-ish"), "grades"),
    ];
    for (n, (field, nonsense, roster_field)) in table.into_iter().enumerate() {
        world.town.school.change_email(pupil);
        let email = format!("odd{n}@kowhaibay.school.example");
        world.town.school.pupils[pupil].email = Some(email.clone());
        let message = with(world.part_message(&[Person::Pupil(pupil)]), field, nonsense);
        assert!(world.push(message).await.accepted());
        let run = world.last_run(world.inbound).await;
        assert_eq!(run.row.run.state, RunState::Done, "{field}: {}", run.row.run.note);
        let told = run.findings.iter().find(|one| one.severity == Severity::Warning);
        assert!(told.is_some_and(|one| !one.message.is_empty()), "{field}: {:?}", run.findings);
        let after = world.person(&number).await;
        assert_eq!(after.fields["email"].display(), email, "{field}");
        assert_eq!(
            after.fields.get(roster_field),
            before.fields.get(roster_field),
            "{field}: the last good value stays"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_without_a_key_removes_nobody() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let message = with(with(world.full_message(), "id", Json::Null), "uuid", Json::Null);
    assert!(world.push(message).await.accepted());
    let run = world.last_run(world.inbound).await;
    assert!(run.findings.iter().any(|one| one.severity == Severity::Error), "{:?}", run.findings);
    assert_eq!(world.roster().await, roster, "a full with a record that was left out is complete for nobody");
}
