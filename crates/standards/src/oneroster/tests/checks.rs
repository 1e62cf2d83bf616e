//! What the check tells, word for word, all of it in one pass.

use super::super::{DataFile, Mode, Severity};
use super::{Files, rimu, rimu_1_1};

const NONE: [&str; 0] = [];

#[test]
fn sound_packages_have_no_findings() {
    assert_eq!(rimu().told(), NONE);
    let report = rimu().report();
    assert!(report.files.values().all(|file| file.complete()));
    assert_eq!(report.files[&DataFile::Users].rows, 3);
    assert_eq!(rimu_1_1().told(), NONE);
    assert_eq!(rimu_1_1().report().files[&DataFile::Roles].rows, 4);
}

#[test]
fn missing_parents_are_grouped() {
    let header = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,\
                  endDate";
    let mut lines = vec![header.to_owned()];
    lines.extend((0..14).map(|number| format!("e{number},,,c9,s1,u1,student,,,")));
    lines.push("e20,,,c1,s7,u1,student,,,".into());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(
        rimu().with("enrollments.csv", &lines).told(),
        [
            "classSourcedId names the class \"c9\", which classes.csv does not have (enrollments.csv, lines 2, 3, 4, \
             5, 6, 7, 8, 9, 10, 11 and 4 more). Add the class to classes.csv, or correct the reference.",
            "schoolSourcedId names the org \"s7\", which orgs.csv does not have (enrollments.csv, line 16). \
             Add the org to orgs.csv, or correct the reference.",
        ]
    );
}

#[test]
fn missing_file_is_another_finding_than_a_missing_row() {
    let files = rimu().without("courses.csv").manifest("1.2", &[]);
    assert_eq!(
        files.told(),
        [
            "courseSourcedId is filled, but the package has no courses.csv (classes.csv, line 2). Export courses.csv too."
        ]
    );
}

#[test]
fn changes_may_point_outside_their_package() {
    let header = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role";
    let files = Files::default()
        .with("enrollments.csv", &[header, "e1,active,2026-02-01T00:00:00.000Z,c77,s77,u77,student"])
        .with("users.csv", &["sourcedId,status,dateLastModified", "u1,tobedeleted,2026-02-01T00:00:00.000Z"])
        .manifest("1.2", &[("enrollments", "delta"), ("users", "delta")]);
    assert_eq!(files.report().files[&DataFile::Users].mode, Mode::Delta);
    let told = files.told();
    assert!(told.iter().all(|finding| finding.contains("users.csv has no column")), "{told:#?}");
}

#[test]
fn changes_need_a_status() {
    let files = Files::default()
        .with(
            "orgs.csv",
            &[
                "sourcedId,status,dateLastModified,name,type",
                "s1,,,Rimu Bay,school",
                "s2,gone,soon,Kea,school",
            ],
        )
        .manifest("1.2", &[("orgs", "delta")]);
    assert_eq!(
        files.told(),
        [
            "A row of changes has no status (orgs.csv, line 2). The row counts as active. Write active or tobedeleted.",
            "dateLastModified is not a date and time (orgs.csv, lines 2, 3). It counts as unknown. \
             Write it as 2026-02-01T00:00:00.000Z.",
            "The status is \"gone\", which OneRoster does not know (orgs.csv, line 3). The row counts as active. \
             Write active or tobedeleted.",
        ]
    );
}

#[test]
fn nonsense_in_one_field_harms_no_other() {
    let files = rimu().with(
        "enrollments.csv",
        &[
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            "e1,,,c1,s1,u1,student,perhaps,31/01/2026,2026-04-03",
            "e2,,,c1,s1,u2,aide,true,2026-04-03,2026-01-29",
            "e3,,,c1,s1,u2,ext:tutor,true, 2026-01-29,",
            "e3,active,,c1,s1,u2,teacher,true,,",
            ",,,c1,s1,u2,teacher,true,,",
            "e5,,,c1,s1,u2,,true,,",
        ],
    );
    assert_eq!(
        files.told(),
        [
            "primary is neither true nor false (enrollments.csv, line 2). The value was kept as text. \
             Write true or false.",
            "beginDate is not a date (enrollments.csv, line 2). The value was kept as text. Write it as 2026-02-01.",
            "role is \"aide\", which OneRoster does not know (enrollments.csv, line 3). The value was kept. \
             Correct it, or map it.",
            "The end is not after the beginning (enrollments.csv, line 3). Correct the dates, or choose whether end \
             dates are the last day or the day after.",
            "A value has blanks before or after it (enrollments.csv, line 4). The blanks were dropped.",
            "A whole file fills status or dateLastModified (enrollments.csv, line 5). It was read all the same. \
             Stricter readers refuse this.",
            "A row has no sourcedId (enrollments.csv, line 6). The row was left out, and nobody is removed for being \
             missing from this file. Fill it in.",
            "role is empty (enrollments.csv, line 7). Fill it in where the data comes from.",
            "The same sourcedId occurs more than once (enrollments.csv, line 5). Keep one row for each sourcedId.",
        ]
    );
    let report = files.report();
    let found = report.files[&DataFile::Enrollments];
    assert_eq!((found.rows, found.skipped, found.complete()), (5, 1, false));
    assert_eq!(report.findings[0].severity(), Severity::Doubt);
    assert_eq!(report.findings[4].severity(), Severity::Note);
    assert_eq!(report.findings[6].severity(), Severity::Gap);
    assert_eq!(report.findings[1].sourced_id.as_ref().unwrap().0, "e1");
}

