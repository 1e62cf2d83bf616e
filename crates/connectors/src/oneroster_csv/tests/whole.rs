//! Whole packages of both versions.

use crosswalk_model::Value;

use super::*;

#[tokio::test]
async fn a_whole_package_of_1_2() {
    let read = Package::whole().read().await;
    assert_eq!(read.keys("orgs"), ["d1", "s1", "s2"]);
    assert_eq!(text(read.fields("orgs", "s1"), "parentSourcedId"), "d1");
    assert_eq!(text(read.fields("academicSessions", "t1"), "endDate"), "2026-04-03");
    let class = read.fields("classes", "k1");
    assert_eq!(text(class, "periods"), "1, 3");
    assert_eq!(text(class, "schoolYear"), "2026");
    assert_eq!(text(class, "courseSourcedId"), "c1");
    assert_eq!(read.document("classes", "k1").partition, "s1");
    let enrollment = read.document("enrollments", "e1");
    assert_eq!(enrollment.partition, "s1");
    assert_eq!(text(&enrollment.head.fields, "endDate"), "2026-12-19");
    assert!(enrollment.head.fields["primary"] == Value::Null);
    assert!(read.fields("enrollments", "e2")["primary"] == Value::Bool(true));
    assert!(read.fields("enrollments", "e2")["beginDate"] == Value::Null);
    assert!(read.documents("demographics").is_empty(), "switched off");
    assert_eq!(read.codes(), ["not_asked_for"]);
    assert_eq!(
        read.end.sentence,
        "Read 3 orgs, 2 sessions, 2 courses, 2 classes, 3 people, 3 enrolments from a package of OneRoster 1.2."
    );
}

#[tokio::test]
async fn users_carry_their_roles() {
    let read = Package::whole().read().await;
    let kiri = read.document("users", "k.brown");
    assert_eq!(kiri.partition, "s1");
    let kiri = &kiri.head.fields;
    assert_eq!(text(kiri, "role"), "teacher", "the primary role at the main school");
    assert_eq!(text(kiri, "orgs"), "s1, s2");
    let roles = kiri["roles"].as_map().unwrap();
    assert_eq!(roles.keys().collect::<Vec<_>>(), ["s1:siteAdministrator", "s1:teacher", "s2:aide"]);
    let admin = roles["s1:siteAdministrator"].as_map().unwrap();
    assert_eq!(
        (text(admin, "role"), text(admin, "roleType")),
        ("siteAdministrator".into(), "secondary".into())
    );
    assert_eq!(text(kiri, "aliases"), "a900, t900");
    let hone = read.fields("users", "u1");
    assert_eq!(text(hone, "beginDate"), "2026-01-28");
    assert_eq!(text(hone, "preferredGivenName"), "Hone");
    assert_eq!(text(hone, "aliases"), "s30001");
    assert!(hone["enabledUser"] == Value::Bool(true));
    let external = hone["externalIds"].as_map().unwrap();
    assert_eq!(
        external.keys().collect::<Vec<_>>(),
        ["LDAP", "oneroster.sourcedId", "oneroster.userMasterIdentifier"]
    );
}

#[tokio::test]
async fn what_is_switched_off_is_never_read() {
    let read = Package::whole().with("other_columns", "true").read().await;
    let everything = serde_json::to_string(&read.collected.documents).unwrap();
    for secret in ["Kea-4417", "0000000031", "021 555", "he/him", "2012-11-04", "Rangi"] {
        assert!(!everything.contains(secret), "{secret}");
    }
    let extras = read.fields("users", "u1")["extras"].as_map().unwrap();
    assert_eq!(text(extras, "metadata.ic.legacysourceId"), "s30001");
    let all = ["demographics", "families", "phones", "national_numbers"];
    let package = all.iter().fold(Package::whole(), |package, switch| package.with(switch, "true"));
    let read = package.read().await;
    let hone = read.fields("users", "u1");
    assert_eq!(text(hone, "nationalNumber"), "0000000031");
    assert_eq!(text(hone, "phone"), "021 555 0101");
    assert_eq!(text(hone, "pronouns"), "he/him");
    let details = read.fields("demographics", "u1");
    assert_eq!(text(details, "birthDate"), "2012-11-04");
    assert_eq!(text(details, "ethnicity"), "nativeHawaiianOrOtherPacificIslander, white");
    assert_eq!(text(details, "userSourcedId"), "u1");
    assert!(!serde_json::to_string(&read.collected.documents).unwrap().contains("Kea-4417"));
}

#[tokio::test]
async fn a_whole_package_of_1_1() {
    let read = Package::fixture("whole-1.1").read().await;
    let hone = read.document("users", "s30001");
    assert_eq!((hone.partition.as_str(), text(&hone.head.fields, "role")), ("s1", "student".into()));
    assert_eq!(text(&hone.head.fields, "primaryOrgSourcedId"), "s1");
    assert_eq!(text(read.fields("users", "a900"), "role"), "siteAdministrator");
    assert!(read.document("users", "t901").gone, "inactive is to be deleted");
    assert!(read.complete().contains(&"users".to_owned()));
}

