//! Bad input: what the administrator reads, word for word. No sentence repeats a cell of the file.

use super::super::{HeaderRule, HeadingMap, Options, Rows};
use super::{notes, pupils, read, refusal};

fn check(bytes: &[u8], expect: &str) {
    assert_eq!(refusal(bytes, &Options::default()).to_string(), expect);
}

fn check_pupils(text: &str, expect: &str) {
    assert_eq!(refusal(text.as_bytes(), &Options::expecting([pupils()])).to_string(), expect);
}

#[test]
fn empty_file() {
    let expect = "The file is empty. Export it again. An empty file removes nobody.";
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\r\n\r\n", b" \n", b"\xFF\xFE"] {
        check(bytes, expect);
    }
}

#[test]
fn file_of_another_kind() {
    let cases: [(&[u8], &str); 5] = [
        (b"PK\x03\x04....", "an Excel workbook or a zip archive"),
        (b"\xD0\xCF\x11\xE0....", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xEF\xBB\xBF\n<!DOCTYPE html><html>", "a web page"),
        (b"<?xml version=\"1.0\"?>", "an XML document"),
    ];
    for (bytes, kind) in cases {
        let expect = format!(
            "This is {kind}, not a text file with columns. Open it and save it as CSV (UTF-8), then try again."
        );
        check(bytes, &expect);
    }
}

#[test]
fn headings_that_nobody_knows() {
    let expect = "No heading line was recognised in the first 2 lines. Expected headings such as Student ID, \
                  Last Name, First Name, Student email - School. Export the file again with its headings. \
                  Nothing was read, so nobody is removed.";
    check_pupils("24117,Pene,Aroha\n21840,Rourke,Finlay\n", expect);
    check_pupils("Schülernummer;Nachname\n24117;Pene\n", expect);
}

#[test]
fn rows_without_any_heading() {
    check(
        b"24117,2012-05-17,9\n21840,2008-01-30,13\n",
        "No heading line was recognised in the first 2 lines. Export the file again with its headings. \
         Nothing was read, so nobody is removed.",
    );
    check(
        b"Pene,Aroha,a.pene@kowhaibay.example\n",
        "No heading line was recognised in the first line. Export the file again with its headings. \
         Nothing was read, so nobody is removed.",
    );
}

#[test]
fn needed_heading_is_missing() {
    check_pupils(
        "Report of 2 March\nLast Name,First Name,House\nPene,Aroha,Kea\n",
        "The headings stand in line 2, but this one is missing: Student ID. Add the column to the export. \
         Nothing was read, so nobody is removed.",
    );
}

#[test]
fn needed_heading_is_there_twice() {
    check_pupils(
        "Student ID,Student-ID,Last Name,First Name\n1,2,A,B\n",
        "The headings stand in line 1, but these could all mean the same: Student ID, Student-ID. \
         Rename or remove all but one. Nothing was read, so nobody is removed.",
    );
}

#[test]
fn pinned_line_holds_no_headings() {
    let options = Options { header: HeaderRule::Line(7), ..Options::expecting([pupils()]) };
    let refused = refusal(b"Student ID,Last Name\n1,A\n", &options).to_string();
    assert!(refused.starts_with("No heading line was recognised in line 7. Expected"), "{refused}");
}

#[test]
fn quotation_mark_is_never_closed() {
    let expect =
        "The quotation mark that opens in line 3 is never closed. Close it, or export the file again.";
    check(b"a,b\nx,y\nz,\"w\nv,u\n", expect);
    let mut long = b"a,b\nx,y\nz,\"w\n".to_vec();
    long.extend(b"v,u\n".repeat(400_000));
    let refused = Rows::open(long.as_slice(), &Options::default()).unwrap().find_map(Result::err);
    assert_eq!(refused.unwrap().to_string(), expect);
}

#[test]
fn file_is_cut_off_in_the_middle_of_a_row() {
    let table = read("a,b,c\nx,y,z\nv,u");
    assert_eq!(table.rows.len(), 2);
    assert_eq!(
        notes(&table),
        ["The file ends in the middle of a row. It may have been cut off: export it again (line 3)."]
    );
    assert_eq!(notes(&read("a,b,c\nx,y,z\nv,u,w")), Vec::<String>::new());
    // Where other rows are short too, the sender leaves out what is empty at the end.
    assert!(notes(&read("a,b,c\nx,y\nv,u"))[0].starts_with("Rows have fewer cells"));
}

#[test]
fn cell_or_row_without_end() {
    let mut long = b"a,b\nx,".to_vec();
    long.extend(b"y".repeat(1_100_000));
    check(&long, "A cell in line 2 is longer than 1048576 bytes. This is not a table of school records.");
    let mut wide = b"a,b\n".to_vec();
    wide.extend(b",".repeat(20_000));
    check(&wide, "Line 2 has more than 16384 columns. This is not a table of school records.");
}

#[test]
fn unknown_encoding_is_asked_for() {
    let options = Options { encoding: Some("klingon".into()), ..Options::default() };
    assert_eq!(
        refusal(b"a,b\nx,y\n", &options).to_string(),
        "The encoding \"klingon\" is not known. Choose \"utf-8\" or \"windows-1252\", or leave it to be found out."
    );
}

struct Torn<'a>(&'a [u8]);

impl std::io::Read for Torn<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Err(std::io::Error::other("the drive was unplugged"));
        }
        std::io::Read::read(&mut self.0, buffer)
    }
}

#[test]
fn drive_is_unplugged_half_way() {
    let text = format!("a,b\n{}", "x,y\n".repeat(1000));
    let options = Options { sample_bytes: 1024, ..Options::default() };
    let mut rows = Rows::open(Torn(text.as_bytes()), &options).unwrap();
    let refused = rows.by_ref().find_map(Result::err).unwrap();
    assert_eq!(
        refused.to_string(),
        "The file could not be read further than line 1002: the drive was unplugged. Nothing of it counts as complete."
    );
    assert!(rows.next().is_none());
}

#[test]
fn pupil_whose_name_is_a_heading_makes_no_heading_line() {
    let map = HeadingMap::new(&[("level", &["Level"]), ("name", &["Name"]), ("id", &["ID"])]);
    let refused = refusal(b"24117,Level,Aroha\n", &Options::expecting([map])).to_string();
    assert!(refused.starts_with("No heading line was recognised"), "{refused}");
    assert!(!refused.contains("Aroha"));
}
