//! Timetable summaries: classes, their members, their teachers.

use super::*;

const PUPILS: &str = "TimeTableSummaryStudents_20260302_101800.csv";
const TEACHERS: &str = "TimeTableSummaryTeachers_20260302_101900.csv";
const STAFF: &str = "ReportingStaffList_20260302_101500.csv";

#[tokio::test]
async fn pupils_alone_have_classes_named_by_teacher() {
    let read = School::new().fixture(PUPILS).read().await;
    assert_eq!(read.keys("people"), ["30001", "30002", "30003"]);
    assert_eq!(text(read.person("30001"), "firstname"), "Hōne");
    assert_eq!(
        read.keys("student_enrollments"),
        [
            "30001|7001/2026/MAT0/JHO",
            "30001|7001/2026/SCI0/KBR",
            "30002|7001/2026/MAT3/JHO",
            "30002|7001/2026/SCI0/KBR",
            "30003|7001/2026/MAT0/JHO",
            "30003|7001/2026/SCI0/KBR",
        ]
    );
    let class = child(read.document("student_enrollments", "30001|7001/2026/SCI0/KBR"), "classes").unwrap();
    assert_eq!(text(&class.fields, "title"), "SCI0 KBR");
    assert_eq!(text(&class.fields, "classtype"), "scheduled");
    assert!(!class.fields.contains_key("course"), "the subjects were not read");
    assert!(read.keys("staff_enrollments").is_empty());
    assert!(read.finding("unknown_teacher").message.starts_with("2 teacher codes"));
    let home = child(read.document("people", "30001"), "classes").unwrap();
    assert_eq!(home.key, "7001/2026/FT/9KBR", "the tutor lesson is the home group");
}

#[tokio::test]
async fn pupils_lessons_tell_who_teaches() {
    let read = School::new().fixture(PUPILS).fixture(STAFF).read().await;
    assert_eq!(
        read.keys("staff_enrollments"),
        ["JHO|7001/2026/MAT0/JHO", "JHO|7001/2026/MAT3/JHO", "KBR|7001/2026/SCI0/KBR"]
    );
    let membership = &read.document("staff_enrollments", "KBR|7001/2026/SCI0/KBR").head.fields;
    assert_eq!((text(membership, "role"), text(membership, "user")), ("teacher".into(), "KBR".into()));
    assert_eq!(text(read.person("KBR"), "role"), "teacher");
    assert_eq!(text(read.person("DWL"), "role"), "staff");
    let staff = read.complete().into_iter().find(|scope| scope.starts_with("staff_enrollments"));
    assert_eq!(staff, None, "pupils' lessons alone never end a teacher's class");
}

#[tokio::test]
async fn both_summaries_together_find_the_option_line() {
    let read = School::new()
        .fixture(PUPILS)
        .fixture(TEACHERS)
        .fixture("SetupSubjects_20260302_101700.csv")
        .read()
        .await;
    assert_eq!(
        read.keys("student_enrollments"),
        [
            "30001|7001/2026/MAT0/1",
            "30001|7001/2026/SCI0/1",
            "30002|7001/2026/MAT3/5",
            "30002|7001/2026/SCI0/1",
            "30003|7001/2026/MAT0/2",
            "30003|7001/2026/SCI0/1",
        ]
    );
    assert_eq!(
        read.keys("staff_enrollments"),
        ["JHO|7001/2026/MAT0/1", "JHO|7001/2026/MAT0/2", "JHO|7001/2026/MAT3/5", "KBR|7001/2026/SCI0/1"]
    );
    let class = child(read.document("staff_enrollments", "JHO|7001/2026/MAT3/5"), "classes").unwrap();
    assert_eq!(text(&class.fields, "course"), "7001/MAT3");
    assert_eq!(text(&class.fields, "subject"), "MAT3");
    assert_eq!(text(&class.fields, "coreoption"), "5");
    // Hōne's MAT0 on Tuesday has no time among the teacher's, so that nobody can tell which of the two it is.
    assert_eq!(read.finding("class_unclear").key, "30001");
    let complete = read.complete();
    assert!(!complete.contains(&"student_enrollments 30001".to_owned()), "{complete:?}");
    assert!(complete.contains(&"student_enrollments 30002".to_owned()));
    assert!(complete.contains(&"staff_enrollments JHO".to_owned()));
}

#[tokio::test]
async fn a_cell_that_makes_no_sense_keeps_what_was_known() {
    let summary =
        "Student Name,ID Number,Mon P1,Mon P2\r\"T, H\",1,KBR-SCI0-S2,???\r\"O, M\",2,KBR-SCI0-S2,\r";
    let read = School::new().file("t.csv", summary).read().await;
    assert_eq!(read.finding("bad_lesson").key, "1");
    assert_eq!(read.complete(), ["student_enrollments 2"]);
}

#[tokio::test]
async fn whom_the_list_does_not_have_is_not_made_up() {
    let list = "Student ID,Last Name,First Name\r30001,Tūroa-Pene,Hōne\r";
    let read = School::new().file("list.csv", list).fixture(PUPILS).read().await;
    assert_eq!(read.keys("people"), ["30001"]);
    let unmatched = read.codes().iter().filter(|code| **code == "matches_nobody").count();
    assert_eq!(unmatched, 2);
    assert!(read.keys("student_enrollments").iter().all(|key| key.starts_with("30001|")));
}
