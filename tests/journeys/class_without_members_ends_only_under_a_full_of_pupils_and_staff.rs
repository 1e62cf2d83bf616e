//! A class lives by its members. That nobody is in it any more shows only when everybody was seen, pupils and staff.

use crosswalk_model::{Entity, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

async fn is_there(world: &World, code: &str) -> bool {
    let classes = world.records(Entity::Class).await;
    let class =
        classes.iter().find(|one| one.fields.get("classCode").and_then(|v| v.as_text()) == Some(code));
    class.expect("the class is known").active
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_pupil_and_the_teacher_move_out() {
    let mut world = World::new().await;
    world.push_full().await;
    let school = &world.town.school;
    let class = (0..school.classes.len())
        .filter(|class| !school.classes[*class].is_tutor() && !school.classes[*class].teachers.is_empty())
        .min_by_key(|class| {
            match school.pupils.iter().filter(|p| p.listed && p.classes.contains(class)).count() {
                0 => usize::MAX,
                some => some,
            }
        })
        .unwrap();
    let code = format!("{}/{}", school.classes[class].subject, school.classes[class].coreoption);
    let members: Vec<usize> =
        (0..school.pupils.len()).filter(|pupil| school.pupils[*pupil].classes.contains(&class)).collect();
    assert!(!members.is_empty());

    // Part by part everybody leaves it: the class stays, because a part says nothing of others.
    for pupil in members {
        world.town.school.pupils[pupil].classes.retain(|own| *own != class);
        world.push_part(&[Person::Pupil(pupil)]).await;
    }
    let teachers = std::mem::take(&mut world.town.school.classes[class].teachers);
    let teachers: Vec<Person> = teachers.into_iter().map(Person::Staff).collect();
    world.push_part(&teachers).await;
    assert!(is_there(&world, &code).await, "after parts");

    // A full of pupils alone does not tell either.
    let mut message = world.full_message();
    if let Some(crosswalk_sandbox::kamar::json::Json::Object(entries)) =
        message.body.get_mut("SMSDirectoryData")
    {
        entries.retain(|(key, _)| key != "staff");
    }
    assert!(world.push(message).await.accepted());
    let run = world.last_run(world.inbound).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert!(is_there(&world, &code).await, "after a full of pupils");

    world.push_full().await;
    assert!(!is_there(&world, &code).await, "after a full of pupils and staff");
}
