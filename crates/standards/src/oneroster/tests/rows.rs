//! Rows: typed, upgraded, never read ahead.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::date;

use super::super::reader::{About, FileRows};
use super::super::{DataFile, EndDates, Mode, OneRosterRow, Reading, Status, Version};
use super::{Files, rimu, rimu_1_1, rows};

fn one(file: &str, header: &str, row: &str) -> OneRosterRow {
    let files = Files::default().with(&format!("{file}.csv"), &[header, row]).manifest("1.2", &[]);
    rows(&mut files.package(), DataFile::from_name(file).unwrap()).remove(0)
}

#[test]
fn user_is_read() {
    let users = rows(&mut rimu().package(), DataFile::Users);
    let user = &users[0];
    assert_eq!((user.sourced_id.as_str(), user.line, user.status), ("u1", 2, None));
    assert_eq!(user.text("familyName"), Some("Tūroa-Pene"));
    assert_eq!(user.boolean("enabledUser"), Some(true));
    assert_eq!(user.list("agentSourcedIds"), ["u3"]);
    assert_eq!(user.user_ids()[0].identifier, "0000000001");
    assert_eq!((user.text("email"), user.has("email")), (None, true));
    assert_eq!((user.text("role"), user.has("role")), (None, false));
}

#[test]
fn absent_column_is_not_an_empty_cell() {
    let row = one("users", "sourcedId,username,email", "u1,,a@rimu.example");
    assert_eq!(row.fields.get("username"), Some(&None));
    assert_eq!(row.fields.get("phone"), None);
    let short = one("users", "sourcedId,username,email", "u1,h.turoa");
    assert_eq!(short.fields.get("email"), None);
}

#[test]
fn extras_are_kept() {
    let row = one("orgs", "sourcedId,name,type,metadata.decile,House", "s1,Rimu,school,7,");
    assert_eq!(row.extras["metadata.decile"].as_deref(), Some("7"));
    assert_eq!(row.extras["House"], None);
}

#[test]
fn values_are_put_right_and_the_raw_text_is_kept() {
    let header = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate";
    let row = one("enrollments", header, " e1 ,c1,s1,u1,Student,0,20260129,2026-04-03T00:00:00Z");
    assert_eq!(row.sourced_id, "e1");
    assert_eq!(row.text("role"), Some("student"));
    assert_eq!(row.text("primary"), Some("false"));
    assert_eq!(row.date("beginDate"), Some(date(2026, 1, 29)));
    assert_eq!(row.text("endDate"), Some("2026-04-03"));
    assert_eq!(row.raw["primary"], "0");
    assert_eq!(row.raw["endDate"], "2026-04-03T00:00:00Z");
    assert_eq!(row.raw.get("classSourcedId"), None);
}

#[test]
fn extension_words_stand_for_themselves() {
    let header = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role";
    assert_eq!(one("enrollments", header, "e1,c1,s1,u1,ext:tutor").text("role"), Some("ext:tutor"));
}

#[test]
fn inclusive_ends_are_converted_at_the_edge() {
    let reading = Reading { end_dates: EndDates::Inclusive };
    let mut package = rimu().package();
    let read = |row: Result<OneRosterRow, _>| {
        let row: OneRosterRow = row.ok()?;
        Some((row.text("endDate")?.to_owned(), row.raw.get("endDate").cloned()))
    };
    let ends: Vec<_> = package.rows(DataFile::AcademicSessions, &reading).unwrap().filter_map(read).collect();
    assert_eq!(ends[0], ("2026-04-04".to_owned(), Some("2026-04-03".to_owned())));
    assert_eq!(ends[1].0, "2027-01-02");
}

