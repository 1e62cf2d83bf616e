//! One school of several: its rows, and conclusions about it alone.

use super::*;

#[tokio::test]
async fn only_the_schools_own_rows_are_read() {
    let read = Package::whole().with("org", "s2").with("demographics", "true").read().await;
    assert_eq!(read.keys("orgs"), ["d1", "s2"], "and the orgs above it");
    assert_eq!(read.keys("courses"), ["c2"]);
    assert_eq!(read.keys("classes"), ["k2"]);
    assert_eq!(read.keys("users"), ["u2", "k.brown"], "Kiri is an aide there");
    assert_eq!(read.keys("enrollments"), ["e3"]);
    assert_eq!(read.keys("demographics"), ["u2"]);
    assert_eq!(read.document("users", "k.brown").partition, "s1");
}

#[tokio::test]
async fn nothing_is_concluded_about_other_schools() {
    let read = Package::whole().with("org", "s2").with("demographics", "true").read().await;
    assert_eq!(
        read.complete(),
        ["academicSessions", "courses s2", "classes s2", "users s2", "enrollments s2", "demographics s2"]
    );
    let covers = |stream: &str, partition: &str| {
        read.collected.scopes.iter().any(|scope| scope.covers(stream, partition))
    };
    assert!(covers("users", "s2") && !covers("users", "s1") && !covers("orgs", "orgs"));
}

#[tokio::test]
async fn missing_roles_make_people_incomplete() {
    let package = Package::whole().add("roles.csv", ",,,u9,primary,student,,,s2,\n").with("org", "s2");
    let read = package.read().await;
    assert!(!read.complete().iter().any(|scope| scope.starts_with("users")), "{:?}", read.complete());
    assert!(read.complete().contains(&"classes s2".to_owned()));
}

#[tokio::test]
async fn a_school_that_is_not_there_is_an_error() {
    let error = Package::whole().with("org", "s9").fail().await;
    assert_eq!(error.field(), Some("org"));
}
