//! Plans and conflicts show that a private value changed, not what it is; whoever looks is remembered.

use crosswalk_contract::*;
use crosswalk_model::{Actor, Value};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{World, WorldSpec};

const BEFORE: &str = "021 555 0177";
const AFTER: &str = "021 555 0178";

#[tokio::test(flavor = "multi_thread")]
async fn a_new_telephone_number() {
    let kamar: &[(&str, &str)] = &[("ask_mobile", "true"), ("ask_demographics", "true")];
    let mut world = World::with(WorldSpec { kamar, ..WorldSpec::default() }).await;
    let pupil = world.pupils(1)[0];
    world.town.school.pupils[pupil].mobile = Some(BEFORE.into());
    world.push_full().await;
    let id = world.person(&world.number(pupil)).await.id;
    world.town.school.pupils[pupil].mobile = Some(AFTER.into());
    world.town.school.pupils[pupil].tutor = "9ZZZ".into();
    world.push_part(&[Person::Pupil(pupil)]).await;
    let plan = world.last_plan(world.inbound).await;
    let rows = world.changes(&plan).await;
    let row = rows.iter().find(|row| row.change.roster_id == id && row.change.target == "user").unwrap();
    let field = |row: &ChangeRow| {
        let private = |name: &str| ["sms", "phone"].contains(&name);
        let diff = row.change.fields.iter().find(|diff| private(&diff.field)).unwrap();
        (diff.field.clone(), diff.before.clone().unwrap().display(), diff.after.clone().unwrap().display())
    };
    let (name, before, after) = field(row);
    assert_eq!(row.masked, std::slice::from_ref(&name));
    assert!(before.contains("••") && after.contains("••") && before != after, "{before} → {after}");
    let told = serde_json::to_string(&rows).unwrap();
    for secret in [BEFORE, AFTER, "0177", "0178"] {
        assert!(!told.contains(secret), "{secret} is shown");
    }
    assert!(told.contains("9ZZZ"), "what is not private is shown as it is");
    let born = world.town.school.pupils[pupil].born.to_string();
    assert!(!told.contains(&born));

    let reveal = RevealChange { plan: plan.card.id, index: row.index };
    assert!(world.house.ask_as(&Actor::delivery(), reveal.clone()).await.is_err(), "not everybody may look");
    let shown = world.ask(reveal).await;
    let (_, before, after) = field(&shown);
    assert!(before.ends_with("0177") && after.ends_with("0178"), "{before} → {after}");
    assert!(
        shown.masked.is_empty() && shown.change.fields.iter().all(|diff| diff.after != Some(Value::Null))
    );
    let seen = world.house.school().unwrap().audit_about(id).await.unwrap();
    assert_eq!(seen.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["values.revealed"]);
    let details = seen[0].details.clone().unwrap().to_string();
    assert!(details.contains(name.as_ref()) && !details.contains("0177"), "{details}");
}
