//! A run was wrong: undoing it gives back what was there, record by record, in the clouds and in the roster; and undoing
//! the undo gives what the run had made.

use std::collections::BTreeMap;

use crosswalk_contract::{ListAudit, VerifyAudit};
use crosswalk_model::{Entity, PlanState, RosterId, RosterRecord, RunId, RunKind, RunState};
use crosswalk_sandbox::cloud::Snapshot;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use crosswalk_tests::look::{by_record, fields_that_differ};

/// What happens at the school: somebody of each kind.
async fn a_day_passes(world: &mut World) -> usize {
    let [email, tutor, leaver, mover, name] = world.pupils(5)[..] else { panic!("five pupils") };
    let teacher = world.teachers(1)[0];
    let school = &mut world.town.school;
    school.change_email(email);
    if let Some(other) = school.other_tutor(tutor) {
        assert!(school.change_tutor(tutor, &other));
    }
    if let Some((from, to)) = school.possible_move(mover) {
        assert!(school.move_class(mover, from, to));
    }
    school.change_preferred_name(name, "Rangi");
    school.rename_staff_code(teacher, "QQQ");
    school.pupils[leaver].listed = false;
    let newcomer = school.new_pupil(9);
    world.push_full().await;
    newcomer
}

async fn both_clouds() -> World {
    let world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    world
}

fn cloud(world: &World, edpsych: bool) -> Snapshot {
    if edpsych { world.town.edpsych.snapshot() } else { world.town.supabase.snapshot() }
}

/// What a cloud holds in use: what ended there counts as not there.
fn made(before: &Snapshot, after: &Snapshot) -> Vec<serde_json::Value> {
    let (before, after) = (by_record(before), by_record(after));
    let new = after.into_iter().filter(|(name, _)| !before.contains_key(name));
    new.map(|(_, row)| serde_json::Value::Object(row)).collect()
}

