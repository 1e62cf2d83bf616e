//! Headings: cleaned, numbered, matched, never guessed.

use super::super::{Ambiguity, HeadingMap, NoteKind, Options, Table, fold};
use super::{cells, notes, pupils, read};

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn repeated_headings_are_numbered() {
    let table = read("Name,Mon P1,Mon P1,Mon P2,Mon P1\nA,x,y,z,w\n");
    assert_eq!(table.headings, ["Name", "Mon P1", "Mon P1#2", "Mon P2", "Mon P1#3"]);
    assert_eq!(table.cell(&table.rows[0], "Mon P1#2"), Some("y"));
    assert_eq!(
        notes(&table),
        [
            "A heading occurs more than once. The later column is called \"Mon P1#2\" (line 1).",
            "A heading occurs more than once. The later column is called \"Mon P1#3\" (line 1).",
        ]
    );
    assert_eq!(read("a,a#2,a\n1,2,3\n").headings, ["a", "a#2", "a#3"]);
}

#[test]
fn trailing_empty_headings_are_dropped() {
    let table = read("Name,Level,,\nA,9,,\nB,9,,\n");
    assert_eq!(table.headings, ["Name", "Level"]);
    assert_eq!(cells(&table), [["A", "9"], ["B", "9"]]);
    assert_eq!(notes(&table), ["Empty columns at the end were left out (line 1)."]);
}

#[test]
fn empty_heading_in_the_middle_is_named_by_its_place() {
    let table = read("Name,,Level\nA,x,9\n");
    assert_eq!(table.headings, ["Name", "Column 2", "Level"]);
    assert_eq!(notes(&table), ["A column has no heading. It is called \"Column 2\" (line 1)."]);
}

#[test]
fn invisible_characters_do_not_hide_a_heading() {
    let text = "\u{FEFF}\u{FEFF}Student\u{A0}ID,\u{200B}Last  Name\u{AD},First\tName \n1,A,B\n";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    assert_eq!(table.headings, ["Student ID", "Last Name", "First Name"]);
    let cleaned = table.notes.iter().filter(|note| matches!(note.kind, NoteKind::HeadingCleaned { .. }));
    assert_eq!(cleaned.count(), 3);
}

#[test]
fn folding_keeps_letters_and_digits_only() {
    let cases = [
        ("Student ID", "studentid"),
        ("student_id", "studentid"),
        ("  STUDENT-ID. ", "studentid"),
        ("Whānau", "whanau"),
        ("Wha\u{304}nau", "whanau"),
        ("Ｌevel ９", "level9"),
        ("№", "no"),
        ("#", ""),
    ];
    for (heading, expect) in cases {
        assert_eq!(fold(heading), expect, "{heading:?}");
    }
}

#[test]
fn match_reports_what_it_took_and_what_it_left() {
    let found = pupils().match_headings(&texts(&["STUDENT_ID", "surname", "House", "First  name"]));
    let columns: Vec<(&str, usize)> = found.columns.iter().map(|(field, at)| (field.as_str(), *at)).collect();
    assert_eq!(columns, [("family_name", 1), ("given_name", 3), ("id", 0)]);
    assert_eq!(found.unmatched, [2]);
    assert!(found.ambiguous.is_empty() && found.missing.is_empty());
}

#[test]
fn earlier_alias_wins_and_equal_ones_compete() {
    let found = pupils().match_headings(&texts(&["NSI", "Student ID"]));
    assert_eq!(found.columns["id"], 1);
    assert_eq!(found.unmatched, [0]);

    let found = pupils().match_headings(&texts(&["E-mail", "Email", "Student ID"]));
    assert_eq!(found.columns.get("email"), None);
    let expect = Ambiguity::SeveralColumns { field: "email".into(), headings: texts(&["E-mail", "Email"]) };
    assert_eq!(found.ambiguous, [expect]);

    let found = pupils().match_headings(&texts(&["Student ID", "Student ID#2"]));
    assert_eq!(found.missing, ["Student ID"]);
}

#[test]
fn heading_of_two_fields_is_given_to_neither() {
    let map = HeadingMap::new(&[("home", &["Phone", "Home"]), ("mobile", &["Phone", "Mobile"]), ("id", &[])]);
    let found = map.match_headings(&texts(&["phone", "ID"]));
    assert_eq!(found.columns.len(), 1);
    let expect = Ambiguity::SeveralFields { heading: "phone".into(), fields: texts(&["home", "mobile"]) };
    assert_eq!(found.ambiguous, [expect]);
}

#[test]
fn record_keeps_absent_apart_from_empty() {
    let text = "Student ID,First Name,Email,House\n1,A,,Kea\n2\n";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    let found = table.facts.matched.as_ref().unwrap();
    let record = found.record(&table.rows[0]);
    assert_eq!(record.get("email").map(String::as_str), Some(""));
    assert_eq!(record.get("family_name"), None);
    assert_eq!(found.extras(&table.rows[0], &table.headings)["House"], "Kea");
    assert_eq!(found.record(&table.rows[1]).len(), 1);
    assert!(found.extras(&table.rows[1], &table.headings).is_empty());
}

#[test]
fn best_layout_is_named() {
    let staff =
        HeadingMap::new(&[("code", &["Code"]), ("family_name", &["Last Name"]), ("title", &["Title"])])
            .needing(&["code"]);
    let options = Options::expecting([pupils(), staff]);
    let layout = |text: &str| Table::read(text.as_bytes(), &options).unwrap().facts.layout;
    assert_eq!(layout("Student ID,Last Name\n1,A\n"), Some(0));
    assert_eq!(layout("Code,Last Name,Title\nTWH,A,Ms\n"), Some(1));
}

#[test]
fn layout_finds_the_headings_under_titles_and_the_delimiter_under_lists() {
    let text = "Kōwhai Bay; class lists; 2 March\nNumber;NSI;First Name;Last Name\n1;24117;A, B;C\n";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    assert_eq!(table.facts.header_line, 2);
    assert_eq!(table.facts.delimiter.delimiter.name(), "semicolon");
    assert!(table.facts.delimiter.certain);
    assert_eq!(table.cell(&table.rows[0], "first name"), Some("A, B"));
}
