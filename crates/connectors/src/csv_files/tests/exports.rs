//! Every layout is recognised by its headings and becomes what it should.

use super::*;

#[tokio::test]
async fn pupil_list() {
    let read = School::new().fixture("StudentList.csv").read().await;
    assert_eq!(read.keys("people"), ["30001", "30002", "30003"]);
    let hone = read.person("30001");
    assert_eq!(text(hone, "lastname"), "Tūroa-Pene");
    assert_eq!(text(hone, "email"), "h.turoa@rimu.example");
    assert_eq!(hone["yearlevel"], Value::Int(9));
    assert_eq!(text(hone, "timetableclass"), "91B");
    assert_eq!(text(hone, "role"), "student");
    assert_eq!(text(hone, "aliases"), "id:30001");
    assert!(!hone.contains_key("gender"), "personal details are off");
    assert!(null(read.person("30003"), "firstname") && null(read.person("30003"), "email"));
    let document = read.document("people", "30001");
    assert_eq!(document.partition, "students");
    assert_eq!(child(document, "classes").unwrap().key, "7001/2026/FT/9KBR");
    assert_eq!(child(document, "home_enrollments").unwrap().key, "30001|7001/2026/FT/9KBR");
    assert_eq!(read.end.sentence, "Read 3 pupils, 2 classes from 1 file.");
}

#[tokio::test]
async fn staff_list() {
    let read = School::new().fixture("ReportingStaffList_20260302_101500.csv").read().await;
    assert_eq!(read.keys("people"), ["DWL", "JHO", "KBR"]);
    let kiri = read.person("KBR");
    assert_eq!(text(kiri, "role"), "staff", "a staff list does not say who teaches");
    assert_eq!(text(kiri, "title"), "Ms");
    assert_eq!(text(kiri, "departments"), "Science, Teaching");
    assert_eq!(text(kiri, "aliases"), "code:KBR");
    assert!(null(read.person("DWL"), "departments"));
    let document = read.document("people", "KBR");
    assert_eq!(document.partition, "staff");
    assert!(document.silent.iter().any(|stream| stream == "home_enrollments"), "no column, nothing said");
}

#[tokio::test]
async fn subjects() {
    let read = School::new().fixture("SetupSubjects_20260302_101700.csv").read().await;
    assert_eq!(read.keys("subjects"), ["7001/MAT0", "7001/MAT3", "7001/SCI0"]);
    let science = &read.document("subjects", "7001/SCI0").head.fields;
    assert_eq!(text(science, "name"), "Science Year 9");
    assert_eq!(text(science, "id"), "SCI0");
    assert_eq!(science["level"], Value::Int(9));
    assert!(null(science, "description"));
    let school = &read.document("schools", "7001").head.fields;
    assert_eq!(text(school, "name"), "Rimu Bay College");
}

#[tokio::test]
async fn class_spreadsheet_below_its_title_line() {
    let school = School::new().fixture("MarkbookClass.csv").with("demographics", "true");
    let read = school.read().await;
    assert_eq!(read.keys("people"), ["30001", "30003"]);
    let hone = read.person("30001");
    assert_eq!(text(hone, "datebirth"), "2012-11-04");
    assert_eq!(text(hone, "ethnicity"), "Māori");
    assert!(!hone.contains_key("index") && !hone.contains_key("nsn"));
}

#[tokio::test]
async fn class_spreadsheet_that_counts_its_rows_names_nobody() {
    let sheet =
        "9SCI\rNumber,NSI,First Name,Last Name\r1,0000000031,Hōne,Tūroa-Pene\r2,0000000033,Sina,Teuila\r";
    let read = School::new().fixture("StudentList.csv").file("9SCI.csv", sheet).read().await;
    assert_eq!(read.keys("people"), ["30001", "30002", "30003"]);
    assert!(read.finding("no_key").message.contains("counts the rows"));
    let error = School::new().file("9SCI.csv", sheet).fail().await;
    assert!(error.to_string().contains("No row could be used"), "{error}");
}

#[tokio::test]
async fn identity_data_extract() {
    let read = School::new().fixture("IDE.csv").read().await;
    assert_eq!(read.keys("people"), ["30001", "30002", "DWL", "KBR"]);
    let hone = read.person("30001");
    assert_eq!(text(hone, "preferredfirstname"), "Hone");
    assert_eq!(text(hone, "startingdate"), "2026-01-29");
    assert!(null(hone, "leavingdate"));
    assert_eq!(text(read.person("30002"), "leavingdate"), "2026-03-20");
    assert_eq!(text(read.person("KBR"), "role"), "teacher");
    assert_eq!(text(read.person("DWL"), "role"), "staff");
    assert!(read.finding("not_of_the_school").message.starts_with("2 rows"));
    let groups: Vec<&str> = read.keys("group_enrollments");
    assert_eq!(groups.len(), 5);
    assert_eq!(groups[0], "30001|7001/2026/MAT0");
    let year = read.document("group_enrollments", "30001|7001/2026/Year 09");
    assert_eq!(text(&child(year, "groups").unwrap().fields, "title"), "Year 09");
    assert_eq!(text(&year.head.fields, "role"), "student");
    let home = child(read.document("people", "KBR"), "home_enrollments").unwrap();
    assert_eq!(text(&home.fields, "role"), "teacher");
}

