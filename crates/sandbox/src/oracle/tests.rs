use jiff::civil::date;
use serde_json::json;

use super::courier::Load;
use super::*;
use crate::kamar::{Quirks, TwoSchools};
use crate::school::{School, Spec};
use crate::town::{Town, TownSpec};

fn spec(schools: u8) -> Spec {
    Spec { pupils: 120, staff: 24, schools, weeks_of_timetable: 2, ..Spec::default() }
}

async fn town(schools: u8) -> Town {
    Town::start(TownSpec { school: spec(schools), ..TownSpec::default() }).await.unwrap()
}

#[tokio::test]
async fn messages_and_oracle_agree() {
    for (schools, two_schools) in [(1, TwoSchools::List), (2, TwoSchools::List), (2, TwoSchools::TwoRecords)]
    {
        let mut town = town(schools).await;
        let quirks = Quirks { two_schools, ..Quirks::default() };
        for step in 0..3 {
            let today = town.school.today;
            Load::read(&town.school, &quirks, today).carry_to_te_kete_ako(&town).await;
            let expected = expected_te_kete_ako(&town.school, today);
            let found = compare_te_kete_ako(&town.supabase.snapshot(), &expected);
            assert!(found.is_empty(), "{schools} schools, step {step}: {:?}", &found[..found.len().min(5)]);
            match step {
                0 => drop(town.school.next_day(4)),
                _ => town.school.next_year(),
            }
        }
    }
}

#[tokio::test]
async fn messages_and_oracle_agree_on_the_other_cloud() {
    let town = town(2).await;
    let today = town.school.today;
    Load::read(&town.school, &Quirks::default(), today).carry_to_edpsych(&town).await;
    let expected = expected_edpsych(&town.school, today);
    assert_eq!(compare_edpsych(&town.edpsych.snapshot(), &expected), []);
    let private =
        town.school.pupils.iter().find(|p| p.sharing.details == Some(false)).unwrap().number.to_string();
    assert!(!expected.tables["learners"].contains_key(&private));
    assert!(expected_te_kete_ako(&town.school, today).tables["people"].contains_key(&private));
    assert!(expected.tables["memberships"].keys().all(|key| !key.contains(&format!(" {private} "))));
}

#[tokio::test]
async fn every_kind_of_difference_is_found() {
    let town = town(1).await;
    let today = town.school.today;
    Load::read(&town.school, &Quirks::default(), today).carry_to_te_kete_ako(&town).await;
    let expected = expected_te_kete_ako(&town.school, today);
    let key = expected.tables["people"].keys().next().unwrap().clone();
    let compare = || compare_te_kete_ako(&town.supabase.snapshot(), &expected);
    town.supabase.edit("people", &key, &json!({"house": "Nowhere"})).unwrap();
    let found = compare();
    assert!(matches!(&found[..], [Difference { what: What::Field { name: "house", .. }, .. }]));
    assert!(!found[0].to_string().contains("Nowhere"), "the sentence tells no values");
    town.supabase.edit("people", &key, &json!({"ended_at": "2026-01-01T00:00:00Z"})).unwrap();
    assert_eq!(compare(), [Difference { table: "people", key: key.clone(), what: What::Missing }]);
    town.supabase.edit("people", &key, &json!({"ended_at": null, "source_key": "somebody else"})).unwrap();
    let kinds: Vec<What> = compare().into_iter().filter(|d| d.table == "people").map(|d| d.what).collect();
    assert_eq!(kinds, [What::Missing, What::Unexpected]);
}

#[test]
fn the_last_day_counts_and_the_next_does_not() {
    let mut school = School::generate(&spec(1));
    let friday = date(2026, 3, 6);
    school.leaver(0, friday);
    let key = school.pupils[0].number.to_string();
    let on =
        |day| expected_te_kete_ako(&school, day).tables["people"].get(&key).map(|f| f["ends_on"].clone());
    assert_eq!(on(date(2026, 3, 2)), Some(json!("2026-03-07")), "half-open: the first day no longer there");
    assert_eq!(on(friday), Some(json!("2026-03-07")));
    assert_eq!(on(date(2026, 3, 7)), None);
    let enrolments = expected_te_kete_ako(&school, date(2026, 3, 7)).tables["enrolments"].clone();
    assert!(enrolments.keys().all(|k| !k.starts_with(&format!("{key} "))));
}

