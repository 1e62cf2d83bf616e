//! Pain 9, of teachers: "a removed teacher keeps the course but loses the role". One place ends and another begins, in
//! the same run; nobody is taken away by that, and a destination may keep those who leave.

use crosswalk_model::{DepartPolicy, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn another_takes_the_class_over_and_both_stay() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [one, two] = world.teachers(2)[..] else { panic!("two teachers") };
    let codes = [one, two].map(|index| world.town.school.staff[index].code.clone());
    let taught = |world: &World, teacher: usize| {
        let classes = world.town.school.classes.iter().enumerate();
        classes
            .filter(|(_, class)| class.teachers.contains(&teacher))
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    let class = taught(&world, one)[0];
    for teacher in &mut world.town.school.classes[class].teachers {
        if *teacher == one {
            *teacher = two;
        }
    }
    world.push_part(&[Person::Staff(one), Person::Staff(two)]).await;
    for code in &codes {
        assert!(world.person(code).await.active, "{code}");
    }
    let plan = world.preview(world.te_kete_ako).await;
    assert!(plan.card.sentence.contains("removes nobody"), "{}", plan.card.sentence);
    world.approve(&plan, None).await;
    for code in &codes {
        assert!(world.row("people", code).unwrap()["ended_at"].is_null(), "{code}");
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_destination_may_keep_whoever_leaves() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let school = world.house.school().unwrap();
    let mut definition = school.sync(world.te_kete_ako).await.unwrap().unwrap();
    definition.policy.depart = DepartPolicy::Leave;
    let mut work = school.begin().await.unwrap();
    let now = crosswalk_engine::Clock::now(world.clock.as_ref());
    work.put_sync(&definition, &crosswalk_model::Actor::local_administrator(), now).await.unwrap();
    work.commit().await.unwrap();
    let teacher = world.teachers(1)[0];
    let code = world.town.school.staff[teacher].code.clone();
    world.town.school.untick_staff(teacher);
    world.push_full().await;
    assert!(!world.person(&code).await.active);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert!(world.row("people", &code).unwrap()["ended_at"].is_null(), "the account stays");
}
