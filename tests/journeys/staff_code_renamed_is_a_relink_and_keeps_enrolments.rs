//! Pain 5. The office gives a teacher another code: the same person, the same classes, the same record everywhere.

use crosswalk_model::RunState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_record_gets_its_new_key_and_everything_stays_on_it() {
    let mut world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let teacher = world.teachers(1)[0];
    let old = world.town.school.staff[teacher].code.clone();
    let (before, row) = (world.person(&old).await, world.row("people", &old).unwrap());
    let enrolments = world.enrolments_of(before.id).await.len();
    assert!(enrolments > 0);

    world.town.school.rename_staff_code(teacher, "QQQ");
    world.push_part(&[Person::Staff(teacher)]).await;
    let after = world.person("QQQ").await;
    assert_eq!(after.id, before.id, "the same person");
    assert_eq!(world.enrolments_of(after.id).await.len(), enrolments);

    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        assert_eq!(plan.summary.counts.total("relink"), 1, "{}", plan.card.sentence);
        let (creates, ends) = (plan.summary.counts.total("create"), plan.summary.counts.total("deactivate"));
        assert_eq!((creates, ends), (0, 0), "{}", plan.card.sentence);
        let run = world.approve(&plan, None).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    }
    let renamed = world.row("people", "QQQ").unwrap();
    assert_eq!(renamed["id"], row["id"], "the same row under its new key");
    assert_eq!(world.row("people", &old), None);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_teachers_swap_their_codes() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [one, two] = world.teachers(2)[..] else { panic!("two teachers") };
    let codes = [one, two].map(|index| world.town.school.staff[index].code.clone());
    let ids = [
        world.row("people", &codes[0]).unwrap()["id"].clone(),
        world.row("people", &codes[1]).unwrap()["id"].clone(),
    ];
    world.town.school.rename_staff_code(one, &codes[1]);
    world.town.school.rename_staff_code(two, &codes[0]);
    world.push_part(&[Person::Staff(one), Person::Staff(two)]).await;
    for _ in 0..3 {
        world.bring_up_to_date(world.te_kete_ako).await;
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.row("people", &codes[1]).unwrap()["id"], ids[0]);
    assert_eq!(world.row("people", &codes[0]).unwrap()["id"], ids[1]);
}
