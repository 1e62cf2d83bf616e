//! What a person sees before the first sync: the form, the checks, the catalog.

use crosswalk_connector_kit::{CancellationToken, CheckState};

use super::*;

async fn checks(school: &School) -> Vec<(String, CheckState, String)> {
    let checks = school.open().check(&CancellationToken::new()).await;
    checks.into_iter().map(|check| (check.name, check.state, check.message)).collect()
}

#[tokio::test]
async fn a_good_set_of_files_passes_stage_by_stage() {
    let checks = checks(&School::new().fixture("StudentList.csv")).await;
    let names: Vec<&str> = checks.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["Files found", "Layouts recognised", "Rows understood", "Who has left"]);
    assert!(checks.iter().all(|(_, state, _)| *state == CheckState::Passed), "{checks:?}");
    assert!(
        checks[1].2.contains("KAMAR pupil or class list, headings in line 1, 8 columns understood, UTF-8"),
        "{}",
        checks[1].2
    );
    assert_eq!(checks[2].2, "Read 3 pupils, 2 classes from 1 file. School year 2026.");
}

#[tokio::test]
async fn the_usual_shape_of_a_timetable_is_not_odd() {
    let school = School::new()
        .fixture("TimeTableSummaryStudents_20260302_101800.csv")
        .fixture("ReportingStaffList_20260302_101500.csv");
    assert!(school.read().await.codes().is_empty());
    let checks = checks(&school).await;
    assert!(checks.iter().all(|(_, state, _)| *state == CheckState::Passed), "{checks:?}");
}

#[tokio::test]
async fn the_first_stage_that_fails_ends_the_check() {
    let school = School::new().file("a.csv", "x,y\n1,2\n");
    let checks = checks(&school).await;
    let states: Vec<CheckState> = checks.iter().map(|(_, state, _)| *state).collect();
    assert_eq!(states, [CheckState::Passed, CheckState::Failed, CheckState::Skipped, CheckState::Skipped]);
}

#[tokio::test]
async fn the_check_says_what_will_be_concluded() {
    let school = School::new().fixture("StudentList.csv").with("complete", "true");
    let last = checks(&school).await.pop().unwrap();
    assert_eq!(last.1, CheckState::Warned);
    assert_eq!(last.2, "Whoever is not among these is taken to have left: 3 pupils.");
    let odd = "Student ID,Last Name,First Name\n1,T,H\n,O,M\n";
    let school = School::new().file("p.csv", odd).with("complete", "true");
    let checks = checks(&school).await;
    assert_eq!(checks[2].1, CheckState::Warned);
    assert!(checks[3].2.starts_with("Nobody is taken to have left, because"), "{}", checks[3].2);
}

#[tokio::test]
async fn samples_are_masked() {
    let school = School::new().fixture("IDE.csv").with("other_columns", "true");
    let catalog = school.open().discover(&CancellationToken::new()).await.unwrap();
    let people = catalog.stream("people").unwrap();
    assert_eq!(people.field("lastname").unwrap().sample.as_deref(), Some("Xxxxx-Xxxx"));
    assert_eq!(people.field("id").unwrap().sample.as_deref(), Some("99999"));
    assert!(people.field("nsn").is_none() && people.field("datebirth").is_none());
    let list = "ID,Last Name,First Name,Role,Locker\n7,Brown,Kiri,Staff,B12\n";
    let school = School::new().file("p.csv", list).with("other_columns", "true");
    let other = school.open().discover(&CancellationToken::new()).await.unwrap();
    let locker = other.stream("people").unwrap().field("extras.Locker").unwrap();
    assert_eq!(locker.sample.as_deref(), Some("X99"));
    let told = serde_json::to_string(&catalog).unwrap();
    assert!(!told.contains("Tūroa") && !told.contains("rimu.example"));
}

#[test]
fn settings_are_checked_and_named() {
    let good =
        || Settings::default().with("file", "a.csv").with("school_name", "Rimu").with("school_code", "7001");
    let field = |settings: Settings| match CsvFiles.open(&settings, &Secrets::default()) {
        Ok(_) => "none".to_owned(),
        Err(error) => error.field().unwrap_or_default().to_owned(),
    };
    assert_eq!(field(good()), "none");
    for (key, value) in [
        ("file", ""),
        ("school_code", " "),
        ("school_name", ""),
        ("school_year", "26"),
        ("time_zone", "Rimu/Bay"),
        ("layout", "x"),
        ("delimiter", "x"),
        ("people_are", "x"),
        ("date_order", "x"),
    ] {
        assert_eq!(field(good().with(key, value)), key);
    }
    assert_eq!(field(good().with("place", "folder")), "folder");
}

#[tokio::test]
async fn an_encoding_that_does_not_exist_points_at_the_setting() {
    let school = School::new().fixture("StudentList.csv").with("encoding", "klingon");
    assert_eq!(school.fail().await.field(), Some("encoding"));
}
