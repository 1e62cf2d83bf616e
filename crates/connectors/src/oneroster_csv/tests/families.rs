//! Parents and guardians, where a school wants them.

use super::*;

fn relations(read: &Read, pupil: &str) -> Vec<String> {
    let children = &read.document("users", pupil).children;
    children
        .iter()
        .map(|child| {
            format!(
                "{} {}",
                child.key,
                child.fields.get("relationship").map(|word| word.display()).unwrap_or_default()
            )
        })
        .collect()
}

#[tokio::test]
async fn families_are_left_out_unless_they_are_wanted() {
    let read = Package::whole().read().await;
    assert!(!read.keys("users").contains(&"g1"));
    let hone = read.document("users", "u1");
    assert!(hone.children.is_empty() && hone.silent.iter().any(|stream| stream == "relationships"));
    assert!(read.finding("not_asked_for").message.starts_with("1 rows"));
}

#[tokio::test]
async fn the_pupil_tells_whose_family_it_is() {
    let read = Package::whole().with("families", "true").read().await;
    assert_eq!(relations(&read, "u1"), ["u1|g1 guardian"]);
    assert!(read.document("users", "g1").children.is_empty(), "told once");
    assert!(read.document("users", "u1").silent.is_empty());
    let rangi = read.fields("users", "g1");
    assert_eq!(text(rangi, "contactEmail"), "rangi@home.example");
    assert!(!rangi.contains_key("email"), "it is no school address");
}

#[tokio::test]
async fn relatives_come_only_when_they_are_asked_for() {
    let package = Package::whole()
        .edit("roles.csv", "g1,primary,guardian", "g1,primary,relative")
        .with("families", "true");
    let read = package.clone().read().await;
    assert!(relations(&read, "u1").is_empty() && !read.keys("users").contains(&"g1"));
    let read = package.with("relatives", "true").read().await;
    assert_eq!(relations(&read, "u1"), ["u1|g1 relative"]);
}

#[tokio::test]
async fn a_family_that_names_the_pupil_is_enough() {
    let package = Package::whole().edit("users.csv", "021 555 0101,g1,09", "021 555 0101,,09");
    let read = package.with("families", "true").read().await;
    assert_eq!(relations(&read, "u1"), ["u1|g1 guardian"]);
}

#[tokio::test]
async fn a_contact_who_is_not_there_is_not_made_up() {
    let package = Package::whole().edit("users.csv", "021 555 0101,g1,09", "021 555 0101,\"g1,g7\",09");
    let read = package.with("families", "true").read().await;
    assert_eq!(relations(&read, "u1"), ["u1|g1 guardian"]);
}

#[tokio::test]
async fn changes_end_no_relationship() {
    let users = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,agentSourcedIds\n\
                 u1,active,2026-03-02T00:00:00.000Z,true,hone.t,Hōne,Tūroa,g9\n";
    let roles = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
                 r9,active,2026-03-02T00:00:00.000Z,u1,primary,student,,,s1\n";
    let package = Package::delta(&[("users.csv", users), ("roles.csv", roles)]);
    let read = package.with("families", "true").read().await;
    assert_eq!(relations(&read, "u1"), ["u1|g9 "]);
    assert!(!read.document("users", "u1").silent.is_empty());
}