#[tokio::test]
async fn former_identifiers_lead_from_1_1_to_1_2() {
    let before = Package::fixture("whole-1.1").read().await;
    let after = Package::whole().read().await;
    let aliases: Vec<String> = after
        .documents("users")
        .iter()
        .flat_map(|user| user.head.fields["aliases"].as_list().unwrap())
        .map(Value::display)
        .collect();
    for id in ["s30001", "t900", "a900"] {
        assert!(before.keys("users").contains(&id) && aliases.contains(&id.to_owned()), "{id}");
    }
}

#[tokio::test]
async fn folder_and_archive_say_the_same_and_twice() {
    let package = Package::whole().with("demographics", "true").with("families", "true");
    let (folder, archive) = (package.in_a_folder(), package.in_an_archive());
    let one = folder.read().await;
    for again in [folder.read().await, archive.read().await] {
        assert!(again.collected.documents == one.collected.documents);
        assert!(again.collected.findings == one.collected.findings);
        assert!(again.collected.scopes == one.collected.scopes && again.end == one.end);
    }
}

#[tokio::test]
async fn a_whole_package_is_complete_for_each_of_its_files() {
    let all = ["orgs", "academicSessions", "courses", "classes", "users", "enrollments"];
    let mut complete = Package::whole().read().await.complete();
    complete.sort();
    let mut expect = all;
    expect.sort_unstable();
    assert_eq!(complete, expect);
}

#[tokio::test]
async fn without_a_manifest_nobody_has_left() {
    let read = Package::whole().without("manifest.csv").read().await;
    assert_eq!(read.keys("users").len(), 3);
    assert!(read.collected.scopes.is_empty());
    assert!(read.codes().contains(&"no_manifest"));
}

#[tokio::test]
async fn end_dates_can_mean_the_last_day() {
    let read = Package::fixture("whole-1.1").with("inclusive_ends", "true").read().await;
    assert_eq!(text(read.fields("enrollments", "e1"), "endDate"), "2026-12-19");
    assert_eq!(text(read.fields("academicSessions", "y26"), "endDate"), "2026-12-19");
    let read = Package::fixture("whole-1.1").read().await;
    assert_eq!(text(read.fields("enrollments", "e1"), "endDate"), "2026-12-18");
}

#[tokio::test]
async fn a_pointer_to_nothing_is_left_out_and_its_record_kept() {
    let package = Package::whole()
        .edit("classes.csv", "9 Science 1,09,c1", "9 Science 1,09,c9")
        .edit("orgs.csv", "school,7001,d1", "school,7001,d9")
        .edit("orgs.csv", "school,7002,d1", "school,7002,d9");
    let read = package.read().await;
    assert!(!read.fields("classes", "k1").contains_key("courseSourcedId"));
    assert!(!read.fields("orgs", "s1").contains_key("parentSourcedId"));
    let told: Vec<&Finding> =
        read.collected.findings.iter().filter(|finding| finding.code == "unknown_reference").collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].message.contains("2 times, first in line 3 of orgs.csv"), "{}", told[0].message);
    assert_eq!((told[1].stream.as_ref(), told[1].key.as_str()), ("classes", "k1"));
}

#[tokio::test]
async fn of_rows_with_one_identifier_the_first_is_kept() {
    let read = Package::whole().add("classes.csv", "k1,,,Another,09,c1,X,scheduled,,s1,t1,,,\n").read().await;
    assert_eq!(text(read.fields("classes", "k1"), "title"), "9 Science 1");
    assert_eq!(read.keys("classes"), ["k1", "k2"]);
    let finding = read.finding("same_identifier");
    assert_eq!((finding.stream.as_ref(), finding.key.as_str()), ("classes", "k1"));
}

#[tokio::test]
async fn findings_say_file_line_row_and_what_to_do() {
    let package = Package::whole()
        .edit("enrollments.csv", "2026-01-28,2026-12-19", "28/01/26,2026-12-19")
        .edit("users.csv", "u2,,,true", "u2,,,maybe");
    let read = package.read().await;
    let date = read.finding("bad_date");
    assert_eq!(
        (date.stream.as_ref(), date.key.as_str(), date.field.as_deref()),
        ("enrollments", "e1", Some("beginDate"))
    );
    assert!(
        date.message.contains("enrollments.csv, line 2") && date.message.contains("Write it as"),
        "{}",
        date.message
    );
    assert!(!read.fields("enrollments", "e1").contains_key("beginDate"), "what makes no sense is not said");
    assert!(!read.fields("users", "u2").contains_key("enabledUser"));
    assert_eq!(read.finding("bad_value").key, "u2");
}

#[tokio::test]
async fn personal_words_are_not_repeated() {
    let package =
        Package::whole().edit("demographics.csv", "female", "hotchpotch").with("demographics", "true");
    let read = package.read().await;
    let finding = read.finding("unknown_word");
    assert!(finding.message.starts_with("sex holds a word") && !finding.message.contains("hotchpotch"));
}

#[tokio::test]
async fn users_without_any_role_are_told() {
    let read = Package::whole().edit("roles.csv", "r2,,,u2,primary,student,,,s2,\n", "").read().await;
    assert!(!read.fields("users", "u2").contains_key("role"));
    assert_eq!(read.finding("no_role").key, "u2");
}
