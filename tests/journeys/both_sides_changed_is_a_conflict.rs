//! The school and somebody at the cloud changed the same field since they last agreed: a person is asked, nothing is
//! overwritten meanwhile, and the answer is remembered.

use crosswalk_contract::{GetConflictSides, ListConflicts, PlanResolutions, Reopen, Resolve};
use crosswalk_model::{Conflict, ConflictKind, FieldPolicy, PlanState, Resolution};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use serde_json::json;

/// A world in which both sides have given some pupils another name: the school `Rangi`, the cloud `Jim`.
async fn disagreeing(count: usize) -> (World, Vec<String>) {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupils = nameless(&world, count);
    disagree(&mut world, &pupils).await;
    let numbers = pupils.iter().map(|pupil| world.number(*pupil)).collect();
    (world, numbers)
}

async fn disagree(world: &mut World, pupils: &[usize]) {
    for pupil in pupils {
        let number = world.number(*pupil);
        world.town.school.change_preferred_name(*pupil, "Rangi");
        world.town.supabase.edit("people", &number, &json!({ "preferred_name": "Jim" })).unwrap();
    }
    let people: Vec<Person> = pupils.iter().map(|pupil| Person::Pupil(*pupil)).collect();
    world.push_part(&people).await;
}

/// Pupils who go by the name on their birth certificate.
fn nameless(world: &World, count: usize) -> Vec<usize> {
    let plain = |pupil: &usize| {
        let pupil = &world.town.school.pupils[*pupil];
        pupil.legal.is_none() && !pupil.given.is_empty()
    };
    world.pupils(100).into_iter().filter(plain).take(count).collect()
}

fn called(world: &World, number: &str) -> String {
    world.row("people", number).unwrap()["preferred_name"].as_str().unwrap_or("nothing").to_owned()
}

async fn settle(world: &World, conflict: &Conflict, resolution: Resolution, make_rule: bool) {
    world.ask(Resolve { ids: vec![conflict.id], resolution, make_rule }).await;
}

async fn about(world: &World, number: &str) -> Conflict {
    let open = world.conflicts().await;
    open.into_iter().find(|conflict| conflict.key == number).expect("a question about them")
}

/// Each side says who spoke and when, as far as that is known, and in the order in which it happened.
async fn who_changed_what_is_told(world: &World, conflict: &Conflict) {
    let sides = world.ask(GetConflictSides { id: conflict.id }).await;
    let ConflictKind::Field { base, .. } = &conflict.kind else { panic!("a field is asked about") };
    let source = sides.source.expect("the school has spoken");
    assert_eq!(source.words, "last said by KAMAR");
    let destination = sides.destination.expect("the run has noticed");
    assert_eq!(destination.at, Some(conflict.asked_at));
    assert!(source.at.is_some() && source.at <= destination.at, "{source:?} {destination:?}");
    assert_eq!(sides.agreed.is_some(), base.is_some(), "who never agreed has no word for it");
    if let Some(agreed) = sides.agreed {
        assert!(agreed.words.starts_with("Approved by") && agreed.at <= source.at, "{agreed:?} {source:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_does_what_it_says_and_is_not_asked_again() {
    let (world, numbers) = disagreeing(4).await;
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(plan.summary.conflicts, 4, "{}", plan.card.sentence);
    who_changed_what_is_told(&world, &about(&world, &numbers[0]).await).await;
    world.approve(&plan, None).await;
    assert!(numbers.iter().all(|number| called(&world, number) == "Jim"), "nothing is overwritten meanwhile");

    let answers = [
        (Resolution::TakeSource, "Rangi"),
        (Resolution::TakeDestination, "Jim"),
        (Resolution::TakeBase, "nothing"),
        (Resolution::TakeValue("Rangi Jim".into()), "Rangi Jim"),
    ];
    for (number, (resolution, _)) in numbers.iter().zip(&answers) {
        let conflict = about(&world, number).await;
        assert!(matches!(&conflict.kind, ConflictKind::Field { field, .. } if field == "preferred_name"));
        settle(&world, &conflict, resolution.clone(), false).await;
    }
    let started = world.ask(PlanResolutions { sync: world.te_kete_ako }).await;
    world.house.settle().await;
    let child = world.last_plan(world.te_kete_ako).await;
    assert_eq!(child.run, started.run);
    world.approve(&child, None).await;
    for (number, (_, expect)) in numbers.iter().zip(&answers) {
        assert_eq!(called(&world, number), *expect);
    }
    for _ in 0..2 {
        let again = world.preview(world.te_kete_ako).await;
        assert_eq!(
            (again.card.state, again.summary.conflicts),
            (PlanState::Empty, 0),
            "{}",
            again.card.sentence
        );
    }
    assert!(world.conflicts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_settles_the_next_ones_too() {
    let (mut world, numbers) = disagreeing(2).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let conflict = about(&world, &numbers[0]).await;
    settle(&world, &conflict, Resolution::TakeSource, true).await;
    let sync = world.house.school().unwrap().sync(world.te_kete_ako).await.unwrap().unwrap();
    let people = sync.crosswalk.streams.iter().find(|map| map.to == "people").unwrap();
    let field = people.fields.iter().find(|field| field.to == "preferred_name").unwrap();
    assert_eq!(field.policy, FieldPolicy::SourceWins);

    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(numbers.iter().all(|number| called(&world, number) == "Rangi"));
    assert!(world.conflicts().await.is_empty(), "the other question no longer arises");
    let others = nameless(&world, 4);
    disagree(&mut world, &others).await;
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(plan.summary.conflicts, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_opened_again_waits_again() {
    let (world, numbers) = disagreeing(1).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let conflict = about(&world, &numbers[0]).await;
    settle(&world, &conflict, Resolution::TakeSource, false).await;
    assert!(world.conflicts().await.is_empty());
    world.ask(Reopen { id: conflict.id }).await;
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!((plan.card.changes, plan.summary.conflicts), (0, 1), "{}", plan.card.sentence);
    assert_eq!(world.conflicts().await[0].id, conflict.id, "the same question");
    assert_eq!(called(&world, &numbers[0]), "Jim");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_goes_when_both_sides_agree_again() {
    let (world, numbers) = disagreeing(1).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.conflicts().await.len(), 1);
    world.town.supabase.edit("people", &numbers[0], &json!({ "preferred_name": "Rangi" })).unwrap();
    world.preview(world.te_kete_ako).await;
    assert!(world.ask(ListConflicts { open: false }).await.is_empty(), "nobody has to answer it any more");
}
