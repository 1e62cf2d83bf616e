//! What was undone stays undone although the source still says it, until the source says something else or a person
//! releases it.

use crosswalk_contract::{Explain, ListPins, PlanView, ReleasePins};
use crosswalk_model::{Entity, PlanState, RunKind, SyncId};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use crosswalk_tests::look::fields_that_differ;

/// A world whose first sync is done; then one pupil gets another address, one leaves, one is new.
async fn changed() -> (World, [usize; 3]) {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [email, leaver] = world.pupils(2)[..] else { panic!("two pupils") };
    world.town.school.change_email(email);
    world.town.school.pupils[leaver].listed = false;
    let newcomer = world.town.school.new_pupil(9);
    world.push_full().await;
    (world, [email, leaver, newcomer])
}

async fn pinned(world: &World, sync: SyncId) -> u64 {
    world.ask(ListPins { sync: Some(sync), record: None }).await.total
}

fn email(world: &World, pupil: usize) -> String {
    world.row("people", &world.number(pupil)).unwrap()["email"].as_str().unwrap_or_default().to_owned()
}

fn is_ended(world: &World, pupil: usize) -> bool {
    !world.row("people", &world.number(pupil)).unwrap()["ended_at"].is_null()
}

async fn tonight(world: &World) -> PlanView {
    world.preview(world.te_kete_ako).await
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_cloud_until_the_source_says_something_else() {
    let (mut world, [moved, leaver, newcomer]) = changed().await;
    let before = world.town.supabase.snapshot();
    let old = email(&world, moved);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    world.undo(run.row.run.id).await;
    for _ in 0..2 {
        let full = world.run(world.te_kete_ako, RunKind::Full).await;
        assert_eq!(full.row.run.applied, 0, "{}", full.sentence);
        let kept: Vec<_> = full.findings.iter().filter(|one| one.code == "pinned").collect();
        assert!(kept.iter().any(|one| one.message.contains("“email” is kept as it was undone")), "{kept:?}");
        assert_eq!(fields_that_differ(&before, &world.town.supabase.snapshot()).1, [""; 0]);
    }
    let pins = world.ask(ListPins { sync: Some(world.te_kete_ako), record: None }).await;
    assert!(
        pins.rows.iter().any(|row| row.fields == ["email"] && row.sentence.contains("local administrator"))
    );
    assert!(pins.rows.iter().any(|row| row.fields.is_empty() && !row.label.is_empty()), "whole records too");

    world.town.school.change_email(moved);
    world.push_part(&[Person::Pupil(moved)]).await;
    let plan = tonight(&world).await;
    assert_eq!((plan.card.changes, plan.summary.counts.total("update")), (1, 1), "{}", plan.card.sentence);
    world.approve(&plan, None).await;
    assert_ne!(email(&world, moved), old, "it takes part again");
    let left = world.ask(ListPins { sync: Some(world.te_kete_ako), record: None }).await;
    assert!(left.rows.iter().all(|row| row.fields != ["email"]), "and is pinned no longer");
    assert!(!is_ended(&world, leaver) && is_ended(&world, newcomer), "the others stay as they were undone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_at_a_cloud_is_released_by_a_person() {
    let (world, _) = changed().await;
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    let applied = world.town.supabase.snapshot();
    world.undo(run.row.run.id).await;
    assert!(pinned(&world, world.te_kete_ako).await > 0);
    let released = world.ask(ReleasePins { sync: world.te_kete_ako, records: Vec::new() }).await;
    assert!(released.plans.is_empty() && released.sentence.starts_with("Released: "));
    assert_eq!(pinned(&world, world.te_kete_ako).await, 0);
    let again = world.bring_up_to_date(world.te_kete_ako).await;
    assert!(again.row.run.applied > 0, "{}", again.row.run.note);
    assert_eq!(fields_that_differ(&applied, &world.town.supabase.snapshot()).1, [""; 0]);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let none = world.problem(ReleasePins { sync: world.te_kete_ako, records: Vec::new() }).await;
    assert!(!none.remedy.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_roster_until_the_source_says_something_else() {
    let (mut world, [moved, leaver, newcomer]) = changed().await;
    let (number, gone, new) = (world.number(moved), world.number(leaver), world.number(newcomer));
    let run = world.last_run(world.inbound).await.row.run.id;
    world.undo(run).await;
    let undone = world.person(&number).await;
    world.push_full().await;
    assert_eq!(world.person(&number).await.fields, undone.fields, "the same words change nothing");
    assert!(world.person(&gone).await.active && !world.person(&new).await.active);
    let pins = world.ask(ListPins { sync: Some(world.inbound), record: None }).await;
    assert!(pins.rows.iter().any(|row| row.record == undone.id && row.entity == Some(Entity::User)));
    let ask = Explain { entity: Entity::User, id: undone.id, field: "email".into(), sync: None };
    let told = world.ask(ask).await;
    let words = told.steps.iter().find(|step| step.title.starts_with("Undone")).expect("lineage tells of it");
    assert!(words.detail.contains("local administrator"), "{}", words.detail);

    world.town.school.change_email(moved);
    world.town.school.change_email(newcomer);
    world.town.school.reentry(leaver);
    world.push_full().await;
    let now = world.person(&number).await;
    assert_ne!(now.fields["email"], undone.fields["email"], "it takes part again");
    assert!(now.by_hand().is_none_or(|hand| !hand.against.contains_key("email")));
    assert!(world.person(&new).await.active && world.person(&gone).await.active);
    assert!(world.person(&gone).await.by_hand().is_none(), "the source has them again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_by_hand_is_taken_back_by_a_plan() {
    let (world, [moved, leaver, newcomer]) = changed().await;
    let numbers = [moved, leaver, newcomer].map(|pupil| world.number(pupil));
    let applied = world.person(&numbers[0]).await;
    let run = world.last_run(world.inbound).await.row.run.id;
    world.undo(run).await;
    let released = world.ask(ReleasePins { sync: world.inbound, records: vec![applied.id] }).await;
    assert_eq!(released.plans.len(), 1, "{}", released.sentence);
    let plan = world.plan(released.plans[0]).await;
    assert_eq!(plan.card.changes, 1, "{}", plan.card.sentence);
    assert_ne!(
        world.person(&numbers[0]).await.fields,
        applied.fields,
        "nothing happens before somebody approves"
    );
    world.approve(&plan, None).await;
    assert_eq!(world.person(&numbers[0]).await.fields, applied.fields);
    let all = world.ask(ReleasePins { sync: world.inbound, records: Vec::new() }).await;
    let plan = world.plan(all.plans[0]).await;
    world.approve(&plan, Some("They were released.")).await;
    assert!(!world.person(&numbers[1]).await.active && world.person(&numbers[2]).await.active);
    assert_eq!(pinned(&world, world.inbound).await, 0);
    assert_eq!(tonight(&world).await.card.state, PlanState::Waiting);
}