#[test]
fn types_of_parents_are_checked() {
    let files = rimu()
        .with(
            "orgs.csv",
            &[
                "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
                "s1,,,Rimu Bay,district,,nowhere",
            ],
        )
        .with(
            "courses.csv",
            &[
                "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
                "sci9,,,t1,Science 9,SCI9,9,s1,\"Science,Physics\",SCI",
            ],
        );
    assert_eq!(
        files.told(),
        [
            "parentSourcedId names the org \"nowhere\", which orgs.csv does not have (orgs.csv, line 2). \
             Add the org to orgs.csv, or correct the reference.",
            "schoolYearSourcedId names \"t1\", which is not a school year (courses.csv, line 2). \
             Correct the reference or the type.",
            "subjects and subjectCodes have different lengths (courses.csv, line 2). Give one code for each subject.",
            "schoolSourcedId names \"s1\", which is not a school (classes.csv, line 2). Correct the reference or the type.",
            "schoolSourcedId names \"s1\", which is not a school (enrollments.csv, lines 2, 3). \
             Correct the reference or the type.",
        ]
    );
}

#[test]
fn roles_are_checked_against_users_and_profiles() {
    let files = rimu()
        .with(
            "userProfiles.csv",
            &[
                "sourcedId,status,dateLastModified,userSourcedId,profileType,vendorId,applicationId,description,credentialType,username,password",
                "p1,,,u1,app,v,,,sso,h.turoa,",
            ],
        )
        .with(
            "roles.csv",
            &[
                "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
                "r1,,,u1,primary,student,,,s1,p1",
                "r2,,,u1,primary,parent,,,s1,",
                "r3,,,u3,secondary,parent,,,s1,p1",
            ],
        )
        .manifest("1.2", &[]);
    assert_eq!(
        files.told(),
        [
            "A user has more than one primary role in one org (roles.csv, line 3). Make all but one of them secondary.",
            "userProfileSourcedId names the profile of another user (roles.csv, line 4). Correct the reference.",
            "primaryOrgSourcedId names an org in which the user has no role (users.csv, line 3). Add the role, or \
             correct the primary org.",
        ]
    );
}

#[test]
fn headings_are_told_once_for_a_file() {
    let files = rimu().with(
        "orgs.csv",
        &[
            "sourcedid;name;TYPE;identifier;House;status;orgSourcedId;metadata.x",
            "s1;Rimu Bay;school;;Kea;;;1",
        ],
    );
    assert_eq!(
        files.told(),
        [
            "orgs.csv calls the column sourcedId \"sourcedid\". It was read all the same. Correct the heading.",
            "orgs.csv calls the column type \"TYPE\". It was read all the same. Correct the heading.",
            "orgs.csv has a column \"House\" that OneRoster does not know. Its values are kept aside. \
             Call it metadata.… if it is meant.",
            "orgs.csv has a column \"orgSourcedId\" that OneRoster does not know. Its values are kept aside. \
             Call it metadata.… if it is meant.",
            "The columns of orgs.csv are not in the order of OneRoster. They were read by their headings. \
             Stricter readers refuse this.",
            "The columns of orgs.csv are separated by semicolon. They were read all the same. Export with commas.",
        ]
    );
}

