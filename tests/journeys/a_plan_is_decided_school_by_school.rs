//! A district looks at its plans school by school, and first at what was odd.

use std::collections::BTreeMap;

use crosswalk_contract::*;
use crosswalk_model::{Entity, Selected};
use crosswalk_sandbox::kamar::json::Json;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{Package, World};

/// The values of a facet: label, value and count.
fn facet(plan: &PlanView, key: &str) -> BTreeMap<String, (String, u64)> {
    let values = plan.facets.iter().filter(|facet| facet.key == key).flat_map(|facet| facet.values.clone());
    values.map(|(value, label, count)| (label, (value, count))).collect()
}

async fn page(world: &World, plan: &PlanView, filter: ChangeFilter) -> ChangePage {
    world.ask(ListChanges { plan: plan.card.id, filter, offset: 0, limit: 500 }).await
}

fn of_school(value: &str) -> ChangeFilter {
    ChangeFilter { schools: vec![value.to_owned()], ..ChangeFilter::default() }
}

fn both() -> Package {
    Package::of("a", 20).with(Package::of("b", 15))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_counted_under_its_school() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&both());
    let plan = district.plan(&world).await;
    let schools = facet(&plan, "school");
    assert_eq!(schools.keys().collect::<Vec<_>>(), ["No school", "School a", "School b"]);
    assert_eq!(schools.values().map(|(_, count)| count).sum::<u64>(), plan.card.changes);
    for (label, (value, count)) in &schools {
        let page = page(&world, &plan, of_school(value)).await;
        assert_eq!(page.total, *count, "{label}");
        let letter = label.trim_start_matches("School ").to_owned();
        for row in page.rows {
            let change = row.change;
            assert_eq!(change.school.map(|id| id.to_string()).unwrap_or_default(), *value);
            let keyed = [&letter, &format!("e-{letter}"), &format!("c-{letter}")];
            let own = keyed.iter().any(|start| change.key.starts_with(start.as_str()));
            let session = change.target == Entity::AcademicSession.as_str();
            assert!(if label == "No school" { session } else { own }, "{label}: {}", change.key);
        }
    }
    // Who goes belongs to a school too.
    let fewer = Package::of("a", 20).with(Package::of("b", 14));
    district.put_package(&fewer);
    let plan = district.plan(&world).await;
    assert_eq!(facet(&plan, "school").keys().collect::<Vec<_>>(), ["School b"]);
    assert!(facet(&plan, "op").contains_key("deactivate"), "{}", plan.card.sentence);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_school_is_approved_and_the_other_waits() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&both());
    district.read(&world).await;
    let plan = world.preview(world.te_kete_ako).await;
    let schools = facet(&plan, "school");
    let people =
        |school: &str| ChangeFilter { targets: vec!["people".into()], ..of_school(&schools[school].0) };
    let shown = page(&world, &plan, people("School a")).await;
    assert_eq!(shown.total, 20);
    let part = Selected::Only(shown.rows.iter().map(|row| row.index).collect());
    let run = world.approve_only(&plan, part, None).await.row.run;
    assert_eq!(run.applied, 20, "{}", run.note);
    let later = world.preview(world.te_kete_ako).await;
    assert_eq!(page(&world, &later, people("School a")).await.total, 0);
    assert_eq!(page(&world, &later, people("School b")).await.total, 15);
    let there = |number: &str| world.row("people", number).is_some();
    assert!(there("a0001") && !there("b0001"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_odd_is_a_facet_of_its_own() {
    let mut world = World::new().await;
    world.push_full().await;
    let (odd, plain) = (world.pupils(2)[0], world.pupils(2)[1]);
    for (n, pupil) in [odd, plain].into_iter().enumerate() {
        world.town.school.pupils[pupil].email = Some(format!("new{n}@kowhaibay.school.example"));
    }
    let mut message = world.part_message(&[Person::Pupil(odd), Person::Pupil(plain)]);
    let students = message.body.get_mut("SMSDirectoryData").and_then(|inner| inner.get_mut("students"));
    let Some(Json::List(records)) = students.and_then(|students| students.get_mut("data")) else {
        panic!("no pupils")
    };
    let Json::Object(fields) = &mut records[0] else { panic!("no record") };
    fields.retain(|(key, _)| key != "leavingdate");
    fields.push(("leavingdate".into(), Json::from("31 February")));
    assert!(world.push(message).await.accepted());

    let code = world.last_run(world.inbound).await.findings[0].code.clone();
    let plan = world.last_plan(world.inbound).await;
    let findings = facet(&plan, "finding");
    let told: Vec<(&str, u64)> = findings.values().map(|(value, n)| (value.as_str(), *n)).collect();
    assert!(told.contains(&(code.as_ref(), 1)) && told.iter().any(|(value, _)| value.is_empty()), "{told:?}");
    let filter = ChangeFilter { findings: vec![code.to_string()], ..ChangeFilter::default() };
    let shown = page(&world, &plan, filter).await;
    assert_eq!((shown.total, shown.rows.len()), (1, 1));
    assert_eq!(shown.rows[0].change.findings, [code]);
    assert_eq!(shown.rows[0].change.roster_id, world.person(&world.number(odd)).await.id);
    let filter = ChangeFilter { findings: vec![String::new()], ..ChangeFilter::default() };
    assert_eq!(page(&world, &plan, filter).await.total, plan.card.changes - 1);
}

/// The rows that a filter lets through, gathered in pages of three.
async fn in_threes(world: &World, plan: &PlanView, filter: &ChangeFilter) -> Vec<ChangeRow> {
    let mut rows = Vec::new();
    loop {
        let ask =
            ListChanges { plan: plan.card.id, filter: filter.clone(), offset: rows.len() as u64, limit: 3 };
        let page = world.ask(ask).await;
        let total = page.total as usize;
        assert_eq!(page.rows.len(), 3.min(total - rows.len()), "a page is as long as it may be");
        rows.extend(page.rows);
        if rows.len() == total {
            return rows;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_what_is_shown() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&both());
    let plan = district.plan(&world).await;
    let all = page(&world, &plan, ChangeFilter::default()).await;
    assert_eq!(all.total, all.rows.len() as u64, "one page shows all");
    assert_eq!(in_threes(&world, &plan, &ChangeFilter::default()).await, all.rows);
    let schools = facet(&plan, "school");
    for text in ["a", "a0007", "b00", "A0007 ", "1", "nobody of this name"] {
        for school in [None, Some("School a"), Some("No school")] {
            let schools: Vec<String> = school.iter().map(|school| schools[*school].0.clone()).collect();
            let of_it = |row: &&ChangeRow| {
                let own = row.change.school.map(|id| id.to_string()).unwrap_or_default();
                schools.is_empty() || schools.contains(&own)
            };
            let said = |text: &str| text.to_lowercase().replace('-', " ");
            let holds = |row: &&ChangeRow| {
                let (label, key) = (said(&row.change.label), said(&row.change.key));
                [label, key].iter().any(|said| said.contains(text.to_lowercase().trim()))
            };
            let expect: Vec<ChangeRow> = all.rows.iter().filter(of_it).filter(holds).cloned().collect();
            let filter =
                ChangeFilter { text: text.into(), schools: schools.clone(), ..ChangeFilter::default() };
            assert_eq!(in_threes(&world, &plan, &filter).await, expect, "{text:?} in {school:?}");
        }
    }
}
