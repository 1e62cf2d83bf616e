//! Records, cells, line ends, quotation marks, delimiters.

use super::super::{Delimiter, HeaderRule, NoteKind, Options, Rows, Table};
use super::{cells, notes, read};

fn check(text: &str, expect: &[&[&str]]) {
    let table = read(text);
    assert_eq!(table.headings, ["a", "b"], "{text:?}");
    assert_eq!(cells(&table), expect, "{text:?}");
}

#[test]
fn every_line_end_ends_a_row() {
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let text = format!("a,b{end}x,y{end}{end}z,w{last}");
            check(&text, &[&["x", "y"], &["z", "w"]]);
        }
    }
    check("a,b\r\nx,y\rz,w\nv,u", &[&["x", "y"], &["z", "w"], &["v", "u"]]);
}

#[test]
fn quotation_marks_protect_what_is_between_them() {
    check("a,b\n\"x,1\",y", &[&["x,1", "y"]]);
    check("a,b\n\"x\"\"1\"\"\",y", &[&["x\"1\"", "y"]]);
    check("a,b\n\"x\r\n1\",y\nz,w", &[&["x\r\n1", "y"], &["z", "w"]]);
    check("a,b\n\"x\r1\",\"\"\nz,w", &[&["x\r1", ""], &["z", "w"]]);
    check("a,b\n5'10\",y", &[&["5'10\"", "y"]]);
    check("a,b\n\"x\" , \"y\"\nz,w", &[&["x", "y"], &["z", "w"]]);
}

#[test]
fn text_after_a_closing_quotation_mark_is_kept_with_a_note() {
    let table = read("a,b\n\"x\"1,y");
    assert_eq!(cells(&table), [["x1", "y"]]);
    assert_eq!(notes(&table), ["Text stands after a closing quotation mark. It was kept (line 2)."]);
}

#[test]
fn line_numbers_are_those_of_a_text_editor() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,\"x", "y\"", "", "2,z", "3,w"].join(end);
        let lines: Vec<u64> = read(&text).rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5, 6], "{end:?}");
    }
}

#[test]
fn absent_is_not_empty() {
    let table = read("a,b,c\nx\ny,,\nz,,1,surplus\nw,,1,,\n");
    assert_eq!(cells(&table), [vec!["x"], vec!["y", "", ""], vec!["z", "", "1"], vec!["w", "", "1"]]);
    assert_eq!(table.cell(&table.rows[0], "B"), None);
    assert_eq!(table.cell(&table.rows[1], "B"), Some(""));
    assert_eq!(table.cell(&table.rows[1], "no such heading"), None);
    assert_eq!(
        notes(&table),
        [
            "Rows have fewer cells than there are headings. The missing cells count as absent (line 2).",
            "Rows have more cells than there are headings. The surplus cells were left out (line 4).",
        ]
    );
}

#[test]
fn empty_rows_are_skipped_and_counted() {
    let table = read("a,b\n,\nx,y\n , \n,");
    assert_eq!(cells(&table), [["x", "y"]]);
    assert_eq!(notes(&table), ["Empty rows were skipped (lines 2, 4, 5)."]);
}

#[test]
fn delimiter_is_sniffed() {
    let cases = [
        ("a,b\nx,y\n", Delimiter::Comma),
        ("a;b\nx,5;y\nx,7;y\n", Delimiter::Semicolon),
        ("a\tb\nx, y\tz\n", Delimiter::Tab),
        ("a|b\nx|y\n", Delimiter::Pipe),
        ("a,b\n82A;9ENG,x\n82B;9MAT,y\n", Delimiter::Comma),
        ("a,b\n\"x;1;2;3\",y\n\"z;1;2;3\",y\n", Delimiter::Comma),
    ];
    for (text, expect) in cases {
        let table = read(text);
        assert_eq!(table.facts.delimiter.delimiter, expect, "{text:?}");
        assert!(table.facts.delimiter.certain, "{text:?}");
        assert_eq!(table.headings, ["a", "b"], "{text:?}");
    }
}

