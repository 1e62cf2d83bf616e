//! A mapping carries examples that it must keep: a change that breaks one says so before it is saved, and is saved all
//! the same by whoever means it. Nothing of a real person is kept with them.

use crosswalk_contract::*;
use crosswalk_model::{CaseDifference, FieldMap, MappingCase, Rule, Value};
use crosswalk_tests::World;

async fn mapping(world: &World) -> MappingView {
    world.ask(GetMapping { sync: world.te_kete_ako }).await
}

/// The stream of people and its place.
fn people(mapping: &MappingView) -> (usize, &StreamView) {
    mapping.streams.iter().enumerate().find(|(_, stream)| stream.to == "people").unwrap()
}

fn field(stream: &StreamView, to: &str) -> FieldMap {
    stream.fields.iter().find(|field| field.map.to == to).unwrap().map.clone()
}

/// A world with a case that was made of a real pupil.
async fn world() -> (World, MappingCase) {
    let world = World::new().await;
    world.push_full().await;
    let sync = world.te_kete_ako;
    let view = mapping(&world).await;
    let (stream, people) = people(&view);
    let record = people.samples.iter().find(|sample| !sample.label.is_empty()).unwrap().id;
    let case = world.ask(InventCase { sync, stream, record: Some(record) }).await;
    let case = MappingCase { name: "A pupil like most".into(), ..case };
    world.ask(ChangeCases { sync, set: vec![case.clone()], remove: Vec::new() }).await;
    (world, case)
}

fn failing(view: &MappingView) -> Vec<&str> {
    let failing = view.cases.iter().filter(|one| !one.differences.is_empty());
    failing.map(|one| one.case.name.as_str()).collect()
}

/// Changes the family name to something else.
fn spoilt(view: &MappingView) -> ChangeFields {
    let (stream, people) = people(view);
    let mut spoilt = field(people, "family_name");
    spoilt.rule = Rule::constant("Somebody else");
    ChangeFields { sync: view.sync.id, stream, set: vec![spoilt], remove: Vec::new(), knowingly: false }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_breaks_one_is_saved_only_knowingly() {
    let (world, case) = world().await;
    let before = mapping(&world).await;
    assert_eq!((before.cases.len(), failing(&before)), (1, Vec::new()));
    assert!(case.expect.contains_key("family_name"), "{case:?}");

    let problem = world.problem(spoilt(&before)).await;
    assert_eq!(problem.code, "mapping.breaks_cases");
    let named = problem.happened.contains("A pupil like most") && problem.happened.contains("family_name");
    assert!(named, "{}", problem.happened);
    assert_eq!(mapping(&world).await, before, "nothing was saved");

    let after = world.ask(ChangeFields { knowingly: true, ..spoilt(&before) }).await;
    assert_eq!((failing(&after), after.version), (vec!["A pupil like most"], before.version + 1));
    let differs =
        |one: &CaseDifference| matches!(one, CaseDifference::Field { field, .. } if *field == "family_name");
    assert!(after.cases[0].differences.iter().any(differs));

    // What fails already is no reason to refuse another change, nor the way back.
    let (stream, was) = people(&before);
    let back = vec![field(was, "family_name")];
    let back = ChangeFields { sync: before.sync.id, stream, set: back, remove: Vec::new(), knowingly: false };
    let mended = world.ask(back).await;
    assert!(failing(&mended).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_stand_in_the_text_and_in_every_version() {
    let (world, case) = world().await;
    let sync = world.te_kete_ako;
    let before = mapping(&world).await;
    let text = world.ask(GetMappingText { sync }).await.text;
    assert!(text.contains("[[case]]") && text.contains("A pupil like most"), "{text}");
    let set = |text: String, knowingly| SetMappingText { sync, text, knowingly };
    let same = world.ask(set(text.clone(), false)).await;
    assert_eq!(same, before, "the text says what it says: no new version, the same cases");

    let odd = text.replacen("[case.expect]", "[case.expect]\nnot_there = \"x\"", 1);
    assert_eq!(
        failing(&world.ask(set(odd, false)).await),
        ["A pupil like most"],
        "whoever writes it sees it"
    );
    world.ask(set(text.clone(), false)).await;
    let twice = format!("{text}\n[[case]]\nname = \"A pupil like most\"\nfrom = \"user\"\nto = \"people\"\n");
    assert_eq!(world.problem(set(twice, false)).await.code, "mapping.case_name");

    let gone = world.ask(ChangeCases { sync, set: Vec::new(), remove: vec![case.name.clone()] }).await;
    assert!(gone.cases.is_empty());
    assert_eq!(gone.version, before.version, "no record means anything else by it");
    let versions = world.ask(ListVersions { of: Configured::Sync(sync) }).await;
    let told = versions[0].changes.iter().any(|change| change.what.contains("A pupil like most"));
    assert!(told, "{:?}", versions[0]);
    world.ask(RestoreVersion { of: Configured::Sync(sync), version: versions[1].version }).await;
    assert_eq!(mapping(&world).await.cases, before.cases);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_a_real_record_holds_nothing_of_it() {
    let (world, case) = world().await;
    let kept = serde_json::to_string(&case).unwrap();
    for person in world.records(crosswalk_model::Entity::User).await {
        for name in ["familyName", "email", "identifier", "username", "sms"] {
            let value = person.fields.get(name).map(Value::display).unwrap_or_default();
            assert!(value.len() < 3 || !kept.contains(&format!("\"{value}\"")), "{name}: {kept}");
        }
    }
    assert!(!case.given["role"].is_empty());
    assert!(!case.expect.is_empty() && case.from == "user");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_case_demands_a_finding_or_that_a_record_is_left_out() {
    let world = World::new().await;
    world.push_full().await;
    let sync = world.inbound;
    let view = world.ask(GetMapping { sync }).await;
    let (stream, _) = view
        .streams
        .iter()
        .enumerate()
        .find(|(_, stream)| stream.from == "students" && stream.to == "user")
        .unwrap();
    let empty = world.ask(InventCase { sync, stream, record: None }).await;
    assert!(!empty.given.is_empty() && empty.given.values().all(Value::is_empty), "{empty:?}");
    let mut typed = MappingCase { name: "No such day".into(), ..empty };
    for value in typed.given.values_mut() {
        *value = Value::text("31 June");
    }
    let filled = world.ask(TryCase { sync, case: typed }).await;
    assert!(filled.findings.iter().any(|code| *code == "bad_date"), "{filled:?}");
    let view = world.ask(ChangeCases { sync, set: vec![filled.clone()], remove: Vec::new() }).await;
    assert!(failing(&view).is_empty());
    let demanding = MappingCase { left_out: true, ..filled };
    let view = world.ask(ChangeCases { sync, set: vec![demanding], remove: Vec::new() }).await;
    assert_eq!(view.cases[0].differences, [CaseDifference::TakenIn]);
}
