//! What is written: exact for machines, harmless for people.

use super::super::{Audience, Delimiter, Writer, guard_formula, write_table};

#[test]
fn formulas_are_disarmed_for_people() {
    let cases = [
        ("=HYPERLINK(\"https://evil.example\")", "'=HYPERLINK(\"https://evil.example\")"),
        ("+64 21 000 000", "'+64 21 000 000"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("Aroha", "Aroha"),
        ("a=b", "a=b"),
        ("", ""),
    ];
    for (cell, expect) in cases {
        assert_eq!(guard_formula(cell), expect, "{cell:?}");
    }
}

#[test]
fn quotation_marks_stand_only_where_they_are_needed() {
    let rows = [vec!["x", "a,b"], vec!["\"q\"", "c\r\nd"], vec!["=1", ""]];
    let machine = write_table(&["h1", "h2"], rows.clone(), Audience::Machine).unwrap();
    assert_eq!(
        String::from_utf8(machine).unwrap(),
        "h1,h2\r\nx,\"a,b\"\r\n\"\"\"q\"\"\",\"c\r\nd\"\r\n=1,\r\n"
    );
    let people = write_table(&["h1", "h2"], rows, Audience::People).unwrap();
    let people = String::from_utf8(people).unwrap();
    assert!(people.starts_with("\u{FEFF}h1,h2\r\n"));
    assert!(people.ends_with("'=1,\r\n"));
}

#[test]
fn any_delimiter_can_be_written() {
    let mut writer = Writer::new(Vec::new(), Audience::Machine, Delimiter::Tab).unwrap();
    writer.row(["a,b", "c\td"]).unwrap();
    assert_eq!(writer.finish().unwrap(), b"a,b\t\"c\td\"\r\n");
}