#[test]
fn delimiter_evidence_is_kept() {
    let found = read("a;b\nx;y\nz,w\n").facts.delimiter;
    let semicolon = found.evidence.iter().find(|each| each.delimiter == Delimiter::Semicolon).unwrap();
    assert_eq!((semicolon.columns, semicolon.rows, semicolon.agreeing), (2, 3, 2));
    assert!(!found.certain);
    let table = read("a;b,c\nx;y,z\nv;w,u\n");
    assert!(!table.facts.delimiter.certain);
    assert_eq!(notes(&table), ["The columns are taken to be separated by comma, but this is not certain."]);
}

#[test]
fn spreadsheet_may_declare_its_delimiter() {
    let table = read("sep=;\r\na;b\r\n1,5;2,5\r\n");
    assert_eq!(table.headings, ["a", "b"]);
    assert_eq!(cells(&table), [["1,5", "2,5"]]);
    assert!(table.facts.delimiter.declared);
    assert_eq!(notes(&table), Vec::<String>::new());
}

#[test]
fn file_of_one_column_is_certain() {
    let table = read("Name\nx\ny\n");
    assert_eq!(table.headings, ["Name"]);
    assert!(table.facts.delimiter.certain);
}

#[test]
fn title_lines_are_skipped() {
    let table = read("Class list 9TWH\nPrinted 2 March\n\nName,Level,Tutor\nA,9,9TWH\nB,9,9TWH\n");
    assert_eq!(table.headings, ["Name", "Level", "Tutor"]);
    assert_eq!(table.facts.header_line, 4);
    assert_eq!(notes(&table), ["Title lines before the headings were skipped (lines 1, 2)."]);
}

#[test]
fn header_may_be_pinned_to_a_line() {
    let options = Options { header: HeaderRule::Line(2), ..Options::default() };
    let table = Table::read(b"x,y\na,b\n1,2\n", &options).unwrap();
    assert_eq!(table.headings, ["a", "b"]);
    let options = Options { header: HeaderRule::First, ..Options::default() };
    assert_eq!(Table::read(b"x,y\na,b\n1,2\n", &options).unwrap().headings, ["x", "y"]);
}

/// Gives a few bytes at a time, as a slow network drive does.
struct Dribble<'a>(&'a [u8], usize);

impl std::io::Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

#[test]
fn pieces_may_end_anywhere() {
    let text = "a,b\r\n\"x\"\"1\r\n\",Ngāwai\r\n\"y\" ,ü\r\n";
    let whole = read(text);
    for size in 1..9 {
        let options = Options { sample_bytes: 1024, ..Options::default() };
        let rows = Rows::open(Dribble(text.as_bytes(), size), &options).unwrap();
        let rows: Vec<_> = rows.map(Result::unwrap).collect();
        assert_eq!(rows, whole.rows, "{size}");
    }
}

#[test]
fn large_file_is_read_beyond_its_sample() {
    let mut text = String::from("a,b\n");
    for number in 0..40_000 {
        text.push_str(&format!("{number},\"x\r{number}\"\n"));
    }
    let options = Options { sample_bytes: 2048, ..Options::default() };
    let mut rows = Rows::open(text.as_bytes(), &options).unwrap();
    let mut count = 0;
    for row in rows.by_ref() {
        let row = row.unwrap();
        assert_eq!(row.cells[0], count.to_string());
        count += 1;
    }
    assert_eq!(count, 40_000);
    assert!(rows.notes().is_empty());
}

#[test]
fn a_million_odd_rows_make_one_note() {
    let mut text = String::from("a,b,c\n");
    text.push_str(&"x,y\n".repeat(5000));
    let table = read(&text);
    assert_eq!(table.notes.len(), 1);
    assert_eq!(table.notes[0].kind, NoteKind::ShortRow);
    assert_eq!((table.notes[0].count, table.notes[0].lines.len()), (5000, 10));
}

#[test]
fn debug_shows_no_cell() {
    let shown = format!("{:?}", read("Name,Level\nAroha,9\n"));
    assert!(!shown.contains("Aroha"), "{shown}");
    assert!(shown.contains("Level"), "{shown}");
}
