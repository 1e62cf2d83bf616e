//! Undo writes only over what its run wrote: what was changed since stays, and is named beforehand with who changed it.

use crosswalk_contract::PlanView;
use crosswalk_model::RunState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use serde_json::json;

fn stays<'p>(plan: &'p PlanView, key: &str) -> Vec<&'p str> {
    let about = plan.not_undone.iter().filter(|finding| finding.key == key);
    about.map(|finding| finding.message.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_cloud() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [one, two, three] = world.pupils(3)[..] else { panic!("three pupils") };
    let numbers = [one, two, three].map(|pupil| world.number(pupil));
    let before = numbers.clone().map(|number| world.row("people", &number).unwrap()["email"].clone());
    for pupil in [one, two, three] {
        world.town.school.change_email(pupil);
    }
    world.push_full().await;
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    world.town.supabase.edit("people", &numbers[0], &json!({ "email": "by.hand@school.example" })).unwrap();
    world.town.school.change_email(one);
    world.town.school.change_email(two);
    world.push_part(&[Person::Pupil(two)]).await;
    let later = world.preview(world.te_kete_ako).await;
    let only = world.changes(&later).await.into_iter().find(|row| row.change.key == numbers[1]).unwrap();
    world.approve_only(&later, crosswalk_model::Selected::Only(vec![only.index]), None).await;

    let plan = world.plan_undo(run.row.run.id).await;
    assert_eq!(plan.card.changes, 1, "{}", plan.card.sentence);
    assert_eq!(
        stays(&plan, &numbers[0]),
        ["“email” was changed since by somebody at Te Kete Ako, and stays as it is."]
    );
    assert_eq!(stays(&plan, &numbers[1]), ["“email” was changed since by a later run, and stays as it is."]);
    assert!(plan.card.sentence.ends_with("2 things stay as they are."), "{}", plan.card.sentence);
    let written_since = world.row("people", &numbers[1]).unwrap()["email"].clone();
    let ended = world.approve(&plan, None).await;
    assert_eq!(ended.row.run.state, RunState::Done, "{}", ended.row.run.note);
    assert_eq!(world.row("people", &numbers[0]).unwrap()["email"], "by.hand@school.example");
    assert_eq!(world.row("people", &numbers[1]).unwrap()["email"], written_since);
    assert_eq!(world.row("people", &numbers[2]).unwrap()["email"], before[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn between_the_plan_and_the_word() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    let plan = world.plan_undo(run.row.run.id).await;
    world.town.supabase.edit("people", &number, &json!({ "email": "by.hand@school.example" })).unwrap();
    let ended = world.approve(&plan, None).await;
    assert_eq!((ended.row.run.applied, ended.row.run.not_applied), (0, 1), "{}", ended.row.run.note);
    assert_eq!(world.row("people", &number).unwrap()["email"], "by.hand@school.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_roster() {
    let mut world = World::new().await;
    world.push_full().await;
    let [one, two] = world.pupils(2)[..] else { panic!("two pupils") };
    let numbers = [one, two].map(|pupil| world.number(pupil));
    let before = world.person(&numbers[1]).await;
    world.town.school.change_email(one);
    world.town.school.change_email(two);
    world.push_part(&[Person::Pupil(one), Person::Pupil(two)]).await;
    let run = world.last_run(world.inbound).await.row.run.id;
    world.town.school.change_email(one);
    world.push_part(&[Person::Pupil(one)]).await;
    let since = world.person(&numbers[0]).await;

    let plan = world.plan_undo(run).await;
    assert_eq!(plan.card.changes, 2, "their user names go back: {}", plan.card.sentence);
    let told: Vec<&str> = plan.not_undone.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(told, ["“email” was changed since by KAMAR, and stays as it is."]);
    world.approve(&plan, None).await;
    assert_eq!(world.person(&numbers[0]).await.fields["email"], since.fields["email"]);
    assert_eq!(world.person(&numbers[1]).await.fields, before.fields);
}
