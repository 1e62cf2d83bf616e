//! Nothing is kept for longer than was promised: raw messages, the changes of old plans, and what is private of those
//! who left; names stay, so that somebody who returns is the same person.

use crosswalk_contract::*;
use crosswalk_engine::Clock;
use crosswalk_model::{Entity, Permission};
use crosswalk_tests::{World, WorldSpec};

fn days(days: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_hours(24 * days)
}

async fn purge(world: &World) -> crosswalk_engine::Purged {
    world.house.purge(world.clock.now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_lineage_says_when() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(purge(&world).await, crosswalk_engine::Purged::default(), "what is young stays");
    world.clock.pass(days(31));
    let on = world.house.today();
    assert!(purge(&world).await.messages > 0);
    assert!(world.deliveries().await.iter().all(|delivery| delivery.body.is_none()));
    let person = world.person(&world.number(world.pupils(1)[0])).await.id;
    let ask = Explain { entity: Entity::User, id: person, field: "email".into(), sync: None };
    let told = world.ask(ask).await;
    let words = format!("Raw purged on {on};");
    assert!(told.steps.iter().any(|step| step.detail.starts_with(&words)), "{:?}", told.steps);

    let plan = world.last_plan(world.te_kete_ako).await;
    assert!(!world.changes(&plan).await.is_empty() && plan.purged.is_none());
    world.clock.pass(days(60));
    assert!(purge(&world).await.plans > 0);
    let after = world.plan(plan.card.id).await;
    assert_eq!((&after.card.sentence, after.root), (&plan.card.sentence, plan.root));
    assert_eq!(after.approvals, plan.approvals, "who approved it is kept");
    assert!(world.changes(&after).await.is_empty() && after.purged.unwrap().contains("were purged on"));
    assert_eq!(purge(&world).await, crosswalk_engine::Purged::default(), "a second time there is nothing");
    assert!(world.ask(VerifyAudit {}).await.intact);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, crosswalk_model::RunState::Done, "the next run misses nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_of_leavers_goes_a_year_later() {
    let kamar: &[(&str, &str)] = &[("ask_demographics", "true"), ("ask_mobile", "true")];
    let mut world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    let pupil = world.pupils(1)[0];
    world.town.school.pupils[pupil].mobile = Some("021 555 0177".into());
    world.push_full().await;
    let number = world.number(pupil);
    let id = world.person(&number).await.id;
    world.town.school.pupils[pupil].listed = false;
    world.push_full().await;
    let private = async |world: &World| {
        let export = world.ask(ExportPerson { id }).await;
        let fields = export.records.iter().flat_map(|record| &record.fields);
        fields.filter(|field| field.class.sensitive()).count()
    };
    assert_eq!(purge(&world).await.records, 0);
    let before = private(&world).await;
    assert!(before >= 2, "{before}");
    world.clock.pass(days(364));
    assert_eq!(purge(&world).await.records, 0, "not yet");
    world.clock.pass(days(2));
    assert!(purge(&world).await.records > 0);
    assert_eq!(private(&world).await, 0);
    let person = world.person(&number).await;
    assert!(person.fields.contains_key("familyName"), "the name stays");
    let others = world.records(Entity::Demographics).await;
    assert!(others.iter().filter(|one| one.active).all(|one| one.fields.contains_key("birthDate")));

    world.town.school.pupils[pupil].listed = true;
    world.push_full().await;
    let back = world.person(&number).await;
    assert_eq!((back.id, back.active), (id, true));
    assert_eq!(private(&world).await, before, "who returns is known again in full");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_sets_the_days_and_the_house_looks_once_a_day() {
    let world = World::new().await;
    world.push_full().await;
    let retention = Retention { raw_days: 7, ..Retention::default() };
    assert_eq!(Call::from(SetRetention { retention }).needs(), Permission::Configure);
    let never = Retention { raw_days: 0, ..retention };
    assert_eq!(world.problem(SetRetention { retention: never }).await.code, "privacy.days");
    world.ask(SetRetention { retention }).await;
    assert_eq!(world.ask(GetPrivacy {}).await.retention, retention);
    world.clock.pass(days(8));
    assert!(world.house.purge_when_due().await.unwrap().messages > 0);
    world.push_full().await;
    world.clock.pass(days(8));
    assert!(world.house.purge_when_due().await.unwrap().messages > 0, "another day");
    let setting = Retention { raw_days: 1, plan_days: 1, leaver_days: 1 };
    world.house.purge_when_due().await.unwrap();
    let again = world.house.purge_when_due().await.unwrap();
    assert_eq!(again, crosswalk_engine::Purged::default(), "once a day is enough");
    world.ask(SetRetention { retention: setting }).await;
    world.clock.pass(jiff::SignedDuration::from_hours(1));
    world.house.purge_when_due().await.unwrap();
    let actions: Vec<String> = world
        .ask(ListAudit { about: None, since: None, cursor: None })
        .await
        .rows
        .into_iter()
        .map(|row| row.action)
        .collect();
    for expected in ["retention.set", "retention.purged"] {
        assert!(actions.iter().any(|action| action == expected), "{expected}: {actions:?}");
    }
}