#[test]
fn columns_missing_competing_or_of_the_other_version() {
    let files = rimu()
        .with("orgs.csv", &["sourcedId,name,Name,identifier", "s1,Rimu,Rimu Bay,"])
        .with("demographics.csv", &["sourcedId,birthDate,sex", "u1,2012-05-17,male"]);
    let told = files.manifest("1.2", &[]).told();
    assert_eq!(
        told[..2],
        [
            "orgs.csv has columns that could mean the same: name, Name. None was taken. Remove or rename all but one.",
            "orgs.csv has no column type. Its values count as absent, not as empty. Add the column to the export.",
        ]
    );
    let mixed =
        rimu_1_1().with("categories.csv", &["sourcedId,title,weight", "k1,Tests,1"]).manifest("1.1", &[]);
    assert_eq!(
        mixed.told(),
        ["categories.csv has the column weight of another version. It was read all the same. \
          Correct oneroster.version or the export."]
    );
}

#[test]
fn files_that_cannot_be_read_leave_the_others_alone() {
    let files = rimu()
        .with("orgs.csv", &["s1,,,Rimu Bay,school,0000,"])
        .with("users.csv", &[super::USERS_1_2, "u1,,,true,\"h.turoa,,,"])
        .with("courses.csv", &[]);
    assert_eq!(
        files.told(),
        [
            "orgs.csv: No heading line was recognised in the first line. Expected headings such as sourcedId, status, \
             dateLastModified, name. Export the file again with its headings. Nothing was read, so nobody is removed. \
             The other files were read.",
            "courses.csv: The file is empty. Export it again. An empty file removes nobody. The other files were read.",
            "users.csv: The quotation mark that opens in line 2 is never closed. Close it, or export the file again. \
             The other files were read.",
        ]
    );
    let report = files.report();
    assert!(!report.files[&DataFile::Users].complete());
    assert!(report.files[&DataFile::Classes].complete());
    assert!(report.findings.iter().all(|finding| finding.severity() == Severity::Gap));
}

#[test]
fn cut_off_and_empty_files_remove_nobody() {
    let mut files =
        rimu().with("orgs.csv", &["sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"]);
    let roles = files.0["roles.csv"].clone();
    let cut = roles.find("r3").unwrap() + 9;
    files.0.insert("roles.csv".into(), roles[..cut].to_owned());
    let report = files.report();
    let told: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    let no_rows = "orgs.csv has headings, but no rows. Nobody is removed because of it. Export it again, or leave the \
                   file out.";
    let cut_off = "roles.csv ends in the middle of a row. It may have been cut off, so nobody is removed for being \
                   missing from it. Export it again.";
    assert!(told.iter().any(|told| told == no_rows) && told.iter().any(|told| told == cut_off), "{told:#?}");
    assert!(!report.files[&DataFile::Orgs].complete() && !report.files[&DataFile::Roles].complete());
    assert!(report.files[&DataFile::Users].complete());
}

#[test]
fn packages_can_be_read_in_another_thread() {
    fn can_move<T: Send>() {}
    can_move::<super::super::Package>();
    can_move::<super::super::FileRows<'static>>();
}

#[test]
fn wrong_encoding_is_told() {
    let folder = rimu().folder();
    let text = rimu().0["orgs.csv"].replace("Rimu Bay", "Rim\u{fb} Bay");
    let latin: Vec<u8> = text.chars().map(|sign| sign as u8).collect();
    std::fs::write(folder.path().join("orgs.csv"), latin).unwrap();
    let mut package = super::super::Package::open_folder(folder.path()).unwrap();
    let report = super::super::check(&mut package, &super::Reading::default());
    let told: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "orgs.csv: The file is not UTF-8. It was read as windows-1252: check a name with a macron or an accent. \
          Look whether the values came through."
        ]
    );
    assert_eq!(super::rows(&mut package, DataFile::Orgs)[0].text("name"), Some("Rimû Bay"));
}

#[test]
fn findings_do_not_fill_the_memory() {
    let header = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,\
                  endDate";
    let mut lines = vec![header.to_owned()];
    lines.extend((0..3000).map(|number| format!("e{number},,,x{number},s1,u1,student,,,")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let report = rimu().with("enrollments.csv", &lines).report();
    assert_eq!(report.findings.len(), 1001);
    let last = report.findings.last().unwrap();
    assert_eq!(last.count, 2000);
    assert!(last.to_string().ends_with("and 1990 more). Mend what is listed, then check again."), "{last}");
}

#[test]
fn debug_shows_no_identifier() {
    let files = rimu().with(
        "roles.csv",
        &[
            "sourcedId,userSourcedId,roleType,role,orgSourcedId",
            "a.pene@rimu.example,hidden9,primary,Aroha,s1",
        ],
    );
    let shown = format!("{:?}", files.report());
    for private in ["a.pene", "hidden9", "Aroha"] {
        assert!(!shown.contains(private), "{shown}");
    }
    assert!(shown.contains("MissingParent"));
}
