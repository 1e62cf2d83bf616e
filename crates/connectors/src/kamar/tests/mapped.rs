use std::collections::BTreeSet;

use crosswalk_connector_kit::{Connector, Settings};
use crosswalk_model::{Crosswalk, Entity, Input, Kind, Rule, Step};

use super::*;
use crate::kamar::catalog::catalog;
use crate::kamar::config::Wants;
use crate::kamar::{Kamar, mapping};

fn everything_mapped() -> Crosswalk {
    mapping::crosswalk(super::everything().config.wants)
}

#[test]
fn every_target_is_a_field_of_the_roster_and_all_that_are_needed_are_written() {
    for map in everything_mapped().streams {
        let entity: Entity = map.to.parse().unwrap();
        let written: BTreeSet<&str> = map.fields.iter().map(|field| &*field.to).collect();
        assert_eq!(written.len(), map.fields.len(), "{} to {entity} writes a field twice", map.from);
        for name in &written {
            assert!(entity.field(name).is_some(), "{} to {entity}: {name}", map.from);
        }
        for field in entity.schema().fields.iter().filter(|field| field.required) {
            assert!(written.contains(field.name), "{} to {entity} lacks {}", map.from, field.name);
        }
    }
}

#[test]
fn references_point_at_what_the_roster_says() {
    for map in everything_mapped().streams {
        let entity: Entity = map.to.parse().unwrap();
        for field in map.fields {
            let expect = match entity.field(&field.to).unwrap().kind {
                Kind::Ref(target) => Some(target.as_str().to_owned()),
                _ => None,
            };
            let found = field.rule.steps.iter().find_map(|step| match step {
                Step::Reference { to } => Some(to.to_string()),
                _ => None,
            });
            assert_eq!(found, expect, "{} to {entity}: {}", map.from, field.to);
        }
    }
}

fn inputs(rule: &Rule) -> Vec<String> {
    match &rule.input {
        Input::Field(path) => vec![path.to_string()],
        Input::Fields(paths) => paths.iter().map(ToString::to_string).collect(),
        Input::Constant(_) | Input::Template(_) => Vec::new(),
    }
}

#[test]
fn every_input_is_in_the_catalog() {
    let wants = super::everything().config.wants;
    let catalog = catalog(wants);
    for map in everything_mapped().streams {
        let stream = catalog.stream(&map.from).unwrap_or_else(|| panic!("no stream {}", map.from));
        for input in map.fields.iter().flat_map(|field| inputs(&field.rule)).chain(inputs(&map.key)) {
            let known = input.starts_with('$') || stream.field(&input).is_some();
            assert!(known, "{} has no {input}", map.from);
        }
    }
}

/// The catalog promises only what records have, and all that they have.
#[test]
fn the_catalog_is_what_records_hold() {
    let kamar = everything();
    let catalog = catalog(kamar.config.wants);
    for body in [
        fixture!("full.json"),
        fixture!("stafftimetables.json"),
        fixture!("attendance.json"),
        fixture!("calendar.json"),
    ] {
        let sink = collect(&kamar, body);
        for record in
            sink.documents.iter().flat_map(|document| document.children.iter().chain([&document.head]))
        {
            let stream = catalog.stream(&record.stream).unwrap();
            for name in record.fields.keys() {
                assert!(stream.field(name).is_some(), "{} {name}", record.stream);
            }
        }
    }
    let fewest = super::super::catalog::catalog(Wants::default());
    assert!(fewest.stream("caregivers").is_none() && fewest.stream("attendance").is_none());
    assert!(fewest.stream("students").unwrap().field("nsn").is_none());
}

#[test]
fn what_is_switched_off_is_mapped_but_off() {
    let enabled = |settings: &Settings| -> Vec<String> {
        let streams = Kamar.crosswalk(settings).streams;
        streams.into_iter().filter(|map| map.enabled).map(|map| format!("{}>{}", map.from, map.to)).collect()
    };
    let fewest = [
        "schools>org",
        "subjects>course",
        "classes>class",
        "students>user",
        "staff>user",
        "student_enrollments>enrollment",
        "staff_enrollments>enrollment",
        "timetable_slots>timetableSlot",
    ];
    assert_eq!(enabled(&Settings::default()), fewest);
    assert!(
        enabled(&Settings::default().with("ask_demographics", "true"))
            .contains(&"students>demographics".into())
    );
    assert!(enabled(&Settings::default().with("ask_groups", "true")).contains(&"groups>class".into()));
    assert!(
        !enabled(&Settings::default().with("ask_timetables", "false"))
            .contains(&"timetable_slots>timetableSlot".into())
    );
    let written = |settings: &Settings| {
        let streams = Kamar.crosswalk(settings).streams;
        let pupils = streams.into_iter().find(|map| map.from == "students" && map.to == "user").unwrap();
        pupils.fields.into_iter().map(|field| field.to.to_string()).collect::<Vec<_>>()
    };
    for (switch, field) in [("ask_nsn", "nationalNumber"), ("ask_mobile", "sms")] {
        assert!(!written(&Settings::default()).contains(&field.to_owned()));
        assert!(written(&Settings::default().with(switch, "true")).contains(&field.to_owned()));
    }
}

#[test]
fn what_is_pointed_at_is_mapped_first() {
    let order: Vec<Entity> = everything_mapped().streams.iter().map(|map| map.to.parse().unwrap()).collect();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(order, sorted);
}

#[test]
fn an_inclusive_last_day_becomes_an_exclusive_end() {
    let streams = everything_mapped().streams;
    for (stream, field) in [("students", "endDate"), ("staff", "endDate"), ("calendar", "endDate")] {
        let map = streams.iter().find(|map| map.from == stream).unwrap();
        let rule = &map.fields.iter().find(|candidate| candidate.to == field).unwrap().rule;
        assert_eq!(rule.steps.last(), Some(&Step::AddDays(1)), "{stream}");
    }
}

#[test]
fn nobody_is_recognised_by_a_staff_code_alone() {
    for rule in mapping::policy().match_rules {
        assert!(rule.fields.len() > 1, "{:?}", rule.fields);
    }
}

#[test]
fn crosswalks_are_text_that_reads_back() {
    let crosswalk = everything_mapped();
    let text = serde_json::to_string(&crosswalk).unwrap();
    assert!(serde_json::from_str::<Crosswalk>(&text).unwrap() == crosswalk);
}
