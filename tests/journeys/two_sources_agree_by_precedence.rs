//! Pain 10. Two sources speak of the same people: one record, whose fields are those of whoever counts more for each.

use std::fmt::Write;

use crosswalk_contract::{Explain, GetRecord, ReadConnection};
use crosswalk_model::{ConnectionId, Entity, RunState, SyncId};
use crosswalk_tests::World;

/// A list of pupils as the office keeps it: with the same school e-mail addresses and tutor groups of its own.
async fn office_list(world: &World, pupils: &[usize], tutor: &str) -> (ConnectionId, SyncId) {
    let mut text = "Student ID,Last Name,First Name,Level,Tutor,Student email - School\n".to_owned();
    for pupil in pupils {
        let one = &world.town.school.pupils[*pupil];
        let email = one.email.clone().unwrap();
        writeln!(
            text,
            "{},{},{},{},{tutor},{email}",
            one.number + 500_000,
            one.family,
            one.given,
            one.year_level
        )
        .unwrap();
    }
    let file = world.folder.path().join("StudentList.csv");
    std::fs::write(&file, text).unwrap();
    let code = world.town.school.sites[0].moe_code;
    let settings = [
        ("place", "files"),
        ("file", file.to_str().unwrap()),
        ("school_name", "Kōwhai Bay College"),
        ("school_code", code),
        ("school_year", "2026"),
    ];
    world.save("csv_files", "Office list", &settings, &[]).await
}

fn known_by_mail(world: &World) -> Vec<usize> {
    let plain = |pupil: &usize| {
        let pupil = &world.town.school.pupils[*pupil];
        pupil.email.is_some() && !pupil.given.is_empty() && !pupil.family.is_empty()
    };
    world.pupils(100).into_iter().filter(plain).take(20).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_record_and_whoever_counts_more_field_by_field() {
    let world = World::new().await;
    world.push_full().await;
    let people = world.roster().await["pupils"];
    let pupils = known_by_mail(&world);
    let (office, sync) = office_list(&world, &pupils, "99OFFICE").await;
    world.ask(ReadConnection { id: office }).await;
    let run = world.last_run(sync).await;
    assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.findings);
    assert_eq!(world.roster().await["pupils"], people, "nobody is there twice");
    let number = world.number(pupils[0]);
    let person = world.person(&number).await;
    assert_eq!(person.asserted.len(), 2);
    assert_eq!(
        person.fields["homeroom"].display(),
        world.town.school.pupils[pupils[0]].tutor,
        "KAMAR spoke first"
    );

    // The school decides that the office knows the tutor groups better.
    let school = world.house.school().unwrap();
    let mut definition = school.sync(sync).await.unwrap().unwrap();
    definition.policy.precedence.insert("user.homeroom".into(), 5);
    let mut work = school.begin().await.unwrap();
    work.put_sync(&definition, &crosswalk_model::Actor::local_administrator(), person_time(&world))
        .await
        .unwrap();
    work.commit().await.unwrap();
    world.ask(ReadConnection { id: office }).await;
    let person = world.person(&number).await;
    assert_eq!(person.fields["homeroom"].display(), "99OFFICE");
    assert_eq!(person.fields["identifier"].display(), number, "KAMAR's word still counts for the rest");
    let view = world.ask(GetRecord { entity: Entity::User, id: person.id }).await;
    let whose = |field: &str| view.fields.iter().find(|(name, ..)| name == field).unwrap().2.clone();
    assert_eq!((whose("homeroom").as_str(), whose("identifier").as_str()), ("Office list", "KAMAR"));
    let story = world
        .ask(Explain { entity: Entity::User, id: person.id, field: "homeroom".into(), sync: None })
        .await;
    assert!(story.steps.iter().any(|step| step.title == "Office list: this word wins"), "{:?}", story.steps);

    // A new full from KAMAR does not undo it.
    world.push_full().await;
    assert_eq!(world.person(&number).await.fields["homeroom"].display(), "99OFFICE");
}

fn person_time(world: &World) -> crosswalk_model::Timestamp {
    crosswalk_engine::Clock::now(world.clock.as_ref())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_two_newcomers_share_makes_neither_of_them_somebody_known() {
    let mut world = World::new().await;
    let pupils = known_by_mail(&world);
    let family = world.town.school.pupils[pupils[0]].email.clone();
    world.push_full().await;
    let people = world.roster().await["pupils"];
    // In the office's list two brothers have the same address.
    world.town.school.pupils[pupils[1]].email = family;
    let (office, sync) = office_list(&world, &pupils[..2], "9X").await;
    world.ask(ReadConnection { id: office }).await;
    assert_eq!(world.roster().await["pupils"], people, "nobody is guessed, nobody is doubled");
    let open = world.conflicts().await;
    assert_eq!((open.len(), open[0].sync), (2, sync));
    assert_eq!(world.person(&world.number(pupils[0])).await.asserted.len(), 1);
}