#[tokio::test]
async fn what_is_switched_off_is_never_read() {
    let school = School::new().fixture("IDE.csv").with("other_columns", "true").with("groups", "false");
    let read = school.read().await;
    let everything = serde_json::to_string(&read.collected.documents).unwrap();
    for secret in ["Kea-4417", "0000000031", "2012-11-04", "Rangi"] {
        assert!(!everything.contains(secret), "{secret}");
    }
    assert!(read.documents("group_enrollments").is_empty());
    let school =
        School::new().fixture("IDE.csv").with("demographics", "true").with("national_numbers", "true");
    let hone = school.read().await.person("30001").clone();
    assert_eq!((text(&hone, "nsn"), text(&hone, "datebirth")), ("0000000031".into(), "2012-11-04".into()));
    assert!(!hone.contains_key("password"));
}

#[tokio::test]
async fn any_list_of_people_by_its_aliases() {
    let list = "Person ID;Surname;Forename;E-MAIL;Year Group;Reg Group;Role;Locker;Login Password\r\n\
                p1;Brown;Kiri;k@rimu.example;;;Teacher;12;x9\r\n\
                p2;Tūroa;Hōne;h@rimu.example;Year 9;9K;Pupil;;x8\r\n";
    let read = School::new().file("people.csv", list).read().await;
    assert_eq!(text(read.person("p1"), "role"), "teacher");
    assert!(null(read.person("p1"), "yearlevel"));
    assert_eq!(text(read.person("p2"), "yearlevel"), "Year 9");
    assert_eq!(text(read.person("p2"), "tutor"), "9K");
    assert!(!read.person("p1").contains_key("extras"));
    let read = School::new().file("people.csv", list).with("other_columns", "true").read().await;
    let extras = read.person("p1")["extras"].as_map().unwrap();
    assert_eq!(extras.keys().collect::<Vec<_>>(), ["Locker"], "passwords are never read");
}

#[tokio::test]
async fn people_without_roles_need_a_word_from_the_school() {
    let list = "ID,Last Name,First Name\n7,Brown,Kiri\n";
    let error = School::new().file("people.csv", list).fail().await;
    assert_eq!(error.field(), Some("people_are"));
    let read = School::new().file("people.csv", list).with("people_are", "staff").read().await;
    assert_eq!(text(read.person("7"), "role"), "staff");
}

#[tokio::test]
async fn a_layout_that_is_chosen_is_the_only_one_tried() {
    let school = School::new().fixture("StudentList.csv").with("layout", "staff_list");
    let error = school.fail().await;
    assert!(error.to_string().contains("Code"), "{error}");
}

#[tokio::test]
async fn values_that_make_no_sense_are_left_out_and_told() {
    let list = "ID,Last Name,First Name,Role,Email,Leaving Date\n\
                7,Brown,Kiri,Staff,kiri at rimu,soon\n8,Wells,Dee,Staff,d@rimu.example; dee@home.example,31/12/2026\n";
    let read = School::new().file("people.csv", list).read().await;
    assert!(!read.person("7").contains_key("email") && !read.person("7").contains_key("leavingdate"));
    assert_eq!(text(read.person("8"), "email"), "d@rimu.example");
    assert_eq!(text(read.person("8"), "leavingdate"), "2026-12-31");
    assert_eq!(read.codes(), ["bad_value", "bad_value", "several_addresses"]);
    let finding = read.finding("several_addresses");
    assert_eq!((finding.key.as_str(), finding.field.as_deref()), ("8", Some("email")));
    assert!(finding.message.ends_with("It stands in line 3 of people.csv."), "{}", finding.message);
    let told = format!("{:?}", read.collected.findings);
    assert!(!told.contains("home.example") && !told.contains("Wells"));
}

#[tokio::test]
async fn a_role_that_nobody_understands_leaves_the_row_out() {
    let list = "ID,Last Name,First Name,Role\n7,Brown,Kiri,Wizard\n8,Wells,Dee,Staff\n";
    let read = School::new().file("people.csv", list).read().await;
    assert_eq!(read.keys("people"), ["8"]);
    assert_eq!(read.codes(), ["unknown_role"]);
}
