//! The shapes of KAMAR's exports: UTF-8, bare CR, repeated headings, a trailing empty column.

use super::super::{Options, Table};
use super::{cells, pupils};

#[test]
fn pupil_list_with_bare_cr() {
    let text = "Student ID,Last Name,First Name,Gender,Level,Tutor,Timetable Class,Student email - School\r\
                30001,Tūroa-Pene,Hōne,M,9,9KBR,91B,h.turoa@rimu.example\r\
                30002,O'Leary,Māia,F,13,13KBR,,m.oleary@rimu.example\r";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.rows[1].line, 3);
    assert_eq!(table.cell(&table.rows[0], "last name"), Some("Tūroa-Pene"));
    assert_eq!(table.cell(&table.rows[1], "timetable class"), Some(""));
    assert!(table.facts.delimiter.certain);
    assert!(table.notes.is_empty());
}

#[test]
fn timetable_summary_keeps_both_slots_of_a_repeated_heading() {
    let text = "Student Name,ID Number,Form Class,Year Level,Mon P1,Mon P1,Mon P2,\r\
                \"Tūroa-Pene, Hōne\",30001,9KBR,9,KBR-SCI0-S2,KBR-SCI0-S2,,\r";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    assert_eq!(table.headings.len(), 7);
    assert_eq!(table.headings[5], "Mon P1#2");
    assert_eq!(cells(&table), [["Tūroa-Pene, Hōne", "30001", "9KBR", "9", "KBR-SCI0-S2", "KBR-SCI0-S2", ""]]);
}

#[test]
fn staff_list_quotes_only_where_needed() {
    let text = "Code,Last Name,First Name,Title,Email (School),Departments (Comma)\r\
                KBR,Brown,Kiri,Ms,k.brown@rimu.example,\"Science, Teaching\"\r\
                DWL,Wells,Dee,Mx,d.wells@rimu.example,\r";
    let table = Table::read(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(table.cell(&table.rows[0], "departments comma"), Some("Science, Teaching"));
    assert_eq!(table.cell(&table.rows[1], "departments comma"), Some(""));
}

#[test]
fn class_spreadsheet_has_a_title_line_to_skip() {
    let text =
        "9SCI/2 Kiri Brown\rNumber,NSI,First Name,Last Name,Gender,Level\r1,30001,Hōne,Tūroa-Pene,M,9\r";
    let table = Table::read(text.as_bytes(), &Options::expecting([pupils()])).unwrap();
    assert_eq!(table.facts.header_line, 2);
    assert_eq!(table.cell(&table.rows[0], "NSI"), Some("30001"));
}
