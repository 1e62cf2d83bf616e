//! A folder that exports are put into.

use super::*;

const PUPILS: &str = "Student ID,Last Name,First Name\n1,Tūroa,Hōne\n2,O'Leary,Māia\n";
const FEWER: &str = "Student ID,Last Name,First Name\n1,Tūroa,Hōne\n";

#[tokio::test]
async fn the_newest_of_several_exports_counts() {
    let school = School::new()
        .file("List_20260302_101500.csv", PUPILS)
        .file("List_20260309_101500.csv", FEWER)
        .file("Other_20250101_000000.csv", "Code,Last Name,First Name\nKBR,Brown,Kiri\n")
        .in_a_folder();
    let read = school.read().await;
    assert_eq!(read.keys("people"), ["1", "KBR"]);
    assert_eq!(read.finding("older_export").key, "List_20260302_101500.csv");
    assert!(read.end.sentence.ends_with("from 2 files."), "{}", read.end.sentence);
}

#[tokio::test]
async fn what_is_no_export_is_left_alone() {
    let school = School::new().file("pupils.tsv", PUPILS.replace(',', "\t")).in_a_folder();
    school.put("notes.txt", "nothing");
    school.put(".hidden.csv", "nothing");
    school.put("~$pupils.csv", "nothing");
    std::fs::create_dir(school.folder.path().join("old.csv")).unwrap();
    assert_eq!(school.read().await.keys("people"), ["1", "2"]);
}

#[tokio::test]
async fn one_file_that_is_not_understood_stops_the_folder() {
    let school = School::new().file("pupils.csv", PUPILS).file("zz.csv", "a,b\n1,2\n").in_a_folder();
    let error = school.fail().await;
    assert!(error.to_string().contains("zz.csv"), "{error}");
}

#[tokio::test]
async fn an_empty_folder_is_an_error() {
    let error = School::new().in_a_folder().fail().await;
    assert_eq!(error.to_string(), "The folder has no CSV or TSV file. Check the address and the name.");
}

#[tokio::test]
async fn an_export_that_vanishes_ends_nothing_that_it_spoke_of() {
    let school =
        School::new().fixture("StudentList.csv").fixture("TimeTableSummaryStudents_20260302_101800.csv");
    let school = school.in_a_folder();
    assert_eq!(school.read().await.documents("student_enrollments").len(), 6);
    std::fs::remove_file(&school.files[1]).unwrap();
    let read = school.read().await;
    assert!(read.documents("student_enrollments").is_empty());
    assert!(read.collected.scopes.is_empty(), "nothing may be concluded about classes");
}

#[tokio::test]
async fn the_school_year_comes_from_the_newest_export() {
    let mut school = School::new().fixture("TimeTableSummaryStudents_20260302_101800.csv");
    school.settings.0.remove("school_year");
    let keys = school.read().await;
    assert!(keys.keys("student_enrollments")[0].starts_with("30001|7001/2026/"));
    let school = school.with("school_year", "2027");
    assert!(school.read().await.keys("student_enrollments")[0].starts_with("30001|7001/2027/"));
}
