//! Pain 23. A field that is not sent was not said; a field that is sent empty says that there is none.

use crosswalk_model::Value;
use crosswalk_sandbox::kamar::{Missing, Quirks, messages};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_address_that_is_not_sent_stays_and_an_empty_one_goes() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let has_email = |pupil: &usize| world.town.school.pupils[*pupil].email.is_some();
    let pupil = world.pupils(100).into_iter().find(has_email).unwrap();
    let (number, had) = (world.number(pupil), world.town.school.pupils[pupil].email.take().unwrap());
    let table = [
        (Missing::Absent, Some(had.to_lowercase())),
        (Missing::AsKamar, Some(had.to_lowercase())),
        (Missing::Null, None),
    ];
    for (missing, expect) in table {
        let quirks = Quirks { missing, ..world.town.kamar.quirks() };
        let at = world.town.kamar.stamp(&world.town.school);
        let message = messages::part(&world.town.school, &[Person::Pupil(pupil)], &quirks, at);
        assert!(world.push(message).await.accepted());
        let known =
            world.person(&number).await.fields.get("email").and_then(Value::as_text).map(str::to_owned);
        assert_eq!(known, expect, "{missing:?}");
        world.bring_up_to_date(world.te_kete_ako).await;
        let row = world.row("people", &number).unwrap();
        assert_eq!(row["email"].as_str().map(str::to_owned), expect, "{missing:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_groups_that_is_not_sent_ends_no_enrolment() {
    let world = World::new().await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    let user = world.person(&world.number(pupil)).await.id;
    let enrolments = world.enrolments_of(user).await.len();
    let at = world.town.kamar.stamp(&world.town.school);
    let quirks = world.town.kamar.quirks();
    let mut message = messages::part(&world.town.school, &[Person::Pupil(pupil)], &quirks, at);
    let students = message.body.get_mut("SMSDirectoryData").and_then(|inner| inner.get_mut("students"));
    let data = students.and_then(|students| students.get_mut("data")).unwrap();
    if let crosswalk_sandbox::kamar::json::Json::List(records) = data
        && let crosswalk_sandbox::kamar::json::Json::Object(fields) = &mut records[0]
    {
        fields.retain(|(key, _)| key != "groups");
    }
    assert!(world.push(message).await.accepted());
    assert_eq!(world.enrolments_of(user).await.len(), enrolments);
}
