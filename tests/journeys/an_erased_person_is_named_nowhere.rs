//! Whoever is erased is gone from the roster, from former plans, from the audit and from what was pushed; the chain of
//! the audit holds, and nobody is erased whom a source or a destination still has.

use crosswalk_contract::*;
use crosswalk_model::{Actor, DataClass, Entity, RosterId};
use crosswalk_tests::{World, WorldSpec};

const FAMILY: &str = "Quillfeather";
const EMAIL: &str = "zinnia.quillfeather@kowhaibay.school.example";
const MOBILE: &str = "021 555 0177";

/// A school that asks for everything, and a pupil whom no other is like.
async fn world() -> (World, usize) {
    let kamar: &[(&str, &str)] = &[
        ("ask_caregivers", "true"),
        ("ask_demographics", "true"),
        ("ask_mobile", "true"),
        ("ask_nsn", "true"),
    ];
    let mut world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    let index = world.pupils(1)[0];
    let pupil = &mut world.town.school.pupils[index];
    (pupil.given, pupil.family) = ("Zinnia".into(), FAMILY.into());
    (pupil.email, pupil.mobile) = (Some(EMAIL.into()), Some(MOBILE.into()));
    world.push_full().await;
    (world, index)
}

async fn leave(world: &mut World, pupil: usize) {
    world.town.school.pupils[pupil].listed = false;
    world.push_full().await;
}

fn erase(id: RosterId, name: &str) -> ErasePerson {
    ErasePerson { id, name: name.into() }
}

/// Everything that the screens can be asked about former plans, as one text.
async fn plans_told(world: &World) -> String {
    let mut told = String::new();
    for card in world.ask(ListPlans { open: false }).await {
        let plan = world.plan(card.id).await;
        told.push_str(&serde_json::to_string(&world.changes(&plan).await).unwrap());
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn after_everybody_was_told_that_they_left() {
    let (mut world, pupil) = world().await;
    let number = world.number(pupil);
    let id = world.person(&number).await.id;
    let name = format!("Zinnia {FAMILY}");
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }

    let refused = world.problem(erase(id, &name)).await;
    assert!(refused.happened.contains("KAMAR still has this person"), "{}", refused.happened);
    leave(&mut world, pupil).await;
    let refused = world.problem(erase(id, &name)).await;
    assert!(refused.happened.contains("was not told yet"), "{}", refused.happened);
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let refused = world.problem(erase(id, "Zinnia")).await;
    assert!(refused.happened.contains("name that was typed"), "{}", refused.happened);
    let export = world.ask(ExportPerson { id }).await;
    assert!(!export.changes.is_empty() && export.sent.len() >= 2 && !export.audit.is_empty());
    assert!(plans_told(&world).await.contains(FAMILY), "the test looks where they are");

    let others = world.records(Entity::User).await.iter().filter(|one| one.active).count();
    let erasure = world.ask(erase(id, &name)).await;
    assert!(erasure.records > 3 && erasure.changes > 3 && erasure.messages > 1, "{}", erasure.sentence);
    assert_eq!(erasure.audit_entries, 1, "that they were exported: {}", erasure.sentence);
    let told: Vec<&str> = erasure.told.iter().map(|told| told.recipient.as_str()).collect();
    assert!(told.contains(&"Te Kete Ako") && told.contains(&"EdPsych Connect"), "{told:?}");

    let left = world.ask(ExportPerson { id }).await;
    assert!(left.changes.is_empty() && left.sent.is_empty() && left.conflicts.is_empty());
    assert!(left.records.iter().all(|record| record.fields.is_empty() && record.sources.is_empty()));
    assert!(!plans_told(&world).await.contains(FAMILY));
    assert!(world.ask(Search { text: FAMILY.into() }).await.is_empty());
    let verdict = world.ask(VerifyAudit {}).await;
    assert!(verdict.intact, "{}", verdict.sentence);
    let active = world.records(Entity::User).await.iter().filter(|one| one.active).count();
    assert_eq!(active, others, "nobody else went");

    world.house.close().await;
    let found = world.files_with(&[FAMILY, &FAMILY.to_lowercase(), EMAIL, MOBILE]);
    assert_eq!(found, [""; 0], "not a byte of them is left in the folder");
    world.crash().await;
    assert!(world.ask(VerifyAudit {}).await.intact);
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(plan.summary.counts.all(), 0, "{}", plan.card.sentence);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_begins_anew() {
    let (mut world, pupil) = world().await;
    let number = world.number(pupil);
    let id = world.person(&number).await.id;
    leave(&mut world, pupil).await;
    world.ask(erase(id, &format!("Zinnia {FAMILY}"))).await;
    world.town.school.pupils[pupil].listed = true;
    world.push_full().await;
    let back = world.person(&number).await;
    assert!(back.active && back.fields["familyName"].as_text() == Some(FAMILY));
    assert!(!world.enrolments_of(back.id).await.is_empty());
    let export = world.ask(ExportPerson { id: back.id }).await;
    assert_eq!(export.audit.len(), 1, "only that it was asked for just now");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_export_follows_the_register() {
    let (world, pupil) = world().await;
    let id = world.person(&world.number(pupil)).await.id;
    let export = world.ask(ExportPerson { id }).await;
    let fields = || export.records.iter().flat_map(|record| &record.fields);
    let of = |name: &str| fields().find(|field| field.field == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(of("birthDate").class, DataClass::Demographic);
    assert_eq!(of("birthDate").value.display(), world.town.school.pupils[pupil].born.to_string());
    assert_eq!(of("familyName").keeps, "as long as the record is known");
    assert_eq!(of("birthDate").keeps, "365 days after leaving");
    assert!(export.records.iter().any(|record| record.entity == Entity::Enrollment));
    assert!(export.documents.iter().any(|one| one.connection == "KAMAR" && one.received_at.is_some()));
    let delivery = Actor::delivery();
    for refused in [
        world.house.ask_as(&delivery, ExportPerson { id }).await.err(),
        world.house.ask_as(&delivery, erase(id, "x")).await.err(),
    ] {
        assert_eq!(refused.unwrap().code, Problem::not_allowed().code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_forget_who_taught_them() {
    let mut world = World::new().await;
    world.push_everything().await;
    let teacher = world.teachers(1)[0];
    let code = world.town.school.staff[teacher].code.clone();
    let taught = async |world: &World| {
        let slots = world.records(Entity::TimetableSlot).await;
        let teachers = |slot: &crosswalk_model::RosterRecord| slot.fields.get("teachers").cloned();
        slots.iter().filter_map(teachers).filter(|list| list.display().to_string().contains(&code)).count()
    };
    assert!(taught(&world).await > 0, "{code} teaches");
    let person = world.person(&code).await;
    world.town.school.staff[teacher].listed = false;
    world.push_full().await;
    world.ask(erase(person.id, &person.label())).await;
    assert_eq!(taught(&world).await, 0);
    assert!(world.ask(VerifyAudit {}).await.intact);
}