#[test]
fn names_follow_the_rule() {
    let mut school = School::generate(&spec(1));
    let fields = |school: &School, i: usize| {
        let key = school.pupils[i].number.to_string();
        let row = expected_te_kete_ako(school, school.today).tables["people"][&key].clone();
        ["given_name", "preferred_name", "family_name", "display_name"]
            .map(|n| row[n].as_str().unwrap_or("-").to_owned())
    };
    let (i, pupil) = (1, &mut school.pupils[1]);
    (pupil.given, pupil.family, pupil.legal) = ("Tui".into(), "Pene".into(), None);
    assert_eq!(fields(&school, i), ["Tui", "-", "Pene", "Tui Pene"]);
    school.change_preferred_name(i, "Kōwhai");
    assert_eq!(fields(&school, i), ["Tui", "Kōwhai", "Pene", "Kōwhai Pene"]);
    school.change_preferred_name(i, "Tui");
    assert_eq!(fields(&school, i), ["Tui", "-", "Pene", "Tui Pene"]);
    (school.pupils[i].given, school.pupils[i].legal) = (String::new(), None);
    assert_eq!(fields(&school, i), ["-", "-", "Pene", "Pene"]);
}

#[test]
fn classes_and_timetable_have_their_natural_keys() {
    let school = School::generate(&spec(2));
    let expected = expected_te_kete_ako(&school, school.today);
    let tutor = expected.tables["classes"].iter().find(|(k, _)| k.contains("/FT/")).unwrap();
    assert!(
        tutor.0.starts_with("0989/2026/FT/")
            && tutor.1["kind"] == "homeroom"
            && tutor.1["subject_name"].is_null()
    );
    let maths = &expected.tables["classes"].values().find(|f| f["subject_code"] == "MAT0").unwrap()["title"];
    assert!(maths.as_str().unwrap().starts_with("Mathematics Year 9 8"));
    let codes: Vec<&String> =
        expected.tables["classes"].keys().filter(|k| k.ends_with("/FT") || k.contains("/ENG1/1-1")).collect();
    assert_eq!(codes, ["0989/2026/ENG1/1-1", "9998/2026/ENG1/1-1"], "the same codes in both schools");
    assert!(expected.count("timetable") > expected.count("classes") * 5);
    let slots = expected.tables["timetable"].values();
    assert!(
        slots.clone().any(|f| f["rooms"].is_null())
            && slots.clone().any(|f| f["rooms"].as_str().is_some_and(|r| r.contains(", ")))
    );
    assert!(slots.clone().any(|f| f["teacher_codes"].as_str().unwrap().contains(", ")));
}

#[test]
fn a_renamed_code_is_in_old_timetables_until_they_are_pushed_again() {
    let before = School::generate(&spec(1));
    let mut after = before.clone();
    let teacher = after.classes[0].teachers[0];
    let old = after.staff[teacher].code.clone();
    after.rename_staff_code(teacher, "QQQ");
    let stale = expected_te_kete_ako_with_timetable(&after, &before, after.today);
    let fresh = expected_te_kete_ako(&after, after.today);
    let named = |cloud: &ExpectedCloud, code: &str| {
        cloud.tables["timetable"].values().any(|f| f["teacher_codes"] == code)
    };
    assert!(named(&stale, &old) && !named(&stale, "QQQ") && named(&fresh, "QQQ"));
    assert_eq!(stale.tables["people"], fresh.tables["people"]);
    assert!(fresh.tables["people"].contains_key("QQQ") && !fresh.tables["people"].contains_key(&old));
}