#[test]
fn user_of_1_1_becomes_user_and_roles() {
    let mut package = rimu_1_1().package();
    let users = rows(&mut package, DataFile::Users);
    assert!(users.iter().all(|user| !user.has("role") && !user.has("orgSourcedIds")));
    assert_eq!(users[1].text("enabledUser"), Some("true"));
    assert_eq!(users[2].status, Some(Status::ToBeDeleted));
    assert_eq!(users[1].date_last_modified.unwrap().to_string(), "2026-02-01T00:00:00Z");

    let roles = rows(&mut package, DataFile::Roles);
    let read: Vec<[&str; 5]> = roles
        .iter()
        .map(|role| {
            let text = |field| role.text(field).unwrap();
            [
                role.sourced_id.as_str(),
                text("userSourcedId"),
                text("roleType"),
                text("role"),
                text("orgSourcedId"),
            ]
        })
        .collect();
    assert_eq!(
        read,
        [
            ["u1:student:s1", "u1", "primary", "student", "s1"],
            ["u2:siteAdministrator:s1", "u2", "primary", "siteAdministrator", "s1"],
            ["u2:siteAdministrator:d1", "u2", "primary", "siteAdministrator", "d1"],
            ["u3:parent:s1", "u3", "primary", "parent", "s1"],
        ]
    );
    assert_eq!(roles[1].raw["role"], "administrator");
    assert_eq!(roles[3].status, Some(Status::ToBeDeleted));
    assert_eq!(package.mode(DataFile::Roles), Mode::Bulk);
    assert!(package.files().contains(&DataFile::Roles));
}

#[test]
fn demographics_of_1_1_go_by_their_user() {
    let found = rows(&mut rimu_1_1().package(), DataFile::Demographics);
    assert_eq!(found[0].sourced_id, "u1");
    assert_eq!(found[0].date("birthDate"), Some(date(2012, 5, 17)));
}

#[test]
fn line_item_of_1_1_goes_by_the_name_of_1_2() {
    let files = rimu_1_1()
        .with("lineItems.csv", &["sourcedId,title,gradingPeriodSourcedId", "l1,Test,t1"])
        .manifest("1.1", &[]);
    let found = rows(&mut files.package(), DataFile::LineItems);
    assert_eq!(found[0].text("academicSessionSourcedId"), Some("t1"));
}

#[test]
fn debug_shows_no_value() {
    let user = &rows(&mut rimu().package(), DataFile::Users)[0];
    let shown = format!("{user:?} {:?}", user.user_ids());
    for private in ["Hōne", "u1", "h.turoa", "0000000001"] {
        assert!(!shown.contains(private), "{shown}");
    }
    assert!(shown.contains("givenName"));
}

/// Makes enrolments as they are asked for, and counts the bytes.
struct Endless {
    rows: u64,
    made: u64,
    waiting: Vec<u8>,
    given: Arc<AtomicU64>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.waiting.len() < buffer.len() && self.made < self.rows {
            self.made += 1;
            let row =
                format!("e{},,,c{},s1,u{},student,false,,\n", self.made, self.made % 900, self.made % 20_000);
            self.waiting.extend_from_slice(row.as_bytes());
        }
        let count = buffer.len().min(self.waiting.len());
        buffer[..count].copy_from_slice(&self.waiting[..count]);
        self.waiting.drain(..count);
        self.given.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[test]
fn rows_are_not_read_ahead() {
    let given = Arc::new(AtomicU64::new(0));
    let header = rimu().0["enrollments.csv"].lines().next().unwrap().to_owned() + "\n";
    let source = Endless { rows: 200_000, made: 0, waiting: header.into_bytes(), given: Arc::clone(&given) };
    let about = About {
        file: DataFile::Enrollments,
        name: "enrollments.csv".into(),
        mode: Mode::Bulk,
        version: Version::V1_2,
    };
    let mut rows = FileRows::open(Box::new(source), about, &Reading::default()).unwrap();
    assert_eq!(rows.next().unwrap().unwrap().sourced_id, "e1");
    assert!(
        given.load(Ordering::Relaxed) < 600_000,
        "{} bytes were read for one row",
        given.load(Ordering::Relaxed)
    );
    let last = rows.by_ref().last().unwrap().unwrap();
    assert_eq!((last.sourced_id.as_str(), last.line), ("e200000", 200_001));
    assert!(rows.findings().is_empty());
}
