//! Packages of changes.

use super::*;

const USERS: &str = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,primaryOrgSourcedId\n\
    u1,active,2026-03-02T00:00:00.000Z,true,hone.t,Hōne,Tūroa,s1\n\
    u2,tobedeleted,2026-03-02T00:00:00.000Z,,,,,\n";
const ENROLLMENTS: &str = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n\
    e1,tobedeleted,2026-03-02T00:00:00.000Z,,,,,,,\n\
    e9,active,2026-03-02T00:00:00.000Z,k1,s1,u1,student,,,\n";

#[tokio::test]
async fn what_is_to_be_deleted_has_gone_and_nothing_else() {
    let read = Package::delta(&[("users.csv", USERS), ("enrollments.csv", ENROLLMENTS)]).read().await;
    let gone: Vec<(&str, &str)> = read
        .collected
        .documents
        .iter()
        .filter(|document| document.gone)
        .map(|document| (document.head.stream.as_ref(), document.head.key.as_str()))
        .collect();
    assert_eq!(gone, [("users", "u2"), ("enrollments", "e1")]);
    assert!(read.collected.scopes.is_empty());
    assert!(read.codes().is_empty(), "{:?}", read.codes());
    assert!(read.end.sentence.contains("1 person, 1 enrolment, 2 to be deleted"), "{}", read.end.sentence);
}

#[tokio::test]
async fn what_points_outside_the_package_is_kept() {
    let read = Package::delta(&[("users.csv", USERS), ("enrollments.csv", ENROLLMENTS)]).read().await;
    assert_eq!(text(read.fields("users", "u1"), "primaryOrgSourcedId"), "s1");
    assert_eq!(text(read.fields("enrollments", "e9"), "schoolSourcedId"), "s1");
}

#[tokio::test]
async fn a_role_that_did_not_change_is_not_said() {
    let read = Package::delta(&[("users.csv", USERS)]).read().await;
    let hone = read.fields("users", "u1");
    assert!(["role", "roles", "orgs"].iter().all(|name| !hone.contains_key(*name)));
    assert!(!read.codes().contains(&"no_role"));
    let secondary = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
                     r9,active,2026-03-02T00:00:00.000Z,u1,secondary,aide,,,s1\n";
    let read = Package::delta(&[("users.csv", USERS), ("roles.csv", secondary)]).read().await;
    assert!(!read.fields("users", "u1").contains_key("role"), "the main role is one that did not come");
    let primary = secondary.replace("secondary,aide", "primary,student");
    let read = Package::delta(&[("users.csv", USERS), ("roles.csv", &primary)]).read().await;
    assert_eq!(text(read.fields("users", "u1"), "role"), "student");
    assert!(!read.fields("users", "u1").contains_key("roles"), "others may be there");
}

#[tokio::test]
async fn roles_without_users_are_told() {
    let roles = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
                 r9,active,2026-03-02T00:00:00.000Z,u1,primary,student,,,s1\n";
    let read = Package::delta(&[("roles.csv", roles), ("enrollments.csv", ENROLLMENTS)]).read().await;
    assert!(read.codes().contains(&"roles_alone"));
}

#[tokio::test]
async fn no_changes_are_no_error() {
    let heading = USERS.lines().next().unwrap().to_owned() + "\n";
    let read = Package::delta(&[("users.csv", &heading)]).read().await;
    assert!(read.collected.documents.is_empty() && read.collected.scopes.is_empty());
    assert_eq!(read.end.sentence, "Read no changes from a package of OneRoster 1.2.");
}

#[tokio::test]
async fn a_row_to_be_deleted_in_a_whole_file_has_gone() {
    let read = Package::whole().edit("users.csv", "u2,,,", "u2,tobedeleted,,").read().await;
    assert!(read.document("users", "u2").gone);
    assert!(read.complete().contains(&"users".to_owned()));
}