fn has_ended(row: &serde_json::Value) -> bool {
    row.get("ended_at").is_some_and(|at| !at.is_null()) || row.get("active") == Some(&false.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_both_clouds_and_back_again() {
    let mut world = both_clouds().await;
    a_day_passes(&mut world).await;
    for (sync, edpsych) in [(world.te_kete_ako, false), (world.edpsych, true)] {
        let before = cloud(&world, edpsych);
        let run = world.bring_up_to_date(sync).await;
        let applied = cloud(&world, edpsych);
        assert!(!fields_that_differ(&before, &applied).1.is_empty(), "the day has left its marks");

        let (plan, undone) = world.undo(run.row.run.id).await;
        assert_eq!((plan.undoes, plan.not_undone.len()), (Some(run.row.run.id), 0), "{:?}", plan.not_undone);
        assert!(plan.card.sentence.starts_with("Undo: "), "{}", plan.card.sentence);
        assert_eq!(
            undone.row.run.state,
            RunState::Done,
            "{} {:?}",
            undone.row.run.note,
            undone.refused.first()
        );
        assert_eq!(undone.row.run.kind, RunKind::Undo);
        let after = cloud(&world, edpsych);
        let (fields, differ) = fields_that_differ(&before, &after);
        assert!(fields > 1_000, "{fields} fields were compared");
        assert_eq!(differ, [""; 0], "of {fields} fields");
        let new = made(&before, &after);
        assert!(!new.is_empty() && new.iter().all(has_ended), "what was made is ended: {new:?}");

        let (again, redone) = world.undo(undone.row.run.id).await;
        assert_eq!(again.not_undone, [], "an undo is a run like any other");
        assert_eq!(
            redone.row.run.state,
            RunState::Done,
            "{} {:?}",
            redone.row.run.note,
            redone.refused.first()
        );
        assert_eq!(fields_that_differ(&applied, &cloud(&world, edpsych)).1, [""; 0]);
        let tonight = world.preview(sync).await;
        assert_eq!(tonight.card.state, PlanState::Empty, "{}", tonight.card.sentence);
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
    assert!(world.ask(VerifyAudit {}).await.intact);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_swapped_their_codes_swap_them_back() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let before = world.town.supabase.snapshot();
    let [one, two] = world.teachers(2)[..] else { panic!("two teachers") };
    let codes = [one, two].map(|index| world.town.school.staff[index].code.clone());
    world.town.school.rename_staff_code(one, &codes[1]);
    world.town.school.rename_staff_code(two, &codes[0]);
    world.push_part(&[Person::Staff(one), Person::Staff(two)]).await;
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    let (_, undone) = world.undo(run.row.run.id).await;
    assert_eq!(undone.row.run.state, RunState::Done, "{} {:?}", undone.row.run.note, undone.refused.first());
    assert_eq!(fields_that_differ(&before, &world.town.supabase.snapshot()).1, [""; 0]);
    let tonight = world.preview(world.te_kete_ako).await;
    assert_eq!(tonight.card.state, PlanState::Empty, "{}", tonight.card.sentence);
}

type Roster = BTreeMap<(Entity, RosterId), RosterRecord>;

async fn roster(world: &World) -> Roster {
    let mut all = Roster::new();
    for entity in Entity::ALL {
        all.extend(world.records(entity).await.into_iter().map(|one| ((entity, one.id), one)));
    }
    all
}

/// Where two rosters say something else: fields, and whether a record is in use.
fn differ(before: &Roster, after: &Roster) -> Vec<String> {
    let mut differ = Vec::new();
    for (at, old) in before {
        let new = &after[at];
        let names = old.fields.keys().chain(new.fields.keys());
        let other = names
            .filter(|name| !crosswalk_reconcile::merge::same(old.fields.get(*name), new.fields.get(*name)))
            .map(|name| format!("{} {} {name}", at.0, at.1));
        differ.extend(other);
        if old.active != new.active {
            differ.push(format!("{} {} is {}", at.0, at.1, new.active));
        }
    }
    differ
}

async fn inbound_run(world: &World) -> RunId {
    world.last_run(world.inbound).await.row.run.id
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_roster_and_back_again() {
    let mut world = World::new().await;
    world.push_full().await;
    let before = roster(&world).await;
    let newcomer = a_day_passes(&mut world).await;
    let run = inbound_run(&world).await;
    let applied = roster(&world).await;
    assert!(!differ(&before, &applied).is_empty());

    let (plan, undone) = world.undo(run).await;
    assert_eq!(plan.not_undone, []);
    assert_eq!(undone.row.run.state, RunState::Done, "{}", undone.row.run.note);
    let after = roster(&world).await;
    assert_eq!(differ(&before, &after), [""; 0]);
    let number = world.number(newcomer);
    assert!(!world.person(&number).await.active, "who was made is no longer in use");
    let new = after.iter().filter(|(at, _)| !before.contains_key(at));
    assert!(new.into_iter().all(|(_, one)| !one.active));

    let entries = world.ask(ListAudit { about: None, since: None, cursor: None }).await;
    let told: Vec<String> = entries.rows.iter().map(|row| row.action.clone()).collect();
    assert!(told.iter().any(|action| action == "run.undo_planned"), "{told:?}");

    let (again, redone) = world.undo(undone.row.run.id).await;
    assert_eq!(again.not_undone, []);
    assert_eq!(redone.row.run.state, RunState::Done, "{}", redone.row.run.note);
    let redone = roster(&world).await;
    assert_eq!(differ(&applied, &redone), [""; 0]);
    assert!(redone.values().all(|record| record.by_hand().is_none()), "nothing is said by hand any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cloud_was_told_of_an_undone_roster_follows() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let before = world.town.supabase.snapshot();
    a_day_passes(&mut world).await;
    let run = inbound_run(&world).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.undo(run).await;
    let outbound = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(
        outbound.row.run.state,
        RunState::Done,
        "{} {:?}",
        outbound.row.run.note,
        outbound.refused.first()
    );
    assert_eq!(fields_that_differ(&before, &world.town.supabase.snapshot()).1, [""; 0]);
}
