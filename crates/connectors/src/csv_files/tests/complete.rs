//! Who is missing has left only where the school says so and every file was understood to its end.

use super::*;

const PUPILS: &str = "Student ID,Last Name,First Name\n1,Tūroa,Hōne\n2,O'Leary,Māia\n";
const STAFF: &str = "Code,Last Name,First Name\nKBR,Brown,Kiri\n";

async fn complete(school: School) -> Vec<String> {
    school.with("complete", "true").read().await.complete()
}

#[tokio::test]
async fn nobody_leaves_unless_the_school_says_so() {
    let read = School::new().file("p.csv", PUPILS).file("s.csv", STAFF).read().await;
    assert!(read.collected.scopes.is_empty());
}

#[tokio::test]
async fn a_complete_list_speaks_for_its_own_people_only() {
    assert_eq!(complete(School::new().file("p.csv", PUPILS)).await, ["people students"]);
    assert_eq!(complete(School::new().file("s.csv", STAFF)).await, ["people staff"]);
    let both = School::new().file("p.csv", PUPILS).file("s.csv", STAFF);
    assert_eq!(complete(both).await, ["people students", "people staff", "classes", "groups"]);
    let extract = complete(School::new().fixture("IDE.csv")).await;
    assert_eq!(extract, ["group_enrollments", "people students", "people staff", "classes", "groups"]);
    assert_eq!(
        complete(School::new().fixture("SetupSubjects_20260302_101700.csv")).await,
        ["subjects subjects"]
    );
}

#[tokio::test]
async fn one_class_is_never_complete() {
    assert!(complete(School::new().fixture("MarkbookClass.csv")).await.is_empty());
}

#[tokio::test]
async fn a_complete_timetable_speaks_for_all_classes() {
    let school = School::new()
        .fixture("TimeTableSummaryStudents_20260302_101800.csv")
        .fixture("ReportingStaffList_20260302_101500.csv");
    let scopes = complete(school).await;
    assert_eq!(scopes[..2], ["student_enrollments", "staff_enrollments"]);
}

#[tokio::test]
async fn a_row_left_out_makes_every_file_complete_for_nothing() {
    for spoilt in [
        format!("{PUPILS},Wells,Dee\n"),
        format!("{PUPILS}1,Wells,Dee\n"),
        "Student ID,Last Name,First Name\n1,Tūroa,Hōne\n2,O'Le".to_owned(),
    ] {
        let school = School::new().file("p.csv", &spoilt).file("s.csv", STAFF).with("complete", "true");
        let read = school.read().await;
        assert!(read.complete().is_empty(), "{spoilt}");
        assert_eq!(read.collected.scopes.len(), 2, "both are said to be incomplete");
        assert!(read.finding("not_complete").message.ends_with("p.csv."));
    }
}

#[tokio::test]
async fn a_supplement_that_leaves_people_out_removes_nobody() {
    let emails = "ID,Email\n1,h@rimu.example\n";
    let scopes = complete(School::new().file("p.csv", PUPILS).file("e.csv", emails)).await;
    assert_eq!(scopes, ["people students"]);
}
