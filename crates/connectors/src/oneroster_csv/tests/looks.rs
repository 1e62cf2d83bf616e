//! What a person sees before the first sync: the form, the checks, the catalog.

use crosswalk_connector_kit::{CancellationToken, CheckState};

use super::*;

async fn checks(package: &Package) -> Vec<(CheckState, String)> {
    let placed = package.in_a_folder();
    let checks = placed.open().check(&CancellationToken::new()).await;
    checks.into_iter().map(|check| (check.state, check.message)).collect()
}

#[tokio::test]
async fn a_good_package_passes_stage_by_stage() {
    let checks = checks(&Package::whole()).await;
    assert!(checks.iter().all(|(state, _)| *state == CheckState::Passed), "{checks:?}");
    assert_eq!(
        checks[0].1,
        "OneRoster 1.2 with orgs (whole), academicSessions (whole), courses (whole), classes (whole), users (whole), \
         roles (whole), enrollments (whole), demographics (whole)."
    );
    let leavers = "Whoever is missing from these files is taken to have left: orgs, academicSessions, courses, classes, \
                   users, enrollments.";
    assert_eq!(checks[3].1, leavers);
}

#[tokio::test]
async fn the_check_tells_what_to_mend() {
    let checks = checks(&Package::whole().edit("enrollments.csv", "k1,s1,u1", "k9,s1,u1")).await;
    assert_eq!(checks[2].0, CheckState::Warned);
    assert!(checks[2].1.contains("classSourcedId names the class \"k9\""), "{}", checks[2].1);
}

#[tokio::test]
async fn the_first_stage_that_fails_ends_the_check() {
    let checks = checks(&Package::whole().put("users.csv", "")).await;
    let states: Vec<CheckState> = checks.iter().map(|(state, _)| *state).collect();
    assert_eq!(states, [CheckState::Passed, CheckState::Failed, CheckState::Skipped, CheckState::Skipped]);
}

#[tokio::test]
async fn without_a_manifest_the_check_says_that_nobody_leaves() {
    let checks = checks(&Package::whole().without("manifest.csv")).await;
    assert!(checks[3].1.starts_with("Nobody is taken to have left"));
}

#[tokio::test]
async fn samples_are_masked() {
    let placed = Package::whole().in_an_archive();
    let catalog = placed.open().discover(&CancellationToken::new()).await.unwrap();
    let users = catalog.stream("users").unwrap();
    assert_eq!(users.field("familyName").unwrap().sample.as_deref(), Some("Xxxxx-Xxxx"));
    assert!(users.field("phone").is_none() && users.field("nationalNumber").is_none());
    let told = serde_json::to_string(&catalog).unwrap();
    assert!(!told.contains("Tūroa") && !told.contains("rimu.example"));
}

#[test]
fn settings_are_checked_and_named() {
    let field = |settings: Settings| match OneRosterCsv.open(&settings, &Secrets::default()) {
        Ok(_) => "none".to_owned(),
        Err(error) => error.field().unwrap_or_default().to_owned(),
    };
    assert_eq!(field(Settings::default()), "file");
    assert_eq!(field(Settings::default().with("file", "a.zip")), "none");
    assert_eq!(field(Settings::default().with("place", "folder").with("file", "a.zip")), "folder");
}
