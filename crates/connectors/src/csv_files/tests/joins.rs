//! Two files about the same people are joined by identifier, and by nothing else.

use super::*;

const PUPILS: &str = "Student ID,Last Name,First Name,Level\n1,Tūroa,Hōne,9\n2,O'Leary,Māia,13\n";

#[tokio::test]
async fn addresses_come_from_a_second_file_in_any_order() {
    let emails = "Student Number,School Email\n2,m@rimu.example\n1,h@rimu.example\n";
    for turned in [false, true] {
        let school = School::new();
        let school = if turned {
            school.file("emails.csv", emails).file("pupils.csv", PUPILS)
        } else {
            school.file("pupils.csv", PUPILS).file("emails.csv", emails)
        };
        let read = school.read().await;
        assert_eq!(text(read.person("1"), "email"), "h@rimu.example");
        assert_eq!(text(read.person("2"), "email"), "m@rimu.example");
        assert!(read.codes().is_empty(), "{:?}", read.codes());
    }
}

#[tokio::test]
async fn rows_that_match_nobody_are_told_and_not_guessed() {
    // The second row differs from pupil 2 by a leading zero only.
    let emails = "ID,Email\n1,h@rimu.example\n02,m@rimu.example\n";
    let read = School::new().file("pupils.csv", PUPILS).file("emails.csv", emails).read().await;
    assert!(!read.person("2").contains_key("email"));
    assert_eq!(read.codes(), ["matches_nobody", "without_a_row"]);
    assert_eq!(read.finding("matches_nobody").key, "02");
    assert!(read.finding("without_a_row").message.starts_with("1 people"));
}

#[tokio::test]
async fn addresses_alone_make_nobody() {
    let error = School::new().file("emails.csv", "ID,Email\n1,h@rimu.example\n").fail().await;
    assert!(error.to_string().contains("Add the list of people"), "{error}");
}

#[tokio::test]
async fn where_two_files_differ_the_first_one_counts() {
    let again = "Student ID,Last Name,First Name,Level,Tutor\n1,Tūroa,Hōne,10,9K\n";
    let read = School::new().file("a.csv", PUPILS).file("b.csv", again).read().await;
    assert_eq!(text(read.person("1"), "yearlevel"), "9");
    assert_eq!(text(read.person("1"), "tutor"), "9K", "what was not said before is taken");
    assert_eq!(read.finding("files_differ").field.as_deref(), Some("yearlevel"));
}

#[tokio::test]
async fn the_first_of_two_rows_is_kept() {
    let twice = format!("{PUPILS}1,Wells,Dee,9\n2,O'Leary,Māia,13\n");
    let read = School::new().file("pupils.csv", twice).read().await;
    assert_eq!(text(read.person("1"), "lastname"), "Tūroa");
    assert_eq!(read.codes(), ["same_identifier"], "the same row again is no matter");
    assert_eq!(read.finding("same_identifier").key, "1");
}

#[tokio::test]
async fn an_identifier_of_a_pupil_and_of_staff_is_never_merged() {
    let staff = "Code,Last Name,First Name\n1,Brown,Kiri\nK2,Wells,Dee\n";
    let read = School::new().file("pupils.csv", PUPILS).file("staff.csv", staff).read().await;
    assert_eq!(text(read.person("1"), "lastname"), "Tūroa");
    assert_eq!(read.keys("people"), ["1", "2", "K2"]);
    assert_eq!(read.codes(), ["identifier_shared"]);
}

#[tokio::test]
async fn findings_of_one_kind_do_not_flood() {
    let rows: String = (0..500).map(|number| format!("x{number},a{number}@rimu.example\n")).collect();
    let emails = format!("ID,Email\n{rows}");
    let read = School::new().file("pupils.csv", PUPILS).file("emails.csv", emails).read().await;
    assert_eq!(read.collected.findings.len(), 51);
    assert!(read.collected.findings[50].message.starts_with("450 more of this kind"));
}
